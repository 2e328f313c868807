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
from .errors import FactError, JournalError, Problem
from .fact_book import FactBook
from .facts import Record
from .journal import NO_RECORDS, Head, Row, first_bad, open_journal
from .rulebook.loading import load as load_rules
from .rulebook.problems import HeatResult
from .text import FRAME, Joined, Text

if TYPE_CHECKING:
    from .rounds import RoundKind
    from .rulebook import Rulebook

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


def load(path: str | Path, kinds: Kinds | None = None, hints: list[Problem] | None = None) -> Rulebook:
    """Return the rulebook in the file at `path`; `kinds` stand beside the installed ones.

    What somebody may want to look at in its tables is added to `hints`. Where its teams are the winners of other
    contests, those are read and judged.

    Raises:
        RulebookError: Everything that is wrong with it, the files it includes and those contests.
    """
    return load_rules(path, kinds, hints, lambda address: heat_at(address, kinds))


def heat_at(address: str | Path, kinds: Kinds | None = None) -> HeatResult:
    """Return how the contest at an address ended, every record judged; raises like `judged_contest_of`."""
    contest = judged_contest_of(read_rows(address), kinds)
    roster, records = contest.state.roster, contest.records
    rows = ((row.place, roster.team(row.entrant)) for row in contest.standings(None).rows)
    going = tuple((place, team) for place, team in rows if team.plays)
    start, missing = records[0].digest, tuple(_missing(contest))
    return HeatResult(contest.rulebook.title, going, len(records), contest.head, start, missing)


def _missing(contest: Contest) -> Iterator[Text]:
    """Yield what a contest lacks before its winners are known for good."""
    state, position = contest.state, contest.position
    if state.is_rehearsal:
        yield _("it is a rehearsal, from which nobody goes on")
        return
    if state.signed is not None:
        return
    held = {played.id for played in state.rounds if position.is_over(played)}
    left = [] if contest.outcome() else [each.title for each in contest.rulebook.rounds if each.id not in held]
    if left:
        yield _("these rounds are not over yet: {rounds}", rounds=Joined(tuple(left), ", "))
    for tie in contest.standings(None).open_ties:
        yield _("this tie is open: {teams}", teams=Joined(tuple(map(state.roster.name, tie)), ", "))
    if state.pending_protests:
        yield _("a protest is not decided")
    yield _("it is not closed and signed; do that at its desk")


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
