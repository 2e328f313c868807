"""A journal that lives and ends with its process: for tests, rehearsals and programs that play a contest.

Decides nothing of its own: it keeps to the same order, chain and one-transaction rules as the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import attrs

from ..errors import JournalError
from ..text import FRAME
from .row import NO_RECORDS, Head, Row, check_next

_ = FRAME


@attrs.define
class MemoryJournal:
    """Rows and drafts in memory; see `quizarena.journal.Journal`."""

    _rows: list[Row] = attrs.field(factory=list, init=False)
    _places: dict[str, int] = attrs.field(factory=dict, init=False)
    _drafts: dict[str, str] = attrs.field(factory=dict, init=False)
    _is_writing: bool = attrs.field(default=False, init=False)

    def head(self) -> Head:
        """Return the last record's place and digest."""
        return Head(self._rows[-1].seq, self._rows[-1].digest) if self._rows else NO_RECORDS

    def read(self, after: int = -1) -> Iterator[Row]:
        """Yield the rows with a `seq` above `after`."""
        return iter(self._rows[max(after + 1, 0) :])

    def find(self, id: str) -> Row | None:
        """Return the row with this id."""
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

    @contextmanager
    def writing(self) -> Iterator[MemoryJournal]:
        """Make all of the block's rows last, or none of them."""
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

    def changed(self) -> bool:
        """Return False: nobody else can reach this memory."""
        return False

    def draft(self, key: str) -> str | None:
        """Return the draft under `key`."""
        return self._drafts.get(key)

    def keep_draft(self, key: str, value: str, at: str) -> None:
        """Keep a draft; its instant serves those who read a file by hand, and there is none here."""
        self._drafts[key] = value

    def drop_draft(self, key: str) -> None:
        """Forget a draft."""
        self._drafts.pop(key, None)

    def reopen(self) -> None:
        """Do nothing: memory is open as long as it is there."""

    def close(self) -> None:
        """Do nothing: the rows last as long as the object."""
