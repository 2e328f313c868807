"""A journal that lives and ends with its process: for tests, rehearsals and programs that play a contest."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial

import attrs

from ..errors import JournalError
from ..text import FRAME, Text
from .presence import MOST, Seats
from .protocol import Holder, Patience
from .row import NO_RECORDS, Head, Row, check_next

_ = FRAME


class MemorySlots:
    """The presences of screens of one process."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._content: dict[int, bytes] = {}

    def look(self) -> list[tuple[int, bytes, bool]]:
        """Return the slots that somebody has, and what is said there."""
        return [(slot, content, True) for slot, content in sorted(self._content.items())]

    def write(self, slot: int, content: bytes, *, durable: bool) -> None:
        """Put `content` into a slot of one's own."""
        if slot in self._content:
            self._content[slot] = content

    def take(self) -> int | None:
        """Take the first free slot."""
        slot = next((slot for slot in range(MOST) if slot not in self._content), None)
        if slot is not None:
            self._content[slot] = b""
        return slot

    def has(self, slot: int) -> bool:
        """Whether somebody has a slot."""
        return slot in self._content

    def release(self, slot: int) -> None:
        """Give a slot up."""
        self._content.pop(slot, None)


@attrs.define
class MemoryJournal:
    """Rows and drafts in memory; see `quizarena.journal.Journal`."""

    patience: Patience = attrs.field(factory=Patience, init=False)
    _rows: list[Row] = attrs.field(factory=list, init=False)
    _places: dict[str, int] = attrs.field(factory=dict, init=False)
    _drafts: dict[str, str] = attrs.field(factory=dict, init=False)
    _is_writing: bool = attrs.field(default=False, init=False)
    _is_closed: bool = attrs.field(default=False, init=False)
    _writes: int = attrs.field(default=0, init=False)
    _seen: threading.local = attrs.field(factory=threading.local, init=False)
    _lock: threading.Condition = attrs.field(factory=threading.Condition, init=False)
    _slots: MemorySlots = attrs.field(factory=MemorySlots, init=False)

    @property
    def address(self) -> str:
        """Nowhere: nobody else can open it."""
        return ""

    def head(self) -> Head:
        """Return the last record's place and digest."""
        with self._lock:
            return Head(self._rows[-1].seq, self._rows[-1].digest) if self._rows else NO_RECORDS

    def read(self, after: int = -1) -> Iterator[Row]:
        """Yield the rows with a `seq` above `after`."""
        with self._lock:
            return iter(self._rows[max(after + 1, 0) :])

    def find(self, id: str) -> Row | None:
        """Return the row with this id."""
        with self._lock:
            place = self._places.get(id)
            return None if place is None else self._rows[place]

    def append(self, row: Row) -> None:
        """Add the next row, inside `writing` only; raises JournalError like every `Writer`."""
        if not self._is_writing:
            raise JournalError("rows are appended inside `with journal.writing()`")
        check_next(self.head(), row)
        if row.id in self._places:
            raise JournalError(
                _(
                    "record {seq}: the id {id} belongs to record {other}",
                    seq=row.seq,
                    id=repr(row.id),
                    other=self._places[row.id],
                )
            )
        self._places[row.id] = row.seq
        self._rows.append(row)

    def settle(self) -> None:
        """Do nothing: no disk, no doubt."""

    def holders(self) -> list[Holder]:
        """Return nobody: what is in memory is this program's."""
        return []

    @contextmanager
    def writing(self) -> Iterator[MemoryJournal]:
        """Make all of the block's rows last, or none of them."""
        with self._lock:
            if self._is_writing:
                raise JournalError("this journal is being written to already; end that transaction first")
            length = len(self._rows)
            self._is_writing = True
            try:
                yield self
            except BaseException:
                for row in self._rows[length:]:
                    del self._places[row.id]
                del self._rows[length:]
                raise
            finally:
                self._is_writing = False
            self._tell()

    def changed(self) -> bool:
        """Return False: nobody else can reach this memory."""
        return False

    def wait(self, seconds: float) -> bool:
        """Wait until another thread has written; see `quizarena.journal.Journal.wait`."""
        with self._lock:
            seen = getattr(self._seen, "writes", 0)
            self._lock.wait_for(lambda: self._is_closed or self._writes != seen, seconds)
            self._seen.writes = self._writes
            return not self._is_closed and self._writes != seen

    def _tell(self) -> None:
        self._writes += 1
        self._lock.notify_all()

    def sit(self, role: str) -> Seats | None:
        """Be there for the other screens of this process."""
        return Seats.take(self._slots, role)

    def cautions(self) -> list[Text]:
        """Return nothing: what ends with its process is not taken to be safe."""
        return []

    def draft(self, key: str) -> str | None:
        """Return the draft under `key`."""
        return self._drafts.get(key)

    def write_draft(self, key: str, value: str, expected: str | None) -> bool:
        """Keep a draft in place of the one that is expected there."""
        return self.write_drafts({key: value}, {key: expected})

    def drop_draft(self, key: str) -> None:
        """Forget a draft."""
        self.write_drafts({key: None}, {})

    def drafts(self, prefix: str) -> dict[str, str]:
        """Return the drafts under keys that begin with `prefix`."""
        with self._lock:
            return {key: value for key, value in self._drafts.items() if key.startswith(prefix)}

    def write_drafts(self, values: Mapping[str, str | None], expected: Mapping[str, str | None]) -> bool:
        """Keep or forget drafts all at once; see `quizarena.journal.Journal.write_drafts`."""
        with self._lock:
            if any(self._drafts.get(key) != value for key, value in expected.items()):
                return False
            changed = {key for key, value in values.items() if self._drafts.get(key) != value}
            for key in changed:
                self._drafts.pop(key, None)
            self._drafts |= {key: value for key, value in values.items() if value is not None}
            if changed:
                self._tell()
        return True

    def inspect(self) -> None:
        """Do nothing: no disk, no damage."""

    def copy_to(self, target: str) -> Head:
        """Copy the records, not the drafts, to a new journal; see `quizarena.journal.Journal.copy_to`."""
        from .copies import copy_records
        from .opening import create_journal

        return copy_records(self, {}, partial(create_journal, target))

    def reopen(self) -> None:
        """Let threads wait again."""
        self._is_closed = False

    def close(self) -> None:
        """Wake who waits; the rows last as long as the object."""
        with self._lock:
            self._is_closed = True
            self._lock.notify_all()
