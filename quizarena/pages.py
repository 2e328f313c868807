"""Pages of plain text and tables: what the command line prints, and what a value prints as in Python and notebooks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import attrs

from .languages import SOURCE
from .text import Text, draw

Cell: TypeAlias = Text | str | int


@attrs.frozen
class TextTable:
    """Rows under a head, if it has one; the columns numbered in `right` are flush right."""

    head: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]
    right: Sequence[int] = ()

    def lines(self, language: str) -> Iterator[str]:
        """Yield the lines, their columns lined up in terminal cells."""
        drawn = [[_drawn(cell, language) for cell in row] for row in (self.head, *self.rows) if row]
        widths = [max(map(_cells, column)) for column in zip(*drawn, strict=True)]
        for row in drawn:
            yield "  ".join(self._padded(cell, at, widths[at]) for at, cell in enumerate(row)).rstrip()

    def _padded(self, cell: str, at: int, width: int) -> str:
        gap = " " * (width - _cells(cell))
        return gap + cell if at in self.right else cell + gap

    def html(self, language: str) -> str:
        """Return the table as HTML."""
        head = self._row("th", self.head, language) if self.head else ""
        return f"<table>{head}{''.join(self._row('td', row, language) for row in self.rows)}</table>"

    def _row(self, tag: str, row: Sequence[Cell], language: str) -> str:
        """Return a row, its spaces kept: a tree is indented by them."""
        sides = ("right" if at in self.right else "left" for at in range(len(row)))
        cells = (
            f'<{tag} style="white-space: pre; text-align: {side}">{_escaped(cell, language)}</{tag}>'
            for side, cell in zip(sides, row, strict=True)
        )
        return f"<tr>{''.join(cells)}</tr>"


@attrs.frozen
class Page:
    """Lines and tables one below the other, and the language they are drawn in unless somebody chooses another."""

    parts: Sequence[Text | str | TextTable]
    language: str = SOURCE

    def text(self, language: str = "") -> str:
        """Return the page as lines of text in a language."""
        return "\n".join(self._lines(language or self.language))

    def _lines(self, language: str) -> Iterator[str]:
        for part in self.parts:
            if isinstance(part, TextTable):
                yield from part.lines(language)
            else:
                yield draw(part, language)

    def html(self) -> str:
        """Return the page as HTML, whatever stands in it escaped."""
        return "".join(
            part.html(self.language) if isinstance(part, TextTable) else f"<p>{_escaped(part, self.language)}</p>"
            for part in self.parts
            if part != ""
        )


class Printing:
    """What prints as a page; no abstract class, for scores are looked at by the thousand."""

    __slots__ = ()

    def page(self) -> Page:
        """Return the page; every class says its own."""
        raise NotImplementedError

    def text(self, language: str = "") -> str:
        """Return it as lines of text: in the contest's own language unless one is named."""
        return self.page().text(language)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        """Return it as a notebook shows it."""
        return self.page().html()


def _drawn(cell: Cell, language: str) -> str:
    return str(cell) if isinstance(cell, int) else draw(cell, language)


def _escaped(cell: Cell, language: str) -> str:
    text = _drawn(cell, language)
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(char, entity)
    return text


def _cells(text: str) -> int:
    """Return the terminal cells of a text: two for wide characters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF") for char in text)
