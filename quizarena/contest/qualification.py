"""Who takes part in a coming round, and in which order: all, those listed, or those who go on from heats.

Of teams tied at the edge that nothing separates all go on: nobody is left out by chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from ..points import exact
from ..rulebook import Advance
from ..standings import Row, rank_totals
from .answers import per_position
from .position import Position
from .standings import OpenTie, open_ties, tie_context, waiting_ties
from .state import Played, order_purpose

if TYPE_CHECKING:
    from ..rulebook import RoundEntry


def entrants(position: Position, entry: RoundEntry) -> tuple[str, ...]:
    """Return who takes part in a coming round, in the contest's running order."""
    playing = {team.id for team in position.state.roster.teams if team.plays}
    invited = _invited(position, entry)
    return tuple(team for team in position.order if team in playing and (invited is None or team in invited))


def running_order(position: Position, entry: RoundEntry, labels: tuple[str, ...]) -> tuple[str, ...]:
    """Return the running order in which `labels` take part in a coming round, by its own rule or the contest's."""
    rule = entry.order or position.rulebook.order
    if entry.order is None and rule.method.needs != "standings":
        return labels
    drawn = position.state.draw(order_purpose(entry.id)).order
    if drawn is not None:
        return tuple(team for team in drawn if team in labels)
    totals = position.totals if rule.method.needs == "standings" else None
    return rule.method.draw(labels, purpose=order_purpose(entry.id), totals=totals).order


def ties_before(position: Position, entry: RoundEntry) -> tuple[OpenTie, ...]:
    """Return the ties at the edge that wait for a play-off or a lot before `entry` can begin."""
    if entry.advance is None:
        return ()
    tables = _tables(position, entry.advance)
    return tuple(tie for rows in tables for tie in waiting_ties(position.state, rows))


def table_of(position: Position, entry: RoundEntry, team: str) -> tuple[Row, ...]:
    """Return the table in which a team competes to take part in a round that not all go on to."""
    tables = () if entry.advance is None else _tables(position, entry.advance)
    return next((rows for rows in tables if any(row.entrant == team for row in rows)), ())


@per_position
def parted(position: Position, played: Played) -> tuple[str, ...]:
    """Return the teams of a play-off that is running which nothing of account ties to another of it any more."""
    before = position.at(position.state.up_to(len(position.state.rounds) - 1))
    coming = before.coming
    ties = open_ties(before) if coming is None else ties_before(before, coming)
    asked = [team.id for team in position.field(played).playing]
    tied = {team for tie in ties if len(set(tie.teams) & set(asked)) > 1 for team in tie.teams}
    return tuple(team for team in asked if team not in tied)


def _invited(position: Position, entry: RoundEntry) -> frozenset[str] | None:
    """Return the ids of those who may take part, None for everybody."""
    advance = entry.advance
    if advance is None:
        return frozenset(entry.listed) if entry.listed else None
    tables = _tables(position, advance)
    went_on = (row.entrant for rows in tables for row in rows if advance.skip < row.place <= advance.top)
    return frozenset((*went_on, *_seeded(position, advance)))


def _seeded(position: Position, advance: Advance) -> Iterator[str]:
    """Yield the teams of the wanted seeds, whether or not they still play; of equal ones the running order goes on."""
    if not advance.seeds:
        return
    rounds = [played for played in position.state.rounds if played.id in advance.by]
    worth = {team: _worth(position, team, rounds) for team in position.order}
    teams = sorted(worth, key=lambda team: worth[team], reverse=True)
    yield from (teams[seed - 1] for seed in advance.seeds if seed <= len(teams))


def seeded_now(position: Position, advance: Advance) -> tuple[str | None, ...]:
    """Return the teams of the wanted seeds, None for each while nobody can know them."""
    rounds = [position.state.played(each) for each in advance.by]
    is_over = all(each is not None and position.is_over(each) for each in rounds)
    is_known = is_over and position.state.running is not None
    return tuple(_seeded(position, advance)) if is_known else (None,) * len(advance.seeds)


def first_of(position: Position, round_id: str, place: int = 1) -> str | None:
    """Return who is on a place of a round that is over, None before, and while several are."""
    played = position.state.played(round_id)
    if played is None or not position.is_over(played):
        return None
    rows = next(_tables(position, Advance(top=place, of=(round_id,), skip=place - 1)), ())
    return next((row.entrant for row in rows if row.place == place and not row.tied), None)


def _tables(position: Position, advance: Advance) -> Iterator[tuple[Row, ...]]:
    """Yield each group's table; only a tie across the edge is broken."""
    ties = position.rulebook.ties
    for teams, rounds in _groups(position, advance):
        yield rank_totals(
            {team: _worth(position, team, rounds) for team in teams},
            ties.by,
            tie_context(position, waits=False),
            after_partial=ties.after_partial,
            matters=lambda first, last: first <= advance.top < last or first <= advance.skip < last,
        )


def _groups(position: Position, advance: Advance) -> Iterator[tuple[tuple[str, ...], list[Played]]]:
    """Yield each group with the rounds it met in: rounds that invited the same teams are one group's."""
    groups: dict[object, list[Played]] = {}
    for played in position.state.rounds:
        if played.id in advance.of:
            groups.setdefault(position.entry(played).teams, []).append(played)
    for rounds in groups.values():
        met = {team for played in rounds for team in played.order}
        yield tuple(t.id for t in position.state.roster.teams if t.plays and t.id in met), rounds


def _worth(position: Position, team: str, rounds: list[Played]) -> Fraction:
    """Return what a team made of these rounds, the arbiter's points there included, whether or not they count."""
    scores = (position.worth(played).get(team) for played in rounds)
    held = {played.id for played in rounds}
    given = (exact(each.points) for each in position.state.adjustments if each.team == team and each.round in held)
    return sum((score.value for score in scores if score is not None), sum(given, Fraction(0)))
