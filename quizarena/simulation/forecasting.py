"""What to expect of a contest: how likely ties at the prizes are, what each round really decides, how long it takes.

It follows from some whole plays of the robot, the same ones every time. Scores stay exact; only probabilities and
shares are floats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import sqrt
from random import Random
from typing import TYPE_CHECKING, TypeAlias

import attrs

from ..contest.position import Position, start_of
from ..languages import SOURCE
from ..roster import Seat
from ..scenes import Clocks, Headline
from ..text import Text
from .dealt_contests import Deck
from .robot import AVERAGE, PERFECT, Hand, Step, Unplayable, play
from .words import _

if TYPE_CHECKING:
    from ..rounds import RoundKind
    from ..rulebook import Rulebook

SEED = "quizarena"
PLAYS, _FEWEST, _FACTS = 24, 8, 6_000
"""How many contests are played; where they are so long that they have more facts in all than this, fewer."""
_CONTESTS = 1_000
"""How many contests are put together from the rounds of those played."""
SECONDS_A_FACT = 10
"""What the desk needs to record anything that runs no clock."""
SECONDS_TO_MARK = 60
_SHORT = 60
"""Seconds from which a clock is used up; a shorter one is half used."""

Points: TypeAlias = Mapping[str, Mapping[str, Fraction]]
"""What each round that counts gave each team that took part."""


@attrs.frozen
class Forecast:
    """What to expect.

    `ties` is, by the place of a prize in the rulebook, how likely a tie is on which that prize depends; `left` how
    likely at least one of them is left to a play-off, a lot or a shared place. `pull` is each round's share of the
    differences: its standard deviation between teams in the sum of all rounds'; `given` its share of the points there
    are to get. `seconds` is each round's length. `plays` are the ends of what the robot played, `points` what
    their rounds gave.
    """

    plays: tuple[Position, ...] = attrs.field(eq=lambda plays: [end.state for end in plays])
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
            "{plays} contests played by robots and {contests} put together from their rounds, all teams equally"
            " strong: {right} of 6 answers right, a performance worth {worst} to {best}% of the full mark, a judge at"
            " most {off}% off that, clocks under a minute half used and all others used up, 10 s for whatever the desk"
            " records and a minute for marking",
            plays=len(self.plays),
            contests=self.contests,
            **attrs.asdict(AVERAGE),
        )


def forecast(
    rulebook: Rulebook, kinds: Mapping[str, RoundKind] | None = None, *, plays: int | None = None
) -> Forecast | None:
    """Return what to expect of a contest, the same every time; None if the robot comes to no end.

    Args:
        rulebook: The contest's rules.
        kinds: Kinds beside the installed ones.
        plays: How many contests the robot plays; by default 24, fewer where they are long.
    """
    start, chance, watch = start_of(rulebook, kinds), Random(SEED), Watch()
    try:
        ends = [_last(watch.passed(play(start, AVERAGE, chance)))]
    except Unplayable:
        return None
    best = _played(start, PERFECT, chance) or ends[0]
    wanted = plays or max(_FEWEST, min(PLAYS, _FACTS // watch.facts))
    while len(ends) < wanted and (found := _played(start, AVERAGE, chance)):
        ends.append(found)
    return _of_plays(ends, best, watch.seconds, chance)


def _of_plays(ends: Sequence[Position], best: Position, seconds: Mapping[str, int], chance: Random) -> Forecast:
    """Put together what follows from the ends of some plays and of one without a fault."""
    points = tuple(map(_points, ends))
    spread = {key: sqrt(_variance(points, key)) for key in points[0]}
    most = {key: float(max((*by_team.values(), Fraction(0)))) for key, by_team in _points(best).items()}
    contests = list(Deck.of(ends).contests(_CONTESTS, chance))
    cut = {nth: prizes for nth, each in enumerate(contests) if (prizes := each.ties())}
    ties = [prize for prizes in cut.values() for prize in prizes]
    return Forecast(
        plays=tuple(ends),
        points=points,
        contests=len(contests),
        ties={prize: ties.count(prize) / len(contests) for prize in sorted(set(ties))},
        left=sum(contests[nth].leaves() for nth in cut) / len(contests),
        pull=_shares(spread),
        given=_shares(most),
        seconds=seconds,
    )


def _played(start: Position, hand: Hand, chance: Random) -> Position | None:
    """Return how a contest ends; None where, as a duel nobody can lose, it does not."""
    try:
        return _last(play(start, hand, chance))
    except Unplayable:
        return None


def _last(steps: Iterable[Step]) -> Position:
    """Return the position a play ends in."""
    position: Position | None = None
    for step in steps:
        position = step.after
    if position is None:
        raise Unplayable
    return position


def _points(position: Position) -> Points:
    found: dict[str, dict[str, Fraction]] = {}
    for played in position.state.rounds:
        if position.entry(played).counts and not played.play_off:
            scores = position.worth(played)
            found[played.id] = {team: scores[team].value for team in played.order if team in scores}
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


@attrs.define
class Watch:
    """The seconds of each round, and the facts in all, counted while a play goes by.

    What takes time: every clock that comes up, under a minute half used, any longer one used up; ten seconds for
    whatever else the desk records; a minute until the marks can be opened.
    """

    facts: int = 0
    seconds: dict[str, int] = attrs.field(factory=dict)
    shown: frozenset[tuple[str, ...]] = frozenset()

    def passed(self, steps: Iterable[Step]) -> Iterator[Step]:
        """Yield `steps`, each once its time was counted."""
        for step in steps:
            self.facts += 1
            running = step.after.state.running
            if running is not None and Seat.of(step.move.seat).role != "judge":
                now = dict(_clocks(step.after))
                new = sum(seconds for clock, seconds in now.items() if clock not in self.shown)
                self.shown = frozenset(now)
                self.seconds[running.id] = self.seconds.get(running.id, 0) + new + _to_record(step)
            yield step


def _to_record(step: Step) -> int:
    if step.fact.reveals:
        return SECONDS_TO_MARK
    return 0 if (Seat.of(step.move.seat).role == "judge") or step.move.gesture == "clock" else SECONDS_A_FACT


def _clocks(position: Position) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield each clock on the desk, told apart by the headlines around it, and the seconds it is used."""
    running = position.state.running
    assert running is not None
    blocks = position.blocks(running, "desk")
    heads = tuple(block.text.in_language(SOURCE) for block in blocks if isinstance(block, Headline))
    for block in blocks:
        for face in block.faces if isinstance(block, Clocks) else ():
            seconds = face.clock.limit_ms // 1_000
            yield (*heads, face.label.in_language(SOURCE), face.role), seconds if seconds >= _SHORT else seconds // 2
