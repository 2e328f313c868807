"""The hall in browsers, in the menu: the server, who is there, cards for the tables and a new one for a seat."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

import attrs

from ...errors import JournalError
from ...journal import Presence
from ...text import Joined, Text, plain
from ..cards import Card, cards_of, name_of, seats_of
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


def _print(desk: Desk, now: datetime, *seats: str) -> None:
    _say(desk, desk.browsers.print_cards(desk.arena.journal.address, now, *seats))


def _open_seats(desk: Desk) -> None:
    """Ask whose card it is to be."""

    def card(seat: str) -> Act:
        return lambda now: _print(desk, now, seat)

    rows = deeds(*((name_of(desk.contest, seat), card(seat)) for seat in _seats(desk)))
    intro = _("The card given out before is void at once; whoever sits there stays until the new one is used.")
    desk.open(DeedList(desk, _("A new card: for which seat?"), rows, intro))


def _seats(desk: Desk) -> list[str]:
    """Return the seats there are cards for: of teams, those for which a card was asked."""
    found = list(seats_of(desk.contest))
    with suppress(JournalError):  # said by whoever follows the record
        found += [seat for seat, card in cards_of(desk.arena).items() if seat not in found and card != Card()]
    return found


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
        screens, cards = _screens(self.desk), dict[str, Card]()
        with suppress(JournalError):  # said by whoever follows the record
            cards = cards_of(self.desk.arena)
        contest = self.desk.contest
        rows = [(name_of(contest, seat), _state(seat, cards.get(seat), screens)) for seat in _seats(self.desk)]
        columns = Column(_("seat"), "name"), Column(_("in browsers"), "words")
        return Table(columns, tuple(rows))


def _state(seat: str, card: Card | None, screens: list[Presence]) -> Text:
    """Return whether somebody is there, where from, or what became of the seat's card."""
    if any(each.role == seat and each.browser for each in screens):
        return Joined((_("there"), plain(card.place)), "  ") if card is not None and card.place else _("there")
    if any(each.role == seat for each in screens):
        return _("at a window")
    if card is not None and card.claimed:
        return _("has the seat, not connected now")
    return _("card not used yet") if card is not None and card.code else _("no card yet")
