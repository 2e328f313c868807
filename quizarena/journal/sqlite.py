"""A journal in one SQLite file that survives a power cut and that several processes share.

Decides how the file is created, opened, recognised and written: a rollback journal, so that the file at rest
is whole and may be copied (many installed SQLites can corrupt a WAL with two connections); synchronous=EXTRA,
read back on every connection; one transaction a push, behind the queue of `quizarena.journal.queue`. Leaves
to the arena what to do when a commit failed, and who may write what.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import attrs

from ..errors import JournalBusy, JournalError, JournalUnknown
from ..text import FRAME, Text, of_system
from .queue import turn
from .row import NO_RECORDS, Head, Row, check_next
from .schema import APPLICATION_ID, COLUMNS, SCHEMA, VERSION
from .trouble import journal_errors, sentence

_ = FRAME
BUSY_SECONDS = 5.0
QUEUE_SECONDS = 10.0

_PAGE = 1_000
_as_row: Callable[[tuple[Any, ...]], Row] = partial(tuple.__new__, Row)
_EXTRA = 3
_END = (
    "SELECT (SELECT seq FROM records ORDER BY seq DESC LIMIT 1),"
    " (SELECT count(*) FROM records INDEXED BY sqlite_autoindex_records_1)"
)

Connect = Callable[..., sqlite3.Connection]


def _resolved(path: str | Path) -> Path:
    """Return the file itself: two names of one file share one queue, and a later chdir changes nothing."""
    try:
        return Path(path).resolve()
    except (OSError, RuntimeError):  # links that lead round in a circle; opening it says so
        return Path(path).absolute()


@attrs.define
class SqliteJournal:
    """Rows and drafts in a file; see `quizarena.journal.Journal`.

    Args:
        path: The file, made by `SqliteJournal.create`.
        connect: In place of `sqlite3.connect`: takes a file URI and its keywords, raises `sqlite3.Error` with
            its `sqlite_errorname`.
        read_only: Write nothing. A file that a crash left half-written is still mended, if it can be.

    Raises:
        JournalError: No such file, a folder, not a journal, of a newer version, truncated, not to be written
            to. The file is as it was.
    """

    path: Path = attrs.field(converter=_resolved)
    _connect: Connect = attrs.field(default=sqlite3.connect, kw_only=True)
    read_only: bool = attrs.field(default=False, kw_only=True)
    _connection: sqlite3.Connection | None = attrs.field(default=None, init=False)
    _identity: tuple[int, int] | None = attrs.field(default=None, init=False)
    _version_seen: int | None = attrs.field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        """Open the file."""
        self.reopen()

    @classmethod
    def create(cls, path: str | Path, *, connect: Connect = sqlite3.connect) -> SqliteJournal:
        """Make a new file and open it; never overwrite one.

        Raises:
            JournalError: There is something of that name already, or it cannot be written.
        """
        path = _resolved(path)
        reserve(path)
        try:
            with turn(path, QUEUE_SECONDS), journal_errors(path):
                _lay_out(path, connect)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return cls(path, connect=connect)

    def reopen(self) -> None:
        """Open anew, after JournalUnknown for one; raises like the class."""
        self.close()
        if self._identity is not None and _identity(self.path) is None:
            raise JournalError(_gone(self.path))
        _refuse_devices(self.path)
        with journal_errors(self.path):
            self._peek()
            connection = _open(self.path, self._connect, "mode=rw")
            try:
                self._prepare(connection)
                self._identity = _identity(self.path)
            except BaseException:
                connection.close()
                raise
        self._connection = connection
        self._version_seen = None

    def close(self) -> None:
        """Close; a second time does nothing."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()

    def head(self) -> Head:
        """Return the last record's place and digest."""
        with journal_errors(self.path):
            return _head(self._live())

    def read(self, after: int = -1) -> Iterator[Row]:
        """Yield the rows with a `seq` above `after`, in pages: a reader who pauses blocks no writer."""
        while rows := self._page(after):
            yield from rows
            if rows[-1].seq <= after:
                raise JournalError(_("{file}: is damaged: its records are out of order", file=str(self.path)))
            after = rows[-1].seq

    def find(self, id: str) -> Row | None:
        """Return the row with this id."""
        with journal_errors(self.path):
            found = self._live().execute(f"SELECT {COLUMNS} FROM records WHERE id = ?", (id,)).fetchone()
        return Row(*found) if found else None

    @contextmanager
    def writing(self) -> Iterator[SqliteWriter]:
        """Hold the turn for one transaction; see `quizarena.journal.Journal.writing`.

        Raises:
            JournalBusy: Another program has been writing for too long.
            JournalUnknown: The commit failed; the journal is closed until `reopen()`.
        """
        with self._transaction() as connection:
            yield SqliteWriter(self, connection)

    def changed(self) -> bool:
        """Return whether others have written since the last call; True on the first after opening."""
        self._check_identity()
        with journal_errors(self.path):
            version = _pragma(self._live(), "data_version")
        before, self._version_seen = self._version_seen, version
        return before != version

    def draft(self, key: str) -> str | None:
        """Return the draft under `key`."""
        with journal_errors(self.path):
            found = self._live().execute("SELECT value FROM drafts WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found else None

    def keep_draft(self, key: str, value: str, at: str) -> None:
        """Keep a draft, as durably as a record; raises like `writing`."""
        self._write("INSERT OR REPLACE INTO drafts (key, value, at) VALUES (?, ?, ?)", (key, value, at))

    def drop_draft(self, key: str) -> None:
        """Forget a draft; raises like `writing`."""
        self._write("DELETE FROM drafts WHERE key = ?", (key,))

    def inspect(self) -> None:
        """Look through the whole file for damage that no record shows yet.

        Raises:
            JournalError: SQLite finds some.
        """
        with journal_errors(self.path):
            found = str(self._live().execute("PRAGMA integrity_check(1)").fetchone()[0])
        if found != "ok":
            raise JournalError(_("{file}: is damaged: {problem}", file=str(self.path), problem=found))

    def copy_to(self, target: Path) -> None:
        """Copy the whole file to the new file `target` between two writes, synced when this returns.

        Raises:
            JournalError: `target` exists or cannot be written; what was written of it is taken away again.
        """
        reserve(target)
        alone = turn(self.path, QUEUE_SECONDS) if os.access(self.path.parent, os.W_OK) else nullcontext()
        try:
            with (
                alone,
                journal_errors(target),
                closing(sqlite3.connect(target, isolation_level=None)) as copy,
            ):
                # The copy is one transaction of SQLite's: synced, its folder too, before it counts.
                copy.execute("PRAGMA synchronous = EXTRA")
                self._live().backup(copy, progress=_give_up_if_busy)
        except BaseException:
            target.unlink(missing_ok=True)
            raise

    def _live(self) -> sqlite3.Connection:
        if self._connection is None:
            raise JournalError(_("{file}: is closed; reopen it first", file=str(self.path)))
        return self._connection

    def _write(self, statement: str, values: tuple[str, ...]) -> None:
        with self._transaction() as connection, journal_errors(self.path):
            connection.execute(statement, values)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        connection = self._live()
        if self.read_only:
            raise JournalError(_("{file}: was opened for reading only", file=str(self.path)))
        if connection.in_transaction:
            raise JournalError(
                _("{file}: is being written to already; end that transaction first", file=str(self.path))
            )
        with turn(self.path, QUEUE_SECONDS):
            self._check_identity()
            try:
                with journal_errors(self.path):
                    connection.execute("BEGIN IMMEDIATE")
                yield connection
            except BaseException:
                self._roll_back(connection)
                raise
            self._commit(connection)

    def _commit(self, connection: sqlite3.Connection) -> None:
        try:
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            self.close()
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
            self.close()  # the next to open the file rolls back what this one could not

    def _page(self, after: int) -> list[Row]:
        with journal_errors(self.path):
            connection = self._live()
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

    def _peek(self) -> None:
        """Refuse another program's file before anything could write to it, even to recover it."""
        with closing(_open(self.path, self._connect, "mode=ro&immutable=1")) as connection:
            try:
                _identify(self.path, connection)
            except sqlite3.DatabaseError as error:
                # Half a transaction of ours looks damaged too; opening it properly rolls that back.
                if getattr(error, "sqlite_errorname", "") != "SQLITE_CORRUPT":
                    raise

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA mmap_size = 0")
        connection.execute("PRAGMA synchronous = EXTRA")
        if _pragma(connection, "synchronous") != _EXTRA:
            raise JournalError(
                _("{file}: this SQLite cannot write durably (synchronous = EXTRA); update it", file=str(self.path))
            )
        _identify(self.path, connection)
        self._check_end(connection)
        if self.read_only:
            connection.execute("PRAGMA query_only = ON")
            return
        with turn(self.path, QUEUE_SECONDS):
            self._check_writable(connection)

    def _check_end(self, connection: sqlite3.Connection) -> None:
        """Refuse a file whose last records have gone: the index of ids still counts them.

        One statement asks for both, or what another process writes in between would look like damage.
        """
        seq, count = connection.execute(_END).fetchone()
        seq = NO_RECORDS.seq if seq is None else seq
        if type(seq) is not int:  # the description of the table no longer says that it is one
            problem = _(
                "{file}: is damaged: expected a record's number, found {found}", file=str(self.path), found=repr(seq)
            )
            raise JournalError(problem)
        if count > seq + 1:
            raise JournalError(_end_missing(self.path, count, seq))

    def _check_writable(self, connection: sqlite3.Connection) -> None:
        mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        if mode != "delete":
            problem = _(
                "{file}: is held by another program in the mode {mode}; close that first",
                file=str(self.path),
                mode=repr(mode),
            )
            raise JournalError(problem)
        connection.execute("BEGIN IMMEDIATE")
        # SQLite opens a read-only file without a word and lets BEGIN pass; this needs the right and writes nothing.
        connection.execute("DELETE FROM drafts WHERE 0")
        connection.execute("ROLLBACK")

    def _check_identity(self) -> None:
        """Refuse to go on with a file that has no name any more: what is written to it would be lost."""
        found = _identity(self.path)
        if found is None:
            raise JournalError(_gone(self.path))
        if found != self._identity:
            problem = _("{file}: another file was put in its place while it was open; try again", file=str(self.path))
            raise JournalError(problem)


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
        """Add the next row; raises JournalError like every `Writer`."""
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

    def settle(self) -> None:
        """Write something that changes nothing: the commit then syncs the file and its folder."""
        with journal_errors(self._journal.path):
            self._connection.execute(f"PRAGMA user_version = {VERSION}")


def reserve(path: Path) -> None:
    """Make an empty file at `path`, where there must be none.

    Raises:
        JournalError: There is one, or it cannot be made.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666))
    except FileExistsError:
        problem = _("{file}: exists already and is never overwritten; choose another name", file=str(path))
        raise JournalError(problem) from None
    except OSError as error:
        problem = _("{file}: cannot be made: {error}", file=str(path), error=of_system(error))
        raise JournalError(problem) from None


def _open(path: Path, connect: Connect, parameters: str) -> sqlite3.Connection:
    posix = path.as_posix()
    uri = f"file://{'' if posix.startswith('/') else '/'}{quote(os.fsencode(posix))}?{parameters}"
    return connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _refuse_devices(path: Path) -> None:
    """Refuse a pipe or a device: SQLite would wait there for ever, or read for ever."""
    with suppress(OSError):
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise JournalError(_("{file}: is a pipe or a device; name the contest's file", file=str(path)))


def _gone(path: Path) -> Text:
    return _("{file}: was deleted or moved away while it was open; bring it back, or go on with a copy", file=str(path))


def _give_up_if_busy(status: int, remaining: int, total: int) -> None:
    """End a backup that found the file locked for BUSY_SECONDS; by itself it would wait for ever."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise JournalBusy(_("another program keeps the journal locked; nothing was copied, try again"))


def _lay_out(path: Path, connect: Connect) -> None:
    with closing(_open(path, connect, "mode=rw")) as connection:
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        for statement in SCHEMA:
            connection.execute(statement)
        connection.execute("COMMIT")


def _identify(path: Path, connection: sqlite3.Connection) -> None:
    if _pragma(connection, "page_count") == 0:
        raise JournalError(_("{file}: is empty; delete it if a contest was just to be started there", file=str(path)))
    application, version = _pragma(connection, "application_id"), _pragma(connection, "user_version")
    if application != APPLICATION_ID:
        problem = _("{file}: belongs to another program (application id {id})", file=str(path), id=f"{application:#x}")
        raise JournalError(problem)
    if version != VERSION:
        raise JournalError(_of_version(str(path), version))


def _of_version(file: str, version: int) -> Text:
    if version < VERSION:
        return _("{file}: is damaged: it says it is a journal of version {version}", file=file, version=version)
    return _(
        "{file}: is a journal of version {version}, this program knows {known}; update QuizArena",
        file=file,
        version=version,
        known=VERSION,
    )


def _end_missing(path: Path, count: int, seq: int) -> Text:
    return _(
        "{file}: is damaged: it lists {count} records, and the last that can be read is #{seq}; go on with a backup",
        file=str(path),
        count=count,
        seq=seq,
    )


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _head(connection: sqlite3.Connection) -> Head:
    found = connection.execute("SELECT seq, digest FROM records ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(*found) if found else NO_RECORDS
