"""Reading a printed page as a strict browser would: every element closed, nothing loaded, nothing run."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser

import attrs

VOID = frozenset({"meta", "br"})
FORBIDDEN = frozenset({"script", "link", "img", "iframe", "object", "embed", "base", "form", "input"})


@attrs.define(eq=False)
class Node:
    """An element with its class, its attributes and everything in it."""

    tag: str
    attributes: dict[str, str] = attrs.field(factory=dict)
    inside: list[Node | str] = attrs.field(factory=list)

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(each if isinstance(each, str) else each.text for each in self.inside)

    def walk(self) -> Iterator[Node]:
        yield self
        for each in self.inside:
            if isinstance(each, Node):
                yield from each.walk()

    def all(self, tag: str, cls: str = "") -> list[Node]:
        """The elements in it of that tag and class, in order."""
        return [
            each
            for each in self.walk()
            if each.tag == tag and (not cls or cls in each.attributes.get("class", "").split())
        ]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def read(html: str) -> Node:
    """Return the page; it has to be well-formed, without a control character, and must load and run nothing."""
    assert html.startswith("<!doctype html>\n")
    reader = _Reader()
    reader.feed(html.partition("\n")[2])
    reader.close()
    assert reader.open == [reader.root], f"left open: {reader.open[-1].tag}"
    assert not [char for char in html if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") and char != "\n"]
    for node in reader.root.walk():
        assert node.tag not in FORBIDDEN
        assert not [name for name in node.attributes if name.startswith("on") or name in ("src", "href", "style")]
        assert "url(" not in node.text or node.tag != "style"
    return reader.root
