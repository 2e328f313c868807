"""A journal in a PostgreSQL database that many machines share: a contest's rows among those of others.

One transaction a push, behind an advisory lock that hands the turn on in order. A commit that failed is known by its
lock: whoever looks next waits until the lost transaction has ended.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

import attrs

from ...errors import JournalError
from ...facts import instant_text
from ...plugins import nearest
from ...text import FRAME, Text
from ..copies import copy_records
from ..opening import create_journal
from ..presence import Seats
from ..protocol import Holder, Patience
from ..row import NO_RECORDS, Head, Row
from .hub import Hub
from .lines import Line, last_row, run
from .news import Bell
from .place import Place
from .slots import PostgresSlots
from .tables import check_tables
from .trouble import journal_errors
from .turn import Turn, holders_of, in_pages, page, row_called
from .watch import FILE_SECONDS

_ = FRAME
_T = TypeVar("_T")


@attrs.define(eq=False)
class PostgresJournal:
    """Rows and drafts of one contest on a server; see `quizarena.journal.Journal`.

    Raises:
        JournalError: The server cannot be reached, is a standby, has fsync off; there is no such contest, or this
            account may not see it; tables or triggers were altered.
    """

    place: Place
    read_only: bool = attrs.field(default=False, kw_only=True)
    patience: Patience = attrs.field(factory=Patience, init=False)
    _lock: threading.RLock = attrs.field(factory=threading.RLock, init=False, repr=False)
    _hub: Hub | None = attrs.field(default=None, init=False, repr=False)
    _turn: Turn | None = attrs.field(default=None, init=False, repr=False)
    _bell: Bell = attrs.field(init=False, repr=False)
    _number: int = attrs.field(default=0, init=False)
    _told: threading.local = attrs.field(factory=threading.local, init=False, repr=False)
    _first: int = attrs.field(default=0, init=False)
    _seen: int | None = attrs.field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        """Open the contest."""
        self.reopen()

    @property
    def address(self) -> str:
        """The server, the database and the contest's name, without a password."""
        return self.place.address

    def reopen(self) -> None:
        """Open anew, after JournalUnknown for one; raises like the class."""
        with self._lock:
            fresh = self._hub is None
            hub = self._hub = self._hub or Hub.of(self.place)
            try:
                self._number, stamp = self._ask(self._find_contest)
            except BaseException:
                if fresh:
                    self._leave()
                raise
            self._bell, self._seen = hub.news.bell(self._number, stamp), None
            if fresh:
                self._first, self._told = stamp, threading.local()

    def _find_contest(self, line: Line) -> tuple[int, int]:
        check_tables(self.place.server, line)
        asked = "SELECT number, stamp FROM quizarena.contests WHERE id = %s"
        found = line.execute(asked, (self.place.contest,)).fetchone()
        if found is None:
            raise JournalError(self._no_contest(line))
        return found[0], found[1]

    def _no_contest(self, line: Line) -> Text:
        known = [id for (id,) in line.execute("SELECT id FROM quizarena.contests ORDER BY number").fetchall()]
        close = nearest(self.place.contest, known)
        if close is not None:
            return _("{file}: there is no such contest, or not for this account; did you mean {close}?",
                     file=self.address, close=repr(close))  # fmt: skip
        return _("{file}: there is no such contest, or not for this account", file=self.address)

    def close(self) -> None:
        """Close, and wake who waits; a second time does nothing."""
        with self._lock:
            self._leave()
        self._bell.wake()

    def _leave(self) -> None:
        hub, self._hub = self._hub, None
        if hub is not None:
            hub.leave()

    # Reading

    def head(self) -> Head:
        """Return the last record's place and digest."""
        return Head(*self._one("seq, digest"))

    def read(self, after: int = -1) -> Iterator[Row]:
        """Yield the rows with a `seq` above `after`, in pages: a reader who pauses holds no line."""
        return in_pages(lambda last: self._ask(lambda line: page(line, self._number, last)), after)

    def find(self, id: str) -> Row | None:
        """Return the row with this id."""
        return self._ask(lambda line: row_called(line, self._number, id))

    def changed(self) -> bool:
        """Return whether others have written since the last call; True on the first after opening."""
        (stamp,) = self._one("stamp")
        before, self._seen = self._seen, stamp
        return bool(before != stamp)

    def _one(self, columns: str) -> tuple[Any, ...]:
        asked = f"SELECT {columns} FROM quizarena.contests WHERE number = %s"
        found = self._ask(lambda line: line.execute(asked.encode(), (self._number,)).fetchone())
        if found is None:
            raise JournalError(_("{file}: there is no such contest, or not for this account", file=self.address))
        return found

    def _ask(self, question: Callable[[Line], _T]) -> _T:
        """Return what `question` makes of a line: while this thread writes, of that transaction's."""
        with self._lock, journal_errors(self.address):
            if self._turn is not None:
                return self._turn.ask(question)
            return self._open().lines.ask(question, seconds=self.patience.seconds, read_only=self.read_only)

    def _open(self) -> Hub:
        if self._hub is None:
            raise JournalError(_("{file}: is closed; reopen it first", file=self.address))
        return self._hub

    # Writing

    @contextmanager
    def writing(self) -> Iterator[Turn]:
        """Keep others from writing for one transaction; see `quizarena.journal.Journal.writing`.

        Raises:
            JournalBusy: Another program has been writing for too long: nothing was written.
            JournalUnknown: The commit failed: `reopen()`, then look for the id.
        """
        with self._transaction() as turn:
            yield turn

    @contextmanager
    def _transaction(self) -> Iterator[Turn]:
        with self._lock:
            hub = self._open()
            if self.read_only:
                raise JournalError(_("{file}: was opened for reading only", file=self.address))
            if self._turn is not None:
                raise JournalError(
                    _("{file}: is being written to already; end that transaction first", file=self.address)
                )
            turn = self._turn = Turn.take(hub.lines, self.address, self._number, self.patience)
            before = turn.stamp
            try:
                yield turn
                turn.commit()
            finally:
                self._turn = None
                turn.end()
            if self._seen == before:
                self._seen = turn.stamp
            self._bell.tell(turn.stamp)

    # Drafts

    def draft(self, key: str) -> str | None:
        """Return the draft under `key`."""
        return self._drafts_at([key]).get(key)

    def _drafts_at(self, keys: list[str]) -> dict[str, str]:
        asked = "SELECT key, value FROM quizarena.drafts WHERE contest = %s AND key = ANY(%s)"
        return dict(self._ask(lambda line: line.execute(asked, (self._number, keys)).fetchall()))

    def drafts(self, prefix: str) -> dict[str, str]:
        """Return the drafts under keys that begin with `prefix`."""
        asked = "SELECT key, value FROM quizarena.drafts WHERE contest = %s AND starts_with(key, %s) ORDER BY key"
        return dict(self._ask(lambda line: line.execute(asked, (self._number, prefix)).fetchall()))

    def write_draft(self, key: str, value: str, expected: str | None) -> bool:
        """Keep a draft in place of the one that is expected there, as durably as a record; raises like `writing`."""
        return self.write_drafts({key: value}, {key: expected})

    def drop_draft(self, key: str) -> None:
        """Forget a draft; raises like `writing`."""
        self.write_drafts({key: None}, {})

    def write_drafts(self, values: Mapping[str, str | None], expected: Mapping[str, str | None]) -> bool:
        """Keep or forget drafts all at once, as durably as a record; raises like `writing`."""
        with self._transaction() as turn:
            there = self._drafts_at([*values, *expected])
            if any(there.get(key) != value for key, value in expected.items()):
                return False
            changed = {key: value for key, value in values.items() if there.get(key) != value}
            turn.ask(lambda line: self._write_changed(line, changed))
            turn.stamp += len(changed)
        return True

    def _write_changed(self, line: Line, changed: Mapping[str, str | None]) -> None:
        gone = [key for key, value in changed.items() if value is None]
        kept = {key: value for key, value in changed.items() if value is not None}
        if kept:
            line.execute(
                "INSERT INTO quizarena.drafts SELECT %s, k, v, %s FROM unnest(%s::text[], %s::text[]) d(k, v)"
                " ON CONFLICT (contest, key) DO UPDATE SET value = EXCLUDED.value, at = EXCLUDED.at",
                (self._number, instant_text(datetime.now(UTC)), [*kept], [*kept.values()]),
            )
        if gone:
            line.execute("DELETE FROM quizarena.drafts WHERE contest = %s AND key = ANY(%s)", (self._number, gone))

    # Others

    def wait(self, seconds: float) -> bool:
        """Wait until somebody may have written; see `quizarena.journal.Journal.wait`."""
        hub, bell = self._hub, self._bell
        if hub is None:
            return False
        hub.news.listen()
        seen = getattr(self._told, "stamp", self._first)
        with bell.heard():
            bell.changed.wait_for(lambda: self._hub is None or bell.stamp != seen, min(seconds, threading.TIMEOUT_MAX))
            self._told.stamp = bell.stamp
            return self._hub is not None and bell.stamp != seen

    def sit(self, role: str) -> Seats | None:
        """Take a seat of the contest's; see `quizarena.journal.Journal.sit`."""
        hub = self._open()
        try:
            return Seats.take(PostgresSlots(lambda: hub.seats, self._number), role)
        except OSError:
            return None

    def holders(self) -> list[Holder]:
        """Return the other programs that write to the contest or sit there, as far as the server tells."""
        return self._ask(lambda line: holders_of(line, self._number))

    def file(self, stored_name: str) -> bytes | None:
        """Return the content of a picture, sound or film of the contest; None where it has none of that name."""
        asked = "SELECT content FROM quizarena.files WHERE contest = %s AND name = %s"
        found = self._hand_over(lambda line: line.execute(asked, (self._number, stored_name)).fetchone())
        return None if found is None else bytes(found[0])

    def store_file(self, stored_name: str, content: bytes) -> None:
        """Keep a picture, sound or film with the contest; one that is there already stays."""
        asked = "INSERT INTO quizarena.files VALUES (%s, %s, %b) ON CONFLICT (contest, name) DO NOTHING"
        self._hand_over(lambda line: line.execute(asked, (self._number, stored_name, content)))

    def _hand_over(self, question: Callable[[Line], _T]) -> _T:
        """Ask what takes as long as a film is under way."""

        def ask(line: Line) -> _T:
            with line.transaction():
                run(line, f"SET LOCAL statement_timeout = '{FILE_SECONDS:.0f}s'")
                return question(line)

        with journal_errors(self.address):
            lines, seconds = self._open().lines, self.patience.seconds
            return lines.ask(ask, seconds=seconds, read_only=self.read_only, within=FILE_SECONDS)

    def cautions(self) -> list[Text]:
        """Return why the contest is not safe where it rests."""
        return self._ask(self._cautions)

    def _cautions(self, line: Line) -> list[Text]:
        whole, standbys, encrypted = last_row(
            line,
            "SELECT current_setting('full_page_writes'), current_setting('synchronous_standby_names'),"
            " coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)",
        )
        where, found = self.address, list[Text]()
        if whole != "on":
            found.append(_("{file}: runs with full_page_writes = off: a power cut may damage records", file=where))
        if len(self.place.hosts) > 1 and not standbys:
            late = _(
                "{file}: the standby is not synchronous: once it takes over, the last records may be missing",
                file=where,
            )
            found.append(late)
        if line.info.hostaddr and not encrypted and not _LOCAL.match(line.info.hostaddr):
            open_line = _(
                "{file}: the line is not encrypted, others may read along; add ?sslmode=verify-full", file=where
            )
            found.append(open_line)
        return found

    def inspect(self) -> None:
        """See that tables and triggers are ours, and that the head is that of the last record.

        Raises:
            JournalError: They are not.
        """
        self._ask(lambda line: check_tables(self.place.server, line))
        asked = (
            "SELECT c.seq, c.digest, r.seq, r.digest, (SELECT count(*) FROM quizarena.records WHERE contest = c.number)"
            " FROM quizarena.contests c LEFT JOIN LATERAL (SELECT seq, digest FROM quizarena.records"
            " WHERE contest = c.number ORDER BY seq DESC LIMIT 1) r ON true WHERE c.number = %s"
        )
        found = self._ask(lambda line: line.execute(asked.encode(), (self._number,)).fetchone())
        if found is None:
            return
        seq, digest, last, its_digest, count = found
        if (seq, digest, seq + 1) != (*((NO_RECORDS) if last is None else (last, its_digest)), count):
            problem = _("{file}: is damaged: its head is #{seq}, and {count} records can be read up to #{last}",
                        file=self.address, seq=seq, count=count, last=last)  # fmt: skip
            raise JournalError(problem)

    def copy_to(self, target: str) -> Head:
        """Copy records and drafts to a new journal; see `quizarena.journal.Journal.copy_to`."""
        asked = "SELECT key, value FROM quizarena.drafts WHERE contest = %s"
        drafts: dict[str, str] = dict(self._ask(lambda line: line.execute(asked, (self._number,)).fetchall()))
        return copy_records(self, drafts, partial(create_journal, target))


_LOCAL = re.compile(r"127\.|::1$|/")
