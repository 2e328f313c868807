"""What to expect of a contest: how likely ties at the prizes are, what each round really decides, how long it takes.

Decides how a forecast follows from a few whole plays of the robot: rounds of different plays are put together into many
contests, teams changing places, for they are assumed equally strong. The pull of a round is the share of its spread
(the standard deviation between teams) in the sum of all rounds' spreads; beside it stands its share of the points there
are to get. Scores stay exact; only probabilities and shares are floats. Leaves advice to the other modules.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from math import sqrt
from random import Random
from typing import TYPE_CHECKING, TypeAlias

import attrs

from ..contest.frame import Frame
from ..contest.state import State
from ..contest.totals import counted_score
from ..points import scaled
from ..standings import Row, TieContext, places
from ..standings.prizes import cuts, prize_at
from ..text import Text
from .clock import Watch
from .robot import AVERAGE, PERFECT, Hand, Step, Unplayable, play
from .words import _

if TYPE_CHECKING:
    from ..rulebook import Rulebook

SEED = "quizarena"
PLAYS = 24
SECONDS = 1.3
"""How long the robot may play; the plays that have ended by then have to do."""
_PERFECT, _MIXING = 0.4, 0.4
"""How much of them for the play without a fault; the seconds more that putting contests together may take."""
_CONTESTS, _FEWEST = 1_000, 100

Points: TypeAlias = Mapping[str, Mapping[str, Fraction]]
"""What each round that counts gave each team that took part."""
Whole: TypeAlias = Mapping[str, Mapping[str, int]]
"""The same on a grid of whole numbers."""


@attrs.frozen
class Forecast:
    """What to expect.

    `ties` is, by the place of a prize in the rulebook, how likely a tie is on which that prize depends; `left` how
    likely at least one of them is left to a play-off, a lot or a shared place. `pull` and `given` are each round's
    share of the differences and of the points. `seconds` is each round's length. `plays` are the states at the end of
    what the robot played, `points` what their rounds gave.
    """

    plays: tuple[State, ...]
    points: tuple[Points, ...]
    contests: int
    ties: Mapping[int, float]
    left: float
    pull: Mapping[str, float]
    given: Mapping[str, float]
    seconds: Mapping[str, int]

    @property
    def assumptions(self) -> Text:
        """What the numbers stand on, in words."""
        return _(
            "contests a robot played: {plays}; put together from them: {contests}. It takes all teams for equally"
            " strong, {right} of 6 answers for right, a performance for {worst} to {best} % of the full mark, a judge"
            " for at most {off} % off that, every clock under a minute for half used and every other for used up,"
            " 10 s for whatever the desk records and a minute for marking",
            plays=len(self.plays),
            contests=self.contests,
            **attrs.asdict(AVERAGE),
        )


def forecast(frame: Frame, *, plays: int = PLAYS, seconds: float = SECONDS) -> Forecast | None:
    """Return what to expect of a contest; None if the robot comes to no end.

    Args:
        frame: The contest's rulebook with its kinds.
        plays: How many contests the robot plays.
        seconds: How long it may play; fewer contests are played where that is too short.
    """
    until, chance, watch = time.monotonic() + seconds, Random(SEED), Watch(frame)
    try:
        states = [_last(watch.passed(play(frame, AVERAGE, chance, until)))]
    except Unplayable:
        return None
    best = _played(frame, PERFECT, chance, time.monotonic() + _PERFECT) or states[0]
    while len(states) < plays and (found := _played(frame, AVERAGE, chance, until)):
        states.append(found)
    points = tuple(_points(frame, state) for state in states)
    spread = {key: sqrt(_variance(points, key)) for key in points[0]}
    most = {key: float(max((*by_team.values(), Fraction(0)))) for key, by_team in _points(frame, best).items()}
    contests = [_Virtual.of(frame.rulebook, each) for each in _contests(points, chance, until + _MIXING)]
    cut = {nth: prizes for nth, each in enumerate(contests) if (prizes := each.ties())}
    ties = [prize for prizes in cut.values() for prize in prizes]
    return Forecast(
        plays=tuple(states),
        points=points,
        contests=len(contests),
        ties={prize: ties.count(prize) / len(contests) for prize in sorted(set(ties))},
        left=sum(contests[nth].leaves() for nth in cut) / len(contests),
        pull=_shares(spread),
        given=_shares(most),
        seconds=watch.seconds,
    )


def _played(frame: Frame, hand: Hand, chance: Random, until: float) -> State | None:
    """Return how a contest ends; None where the time is up or, as a duel nobody can lose, it does not."""
    try:
        return _last(play(frame, hand, chance, until))
    except Unplayable:
        return None


def _last(steps: Iterable[Step]) -> State:
    """Return the state a play ends in."""
    state: State | None = None
    for step in steps:
        state = step.after
    if state is None:
        raise Unplayable
    return state


def _points(frame: Frame, state: State) -> Points:
    found: dict[str, dict[str, Fraction]] = {}
    for played in state.rounds:
        scores = {team: counted_score(frame, state, played, team) for team in played.order}
        if frame.entry(played).counts and not played.play_off:
            found[played.id] = {team: score.value for team, score in scores.items() if score is not None}
    return found


def _variance(points: Sequence[Points], key: str) -> Fraction:
    """Return the mean variance between teams in a round."""
    found = [_spread(list(each[key].values())) for each in points if each.get(key)]
    return sum(found, Fraction(0)) / len(found) if found else Fraction(0)


def _spread(values: Sequence[Fraction]) -> Fraction:
    middle = sum(values, Fraction(0)) / len(values)
    return sum(((value - middle) ** 2 for value in values), Fraction(0)) / len(values)


def _shares(values: Mapping[str, float]) -> dict[str, float]:
    whole = sum(values.values())
    return {key: value / whole if whole else 0.0 for key, value in values.items()}


def _contests(points: Sequence[Points], chance: Random, until: float) -> Iterator[Whole]:
    """Yield contests: each round from any play, its results dealt out anew to those who took part.

    Where who takes part differs from play to play (a final among the best), rounds belong together: whole plays.
    """
    plays = _wholes(points)
    if any({key: set(each[key]) for key in each} != {key: set(plays[0][key]) for key in plays[0]} for each in plays):
        yield from plays
        return
    for nth in range(_CONTESTS):
        if nth >= _FEWEST and time.monotonic() > until:
            return
        yield {key: _dealt(plays[chance.randrange(len(plays))][key], chance) for key in plays[0]}


def _wholes(points: Sequence[Points]) -> list[Whole]:
    """Return the points on one grid of whole numbers: adding those is what takes the time."""
    numbers, _scale = scaled(value for each in points for by_team in each.values() for value in by_team.values())
    left = iter(numbers)
    return [{key: {team: next(left) for team in by_team} for key, by_team in each.items()} for each in points]


def _dealt(by_team: Mapping[str, int], chance: Random) -> dict[str, int]:
    values = list(by_team.values())
    chance.shuffle(values)
    return dict(zip(by_team, values, strict=True))


@attrs.frozen
class _Virtual(TieContext):
    """A contest put together: what its rounds gave, and the totals."""

    rulebook: Rulebook
    points: Whole
    totals: Mapping[str, int]

    @classmethod
    def of(cls, rulebook: Rulebook, points: Whole) -> _Virtual:
        """Add up what the rounds gave."""
        totals = {team.id: 0 for team in rulebook.teams}
        for by_team in points.values():
            for team, value in by_team.items():
                totals[team] += value
        return cls(rulebook, points, totals)

    def ties(self) -> list[int]:
        """Return the prizes that a tie cuts, before any tie-break."""
        prizes, first, found = self.rulebook.prizes, 1, []
        for _value, tied in groupby(sorted(self.totals.values(), reverse=True)):
            count = len(list(tied))
            prize = prize_at(first, prizes)
            if count > 1 and prize is not None and cuts(first, first + count - 1, prizes):
                found.append(prize)
            first += count
        return found

    def leaves(self) -> bool:
        """Whether the rulebook's tie-breaks leave a tie for a prize to a play-off, a lot or a shared place."""
        totals = {team: Fraction(value) for team, value in self.totals.items()}
        return any(map(self._is_left, self.rulebook.ties.rank(totals, self.rulebook.prizes, self)))

    def _is_left(self, row: Row) -> bool:
        breaker = row.waits_for
        decided = breaker is not None and not (breaker.wants_play_off or breaker.wants_lot)
        return bool(row.tied) and cuts(row.place, row.place + len(row.tied), self.rulebook.prizes) and not decided

    def round_value(self, entrant: str, round_id: str) -> Fraction | None:
        """Return what a round gave."""
        value = self.points.get(round_id, {}).get(entrant)
        return None if value is None else Fraction(value)

    def play_off_values(self, tied: tuple[str, ...]) -> None:
        """Hold no play-off."""
        return

    def counted_rounds(self) -> tuple[str, ...]:
        """Return all rounds that count."""
        return tuple(self.points)

    def round_places(self, entrant: str) -> tuple[int, ...]:
        """Return the places of a team in those it took part in."""
        found = (dict(zip(each, places(list(each.values())), strict=True)) for each in self.points.values())
        return tuple(each[entrant] for each in found if entrant in each)
