"""A copy of a contest's file for a stick or another laptop, safe while desks write to it.

Decides that a backup is a whole, checked journal under a new name. Leaves the take-over itself to the arena.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from ..errors import JournalError
from ..text import FRAME
from .row import Head, first_bad
from .sqlite import SqliteJournal

_ = FRAME


def backup(path: Path, target: Path) -> Head:
    """Copy the journal at `path` to the new file `target` and return the copy's head, its chain checked.

    Raises:
        JournalError: `path` is no journal that can be read, `target` exists or cannot be written, or the
            copy's chain is broken as the original's is; a broken copy is kept, for it may be all there is.
    """
    with closing(SqliteJournal(path, read_only=True)) as journal:
        journal.copy_to(target)
    with closing(SqliteJournal(target, read_only=True)) as copy:
        if fault := first_bad(copy.read()):
            raise JournalError(
                _("{file}: was copied, but its chain is broken: {problem}", file=str(target), problem=fault.reason)
            )
        return copy.head()
