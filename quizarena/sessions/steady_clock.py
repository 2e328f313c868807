"""The time of day as a window counts it on, by a clock that nobody sets, so that a running clock never jumps."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from ..facts import Record
from .bindings import SEAT

NONE = timedelta()
SLIGHT = timedelta(seconds=1)
"""What the system's time is put right by without a word."""


def system_now() -> datetime:
    """Return the system's time in the machine's own time zone."""
    return datetime.now(UTC).astimezone()


class SteadyClock:
    """The system's time of the instant it was made, or last taken over, and on from there while the machine sleeps too.

    `system` is the system's time, which can be set, `ticks` are seconds of a clock that cannot.
    """

    def __init__(self, system: Callable[[], datetime] = system_now, ticks: Callable[[], float] | None = None) -> None:
        """Begin with the system's time."""
        self._system, self._count = system, ticks or _ticks
        self.adopt()

    def __call__(self) -> datetime:
        """Return this instant."""
        return (self._began + timedelta(seconds=self._count() - self._ticks)).astimezone()

    def jump(self) -> timedelta:
        """Return by how much the system's time was set, back where it is below 0; what is slight is taken over."""
        by = self._system() - self()
        if abs(by) >= SLIGHT:
            return by
        self.adopt()
        return NONE

    def adopt(self) -> None:
        """Go by the system's time from now on."""
        self._began, self._ticks = self._system().astimezone(UTC), self._count()
        self._told = NONE

    def is_news(self, jump: timedelta) -> bool:
        """Whether nothing was asked about this jump yet; it has been then."""
        news = abs(jump - self._told) >= SLIGHT
        self._told = jump
        return news

    def follow(self, record: Record) -> None:
        """Go by the system's time where the desk does: what it has just recorded is dated nearer to that."""
        jump = self.jump()
        if jump and record.seat == SEAT and abs(record.at - self._system()) < abs(record.at - self()):
            self.adopt()


if sys.platform == "linux":

    def _ticks() -> float:
        """Return seconds that go on while the machine sleeps, as they do elsewhere."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)

elif sys.platform == "darwin":

    def _ticks() -> float:
        """Return seconds that go on while the machine sleeps: Python's own monotonic clock stops then."""
        return time.clock_gettime(time.CLOCK_MONOTONIC)

else:

    def _ticks() -> float:
        """Return seconds that nobody sets."""
        return time.monotonic()
