"""The desk's window: keys in, canvas out. Everything that is decided is decided in `controller`.

Decides when to repaint: after a key, when others have recorded something, and when the shown second changes. Timers
only paint; nothing is ever recorded by one.
"""

from __future__ import annotations

import contextlib
from datetime import datetime

from textual import events
from textual.app import ComposeResult

from ...arena import Arena
from ...sessions.keys import press
from ..board import Now, local_now
from ..canvas import Canvas
from ..latin import SAID, spell_by_terminal
from ..palette import DARK, THEMES
from ..watch import running_clocks, seconds_to_tick, watching
from ..window import Picture, Window
from .company import beat, sit_down
from .moment import SEAT
from .painter import paint
from .person import ask_once
from .screen import DeskScreen
from .session import DeskSession

_LONG_PASTE = 400


class DeskApp(Window):
    """The desk on a contest; `now` is the clock, `colours` a theme's name."""

    def __init__(self, screen: DeskScreen, *, colours: str = DARK.name, now: Now = local_now) -> None:
        """Take the desk."""
        super().__init__()
        self.terminal, self.desk = screen, screen.desk
        screen.sound.fallback = self.bell
        self.colours = colours if colours in THEMES else DARK.name
        self.now = now
        self._second = -1
        self._painted: tuple[int, ...] = ()

    def compose(self) -> ComposeResult:
        """One widget is the whole screen."""
        yield Picture(self.colours)

    def on_mount(self) -> None:
        """Begin to follow the journal and the clock."""
        self.run_worker(self._follow_on(), exit_on_error=True)
        self.call_after_refresh(self.paint)

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self.paint)

    async def _follow_on(self) -> None:
        """Follow as long as the window is open."""
        with watching(lambda: self.desk.arena.journal) as watch:
            while True:
                await watch.until(seconds_to_tick(self.desk.scene(), self.now()))
                self.follow()

    def follow(self) -> None:
        """Take in what others recorded, and paint if that or a shown second has changed."""
        if self.desk.refresh() or self._shown(self.now()) != self._painted:
            self.paint()

    def _shown(self, now: datetime) -> tuple[int, ...]:
        """Return the seconds the desk shows: the wall's, and those its clocks have left."""
        return int(now.timestamp()), *(clock.seconds_left(now) for clock in running_clocks(self.desk.scene()))

    def paint(self) -> None:
        """Draw the desk of this instant."""
        width, height = self.size
        if not width or not height:
            return
        now = self.now()
        self._painted = self._shown(now)
        if int(now.timestamp()) != self._second:
            self._second = int(now.timestamp())
            self.each_second(now)
        with contextlib.suppress(LookupError):
            self.query_one(Picture).show(self.draw(width, height, now), self.colours)

    def each_second(self, now: datetime) -> None:
        """Be seen by the other screens, and look at them."""
        beat(self.desk, f"{self.size.width}x{self.size.height}", now)

    def draw(self, columns: int, rows: int, now: datetime) -> Canvas:
        """Return the desk of this instant."""
        return paint(self.terminal, columns, rows, now)

    async def on_event(self, event: events.Event) -> None:
        """Take every key, paste and change of focus here: one layer, no focus inside the window."""
        if isinstance(event, events.Key):
            event.stop()
            event.prevent_default()
            self._key(event)
        elif isinstance(event, events.Paste):
            self.desk.paste(event.text[:_LONG_PASTE], self.now())
            self.paint()
        else:
            if isinstance(event, (events.AppFocus, events.AppBlur)):
                self.terminal.focused = isinstance(event, events.AppFocus)
                self.paint()
            await super().on_event(event)

    def _key(self, event: events.Key) -> None:
        self.terminal.press(press(event.key, event.character), self.now())
        if self.terminal.ended:
            self.exit()
        self.paint()


def run_desk(
    address: str, *, person: str = "", language: str = "", theme: str = DARK.name, look_only: bool = False
) -> None:
    """Run the desk on the contest at `address` until it is left; raises like `Arena.open`."""
    with contextlib.closing(Arena.open(address, read_only=look_only)) as arena:
        desk = DeskSession(arena, file=arena.journal.address, person=person, look_only=look_only)
        if spell_by_terminal(arena.contest):
            desk.say(SAID)
        for problem in arena.journal.cautions():
            desk.say(problem, loud=True)
        seats = arena.journal.sit(SEAT)
        sit_down(desk, seats, local_now())
        ask_once(desk)
        try:
            DeskApp(DeskScreen(desk, language), colours=theme).run()
        finally:
            if seats is not None:
                seats.close()
            if desk.arena is not arena:
                desk.arena.close()
