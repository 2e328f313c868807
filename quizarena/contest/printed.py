"""What a contest, its standings and the working of a total print as."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..journal.row import grouped
from ..pages import Cell, Page, TextTable
from ..points import show
from ..scenes import Audience
from ..standings import Row
from ..text import COMMA, FRAME, Joined, Text, plain
from .audiences import Explanation
from .columns import entrant_name, standings_columns, tie_lines
from .facts import Amended, Corrected
from .reading import Reading
from .standings import Standings

_ = FRAME


def standings_page(contest: Reading, audience: Audience, found: Standings) -> Page:
    """Return places, scores by round, totals, ties, prizes and honours, as `audience` may see them."""
    parts: list[Text | str | TextTable] = [*_notes(contest, found), _table(contest, audience, found)]
    parts += [*tie_lines(contest, audience), *_prizes(contest, audience, found)]
    return Page(parts, contest.rulebook.language)


def contest_page(contest: Reading) -> Page:
    """Return what a contest is called, how far it has come, and the standings its desk sees."""
    running, count = contest.state.running, len(contest.records)
    where = _("not begun") if running is None else contest.position.entry(running).title
    if contest.outcome() is not None:
        where = _("over")
    head = _("{title}: {where}, {count} records", title=contest.rulebook.title, where=where, count=count)
    return Page([head, *standings_page(contest, "desk", contest.standings("desk")).parts], contest.rulebook.language)


def rehearsed(contest: Reading) -> list[Text]:
    """Return the line that stands above whatever a rehearsal gives out, none for a contest that is live."""
    return [_("*** REHEARSAL, not the contest ***")] if contest.state.is_rehearsal else []


def _notes(contest: Reading, found: Standings) -> Iterator[Text]:
    yield from rehearsed(contest)
    if found.frozen:
        yield _("The standings are frozen: the hall sees an earlier moment.")
    if found.provisional:
        yield _("Provisional: a protest is pending.")


def _table(contest: Reading, audience: Audience, found: Standings) -> TextTable:
    podiums, columns = dict(contest.podiums_seen(audience)), standings_columns(contest, found)
    roster = contest.seen_by(audience).state.roster
    head = (_("Place"), _("Desk"), _("Team"), *(title for title, _figures in columns))
    rows = [
        (place_of(row), podiums[row.entrant], entrant_name(roster, row.entrant), *(each[at] for _head, each in columns))
        for at, row in enumerate(found.rows)
    ]
    return TextTable(head, rows, right=range(3, len(head)))


def place_of(row: Row) -> Text | str:
    """Return a place as it stands in a table, =2 where it is shared."""
    return _("={place}", place=row.place) if row.tied else str(row.place)


def _prizes(contest: Reading, audience: Audience, found: Standings) -> Iterator[str | TextTable]:
    rows: list[Sequence[Cell]] = []
    if found.complete and not found.open_ties:
        given = (each for each in found.prizes if each.is_open and not each.is_place)
        rows += [(each.prize.name, _names([_name(contest, team) for team in each.entrants])) for each in given]
    for award in contest.awards(audience):
        winners = [Joined((_name(contest, each), plain(f" ({each})"))) for each in award.winners]
        rows.append((award.name, _names(winners)))
    if rows:
        yield ""
        yield TextTable((_("Prize"), _("Winner")), rows)


def _names(names: Sequence[Text]) -> Text:
    return Joined(tuple(names), COMMA) if names else plain("-")


def _name(contest: Reading, entrant: str) -> Text:
    return entrant_name(contest.state.roster, entrant)


def explanation_page(contest: Reading, audience: Audience, found: Explanation) -> Page:
    """Return the tree of a total, parents first, and below it the corrections in it."""
    place = "-" if found.place is None else str(found.place)
    name, total = contest.state.roster.name(found.team), show(found.score.value)
    head = _("{team}: {total}, place {place}", team=name, total=total, place=place)
    seqs = {by for each in found.corrections.values() for by in each}
    corrections = (_correction(contest, seq) for seq in sorted(seqs))
    marks = {seq: [_("(corrected by #{by})", by=f"{by:03}") for by in each] for seq, each in found.corrections.items()}
    tree = TextTable((), list(found.score.lines(marks)))
    return Page([*rehearsed(contest), head, *_came_from(contest, found.team), tree, *corrections],
                contest.rulebook.language)  # fmt: skip


def _came_from(contest: Reading, team: str) -> Iterator[Text]:
    """Yield the heat that a team has come from, with the head it had when this contest was started."""
    for heat in contest.rulebook_at_start.heats:
        if team in heat.places:
            yield _(
                "Comes from {contest}, place {place}; its head was #{seq} {digest}.",
                contest=heat.contest,
                place=heat.places[team],
                seq=f"{heat.records - 1:03}",
                digest=grouped(heat.head),
            )


def _correction(contest: Reading, seq: int) -> Text:
    fact = contest.records[seq].fact
    if not isinstance(fact, (Corrected, Amended)):
        return plain(f"#{seq:03} {fact.type}")
    return _(
        "#{seq} corrects {items}: {reason} (ruled by {ruled_by})",
        seq=f"{seq:03}",
        items=", ".join(f"#{item.seq:03}" for item in fact.items),
        reason=fact.reason,
        ruled_by=fact.ruled_by or "-",
    )
