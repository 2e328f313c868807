"""A journal in one SQLite file that survives a power cut and that several processes share.

A rollback journal, so that the file at rest is whole and may be copied; synchronous = EXTRA, read back on every
connection; one transaction a push, behind the lock of `FILE-queue`.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from ..errors import JournalBusy, JournalError, JournalUnknown
from ..facts import instant_text
from ..text import FRAME, Text
from .addresses import scheme_of
from .copies import checked_head, copy_to_server
from .file_slots import FileSlots
from .holders import holders, kept_locked
from .lock import exclusive
from .presence import Seats
from .protocol import Holder, Patience
from .row import NO_RECORDS, Head, Row, check_next
from .schema import COLUMNS, VERSION, check_schema, pragma
from .sqlite_errors import is_busy, journal_errors, sentence
from .sqlite_file import (
    BUSY_SECONDS,
    GLANCE_SECONDS,
    Connect,
    FileNews,
    check_identity,
    copy_pages,
    execute,
    gone,
    identity,
    make_file,
    open_file,
    resolved,
    take_away,
)
from .unsafe_paths import unsafe_places

_ = FRAME

_PAGE = 1_000
_as_row: Callable[[tuple[Any, ...]], Row] = partial(tuple.__new__, Row)
_LAST = f"SELECT {COLUMNS} FROM records ORDER BY seq DESC LIMIT 1"


@attrs.define
class SqliteJournal:
    """Rows and drafts in a file; see `quizarena.journal.Journal`.

    Args:
        path: The file, made by `SqliteJournal.create`.
        connect: In place of `sqlite3.connect`: takes a file URI and its keywords, raises `sqlite3.Error` with
            its `sqlite_errorname`.
        read_only: Write nothing. A file that a crash left half-written is still mended, if it can be.

    Raises:
        JournalError: No such file, a folder, not a journal, of a newer version, truncated, altered, not to be written
            to, or a link lies beside it. The file is as it was.
    """

    path: Path = attrs.field(converter=resolved)
    _connect: Connect = attrs.field(default=sqlite3.connect, kw_only=True)
    read_only: bool = attrs.field(default=False, kw_only=True)
    _patience: Patience = attrs.field(factory=Patience, init=False)
    _lock: threading.RLock = attrs.field(factory=threading.RLock, init=False)
    _connection: sqlite3.Connection | None = attrs.field(default=None, init=False)
    _news: FileNews | None = attrs.field(default=None, init=False)
    _identity: tuple[int, int] | None = attrs.field(default=None, init=False)
    _version_seen: int | None = attrs.field(default=None, init=False)
    _schema_seen: int | None = attrs.field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        """Open the file."""
        self.reopen()

    @classmethod
    def create(
        cls,
        path: str | Path,
        fill: Callable[[SqliteWriter], object] | None = None,
        *,
        connect: Connect = sqlite3.connect,
    ) -> SqliteJournal:
        """Make a new file of what `fill` appends and open it; never overwrite one.

        Raises:
            JournalError: There is something of that name already, or it cannot be written. No file is left behind.
        """
        path = resolved(path)
        make_file(path, connect)
        try:
            journal = cls(path, connect=connect)
            if fill is not None:
                journal._fill(fill)
        except BaseException:
            take_away(path)
            raise
        return journal

    def _fill(self, fill: Callable[[SqliteWriter], object]) -> None:
        try:
            with self.writing() as writer:
                fill(writer)
        except BaseException:
            self.close()
            raise

    @property
    def address(self) -> str:
        """The file's path."""
        return str(self.path)

    def reopen(self) -> None:
        """Open anew, after JournalUnknown for one; raises like the class."""
        with self._lock:
            self._disconnect()
            if self._identity is not None and identity(self.path) is None:
                raise JournalError(gone(self.path))
            connection = open_file(self.path, self._connect, read_only=self.read_only)
            self._identity, self._schema_seen = identity(self.path), None
            self._connection, self._version_seen = connection, None
            self._set_timeout()
            self._news = self._news or FileNews(self.path)

    @property
    def patience(self) -> Patience:
        """How long calls wait for other programs."""
        return self._patience

    @patience.setter
    def patience(self, patience: Patience) -> None:
        with self._lock:
            self._patience = patience
            self._set_timeout()

    def _set_timeout(self) -> None:
        """Let SQLite wait as long as is wanted; what is to be given up at any moment, a little at a time."""
        if self._connection is not None:
            seconds = min(self._patience.seconds, BUSY_SECONDS if self._patience.wanted is None else GLANCE_SECONDS)
            self._connection.execute(f"PRAGMA busy_timeout = {int(1_000 * seconds)}")

    def holders(self) -> list[Holder]:
        """Return the other programs that have the file open, as far as the system tells."""
        return holders(self.path)

    def close(self) -> None:
        """Close, and wake who waits; a second time does nothing."""
        news, self._news = self._news, None
        if news is not None:
            news.close()
        with self._lock:
            self._disconnect()

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()

    def head(self) -> Head:
        """Return the last record's place and digest."""
        with self._reading() as connection:
            found = connection.execute("SELECT seq, digest FROM records ORDER BY seq DESC LIMIT 1").fetchone()
        return Head(*found) if found else NO_RECORDS

    def read(self, after: int = -1) -> Iterator[Row]:
        """Yield the rows with a `seq` above `after`, in pages: a reader who pauses blocks no writer."""
        while rows := self._page(after):
            yield from rows
            if rows[-1].seq <= after:
                raise JournalError(_("{file}: is damaged: its records are out of order", file=str(self.path)))
            after = rows[-1].seq

    def find(self, id: str) -> Row | None:
        """Return the row with this id."""
        with self._reading() as connection:
            found = connection.execute(f"SELECT {COLUMNS} FROM records WHERE id = ?", (id,)).fetchone()
        return Row(*found) if found else None

    @contextmanager
    def writing(self) -> Iterator[SqliteWriter]:
        """Keep others from writing for one transaction; see `quizarena.journal.Journal.writing`.

        Raises:
            JournalBusy: Another program has been writing for too long, or keeps the file locked: nothing was written.
            JournalUnknown: The commit failed; the journal is closed until `reopen()`.
        """
        with self._transaction() as connection:
            yield SqliteWriter(self, connection)

    def changed(self) -> bool:
        """Return whether others have written since the last call; True on the first after opening."""
        check_identity(self.path, self._identity)
        with self._reading() as connection:
            version = pragma(connection, "data_version")
            before, self._version_seen = self._version_seen, version
        return before != version

    def wait(self, seconds: float) -> bool:
        """Wait until somebody may have written; see `quizarena.journal.Journal.wait`."""
        news = self._news
        return news is not None and news.wait(seconds)

    def sit(self, role: str) -> Seats | None:
        """Take a slot in `FILE-seats`; see `quizarena.journal.Journal.sit`."""
        slots = FileSlots.of(self.path)
        return None if slots is None else Seats.take(slots, role)

    def cautions(self) -> list[Text]:
        """Return why the file is not safe where it lies."""
        return unsafe_places(self.path)

    def draft(self, key: str) -> str | None:
        """Return the draft under `key`."""
        with self._reading() as connection:
            found = connection.execute("SELECT value FROM drafts WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found else None

    def write_draft(self, key: str, value: str, expected: str | None) -> bool:
        """Keep a draft in place of the one that is expected there, as durably as a record; raises like `writing`."""
        return self.write_drafts({key: value}, {key: expected})

    def drop_draft(self, key: str) -> None:
        """Forget a draft; raises like `writing`."""
        self.write_drafts({key: None}, {})

    def drafts(self, prefix: str) -> dict[str, str]:
        """Return the drafts under keys that begin with `prefix`."""
        with self._reading() as connection:
            beyond = prefix[:-1] + chr(ord(prefix[-1]) + 1)
            return dict(
                connection.execute("SELECT key, value FROM drafts WHERE key >= ? AND key < ?", (prefix, beyond))
            )

    def write_drafts(self, values: Mapping[str, str | None], expected: Mapping[str, str | None]) -> bool:
        """Keep or forget drafts all at once, as durably as a record; raises like `writing`."""
        with self._transaction() as connection, journal_errors(self.path):
            if any(self.draft(key) != value for key, value in expected.items()):
                return False
            at = instant_text(datetime.now(UTC))
            kept = [(key, value, at) for key, value in values.items() if value is not None]
            connection.executemany("INSERT OR REPLACE INTO drafts (key, value, at) VALUES (?, ?, ?)", kept)
            connection.executemany("DELETE FROM drafts WHERE key = ?", [(k,) for k, v in values.items() if v is None])
        return True

    def inspect(self) -> None:
        """Look through the whole file for damage and alterations that no record shows.

        Raises:
            JournalError: SQLite finds some, or tables and triggers are not ours.
        """
        with self._reading() as connection:
            found = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
            if found != "ok":
                raise JournalError(_("{file}: is damaged: {problem}", file=str(self.path), problem=found))
            check_schema(str(self.path), connection)

    def copy_to(self, target: str | Path) -> Head:
        """Copy the whole file to the new file `target`, drafts too; see `quizarena.journal.Journal.copy_to`."""
        if scheme_of(target):
            with self._reading() as connection:
                drafts = dict(connection.execute("SELECT key, value FROM drafts"))
            return copy_to_server(self, drafts, str(target))
        with self._lock:
            copy_pages(self.path, self._live(), Path(target))
        with closing(SqliteJournal(target, read_only=True)) as copy:
            return checked_head(copy)

    def _live(self) -> sqlite3.Connection:
        if self._connection is None:
            raise JournalError(_("{file}: is closed; reopen it first", file=str(self.path)))
        return self._connection

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Hold the connection for a question; other threads wait."""
        with self._lock, journal_errors(self.path):
            yield self._live()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            connection = self._live()
            if self.read_only:
                raise JournalError(_("{file}: was opened for reading only", file=str(self.path)))
            if connection.in_transaction:
                raise JournalError(
                    _("{file}: is being written to already; end that transaction first", file=str(self.path))
                )
            with exclusive(self.path, self._patience.seconds, self._patience.wanted):
                check_identity(self.path, self._identity)
                try:
                    self._begin(connection)
                    yield connection
                except BaseException:
                    self._roll_back(connection)
                    raise
                self._commit(connection)

    def _begin(self, connection: sqlite3.Connection) -> None:
        """Begin to write; what was added to the file's tables and triggers while it was open is refused."""
        with journal_errors(self.path):
            execute(connection, "BEGIN IMMEDIATE", self._patience)
            version = pragma(connection, "schema_version")
            if version != self._schema_seen:
                check_schema(str(self.path), connection)
                self._schema_seen = version

    def _commit(self, connection: sqlite3.Connection) -> None:
        try:
            execute(connection, "COMMIT", self._patience)
        except sqlite3.Error as error:
            if is_busy(error):  # a reader inside a transaction: SQLite has not begun to write
                self._roll_back(connection)
                raise JournalBusy(kept_locked(self.path)) from error
            self._disconnect()
            problem = _(
                "{problem}; whether the record is in shows when the file is opened again",
                problem=sentence(self.path, error),
            )
            raise JournalUnknown(problem) from error

    def _roll_back(self, connection: sqlite3.Connection) -> None:
        try:
            if connection.in_transaction:  # SQLite ends some by itself, where the disk is full
                connection.execute("ROLLBACK")
        except sqlite3.Error:
            self._disconnect()  # the next to open the file rolls back what this one could not

    def _page(self, after: int) -> list[Row]:
        with self._reading() as connection:
            cursor = connection.execute(
                f"SELECT {COLUMNS} FROM records WHERE seq > ? ORDER BY seq LIMIT {_PAGE}", (after,)
            )
            try:
                return list(map(_as_row, cursor.fetchall()))
            except sqlite3.OperationalError as error:
                if not str(error).startswith("Could not decode"):
                    raise
            return self._damaged_page(connection, after)

    def _damaged_page(self, connection: sqlite3.Connection, after: int) -> list[Row]:
        """Read text that is no UTF-8 as far as it goes: `first_bad` then names the record."""
        connection.text_factory = lambda stored: stored.decode(errors="surrogateescape")
        try:
            return self._page(after)
        finally:
            connection.text_factory = str


@attrs.frozen
class SqliteWriter:
    """One transaction; see `quizarena.journal.Writer`."""

    _journal: SqliteJournal
    _connection: sqlite3.Connection

    def head(self) -> Head:
        """Return the last record's place and digest."""
        return self._journal.head()

    def read(self, after: int = -1) -> Iterator[Row]:
        """Yield the rows with a `seq` above `after`."""
        return self._journal.read(after)

    def find(self, id: str) -> Row | None:
        """Return the row with this id."""
        return self._journal.find(id)

    def append(self, row: Row) -> None:
        """Add the next row, and see that it is the last one then; raises JournalError like every `Writer`."""
        check_next(self.head(), row)
        with journal_errors(self._journal.path):
            try:
                self._connection.execute(
                    f"INSERT INTO records ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    row,
                )
            except sqlite3.IntegrityError as error:
                problem = _("record {seq} with the id {id}: {error}", seq=row.seq, id=repr(row.id), error=str(error))
                raise JournalError(problem) from None
            if self._connection.execute(_LAST).fetchone() != tuple(row):
                file = str(self._journal.path)
                raise JournalError(_("{file}: did not keep record {seq} as it was written", file=file, seq=row.seq))

    def settle(self) -> None:
        """Write something that changes nothing: the commit then syncs the file and its folder."""
        with journal_errors(self._journal.path):
            self._connection.execute(f"PRAGMA user_version = {VERSION}")
