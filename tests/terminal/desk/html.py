"""A dialog as HTML, to show that its values are all a page needs: every choice a button, every entry a field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import assert_never

from quizarena.sessions import dialog as d
from quizarena.text import Text, draw, plain


class Page:
    """A dialog's page in a language; `buttons` are the keys that its buttons stand for."""

    def __init__(self, dialog: d.Dialog, language: str) -> None:
        self.language, self.buttons = language, list[str]()
        body = "".join(part for block in dialog.blocks for part in self._block(block))
        self.html = (
            f"<dialog><h2>{self._text(dialog.title)}</h2>{body}<footer>{self._keys(dialog.keys)}</footer></dialog>"
        )

    def _text(self, text: Text) -> str:
        return escape(draw(text, self.language))

    def _button(self, keys: str, text: Text, closed: Text | None = None) -> str:
        if closed is None and keys:
            self.buttons.append(keys)
        off = "" if closed is None else f' disabled title="{self._text(closed)}"'
        return (
            f'<button name="keys" value="{escape(keys)}"{off}>{self._text(text)}</button>' if keys else self._text(text)
        )

    def _keys(self, keys: Iterable[d.Key]) -> str:
        return "".join(self._button(key.press, key.does) for key in keys)

    def _items(self, items: tuple[d.Item, ...]) -> str:
        end = " enter" if d.gathers(item.number for item in items) else ""
        return "".join(self._button(" ".join(str(item.number)) + end, item.text, item.closed) for item in items)

    def _table(self, rows: Iterable[Iterable[Text]]) -> str:
        cells = ("".join(f"<td>{self._text(cell)}</td>" for cell in row) for row in rows)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"

    def _block(self, block: d.Block) -> Iterator[str]:
        match block:
            case d.Line() | d.Term():
                yield f'<p class="{block.role}">{self._text(block.text)}</p>'
            case d.Gap():
                yield "<hr>"
            case d.Menu():
                yield f"<menu>{self._items(block.items)}</menu>"
            case d.Entry():
                yield f'<input type="{"password" if block.hidden else "text"}" value="{escape(block.typed)}">'
            case d.TypedNumber():
                yield f"<p><b>{escape(block.typed)}</b> {self._text(block.named or plain(''))}</p>"
            case d.Decision():
                inner = self._items(block.items) if block.here else ""
                yield f"<fieldset><legend>{self._text(block.label)}</legend>{inner}{escape(block.typed)}</fieldset>"
            case d.Called():
                yield "".join(f"<b>{escape(number)}</b>" for number in block.numbers)
            case d.Keys():
                yield self._keys(block.keys)
            case _:
                yield self._rows(block)

    def _rows(self, block: d.Check | d.Table | d.LogLines | d.PaperSheets) -> str:
        match block:
            case d.Check():
                return self._button(str(block.number or ""), block.text)
            case d.Table():
                return self._table(([column.head for column in block.columns], *block.rows))
            case d.LogLines():
                return self._table((plain(f"{line.at:%H:%M:%S}"), line.text) for line in block.lines)
            case d.PaperSheets():
                return self._table((row.judge, *map(plain, (*row.cells, row.paper))) for row in block.rows)
            case _:
                assert_never(block)
