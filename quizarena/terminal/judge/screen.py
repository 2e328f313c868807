"""The judge's sheet as a screen: keys in, canvas out."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import datetime

from ...arena import Arena
from ...errors import JournalError
from ...journal import Journal, Patience
from ...sessions.judge.duties import find_judge
from ...sessions.judge.session import JudgeSession
from ...sessions.keys import Press
from ..canvas import Canvas
from ..canvas_screen import LONG_PASTE, CanvasScreen
from ..follower import Now
from ..latin import ids_for_names
from ..palette import DARK, THEMES
from ..window import Window
from .painter import JudgeTerminal

PATIENT_SECONDS = 1.0
"""How long a sheet waits for whoever keeps the file locked; then it says who, and to press again."""


class JudgeScreen(CanvasScreen):
    """A judge's sheet; `now` is the clock."""

    def __init__(self, viewer: JudgeTerminal, *, now: Now | None = None) -> None:
        """Take the judge before this terminal."""
        super().__init__(now, colours=viewer.colours)
        self.viewer, self.session = viewer, viewer.session
        self._second = -1
        self._asked_by: object = None

    def journal(self) -> Journal:
        """Return what to watch."""
        return self.session.arena.journal

    def follow(self) -> None:
        """Take in what others recorded and what the desk asks, and paint if there was anything."""
        now, news = self.now(), False
        second = int(now.timestamp())
        if second != self._second:
            self._second = second
            with contextlib.suppress(JournalError):
                news = self.session.heartbeat(now, self.measures)
        if self.session.refresh() or news:
            self.keep_time(self.session.contest.records[-1])
            self.paint()

    def asking(self) -> object:
        """Return the page on which marks are handed in, or what is asked about one."""
        return self._asked_by

    def draw(self, columns: int, rows: int, now: datetime) -> Canvas:
        """Return the sheet of this instant."""
        self._asked_by = self.session.asked
        return self.viewer.paint(columns, rows)

    def take_press(self, press: Press, now: datetime) -> bool:
        """Take a key; return whether the judge has left."""
        self.viewer.press(press, now)
        self.colours = self.viewer.colours
        return self.session.ended

    def is_typing(self) -> bool:
        """Whether a sheet is being filled, or a PIN typed."""
        return self.session.page in ("entry", "pin")

    def take_early(self, presses: Sequence[Press], now: datetime) -> None:
        """Drop them, and say which."""
        self.session.early(presses)

    def take_paste(self, text: str, now: datetime) -> None:
        """Give the sheet what it may take of a paste."""
        self.session.paste(text[:LONG_PASTE], now)


def run_judge(address: str, judge: str | None = None, *, language: str = "", theme: str = DARK.name) -> None:
    """Run a judge's sheet on the contest at `address` until it is left.

    `judge` is an id or the number of a seat; without one the seat is chosen on the screen, and the window serves one
    judge after the other. Raises like `Arena.open`, and QuizArenaError where there is no such judge, or none at all.
    """
    with Arena.open(address) as arena:
        arena.journal.patience = Patience(PATIENT_SECONDS)
        colours = theme if theme in THEMES else DARK.name
        session = JudgeSession(arena, find_judge(arena.contest, judge))
        session.seats = arena.journal.sit("judge")
        try:
            Window(JudgeScreen(JudgeTerminal(session, language, colours, ids_for_names(arena.contest)))).show()
        finally:
            if session.seats is not None:
                session.seats.close()
