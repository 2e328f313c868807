"""The demo's screens: the first page, the desk among robots, a replay. Keys in, canvas out.

Decides when to paint and what a key of the terminal is called; the rest is decided in `page`, `desk` and `replay`.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import datetime

from ...arena import Arena
from ...sessions.hall import feed_of
from ...sessions.keys import Press
from ..board import FRAMES
from ..canvas import Canvas
from ..canvas_screen import CanvasScreen
from ..desk.screen import SessionScreen
from ..desk.terminal import DeskTerminal
from ..follower import Now
from ..pictures import Look, draw_board
from ..wide import NO_NAMES, Names
from ..window import Window
from .desk import RobotDesk, paint
from .page import Choice, Page
from .page import paint as paint_page
from .replay import Replay

KILL = 9
"""The signal that no program can put off; Windows ends a process with this number as its status."""


class PageScreen(CanvasScreen):
    """The first page; it closes when something is chosen."""

    def __init__(self, page: Page, arena: Arena, *, now: Now | None = None) -> None:
        """Take the page and the contest whose board B shows."""
        super().__init__(now)
        self.page, self._arena = page, arena

    def draw(self, columns: int, rows: int, now: datetime) -> Canvas:
        """Return the page, or the board."""
        if self.page.board_opened:
            look = Look(columns, rows, self.page.language, now, names=self.page.names)
            return draw_board(feed_of(self._arena.contest, "hall"), look)
        return paint_page(self.page, columns, rows)

    def take_press(self, press: Press, now: datetime) -> bool:
        """Take a key; return whether something was chosen."""
        before = self.page.copied
        self.page.press(press.key)
        if self.page.copied != before:
            self.app.copy_to_clipboard(self.page.copied)
        return self.page.choice is not None


class ReplayScreen(CanvasScreen):
    """A replay on the board's picture."""

    def __init__(self, replay: Replay, *, now: Now | None = None) -> None:
        """Take the replay."""
        super().__init__(now)
        self.replay = replay

    def draw(self, columns: int, rows: int, now: datetime) -> Canvas:
        """Return the picture the replay has come to."""
        self.replay.tick(now)
        return self.replay.paint(columns, rows)

    def seconds_to_look(self, now: datetime) -> float:
        """Return the seconds until the next frame."""
        return 1 / FRAMES

    def take_press(self, press: Press, now: datetime) -> bool:
        """Take a key; return whether the replay is left."""
        self.replay.press(press.key)
        return self.replay.ended


def die() -> None:
    """End this process as a power cut would: nothing is tidied up."""
    os.kill(os.getpid(), getattr(signal, "SIGKILL", KILL))


class RobotScreen(SessionScreen):
    """The screen of a desk among robots: with its ribbon, and the board in its place where the desk says so."""

    def __init__(
        self,
        desk: RobotDesk,
        language: str = "",
        *,
        colours: str,
        pull: Callable[[], None] = die,
        now: Now | None = None,
        names: Names = NO_NAMES,
    ) -> None:
        """Take the desk; `pull` pulls the plug."""
        super().__init__(DeskTerminal(desk, language, names=names), colours=colours, now=now)
        self.robots, self._pull = desk, pull

    def each_second(self, now: datetime) -> None:
        """Let the robots have their second too."""
        super().each_second(now)
        self.robots.each_second(now)

    def picture(self, columns: int, rows: int, now: datetime) -> Canvas:
        """Return the desk or the board as it is painted."""
        return paint(self.terminal, self.robots, columns, rows, now)

    def take_press(self, press: Press, now: datetime) -> bool:
        """Take a key, among them the one that pulls the plug."""
        leaves = super().take_press(press, now)
        if self.robots.unplugged:
            self.robots.unplugged = False
            self._pull()
        return leaves


def chosen(page: Page, arena: Arena) -> Choice:
    """Show the first page until something is chosen."""
    Window(PageScreen(page, arena)).show()
    return page.choice or "leave"
