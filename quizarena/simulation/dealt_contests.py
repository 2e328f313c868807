"""Contests put together from rounds that robots have played: each from any play, its results dealt out anew.

What a tie-break asks of them they answer as a contest would.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from random import Random

import attrs

from ..contest.position import Position
from ..contest.scoring import amounts
from ..contest.standings import Stage, tiers
from ..contest.state import ORDER
from ..points import Number, exact, scaled
from ..rounds import Meeting
from ..rulebook import RoundEntry, Rulebook
from ..scores import Score
from ..standings import Row, TieContext, places
from ..standings.prizes import cuts, prize_at


@attrs.frozen
class _Result:
    """What a round of a play gave those who took part: its worth on the grid, scores with their working, meetings.

    `steps` are what the worth adds up from, in the order it came in: a floor holds at each.
    """

    worth: Mapping[str, int]
    steps: Mapping[str, tuple[int, ...]]
    scores: Mapping[str, Score]
    meetings: tuple[Meeting, ...]


@attrs.frozen
class _Dealt:
    """A result of which each team has that of another, by `of`."""

    entry: RoundEntry
    result: _Result
    of: Mapping[str, str]

    @property
    def worth(self) -> dict[str, int]:
        """What the round is worth to each team in it."""
        return {team: self.result.worth[source] for team, source in self.of.items()}

    def meetings(self) -> Iterator[Meeting]:
        """Yield who met whom."""
        teams = {source: team for team, source in self.of.items()}
        for met in self.result.meetings:
            if met.first in teams and met.second in teams:
                yield attrs.evolve(met, first=teams[met.first], second=teams[met.second])


@attrs.frozen
class Deck:
    """What the rounds of some plays gave, on one grid of whole numbers: adding those is what takes the time.

    `base` is the base score there, `floor` what no total falls below, `starts` what rounds let teams begin from;
    `drawn` is an order that was drawn.
    """

    rulebook: Rulebook
    plays: tuple[Mapping[str, _Result], ...]
    base: int
    floor: int | None
    starts: Mapping[str, int]
    drawn: tuple[str, ...]

    @classmethod
    def of(cls, ends: Sequence[Position]) -> Deck:
        """Return what the plays that ended so gave."""
        rulebook = ends[0].rulebook
        starts = {entry.id: entry.start_from for entry in rulebook.rounds if entry.start_from is not None}
        held = [_steps(end) for end in ends]
        values = [value for each in held for by_team in each.values() for steps in by_team.values() for value in steps]
        floors = [] if rulebook.floor is None else [rulebook.floor]
        _numbers, scale = scaled([*values, *map(exact, (rulebook.base_score, *floors, *starts.values()))])
        return cls(
            rulebook,
            tuple(_results(end, steps, scale) for end, steps in zip(ends, held, strict=True)),
            _whole(rulebook.base_score, scale),
            None if rulebook.floor is None else _whole(rulebook.floor, scale),
            {key: _whole(start, scale) for key, start in starts.items()},
            ends[0].state.draw(ORDER).order or (),
        )

    def contests(self, count: int, chance: Random) -> Iterator[DealtContest]:
        """Yield `count` contests.

        Where who takes part differs from play to play (a final among the best), rounds belong together: whole plays.
        """
        first = self.plays[0]
        if any({key: set(each[key].worth) for key in each} != {key: set(first[key].worth) for key in first}
               for each in self.plays):  # fmt: skip
            for each in self.plays:
                yield self._contest({key: (result, list(result.worth)) for key, result in each.items()})
            return
        for _nth in range(count):
            yield self._contest({key: self._drawn(key, chance) for key in first})

    def _drawn(self, key: str, chance: Random) -> tuple[_Result, list[str]]:
        result = self.plays[chance.randrange(len(self.plays))][key]
        sources = list(result.worth)
        chance.shuffle(sources)
        return result, sources

    def _contest(self, drawn: Mapping[str, tuple[_Result, list[str]]]) -> DealtContest:
        entries = {entry.id: entry for entry in self.rulebook.rounds}
        rounds = {
            key: _Dealt(entries[key], result, dict(zip(result.worth, sources, strict=True)))
            for key, (result, sources) in drawn.items()
        }
        totals = {team.id: self._added(0, (self.base,)) for team in self.rulebook.teams}
        for key, dealt in rounds.items():
            totals |= dict.fromkeys(dealt.of, self.starts[key]) if key in self.starts else {}
            for team, source in dealt.of.items() if dealt.entry.counts else ():
                totals[team] = self._added(totals[team], dealt.result.steps[source])
        return DealtContest(self, rounds, totals)

    def _added(self, total: int, steps: Iterable[int]) -> int:
        """Return a total after what is added step by step, which never falls below the floor."""
        if self.floor is None:
            return total + sum(steps)
        for step in steps:
            total = max(self.floor, total + step)
        return total


def _steps(position: Position) -> dict[str, dict[str, list[Fraction]]]:
    """Return what the worth of each round adds up from, in the order it came in, for those who have a score there."""
    found = {}
    for played in position.state.rounds:
        if not played.play_off:
            worth = position.worth(played)
            found[played.id] = {
                team: [value for _record, value in sorted(amounts(worth[team]), key=itemgetter(0))]
                for team in played.order
                if team in worth
            }
    return found


def _results(position: Position, held: Mapping[str, Mapping[str, list[Fraction]]], scale: int) -> dict[str, _Result]:
    found = {}
    for played in position.state.rounds:
        if played.id in held:
            steps = {team: tuple(_whole(step, scale) for step in values) for team, values in held[played.id].items()}
            worth = {team: sum(each) for team, each in steps.items()}
            found[played.id] = _Result(worth, steps, position.team_scores(played), tuple(position.meetings(played)))
    return found


def _whole(value: Number, scale: int) -> int:
    return int(exact(value) * scale)


@attrs.frozen(eq=False)
class DealtContest(TieContext):
    """A contest put together: its rounds, and the totals on the deck's grid."""

    deck: Deck
    rounds: Mapping[str, _Dealt]
    totals: Mapping[str, int]

    def ties(self) -> list[int]:
        """Return the prizes that a tie cuts, before any tie-break."""
        prizes, first, found = self.deck.rulebook.prizes, 1, []
        for tier in self._tiers():
            for _value, tied in groupby(sorted(tier.values(), reverse=True)):
                count = len(list(tied))
                prize = prize_at(first, prizes)
                if count > 1 and prize is not None and cuts(first, first + count - 1, prizes):
                    found.append(prize)
                first += count
        return found

    def leaves(self) -> bool:
        """Whether the rulebook's tie-breaks leave a tie for a prize to a play-off, a lot or a shared place."""
        rulebook, before = self.deck.rulebook, list[str]()
        for tier in self._tiers():
            totals = {team: Fraction(value) for team, value in tier.items()}
            rows = rulebook.ties.rank(totals, rulebook.prizes, self, before=before)
            if any(map(self._is_left, rows)):
                return True
            before += totals
        return False

    def _tiers(self) -> Iterator[dict[str, int]]:
        stages = [Stage(each.entry, tuple(each.of), each.worth) for each in self.rounds.values()]
        return tiers(stages, self.totals)

    def _is_left(self, row: Row) -> bool:
        breaker = row.waits_for
        decided = breaker is not None and not (breaker.wants_play_off or breaker.wants_lot)
        is_cut = cuts(row.place, row.place + len(row.tied), self.deck.rulebook.prizes)
        return bool(row.tied) and is_cut and not decided

    def round_value(self, entrant: str, round_id: str) -> Fraction | None:
        """Return what a round gave."""
        score = self.round_score(entrant, round_id)
        return None if score is None else score.value

    def round_score(self, entrant: str, round_id: str) -> Score | None:
        """Return the same with its working."""
        dealt = self.rounds.get(round_id)
        return None if dealt is None or entrant not in dealt.of else dealt.result.scores[dealt.of[entrant]]

    def play_off_values(self, tied: tuple[str, ...]) -> None:
        """Hold no play-off."""
        return

    def counted_rounds(self) -> tuple[str, ...]:
        """Return all rounds that count."""
        return tuple(key for key, dealt in self.rounds.items() if dealt.entry.counts)

    def round_places(self, entrant: str) -> tuple[int, ...]:
        """Return the places of a team in those it took part in."""
        found = (self._places(key) for key in self.counted_rounds())
        return tuple(each[entrant] for each in found if entrant in each)

    def _places(self, key: str) -> dict[str, int]:
        dealt = self.rounds[key]
        values = {team: dealt.result.scores[source].value for team, source in dealt.of.items()}
        return dict(zip(values, places(list(values.values())), strict=True))

    def meetings(self) -> Iterator[Meeting]:
        """Yield each meeting of two teams in those rounds."""
        for key in self.counted_rounds():
            yield from self.rounds[key].meetings()

    def chief_judge(self) -> str | None:
        """Return the chief judge's id, None if there is none."""
        return next((judge.id for judge in self.deck.rulebook.judges if judge.chief), None)

    def drawn_order(self) -> tuple[str, ...]:
        """Return an order that was drawn, empty if the rules draw none."""
        return self.deck.drawn
