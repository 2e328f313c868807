"""A numbered list to choose from: the menu, the board's programmes, a judge's ballot, the clocks.

Decides that with ten or more rows digits are gathered and shown until Enter, and that a closed row answers with its
reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import attrs

from ...sessions.keys import Press
from ..canvas import BOLD, DIM, INK
from ..wide import wrap
from .overlay import Row
from .words import _

if TYPE_CHECKING:
    from .controller import Desk

_PAGE = 16
_BESIDE = 3
"""Rows kept for the intro, for what is typed, and to say that there is more."""


@attrs.frozen
class Item:
    """A row: what it says, what it does, its number; `closed` is why it cannot be done now."""

    text: str
    act: Callable[[datetime], None]
    number: int
    closed: str = ""


def items(*pairs: tuple[str, Callable[[datetime], None]]) -> list[Item]:
    """Return rows numbered from 1."""
    return [Item(text, act, number) for number, (text, act) in enumerate(pairs, 1)]


@attrs.define
class ListOverlay:
    """A list; choosing a row closes it first, so that the row's own overlay may open."""

    desk: Desk
    title: str
    items: Sequence[Item]
    intro: str = ""
    cursor: int = 0
    typed: str = attrs.field(default="", init=False)

    @property
    def typing(self) -> bool:
        """Whether digits are gathered until Enter: with ten or more rows."""
        return max((item.number for item in self.items), default=0) >= 10

    @property
    def _page(self) -> int:
        """Rows shown at once."""
        return min(_PAGE, self.desk.room - _BESIDE)

    def press(self, press: Press, now: datetime) -> None:
        """Choose by digits, or by Up, Down and Enter."""
        if press.key in ("up", "down", "pageup", "pagedown"):
            step = {"up": -1, "down": 1, "pageup": -self._page, "pagedown": self._page}[press.key]
            self.cursor = max(0, min(len(self.items) - 1, self.cursor + step))
            self.typed = ""
        elif press.key.isdecimal():
            self._digit(press.key, now)
        elif press.key == "backspace":
            self.typed = self.typed[:-1]
        elif press.key == "enter":
            self._enter(now)
        else:
            self.desk.say(_("Choose by number; Esc closes."))

    def _digit(self, digit: str, now: datetime) -> None:
        if self.typing:
            self.typed = (self.typed + digit)[-2:]
            return
        self._take(int(digit), now)

    def _enter(self, now: datetime) -> None:
        if self.typed:
            typed, self.typed = int(self.typed), ""
            self._take(typed, now)
        elif self.items:
            self._take(self.items[self.cursor].number, now)

    def _take(self, number: int, now: datetime) -> None:
        item = next((item for item in self.items if item.number == number), None)
        if item is None:
            self.desk.say(_("There is no number {number} here.", number=number))
        elif item.closed:
            self.desk.say(item.closed)
        else:
            self.desk.close()
            item.act(now)

    def rows(self, width: int, now: datetime) -> list[Row]:
        """Return the intro and the rows of the cursor's page."""
        top = self.cursor // self._page * self._page
        rows = [Row(line, DIM) for line in wrap(self.intro, width)] if self.intro else []
        for place, item in enumerate(self.items[top : top + self._page], top):
            reason = f"  ({item.closed})" if item.closed else ""
            rows.append(
                Row(f"{item.number:>3}  {item.text}{reason}", DIM if item.closed else INK, place == self.cursor)
            )
        if len(self.items) > self._page:
            rows.append(Row(self.desk.word(_("more with Up, Down")), DIM))
        if self.typed:
            rows.append(Row(f"{self.typed}_", BOLD))
        return rows

    def keys(self) -> str:
        """Return the keys that act."""
        if self.typing:
            return self.desk.word(_("Digits, then Enter  Up Down and Enter too  Esc closes"))
        return self.desk.word(_("Digits choose  Up Down and Enter too  Esc closes"))
