"""The columns of the standings, their numbers standing on the point, and how an entrant is called on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from ..points import column_places, exact, show
from ..roster import Roster, named
from ..rulebook import RoundEntry
from ..scenes import Audience, Ranking
from ..text import COMMA, FRAME, Joined, Text, ordinal, plain
from .reading import Reading
from .scoring import ADJUSTMENT, FLOOR, START, round_key
from .standings import Standings

_ = FRAME


def round_titles(contest: Reading, found: Standings) -> dict[str, Text]:
    """Return the title of each round that has begun, by its id."""
    titles = {entry.id: _weighed(entry) for entry in contest.rulebook.rounds}
    return {each: titles.get(each, _("Play-off")) for each in found.rounds}


def _weighed(entry: RoundEntry) -> Text:
    """Return a round's title with its weight, without which the columns would not add up."""
    return entry.title if entry.weight == 1 else Joined((entry.title, plain(f" ×{show(entry.weight)}")))


def standings_columns(contest: Reading, found: Standings) -> list[tuple[Text, list[str]]]:
    """Return the columns that add up to a total, head and figures row by row; those that hold nothing are left out."""
    rows, base = [row.entrant for row in found.rows], exact(contest.rulebook.base_score)
    columns: list[tuple[Text, list[str]]] = [(_("Base score"), column([base] * len(rows)))] if base else []
    for each, title in round_titles(contest, found).items():
        if found.rounds[each]:
            columns.append((title, column([worth(found, each, team) for team in rows])))
    if any(part.key == ADJUSTMENT for total in found.totals.values() for part in total.parts):
        columns.append((_("Adjustments"), column([adjusted(found, team) for team in rows])))
    gone = [set_aside(found, team) for team in rows]
    if any(gone):
        columns.append((_("No longer counted"), column(gone)))
    limited = [_limited(contest, found, team) for team in rows]
    if any(limited):
        columns.append((_("Cap or floor"), column(limited)))
    return [*columns, (_("Total"), column([found.totals[team].value for team in rows]))]


def worth(found: Standings, round_id: str, team: str) -> Fraction | None:
    """Return what a team made of a round, None where it took no part."""
    score = found.rounds[round_id].get(team)
    return None if score is None else score.value


def adjusted(found: Standings, team: str) -> Fraction:
    """Return what the arbiter gave or took, as far as it counts."""
    return sum(
        (part.value for part in found.totals[team].parts if part.key == ADJUSTMENT and part.counted), Fraction(0)
    )


def given_back(found: Standings, team: str) -> Fraction:
    """Return what the total's floor gives back."""
    return sum((part.value for part in found.totals[team].parts if part.key == FLOOR and part.counted), Fraction(0))


def set_aside(found: Standings, team: str) -> Fraction:
    """Return what a team's total begins anew from, less what counts no more: base score and rounds struck out."""
    parts = found.totals[team].parts
    gone = (part.value for part in parts if not part.counted and part.key not in (ADJUSTMENT, FLOOR, START))
    anew = (part.value for part in parts if part.counted and part.key == START)
    return sum(anew, -sum(gone, Fraction(0)))


def _limited(contest: Reading, found: Standings, team: str) -> Fraction:
    """Return what caps take and floors give back, so that the columns of a team add up."""
    entries = {entry.id: entry for entry in contest.rulebook.rounds if entry.cap is not None or entry.floor is not None}
    parts = {part.key: part for part in found.totals[team].parts}
    known = {each: (worth(found, each, team), parts.get(round_key(each))) for each in entries if each in found.rounds}
    by_round = (
        part.value - exact(entries[each].weight) * gave
        for each, (gave, part) in known.items()
        if gave is not None and part is not None
    )
    return given_back(found, team) + sum(by_round, Fraction(0))


def entrant_name(roster: Roster, entrant: str) -> Text:
    """Return how a team, a member or a judge is called; of a team that left, with what became of it."""
    team = next((team for team in roster.teams if team.id == entrant), None)
    return roster.name(entrant) if team is None else named(team.name, team.standing)


def listed(texts: Iterable[Text], *, last: Text | str = "") -> Text:
    """Return texts one after the other as a sentence lists them; `last` stands before the last one instead."""
    parts = tuple(texts)
    if not last or len(parts) < 2:
        return Joined(parts, COMMA)
    return Joined((Joined(parts[:-1], COMMA), parts[-1]), last)


def tie_lines(contest: Reading, audience: Audience) -> Iterator[Text]:
    """Yield which rounds decide; a sentence a tie, equal totals that stand and those a tie-break set apart; then who
    goes on.
    """
    listed_already: set[str] = set()
    begun = contest.seen_by(audience).state
    for entry in reversed(contest.rulebook.rounds):
        if entry.decides and begun.played(entry.id) is not None:
            yield _("{round} decides: who took part is placed by it first, then by total", round=entry.title)
    for block in contest.scene(audience).of(Ranking):
        joint = {row.place: [each for each in block.rows if each.place == row.place] for row in block.rows if row.tied}
        for row in block.rows:
            if row.tied and row.team not in listed_already:
                listed_already |= {each.team for each in joint[row.place]}
                teams = listed(named(each.name, each.standing) for each in joint[row.place])
                yield _("Joint place {place}: {teams}", place=row.place or 0, teams=teams)
            elif row.decided is not None and not row.tied:
                place = ordinal(row.place or 0)
                team = named(row.name, row.standing)
                yield _("{team}: {place} after a tie-break ({how})", team=team, place=place, how=row.decided)
        if block.going_on is not None:
            yield _("On to {round}: {teams}", round=block.going_on.round, teams=listed(block.going_on.teams))


def column(values: Sequence[Fraction | None]) -> list[str]:
    """Return the values with as many decimals as the longest of them needs; - for none."""
    places = column_places(value for value in values if value is not None)
    return ["-" if value is None else show(value, places) for value in values]
