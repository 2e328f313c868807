"""The standings on the screens with their movement, the prizes as they open, and what is on air.

Prizes open from the last place up, honours after them.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ..points import column_places, exact
from ..rounds import Award
from ..scenes import Audience, GoingOn, OnAir, Prizes, Ranked, Ranking, Winner
from ..standings import Row
from ..text import Text, plain
from ..values import evolve
from .answers import over_cues
from .draw_ceremony import on_table
from .position import Position
from .qualification import entrants, ties_before
from .reveal import steps
from .standings import Standings, awards, rows, standings
from .state import State


def on_air(position: Position) -> OnAir:
    """Return what the board shows.

    A step is one of those there are: fewer marks may be open than when the cue was given. Once the contest is signed
    every prize is open.
    """
    state = position.state
    cue, most = state.board, _most_steps(position)
    is_given = state.signed is not None and cue.programme == "prizes"
    return OnAir(
        cue.programme,
        most if is_given else min(cue.step, most),
        most,
        plain(cue.message) if cue.message else None,
        cue.ends,
        rehearsal=state.mode == "rehearsal",
        signed=state.signed is not None,
    )


def _most_steps(position: Position) -> int:
    state = position.state
    if state.board.programme == "marks" and state.running is not None:
        return steps(position.blocks(state.running, "hall"))
    draw = on_table(state) if state.board.programme == "draw" else None
    if draw is not None:
        return len(draw.order or ())
    if state.board.programme == "prizes":
        prizes, honours = len(position.rulebook.prizes), sum(1 for _award in awards(position))
        return 1 + prizes + honours + _returns(prizes, honours)
    return 0


def ranking(seen: Position, found: Standings) -> Ranking:
    """Return the standings as a block; `seen` is the position they are of."""
    return Ranking(
        _rows(seen),
        after=_after(seen, _last_scored(seen)),
        coming=tuple(_coming(seen)),
        going_on=going_on(seen),
        frozen=found.frozen,
        provisional=found.provisional,
        places=column_places(row.total for row in found.rows),
    )


@over_cues
def _rows(position: Position) -> tuple[Ranked, ...]:
    state, found, last = position.state, standings(position), _last_scored(position)
    was = {row.entrant: row for row in rows(position.at(state.up_to(last)))} if last else {}
    return tuple(
        evolve(
            _ranked(position, found, row),
            behind=None if ahead is None else ahead.total - row.total,
            was=was[row.entrant].place if row.entrant in was else None,
            was_tied=row.entrant in was and bool(was[row.entrant].tied),
        )
        for ahead, row in zip((None, *found.rows), found.rows, strict=False)
    )


def _last_scored(position: Position) -> int | None:
    """Return the index of the last round of the rulebook that has given a score, None before there is one."""
    scored = [
        place
        for place, played in enumerate(position.state.rounds)
        if position.entry(played).counts and any(score.value for score in position.scores(played).values())
    ]
    return scored[-1] if scored else None


def _after(position: Position, last: int | None) -> Text | None:
    played = None if last is None else position.state.rounds[last]
    return None if played is None or not position.is_over(played) else position.entry(played).title


def _coming(position: Position) -> list[tuple[Text, Fraction | None]]:
    begun = {played.id for played in position.state.rounds}
    rest = [entry for entry in position.rulebook.rounds if entry.id not in begun]
    kinds = position.engine.kinds
    marks = [kinds[entry.kind].full_mark(entry.rules) for entry in rest]
    return [(entry.title, None if mark is None else exact(mark)) for entry, mark in zip(rest, marks, strict=True)]


@over_cues
def going_on(position: Position) -> GoingOn | None:
    """Return who goes on to the coming round, the first first; None where all do, or that is not settled yet."""
    coming, running = position.coming, position.state.running
    if coming is None or coming.advance is None or running is None or not position.is_over(running):
        return None
    if ties_before(position, coming):
        return None
    invited, roster = entrants(position, coming), position.state.roster
    placed = [row.entrant for row in standings(position).rows if row.entrant in invited]
    return GoingOn(coming.title, tuple(roster.name(team) for team in placed))


def _ranked(position: Position, found: Standings, row: Row) -> Ranked:
    team = position.state.roster.team(row.entrant)
    titles: dict[str, Text] = {entry.id: entry.title for entry in position.rulebook.rounds}
    return Ranked(
        team.id,
        team.short or team.name,
        dict(position.podiums)[team.id],
        row.place,
        row.total,
        _parts(found, team.id),
        tied=bool(row.tied),
        decided=None if row.broken_by is None else row.broken_by.words(titles),
        standing=team.standing,
        provisional=any(protest.team == team.id for protest in position.state.pending_protests),
    )


def _parts(found: Standings, team: str) -> tuple[Fraction, ...]:
    return tuple(part.value for part in found.totals[team].parts if part.counted)


def prizes(position: Position, audience: Audience, found: Standings) -> Prizes:
    """Return the prizes and honours, for the hall as far as the board has opened them."""
    state, honours = position.state, tuple(awards(position))
    count = len(found.prizes)
    opening = (*reversed(range(count)), *range(count, count + len(honours)))
    winners = [tuple(_winner(position, found, team) for team in each.entrants) for each in found.prizes]
    winners += [tuple(_honoured(position, each)) for each in honours]
    names: list[Text] = [*(each.prize.name for each in found.prizes), *(each.name for each in honours)]
    step, returns = _prizes_open(state, audience, len(opening)), _returns(count, len(honours))
    seen = set(opening[:step])
    is_back = returns and (state.signed is not None or state.board.step > 1 + len(opening))
    return Prizes(
        tuple((name, _names(winners[row]) if row in seen else None) for row, name in enumerate(names)),
        tuple(who if row in seen else () for row, who in enumerate(winners)),
        opening,
        0 if is_back and step == len(opening) else opening[step - 1] if step else None,
        returns,
    )


def _returns(prizes: int, honours: int) -> bool:
    """Whether the first prize is shown again after the last row: honours came after it."""
    return prizes > 0 and honours > 0


def _prizes_open(state: State, audience: Audience, count: int) -> int:
    """Return how many rows are open: the first step of the page opens none, and all are once it is signed."""
    if state.board.programme == "prizes" and audience == "hall" and state.signed is None:
        return max(0, min(state.board.step - 1, count))
    return count if audience != "hall" or state.signed is not None else 0


def _names(winners: tuple[Winner, ...]) -> tuple[Text, ...]:
    return tuple(winner.name for winner in winners)


def _winner(position: Position, found: Standings, team_id: str) -> Winner:
    team = position.state.roster.team(team_id)
    podiums: Mapping[str, int] = dict(position.podiums)
    row, parts = found.row(team_id), _parts(found, team_id)
    ahead = _ahead(found, team_id)
    return Winner(
        team.short or team.name, podiums[team_id], None, row.place, row.total, parts, ahead, standing=team.standing
    )


def _ahead(found: Standings, team: str) -> Fraction | None:
    """Return the points from the first to the second; None for any other team."""
    first, *others = found.rows
    return first.total - others[0].total if others and first.entrant == team else None


def _honoured(position: Position, award: Award) -> list[Winner]:
    """Return who is honoured; a member with the team and its desk."""
    roster, podiums = position.state.roster, dict(position.podiums)
    total = award.score.value if award.score is not None else None
    found = []
    for winner in award.winners:
        own = next((team for team in roster.teams if any(each.id == winner for each in team.everybody)), None)
        if own is None:
            found.append(Winner(roster.name(winner), podiums.get(winner), total=total))
        else:
            found.append(Winner(roster.name(winner), podiums.get(own.id), own.short or own.name, total=total))
    return found
