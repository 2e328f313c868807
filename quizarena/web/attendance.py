"""Who is there in browsers, as the desk and the other screens see it: a seat beside the record for each.

Used in the worker's thread alone. The audience is not counted.
"""

from __future__ import annotations

from datetime import UTC, datetime

import attrs

from ..arena import Arena
from ..errors import QuizArenaError
from ..facts import instant_text
from ..journal import Presence, Seats
from ..journal.addresses import scheme_of
from ..roster import Seat
from ..sessions.serving import SERVER, server_among
from ..text import Text
from .views import Watched
from .words import _


class ServingError(QuizArenaError):
    """The hall cannot be served there."""


@attrs.define
class _Screen:
    """A role that is there, and on how many pages."""

    seats: Seats | None
    pages: int = 0


class Attendance:
    """The server's own seat and those of the screens on it."""

    def __init__(self, arena: Arena) -> None:
        """Take the contest; nobody is there yet."""
        self._arena = arena
        self._server: Seats | None = None
        self._screens: dict[str, _Screen] = {}

    def open(self, address: str) -> None:
        """Be seen as the server that is reached at `address`; a contest that rests on a database may have several.

        Raises:
            ServingError: Another server has the contest's file already.
        """
        self._server = seats = self._arena.journal.sit(SERVER)
        if seats is None:
            return
        other = server_among(seats.others())
        is_shared = bool(scheme_of(self._arena.journal.address))
        if not is_shared and (other is not None or not seats.is_first()):
            self.close()
            raise ServingError(_served_already(other))
        seats.say(address=address, acting=datetime.now(UTC))

    def close(self) -> None:
        """Get up from every seat."""
        for seats in (self._server, *(each.seats for each in self._screens.values())):
            if seats is not None:
                seats.close()
        self._server = None
        self._screens.clear()

    def come(self, role: str) -> None:
        """Count a page of that role; its seat is taken with the first."""
        if role not in self._screens:
            self._screens[role] = _Screen(self._arena.journal.sit(role))
        screen = self._screens[role]
        screen.pages += 1
        if screen.seats is not None and screen.pages == 1:
            screen.seats.say(browser=True)

    def go(self, role: str) -> None:
        """Count a page less; with the last the seat is free."""
        screen = self._screens.get(role)
        if screen is None:
            return
        screen.pages -= 1
        if not screen.pages:
            del self._screens[role]
            if screen.seats is not None:
                screen.seats.close()

    def screens(self) -> list[Presence]:
        """Return who is there, in browsers and at windows; the server itself is nobody."""
        return [] if self._server is None else self._server.others()

    def reached(self, place: str) -> None:
        """Tell the desk that another machine, at the network address `place`, reaches the server."""
        if self._server is not None and self._server.own.reached != place:
            self._server.say(reached=place)

    def write(self, *, fails: bool) -> None:
        """Tell the desk that the contest's file cannot be written, or can be again."""
        if self._server is not None and self._server.own.trouble != fails:
            self._server.say(trouble=fails)

    def guessed(self) -> None:
        """Tell the desk that cards are being guessed."""
        if self._server is not None:
            self._server.say(notice=instant_text(datetime.now(UTC)))


def role_of(watched: Watched) -> str:
    """Return as what a page is there, empty for the audience's."""
    if watched.page == "sheet":
        return str(Seat("judge", watched.judge))
    return "" if watched.page == "audience" else watched.page


def _served_already(other: Presence | None) -> Text:
    if other is None:
        return _("another server of this contest starts at this moment; use that one")
    return _(
        "this contest is served already, at {address} (process {pid}); stop that one first, or use it",
        address=other.address, pid=other.pid,
    )  # fmt: skip
