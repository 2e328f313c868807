"""The hand on the keys of a guided desk: a rehearsal's, or the demo's."""

from __future__ import annotations

from datetime import timedelta
from typing import Generic, Self, TypeVar

from quizarena.sessions.keys import press
from quizarena.terminal.desk.terminal import DeskTerminal
from quizarena.terminal.guided.desk import RobotDesk, paint

from ..desk.hand import CHARACTERS, NAMES, NOON
from ..golden import plain

D = TypeVar("D", bound=RobotDesk)


class GuidedSeat(Generic[D]):
    """A guided desk from noon on, and the hand on its keys."""

    def __init__(self, desk: D) -> None:
        """Sit down at it."""
        self.now, self.desk, self.screen = NOON, desk, DeskTerminal(desk, "zh")

    def press(self, *keys: str) -> Self:
        """Press keys, a second before each."""
        for key in keys:
            self.now += timedelta(seconds=1)
            self.desk.paint()
            self.screen.press(press(NAMES.get(key, key), CHARACTERS.get(key, key if len(key) == 1 else None)), self.now)
        return self

    def picture(self, width: int = 120, height: int = 40) -> str:
        """Return what is painted."""
        return "\n".join(plain(paint(self.screen, self.desk, width, height, self.now)))
