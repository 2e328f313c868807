"""A contest from the rows of a journal, trusted or judged, and a look at what lies at an address."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from .contest import Contest
from .contest.records import of_row
from .errors import FactError, JournalError
from .fact_book import FactBook
from .facts import Record
from .journal import NO_RECORDS, Head, Row, first_bad, open_journal
from .text import FRAME

if TYPE_CHECKING:
    from .rounds import RoundKind

_ = FRAME
Kinds = Mapping[str, "RoundKind"]


@contextmanager
def collecting_nothing() -> Iterator[None]:
    """Stop the collector while a contest is built: all of it is kept, and walking it again and again takes half."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def _little_to_collect() -> Iterator[None]:
    """Let the collector look at what is new, and seldom at what is kept, while a contest is judged."""
    before = gc.get_threshold()
    gc.set_threshold(20_000, 20, 200)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def contest_of(rows: Sequence[Row], kinds: Kinds | None = None) -> Contest:
    """Return the contest that the rows of a whole journal tell.

    Raises:
        JournalError: The chain is broken, there are none, or a record is none of a contest's.
        RulebookError: A kind the rulebook names is not installed, or knows other rules.
    """
    if not rows:
        raise JournalError(_("the journal holds no record; start the contest anew"))
    check_rows(rows, NO_RECORDS)
    try:
        return Contest.of_rows(rows, kinds=kinds)
    except FactError as error:
        raise _unreadable(error) from error


def judged_contest_of(rows: Iterable[Row], kinds: Kinds | None = None) -> Contest:
    """Return the contest that rows tell of which nobody says that they are a whole journal: each is judged.

    Raises:
        JournalError: There are none; or a record does not follow, is none of a contest's, or was not legal.
        RulebookError: As in `contest_of`.
    """
    coming = iter(rows)
    first = next(coming, None)
    if first is None:
        raise JournalError(_("the journal holds no record; start the contest anew"))
    try:
        with _little_to_collect():
            return Contest.of_unchecked(chain([first], coming), kinds=kinds)
    except FactError as error:
        raise _unreadable(error) from error


def read_rows(address: str | Path) -> list[Row]:
    """Return the rows at an address as they are stored, the chain not checked; raises like `open_journal`."""
    with closing(open_journal(address, read_only=True)) as journal:
        return list(journal.read())


def inspect(address: str | Path) -> None:
    """Look for damage that the records at an address do not show; raises like `open_journal` and `Journal.inspect`."""
    with closing(open_journal(address, read_only=True)) as journal:
        journal.inspect()


def check_rows(rows: Iterable[Row], head: Head) -> None:
    """Refuse rows that do not follow from `head`; JournalError names the first."""
    fault = first_bad(rows, head)
    if fault is not None:
        raise JournalError(_("the chain is broken: {problem}; go on with a backup", problem=fault.reason))


def record_of(row: Row, book: FactBook) -> Record:
    """Return the record that a row holds; JournalError if it cannot be read."""
    try:
        return of_row(row, book)
    except FactError as error:
        raise _unreadable(error) from error


def _unreadable(error: FactError) -> JournalError:
    problem = _(
        "a record cannot be read: {problem}; see whether this QuizArena and its plug-ins are as new",
        problem=error.message,
    )
    return JournalError(problem)
