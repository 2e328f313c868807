"""A dialog as HTML, to show that its values are all a page needs: every choice a button, every entry a field."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import assert_never

from quizarena.sessions import dialog as d
from quizarena.text import Text, draw, plain


class Page:
    """A dialog's page in a language; `buttons` are the keys that its buttons stand for."""

    def __init__(self, dialog: d.Dialog, language: str) -> None:
        self.language, self.buttons = language, list[str]()
        body = "".join(map(self._block, dialog.blocks))
        self.html = f"<dialog><h2>{self._text(dialog.title)}</h2>{body}{self._keys(dialog.keys)}</dialog>"

    def _text(self, text: Text) -> str:
        return escape(draw(text, self.language))

    def _keys(self, keys: Iterable[d.Key]) -> str:
        return f"<menu>{''.join(map(self._button, keys))}</menu>"

    def _button(self, key: d.Key) -> str:
        if not key.press:
            return f"<p>{self._text(key.does)}</p>"
        self.buttons.append(key.press)
        return f'<button name="keys" value="{escape(key.press)}">{self._text(key.does)}</button>'

    def _table(self, rows: Iterable[Iterable[Text]]) -> str:
        cells = ("".join(f"<td>{self._text(cell)}</td>" for cell in row) for row in rows)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"

    def _block(self, block: d.Block) -> str:
        match block:
            case d.Line() | d.Term():
                return f'<p class="{block.role}">{self._text(block.text)}</p>'
            case d.Gap():
                return "<hr>"
            case d.Entry():
                return f'<input type="{"password" if block.hidden else "text"}" value="{escape(block.typed)}">'
            case d.TypedNumber():
                return f"<p>{escape(block.typed)} {self._text(block.named or plain(''))}</p>"
            case d.Decision():
                return f"<p>{self._text(block.label)} {escape(block.typed)}</p>{self._keys(block.keys)}"
            case d.Menu() | d.Check() | d.Keys():
                return self._keys(block.keys)
            case d.Table():
                return self._table(([column.head for column in block.columns], *block.rows))
            case d.LogLines():
                return self._table((plain(f"{line.at:%H:%M:%S}"), line.text) for line in block.lines)
            case d.PaperSheets():
                return self._table((row.judge, *map(plain, (*row.cells, row.paper))) for row in block.rows)
            case _:
                assert_never(block)
