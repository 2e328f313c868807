"""The hall in browsers, in the menu: the server, who is there, cards for the tables and a new one for a seat."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

import attrs

from ...errors import JournalError
from ...journal import Presence
from ...text import Joined, Text
from ..cards import DESK, Card, equipment_of, name_of, seats_in_use, seats_of, sitting, voters_printed
from ..dialog import Column, Dialog, Line, Table
from ..serving import CardsPrinted
from .browsers import News
from .desk import Desk
from .lists import Act, DeedList, deeds
from .words import _


def row(desk: Desk) -> Text:
    """Return the menu's row: whether browsers are served, and how many seats are there."""
    server = desk.browsers.server
    if server is None:
        return _("Browsers: board, phones and tablets are not served")
    seats = seats_of(desk.contest)
    here = {each.role for each in _screens(desk) if each.browser}
    return _("Browsers: {address}, {here} of {seats} seats there", address=server.address,
             here=len(here & set(seats)), seats=len(seats))  # fmt: skip


def open_hall(desk: Desk, now: datetime) -> None:
    """Open what may be done about browsers."""
    desk.refresh()
    rows: tuple[tuple[Text, Act], ...]
    if desk.browsers.server is None:
        rows = (
            (_("Serve the hall's network: phones, tablets, projector"), _begin(desk, "--lan")),
            (_("Serve this machine alone: a browser on the projector"), _begin(desk)),
            (_("Serve the hall's network at any free port"), _begin(desk, "--lan", "--port", "0")),
        )
    else:
        rows = (
            (_("Cards for all seats, to print; cards not used yet are void"), lambda now: _print(desk, now)),
            (_("A new card for one seat"), lambda now: _open_seats(desk)),
            (_("The seats on a page of a browser: a card for it"), lambda now: _print(desk, now, DESK)),
            *_voters(desk),
            (_("Stop the server"), lambda now: _say(desk, desk.browsers.stop())),
        )
    desk.open(HallList(desk, _("The hall in browsers"), deeds(*rows)))


def look(desk: Desk) -> None:
    """Look at the server and its door once a second, and say what is news; what cannot be read now waits."""
    if desk.seats is None or desk.pending is not None:
        return
    with suppress(JournalError):  # said by whoever follows the record
        news = desk.browsers.look(desk.arena, desk.seats.others())
        if news:
            desk.say(Joined(tuple(each.text for each in news), "; "), loud=any(each.is_loud for each in news))


def settle(desk: Desk, printed: CardsPrinted) -> None:
    """Say what became of cards that were asked for; a single one can be typed from its address."""
    desk.browsers.end()
    if printed.why is not None or printed.page is None:
        desk.say(_("No cards were made: {why}", why=printed.why or ""), loud=True)
    elif len(printed.addresses) == 1:
        desk.say(_("A new card: {address}; it is in {page}", address=printed.addresses[0], page=printed.page.name))
    else:
        count, page = len(printed.addresses), str(printed.page)
        desk.say(_("{count} cards are in {page}; print it from a browser", count=count, page=page))


def _say(desk: Desk, news: News) -> None:
    desk.say(news.text, loud=news.is_loud)


def _begin(desk: Desk, *options: str) -> Act:
    return lambda now: _say(desk, desk.browsers.begin(desk.arena.journal.address, *options))


def _print(desk: Desk, now: datetime, *seats: str, voters: int = 0) -> None:
    _say(desk, desk.browsers.print_cards(desk.arena.journal.address, now, *seats, voters=voters))


def _voters(desk: Desk) -> list[tuple[Text, Act]]:
    """Return the row for voters' cards where a round votes by them."""
    count = equipment_of(desk.contest).voters
    words = _("Voters' cards 1 to {count}, to print", count=count)
    return [(words, lambda now: _print_voters(desk, count, now))] if count else []


def _print_voters(desk: Desk, count: int, now: datetime) -> None:
    """Print voters' cards; where there are some already, say first that they will be void."""
    try:
        printed = voters_printed(desk.arena)
    except JournalError as error:
        desk.say(_("No cards were made: {why}", why=error.message), loud=True)
        return
    if not printed:
        _print(desk, now, voters=count)
        return
    intro = _(
        "Cards 1 to {count} are printed. Once new ones are, they are void, and nobody votes by them.", count=printed
    )
    row = (_("Print {count} new voters' cards", count=count), lambda now: _print(desk, now, voters=count))
    desk.open(DeedList(desk, _("Voters' cards anew?"), deeds(row), intro))


def _open_seats(desk: Desk) -> None:
    """Ask whose card it is to be."""

    def card(seat: str) -> Act:
        return lambda now: _print(desk, now, seat)

    rows = deeds(*((name_of(desk.contest, seat), card(seat)) for seat in _cards(desk)))
    intro = _("The card given out before is void at once; whoever sits there stays until the new one is used.")
    desk.open(DeedList(desk, _("A new card: for which seat?"), rows, intro))


def _cards(desk: Desk) -> dict[str, Card]:
    """Return the seats and their cards; while they cannot be read, those that every contest has."""
    try:
        return seats_in_use(desk.arena)
    except JournalError:  # said by whoever follows the record
        return {seat: Card() for seat in seats_of(desk.contest)}


def _screens(desk: Desk) -> list[Presence]:
    return [] if desk.seats is None else desk.seats.others()


@attrs.define
class HallList(DeedList):
    """What may be done, below the addresses and the seats."""

    def dialog(self, now: datetime) -> Dialog:
        """Return where browsers are served, who is there, and the rows."""
        found = DeedList.dialog(self, now)
        server = self.desk.browsers.server
        if server is None:
            intro = _("The server goes on when this desk is closed. It changes nothing in the contest.")
            return attrs.evolve(found, blocks=(Line(intro, "quiet"), *found.blocks))
        addresses = (
            Line(_("The board, for the projector: {address}", address=f"{server.address}/board")),
            Line(_("The audience's phones: {address}", address=server.address)),
        )
        return attrs.evolve(found, blocks=(*addresses, self._table(), *found.blocks))

    def _table(self) -> Table:
        screens, contest = _screens(self.desk), self.desk.contest
        states = {seat: sitting(seat, card, screens) for seat, card in _cards(self.desk).items()}
        rows = [(name_of(contest, seat), state.text) for seat, state in states.items()]
        columns = Column(_("seat"), "name"), Column(_("in browsers"), "words")
        return Table(columns, tuple(rows))
