"""The standings as a table, prizes and awards below them; and two standings side by side."""

from __future__ import annotations

from quizarena.contest import Contest, Standings
from quizarena.points import show, show_signed
from quizarena.report.columns import entrant_name, standings_columns, tie_lines
from quizarena.scenes import Audience
from quizarena.standings import Row
from quizarena.text import Text

from .output import Cell, print_table, say
from .words import _, told


def print_standings(contest: Contest, audience: Audience) -> None:
    """Print places, scores by round, totals, prizes and awards."""
    found = contest.standings(audience)
    for note in _notes(contest, found):
        say(note)
    podiums, columns = dict(contest.podiums_seen(audience)), standings_columns(contest, found)
    roster = contest.seen_by(audience).state.roster
    head = (_("Place"), _("Desk"), _("Team"), *(title for title, _figures in columns))
    rows: list[list[Cell]] = [
        [
            _place(row),
            podiums[row.entrant],
            entrant_name(roster, row.entrant),
            *(figures[at] for _head, figures in columns),
        ]
        for at, row in enumerate(found.rows)
    ]
    print_table(head, rows, right=range(3, len(head)))
    for each in tie_lines(contest, audience):
        say(each)
    _print_prizes(contest, found, audience)


def _notes(contest: Contest, found: Standings) -> list[Text]:
    notes = rehearsed(contest)
    if found.frozen:
        notes.append(_("The standings are frozen: the hall sees an earlier moment."))
    if found.provisional:
        notes.append(_("Provisional: a protest is pending."))
    return notes


def rehearsed(contest: Contest) -> list[Text]:
    """Return the line that stands above whatever a rehearsal gives out, none for a contest that is live."""
    return [_("*** REHEARSAL, not the contest ***")] if contest.state.is_rehearsal else []


def _place(row: Row) -> Text | str:
    return _("={place}", place=row.place) if row.tied else str(row.place)


def _name(contest: Contest, entrant: str) -> Text:
    return entrant_name(contest.state.roster, entrant)


def _print_prizes(contest: Contest, found: Standings, audience: Audience) -> None:
    rows: list[list[Cell]] = []
    if found.complete and not found.open_ties:
        for prize in found.prizes:
            if prize.is_open and not prize.is_place:
                rows.append([prize.prize.name, ", ".join(told(_name(contest, each)) for each in prize.entrants) or "-"])
    for award in contest.awards(audience):
        winners = ", ".join(f"{told(_name(contest, each))} ({each})" for each in award.winners)
        rows.append([award.name, winners or "-"])
    if rows:
        say()
        print_table((_("Prize"), _("Winner")), rows)


def print_change(contest: Contest, before: Standings, after: Standings) -> None:
    """Print totals and places before and after."""
    head = (_("Team"), _("Total before"), _("Place"), _("Total after"), _("Place"), _("Change"))
    rows: list[list[Cell]] = []
    for row in before.rows:
        then = after.row(row.entrant)
        change = show_signed(then.total - row.total)
        rows.append([_name(contest, row.entrant), show(row.total), _place(row), show(then.total), _place(then), change])
    print_table(head, rows, right=(1, 3, 5))
