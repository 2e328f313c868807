"""Advice before the day: what in a rulebook may go wrong, why, and what to change.

It looks at the rules and at a forecast, and refuses nothing; what cannot be played the rulebook has refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..contest.engine import Engine
from ..roster import Roster
from ..rounds import Advice
from ..rulebook import taking_part
from . import panels, rounds, ties
from .case import Case, _

if TYPE_CHECKING:
    from ..rounds import RoundKind
    from ..rulebook import Rulebook
    from ..simulation import Forecast

__all__ = ["advise"]

_FINDERS = (panels.advice, ties.advice, rounds.advice)


def advise(
    rulebook: Rulebook, found: Forecast | None, kinds: Mapping[str, RoundKind] | None = None
) -> Iterator[Advice]:
    """Yield what an organiser should know; without a forecast only what the rules say by themselves."""
    case = Case(Engine(rulebook, kinds), found)
    yield from _date(rulebook)
    roster = Roster(rulebook.teams, rulebook.judges)
    for entry in rulebook.rounds:
        invited = taking_part(entry, rulebook.rounds, roster)
        for each in case.engine.kinds[entry.kind].advise(entry.rules, invited):
            yield Advice(f"rounds.{entry.id}.{each.where}", each.why, each.change)
    for finder in _FINDERS:
        yield from finder(case)


def _date(rulebook: Rulebook) -> Iterator[Advice]:
    """Yield what is missing where a draw in public will ask for the contest's date."""
    rules = (rulebook.order, *(entry.order for entry in rulebook.rounds))
    if rulebook.contest.date is None and any(rule is not None and rule.method.needs == "seed" for rule in rules):
        why = _("the draw in public uses the contest's date, and none is written")
        yield Advice("contest.date", why, _('write it beside the title, such as date: "2026-11-28"'))
