"""Lists over the desk of a season: of things to do, and of lines to read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeAlias

import attrs

from ...text import Text
from ..dialog import Block, Dialog, Item, Key, Line, Menu, gathers
from ..keys import Press
from ..words import _
from .desk import SeasonDesk

Act: TypeAlias = Callable[[datetime], None]
STEPS = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}


@attrs.define(eq=False)
class Choices:
    """Numbered rows; the one that is chosen closes the list and acts."""

    desk: SeasonDesk
    title: Text
    rows: Sequence[tuple[Text, Act]]
    nothing: Text
    cursor: int = attrs.field(default=0, init=False)
    _typed: str = attrs.field(default="", init=False)

    @property
    def typing(self) -> bool:
        """Whether digits are gathered until Enter."""
        return gathers(range(len(self.rows) + 1))

    def press(self, press: Press, now: datetime) -> None:
        """Choose by digits, or by Up, Down and Enter."""
        if press.key in STEPS:
            self.cursor = max(0, min(len(self.rows) - 1, self.cursor + STEPS[press.key]))
        elif press.key.isdecimal() and self.typing:
            self._typed = (self._typed + press.key)[-3:]
        elif press.key.isdecimal():
            self._choose(int(press.key), now)
        elif press.key == "backspace":
            self._typed = self._typed[:-1]
        elif press.key == "enter" and self.rows:
            number, self._typed = int(self._typed or self.cursor + 1), ""
            self._choose(number, now)

    def _choose(self, number: int, now: datetime) -> None:
        if 0 < number <= len(self.rows):
            self.desk.close()
            self.rows[number - 1][1](now)
        else:
            self.desk.say(_("There is no number {number} here.", number=number))

    def dialog(self, now: datetime) -> Dialog:
        """Return the rows."""
        keys = Key("", _("Digits choose, Up, Down and Enter too")), Key("escape", _("closes"))
        items = tuple(Item(number, text) for number, (text, _act) in enumerate(self.rows, 1))
        block: Block = Menu(items, self.cursor, self._typed) if items else Line(self.nothing, "quiet")
        return Dialog(self.title, (block,), keys, self.typing)


@attrs.define(eq=False)
class Reading:
    """Blocks to read, page by page."""

    desk: SeasonDesk
    title: Text
    pages: Sequence[Sequence[Block]]
    typing: bool = attrs.field(default=False, init=False)
    _page: int = attrs.field(default=0, init=False)

    def press(self, press: Press, now: datetime) -> None:
        """Turn the pages."""
        self._page = max(0, min(len(self.pages) - 1, self._page + {"pagedown": 1, "pageup": -1}.get(press.key, 0)))

    def dialog(self, now: datetime) -> Dialog:
        """Return the page."""
        turn = (Key("", _("PgDn PgUp: page {page} of {pages}", page=self._page + 1, pages=len(self.pages))),)
        keys = (*(turn if len(self.pages) > 1 else ()), Key("escape", _("closes")))
        return Dialog(self.title, tuple(self.pages[self._page]), keys)
