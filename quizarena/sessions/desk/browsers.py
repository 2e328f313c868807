"""The hall's server as the desk knows it: begun and stopped here, and what happens at its door.

The server is a process of its own; a desk opened later finds it. The dialogs are `hall`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import attrs

from ...arena import Arena
from ...contest import Contest
from ...journal import Presence
from ...text import Joined, Text, of_system
from ..cards import Card, cards_of, name_of
from ..judge.pin import TRIES, Pin, read_pin
from ..serving import CardsJob, Launch, server_among, stop
from .words import _

_WORTH_SAYING = 3
"""From how many wrong PINs on the desk hears of them: anybody may mistype once."""


@attrs.frozen
class News:
    """What is to be said at the desk."""

    text: Text
    is_loud: bool = True


@attrs.define
class Browsers:
    """The server that serves the contest now, as far as it is known, and what was seen at its door last."""

    server: Presence | None = attrs.field(default=None, init=False)
    _launch: Launch | None = attrs.field(default=None, init=False)
    _is_stopping: bool = attrs.field(default=False, init=False)
    _is_first_look: bool = attrs.field(default=True, init=False)
    _guessed: str = attrs.field(default="", init=False)
    _cards: Mapping[str, Card] = attrs.field(factory=dict, init=False)
    _wrong: Mapping[str, int] = attrs.field(factory=dict, init=False)
    _asked: CardsJob | None = attrs.field(default=None, init=False)
    _printing: CardsJob | None = attrs.field(default=None, init=False)

    # Begun and stopped

    def begin(self, address: str, *options: str) -> News:
        """Begin to serve the contest at `address`, and return what is said."""
        if not address:
            return News(_("This contest lies in no file; it is served by: quizarena serve"))
        if self.server is not None:
            return News(_("The hall is served already: {address}", address=self.server.address))
        self._launch = Launch()
        try:
            self._launch.begin(address, *options)
        except OSError as error:
            return News(_("The hall is not served: {why}", why=of_system(error)))
        return News(_("The server for browsers starts."), is_loud=False)

    def stop(self) -> News:
        """Ask the server to stop, and return what is said."""
        why = None if self.server is None else stop(self.server)
        if why is not None:
            return News(_("The server cannot be stopped: {why}", why=why))
        self._is_stopping = True
        return News(_("The server for browsers stops."), is_loud=False)

    # Cards

    def print_cards(self, address: str, now: datetime, *seats: str, voters: int = 0) -> News:
        """Have new cards made, and return what is said: for seats, all where none is named, or for so many voters."""
        if self.server is None:
            return News(_("No cards yet: first start the server, for they carry its address."))
        if self._asked is None and self._printing is None:
            self._asked = CardsJob(address, self.server.address, now, seats, voters)
        return News(_("The cards are being made."), is_loud=False)

    def due(self) -> CardsJob | None:
        """Return the job to run now, None where none was asked for."""
        if self._asked is None:
            return None
        self._printing, self._asked = self._asked, None
        return self._printing

    def end(self) -> None:
        """Take in that the cards are made, or could not be."""
        self._printing = None

    # What is seen once a second

    def look(self, arena: Arena, screens: Sequence[Presence]) -> list[News]:
        """Look at the server and at its door, and return what is news; raises JournalError like every reading."""
        before, self.server = self.server, server_among(screens)
        news = [*self._comings(before), *self._failures()]
        if self.server is not None:
            news += [*self._writes(before, self.server), *self._guesses(self.server), *self._devices(arena)]
        news += self._tries(arena)
        self._is_first_look = False
        return news

    def _comings(self, before: Presence | None) -> Iterator[News]:
        """Yield that the server has come or gone."""
        if self.server is not None and before is None and not self._is_first_look:
            yield News(_("Browsers are served at {address}", address=self.server.address), is_loud=False)
        elif self.server is None and before is not None:
            if self._is_stopping:
                yield News(_("The server for browsers has stopped."), is_loud=False)
            else:
                yield News(_("The server for browsers has gone; phones and browser boards stand still. Start it: M"))
            self._is_stopping = False

    def _failures(self) -> Iterator[News]:
        if self._launch is not None and self._launch.failure is not None:
            why = self._launch.failure
            yield News(_("The hall is not served; M starts it again, at another port too. {why}", why=why))
            self._launch = None

    def _writes(self, before: Presence | None, server: Presence) -> Iterator[News]:
        """Yield that the server cannot write what judges hand in, and that it can again."""
        was_trouble = before is not None and before.trouble
        if server.trouble and not was_trouble:
            yield News(_("Judges' phones cannot hand in: the server cannot write the file. Is the disk full?"))
        elif was_trouble and not server.trouble:
            yield News(_("The server can write again; phones hand in by themselves."), is_loud=False)

    def _guesses(self, server: Presence) -> Iterator[News]:
        is_news, self._guessed = server.notice not in ("", self._guessed), server.notice
        if is_news and not self._is_first_look:
            yield News(_("Somebody tries cards that are none; for a minute the server takes none at all."))

    def _devices(self, arena: Arena) -> Iterator[News]:
        """Yield which seats have another device than before."""
        before, self._cards = self._cards, cards_of(arena)
        for seat, card in self._cards.items():
            known = before.get(seat)
            if known is not None and known.claimed and card.claimed and card.device_is_new(known):
                name = name_of(arena.contest, seat)
                yield News(_("{name} has a new device, at {place}", name=name, place=card.place or "?"))

    def _tries(self, arena: Arena) -> Iterator[News]:
        """Yield for which judges wrong PINs were typed, at a window or a phone."""
        judges = [judge.id for judge in arena.contest.state.roster.judges]
        pins = {judge: read_pin(arena.journal, judge) for judge in judges}
        before, self._wrong = self._wrong, {judge: _wrong(pin) for judge, pin in pins.items()}
        for judge, count in self._wrong.items():
            if count >= _WORTH_SAYING and count > before.get(judge, 0) and not self._is_first_look:
                yield _about_tries(arena.contest, judge, count)


def _wrong(pin: Pin | None) -> int:
    return 0 if pin is None else pin.wrong


def _about_tries(contest: Contest, judge: str, count: int) -> News:
    name = contest.state.roster.name(judge)
    said: Text = _("{name}: the PIN was wrong {count} times", name=name, count=count)
    if count >= TRIES:
        said = Joined((said, _("the seat is locked until you clear it: J")), "; ")
    return News(said)
