"""Where records rest: one small protocol, kept in memory or in an SQLite file.

Decides what an arena may ask of a journal. Knows no rules: it keeps rows in order, each once, chained. Leaves
the meaning of a row to `quizarena.facts` and what to do about an unknown commit to the arena. SQLite is
loaded with `SqliteJournal` and not before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from .memory import MemoryJournal
from .row import GENESIS, NO_RECORDS, Fault, Head, Row, chain, check_next, first_bad, grouped, linked, typed_digest

if TYPE_CHECKING:
    from .sqlite import SqliteJournal

__all__ = [
    "GENESIS",
    "NO_RECORDS",
    "Fault",
    "Head",
    "Journal",
    "MemoryJournal",
    "Row",
    "SqliteJournal",
    "Writer",
    "chain",
    "check_next",
    "first_bad",
    "grouped",
    "linked",
    "typed_digest",
]


class Writer(Protocol):
    """A journal while nobody else writes to it: read what others appended, decide, append."""

    def head(self) -> Head:
        """Return the last record's place and digest, those appended just now included."""
        ...

    def read(self, after: int = -1) -> Iterator[Row]:
        """Yield the rows with a `seq` above `after`, in order."""
        ...

    def find(self, id: str) -> Row | None:
        """Return the row with this id, so that a retry counts once."""
        ...

    def append(self, row: Row) -> None:
        """Add the next row; it is durable only when the `with writing()` block has ended without an error.

        Raises:
            JournalError: The row is malformed, not the next one, its digest does not follow, or its id is
            taken.
        """
        ...

    def settle(self) -> None:
        """Make this transaction one that is written and synced, though it appends nothing.

        What an earlier commit left in doubt (the disk failed while its end was being synced) is as durable after this
        one as any other record.
        """
        ...


class Journal(Protocol):
    """Rows in order, appended one after another, never changed; and drafts beside them.

    One journal object serves one thread at a time. Every method raises JournalError where the journal cannot
    be read or written, JournalBusy where another program has been writing for too long.
    """

    def head(self) -> Head:
        """Return the last record's place and digest."""
        ...

    def read(self, after: int = -1) -> Iterator[Row]:
        """Yield the rows with a `seq` above `after`, in order, as they are stored, chain unchecked."""
        ...

    def find(self, id: str) -> Row | None:
        """Return the row with this id."""
        ...

    def writing(self) -> AbstractContextManager[Writer]:
        """Keep everybody else from writing for one transaction, committed at the block's end.

        An exception in the block undoes it.

        Raises:
            JournalUnknown: The commit failed: `reopen()`, then look for the id.
        """
        ...

    def changed(self) -> bool:
        """Return whether others may have written since the last call; cheap enough for 50 calls a second."""
        ...

    def draft(self, key: str) -> str | None:
        """Return the unfinished text kept under `key`."""
        ...

    def keep_draft(self, key: str, value: str, at: str) -> None:
        """Keep unfinished text beside the chain, such as a ballot not yet handed in; `at` as in a row."""
        ...

    def drop_draft(self, key: str) -> None:
        """Forget a draft; none of that key is no error."""
        ...

    def reopen(self) -> None:
        """Open anew, after an error; what was committed is there."""
        ...

    def close(self) -> None:
        """Close; a second time does nothing."""
        ...


def __getattr__(name: str) -> object:
    """Load `SqliteJournal` on first use (PEP 562): a contest in memory needs no SQLite."""
    if name != "SqliteJournal":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .sqlite import SqliteJournal

    return SqliteJournal
