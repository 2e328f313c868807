"""What SQLite says when it cannot go on, as one sentence for the person at the desk, and which error of ours it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import JournalBusy, JournalError
from ..text import FRAME, Text
from .holders import kept_locked

_ = FRAME
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_SENTENCES = {
    "SQLITE_NOTADB": _("is no journal of QuizArena"),
    "SQLITE_CORRUPT": _("is truncated or damaged; go on with a backup, or export what can still be read"),
    "SQLITE_ERROR": _("is damaged or was altered"),
    "SQLITE_READONLY": _("is read-only; copy it to where it can be written, or open it for reading only"),
    "SQLITE_FULL": _("the disk is full; make room and try again"),
    "SQLITE_IOERR": _("the disk does not read or write; go on with a backup on another disk"),
    "SQLITE_CANTOPEN": _("cannot be opened; see whether its folder may be written to"),
    "SQLITE_PERM": _("may not be opened by this user"),
}


def sentence(path: Path, error: sqlite3.Error) -> Text:
    """Return one sentence about `error` at `path`."""
    name = _name(error)
    if path.is_dir():
        return _("{file}: is a folder; name the contest's file", file=str(path))
    if name == "SQLITE_CANTOPEN" and not path.exists():
        return _("{file}: there is no such file", file=str(path))
    problem = _SENTENCES.get(name) or _("SQLite cannot go on")
    return _("{file}: {problem} (SQLite: {error})", file=str(path), problem=problem, error=str(error))


@contextmanager
def journal_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite raises in the block into JournalError, or JournalBusy that names who keeps the file locked."""
    try:
        yield
    except UnicodeDecodeError as error:  # from SQLite's own sentence about a table whose description is damaged
        raise JournalError(_("{file}: {problem}", file=str(path), problem=_SENTENCES["SQLITE_CORRUPT"])) from error
    except sqlite3.Error as error:
        if is_busy(error):
            raise JournalBusy(kept_locked(path)) from error
        raise JournalError(sentence(path, error)) from error


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another program keeps the file locked: nothing was written."""
    return _name(error) in _BUSY


def _name(error: sqlite3.Error) -> str:
    """Return the primary result code: SQLITE_IOERR of SQLITE_IOERR_FSYNC."""
    return "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])
