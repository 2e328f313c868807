"""What is asked of a journal, wherever its rows rest: rows in order, each once, chained; drafts and presence beside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

import attrs

from ..text import Text
from .presence import Seats
from .row import Head, Row


@attrs.frozen
class Patience:
    """How long a call waits for another program: so many seconds, and where `wanted` is given no longer than that."""

    seconds: float = 10.0
    wanted: Callable[[], bool] | None = None


@attrs.frozen
class Holder:
    """Another program that has a contest open where it rests: `locks` whether it keeps it locked now.

    `role` is the seat it sits in, `terminal` where it runs, such as "pts/3"; each is empty where it is not known.
    """

    pid: int
    program: str = ""
    role: str = ""
    locks: bool = False
    terminal: str = ""

    def __str__(self) -> str:
        """Return it as it is named in a sentence: "1234 (quizarena report)"."""
        about = ", ".join(word for word in (self.program, self.role) if word)
        return f"{self.pid} ({about})" if about else str(self.pid)


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
    """Rows in order, appended one after another, never changed; drafts and presence beside them.

    Any thread may call any method; while one writes the others wait. Every method raises JournalError where the
    journal cannot be read or written, JournalBusy where another program has been writing for too long.
    """

    @property
    def address(self) -> str:
        """Where it rests, as `open_journal` takes it: a file's path, or a scheme's address."""
        ...

    def head(self) -> Head:
        """Return the last record's place and digest."""
        ...

    def read(self, after: int = -1) -> Iterator[Row]:
        """Yield the rows with a `seq` above `after`, in order, as they are stored, chain unchecked."""
        ...

    def find(self, id: str) -> Row | None:
        """Return the row with this id."""
        ...

    patience: Patience
    """How long calls wait for other programs, from the next one on; `JournalBusy` is raised after that."""

    def holders(self) -> Sequence[Holder]:
        """Return the other programs that have the contest open, those that keep it locked first; as far as is known."""
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

    def wait(self, seconds: float) -> bool:
        """Wait until somebody, this object included, may have written; return False after so many seconds.

        Each thread is told once of what was written since it last waited. `close` wakes everybody, with False.
        """
        ...

    def sit(self, role: str) -> Seats | None:
        """Be there as `role`, seen by every other screen on this contest; None where that cannot be had."""
        ...

    def cautions(self) -> list[Text]:
        """Return why the contest is not safe where it rests; a warning each, never a refusal."""
        ...

    def draft(self, key: str) -> str | None:
        """Return the unfinished text kept under `key`."""
        ...

    def write_draft(self, key: str, value: str, expected: str | None) -> bool:
        """Keep unfinished text, such as a ballot not yet handed in, if `expected` is what is there (None: nothing).

        Returns False, and keeps what is there, where somebody else has written meanwhile.
        """
        ...

    def drop_draft(self, key: str) -> None:
        """Forget a draft; none of that key is no error."""
        ...

    def drafts(self, prefix: str) -> dict[str, str]:
        """Return the texts kept under keys that begin with `prefix`, which is not empty, by key."""
        ...

    def write_drafts(self, values: Mapping[str, str | None], expected: Mapping[str, str | None]) -> bool:
        """Keep texts, or forget those that are None, all at once, if what is `expected` under some keys is there.

        Returns False, and keeps what is there, where somebody else has written meanwhile.
        """
        ...

    def inspect(self) -> None:
        """Look for damage and alterations that no record shows.

        Raises:
            JournalError: There is some.
        """
        ...

    def copy_to(self, target: str) -> Head:
        """Copy everything to a new journal at the address `target` and return the copy's head, its chain checked.

        Raises:
            JournalError: `target` is taken or cannot be written; or the chain is broken, the copy is there then.
        """
        ...

    def reopen(self) -> None:
        """Open anew, after an error; what was committed is there."""
        ...

    def close(self) -> None:
        """Close, and wake who waits; a second time does nothing."""
        ...
