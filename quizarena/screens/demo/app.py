"""The demo's windows: the first page, the desk among robots, a replay. Keys in, canvas out.

Decides when to paint and what a key of the terminal is called; the rest is decided in `page`, `desk` and `replay`.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable
from datetime import datetime

from textual import events
from textual.app import ComposeResult

from ...arena import Arena
from ...sessions.hall import feed_of
from ...sessions.keys import press
from ..board import FRAMES, Now, local_now
from ..canvas import Canvas
from ..desk.app import DeskApp
from ..desk.screen import DeskScreen
from ..palette import DARK
from ..pictures import Look, draw_board
from ..window import Picture, Window
from .desk import RobotDesk, paint
from .page import Choice, Page
from .page import paint as paint_page
from .replay import Replay

KILL = 9
"""The signal that no program can put off; Windows ends a process with this number as its status."""


class _Canvas(Window):
    """A window that is one canvas: `draw` says which, `pressed` takes every key."""

    def draw(self, columns: int, rows: int) -> Canvas:
        """Return the canvas of this instant."""
        raise NotImplementedError

    def pressed(self, key: str) -> None:
        """Take a key by the name the desk gives it."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """One widget is the whole screen."""
        yield Picture(DARK.name)

    def on_mount(self) -> None:
        """Begin to paint."""
        self.set_interval(1 / FRAMES, self.paint)
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        """Draw the canvas of this instant; only rows that changed go to the terminal."""
        width, height = self.size
        if width and height:
            with contextlib.suppress(LookupError):
                self.query_one(Picture).show(self.draw(width, height), DARK.name)

    async def on_event(self, event: events.Event) -> None:
        """Take every key here."""
        if isinstance(event, events.Key):
            event.stop()
            event.prevent_default()
            self.pressed(press(event.key, event.character).key)
            self.paint()
        else:
            await super().on_event(event)


class PageApp(_Canvas):
    """The first page; it closes when something is chosen."""

    def __init__(self, page: Page, arena: Arena, *, now: Now = local_now) -> None:
        """Take the page and the contest whose board B shows."""
        super().__init__()
        self.page, self._arena, self._now = page, arena, now

    def draw(self, columns: int, rows: int) -> Canvas:
        """Return the page, or the board."""
        if self.page.board_opened:
            look = Look(columns, rows, self.page.language, self._now())
            return draw_board(feed_of(self._arena.contest, "hall"), look)
        return paint_page(self.page, columns, rows)

    def pressed(self, key: str) -> None:
        """Take a key."""
        before = self.page.copied
        self.page.press(key)
        if self.page.copied != before:
            self.copy_to_clipboard(self.page.copied)
        if self.page.choice is not None:
            self.exit()


class ReplayApp(_Canvas):
    """A replay on the board's picture."""

    def __init__(self, replay: Replay, *, now: Now = local_now) -> None:
        """Take the replay."""
        super().__init__()
        self.replay, self._now = replay, now

    def draw(self, columns: int, rows: int) -> Canvas:
        """Return the picture the replay has come to."""
        self.replay.tick(self._now())
        return self.replay.paint(columns, rows)

    def pressed(self, key: str) -> None:
        """Take a key."""
        self.replay.press(key)
        if self.replay.ended:
            self.exit()


def die() -> None:
    """End this process as a power cut would: nothing is tidied up."""
    os.kill(os.getpid(), getattr(signal, "SIGKILL", KILL))


class RobotApp(DeskApp):
    """The window of a desk among robots: with its ribbon, and the board in its place where the desk says so."""

    def __init__(
        self, desk: RobotDesk, language: str = "", *, colours: str, pull: Callable[[], None] = die, now: Now = local_now
    ) -> None:
        """Take the desk; `pull` pulls the plug."""
        super().__init__(DeskScreen(desk, language), colours=colours, now=now)
        self.robots, self._pull = desk, pull

    def each_second(self, now: datetime) -> None:
        """Let the robots have their second too."""
        super().each_second(now)
        self.robots.each_second(now)

    def draw(self, columns: int, rows: int, now: datetime) -> Canvas:
        """Return the desk or the board of this instant."""
        return paint(self.terminal, self.robots, columns, rows, now)

    def _key(self, event: events.Key) -> None:
        super()._key(event)
        if self.robots.unplugged:
            self.robots.unplugged = False
            self._pull()


def chosen(page: Page, arena: Arena) -> Choice:
    """Show the first page until something is chosen."""
    PageApp(page, arena).run(mouse=False)
    return page.choice or "leave"
