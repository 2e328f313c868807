"""Where records rest, by address: one small protocol, kept in memory, in an SQLite file or by a plug-in.

Knows no rules: it keeps rows in order, each once, chained. SQLite is loaded when a file is opened and not before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .addresses import is_journal
from .memory import MemoryJournal
from .opening import contests_at, create_journal, is_there, open_journal, salvage
from .presence import Presence, Seats
from .protocol import Holder, Journal, Patience, Writer
from .row import GENESIS, NO_RECORDS, Fault, Head, Row, chain, check_next, first_bad, grouped, linked, typed_digest
from .schemes import JOURNALS, ContestEntry, JournalKind

if TYPE_CHECKING:
    from .sqlite import SqliteJournal

__all__ = [
    "GENESIS",
    "JOURNALS",
    "NO_RECORDS",
    "ContestEntry",
    "Fault",
    "Head",
    "Holder",
    "Journal",
    "JournalKind",
    "MemoryJournal",
    "Patience",
    "Presence",
    "Row",
    "Seats",
    "SqliteJournal",
    "Writer",
    "chain",
    "check_next",
    "contests_at",
    "create_journal",
    "first_bad",
    "grouped",
    "is_journal",
    "is_there",
    "linked",
    "open_journal",
    "salvage",
    "typed_digest",
]


def __getattr__(name: str) -> object:
    """Load `SqliteJournal` on first use (PEP 562): a contest in memory needs no SQLite."""
    if name != "SqliteJournal":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .sqlite import SqliteJournal

    return SqliteJournal
