"""The pad on which a PIN is typed unseen: chosen at the first sitting, asked for at every other, and for leaving.

Decides what four digits mean now; how a PIN is kept and compared, `pin` says.
"""

from __future__ import annotations

from enum import Enum
from typing import Literal

import attrs

from ...journal import Journal
from ...text import Text
from ..keys import Press
from ..message import SILENCE, Message
from . import pin
from .words import _

Purpose = Literal["sit", "leave"]


class Outcome(Enum):
    """What a press on the pad comes to."""

    GOES_ON = "goes on"
    OPENED = "opened"
    CLOSED = "closed"


@attrs.define(eq=False)
class PinPad:
    """A pad for one judge's PIN; `first` is the PIN chosen a moment ago, to be typed once more."""

    journal: Journal
    judge: str
    purpose: Purpose = "sit"
    typed: str = attrs.field(default="", init=False)
    first: str = attrs.field(default="", init=False)
    pin: pin.Pin | None = attrs.field(default=None, init=False)
    message: Message = attrs.field(default=SILENCE, init=False)

    def __attrs_post_init__(self) -> None:
        """Begin with the PIN as it is kept."""
        self.look()

    def look(self) -> bool:
        """Look again how the PIN is kept, for others may change it: the desk, another window; return whether one did.

        Raises JournalError like every reading.
        """
        before, self.pin = self.pin, pin.read_pin(self.journal, self.judge)
        return before != self.pin

    @property
    def is_blocked(self) -> bool:
        """Whether no try is left."""
        return not self.tries_left

    @property
    def tries_left(self) -> int:
        """How often the PIN may still be tried."""
        return pin.TRIES if self.pin is None else self.pin.tries_left

    @property
    def request(self) -> Text:
        """What is asked for."""
        if self.is_blocked:
            return _("Wrong five times. Ask the desk to clear the PIN.")
        if self.purpose == "leave":
            return _("Type your PIN to leave")
        if self.pin is not None:
            return _("Type your PIN")
        return _("Type the same four digits once more") if self.first else _("Choose a PIN: four digits")

    def press(self, press: Press) -> Outcome:
        """Take a press; the fourth digit ends it."""
        self.message, was_chosen = SILENCE, self.pin is not None
        self.look()
        if press.key == "escape":
            return Outcome.CLOSED
        if not was_chosen and self.pin is not None and (self.typed or self.first):
            self._begin_anew()
            return Outcome.GOES_ON
        if press.key == "backspace":
            self.typed = self.typed[:-1]
        elif not (press.key.isdecimal() and press.key.isascii()):
            self.message = Message(_("Four digits; Esc goes back."))
        elif not self.is_blocked:
            self.typed += press.key
            if len(self.typed) == pin.DIGITS:
                digits, self.typed = self.typed, ""
                return self._take(digits)
        return Outcome.GOES_ON

    def _take(self, digits: str) -> Outcome:
        if self.pin is None and self.purpose == "sit":
            return self._choose(digits)
        if self.pin is None or pin.is_right(self.journal, self.judge, digits):
            return Outcome.OPENED
        self.look()
        self.message = Message(_("Wrong PIN; {count} tries left.", count=self.tries_left), role="alert")
        return Outcome.GOES_ON

    def _choose(self, digits: str) -> Outcome:
        first, self.first = self.first, ""
        if not first:
            self.first = digits
        elif first != digits:
            self.message = Message(_("They differ. Choose again."), role="alert")
        elif pin.choose(self.journal, self.judge, digits):
            return Outcome.OPENED
        else:
            self.look()
            self._begin_anew()
        return Outcome.GOES_ON

    def _begin_anew(self) -> None:
        """Ask for the PIN that another window has chosen meanwhile."""
        self.typed = self.first = ""
        self.message = Message(_("Somebody has just chosen a PIN for this seat; type that one."), role="alert")
