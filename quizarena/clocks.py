"""Countdowns and chess clocks as values made of facts.

Decides how much of a clock is used at an instant somebody else names: there is no "now" in here, so a board that starts
late or was killed shows the right second. Leaves to people what a clock at zero means.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import attrs

from .text import FRAME, Joined, Text, cardinal
from .values import evolve, fast_init

_ = FRAME

_MS = timedelta(milliseconds=1)


@fast_init
@attrs.frozen
class Clock:
    """A clock with a limit, stopped or running, counting what is used.

    `used_ms` is what was used until the last stop, `running_since` the instant of the last start.
    """

    limit_ms: int
    used_ms: int = 0
    running_since: datetime | None = None

    @property
    def running(self) -> bool:
        """Whether the clock runs."""
        return self.running_since is not None

    def started(self, at: datetime) -> Clock:
        """Return this clock running from `at`; a running clock is returned as it is."""
        return self if self.running else Clock(self.limit_ms, self.used_ms, at)

    def stopped(self, at: datetime) -> Clock:
        """Return this clock stopped at `at`; a stopped clock is returned as it is."""
        return Clock(self.limit_ms, self.used_at(at)) if self.running else self

    def moved(self, seconds: int) -> Clock:
        """Return this clock with `seconds` more left (less, when negative); never more used than nothing."""
        return evolve(self, used_ms=max(0, self.used_ms - 1_000 * seconds))

    def used_at(self, now: datetime) -> int:
        """Return the milliseconds used at `now`; an instant before the start counts as the start."""
        if self.running_since is None:
            return self.used_ms
        return self.used_ms + max(0, (now - self.running_since) // _MS)

    def seconds_left(self, now: datetime) -> int:
        """Return the seconds left at `now`, rounded up, never below 0: the one number every screen shows."""
        return max(0, -((self.used_at(now) - self.limit_ms) // 1_000))

    def seconds_over(self, now: datetime) -> int:
        """Return the whole seconds over time at `now`, 0 while there is time left."""
        return max(0, (self.used_at(now) - self.limit_ms) // 1_000)

    def ms_to_tick(self, now: datetime) -> int:
        """Return the milliseconds, 1 to 1000, after which a clock that runs on shows another second left, or over."""
        return (self.limit_ms - self.used_at(now) - 1) % 1_000 + 1


@fast_init
@attrs.frozen
class Bell:
    """A bell of a clock: its strokes, 0 for silence, and the seconds left when it rings, below 0 those over time."""

    left: int
    strokes: int = 1

    @property
    def words(self) -> Text:
        """When it rings and how often: 剩 30 秒 1 声, 30 s left: one bell."""
        strokes = _strokes(self.strokes)
        if not self.left:
            return _("at time: {strokes}", strokes=strokes)
        if self.left < 0:
            return _("{seconds} s over: {strokes}", seconds=-self.left, strokes=strokes)
        return _("{seconds} s left: {strokes}", seconds=self.left, strokes=strokes)


def _strokes(count: int) -> Text:
    if count == 1:
        return _("one bell")
    return _("{number:.0}{count} bells", number=str(count), count=cardinal(count)) if count else _("no bells")


AT_TIME = Bell(0, 2)


def bells_of(named: Iterable[int | Bell]) -> tuple[Bell, ...]:
    """Return bells in full: one stroke at so many seconds left, two at time."""
    return tuple(each if isinstance(each, Bell) else AT_TIME if not each else Bell(each) for each in named)


def countdown(seconds: int) -> Clock:
    """Return a fresh clock of `seconds`."""
    return Clock(1_000 * seconds)


def duration(seconds: int) -> Text:
    """Return `seconds` as they are read out: 3 分钟, 1 分 30 秒, 3 minutes, 1 minute 30 seconds."""
    whole, rest = divmod(seconds, 60)
    said = _("{count} minute", count=whole) if whole == 1 else _("{count} minutes", count=whole)
    left = _("{count} second", count=rest) if rest == 1 else _("{count} seconds", count=rest)
    if not rest and whole:
        return _("{minutes}", minutes=said)  # Chinese says 分钟 where no seconds follow
    return Joined((said, left), " ") if whole else left


def minutes(seconds: int) -> str:
    """Return `seconds` as "m:ss"."""
    return f"{seconds // 60}:{seconds % 60:02d}"
