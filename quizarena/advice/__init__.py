"""Advice before the day: what in a rulebook may go wrong, why, and what to change.

`forecast(rulebook)` plays the contest by a robot and says what to expect; `advise(rulebook, found)` is everything an
organiser should know: what the kinds say of themselves and what the modules here find in the rules and the forecast.
Nothing in here refuses anything; what cannot be played the rulebook has refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..contest.frame import Frame
from ..roster import Roster
from ..rounds import Advice
from . import banks, panels, results, ties
from . import forecast as forecasts
from .case import Case
from .forecast import Forecast

if TYPE_CHECKING:
    from ..rounds import RoundKind
    from ..rulebook import Rulebook

__all__ = ["Forecast", "advise", "forecast"]

_FINDERS = (panels.advice, ties.advice, banks.advice, results.advice)


def forecast(rulebook: Rulebook, kinds: Mapping[str, RoundKind] | None = None) -> Forecast | None:
    """Return what to expect of a contest, within two seconds; None if a robot cannot play it to its end."""
    return forecasts.forecast(Frame(rulebook, kinds))


def advise(
    rulebook: Rulebook, found: Forecast | None, kinds: Mapping[str, RoundKind] | None = None
) -> Iterator[Advice]:
    """Yield what an organiser should know; without a forecast only what the rules say by themselves."""
    case = Case(Frame(rulebook, kinds), found)
    roster = Roster(rulebook.teams, rulebook.judges)
    for entry in rulebook.rounds:
        for each in case.frame.kinds[entry.kind].advise(entry.rules, roster):
            yield Advice(f"rounds.{entry.id}.{each.where}", each.why, each.change)
    for finder in _FINDERS:
        yield from finder(case)
