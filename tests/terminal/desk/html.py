"""A dialog as HTML, to show that its values are all a page needs: every choice a button, every entry a field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import assert_never

from quizarena.sessions.dialog import (
    Block,
    Called,
    Check,
    Decision,
    Dialog,
    Entry,
    Gap,
    Item,
    Key,
    Keys,
    Line,
    LogLines,
    Menu,
    PaperSheets,
    Table,
    Term,
    gathers,
)
from quizarena.text import Text, draw


class Page:
    """A dialog's page in a language; `buttons` are the keys that its buttons stand for."""

    def __init__(self, dialog: Dialog, language: str) -> None:
        self.language = language
        self.buttons: list[str] = []
        body = "".join(part for block in dialog.blocks for part in self._block(block))
        left = [key for key in dialog.keys if key.press not in self.buttons]  # the others stand in the body
        self.html = f"<dialog><h2>{self._text(dialog.title)}</h2>{body}<footer>{self._keys(left)}</footer></dialog>"

    def _text(self, text: Text) -> str:
        return escape(draw(text, self.language))

    def _button(self, keys: str, words: str, closed: Text | None = None) -> str:
        if closed is not None:
            return f'<button disabled title="{self._text(closed)}">{words}</button>'
        self.buttons.append(keys)
        return f'<button name="keys" value="{escape(keys)}">{words}</button>'

    def _keys(self, keys: Iterable[Key]) -> str:
        return "".join(
            self._button(key.press, self._text(key.does)) if key.press else self._text(key.does) for key in keys
        )

    def _items(self, items: tuple[Item, ...]) -> str:
        end = " enter" if gathers(item.number for item in items) else ""
        keys = ((" ".join(str(item.number)) + end, item) for item in items)
        return "".join(self._button(each, self._text(item.text), item.closed) for each, item in keys)

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Line() | Term():
                yield f'<p class="{block.role}">{self._text(block.text)}</p>'
            case Gap():
                yield "<hr>"
            case Menu():
                yield f"<menu>{self._items(block.items)}</menu>"
            case Entry():
                yield f'<input type="{"password" if block.hidden else "text"}" value="{escape(block.typed)}">'
            case Decision():
                inner = self._items(block.items) if block.here else ""
                yield f"<fieldset><legend>{self._text(block.label)}</legend>{inner}{escape(block.typed)}</fieldset>"
            case Called():
                yield "".join(f"<b>{escape(number)}</b>" for number in block.numbers)
            case Keys():
                yield self._keys(block.keys)
            case _:
                yield from self._rows(block)

    def _rows(self, block: Table | LogLines | Check | PaperSheets) -> Iterator[str]:
        match block:
            case Table():
                heads = "".join(f"<th>{self._text(column.head)}</th>" for column in block.columns)
                rows = ("".join(f"<td>{self._text(cell)}</td>" for cell in row) for row in block.rows)
                yield f"<table><tr>{heads}</tr>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
            case LogLines():
                yield from (f"<p>{line.at:%H:%M:%S} {self._text(line.text)}</p>" for line in block.lines)
            case PaperSheets():
                rows = ("".join(f"<td>{escape(cell)}</td>" for cell in (*row.cells, row.paper)) for row in block.rows)
                names = (self._text(row.judge) for row in block.rows)
                pairs = zip(names, rows, strict=True)
                yield f"<table>{''.join(f'<tr><th>{name}</th>{row}</tr>' for name, row in pairs)}</table>"
            case Check():
                yield (
                    self._button(str(block.number), self._text(block.text)) if block.number else self._text(block.text)
                )
            case _:
                assert_never(block)
