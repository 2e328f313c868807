"""The judge's window: keys in, canvas out. Everything that is decided is decided in `controller`.

Decides when to repaint: after a key, when others have recorded something, and when the desk asks for a ballot. Timers
only look and paint; nothing is ever recorded by one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime

from textual import events
from textual.app import ComposeResult

from ...arena import Arena
from ...errors import JournalError
from ...journal import Seats
from ...sessions.keys import press
from ..board import local_now
from ..latin import spell_by_terminal
from ..palette import DARK, THEMES
from ..watch import watching
from ..window import Picture, Window
from .controller import Judging, judge_called
from .duties import seat_of
from .painter import paint


class JudgeApp(Window):
    """A judge's sheet; `now` is the clock, `seats` the place where the desk sees who is there."""

    def __init__(
        self, judging: Judging, *, seats: Seats | None = None, now: Callable[[], datetime] = local_now
    ) -> None:
        """Take the sheet."""
        super().__init__()
        self.judging = judging
        self._seats, self._now = seats, now
        self._second = -1

    def compose(self) -> ComposeResult:
        """One widget is the whole screen."""
        yield Picture(self.judging.colours)

    def on_mount(self) -> None:
        """Begin to follow the journal and the clock."""
        self.run_worker(self._follow_on(), exit_on_error=True)
        self.call_after_refresh(self.paint)

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self.paint)

    async def _follow_on(self) -> None:
        with watching(lambda: self.judging.arena.journal) as watch:
            while True:
                await watch.until(1 - self._now().microsecond / 1e6)
                self.follow()

    def follow(self) -> None:
        """Take in what others recorded and what the desk asks, and paint if there was anything."""
        second, news = int(self._now().timestamp()), False
        if second != self._second:
            self._second = second
            news = self._each_second()
        if self.judging.refresh() or news:
            self.paint()

    def _each_second(self) -> bool:
        """Look for what the desk asks and who else is there, and be seen; return whether there is news to paint."""
        news = False
        with contextlib.suppress(JournalError):
            news = self.judging.listen()
        if self._seats is not None:
            judge = self.judging.judge
            role = seat_of(judge) if judge is not None else "judge"
            self._seats.say(role=role, size=f"{self.size.width}x{self.size.height}", alive_at=self._now())
            twice = judge is not None and any(seat.role == role for seat in self._seats.others())
            news = news or twice != self.judging.elsewhere
            self.judging.elsewhere = twice
        return news

    def paint(self) -> None:
        """Draw the sheet of this instant."""
        width, height = self.size
        if width and height:
            with contextlib.suppress(LookupError):
                self.query_one(Picture).show(paint(self.judging, width, height, self._now()), self.judging.colours)

    async def on_event(self, event: events.Event) -> None:
        """Take every key and paste here: one layer, no focus inside the window."""
        if isinstance(event, events.Key):
            event.stop()
            event.prevent_default()
            self.judging.press(press(event.key, event.character), self._now())
            if self.judging.ended:
                self.exit()
            self.paint()
        elif isinstance(event, events.Paste):
            self.judging.paste()
            self.paint()
        else:
            await super().on_event(event)


def run_judge(address: str, judge: str | None = None, *, language: str = "", theme: str = DARK.name) -> None:
    """Run a judge's sheet on the contest at `address` until it is left.

    `judge` is an id or the number of a seat; without one the seat is chosen on the screen, and the window serves one
    judge after the other. Raises like `Arena.open`, and QuizArenaError where there is no such judge, or none at all.
    """
    with Arena.open(address) as arena:
        spell_by_terminal(arena.contest)
        colours = theme if theme in THEMES else DARK.name
        judging = Judging(arena, judge_called(arena.contest, judge), language=language, colours=colours)
        seats = arena.journal.sit("judge")
        try:
            JudgeApp(judging, seats=seats).run(mouse=False)
        finally:
            if seats is not None:
                seats.close()
