"""The message on the board: its text, then the minutes of the countdown under it.

What stands there now is offered again; an empty text takes the message away, no minutes mean no countdown.
"""

from __future__ import annotations

from datetime import datetime

import attrs

from ...blanks import Line as LineBlank
from ...contest.facts import BoardMessage
from ...moves import Move
from ...text import plain
from ..bindings import SEAT
from ..dialog import Dialog, Key, Line
from ..dialog import Entry as EntryBlock
from ..keys import Press
from . import board_control
from .desk import Desk
from .entry import Entry
from .words import _

_DIGITS = 3


def open_message(desk: Desk, now: datetime) -> None:
    """Ask for the message."""
    found = [move for move in desk.contest.moves(SEAT) if move.fact is BoardMessage]
    without = next((move for move in found if not move.decisions), None)
    lasting = next((move for move in found if move.decisions), None)
    if without is None or lasting is None:
        desk.say(_("The board cannot be steered now."))
    else:
        desk.open(Message(desk, without, lasting))


@attrs.define
class Message:
    """The text being typed, then the minutes; `without` is the move of a message without a countdown."""

    desk: Desk
    without: Move
    lasting: Move
    text: str | None = attrs.field(default=None, init=False)
    minutes: str = attrs.field(default="", init=False)
    field: Entry = attrs.field(init=False)
    typing: bool = attrs.field(default=True, init=False)

    def __attrs_post_init__(self) -> None:
        """Begin with what stands on the board."""
        longest = next(blank.longest for blank in self.without.blanks if isinstance(blank, LineBlank))
        blank = LineBlank("text", _("Text"), longest=longest, optional=True)
        self.field = Entry(self.desk, blank, typed=self.desk.contest.state.board.message)

    @property
    def typed(self) -> str:
        """What has been typed."""
        return self.field.typed if self.text is None else self.minutes or " "

    def press(self, press: Press, now: datetime) -> bool:
        """Take the text on Enter, then the minutes; Up goes back to the text."""
        if self.text is None:
            self._write(press, now)
        elif press.key == "enter":
            self._put(now)
        elif press.key == "backspace":
            self.minutes = self.minutes[:-1]
        elif press.key.isdecimal() and len(self.minutes) < _DIGITS:
            self.minutes += press.key
        elif press.key == "up":
            self.text = None
        else:
            return False
        return True

    def _write(self, press: Press, now: datetime) -> None:
        if self.field.take(press):
            self.text = str(self.field.value)
            if not self.text:
                self._put(now)

    def _put(self, now: datetime) -> None:
        """Record the message, unless it stands there already, and put it on the board."""
        minutes, same = int(self.minutes or "0"), self.text == self.desk.contest.state.board.message
        if minutes or not same:
            move, more = (self.lasting, {"minutes": minutes}) if minutes else (self.without, {})
            if self.desk.do(move, {"text": self.text, **more}, now) is None:
                return
        self.desk.close()
        if self.text:
            board_control.show(self.desk, "message", 0, now)

    def dialog(self, now: datetime) -> Dialog:
        """Return what is being typed."""
        title = _("Message on the board")
        if self.text is None:
            return Dialog(title, self.field.blocks(), _TEXT_KEYS, typing=True)
        asked = Line(_("Minutes of the countdown, none if left empty"), "emphasis")
        return Dialog(title, (Line(plain(self.text)), asked, EntryBlock(self.minutes)), _MINUTES_KEYS, typing=True)


_TEXT_KEYS = (Key("enter", _("next; an empty text takes the message away")), Key("escape", _("leave it")))
_MINUTES_KEYS = (
    Key("", _("Digits")),
    Key("enter", _("puts it on the board")),
    Key("up", _("the text")),
    Key("escape", _("leave it")),
)
