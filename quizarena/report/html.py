"""HTML pages for the browser's print, built as trees so that no data is ever read as markup.

Decides what stands around a page: its language, no request to anywhere, the style sheets beside this file. What
`quizarena.text` refuses is stripped again here, where text is drawn.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import TypeAlias
from xml.etree.ElementTree import Element, SubElement, tostring

import attrs

from ..languages import language_of
from ..text import Text, draw

Inside: TypeAlias = Element | Text | str | Iterable["Inside"] | None
"""What stands in an element: text, elements, or several of both; None is nothing."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""A page may load nothing and run nothing."""


@attrs.frozen
class Writer:
    """Makes elements whose texts are drawn in one language."""

    language: str

    def word(self, text: Text | str) -> str:
        """Return a text as it is drawn."""
        return draw(text, self.language)

    def __call__(self, tag: str, *inside: Inside, cls: str = "", **attributes: str) -> Element:
        """Return an element of that class with its attributes and what stands in it."""
        made = Element(tag, {"class": cls, **attributes} if cls else attributes)
        for each in self._flat(inside):
            if isinstance(each, Element):
                made.append(each)
            elif len(made):
                made[-1].tail = (made[-1].tail or "") + each
            else:
                made.text = (made.text or "") + each
        return made

    def _flat(self, inside: Iterable[Inside]) -> Iterator[Element | str]:
        for each in inside:
            if isinstance(each, Element):
                yield each
            elif isinstance(each, (str, Text)):
                yield self.word(each)
            elif each is not None:
                yield from self._flat(each)

    def row(self, cells: Iterable[Inside], *, tag: str = "td", cls: str = "") -> Element:
        """Return a table's row."""
        return self("tr", [self(tag, cell) for cell in cells], cls=cls)

    def table(self, head: Iterable[Inside], rows: Iterable[Element], *, cls: str = "") -> Element:
        """Return a table; its head stands again on every page it runs over."""
        return self("table", self("thead", self.row(head, tag="th")), self("tbody", list(rows)), cls=cls)

    def figures(
        self, heads: Sequence[Inside], numbers: Sequence[Inside], body: list[Element], cls: str = ""
    ) -> Element:
        """Return a table whose last columns, headed `numbers`, are figures."""
        cells = [*(self("th", each) for each in heads), *(self("th", each, cls="number") for each in numbers)]
        return self("table", self("thead", self("tr", cells)), self("tbody", body), cls=cls)

    def cells(self, texts: Sequence[Inside], numbers: Sequence[Inside], *, has_result: bool = True) -> list[Element]:
        """Return the cells of a row of such a table; the last figure is its result."""
        styles = ["number"] * len(numbers)
        if has_result:
            styles[-1:] = ["number total"]
        figures = (self("td", each, cls=cls) for each, cls in zip(numbers, styles, strict=True))
        return [*(self("td", each) for each in texts), *figures]

    def working(self, lines: Sequence[Inside], columns: int) -> Element:
        """Return the row below another that says how its result came about."""
        return self("tr", self("td", [self("div", line) for line in lines], colspan=str(columns), cls="working"))

    def page(
        self,
        title: Text | str,
        style: str,
        body: Iterable[Inside],
        *,
        more: str = "",
        pictures: bool = False,
        script: str = "",
    ) -> str:
        """Return a whole page with the style sheets `page.css` and `style` and the rules in `more`.

        With `pictures` it shows those that stand in it as data. It runs `script` and no other.
        """
        table = language_of(self.language)
        html = Element("html", {"lang": table.tag, "class": "spaced"} if table.spaced else {"lang": table.tag})
        head = SubElement(html, "head")
        SubElement(head, "meta", {"charset": "utf-8"})
        policy = _policy(script, pictures=pictures)
        SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": policy})
        SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
        head.append(self("title", title))
        SubElement(head, "style").text = _style("page.css") + _style(style) + more
        html.append(self("body", *chain(body)))
        if script:
            SubElement(html[-1], "script").text = script
        return f"<!doctype html>\n{tostring(html, encoding='unicode', method='html')}\n"


def _policy(script: str, *, pictures: bool) -> str:
    """Return what a page may load and run: the pictures in it, and the one script, by its digest."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    images = "; img-src data:" if pictures else ""
    return f"{_POLICY}{images}" + (f"; script-src 'sha256-{digest}'" if script else "")


@cache
def _style(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
