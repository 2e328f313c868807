"""Who takes part in a coming round, and in which order: all, those listed, or those who go on from heats.

Decides who goes on (the best of each group that met in the rounds named) and which ties have to be settled before. Of
teams tied at the edge that nothing separates all go on: nobody is left out by chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from ..standings import Row, rank
from .state import Played, State
from .totals import OpenTie, tie_context, waiting_ties, worth_in_round

if TYPE_CHECKING:
    from ..rulebook import Advance, RoundEntry
    from .frame import Frame


def entrants(frame: Frame, state: State, entry: RoundEntry) -> tuple[str, ...]:
    """Return who takes part in a coming round, in the contest's running order."""
    playing = {team.id for team in state.roster.teams if team.plays}
    invited = _invited(frame, state, entry)
    return tuple(team for team in frame.order(state) if team in playing and (invited is None or team in invited))


def running_order(frame: Frame, state: State, entry: RoundEntry) -> tuple[str, ...]:
    """Return the running order of a coming round, by its own rule or the contest's."""
    labels = entrants(frame, state, entry)
    rule = entry.order or frame.rulebook.order
    if entry.order is None and rule.method.needs != "standings":
        return labels
    drawn = state.draw(f"order/{entry.id}").order
    if drawn is not None:
        return tuple(team for team in drawn if team in labels)
    totals = frame.totals(state) if rule.method.needs == "standings" else None
    return rule.method.draw(labels, purpose=f"order/{entry.id}", totals=totals).order


def ties_before(frame: Frame, state: State, entry: RoundEntry) -> tuple[OpenTie, ...]:
    """Return the ties at the edge that wait for a play-off or a lot before `entry` can begin."""
    if entry.advance is None:
        return ()
    tables = _tables(frame, state, entry.advance)
    return tuple(tie for rows in tables for tie in waiting_ties(state, rows))


def _invited(frame: Frame, state: State, entry: RoundEntry) -> frozenset[str] | None:
    """Return the ids of those who may take part, None for everybody."""
    advance = entry.advance
    if advance is None:
        return frozenset(entry.listed) if entry.listed else None
    tables = _tables(frame, state, advance)
    return frozenset(row.entrant for rows in tables for row in rows if row.place <= advance.top)


def _tables(frame: Frame, state: State, advance: Advance) -> Iterator[tuple[Row, ...]]:
    """Yield each group's table; only a tie across the edge is broken."""
    for teams, rounds in _groups(frame, state, advance):
        yield rank(
            _values(frame, state, teams, rounds),
            frame.rulebook.ties.by,
            tie_context(frame, state),
            after_partial=frame.rulebook.ties.after_partial,
            matters=lambda first, last: first <= advance.top < last,
        )


def _groups(frame: Frame, state: State, advance: Advance) -> Iterator[tuple[tuple[str, ...], list[Played]]]:
    """Yield each group with the rounds it met in: rounds that invited the same teams are one group's."""
    groups: dict[object, list[Played]] = {}
    for played in state.rounds:
        if played.id in advance.of:
            groups.setdefault(frame.entry(played).teams, []).append(played)
    for rounds in groups.values():
        met = {team for played in rounds for team in played.order}
        yield tuple(t.id for t in state.roster.teams if t.plays and t.id in met), rounds


def _values(frame: Frame, state: State, teams: tuple[str, ...], rounds: list[Played]) -> Mapping[str, Fraction]:
    """Return what each team made of these rounds, whether or not they count in the end."""
    return {team: sum((worth_in_round(frame, state, played, team) for played in rounds), Fraction(0)) for team in teams}
