"""What random plays are made of: contests, values for blanks, a clock, a step."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from ..blanks import Blank, Choice, Line, Number, Permutation, Selection
from ..contest import Contest
from ..facts import Fact
from ..languages import SOURCE
from ..moves import IllegalFact, Move, seat_of
from ..roster import Contestant, Judge, Roster, Team
from ..rounds import RoundKind
from ..rulebook import Rulebook, loads
from ..text import plain
from ..values import evolve

START = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
_ATTEMPTS = 8
_TEXTS = ("recheck", "复核", "a word", "[/b] [@click=x]")


def numbers(blank: Number) -> st.SearchStrategy[Any]:
    """Return a strategy for values of a number blank: on its grid, both ends likely."""
    step = blank.step if blank.step is not None else Decimal(1) if blank.whole else Decimal("0.01")
    low = blank.low if blank.low is not None else Decimal(-1_000)
    high = blank.high if blank.high is not None else Decimal(1_000)
    return _numbers(low, high, step, blank.whole)


@functools.lru_cache(maxsize=1_000)
def _numbers(low: Decimal, high: Decimal, step: Decimal, whole: bool) -> st.SearchStrategy[Any]:
    """Return one strategy for all blanks of a grid: for Hypothesis to look at a new one costs more than a draw."""
    grid = st.integers(-int(-low // step), int(high // step)).map(lambda count: count * step)
    ends = st.sampled_from([value for value in (low, high) if value % step == 0] or [-int(-low // step) * step])
    return (ends | grid).map(int) if whole else (ends | grid)


_one_of = functools.lru_cache(maxsize=1_000)(st.sampled_from)


def values(blank: Blank) -> st.SearchStrategy[Any] | None:
    """Return a strategy for what may stand in a blank, None for one that fills itself."""
    if isinstance(blank, Number):
        return numbers(blank)
    if isinstance(blank, Choice):
        return _one_of(tuple(option.value for option in blank.options)) if blank.options else st.nothing()
    if isinstance(blank, Selection):
        names = [option.value for option in blank.options]
        return st.sets(st.sampled_from(names), min_size=1, max_size=blank.most).map(
            lambda some: tuple(each for each in names if each in some)
        )
    if isinstance(blank, Permutation):
        return st.permutations([option.value for option in blank.options]).map(
            lambda order: tuple(order[: blank.length])
        )
    if isinstance(blank, Line) and not blank.entropy:
        texts = [blank.example] if blank.example else [text[: blank.longest] for text in _TEXTS]
        return st.sampled_from([*texts, ""] if blank.optional else texts)
    return None


@st.composite
def fillings(draw: st.DrawFn, move: Move, now: datetime) -> Fact:
    """Draw a fact of `move`, its instants at `now`; of fillings its `check` refuses a few are tried, no more.

    Every other try shares out what one of its numbers may be: votes for many have a sum that chance never meets.
    """
    for attempt in range(_ATTEMPTS):
        try:
            return move.fill(_filled(draw, move, shared=attempt % 2 == 1), now=now)
        except IllegalFact:
            continue
    return reject()


def _filled(draw: st.DrawFn, move: Move, *, shared: bool) -> dict[str, Any]:
    filled: dict[str, Any] = {}
    given = Decimal(0)
    for blank in move.asked:
        left = _without(blank, given) if shared and isinstance(blank, Number) else blank
        strategy = values(left)
        if strategy is not None:
            filled[blank.path] = draw(strategy)
        if isinstance(left, Number) and left.low is not None:
            given += filled[blank.path] - left.low
    entropy = (blank.path for blank in move.blanks if isinstance(blank, Line) and blank.entropy)
    return filled | dict.fromkeys(entropy, "0123456789abcdef" * 2)


def _without(blank: Number, given: Decimal) -> Number:
    """Return the blank with so much less above its low end; one that is open at an end as it is."""
    if blank.low is None or blank.high is None:
        return blank
    return evolve(blank, high=max(blank.low, blank.high - given))


def can_be_filled(move: Move) -> bool:
    """Whether a move is open and each of its choices has something to choose."""
    choices = (blank for blank in move.blanks if isinstance(blank, Choice))
    return move.closed is None and all(blank.options for blank in choices)


def forward_moves(contest: Contest) -> list[Move]:
    """Return the moves that carry the contest on now, for whatever seat."""
    return [move for move in contest.moves() if not move.aside and can_be_filled(move)]


class Clockwork:
    """A clock for tests: each call is a few seconds later than the last."""

    def __init__(self, start: datetime = START) -> None:
        """Begin at `start`."""
        self.now = start

    def __call__(self) -> datetime:
        """Return the next instant."""
        self.now += timedelta(seconds=7)
        return self.now


def roster(teams: int, judges: int, members: int = 3) -> Roster:
    """Return a plain roster: teams t1.., members t1-1.., judges j1.. with the first as chief."""

    def team(number: int) -> Team:
        crew = tuple(Contestant(f"t{number}-{each}", plain(f"t{number}-{each}")) for each in range(1, members + 1))
        return Team(f"t{number}", plain(f"队{number}"), crew)

    panel = tuple(Judge(f"j{number}", plain(f"评委{number}"), chief=number == 1) for number in range(1, judges + 1))
    return Roster(tuple(team(number) for number in range(1, teams + 1)), panel)


def rulebook_of(
    kind: RoundKind, rules: Mapping[str, Any], teams: int, judges: int, extra: Mapping[str, Any] | None = None
) -> Rulebook:
    """Return the rulebook of a contest with one round of `kind`; RulebookError where it cannot be played."""
    people = roster(teams, judges)
    written = {
        "quizarena": 1,
        "contest": {"title": "Check", "language": SOURCE},
        "teams": [
            {
                "id": team.id,
                "name": team.name.in_language(""),
                "members": [m.name.in_language("") for m in team.members],
            }
            for team in people.teams
        ],
        "judges": [
            {"id": judge.id, "name": judge.name.in_language(""), "chief": judge.chief} for judge in people.judges
        ],
        "panel": {"rule": "mean", "of": "judge_total", "places": 2},
        "rounds": [{"id": "round", "kind": kind.name, "title": "Round", **rules}],
        **(extra or {}),
    }
    return loads(json.dumps(written, ensure_ascii=False), kinds={kind.name: kind})


def opened(rulebook: Rulebook, kinds: Mapping[str, RoundKind] | None = None) -> Contest:
    """Return a contest that has been opened."""
    contest = Contest(rulebook, kinds=kinds, at=START)
    contest.push(contest.moves()[0].fill(mode="live"), at=START)
    return contest


def step(contest: Contest, data: st.DataObject, clock: Callable[[], datetime], moves: Sequence[Move]) -> Fact | None:
    """Draw one of `moves`, fill it and push it; None where none can be filled."""
    able = [move for move in moves if can_be_filled(move)]
    if not able:
        return None
    move = able[data.draw(st.integers(0, len(able) - 1))]  # `sampled_from` would work out a hash of all of them
    fact = data.draw(fillings(move, clock()))
    contest.push(fact, seat=seat_of(move, fact), id=f"r{len(contest.records)}", at=clock())
    return fact
