"""Numbers called in the hall, typed one by one (drawing D1): large as they come, taken all at once.

Enter on a number puts it in the row, Enter on nothing takes the row. Which are allowed is the move's say.
"""

from __future__ import annotations

from datetime import datetime

import attrs

from ...blanks import Line
from ...moves import Move
from ..dialog import Called as CalledBlock
from ..dialog import Dialog, Key
from ..keys import Press
from .desk import Desk
from .words import _


def numbers_of(move: Move) -> Line | None:
    """Return the line in which a move asks for a row of numbers, None if it asks for anything else."""
    lines = [blank for blank in move.decisions if isinstance(blank, Line) and blank.form == "numbers"]
    return lines[0] if len(move.decisions) == len(lines) == 1 else None


@attrs.define
class Called:
    """The numbers so far, and the one being typed."""

    desk: Desk
    move: Move
    line: Line
    numbers: list[str] = attrs.field(factory=list)
    typed: str = attrs.field(default="", init=False)
    typing: bool = attrs.field(default=True, init=False)

    @property
    def row(self) -> str:
        """All numbers with the one being typed."""
        return " ".join(filter(None, [*self.numbers, self.typed]))

    def press(self, press: Press, now: datetime) -> bool:
        """Take digits; Enter puts the number in the row, or takes the row."""
        if press.key.isdecimal():
            self.typed = (self.typed + press.key)[-2:]
        elif press.key == "space" or (press.key == "enter" and self.typed):
            self._put()
        elif press.key == "backspace":
            self.typed = self.typed[:-1] if self.typed or not self.numbers else self.numbers.pop()
        elif press.key == "enter":
            self._take(now)
        else:
            return False
        return True

    def _put(self) -> None:
        if self.typed:
            self.numbers.append(self.typed)
            self.desk.say(_("Number {place}: {number}", place=len(self.numbers), number=self.typed))
            self.typed = ""

    def _take(self, now: datetime) -> None:
        if not self.numbers:
            self.desk.say(_("A number first."))
        elif self.desk.do(self.move, {self.line.path: " ".join(self.numbers)}, now) is not None:
            self.desk.close()

    def dialog(self, now: datetime) -> Dialog:
        """Return the numbers so far."""
        return Dialog(self.move.label, (CalledBlock(tuple(self.numbers), self.typed),), _KEYS, typing=True)


_KEYS = (
    Key("", _("Digits")),
    Key("enter", _("after each number; on nothing it takes them")),
    Key("backspace", _("one back")),
    Key("escape", _("not now")),
)
