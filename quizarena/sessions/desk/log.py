"""The log: every record in words, newest first, a leaf at a time; Enter on one corrects it.

Cues are left out until Tab asks for them, and a record's number typed goes to it.
"""

from __future__ import annotations

from datetime import datetime

import attrs

from ...facts import Record
from ...text import Text
from ..dialog import Dialog, Key, LogLine, LogLines, Role
from ..keys import Press
from . import sentences
from .correction import open_correction
from .desk import Desk
from .words import _

LEAF = 16
"""Records of a leaf."""
_STEPS = {"up": -1, "down": 1, "pageup": -LEAF, "pagedown": LEAF}


@attrs.define
class Log:
    """The records, one selected."""

    desk: Desk
    seq: int
    with_cues: bool = False
    typing: bool = attrs.field(default=True, init=False)
    typed: str = attrs.field(default="", init=False)

    def _shown(self) -> list[Record]:
        return [each for each in reversed(self.desk.contest.records) if self.with_cues or not each.fact.cue]

    def press(self, press: Press, now: datetime) -> bool:
        """Move, go to a number, correct."""
        if press.key in _STEPS:
            self._move(_STEPS[press.key])
        elif press.key == "tab":
            self.with_cues = not self.with_cues
        elif press.key.isdecimal():
            self.typed = (self.typed + press.key)[-4:]
        elif press.key == "backspace":
            self.typed = self.typed[:-1]
        elif press.key == "enter" and self.typed:
            self._go(int(self.typed))
        elif press.key == "enter":
            open_correction(self.desk, self.seq, now)
        else:
            return False
        return True

    def _move(self, by: int) -> None:
        shown = [each.seq for each in self._shown()]
        place = shown.index(self.seq) if self.seq in shown else 0
        self.seq = shown[max(0, min(len(shown) - 1, place + by))]

    def _go(self, seq: int) -> None:
        self.typed = ""
        if seq < len(self.desk.contest.records):
            self.with_cues = self.with_cues or self.desk.contest.records[seq].fact.cue
            self.seq = seq
        else:
            self.desk.say(_("There is no record #{seq}.", seq=seq))

    def dialog(self, now: datetime) -> Dialog:
        """Return the leaf the cursor is on."""
        shown = self._shown()
        place = next((n for n, each in enumerate(shown) if each.seq == self.seq), 0)
        top = place // LEAF * LEAF
        lines = tuple(log_line(self.desk, each, now) for each in shown[top : top + LEAF])
        return Dialog(_("Log"), (LogLines(lines, self.seq, self.typed),), _KEYS, typing=True)


_KEYS = (
    Key("", _("Up Down move")),
    Key("", _("number, Enter: go there")),
    Key("enter", _("correct it")),
    Key("tab", _("cues too")),
    Key("escape", _("closes")),
)


def log_line(desk: Desk, record: Record, now: datetime) -> LogLine:
    """Return a record as one line: number, time, who, what; and what became of it."""
    role: Role = "quiet" if record.seq in desk.contest.resolution.gone or record.fact.cue else "normal"
    at = record.at.astimezone(now.tzinfo)
    return LogLine(record.seq, at, sentences.who(desk.contest, record), desk.result(record), _fate(desk, record), role)


def _fate(desk: Desk, record: Record) -> Text | None:
    resolution = desk.contest.resolution
    if record.seq in resolution.gone:
        return _("(taken back by #{by})", by=f"{resolution.gone[record.seq]:03}")
    corrected = resolution.corrected.get(record.seq)
    return _("(corrected by #{by})", by=f"{corrected[-1]:03}") if corrected else None


def open_log(desk: Desk, now: datetime) -> None:
    """Open the log at the newest record."""
    desk.refresh()
    desk.open(Log(desk, next(each.seq for each in reversed(desk.contest.records) if not each.fact.cue)))
