"""One transaction on a contest: the turn is waited for in order, and ends with a commit or with nothing."""

from __future__ import annotations

import math
import os
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, TypeVar

import attrs
import psycopg

from ...errors import JournalBusy, JournalError, JournalUnknown
from ...text import FRAME, Text, stripped
from ..presence import presence_of
from ..protocol import Holder, Patience
from ..row import Head, Row, check_next
from . import watch
from .lines import Line, Lines, close, run
from .slots import SEAT_KEY
from .tables import CHANNEL, COLUMNS, LOCK
from .trouble import first_line, journal_errors, sentence

_ = FRAME
_GLANCE_SECONDS = 0.1
"""How often it is looked whether a turn is still wanted."""
_INSERT = (
    f"INSERT INTO quizarena.records (contest, {COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
    f" RETURNING {COLUMNS}"
)


_PAGE = 1_000
_ROWS = f"SELECT {COLUMNS} FROM quizarena.records WHERE contest = %s"
_T = TypeVar("_T")
_as_row: Callable[[tuple[Any, ...]], Row] = partial(tuple.__new__, Row)


def page(line: Line, number: int, after: int) -> list[Row]:
    """Return the rows of a contest with a `seq` above `after`, at most as many as a page holds."""
    asked = f"{_ROWS} AND seq > %s ORDER BY seq LIMIT {_PAGE}"
    return list(map(_as_row, line.execute(asked.encode(), (number, after)).fetchall()))


def in_pages(turn_to: Callable[[int], list[Row]], after: int) -> Iterator[Row]:
    """Yield rows page by page: a reader who pauses keeps no line."""
    while rows := turn_to(after):
        yield from rows
        if len(rows) < _PAGE:
            return
        after = rows[-1].seq


def row_called(line: Line, number: int, id: str) -> Row | None:
    """Return the row of a contest with this id."""
    found = line.execute(f"{_ROWS} AND id = %s".encode(), (number, id)).fetchone()
    return None if found is None else _as_row(found)


def _insert(line: Line, number: int, row: Row) -> tuple[Any, ...] | None:
    try:
        return line.execute(_INSERT.encode(), (number, *row)).fetchone()
    except psycopg.IntegrityError as error:
        said = first_line(error)
        problem = _("record {seq} with the id {id}: {error}", seq=row.seq, id=repr(row.id), error=said)
        raise JournalError(problem) from None


@attrs.define(eq=False)
class Turn:
    """A writer's turn on a contest, on `line`; `stamp` counts what was written. See `quizarena.journal.Writer`.

    Made by `take`; ended by `end`, after a `commit` or without one, which undoes it.
    """

    line: Line
    _head: Head
    stamp: int
    _lines: Lines
    _where: str
    _number: int

    @classmethod
    def take(cls, lines: Lines, where: str, number: int, patience: Patience) -> Turn:
        """Wait for the turn.

        Raises:
            JournalBusy: Another program has it for longer than `patience`.
            JournalError: The server cannot be reached.
        """
        begin = (
            f"BEGIN; SELECT pg_try_advisory_xact_lock({LOCK}, {number});"
            f" SELECT seq, digest, stamp FROM quizarena.contests WHERE number = {number}"
        )
        with journal_errors(where):
            line, found = lines.take(lambda line: run(line, begin), seconds=patience.seconds)
            try:
                held, head = found[1], found[2]
                if not (held and held[0][0]):
                    head = _queue(line, where, number, patience)
            except BaseException:
                give_back(lines, line)
                raise
        if not head:
            give_back(lines, line)
            raise JournalError(_("{file}: there is no such contest, or not for this account", file=where))
        seq, digest, stamp = head[0]
        return cls(line, Head(seq, digest), stamp, lines, where, number)

    def head(self) -> Head:
        """Return the last record's place and digest."""
        return self._head

    def read(self, after: int = -1) -> Iterator[Row]:
        """Yield the rows with a `seq` above `after`; nothing is asked where there are none."""
        if after >= self._head.seq:
            return iter(())
        return in_pages(lambda last: self.ask(lambda line: page(line, self._number, last)), after)

    def find(self, id: str) -> Row | None:
        """Return the row with this id."""
        return self.ask(lambda line: row_called(line, self._number, id))

    def ask(self, question: Callable[[Line], _T]) -> _T:
        """Return what `question` makes of the line, within this transaction."""
        with journal_errors(self._where), self._lines.watch.within(self.line, watch.ANSWER_SECONDS):
            return question(self.line)

    def settle(self) -> None:
        """Write something that changes nothing: the commit then waits for the disk, and for a synchronous standby."""
        self.ask(lambda line: line.execute("SELECT pg_logical_emit_message(true, 'quizarena', 'settle')"))

    def append(self, row: Row) -> None:
        """Add the next row, and see that it is stored as it is.

        Raises:
            JournalError: It may not be the next one, its id is taken, or the server refuses it.
        """
        check_next(self._head, row)
        stored = self.ask(lambda line: _insert(line, self._number, row))
        if stored != tuple(row):
            raise JournalError(_("{file}: did not keep record {seq} as it was written", file=self._where, seq=row.seq))
        self._head, self.stamp = Head(row.seq, row.digest), self.stamp + 1

    def commit(self) -> None:
        """Have all of it last; then tell who listens, in a transaction of its own that waits for no disk.

        Within the first, all commits of a server would queue for its one list of notifications.

        Raises:
            JournalUnknown: Whether it lasts is not known.
            JournalError: Something before it failed, and nothing was written.
        """
        tell = (
            "BEGIN; SET LOCAL synchronous_commit = off;"
            f" SELECT pg_notify('{CHANNEL}', '{self._number} {self.stamp}'); COMMIT"
        )
        warnings: list[str] = []

        def note(said: psycopg.errors.Diagnostic) -> None:
            warnings.append(said.message_primary or "")

        self.line.add_notice_handler(note)
        try:
            with self._lines.watch.within(self.line, watch.COMMIT_SECONDS):
                cursor = self.line.execute(f"COMMIT; {tell}".encode(), prepare=False)
            is_undone = cursor.statusmessage != "COMMIT"
        except psycopg.Error as error:
            close(self.line)
            raise self._unknown(sentence(self._where, error)) from error
        finally:
            with suppress(ValueError):
                self.line.remove_notice_handler(note)
        if is_undone:
            problem = _("{file}: a step before failed, so nothing of it was recorded; try again", file=self._where)
            raise JournalError(problem)
        if warnings:  # the standby that has to confirm did not: only this server has it
            raise self._unknown(_("{file}: {problem}", file=self._where, problem=stripped(warnings[0])))

    def _unknown(self, problem: Text) -> JournalUnknown:
        return JournalUnknown(
            _("{problem}; whether the record is in shows when the contest is opened again", problem=problem)
        )

    def end(self) -> None:
        """Give the line back; what was not committed is undone."""
        give_back(self._lines, self.line)


def give_back(lines: Lines, line: Line) -> None:
    """Give a line back; what was not committed is undone."""
    with suppress(psycopg.Error):
        if not line.closed and line.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            line.execute("ROLLBACK")
    lines.give_back(line)


def _queue(line: Line, where: str, number: int, patience: Patience) -> list[tuple[Any, ...]]:
    """Wait in the queue of those who want to write; return the head as it is then."""
    milliseconds = 0 if math.isinf(patience.seconds) else max(1, int(1_000 * patience.seconds))
    run(line, f"SET LOCAL lock_timeout = {milliseconds}; SET LOCAL statement_timeout = {2 * milliseconds}")
    try:
        with _while_wanted(line, patience.wanted):
            line.execute(f"SELECT pg_advisory_xact_lock({LOCK}, {number})".encode())
    except (psycopg.errors.LockNotAvailable, psycopg.errors.QueryCanceled) as error:
        line.execute("ROLLBACK")
        raise JournalBusy(_kept_busy(line, where, number)) from error
    found = run(
        line,
        f"SET LOCAL lock_timeout = '{watch.STATEMENT_SECONDS}s';"
        f" SET LOCAL statement_timeout = '{watch.STATEMENT_SECONDS}s';"
        f" SELECT seq, digest, stamp FROM quizarena.contests WHERE number = {number}",
    )
    return found[-1] or []


@contextmanager
def _while_wanted(line: Line, wanted: Callable[[], bool] | None) -> Iterator[None]:
    """Give the statement in the block up once it is not wanted any more; its place in the queue is kept till then."""
    if wanted is None:
        yield
        return
    over = threading.Event()

    def look() -> None:
        while not over.wait(_GLANCE_SECONDS):
            if not wanted():
                watch.cancel(line)
                if not over.wait(watch.ANSWER_SECONDS):
                    watch.cut(line)
                return

    watcher = threading.Thread(target=look, name="is it still wanted", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _kept_busy(line: Line, where: str, number: int) -> Text:
    who = ", ".join(str(each) for each in holders_of(line, number) if each.locks)
    if not who:
        return _("{file}: another program is writing for too long; nothing was recorded, try again", file=where)
    return _("{file}: nothing was recorded: the program {who} has been writing for too long", file=where, who=who)


_HOLDERS = """
SELECT a.application_name, bool_or(l.classid = %(lock)s), max(s.said) FROM pg_locks l
JOIN pg_stat_activity a ON a.pid = l.pid
LEFT JOIN quizarena.seats s ON l.classid = %(seat)s AND s.contest = %(number)s AND s.slot = l.objid::int
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND a.datname = current_database()
  AND (l.classid = %(lock)s AND l.objid = %(number)s OR l.classid = %(seat)s)
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
GROUP BY a.application_name ORDER BY 2 DESC, 1
"""
_PROGRAM = re.compile(r"(.*) (\d+)@(.*)")


def holders_of(line: Line, number: int) -> list[Holder]:
    """Return the programs that write to a contest or sit there, those that write first; not this one."""
    asked = {"lock": LOCK, "seat": SEAT_KEY + number, "number": number}
    found = line.execute(_HOLDERS, asked).fetchall()
    return [each for each in (_holder(*row) for row in found) if each is not None]


def _holder(application: str | None, locks: bool, said: str | None) -> Holder | None:
    """Read how a program calls itself, "quizarena desk 4711@hall-2"; another may call itself as it likes."""
    presence = presence_of((said or "").encode())
    role = "" if presence is None else presence.role
    program = _PROGRAM.fullmatch(application or "")
    if program is None:
        return Holder(0, stripped(application or ""), role, locks)
    name, pid, machine = program.groups()
    if machine == socket.gethostname()[:20]:
        return None if int(pid) == os.getpid() else Holder(int(pid), stripped(name), role, locks)
    return Holder(int(pid), stripped(f"{name}, {machine}"), role, locks)
