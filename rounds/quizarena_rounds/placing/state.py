"""How far a placed round has come: who has been on stage, what was measured, the judges' sheets of each part."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs

from quizarena.roster import Field
from quizarena.values import evolve, fast_init
from quizarena_rounds.ballots import Sheet

from . import facts as f
from .rules import PlacingRules


@fast_init
@attrs.frozen
class Result:
    """What a team was measured at, None for no valid result, and the record that says so."""

    value: Decimal | None
    record: int
    reason: str = ""


@fast_init
@attrs.frozen
class PlacingState:
    """`entered` are the teams on stage so far in the part that is on, "" for all; `sheets` are those of the parts."""

    entered: tuple[str, ...] = ()
    results: tuple[tuple[str, Result], ...] = ()
    sheets: tuple[Sheet[f.BallotGiven], ...] = (Sheet(),)

    @property
    def part(self) -> int:
        """The part that is on, or was last, from 1."""
        return len(self.sheets)

    @property
    def sheet(self) -> Sheet[f.BallotGiven]:
        """The sheet of that part."""
        return self.sheets[-1]

    def result(self, team: str) -> Result | None:
        """Return what a team was measured at, None before."""
        return dict(self.results).get(team)


def count(rules: PlacingRules) -> int:
    """Return how many parts there are."""
    return max(1, len(rules.parts))


def on_stage(state: PlacingState, rules: PlacingRules) -> str | None:
    """Return the team that is on stage and still to be measured or seen, None if nobody is."""
    if not state.entered or (rules.measure is not None and state.result(state.entered[-1]) is not None):
        return None
    return state.entered[-1]


def coming(state: PlacingState, rules: PlacingRules, field: Field) -> Iterator[str]:
    """Yield who is still to come on stage in the part that is on; "" for all teams together."""
    if rules.together:
        yield from () if state.entered else ("",)
        return
    yield from (team.id for team in field.playing if team.id not in state.entered)


def is_judged(state: PlacingState, rules: PlacingRules, field: Field) -> bool:
    """Whether the ballots of the part that is on are collected, or its places are open."""
    return rules.measure is None and next(coming(state, rules, field), None) is None


def to_rank(state: PlacingState, rules: PlacingRules, field: Field) -> Iterator[PlacingState]:
    """Yield the states in which the ballots of each part still to come are collected."""
    if rules.measure is not None:
        return
    everybody = ("",) if rules.together else tuple(team.id for team in field.playing)
    sheets = state.sheets
    for part in range(state.part, count(rules) + 1):
        sheets = sheets if part == state.part else (*sheets, Sheet())
        if not sheets[-1].closed:
            yield PlacingState(everybody, sheets=sheets)
        sheets = (*sheets[:-1], Sheet(unmarked=0))


def after(state: PlacingState, seq: int, fact: Any) -> PlacingState:
    """Return the state after `fact`, recorded as `seq`."""
    match fact:
        case f.Entered():
            begun = state if fact.part == state.part else PlacingState(sheets=(*state.sheets, Sheet()))
            return evolve(begun, entered=(*begun.entered, fact.team))
        case f.Measured():
            return _measured(state, fact.team, Result(fact.value, seq))
        case f.NotMeasured():
            return _measured(state, fact.team, Result(None, seq, fact.reason))
    place = fact.part - 1
    sheet = state.sheets[place].after(seq, fact)
    if sheet is None:
        raise TypeError(f"expected a fact of a placed round, found {fact.type}")
    return evolve(state, sheets=(*state.sheets[:place], sheet, *state.sheets[place + 1 :]))


def _measured(state: PlacingState, team: str, result: Result) -> PlacingState:
    others = tuple(each for each in state.results if each[0] != team)
    return evolve(state, results=(*others, (team, result)))
