"""How long a contest takes, from one play of the robot.

Decides what takes time: every clock that comes up, under a minute half used, any longer one used up; ten seconds for
whatever else the desk records; a minute until the marks can be opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from ..contest.frame import Frame
from ..contest.state import State
from ..scenes import Clocks, Headline
from .robot import Step

SECONDS_A_FACT = 10
SECONDS_TO_MARK = 60
_SHORT = 60


@attrs.define
class Watch:
    """The seconds of each round, counted while a play goes by."""

    frame: Frame
    seconds: dict[str, int] = attrs.field(factory=dict)
    shown: frozenset[tuple[str, ...]] = frozenset()

    def passed(self, steps: Iterable[Step]) -> Iterator[Step]:
        """Yield `steps`, each once its time was counted."""
        for step in steps:
            running = step.after.running
            if running is not None and not step.move.seat.startswith("judge"):
                now = dict(_clocks(self.frame, step.after))
                new = sum(seconds for clock, seconds in now.items() if clock not in self.shown)
                self.shown = frozenset(now)
                self.seconds[running.id] = self.seconds.get(running.id, 0) + new + _to_record(step)
            yield step


def _to_record(step: Step) -> int:
    if step.fact.reveals:
        return SECONDS_TO_MARK
    return 0 if step.move.seat.startswith("judge") or step.move.gesture == "clock" else SECONDS_A_FACT


def _clocks(frame: Frame, state: State) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield each clock on the desk, told apart by the headlines around it, and the seconds it is used."""
    running = state.running
    assert running is not None
    blocks = frame.kind(running).scene(running.state, frame.moment(state, running), "desk").blocks
    heads = tuple(block.text.in_language("en") for block in blocks if isinstance(block, Headline))
    for block in blocks:
        for face in block.faces if isinstance(block, Clocks) else ():
            seconds = face.clock.limit_ms // 1_000
            yield (*heads, face.label.in_language("en"), face.role), seconds if seconds >= _SHORT else seconds // 2
