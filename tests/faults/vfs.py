"""SQLite on a simulated disk: apsw's doors for a file system, dressed as the `sqlite3` that a journal connects to.

Decides which of `sqlite3`'s ways the journal needs: `execute`, `in_transaction`, `close`, and errors of `sqlite3` with
their `sqlite_errorname`. The standard library's own SQLite cannot see a file system written in Python.
"""

# ruff: noqa: N802 - the names are those of SQLite's file system interface

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import apsw

from .disk import Disk

NAME = "simulated"


class File:
    """An open file, as apsw asks for it."""

    def __init__(self, disk: Disk, inode: int, delete_on_close: str | None = None) -> None:
        self.disk, self.inode, self.delete_on_close = disk, inode, delete_on_close

    def xRead(self, amount: int, offset: int) -> bytes:
        return self.disk.read(self.inode, amount, offset)

    def xWrite(self, data: Any, offset: int) -> None:
        self.disk.change("write", self.inode, offset, bytes(data))

    def xTruncate(self, newsize: int) -> None:
        self.disk.change("truncate", self.inode, newsize)

    def xSync(self, flags: int) -> None:
        self.disk.change("sync", self.inode)

    def xFileSize(self) -> int:
        return len(self.disk.inodes[self.inode].data)

    def xLock(self, level: int) -> None:
        """One connection at a time: nobody to lock out."""

    def xUnlock(self, level: int) -> None:
        """Nor to let in."""

    def xCheckReservedLock(self) -> bool:
        return False

    def xSectorSize(self) -> int:
        return 4096  # what SQLite says of every disk under Unix; the disk tears at its own

    def xDeviceCharacteristics(self) -> int:
        return apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE  # as under Unix: bytes beside those written stay

    def xFileControl(self, op: int, ptr: int) -> bool:
        return False

    def xClose(self) -> None:
        if self.delete_on_close is not None:
            self.disk.change("delete", self.delete_on_close)


class SimulatedVfs(apsw.VFS):
    """The file system; `disk` is the one in the machine now."""

    def __init__(self) -> None:
        super().__init__(NAME, "")
        self.disk = Disk()

    def xFullPathname(self, name: str) -> str:
        return name

    def xAccess(self, pathname: str, flags: int) -> bool:
        return Path(pathname).name in self.disk.names

    def xDelete(self, filename: str, syncdir: bool) -> None:
        name = Path(filename).name
        if name not in self.disk.names:
            raise _failure(apsw.IOError, apsw.SQLITE_IOERR_DELETE_NOENT)
        self.disk.change("delete", name)
        if syncdir:
            self.disk.change("sync_folder")

    def xOpen(self, name: Any, flags: list[int]) -> Any:
        """Open a file; the main one stands there already, for the journal has reserved its name."""
        given = None if name is None else Path(name.filename() if isinstance(name, apsw.URIFilename) else name).name
        known = given or f"temporary-{len(self.disk.inodes)}"
        if known not in self.disk.names:
            if not flags[0] & (apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_MAIN_DB):
                raise _failure(apsw.CantOpenError, apsw.SQLITE_CANTOPEN)
            self.disk.change("create", known)
        flags[1] = flags[0]
        return File(self.disk, self.disk.names[known], known if flags[0] & apsw.SQLITE_OPEN_DELETEONCLOSE else None)


def _failure(kind: type[apsw.Error], code: int) -> apsw.Error:
    error = kind()
    error.extendedresult = code
    return error


def failure(code: int) -> apsw.Error:
    """Return the error by which a file system says the SQLite result `code`."""
    return _failure(apsw.exception_for(code).__class__, code)


class Connection:
    """An apsw connection with the manners of `sqlite3.Connection`.

    `synchronous` other than EXTRA lowers the durability behind the journal's back: the control of the experiment.
    """

    def __init__(self, uri: str, synchronous: str) -> None:
        self._synchronous = synchronous
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI
        self._apsw = _translated(apsw.Connection, uri, flags=flags, vfs=NAME)

    def execute(self, statement: str, values: tuple[Any, ...] = ()) -> Any:
        if statement == "PRAGMA synchronous = EXTRA":
            statement = f"PRAGMA synchronous = {self._synchronous}"
        elif statement == "PRAGMA synchronous":
            statement = "SELECT 3"
        return _Cursor(_translated(self._apsw.execute, statement, values))

    @property
    def in_transaction(self) -> bool:
        return bool(self._apsw.in_transaction)

    def close(self) -> None:
        _translated(self._apsw.close)


class _Cursor:
    """A cursor whose errors are `sqlite3`'s."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def fetchone(self) -> Any:
        return _translated(self._cursor.fetchone)

    def fetchall(self) -> Any:
        return _translated(self._cursor.fetchall)


_KINDS = {
    apsw.SQLITE_CONSTRAINT: sqlite3.IntegrityError,
    apsw.SQLITE_CORRUPT: sqlite3.DatabaseError,
    apsw.SQLITE_NOTADB: sqlite3.DatabaseError,
}


def _translated(function: Any, *values: Any, **named: Any) -> Any:
    try:
        return function(*values, **named)
    except UnicodeDecodeError as error:
        raise sqlite3.DatabaseError(str(error)) from error
    except apsw.Error as error:
        code = getattr(error, "extendedresult", apsw.SQLITE_ERROR)
        said = _KINDS.get(code & 0xFF, sqlite3.OperationalError)(str(error) or type(error).__name__)
        known = apsw.mapping_extended_result_codes.get(code) or apsw.mapping_result_codes.get(code, "SQLITE_ERROR")
        said.sqlite_errorname = str(known)
        said.sqlite_errorcode = code
        raise said from error


class Machine:
    """A computer with a simulated disk: `connect` is what a `SqliteJournal` takes."""

    def __init__(self, synchronous: str = "EXTRA") -> None:
        self.synchronous = synchronous
        self._vfs = SimulatedVfs()

    @property
    def disk(self) -> Disk:
        """The disk in the machine."""
        return self._vfs.disk

    @disk.setter
    def disk(self, disk: Disk) -> None:
        self._vfs.disk = disk

    def connect(self, name: str, **named: Any) -> Any:
        """Open a database on the disk, as `sqlite3.connect` does with a file's URI."""
        return Connection(name, self.synchronous)
