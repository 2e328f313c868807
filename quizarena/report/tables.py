"""Standings, marks and members' points as CSV that a spreadsheet opens right and never runs.

Decides the columns, that a number is written exactly, in digits, and that no text is a formula: what a spreadsheet
would run is preceded by an apostrophe. The file is UTF-8 with a byte order mark, without which Excel reads Chinese
wrongly.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from operator import itemgetter
from typing import TypeAlias

from ..contest import Contest
from ..contest.columns import adjusted, entrant_name, round_titles, worth
from ..points import exact, show
from ..rounds import Meeting
from ..scenes import Audience
from ..standings import places
from ..text import Text, draw
from .course import ballots
from .words import _

Cell: TypeAlias = Text | str | int | Decimal | Fraction | None
Rows: TypeAlias = Iterable[Sequence[Cell]]
MARK = "\ufeff"
_RUN = frozenset("=+-@|%\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What a cell must not begin with, the last four full width: it is taken for a formula, or a call of a program."""


def standings(contest: Contest, audience: Audience) -> Iterator[Sequence[Cell]]:
    """Yield the standings under their heads, best first: a round a column, as the round gave it, before any weight."""
    found, base = contest.standings(audience), exact(contest.rulebook.base_score)
    titles = round_titles(contest, found)
    podiums = dict(contest.podiums_seen(audience))
    yield (
        *(_("Place"), _("Joint"), _("Desk"), _("Id"), _("Team"), _("Base score")),
        *titles.values(),
        *(_("Arbiter's points"), _("Total")),
    )
    for row in found.rows:
        rounds = [worth(found, each, row.entrant) for each in titles]
        total = found.totals[row.entrant]
        name = entrant_name(contest.seen_by(audience).state.roster, row.entrant)
        who = (row.place, _("yes") if row.tied else "", podiums[row.entrant], row.entrant, name)
        yield (*who, base, *rounds, adjusted(found, row.entrant), total.value)


def marks(contest: Contest, audience: Audience) -> Iterator[Sequence[Cell]]:
    """Yield every mark a judge gave that counts as a record, under heads, as far as `audience` may read it."""
    titles = {entry.id: entry.title for entry in contest.rulebook.rounds}
    podiums, roster = dict(contest.podiums_seen(audience)), contest.seen_by(audience).state.roster
    yield (_("Round"), _("Desk"), _("Team"), _("Judge id"), _("Judge"), _("What"), _("Mark"), _("Record"))
    for ballot in ballots(contest, audience):
        team = ballot.subject.team
        whose = (podiums.get(team), roster.name(team)) if team else (None, None)
        judge, round_ = ballot.subject.judge, titles.get(ballot.record.round, ballot.record.round)
        for label, value in ballot.entries:
            if isinstance(value, (int, Decimal)):
                yield (round_, *whose, judge, roster.name(judge), label, value, ballot.record.seq)


def members(contest: Contest, audience: Audience) -> Iterator[Sequence[Cell]]:
    """Yield the points of their own that members have under heads, most first: a round a column, then their sum."""
    points = {key: each for key, each in contest.members_points(audience).items() if each}
    titles = {entry.id: entry.title for entry in contest.rulebook.rounds}
    podiums, roster = dict(contest.podiums_seen(audience)), contest.seen_by(audience).state.roster
    rounds = tuple(titles.get(key, key) for key in points)
    yield (_("Place"), _("Desk"), _("Team"), _("Id"), _("Member"), *rounds, _("Total"))
    teams = {member.id: team for team in roster.teams for member in team.everybody}
    own = {who: [each.get(who) for each in points.values()] for who in teams if any(who in e for e in points.values())}
    totals = {
        who: sum((score.value for score in found if score is not None), Fraction(0)) for who, found in own.items()
    }
    for who, place in sorted(zip(totals, places(list(totals.values())), strict=True), key=itemgetter(1)):
        team, scores = teams[who], (None if score is None else score.value for score in own[who])
        yield (place, podiums[team.id], team.name, who, roster.name(who), *scores, totals[who])


def matches(contest: Contest, audience: Audience) -> Iterator[Sequence[Cell]]:
    """Yield the table of wins and losses under its heads, best first; teams that have met nobody are left out.

    The margin is by how many marks or points matches were won, less those by which others were lost.
    """
    podiums, roster = dict(contest.podiums_seen(audience)), contest.seen_by(audience).state.roster
    heads = (_("Played"), _("Won"), _("Drawn"), _("Lost"), _("Margin"), _("Total"))
    yield (_("Place"), _("Desk"), _("Id"), _("Team"), *heads)
    met = contest.meetings(audience)
    for row in contest.standings(audience).rows:
        own = [seen for each in met if (seen := each.seen_by(row.entrant)) is not None]
        if own:
            counts = [sum(sign(each) == way for each in own) for way in (1, 0, -1)]
            margins = [each.margin for each in own]
            margin = None if None in margins else sum((each for each in margins if each is not None), Fraction(0))
            who = (row.place, podiums[row.entrant], row.entrant, entrant_name(roster, row.entrant))
            yield (*who, len(own), *counts, margin, row.total)


def sign(met: Meeting) -> int:
    """Return 1 for a meeting won, 0 for a draw, -1 for one lost."""
    return (met.won > Fraction(1, 2)) - (met.won < Fraction(1, 2))


def _flagged(rows: Callable[[Contest, Audience], Iterator[Sequence[Cell]]]) -> Callable[[Contest, Audience], Rows]:
    """Let every row of a rehearsal say so in a last column: rows are sorted, copied and pasted."""

    def flagged(contest: Contest, audience: Audience) -> Rows:
        flag = (_("REHEARSAL"),) if contest.state.is_rehearsal else ()
        return ((*row, *flag) for row in rows(contest, audience))

    return flagged


TABLES = {
    "standings": _flagged(standings),
    "marks": _flagged(marks),
    "members": _flagged(members),
    "matches": _flagged(matches),
}
"""What there is, by the name on the command line."""


def to_csv(rows: Rows, language: str) -> str:
    """Return rows as the text of a CSV file, texts drawn in `language`."""
    stream = io.StringIO()
    stream.write(MARK)
    writer = csv.writer(stream)  # lines end in CR LF, as RFC 4180 says
    writer.writerows([_cell(cell, language) for cell in row] for row in rows)
    return stream.getvalue()


def _cell(cell: Cell, language: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, (int, Decimal, Fraction)):
        return digits(cell)
    return harmless(draw(cell, language))


def digits(value: int | Decimal | Fraction) -> str:
    """Return a number exactly: in decimals, or where it has none, as a spreadsheet reads a mixed fraction: "85 1/3"."""
    shown = show(value)
    if "/" not in shown:
        return shown
    fraction = abs(exact(value))
    whole, rest = divmod(fraction.numerator, fraction.denominator)
    return f"{'-' if exact(value) < 0 else ''}{whole} {rest}/{fraction.denominator}"


def harmless(text: str) -> str:
    """Return text no spreadsheet runs: what begins like a formula, spaces aside, stands behind an apostrophe."""
    return f"'{text}" if text.strip()[:1] in _RUN or text[:1] in _RUN else text
