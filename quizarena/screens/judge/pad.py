"""The pad on which a PIN is typed unseen: chosen at the first sitting, asked for at every other, and for leaving.

Decides what four digits mean now; leaves keeping and comparing them to `pin`.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

import attrs

from ...sessions.keys import Press
from ...text import Text
from . import pin
from .words import _

if TYPE_CHECKING:
    from .controller import Judging

Purpose = Literal["sit", "leave"]


@attrs.define(eq=False)
class Pad:
    """A pad for one judge's PIN; `first` is the PIN chosen a moment ago, to be typed once more."""

    judging: Judging
    judge: str
    purpose: Purpose = "sit"
    typed: str = attrs.field(default="", init=False)
    first: str = attrs.field(default="", init=False)
    kept: pin.Pin | None = attrs.field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        """Begin with the PIN as it is kept."""
        self.look()

    def look(self) -> None:
        """Look again how the PIN is kept: the desk may clear it, another window choose it or try it."""
        self.kept = pin.kept_pin(self.judging.arena.journal, self.judge)

    @property
    def blocked(self) -> bool:
        """Whether no try is left."""
        return not self.tries_left

    @property
    def tries_left(self) -> int:
        """How often the PIN may still be tried."""
        return pin.TRIES if self.kept is None else self.kept.tries_left

    def asks(self) -> Text:
        """Return what is asked for."""
        if self.blocked:
            return _("Five times wrong. The desk can clear this PIN.")
        if self.purpose == "leave":
            return _("Type your PIN to leave")
        if self.kept is not None:
            return _("Type your PIN")
        return _("Type the same four digits once more") if self.first else _("Choose a PIN: four digits")

    def press(self, press: Press, now: datetime) -> None:
        """Take a press; the fourth digit ends it."""
        self.look()
        if press.key == "escape":
            self.judging.leave_pad()
        elif press.key == "backspace":
            self.typed = self.typed[:-1]
        elif not (press.key.isdecimal() and press.key.isascii()):
            self.judging.say(_("Four digits; Esc goes back."))
        elif not self.blocked:
            self.typed += press.key
            if len(self.typed) == pin.DIGITS:
                digits, self.typed = self.typed, ""
                self._take(digits)

    def _take(self, digits: str) -> None:
        if self.kept is None and self.purpose == "sit":
            self._choose(digits)
        elif self.kept is None or pin.is_right(self.judging.arena.journal, self.judge, digits):
            self._go()
        else:
            self.look()
            self.judging.say(_("Wrong PIN; {count} tries left.", count=self.tries_left), loud=True)

    def _choose(self, digits: str) -> None:
        if not self.first:
            self.first = digits
        elif self.first != digits:
            self.first = ""
            self.judging.say(_("The two differ. Choose again."), loud=True)
        elif pin.choose(self.judging.arena.journal, self.judge, digits):
            self._go()
        else:
            self.first = ""
            self.look()
            self.judging.say(_("Another window has just chosen the PIN of this seat."), loud=True)

    def _go(self) -> None:
        if self.purpose == "leave":
            self.judging.get_up()
        else:
            self.judging.sit_down(self.judge)
