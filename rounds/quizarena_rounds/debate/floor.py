"""The floor: whose clock runs in a segment.

Decides that at most one clock runs and that naming the side that speaks already changes nothing. Limits stay in the
rulebook; a clock here counts only what was used, `face` lends it its limit.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs

from quizarena.clocks import Clock
from quizarena.values import evolve

from .rules import Segment, Turn

_FRESH = Clock(0)


@attrs.frozen
class Floor:
    """The clocks of one segment, who spoke, turn by turn, and the record that ended it."""

    affirmative: Clock = _FRESH
    negative: Clock = _FRESH
    both: Clock = _FRESH
    spoke: tuple[str, ...] = ()
    ended: int | None = None

    @property
    def speaking(self) -> str:
        """The side whose clock runs, empty while none does."""
        return self.spoke[-1] if self.spoke and self.clock(self.spoke[-1]).running else ""

    def clock(self, side: str) -> Clock:
        """Return the clock of `side`, its limit left open."""
        clock: Clock = getattr(self, side)
        return clock

    def turn(self, side: str, at: datetime) -> Floor:
        """Return this floor with `side` speaking since `at`; as it is if `side` spoke already."""
        if self.speaking == side:
            return self
        spoke = self.spoke if self.spoke[-1:] == (side,) else (*self.spoke, side)
        stopped = self.stopped(at)
        return evolve(stopped._with(side, stopped.clock(side).started(at)), spoke=spoke)

    def stopped(self, at: datetime) -> Floor:
        """Return this floor with every clock standing at `at`."""
        side = self.speaking
        return self._with(side, self.clock(side).stopped(at)) if side else self

    def moved(self, side: str, seconds: int) -> Floor:
        """Return this floor with `seconds` more left for `side`."""
        return self._with(side, self.clock(side).moved(seconds))

    def _with(self, side: str, clock: Clock) -> Floor:
        changed: dict[str, Any] = {side: clock}
        return evolve(self, **changed)

    def face(self, side: str, segment: Segment) -> Clock:
        """Return the clock of `side` with the segment's limit."""
        return evolve(self.clock(side), limit_ms=1_000 * segment.seconds)

    def seconds_over(self, side: str, segment: Segment) -> int:
        """Return the whole seconds `side` spoke over time."""
        return max(0, self.clock(side).used_ms // 1_000 - segment.seconds)

    def out_of_time(self, side: str, segment: Segment) -> bool:
        """Whether the clock of `side` stands with nothing left."""
        clock = self.face(side, segment)
        return not clock.running and clock.used_ms >= clock.limit_ms


def sides_of(segment: Segment) -> tuple[Turn, ...]:
    """Return whose clocks the segment has, as the hall sees them."""
    return ("affirmative", "negative") if segment.kind == "chess" else (segment.side,)


def opener(segment: Segment) -> Turn:
    """Return who begins a segment."""
    return "affirmative" if segment.kind == "chess" and segment.side == "both" else segment.side
