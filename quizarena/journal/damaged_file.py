"""What can still be read of a damaged or altered contest's file, record by record; nothing is written to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import groupby
from pathlib import Path

from ..text import FRAME, Text
from .companions import refuse_links
from .row import Row
from .schema import COLUMNS, identify
from .sqlite_errors import journal_errors
from .sqlite_file import connect_to, refuse_devices, resolved

_ = FRAME
_PAGE = 1_000
_BLIND = 5_000
"""How many numbers are tried where the file does not say how many records it has."""
_LASTS = (
    "SELECT max(seq) FROM records",
    "SELECT count(*) - 1 FROM records INDEXED BY sqlite_autoindex_records_1",
)


def read_rest(path: str | Path, problems: list[Text]) -> Iterator[Row]:
    """Yield the rows that can be read, in order, and say in `problems` which cannot.

    Neither the chain nor the tables around it are checked: a column may hold anything.

    Raises:
        JournalError: There is no such file, it is another program's, or none of it can be read.
    """
    path = resolved(path)
    refuse_devices(path)
    refuse_links(path)
    with journal_errors(path), closing(connect_to(path, sqlite3.connect, "mode=rw")) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
        identify(str(path), connection)
        yield from _rows(connection, problems)


def _rows(connection: sqlite3.Connection, problems: list[Text]) -> Iterator[Row]:
    after, error = -1, None
    try:
        while page := _page(connection, after):
            yield from page
            if page[-1].seq <= after:
                break
            after = page[-1].seq
    except sqlite3.DatabaseError as found:
        error = found
    last = _last(connection)
    for row in _one_by_one(connection, range(after + 1, (after + _BLIND if last is None else last) + 1), problems):
        error = None
        yield row
    if error is not None and after < 0:
        raise error


def _one_by_one(connection: sqlite3.Connection, seqs: range, problems: list[Text]) -> Iterator[Row]:
    """Look each record up by its number: a damaged page hides its neighbours, not those behind it."""
    missing = []
    for seq in seqs:
        found = _one(connection, seq)
        if found is None:
            missing.append(seq)
        else:
            yield found
    for _offset, group in groupby(enumerate(missing), lambda pair: pair[1] - pair[0]):
        gap = [seq for _place, seq in group]
        problems.append(_("records {first} to {last} cannot be read", first=gap[0], last=gap[-1]))


def _page(connection: sqlite3.Connection, after: int) -> list[Row]:
    statement = f"SELECT {COLUMNS} FROM records WHERE seq > ? ORDER BY seq LIMIT {_PAGE}"
    try:
        return [*map(Row._make, connection.execute(statement, (after,)))]
    except sqlite3.OperationalError:  # it may be no UTF-8, which is told only where it is read as such
        connection.text_factory = _as_bytes_allow
        return [*map(Row._make, connection.execute(statement, (after,)))]


def _as_bytes_allow(stored: bytes) -> str:
    return stored.decode(errors="surrogateescape")


def _one(connection: sqlite3.Connection, seq: int) -> Row | None:
    with suppress(sqlite3.DatabaseError):
        found = connection.execute(f"SELECT {COLUMNS} FROM records WHERE seq = ?", (seq,)).fetchone()
        return None if found is None else Row(*found)
    return None


def _last(connection: sqlite3.Connection) -> int | None:
    """Return the number of the last record, as far as the file tells."""
    known = []
    for statement in _LASTS:
        with suppress(sqlite3.DatabaseError):
            known.append(connection.execute(statement).fetchone()[0])
    return max((each for each in known if isinstance(each, int)), default=None)
