"""The lines of this process to one server: few for any number of contests, each opened anew where it broke."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import psycopg
from psycopg.conninfo import make_conninfo

from ...errors import JournalBusy, JournalError
from ...text import FRAME
from . import watch
from .place import Place
from .trouble import journal_errors

_ = FRAME
Line: TypeAlias = psycopg.Connection[tuple[Any, ...]]
_T = TypeVar("_T")
LONG_SECONDS, AGAIN_SECONDS = 1.0, 10.0
"""A line that is not there after so long is missed, and the next is tried only then, or once who listens has one."""
MOST_LINES = 8
"""Lines of one process that ask and write; one that listens and one that sits are apart."""
_IDLE = psycopg.pq.TransactionStatus.IDLE
_SETTINGS = (
    f"SET statement_timeout = '{watch.STATEMENT_SECONDS}s'; SET lock_timeout = '{watch.STATEMENT_SECONDS}s';"
    " SET idle_in_transaction_session_timeout = '15s'; SET search_path = pg_catalog;"
    # What was acknowledged must have been written, whatever the server's or the account's own setting is.
    " SELECT set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'"
    " ELSE current_setting('synchronous_commit') END, false);"
    " SELECT pg_is_in_recovery(), current_setting('fsync'), current_setting('server_encoding')"
)
_KEEPALIVES = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}
_OLDEST = 14


class Lines:
    """The lines to one server under one account, shared by all journals of this process that rest there."""

    def __init__(self, place: Place) -> None:
        """Begin without a line."""
        self.server = place.server
        self._conninfo = _conninfo(place)
        self._idle: list[Line] = []
        self._is_closed = False
        self._missed: tuple[float, JournalError] | None = None
        """Until when no line is tried, and why the last could not be had."""
        self._lock = threading.Lock()
        self._free = threading.BoundedSemaphore(MOST_LINES)
        self.watch = watch.Watch()

    def close(self) -> None:
        """Close the lines that nobody uses, and the others as they are given back."""
        self._is_closed = True
        self.drop_idle()
        self.watch.close()

    def leave_to_parent(self) -> None:
        """Have no line in a forked process: those there are its parent's, and must not be closed here."""
        _PARENTS.extend(self._idle)

    def connect(self, *, read_only: bool = False, anew: bool = False) -> Line:
        """Open a line, with our limits of time set.

        Where that took long and failed, it is not tried again for a while, so that screens go on: but who listens, in
        a thread of its own, asks `anew`.

        Raises:
            JournalError: The server cannot be reached or does not let this account in, is a standby, or does not write
                what it acknowledges to its disk.
        """
        began, missed = time.monotonic(), self._missed
        if missed is not None and began < missed[0] and not anew:
            raise JournalError(missed[1].message)
        try:
            line = self._connected(read_only=read_only)
        except JournalError as error:
            tried = time.monotonic()
            self._missed = (tried + AGAIN_SECONDS, error) if tried - began > LONG_SECONDS else None
            raise
        self._missed = None
        return line

    def _connected(self, *, read_only: bool) -> Line:
        with journal_errors(self.server):
            line = psycopg.connect(self._conninfo, autocommit=True)
            try:
                self._prepare(line, read_only=read_only)
            except BaseException:
                line.close()
                raise
        return line

    def _prepare(self, line: Line, *, read_only: bool) -> None:
        if line.info.server_version < _OLDEST * 10_000:
            found = line.info.parameter_status("server_version") or "?"
            problem = _("{server}: is PostgreSQL {found}; {oldest} or newer is needed", server=self.server, found=found,
                        oldest=_OLDEST)  # fmt: skip
            raise JournalError(problem)
        with self.watch.within(line, watch.ANSWER_SECONDS):
            standby, fsync, encoding = last_row(line, _SETTINGS)
        if encoding != "UTF8":
            problem = _("{server}: the database holds text as {found}; make one with ENCODING UTF8",
                        server=self.server, found=encoding)  # fmt: skip
            raise JournalError(problem)
        if standby and not read_only:
            raise JournalError(
                _("{server}: is a standby, which only reads; name the primary server", server=self.server)
            )
        if fsync != "on" and not read_only:
            problem = _("{server}: runs with fsync = off: a power cut would lose records; have it switched on",
                        server=self.server)  # fmt: skip
            raise JournalError(problem)

    # Lines to ask and write on

    def ask(
        self, question: Callable[[Line], _T], *, seconds: float, read_only: bool = False, within: float | None = None
    ) -> _T:
        """Return what `question` makes of a line; a dead one is replaced, and it is asked again.

        Raises:
            JournalBusy: All lines are taken for so many seconds, or it takes longer than `within` seconds.
        """
        line, answer = self.take(question, seconds=seconds, read_only=read_only, within=within)
        self.give_back(line)
        return answer

    def take(
        self, question: Callable[[Line], _T], *, seconds: float, read_only: bool = False, within: float | None = None
    ) -> tuple[Line, _T]:
        """Return a line to go on with, which is given back, and what `question`, its first, made of it."""
        if not self._free.acquire(timeout=min(max(seconds, 0.05), threading.TIMEOUT_MAX)):
            raise JournalBusy(_("{server}: all lines to the server are taken; try again", server=self.server))
        try:
            return self._first(question, within or watch.ANSWER_SECONDS, read_only=read_only)
        except BaseException:
            self._free.release()
            raise

    def _first(self, question: Callable[[Line], _T], within: float, *, read_only: bool) -> tuple[Line, _T]:
        while True:
            with self._lock:
                line = self._idle.pop() if self._idle else None
            is_fresh = line is None
            line = line or self.connect(read_only=read_only)
            try:
                with self.watch.within(line, within):
                    return line, question(line)
            except psycopg.OperationalError:
                is_dead = line.closed
                self._keep(line)
                if is_fresh or not is_dead:
                    raise
                self.drop_idle()
            except BaseException:
                self._keep(line)
                raise

    def give_back(self, line: Line) -> None:
        """Take a line back; one that broke, or in the middle of a transaction, is closed."""
        self._keep(line)
        self._free.release()

    def _keep(self, line: Line) -> None:
        with self._lock:
            if not line.closed and line.info.transaction_status == _IDLE and not self._is_closed:
                self._idle.append(line)
                return
        close(line)

    def drop_idle(self) -> None:
        """Close the lines that nobody uses: where one broke the others did, and each would be waited for in turn."""
        with self._lock:
            idle, self._idle = self._idle, []
        for line in idle:
            close(line)


_PARENTS: list[Line] = []


def close(line: Line) -> None:
    """Close a line, whatever state it is in."""
    with suppress(psycopg.Error):
        line.close()


def run(line: Line, statements: str) -> list[list[tuple[Any, ...]] | None]:
    """Have several statements done in one turn of the line; return the rows of each, None of one that has none."""
    cursor = line.execute(statements.encode(), prepare=False)
    found = [cursor.fetchall() if cursor.description else None]
    while cursor.nextset():
        found.append(cursor.fetchall() if cursor.description else None)
    return found


def last_row(line: Line, statements: str) -> tuple[Any, ...]:
    """Have several statements done; return the first row of the last."""
    rows = run(line, statements)[-1]
    assert rows  # a SELECT of values
    return rows[0]


def program() -> str:
    """Return how this process is called on the server: "quizarena desk 4711@hall-2", at most 63 bytes."""
    words = [Path(sys.argv[0] or "python").stem, *(word for word in sys.argv[1:2] if word.isalpha())]
    return f"{' '.join(words)[:30]} {os.getpid()}@{socket.gethostname()[:20]}"


def _conninfo(place: Place) -> str:
    more: dict[str, Any] = {"client_encoding": "UTF8", "connect_timeout": 5, "application_name": program()}
    if place.password is not None:
        more["password"] = place.password
    try:
        return make_conninfo(place.server, **{**_KEEPALIVES, **more})
    except psycopg.Error:  # what libpq says of it may quote more than may be shown
        problem = _("{address}: is no address of a PostgreSQL server such as postgresql://user@host/database",
                    address=place.server)  # fmt: skip
        raise JournalError(problem) from None
