"""The list before the start (开赛前自查): what the desk sees for itself, and what a person has to look at.

A tick of a person is kept by this desk alone and gates nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

import attrs

from ...journal import Presence
from ...journal.addresses import name_of
from ...journal.stored_files import stored_file
from ...media import media_in
from ...simulation.rehearsal import is_rehearsed
from ...text import Joined, Text
from ..cards import name_of as name_of_seat
from ..cards import seats_of
from ..dialog import Check, Dialog, Key
from ..hall import MOST_ROWS
from ..keys import Press
from ..serving import way_out
from . import copy_folder
from .desk import Desk, Overlay
from .presence import role_name
from .words import _

_BY_HAND: tuple[tuple[str, Text, Text], ...] = (
    ("power", _("Power"), _("The charger is plugged in, the lid stays open, sleep is off.")),
    (
        "projector",
        _("Projector"),
        _("K in the board's window shows the test card. Is it what the projector shows? If not: Win+P, extend."),
    ),
    ("legible", _("Last row"), _("Somebody in the last row reads the test card without effort.")),
    ("sound", _("Sound"), _("The tone, or the hand bell, is heard in the whole hall.")),
)


_NUMBERS = re.compile(r"[0-9.]+")


def checks(desk: Desk, now: datetime) -> list[Check]:
    """Return the list: a person's lines first, for their numbers, then the folder of the copies, to be chosen."""
    by_hand = [Check(nth, key in desk.ticked, text, todo) for nth, (key, text, todo) in enumerate(_BY_HAND, 1)]
    return [
        *by_hand,
        copy_folder.check(desk, len(_BY_HAND) + 1, now),
        *_boards(desk),
        *_network(desk),
        *_seats(desk),
        _file(desk),
        *_media(desk),
        _rehearsed(desk),
    ]


def _boards(desk: Desk) -> Iterator[Check]:
    """Yield a line for each board and monitor, or that there is none; then whether the test card was shown."""
    others = [] if desk.seats is None else desk.seats.others()
    screens = [each for each in others if each.role in ("board", "host")]
    for each in screens:
        yield _in_browser(each) if each.browser else _board(desk, each)
    file, boards = name_of(desk.file), [each for each in screens if not each.browser]
    if screens and not boards:
        return
    if not boards:
        yield Check(0, False, _("No board yet"), _("In another terminal: quizarena board {file}", file=file))
    elif not any(each.card for each in boards):
        yield Check(0, False, _("Test card not shown"), _("Press K, then Enter, in the board's window."))
    else:
        yield Check(0, True, _("Test card shown"))


def _board(desk: Desk, seat: Presence) -> Check:
    rows = seat.rows
    said = _("{screen} {size}", screen=role_name(seat.role), size=seat.size)
    if rows > MOST_ROWS:
        return Check(0, False, said, _("too small for the back rows; enlarge with Ctrl plus to 24 to 34 rows"))
    return Check(0, bool(rows), said, None if rows else _("its size is not known yet"))


def _in_browser(seat: Presence) -> Check:
    return Check(0, True, _("{screen} in a browser", screen=role_name(seat.role)))


def _network(desk: Desk) -> Iterator[Check]:
    """Yield whether a phone reaches the server, and what of the network fails where that can be told."""
    server = desk.browsers.server
    if server is None:
        return
    if server.reached:
        yield Check(0, True, _("A phone reaches the server, from {place}", place=server.reached))
    else:
        yield Check(0, False, _("No phone has reached the server yet"), _why_unreached(server.address, way_out()))


def _why_unreached(address: str, here: str) -> Text:
    """Return what to do about a server that no phone has reached; `here` is this machine's own network address."""
    host = urlsplit(address).hostname or ""
    if host.startswith("127."):
        return _("It serves this machine alone. Stop it, and serve the hall's network: M, Browsers.")
    if not here:
        return _("This machine is in no network: turn its Wi-Fi on, or plug the cable in; then start the server anew.")
    if _NUMBERS.fullmatch(host) and host != here:
        return _(
            "It is at {address}, this machine now at {here}: is that the hall's Wi-Fi? Then stop the server, start it"
            " again and print the cards anew.",
            address=host,
            here=here,
        )
    return _(
        "One phone in the hall's Wi-Fi opens {address}/now; a number is right. Refused at once: it is in another"
        " network. Loading for ever: this machine's firewall (allow Python in private networks), else a guest Wi-Fi"
        " that keeps devices apart (take a router of your own).",
        address=address,
    )


def _seats(desk: Desk) -> Iterator[Check]:
    """Yield whether everybody for whom there is a seat in browsers is there, once browsers are served."""
    if desk.browsers.server is None or desk.seats is None:
        return
    here, seats = {each.role for each in desk.seats.others()}, seats_of(desk.contest)
    absent = [name_of_seat(desk.contest, seat) for seat in seats if seat not in here]
    said = _("Seats: {here} of {seats} there", here=len(seats) - len(absent), seats=len(seats))
    yield Check(0, not absent, said, _("not there: {names}", names=Joined(tuple(absent), ", ")) if absent else None)


def _file(desk: Desk) -> Check:
    problems = desk.arena.journal.cautions()
    if not problems:
        return Check(0, True, _("File on a disk of this machine"))
    return Check(0, False, _("File in an unsafe place"), problems[0])


def _media(desk: Desk) -> Iterator[Check]:
    """Yield whether the pictures and sounds lie beside the file; `quizarena doctor` also says which were changed."""
    names = desk.kept("media", lambda: {each.stored_name: each.file for each in media_in(desk.contest.rulebook)})
    missing = [file for stored, file in names.items() if desk.file and stored_file(desk.file, stored) is None]
    if missing:
        todo = _("Put them back from a copy of the contest's folder: {files}", files=", ".join(missing))
        yield Check(0, False, _("Pictures and sounds are missing"), todo)
    elif names:
        yield Check(0, True, _("Pictures and sounds: all {count}", count=len(names)))


def _rehearsed(desk: Desk) -> Check:
    if not desk.file or is_rehearsed(desk.file):
        return Check(0, bool(desk.file), _("Rehearsal in a file of its own"))
    todo = _("Not rehearsed: quizarena rehearse {file}", file=name_of(desk.file))
    return Check(0, False, _("No rehearsal beside this file"), todo)


def open_preflight(desk: Desk, now: datetime) -> None:
    """Open the list."""
    desk.open(Preflight(desk))


@attrs.define
class Preflight(Overlay):
    """The list as an overlay: a person's lines are ticked by their numbers."""

    desk: Desk

    def press(self, press: Press, now: datetime) -> bool:
        """Tick a line, or take the tick away; Enter closes."""
        if press.key == "enter":
            self.desk.close()
        elif press.key.isdecimal() and 0 < int(press.key) <= len(_BY_HAND):
            self.desk.ticked ^= {_BY_HAND[int(press.key) - 1][0]}
        elif press.key == str(len(_BY_HAND) + 1):
            copy_folder.open_copy_folder(self.desk, now)
        else:
            return False
        return True

    def dialog(self, now: datetime) -> Dialog:
        """Return the lines, each with what to do about it."""
        keys = Key("", _("1 to 4 seen, or not")), Key("5", _("safety copy")), Key("enter", _("closes"))
        return Dialog(_("Before the start"), tuple(checks(self.desk, now)), keys)
