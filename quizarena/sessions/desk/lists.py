"""A numbered list of things to do: the menu, the board's programmes, a judge's ballot, the clocks.

With ten or more rows digits are gathered until Enter; a closed row answers with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeAlias

import attrs

from ...text import Text
from ..dialog import Dialog, Item, Key, Line, Menu, gathers
from ..keys import Press
from .desk import Desk
from .words import _

Act: TypeAlias = Callable[[datetime], None]
_STEPS = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}


@attrs.frozen
class Deed:
    """A row: what it says, what it does, its number; `closed` is why it cannot be done now."""

    text: Text
    act: Act
    number: int
    closed: Text | None = None


def deeds(*pairs: tuple[Text, Act]) -> list[Deed]:
    """Return rows numbered from 1."""
    return [Deed(text, act, number) for number, (text, act) in enumerate(pairs, 1)]


@attrs.define
class DeedList:
    """A list; choosing a row closes it first, so that the row's own dialog may open."""

    desk: Desk
    title: Text
    deeds: Sequence[Deed]
    intro: Text | None = None
    cursor: int = 0
    typed: str = attrs.field(default="", init=False)

    @property
    def typing(self) -> bool:
        """Whether digits are gathered until Enter."""
        return gathers(each.number for each in self.deeds)

    def press(self, press: Press, now: datetime) -> bool:
        """Choose by digits, or by Up, Down and Enter."""
        if press.key in _STEPS:
            self.cursor = max(0, min(len(self.deeds) - 1, self.cursor + _STEPS[press.key]))
            self.typed = ""
        elif press.key.isdecimal() and self.typing:
            self.typed = (self.typed + press.key)[-2:]
        elif press.key.isdecimal():
            self._take(int(press.key), now)
        elif press.key == "backspace":
            self.typed = self.typed[:-1]
        elif press.key == "enter":
            self._enter(now)
        else:
            return False
        return True

    def _enter(self, now: datetime) -> None:
        if self.typed:
            typed, self.typed = int(self.typed), ""
            self._take(typed, now)
        elif self.deeds:
            self._take(self.deeds[self.cursor].number, now)

    def _take(self, number: int, now: datetime) -> None:
        deed = next((each for each in self.deeds if each.number == number), None)
        if deed is None:
            self.desk.say(_("There is no number {number} here.", number=number))
        elif deed.closed is not None:
            self.desk.say(deed.closed)
        else:
            self.desk.close()
            deed.act(now)

    def dialog(self, now: datetime) -> Dialog:
        """Return the intro and the rows."""
        items = tuple(Item(each.number, each.text, each.closed) for each in self.deeds)
        menu = Menu(items, self.cursor, self.typed)
        blocks = (menu,) if self.intro is None else (Line(self.intro, "quiet"), menu)
        return Dialog(self.title, blocks, _GATHERING if self.typing else _CHOOSING, self.typing)


_CHOOSING = (Key("", _("Digits choose")), Key("", _("Up Down and Enter too")), Key("escape", _("closes")))
_GATHERING = (Key("", _("Digits, then Enter")), Key("", _("Up, Down and Enter as well")), Key("escape", _("closes")))
