"""The file beneath a journal of SQLite's: its name and identity, how it is made, opened, copied and watched."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
import time
from collections.abc import Callable
from contextlib import closing, nullcontext, suppress
from pathlib import Path
from urllib.parse import quote

from ..errors import JournalBusy, JournalError
from ..text import FRAME, Text, of_system
from .companions import QUEUE, beside, refuse_links
from .lock import exclusive
from .protocol import Patience
from .row import NO_RECORDS
from .schema import APPLICATION_ID, SCHEMA, VERSION, check_schema, identify, pragma
from .sqlite_errors import is_busy, journal_errors

_ = FRAME
BUSY_SECONDS = 5.0
QUEUE_SECONDS = 10.0
GLANCE_SECONDS = 0.1
"""How long SQLite waits at a time where it is looked meanwhile whether a call is still wanted."""
LOOK_SECONDS = 0.03
"""How often a waiting thread looks at a file's stamp."""
FRESH_SECONDS = 2.0
"""How long a changed stamp is news at every look: some file systems count time that coarsely."""

Connect = Callable[..., sqlite3.Connection]
_HEADER = b"SQLite format 3\0"
_EXTRA = 3
_END = (
    "SELECT (SELECT seq FROM records ORDER BY seq DESC LIMIT 1),"
    " (SELECT count(*) FROM records INDEXED BY sqlite_autoindex_records_1)"
)


def resolved(path: str | Path) -> Path:
    """Return the file itself: two names of one file share one lock, and a later chdir changes nothing."""
    try:
        return Path(path).resolve()
    except (OSError, RuntimeError):  # links that lead round in a circle; opening it says so
        return Path(path).absolute()


def is_database(path: str | Path) -> bool:
    """Whether a file of SQLite's lies at `path`, as a contest's file is one."""
    if not Path(path).is_file():
        return False
    with Path(path).open("rb") as stream:
        return stream.read(len(_HEADER)) == _HEADER


def identity(path: Path) -> tuple[int, int] | None:
    """Return what tells the file at `path` from another of its name, None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def check_identity(path: Path, known: tuple[int, int] | None) -> None:
    """Refuse to go on with a file that has no name any more: what is written to it would be lost.

    Raises:
        JournalError: It is gone, or another lies in its place.
    """
    found = identity(path)
    if found is None:
        raise JournalError(gone(path))
    if found != known:
        problem = _("{file}: another file was put in its place while it was open; try again", file=str(path))
        raise JournalError(problem)


def gone(path: Path) -> Text:
    """Say that a file that was open is there no more."""
    return _("{file}: was deleted or moved away while it was open; bring it back, or go on with a copy", file=str(path))


def connect_to(path: Path, connect: Connect, parameters: str) -> sqlite3.Connection:
    """Connect to the file with parameters of SQLite's, such as "mode=rw"."""
    posix = path.as_posix()
    uri = f"file://{'' if posix.startswith('/') else '/'}{quote(os.fsencode(posix))}?{parameters}"
    return connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)


def execute(connection: sqlite3.Connection, statement: str, patience: Patience) -> None:
    """Begin or commit: what may be given up again and again, as long as it is wanted and others lock the file."""
    until = time.monotonic() + patience.seconds
    while True:
        try:
            connection.execute(statement)
        except sqlite3.Error as error:
            if patience.wanted is None or not is_busy(error) or time.monotonic() > until or not patience.wanted():
                raise
        else:
            return


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


def make_file(path: Path, connect: Connect) -> None:
    """Make a contest's file without records at `path`, where there must be none.

    Raises:
        JournalError: There is something of that name, or it cannot be made; then nothing is left behind.
    """
    refuse_links(path)
    reserve(path)
    try:
        with exclusive(path, QUEUE_SECONDS), journal_errors(path):
            _lay_out(path, connect)
    except BaseException:
        take_away(path)
        raise


def take_away(path: Path) -> None:
    """Take away a file that was just made, for nobody to know of, and its lock."""
    for each in (path, beside(path, QUEUE)):
        each.unlink(missing_ok=True)


def _lay_out(path: Path, connect: Connect) -> None:
    with closing(connect_to(path, connect, "mode=rw")) as connection:
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        for statement in SCHEMA:
            connection.execute(statement)
        connection.execute("COMMIT")


def open_file(path: Path, connect: Connect, *, read_only: bool) -> sqlite3.Connection:
    """Open a contest's file and see that it is whole; `read_only` refuses every write of this connection.

    Raises:
        JournalError: There is none, it is another program's, truncated, altered or not to be written to, or a link
            lies beside it. The file is as it was.
    """
    refuse_devices(path)
    refuse_links(path)
    with journal_errors(path):
        _peek(path, connect)
        connection = connect_to(path, connect, "mode=rw")
        try:
            _prepare(path, connection, read_only=read_only)
        except BaseException:
            connection.close()
            raise
    return connection


def refuse_devices(path: Path) -> None:
    """Refuse a pipe or a device: SQLite would wait there for ever, or read for ever."""
    with suppress(OSError):
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise JournalError(_("{file}: is a pipe or a device; name the contest's file", file=str(path)))


def _peek(path: Path, connect: Connect) -> None:
    """Refuse another program's file before anything could write to it, even to recover it."""
    with closing(connect_to(path, connect, "mode=ro&immutable=1")) as connection:
        try:
            identify(str(path), connection)
        except sqlite3.DatabaseError as error:
            # Half a transaction of ours looks damaged too; opening it properly rolls that back.
            if getattr(error, "sqlite_errorname", "") != "SQLITE_CORRUPT":
                raise


def _prepare(path: Path, connection: sqlite3.Connection, *, read_only: bool) -> None:
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA mmap_size = 0")
    connection.execute("PRAGMA synchronous = EXTRA")
    if pragma(connection, "synchronous") != _EXTRA:
        raise JournalError(
            _("{file}: this SQLite cannot write durably (synchronous = EXTRA); update it", file=str(path))
        )
    identify(str(path), connection)
    check_schema(str(path), connection)
    _check_end(path, connection)
    if read_only:
        connection.execute("PRAGMA query_only = ON")
        return
    with exclusive(path, QUEUE_SECONDS):
        _check_writable(path, connection)


def _check_end(path: Path, connection: sqlite3.Connection) -> None:
    """Refuse a file whose last records have gone: the index of ids still counts them.

    One statement asks for both, or what another process writes in between would look like damage.
    """
    seq, count = connection.execute(_END).fetchone()
    seq = NO_RECORDS.seq if seq is None else seq
    if type(seq) is not int:  # the description of the table no longer says that it is one
        problem = _("{file}: is damaged: expected a record's number, found {found}", file=str(path), found=repr(seq))
        raise JournalError(problem)
    if count > seq + 1:
        raise JournalError(
            _(
                "{file}: is damaged: it lists {count} records, and the last that can be read is #{seq};"
                " go on with a backup",
                file=str(path),
                count=count,
                seq=seq,
            )
        )


def _check_writable(path: Path, connection: sqlite3.Connection) -> None:
    mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    if mode != "delete":
        problem = _(
            "{file}: is held by another program in the mode {mode}; close that first",
            file=str(path),
            mode=repr(mode),
        )
        raise JournalError(problem)
    connection.execute("BEGIN IMMEDIATE")
    # SQLite opens a read-only file without a word and lets BEGIN pass; this needs the right and writes nothing.
    connection.execute("DELETE FROM drafts WHERE 0")
    connection.execute("ROLLBACK")


def copy_pages(path: Path, source: sqlite3.Connection, target: Path) -> None:
    """Copy the file `path` to the new file `target` between two writes, synced when this returns.

    Raises:
        JournalError: `target` exists or cannot be written; what was written of it is taken away again.
    """
    reserve(target)
    alone = exclusive(path, QUEUE_SECONDS) if os.access(path.parent, os.W_OK) else nullcontext()
    try:
        with alone, journal_errors(target), closing(sqlite3.connect(target, isolation_level=None)) as copy:
            # The copy is one transaction of SQLite's: synced, its folder too, before it counts.
            copy.execute("PRAGMA synchronous = EXTRA")
            source.backup(copy, progress=_give_up_if_busy)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _give_up_if_busy(status: int, remaining: int, total: int) -> None:
    """End a copy that found the file locked for BUSY_SECONDS; by itself it would wait for ever."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise JournalBusy(_("another program keeps the journal locked; nothing was copied, try again"))


class FileNews:
    """Wakes the threads that wait for a file: each is told once of what was written since it last waited."""

    def __init__(self, path: Path) -> None:
        """Begin with the file as it is."""
        self._path = path
        self._shut, self._thread = threading.Lock(), threading.local()
        self._shut.acquire()  # held until `close`: to wait for a lock costs a third of waiting for an Event
        self._first = self._stamp()

    def wait(self, seconds: float) -> bool:
        """Return True when somebody may have written, False after so many seconds or when it was closed."""
        until = time.monotonic() + seconds
        while not self._closes_within(min(LOOK_SECONDS, until - time.monotonic())):
            if self._is_new():
                return True
            if time.monotonic() >= until:
                break
        return False

    def close(self) -> None:
        """Wake everybody who waits, and let nobody wait again; called once."""
        self._shut.release()

    def _closes_within(self, seconds: float) -> bool:
        if not self._shut.acquire(timeout=max(0.0, seconds)):
            return False
        self._shut.release()
        return True

    def _is_new(self) -> bool:
        stamp, now = self._stamp(), time.monotonic()
        seen, fresh_until = getattr(self._thread, "seen", (self._first, 0.0))
        if stamp != seen:
            self._thread.seen = stamp, now + FRESH_SECONDS
        return stamp != seen or now < fresh_until

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns
