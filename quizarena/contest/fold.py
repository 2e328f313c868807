"""The fold: effective facts in, states out, with states kept on the way so that looking back is cheap.

Decides from where to fold again after a change of the past or of a rule. Judges nothing.
"""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

from ..facts import Record
from .frame import Frame
from .resolve import Resolution
from .state import State

if TYPE_CHECKING:
    from ..rulebook import Rulebook

_EVERY = 64
"""States are kept this often, so that looking back folds no more than this many facts."""


class Fold:
    """The effective facts so far and the state they come down to."""

    def __init__(self, frame: Frame) -> None:
        """Begin with nothing; `frame` is of the rulebook before any amendment."""
        self._base = frame
        self.frame = frame
        self.facts: list[Record] = []
        self.state = frame.start()
        self._kept: list[State] = []
        self._rulebooks: dict[tuple[tuple[str, str], ...], Rulebook] = {}

    def fork(self) -> Fold:
        """Return an independent copy."""
        copy = Fold.__new__(Fold)
        copy.__dict__.update(self.__dict__)
        copy.facts, copy._kept = self.facts[:], self._kept[:]
        return copy

    def append(self, each: Record) -> None:
        """Fold one more fact."""
        if len(self.facts) % _EVERY == 0:
            self._kept.append(self.state)
        self.facts.append(each)
        self.state = self.frame.apply(self.state, each.seq, each.fact, each.round)

    def refold(self, resolution: Resolution) -> None:
        """Fold what `resolution` says, again from the first fact that differs, or from the start under other rules."""
        frame = self.frame_of(resolution)
        common = self.common(resolution) if frame is self.frame else 0
        base = common // _EVERY * _EVERY
        if frame is not self.frame:
            self.state = frame.start()
        elif base < len(self.facts):
            self.state = self._kept[base // _EVERY]
        self.frame = frame
        del self.facts[base:], self._kept[(base + _EVERY - 1) // _EVERY :]
        for start in range(base, len(resolution.facts), _EVERY):
            run = resolution.facts[start : start + _EVERY]
            self._kept.append(self.state)
            self.facts += run
            self.state = frame.fold(self.state, run)

    def frame_of(self, resolution: Resolution) -> Frame:
        """Return the frame of the rulebook as `resolution` amends it; the present one where nothing changed."""
        rulebook = self._amended(tuple((path, value) for _seq, path, value in resolution.amendments))
        if rulebook == self.frame.rulebook:
            return self.frame
        return self._base.with_rulebook(rulebook)

    def _amended(self, amendments: tuple[tuple[str, str], ...]) -> Rulebook:
        """Return the rulebook after `amendments`; each is read once, for reading one reads the whole rulebook."""
        if not amendments:
            return self._base.rulebook
        if amendments not in self._rulebooks:
            path, value = amendments[-1]
            before = self._amended(amendments[:-1])
            self._rulebooks[amendments] = before.with_value(path, value, self._base.kinds)
        return self._rulebooks[amendments]

    def common(self, resolution: Resolution) -> int:
        """Return how many facts the fold and `resolution` begin with in common."""
        for place, (old, new) in enumerate(zip(self.facts, resolution.facts, strict=False)):
            if old.seq != new.seq or (old.fact is not new.fact and old.fact != new.fact):
                return place
        return min(len(self.facts), len(resolution.facts))

    def state_at(self, index: int) -> State:
        """Return the state before the effective fact with that index."""
        if index >= len(self.facts):
            return self.state
        base = index // _EVERY
        return self.frame.fold(self._kept[base], self.facts[base * _EVERY : index])

    def state_before(self, seq: int) -> State:
        """Return the state before the record `seq`."""
        return self.state_at(bisect.bisect_left(self.facts, seq, key=lambda each: each.seq))
