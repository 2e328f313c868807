"""Who stands where, which ties still have to be settled, and who wins what.

The ranking itself is in `quizarena.standings`, the totals come from `scoring`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

import attrs

from ..pages import Page, Printing, TextTable
from ..points import show
from ..rounds import Award, Meeting
from ..scores import Score, combine
from ..standings import Awarded, Honour, Row, TieContext, award, best, places
from ..standings.prizes import places_without_prize
from .answers import over_cues
from .position import Position
from .state import ORDER, Played, State, lot_purpose

if TYPE_CHECKING:
    from ..rulebook import RoundEntry

_Value = TypeVar("_Value", int, Fraction)


@attrs.frozen
class Standings(Printing):
    """Who stands where; printed as the command line prints it.

    `rows` are in order of place; `totals` hold each team's total with its working, `rounds` each team's score by round.
    `provisional` is true while a protest is pending, `frozen` while the hall sees an earlier moment (已封榜). What
    draws them with names and rounds, `drawn_by`, knows the contest; pickled they leave it behind and print ids.
    """

    rows: tuple[Row, ...]
    totals: Mapping[str, Score]
    rounds: Mapping[str, Mapping[str, Score]]
    prizes: tuple[Awarded, ...]
    open_ties: tuple[tuple[str, ...], ...] = ()
    provisional: bool = False
    frozen: bool = False
    complete: bool = False
    drawn_by: Callable[[Standings], Page] | None = attrs.field(default=None, eq=False, repr=False)

    def page(self) -> Page:
        """Return what they print as."""
        if self.drawn_by is not None:
            return self.drawn_by(self)
        return Page([TextTable((), [(row.place, row.entrant, show(row.total)) for row in self.rows], right=(0, 2))])

    def row(self, team: str) -> Row:
        """Return the row of a team; KeyError if it has none."""
        for row in self.rows:
            if row.entrant == team:
                return row
        raise KeyError(team)


@attrs.frozen
class Change:
    """What a deed does to one team's total and place."""

    team: str
    by: Fraction
    total: Fraction
    place: int | None
    tied: bool


def changed_totals(before: Standings, after: Standings) -> tuple[Change, ...]:
    """Return the teams whose totals differ, in the order of the totals; one that came has none to differ from."""
    found = []
    for team, score in after.totals.items():
        by = score.value - before.totals[team].value if team in before.totals else Fraction()
        if by:
            row = next((row for row in after.rows if row.entrant == team), None)
            place = row.place if row is not None else None
            found.append(Change(team, by, score.value, place, row is not None and bool(row.tied)))
    return tuple(found)


@attrs.frozen(eq=False)
class _TieContext(TieContext):
    """What tie-breaks may ask of the contest."""

    position: Position
    waits: bool = True

    def awaits(self, round_id: str) -> bool:
        """Return whether a round is still to come or to be brought to its end, and anything waits for it."""
        played = self.position.state.played(round_id)
        return self.waits and (played is None or not self.position.is_over(played))

    def round_value(self, entrant: str, round_id: str) -> Fraction | None:
        """Return the entrant's score in a round, None if it has none."""
        score = self.round_score(entrant, round_id)
        return None if score is None else score.value

    def round_score(self, entrant: str, round_id: str) -> Score | None:
        """Return the entrant's score in a round with its working, None if it has none."""
        played = self.position.state.played(round_id)
        return None if played is None else self.position.team_scores(played).get(entrant)

    def counted_rounds(self) -> tuple[str, ...]:
        """Return the rounds that count and are over, in the order they were held."""
        position = self.position
        held = (played for played in position.state.rounds if not played.play_off)
        over = (played for played in held if position.is_over(played))
        return tuple(played.id for played in over if position.entry(played).counts)

    def round_places(self, entrant: str) -> tuple[int, ...]:
        """Return the entrant's place in each of those rounds, none where it did not take part."""
        found = (self._places(round_id) for round_id in self.counted_rounds())
        return tuple(each[entrant] for each in found if entrant in each)

    def _places(self, round_id: str) -> dict[str, int]:
        teams = self.position.state.roster.teams
        scores = {team.id: self.round_value(team.id, round_id) for team in teams}
        values = {team: value for team, value in scores.items() if value is not None}
        return dict(zip(values, places(list(values.values())), strict=True))

    def meetings(self) -> Iterator[Meeting]:
        """Yield each meeting of two teams in those rounds."""
        for round_id in self.counted_rounds():
            played = self.position.state.played(round_id)
            if played is not None:
                yield from self.position.meetings(played)

    def chief_judge(self) -> str | None:
        """Return the chief judge's id, None if there is none."""
        return next((judge.id for judge in self.position.state.roster.judges if judge.chief), None)

    def drawn_order(self) -> tuple[str, ...]:
        """Return the running order that was drawn for the contest, empty if none was."""
        return self.position.state.draw(ORDER).order or ()

    def lot(self, tied: tuple[str, ...]) -> tuple[str, ...] | None:
        """Return the order of the lot drawn among exactly `tied`, None while none was drawn."""
        return self.position.state.draw(lot_purpose(tied)).order

    def play_off_values(self, tied: tuple[str, ...]) -> Mapping[str, Fraction] | None:
        """Return the scores of the last finished play-off that tells some of `tied` apart, None if there is none."""
        for played in reversed(self.position.state.rounds):
            if played.play_off and set(tied) <= set(played.order) and self.position.is_over(played):
                values = {team: self.round_value(team, played.id) or Fraction(0) for team in tied}
                if len(set(values.values())) > 1:
                    return values
        return None


def tie_context(position: Position, *, waits: bool = True) -> TieContext:
    """Return what tie-breaks may ask of the contest; where nothing `waits`, rounds to come say nothing."""
    return _TieContext(position, waits)


@over_cues
def rows(position: Position) -> tuple[Row, ...]:
    """Return the rows of the standings: who was in a round that decides, or went on to a later one, before who was
    not; teams that left stand last, or are left out, as the rulebook declares.
    """
    rulebook, totals = position.rulebook, position.team_totals
    gone = [team.id for team in position.state.roster.teams if not team.plays]
    policy = rulebook.withdrawal.place
    apart = gone if policy in ("last", "unplaced") else []
    values = {team: score.value for team, score in totals.items() if team not in apart}
    found: tuple[Row, ...] = ()
    context, out = tie_context(position), without_prizes(position)
    for tier in _tiers(position, values):
        before = [row.entrant for row in found]
        found += rulebook.ties.rank(tier, rulebook.prizes, context, before=before, out=out)
    if policy == "unplaced":
        return found
    return (*found, *_behind(len(found), {team: totals[team].value for team in apart}))


def without_prizes(position: Position) -> frozenset[str]:
    """Return the teams that may win no prize: those that left, unless the rulebook gives prizes to all."""
    if position.rulebook.withdrawal.prizes == "all":
        return frozenset()
    return frozenset(team.id for team in position.state.roster.teams if not team.plays)


def _tiers(position: Position, values: Mapping[str, Fraction]) -> Iterator[dict[str, Fraction]]:
    return tiers([_stage(position, each) for each in position.state.rounds if not each.play_off], values)


def _stage(position: Position, played: Played) -> Stage:
    entry = position.entry(played)
    worth = {team: score.value for team, score in position.worth(played).items()} if entry.decides else {}
    return Stage(entry, played.order, worth)


@attrs.frozen
class Stage:
    """A round that was held, with those who took part; `worth` is what they made of it, needed where it decides."""

    entry: RoundEntry
    order: tuple[str, ...]
    worth: Mapping[str, Fraction | int]

    def decided(self, team: str) -> tuple[bool, Fraction | int]:
        """Return whether a team took part and what it made of it so far."""
        return team in self.order, self.worth.get(team, 0) if team in self.order else 0


def tiers(stages: Sequence[Stage], values: Mapping[str, _Value]) -> Iterator[dict[str, _Value]]:
    """Yield the totals of those who stand apart from all others, the first first.

    The rounds that decide tell them apart, the last first, each by who took part and what they made of it; then how far
    they went on.
    """
    deciding = [stage for stage in reversed(stages) if stage.entry.decides]
    depths = _depths(stages)
    ranks = {team: (tuple(stage.decided(team) for stage in deciding), depths.get(team, (0, 0))) for team in values}
    for rank in sorted(set(ranks.values()), reverse=True):
        yield {team: value for team, value in values.items() if ranks[team] == rank}


def _depths(stages: Sequence[Stage]) -> dict[str, tuple[int, int]]:
    """Return how far each team went on, and in how many ways at that level; those who went on from nowhere are in none.

    A round is one level above those it goes on from, but for one of those who lost there.
    """
    levels: dict[str, int] = {}
    ways: dict[str, dict[int, set[object]]] = {}
    for stage in stages:
        advance = stage.entry.advance
        if advance is not None:
            below = max((levels.get(each, 0) for each in advance.of), default=0)
            levels[stage.entry.id] = level = below if advance.skip else below + 1
            for team in stage.order:
                ways.setdefault(team, {}).setdefault(level, set()).add(advance)
    return {team: (max(found), len(found[max(found)])) for team, found in ways.items()}


def _behind(ahead: int, values: Mapping[str, Fraction]) -> tuple[Row, ...]:
    """Place teams that left behind all who stayed, all on one place."""
    teams = tuple(values)
    return tuple(Row(team, values[team], ahead + 1, tuple(other for other in teams if other != team)) for team in teams)


def rounds_complete(position: Position) -> bool:
    """Whether every round of the rulebook is over."""
    running = position.state.running
    return running is not None and position.coming is None and position.is_over(running)


@attrs.frozen
class OpenTie:
    """Teams tied until a play-off is held or, where the rulebook says so, a lot is drawn."""

    teams: tuple[str, ...]
    by_lot: bool


def open_ties(position: Position) -> tuple[OpenTie, ...]:
    """Return the ties that wait for a play-off nobody has held and nobody has let stand, or for a lot."""
    return waiting_ties(position.state, rows(position))


def waiting_ties(state: State, rows: tuple[Row, ...]) -> tuple[OpenTie, ...]:
    """Return the ties among `rows` that wait for a play-off or a lot and that nobody has let stand."""
    groups = {
        frozenset((row.entrant, *row.tied)): OpenTie((row.entrant, *row.tied), row.waits_for.wants_lot)
        for row in reversed(rows)
        if row.waits_for is not None and (row.waits_for.wants_play_off or row.waits_for.wants_lot)
    }
    playing = {team.id for team in state.roster.teams if team.plays}
    ties = (tie for key, tie in groups.items() if key <= playing and key not in state.shared)
    return tuple(reversed(list(ties)))


@over_cues
def standings(position: Position) -> Standings:
    """Return the standings."""
    complete = rounds_complete(position)
    return Standings(
        rows=_listed(position),
        totals=position.team_totals,
        rounds={played.id: position.round_points(played) for played in position.state.rounds},
        prizes=_given(position),
        open_ties=tuple(tie.teams for tie in open_ties(position)) if complete else (),
        provisional=bool(position.state.pending_protests),
        complete=complete,
    )


def _listed(position: Position) -> tuple[Row, ...]:
    """Return the rows in order of place; those who share one stand by their podiums, as they do in the hall."""
    podiums = dict(position.podiums)
    shared = groupby(rows(position), key=lambda row: row.place)
    return tuple(row for _place, level in shared for row in sorted(level, key=lambda row: podiums[row.entrant]))


def _given(position: Position) -> tuple[Awarded, ...]:
    """Return the prizes and, where the rulebook announces them, the places without one."""
    held, prizes, out = rows(position), position.rulebook.prizes, without_prizes(position)
    places = places_without_prize(held, prizes, out=out) if position.rulebook.announce == "places" else ()
    return (*award(held, prizes, out=out), *places)


# Honours


def awards(position: Position) -> Iterator[Award]:
    """Yield the honours of the rounds, then those over several rounds, which take the place of those rounds' own.

    An honour over rounds is known once all of them are over.
    """
    honours = position.rulebook.honours
    named = {each for honour in honours for each in honour.rounds}
    for played in position.state.rounds:
        if played.id not in named:
            yield from position.kind(played).awards(played.state, position.moment(played))
    for honour in honours:
        yield from _over_rounds(position, honour)


def _over_rounds(position: Position, honour: Honour) -> Iterator[Award]:
    rounds = [played for played in position.state.rounds if played.id in honour.rounds]
    if len(rounds) < len(honour.rounds) or not all(map(position.is_over, rounds)):
        return
    scores = _members(position, rounds, honour)
    winners = best(scores)
    if winners:
        yield Award(honour.name, winners, scores[winners[0]], scores)


def _members(position: Position, rounds: Sequence[Played], honour: Honour) -> Mapping[str, Score]:
    """Return what an honour makes of the points that the members of teams still taking part have in `rounds`."""
    roster = position.state.roster
    found: dict[str, list[Score]] = {m.id: [] for team in roster.teams if team.plays for m in team.everybody}
    for played in rounds:
        for entrant, score in own_points(position, played).items():
            if entrant in found:
                found[entrant].append(score)
    reached = {member: parts for member, parts in found.items() if len(parts) >= honour.least}
    return {member: combine(honour.op, roster.name(member), parts) for member, parts in reached.items()}


def own_points(position: Position, played: Played) -> dict[str, Score]:
    """Return what each in a round has: in its scores, or in those its honours go by, as speakers do."""
    awarded = position.kind(played).awards(played.state, position.moment(played))
    by_award = {member: score for each in reversed(tuple(awarded)) for member, score in each.scores.items()}
    return by_award | dict(position.scores(played))
