"""What advice looks at: the rules, the kinds behind them, and what to expect. Its sentences are here too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from ..contest.engine import Engine
from ..contest.state import Played
from ..simulation import Forecast
from ..text import catalogue

_ = catalogue("advice", __file__)

if TYPE_CHECKING:
    from ..rulebook import RoundEntry, Rulebook


@attrs.frozen
class Case:
    """A contest to advise on; `forecast` is None where the robot came to no end."""

    engine: Engine
    forecast: Forecast | None

    @property
    def rulebook(self) -> Rulebook:
        """The rules."""
        return self.engine.rulebook

    def played(self, entry: RoundEntry) -> Iterator[Played]:
        """Yield what became of a round in each play."""
        for position in self.forecast.plays if self.forecast else ():
            played = position.state.played(entry.id)
            if played is not None:
                yield played
