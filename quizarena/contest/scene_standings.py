"""The standings on the screens with their movement, the prizes as they open, and what is on air.

Prizes open from the last place up, honours after them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from ..points import column_places, exact, spoken_total
from ..roster import Roster
from ..rulebook import RoundEntry
from ..scenes import (
    Audience,
    Bracket,
    Contender,
    GoingOn,
    Match,
    OnAir,
    Opening,
    Ranked,
    Ranking,
    is_backstage,
)
from ..standings import Row
from ..text import FRAME, Text, listed, plain, spoken_place
from ..values import evolve
from .answers import over_cues
from .draw_ceremony import on_table
from .helps import allowed, helps_left
from .position import Position
from .qualification import entrants, first_of, seeded_now, ties_before
from .reveal import prize_steps, steps
from .scoring import round_key
from .standings import Standings, awards, rows, standings

_ = FRAME


def on_air(position: Position, audience: Audience) -> OnAir:
    """Return what the board shows, to those backstage with what waits to be opened on it.

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
        rehearsal=state.is_rehearsal,
        signed=state.signed is not None,
        organiser=position.rulebook.organiser,
        held=position.rulebook.contest.held,
        waits=_waiting(position) if is_backstage(audience) else None,
    )


def _waiting(position: Position) -> Opening | None:
    """Return the marks or lots that are being opened, None where there are none or the board is at them."""
    state, running = position.state, position.state.running
    if state.reveal is not None and running is not None and state.board.programme != "marks":
        return Opening("marks", state.reveal.step, steps(position.blocks(running, "hall")))
    if state.opening is not None and state.board.programme != "draw":
        return Opening("draw", state.opening.step, state.opening.count)
    return None


def _most_steps(position: Position) -> int:
    state = position.state
    if state.board.programme == "marks" and state.running is not None:
        return steps(position.blocks(state.running, "hall"))
    draw = on_table(position) if state.board.programme == "draw" else None
    if draw is not None:
        return len(draw.groups)
    if state.board.programme == "prizes":
        found, honours = standings(position), sum(1 for _award in awards(position))
        return prize_steps(giving_order(found, honours), returns=returns(len(found.prizes), honours))
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
            behind=None if ahead is None or ahead.total < row.total else ahead.total - row.total,
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
    if played is None or not position.is_over(played):
        return None
    entry = position.entry(played)
    return _("{round}, by which the places go", round=entry.title) if entry.decides else entry.title


def _coming(position: Position) -> list[tuple[Text, Fraction | None]]:
    begun = {played.id for played in position.state.rounds}
    rest = [entry for entry in position.rulebook.rounds if entry.id not in begun]
    kinds = position.engine.kinds
    marks = [None if entry.table else kinds[entry.kind].full_mark(entry.rules) for entry in rest]
    return [(entry.title, None if mark is None else exact(mark)) for entry, mark in zip(rest, marks, strict=True)]


@over_cues
def going_on(position: Position) -> GoingOn | None:
    """Return who goes on to the coming round, the first first; None where all or none do, or it is not settled yet."""
    coming, running = position.coming, position.state.running
    if coming is None or coming.advance is None or running is None or not position.is_over(running):
        return None
    if ties_before(position, coming):
        return None
    invited, roster = entrants(position, coming), position.state.roster
    placed = [row.entrant for row in standings(position).rows if row.entrant in invited]
    return GoingOn(coming.title, tuple(roster.name(team) for team in placed)) if placed else None


def _ranked(position: Position, found: Standings, row: Row) -> Ranked:
    team = position.state.roster.team(row.entrant)
    titles: dict[str, Text] = {entry.id: entry.title for entry in position.rulebook.rounds}
    return Ranked(
        team.id,
        team.short or team.name,
        dict(position.podiums)[team.id],
        row.place,
        row.total,
        parts(found, team.id),
        tied=bool(row.tied),
        decided=None if row.broken_by is None else row.broken_by.words(titles),
        standing=team.standing,
        provisional=any(protest.team == team.id for protest in position.state.pending_protests),
        part_names=part_names(position, found, team.id),
        helps=tuple((plain(name), max(0, helps_left(position, name)[team.id])) for name in allowed(position)),
    )


def total_line(found: Standings, team: str, roster: Roster, podiums: Mapping[str, int]) -> Text | None:
    """Return what is read of a team's total: its place, and who shares it; None for a team without a row."""
    row = next((row for row in found.rows if row.entrant == team), None)
    if row is None:
        return None
    said: dict[str, Text | str] = {"team": roster.name(team), "total": spoken_total(row.total)}
    said["place"] = spoken_place(row.place)
    level = [each.entrant for each in found.rows if each.place == row.place and each.entrant != team]
    others = [roster.name(each) for each in sorted(level, key=lambda each: podiums[each])]
    if not others:
        return _("{team} now have {total}, {place}.", **said)
    return _("{team} now have {total}, joint {place} with {others}.", others=listed(others), **said)


def parts(found: Standings, team: str) -> tuple[Fraction, ...]:
    """Return what a team's total is made of."""
    return tuple(part.value for part in found.totals[team].parts if part.counted)


def part_names(position: Position, found: Standings, team: str) -> tuple[Text | None, ...]:
    """Return which round each part of a team's total is of, None for what is of none: why is not for the hall."""
    titles = {round_key(entry.id): entry.title for entry in position.rulebook.rounds}
    return tuple(titles.get(part.key) for part in found.totals[team].parts if part.counted)


def giving_order(found: Standings, honours: int) -> tuple[int, ...]:
    """Return the row that opens at each step: prizes from the last place up, one once for each name, then honours."""
    count = len(found.prizes)
    by_name = (row for row in reversed(range(count)) for _name in found.prizes[row].entrants or (None,))
    return (*by_name, *range(count, count + honours))


def returns(prizes: int, honours: int) -> bool:
    """Whether the first prize is shown again after the last row: honours came after it."""
    return prizes > 0 and honours > 0


# Knock-outs


def knock_out(position: Position) -> Iterator[Bracket]:
    """Yield the knock-out whose match was begun last, play-offs aside; nothing where the last round was of none."""
    begun = [played.id for played in position.state.rounds if not played.play_off]
    held = next((entry for entry in position.rulebook.rounds if begun and entry.id == begun[-1]), None)
    if held is None or held.bracket is None:
        return
    entries = [entry for entry in position.rulebook.rounds if entry.bracket == held.bracket]
    yield Bracket(
        tuple(tuple(_match(position, entry) for entry in stage) for stage in _stages(entries)),
        next((_match(position, entry) for entry in entries if entry.advance and entry.advance.skip), None),
    )


def _stages(entries: Sequence[RoundEntry]) -> list[list[RoundEntry]]:
    """Return the matches stage by stage; that of third place is in none.

    The last stage is the final's, each before it that of the matches which lead to the next.
    """
    leading = {entry.id: entry for entry in entries if entry.advance is not None and not entry.advance.skip}
    stages, ids = [list(leading.values())[-1:]], set(leading)
    while True:
        before = [each for entry in stages[0] if entry.advance is not None for each in entry.advance.of if each in ids]
        if not before:
            return stages
        stages.insert(0, [leading[each] for each in before])


def _match(position: Position, entry: RoundEntry) -> Match:
    played = position.state.played(entry.id)
    name = position.state.roster.name
    if played is None:
        known = tuple(Contender(None if team is None else name(team)) for team in _awaited(position, entry))
        return Match(entry.title, known)
    scores, is_over = position.team_scores(played), position.is_over(played)
    winner = first_of(position, entry.id) if is_over else None
    sides = tuple(
        Contender(
            name(team),
            scores[team].value if team in scores else None,
            None if winner is None else team == winner,
        )
        for team in played.order
    )
    return Match(entry.title, sides, is_on=not is_over)


def _awaited(position: Position, entry: RoundEntry) -> Iterator[str | None]:
    """Yield who comes to a match that has not begun, None for each who is not known yet."""
    advance = entry.advance
    if advance is None:
        return
    yield from seeded_now(position, advance)
    for each in advance.of:
        yield first_of(position, each, advance.skip + 1)
