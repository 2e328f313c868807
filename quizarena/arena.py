"""A contest, or a season, on a journal that several processes and threads share.

Everything is recorded on one path: keep others from writing, take in what they wrote, judge, append, commit, and only
then count it. After a commit that failed the journal is opened again and asked.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn, Unpack

from .contest import Contest, Position
from .contest.anonymous import anonymous_rows
from .contest.contest import By, Recording
from .contest.facts import Amended, Redone, Undone
from .contest.move_search import Deed, Wanted, find_deed
from .documents import (
    Document,
    Kinds,
    check_rows,
    collecting_nothing,
    document_of,
    for_reading,
    judged_document_of,
    lacking,
    only_contest,
    record_of,
    started,
    stray,
)
from .errors import JournalBusy, JournalError, JournalUnknown
from .fact_book import FactBook
from .facts import Fact, Record
from .journal import Head, Journal, Row, Writer, create_journal, open_journal
from .journal import jsonl as lines
from .moves import Move
from .records import to_row
from .text import FRAME

if TYPE_CHECKING:
    from .rulebook import Rulebook
    from .season import SeasonRules

_ = FRAME
_LOOK = 1.0
"""Seconds after which who follows looks without having been woken: not every journal can tell of news."""
_LONG = 3_600.0
"""Seconds of one wait among those without an end."""
_NONE = -1
"""No record has this number: a change that names it is refused with its reason."""


class Arena(Recording):
    """A document, contest or season, and the journal it rests in; whatever is recorded goes through the arena.

    `Arena.create` starts one at an address, `Arena.open` takes one up, `Arena(journal)` stands on any journal.
    Threads: any may call any method; while one records or refreshes the others wait. A position never changes and may
    be read by all of them at once. What is asked of `document` is answered as things stand then, and another thread may
    record between two questions: who asks twice asks one `position`, or a fork. `close` wakes those that wait. Of
    several processes each opens the address for itself.
    """

    def __init__(self, journal: Journal, *, kinds: Kinds | None = None) -> None:
        """Take up the document in `journal`; that of an address is taken up by `Arena.open`.

        Raises:
            JournalError: Its chain is broken or it holds none; the first bad record is named.
            RulebookError: A kind its rulebook names is not installed, or knows other rules.
        """
        with collecting_nothing():
            self._stand_on(journal, document_of(list(journal.read()), kinds))

    def _stand_on(self, journal: Journal, document: Document) -> None:
        self.journal, self._document = journal, document
        self.document = for_reading(document)
        """The contest or the season, for reading: it follows the arena, and has no `push`."""
        self._lock = threading.RLock()
        self._head = Head(document.records[-1].seq, document.head)
        self._is_in_doubt = self._is_behind = self._is_closed = False

    @property
    def contest(self) -> Contest:
        """The document that is a contest, for reading; DocumentError where it is a season."""
        return only_contest(self.document)

    @property
    def _contest(self) -> Contest:
        return only_contest(self._document)

    @classmethod
    def create(cls, address: str | Path, rules: Rulebook | SeasonRules, *, kinds: Kinds | None = None) -> Arena:
        """Start a contest, or a season, at an address such as a file's path; never overwrite one.

        Raises:
            JournalError: There is something already, or it cannot be written.
        """
        document = started(rules, kinds)
        return cls._made(address, [to_row(document.records[0], document.book)], kinds)

    @classmethod
    def open(cls, address: str | Path, *, read_only: bool = False, kinds: Kinds | None = None) -> Arena:
        """Take up the document at an address; raises like the class and like `open_journal`."""
        journal = open_journal(address, read_only=read_only)
        try:
            return cls(journal, kinds=kinds)
        except BaseException:
            journal.close()
            raise

    @classmethod
    def import_lines(cls, address: str | Path, stream: IO[bytes], *, kinds: Kinds | None = None) -> Arena:
        """Make a new document at an address of JSON Lines, as `export_lines` wrote them; each of them is judged.

        Raises:
            JournalError: A line is none, the chain is broken, a record was not legal, or there is something already;
                then nothing is left.
        """
        return cls._made(address, lines.read_lines(stream), kinds)

    @classmethod
    def anonymize(cls, source: str | Path, target: str | Path, *, kinds: Kinds | None = None) -> Arena:
        """Make a copy in which people are numbers, chained anew, each record judged; raises like `import_lines`."""
        with cls.open(source, read_only=True, kinds=kinds) as arena:
            return cls._made(target, anonymous_rows(arena._contest), kinds)

    @classmethod
    def _made(cls, address: str | Path, rows: Iterable[Row], kinds: Kinds | None) -> Arena:
        arena, made = cls.__new__(cls), list[Document]()

        def fill(writer: Writer) -> None:
            made.append(judged_document_of(_appended(rows, writer), kinds))

        arena._stand_on(create_journal(address, fill), made[0])
        return arena

    def export_lines(self) -> Iterator[str]:
        """Yield every record as a line of JSON, sealed fields too: the whole journal, byte for byte."""
        return lines.export(self.journal.read())

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until somebody may have recorded something; False after `timeout` seconds (None: never), or once closed.

        Any thread may wait, and holds up nobody; each is told once of what was recorded since it last waited. That is
        there after `refresh`, or with the next record of one's own.
        """
        if timeout is not None:
            return self.journal.wait(timeout)
        while not self._is_closed:
            if self.journal.wait(_LONG):
                return True
        return False

    async def follow(self) -> AsyncIterator[Position]:
        """Yield the position now, and anew after whatever anybody records, until the arena is closed.

        It waits and reads in a thread of its own, so the event loop goes on. What is recorded while the caller is busy
        with a position comes with the next one, the latest there is.

        Raises:
            JournalError: As `refresh`.
        """
        import asyncio
        from concurrent.futures import ThreadPoolExecutor

        loop, seen = asyncio.get_running_loop(), None
        thread = ThreadPoolExecutor(1, "follow")  # a journal remembers what each thread has been told
        try:
            while not self._is_closed:
                if self.position is not seen:
                    seen = self.position
                    yield seen
                else:
                    await loop.run_in_executor(thread, self._look)
        finally:
            thread.shutdown(wait=False)

    def _look(self) -> None:
        """Wait for news and take it in, unless the arena is closed meanwhile."""
        self.wait(_LOOK)
        with self._lock:
            if not self._is_closed:
                self.refresh()

    def close(self) -> None:
        """Close the journal, once what is being recorded is in; a second time does nothing."""
        with self._lock:
            self._is_closed = True
            self.journal.close()

    def __enter__(self) -> Arena:
        """Return the arena."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Close it."""
        self.close()

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled or copied: the journal is open in this process."""
        raise TypeError("an arena has its journal open: open its address there, or pickle arena.document")

    @property
    def position(self) -> Position:
        """The rules in force and the state, the same object until something is recorded; see `Contest.position`."""
        return self._contest.position

    # Recording

    def push(self, fact: Fact, **by: Unpack[By]) -> Record:
        """Record a fact.

        Raises:
            IllegalFact: No move offers it to that seat now; nothing is recorded.
            ConflictError: It changes the past so that later records no longer fit; nothing is recorded.
            RulebookError: It amends a rule to what the rulebook refuses; nothing is recorded.
            JournalError: It could not be written, and is not recorded.
            JournalUnknown: The commit failed and the journal cannot be opened to see: try again under the same id.
        """
        return self.record(fact, **by)[0]

    def _do(self, wanted: Wanted, by: By) -> Record:
        return self._record(lambda: find_deed(self._contest, wanted, by.get("id")), by)[0]

    def record(self, fact: Fact, **by: Unpack[By]) -> tuple[Record, Move | None]:
        """Record a fact and return the record with the move that offers it; raises like `push`.

        The move is None for a change of the past, and for a fact that was recorded under its id before.
        """
        return self._record(lambda: Deed(fact, by.get("seat", "desk")), by)

    def with_followers(self, fact: Amended, id: str | None = None) -> Amended:
        """Return an amendment with what hangs on it, as things stand here; see `Contest.with_followers`."""
        return self._contest.with_followers(fact, id)

    @property
    def _book(self) -> FactBook:
        return self._document.book

    def undo(self, **by: Unpack[By]) -> Record:
        """Take back the seat's own last effective record that is no cue; raises like `push`."""
        seat = by.get("seat", "desk")
        return self._record(lambda: Deed(Undone(_seq(self._contest.undoable(seat))), seat), by)[0]

    def redo(self, **by: Unpack[By]) -> Record:
        """Take back the seat's last undo; raises like `push`."""
        seat = by.get("seat", "desk")
        return self._record(lambda: Deed(Redone(_seq(self._contest.redoable(seat))), seat), by)[0]

    def _record(self, make: Callable[[], Deed], by: By) -> tuple[Record, Move | None]:
        """Record what `make` makes of the document at the moment of writing: the one path of every deed."""
        id = by["id"] = by.get("id") or secrets.token_hex(16)
        with self._lock:
            self._check_open()
            try:
                self._mend()
                with self.journal.writing() as writer:
                    self._take_in(writer.read(self._head.seq))
                    deed = make()
                    known = self._document.recorded(id, deed.fact, deed.seat)
                    if known is not None:
                        writer.settle()
                        return known, None
                    by["seat"] = deed.seat
                    record, move = self._document.prepare(deed.fact, **by)
                    writer.append(to_row(record, self._document.book))
            except JournalUnknown as error:
                return self._found_out(id, error), None
            except JournalError as error:
                raise self._doubted(error) from error
            self._accept(record)
        return record, move

    def _check_open(self) -> None:
        if self._is_closed:
            raise JournalError(_("the file was closed here; open it anew"))

    def _found_out(self, id: str, unknown: JournalUnknown) -> Record:
        """Open the journal again and see whether the record `id` is in; if so, have it written past all doubt."""
        self._is_in_doubt = True
        try:
            self._mend()
            with self.journal.writing() as writer:
                self._take_in(writer.read(self._head.seq))
                found = self._document.find(id)
                if found is not None:
                    writer.settle()
        except JournalError as error:
            self._is_in_doubt = True
            problem = _(
                "whether it was recorded is not known, and the journal cannot be read to see: {problem}",
                problem=error.message,
            )
            raise JournalUnknown(problem) from error
        if found is None:
            problem = _("it was not recorded, try again: {problem}", problem=unknown.message)
            raise JournalError(problem) from unknown
        return found

    def _mend(self) -> None:
        """Open the journal anew where it failed: a fault may have closed it, and the disk may work again."""
        if self._is_in_doubt:
            self.journal.reopen()
            self._check_ours()
            self._is_in_doubt = False

    def _check_ours(self) -> None:
        found = stray(self.journal, self._document.records)
        if found is not None:
            raise JournalError(found)

    def _doubted(self, error: JournalError) -> JournalError:
        """Note that the journal failed, and return why: it may not be the file that was open any more."""
        self._is_in_doubt = not isinstance(error, JournalBusy)
        with suppress(JournalError):
            found = stray(self.journal, self._document.records)
            return error if found is None else JournalError(found)
        return error

    # An older copy in the journal's place, as after a fail-over that lost records

    def lacking(self) -> int:
        """Return how many of the records known here an older copy in the journal's place lacks, 0 where it is none.

        Raises:
            JournalError: The journal cannot be read.
        """
        with self._lock:
            self._check_open()
            if self._is_in_doubt:
                self.journal.reopen()
            return lacking(self.journal, self._document.records)

    def refill(self) -> int:
        """Append to an older copy the records known here that it lacks, and return how many: its head is then ours.

        Raises:
            JournalError: It cannot be written, or is no older copy; what lies there is said.
        """
        with self._lock:
            self._check_open()
            self._is_in_doubt = True
            self.journal.reopen()
            with self.journal.writing() as writer:
                known = self._document.records
                missing = known[len(known) - lacking(self.journal, known) :]
                for record in missing:
                    writer.append(to_row(record, self._document.book))
            self._mend()
        return len(missing)

    # Following others

    def refresh(self) -> bool:
        """Take in what other processes recorded and return whether there was anything; cheap where there was nothing.

        A journal that failed is opened anew with the next call, so a screen that follows comes back with its file.

        Raises:
            JournalError: The journal cannot be read, its chain is broken, or another file or an older copy of this one
                lies in its place.
        """
        with self._lock:
            self._check_open()
            try:
                self._mend()
                self._is_behind = self.journal.changed() or self._is_behind
                if not self._is_behind:
                    return False
                is_news = self._take_in(self.journal.read(self._head.seq))
                if not is_news:
                    self._check_ours()
                self._is_behind = False  # only now: news whose reading failed is told once, and is still to be read
            except JournalError as error:
                raise self._doubted(error) from error
        return is_news

    def _take_in(self, new: Iterable[Row]) -> bool:
        rows = list(new)
        check_rows(rows, self._head)
        for row in rows:
            self._accept(record_of(row, self._document.book))
        return bool(rows)

    def _accept(self, record: Record) -> None:
        self._document.accept(record)
        self._head = Head(record.seq, record.digest)


def _appended(rows: Iterable[Row], writer: Writer) -> Iterator[Row]:
    for row in rows:
        writer.append(row)
        yield row


def _seq(found: int | None) -> int:
    return _NONE if found is None else found
