"""The message on the board: its text, then the minutes of the countdown under it.

Decides that what stands there now is offered again, that an empty text takes the message away, and that no minutes mean
no countdown.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import attrs

from ...contest.facts import BoardMessage
from ...moves import Line, Move
from ...sessions.keys import Press
from . import air
from .field import Field
from .moment import SEAT
from .overlay import Row
from .words import _

if TYPE_CHECKING:
    from .controller import Desk

_DIGITS = 3


def open_message(desk: Desk, now: datetime) -> None:
    """Ask for the message."""
    plain, lasting = _moves(desk)
    if plain is None or lasting is None:
        desk.say(_("The board cannot be steered now."))
    else:
        desk.open(Message(desk, plain, lasting))


def _moves(desk: Desk) -> tuple[Move | None, Move | None]:
    """Return the moves of a message without and with a countdown."""
    found = [move for move in desk.contest.moves(SEAT) if move.fact is BoardMessage]
    return (
        next((move for move in found if not move.decisions), None),
        next((move for move in found if move.decisions), None),
    )


@attrs.define
class Message:
    """The text being typed, then the minutes."""

    desk: Desk
    plain: Move
    lasting: Move
    text: str | None = attrs.field(default=None, init=False)
    minutes: str = attrs.field(default="", init=False)
    field: Field = attrs.field(init=False)
    typing: bool = attrs.field(default=True, init=False)

    def __attrs_post_init__(self) -> None:
        """Begin with what stands on the board."""
        longest = next(blank.longest for blank in self.plain.blanks if isinstance(blank, Line))
        blank = Line("text", _("Text"), longest=longest, optional=True)
        self.field = Field(self.desk, blank, typed=self.desk.contest.state.board.message)

    @property
    def title(self) -> str:
        """What is asked for."""
        return self.desk.word(_("Message on the board"))

    @property
    def typed(self) -> str:
        """What has been typed."""
        return self.field.typed if self.text is None else self.minutes or " "

    def press(self, press: Press, now: datetime) -> None:
        """Take the text on Enter, then the minutes; Up goes back to the text."""
        if self.text is None:
            if self.field.take(press):
                self.text = str(self.field.value)
                if not self.text:
                    self._put(now)
        elif press.key == "enter":
            self._put(now)
        elif press.key == "backspace":
            self.minutes = self.minutes[:-1]
        elif press.key.isdecimal() and len(self.minutes) < _DIGITS:
            self.minutes += press.key
        elif press.key == "up":
            self.text = None

    def _put(self, now: datetime) -> None:
        """Record the message, unless it stands there already, and put it on the board."""
        minutes, same = int(self.minutes or "0"), self.text == self.desk.contest.state.board.message
        if minutes or not same:
            move, more = (self.lasting, {"minutes": minutes}) if minutes else (self.plain, {})
            if self.desk.do(move, {"text": self.text, **more}, now) is None:
                return
        self.desk.close()
        if self.text:
            air.show(self.desk, "message", 0, now)

    def rows(self, width: int, now: datetime) -> list[Row]:
        """Return the field being typed."""
        if self.text is None:
            return self.field.rows(width)
        asked = self.desk.word(_("Minutes of the countdown, none if left empty"))
        return [Row(self.text), Row(f"{asked}: {self.minutes}_")]

    def keys(self) -> str:
        """Return the keys that act."""
        if self.text is None:
            return self.desk.word(_("Enter next; an empty text takes the message away  Esc no"))
        return self.desk.word(_("Digits  Enter puts it on the board  Up the text  Esc no"))
