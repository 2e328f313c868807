"""What PostgreSQL says when it cannot go on, as one sentence for the person at the desk, and as an error of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from ...errors import JournalBusy, JournalError
from ...text import FRAME, Text, stripped

_ = FRAME
_SENTENCES = {
    "42501": _("this account may not do that; ask whoever keeps the server"),
    "25006": _("this account or this server only reads; nothing can be recorded there"),
    "53": _("the server's disk or memory is full; make room there and try again"),
    "57": _("the server was stopped; try again once it runs"),
    "58": _("the server's disk does not read or write"),
}
_NO_LINE = _("there is no line to the server: it does not run, does not let this account in, or the line broke")
_PASSWORD = _("the server wants another password; put it into ~/.pgpass or PGPASSWORD")
_OTHER = _("PostgreSQL cannot go on")
_BUSY = (psycopg.errors.LockNotAvailable, psycopg.errors.QueryCanceled)


def sentence(where: str, error: psycopg.Error) -> Text:
    """Return one sentence about `error` at the address `where`."""
    state = error.sqlstate or ""
    known = next((about for code, about in _SENTENCES.items() if state.startswith(code)), None)
    problem = known or (_without_line(error) if isinstance(error, psycopg.OperationalError) else _OTHER)
    return _("{file}: {problem} (PostgreSQL: {error})", file=where, problem=problem, error=first_line(error))


def _without_line(error: psycopg.OperationalError) -> Text:
    """Return why there is no line; only about passwords does the library say more than words."""
    tried = error.pgconn
    return _PASSWORD if tried is not None and (tried.needs_password or tried.used_password) else _NO_LINE


def first_line(error: psycopg.Error) -> str:
    """Return what PostgreSQL says, on one line."""
    said = error.diag.message_primary or next(iter(str(error).splitlines()), "") or type(error).__name__
    return stripped(said)[:300]


@contextmanager
def journal_errors(where: str) -> Iterator[None]:
    """Turn what PostgreSQL raises in the block into JournalError, or JournalBusy where it took too long."""
    try:
        yield
    except _BUSY as error:
        problem = _("{file}: the server is busy for too long; nothing was recorded, try again", file=where)
        raise JournalBusy(problem) from error
    except psycopg.Error as error:
        raise JournalError(sentence(where, error)) from error
