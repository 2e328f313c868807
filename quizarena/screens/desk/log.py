"""The log: every record in words, newest first; Enter on one corrects it.

Decides that cues are left out until Tab asks for them, and that a record's number typed goes to it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import attrs

from ...contest import telling
from ...facts import Record
from ...sessions.keys import Press
from ..canvas import BOLD, DIM, INK, Pen
from ..wide import pad
from . import describe
from .correct import open_correction
from .overlay import Row
from .words import _

if TYPE_CHECKING:
    from .controller import Desk


_PAGE = 18


@attrs.define
class Log:
    """The records, one selected."""

    desk: Desk
    seq: int
    with_cues: bool = False
    typing: bool = attrs.field(default=True, init=False)
    typed: str = attrs.field(default="", init=False)

    @property
    def title(self) -> str:
        """What it is."""
        return self.desk.word(_("Log"))

    @property
    def _page(self) -> int:
        """Records shown at once; a row is kept for the number being typed."""
        return min(_PAGE, self.desk.room - 1)

    def _shown(self) -> list[Record]:
        return [each for each in reversed(self.desk.contest.records) if self.with_cues or not each.fact.cue]

    def press(self, press: Press, now: datetime) -> None:
        """Move, go to a number, correct."""
        if press.key in ("up", "down", "pageup", "pagedown"):
            page = self._page
            self._move({"up": -1, "down": 1, "pageup": -page, "pagedown": page}[press.key])
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
            self.desk.say(self.keys())

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

    def rows(self, width: int, now: datetime) -> list[Row]:
        """Return the page around the cursor."""
        shown = self._shown()
        place = next((n for n, each in enumerate(shown) if each.seq == self.seq), 0)
        top = place // self._page * self._page
        rows = [
            Row(log_line(self.desk, each, now), _pen(self.desk, each), each.seq == self.seq)
            for each in shown[top : top + self._page]
        ]
        return [*rows, Row(f"#{self.typed}_", BOLD)] if self.typed else rows

    def keys(self) -> str:
        """Return the keys that act."""
        return self.desk.word(_("Up Down  number, Enter: go there  Enter correct  Tab cues too  Esc closes"))


def _pen(desk: Desk, record: Record) -> Pen:
    return DIM if record.seq in desk.contest.resolution.gone or record.fact.cue else INK


def log_line(desk: Desk, record: Record, now: datetime) -> str:
    """Return a record as one line: number, time, who, what; and what became of it."""
    at = record.at.astimezone(now.tzinfo)
    who = describe.who(desk, record)
    said = desk.kept(("told", record.seq, desk.language), lambda: told_so_far(desk, record))
    return f"#{record.seq:03}  {at:%H:%M:%S}  {pad(who, 8)} {said}{_fate(desk, record)}"


def told_so_far(desk: Desk, record: Record) -> str:
    """Return a record's sentence; of a reveal under way no more than its name."""
    reveal = desk.contest.state.reveal
    if reveal is None or reveal.seq != record.seq:
        return desk.word(desk.teller.tell(desk.contest, record))
    move = telling.made_by(desk.contest, record.seq, record.fact)
    return desk.word(move.label) if move is not None else record.type


def _fate(desk: Desk, record: Record) -> str:
    resolution = desk.contest.resolution
    if record.seq in resolution.gone:
        return "  " + desk.word(_("(taken back by #{by})", by=f"{resolution.gone[record.seq]:03}"))
    corrected = resolution.corrected.get(record.seq)
    return "  " + desk.word(_("(corrected by #{by})", by=f"{corrected[-1]:03}")) if corrected else ""


def open_log(desk: Desk, now: datetime) -> None:
    """Open the log at the newest record."""
    desk.refresh()
    desk.open(Log(desk, next(each.seq for each in reversed(desk.contest.records) if not each.fact.cue)))
