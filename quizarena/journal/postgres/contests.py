"""The contests on a server: which there are, and how one is made: its row and its first records, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg

from ...errors import JournalError, JournalUnknown
from ...text import FRAME
from ..protocol import Patience, Writer
from ..row import NO_RECORDS
from ..schemes import ContestEntry
from .hub import Hub
from .journal import PostgresJournal
from .lines import Line, run
from .place import Place
from .tables import LOCK, check_tables, make_tables
from .trouble import journal_errors
from .turn import Turn, give_back

_ = FRAME
_NAMES = 20_818
"""The first key of the lock on a name while a contest of that name is made; the second is made of the name."""


def contests_on(place: Place) -> list[ContestEntry]:
    """Return the contests on a server that this account may see, the oldest first."""
    hub = Hub.of(place)
    try:
        with journal_errors(place.server):
            found = hub.lines.ask(lambda line: _listed(place, line), seconds=Patience().seconds, read_only=True)
    finally:
        hub.leave()
    return [ContestEntry(f"{place.server}#{id}", records, at) for id, records, at in found]


def _listed(place: Place, line: Line) -> list[tuple[Any, ...]]:
    check_tables(place.server, line)
    return line.execute(
        "SELECT c.id, c.seq + 1, coalesce(r.at, '') FROM quizarena.contests c"
        " LEFT JOIN quizarena.records r ON r.contest = c.number AND r.seq = c.seq ORDER BY c.number"
    ).fetchall()


def found(place: Place, fill: Callable[[Writer], object]) -> PostgresJournal:
    """Make a contest of what `fill` appends, and open it.

    Raises:
        JournalError: There is one of that name, or it cannot be made; what `fill` raises too. Nothing is left then.
    """
    hub = Hub.of(place)
    try:
        hub.lines.ask(lambda line: _make_ready(place, line), seconds=Patience().seconds)
        turn = _begin(place, hub)
        try:
            fill(turn)
            turn.commit()
        except JournalUnknown as error:
            _find_out(place, hub, turn, error)
        finally:
            turn.end()
        return PostgresJournal(place)
    finally:
        hub.leave()


def _make_ready(place: Place, line: Line) -> None:
    with journal_errors(place.address):
        make_tables(line)
        check_tables(place.server, line)


def _begin(place: Place, hub: Hub) -> Turn:
    """Begin the transaction in which a contest is made."""
    with journal_errors(place.address):
        line, _nothing = hub.lines.take(lambda line: run(line, "BEGIN"), seconds=Patience().seconds)
        try:
            _lock_name(line, place)
            line.execute("INSERT INTO quizarena.contests (id) VALUES (%s)", (place.contest,))
            number = _find(line, place)[0]
            line.execute("SELECT pg_advisory_xact_lock(%s, %s)", (LOCK, number))
        except BaseException as error:
            give_back(hub.lines, line)
            if isinstance(error, psycopg.errors.UniqueViolation):
                problem = _("{file}: exists already and is never overwritten; choose another name", file=place.address)
                raise JournalError(problem) from None
            raise
    return Turn(line, NO_RECORDS, 0, hub.lines, place.address, number)


def _find_out(place: Place, hub: Hub, turn: Turn, unknown: JournalUnknown) -> None:
    """See whether the contest was made after all, once the transaction that was lost has ended."""

    def look(line: Line) -> Any:
        _lock_name(line, place)
        return _find(line, place)

    with journal_errors(place.address):
        there: tuple[int, str] | None = hub.lines.ask(look, seconds=Patience().seconds)
    if there is None or there[1] != turn.head().digest:
        raise JournalError(_("it was not made, try again: {problem}", problem=unknown.message)) from unknown


def _lock_name(line: Line, place: Place) -> None:
    line.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", (_NAMES, place.contest))


def _find(line: Line, place: Place) -> Any:
    return line.execute("SELECT number, digest FROM quizarena.contests WHERE id = %s", (place.contest,)).fetchone()
