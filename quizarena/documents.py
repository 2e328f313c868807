"""The document that a journal's rows tell, a contest or a season, trusted or judged; what lies at an address."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from .contest import Contest
from .errors import DocumentError, FactError, JournalError, Problem
from .fact_book import FactBook
from .facts import Record
from .journal import NO_RECORDS, Head, Journal, Row, first_bad, open_journal
from .records import of_row
from .rulebook.loading import load as load_rules
from .rulebook.problems import HeatResult
from .season import Season, SeasonRules
from .season.facts import SeasonStarted
from .text import COMMA, FRAME, Joined, Text

if TYPE_CHECKING:
    from .rounds import RoundKind
    from .rulebook import Rulebook

_ = FRAME
Kinds = Mapping[str, "RoundKind"]
Document: TypeAlias = Contest | Season
"""What the records of a journal tell; which of the two says record 0."""


@contextmanager
def collecting_nothing() -> Iterator[None]:
    """Stop the collector while a document is built: all of it is kept, and walking it again and again takes half."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def _little_to_collect() -> Iterator[None]:
    """Let the collector look at what is new, and seldom at what is kept, while a document is judged."""
    before = gc.get_threshold()
    gc.set_threshold(20_000, 20, 200)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def started(rules: Rulebook | SeasonRules, kinds: Kinds | None = None) -> Document:
    """Return the document that begins with these rules, as its record 0 tells them."""
    return Season(rules) if isinstance(rules, SeasonRules) else Contest(rules, kinds=kinds)


def document_of(rows: Sequence[Row], kinds: Kinds | None = None) -> Document:
    """Return the document that the rows of a whole journal tell.

    Raises:
        JournalError: The chain is broken, there are none, or a record belongs to neither a contest nor a season.
        RulebookError: A kind the rulebook names is not installed, or knows other rules.
    """
    if not rows:
        raise JournalError(_("the journal holds no record; start the contest anew"))
    check_rows(rows, NO_RECORDS)
    try:
        return Season.of_rows(rows) if _begins_a_season(rows[0]) else Contest.of_rows(rows, kinds=kinds)
    except FactError as error:
        raise _unreadable(error) from error


def contest_of(rows: Sequence[Row], kinds: Kinds | None = None) -> Contest:
    """Return the contest that the rows of a whole journal tell; raises like `document_of`, and where it is a season."""
    return only_contest(document_of(rows, kinds))


def _begins_a_season(first: Row) -> bool:
    return first.type == SeasonStarted.type


def only_contest(document: Document) -> Contest:
    """Return a document that is a contest; DocumentError if it is a season."""
    if isinstance(document, Season):
        problem = _("this file holds a season and no contest; what there is to see of it shows: quizarena season FILE")
        raise DocumentError(problem)
    return document


def only_season(document: Document) -> Season:
    """Return a document that is a season; DocumentError if it is a contest."""
    if isinstance(document, Contest):
        problem = _("this file holds a contest and no season; a season is started with: quizarena start RULES FILE")
        raise DocumentError(problem)
    return document


def judged_document_of(rows: Iterable[Row], kinds: Kinds | None = None) -> Document:
    """Return the document that rows tell of which nobody says that they are a whole journal: each is judged.

    Raises:
        JournalError: There are none; or a record does not follow, is none of the document's, or was not legal.
        RulebookError: As in `document_of`.
    """
    coming = iter(rows)
    first = next(coming, None)
    if first is None:
        raise JournalError(_("the journal holds no record; start the contest anew"))
    try:
        with _little_to_collect():
            if _begins_a_season(first):
                return Season.of_unchecked(chain([first], coming))
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
    """Return how the contest at an address ended, every record judged; raises like `judged_document_of`."""
    return heat_of(only_contest(judged_document_of(read_rows(address), kinds)))


def heat_of(contest: Contest) -> HeatResult:
    """Return how a contest ended, or stands if it is not over."""
    roster, records = contest.state.roster, contest.records
    rows = ((row.place, roster.team(row.entrant)) for row in contest.standings(None).rows)
    going = tuple((place, team) for place, team in rows if team.plays)
    start, missing = records[0].digest, tuple(_missing(contest))
    return HeatResult(
        contest.rulebook.title, going, len(records), contest.head, start, missing, contest.rulebook.contest.date
    )


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
        yield _("these rounds are not over yet: {rounds}", rounds=Joined(tuple(left), COMMA))
    for tie in contest.standings(None).open_ties:
        yield _("this tie is open: {teams}", teams=Joined(tuple(map(state.roster.name, tie)), COMMA))
    if state.pending_protests:
        yield _("a protest is not decided")
    yield _("it is not closed and signed; do that at its desk")


def tells_a_season(address: str | Path) -> bool:
    """Whether a season lies at an address, by its first record; raises like `open_journal`."""
    with closing(open_journal(address, read_only=True)) as journal:
        first = next(iter(journal.read()), None)
        return first is not None and _begins_a_season(first)


def language_at(address: str | Path) -> str:
    """Return the language of the contest or season at an address, by its first record; raises like `document_of`."""
    with closing(open_journal(address, read_only=True)) as journal:
        return document_of(list(islice(journal.read(), 1))).language


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


# What an arena stands on


def for_reading(document: Document) -> Document:
    """Return a document as others than its arena have it: there is everything to ask, and nothing that records."""
    return cast(Document, _ForReading(document))


class _ForReading:
    """An arena's document as others have it: everything there is to ask, and nothing that records."""

    __slots__ = ("_document",)

    def __init__(self, document: Document) -> None:
        self._document = document

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """What it stands for: whoever asks which of the two documents it is gets that one's class."""
        return type(self._document)

    def __getattr__(self, name: str) -> Any:
        if name in _RECORDING or name == "_document":
            raise AttributeError(f"an arena's document is for reading and has no {name!r}: record with the arena's own")
        return getattr(self._document, name)

    def __repr__(self) -> str:
        return repr(self._document)

    def __copy__(self) -> Document:
        return self._document.fork()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self._document).fork, (self._document,)

    def __eq__(self, other: object) -> bool:
        return self._document == (other._document if isinstance(other, _ForReading) else other)

    __hash__ = None  # type: ignore[assignment]


_RECORDING = frozenset({"accept", "amend", "correct", "do", "push", "redo", "replay", "strike", "undo"})


def lacking(journal: Journal, records: Sequence[Record]) -> int:
    """Return how many of `records` an older copy in the journal's place lacks, 0 where it is none."""
    return _missing_at(journal.head(), records)


def _missing_at(last: Head, records: Sequence[Record]) -> int:
    """Return how many of `records` follow that of the head `last`, 0 where it is not one of them."""
    is_known = 0 <= last.seq < len(records) and last.digest == records[last.seq].digest
    return len(records) - 1 - last.seq if is_known else 0


def stray(journal: Journal, records: Sequence[Record]) -> Text | None:
    """Return what lies in the journal's place, None where it holds the last of `records` and so all of them."""
    last, first = journal.head(), next(iter(journal.read()), None)
    if first is None or first.digest != records[0].digest:
        return _("another contest's file lies in the place of this one; bring the right one back")
    known = records[-1]
    same = next(iter(journal.read(known.seq - 1)), None)
    if same is not None and same.digest == known.digest:
        return None
    seqs = {"seq": f"{last.seq:03}", "known": f"{known.seq:03}"}
    if _missing_at(last, records):
        return _(
            "the file is an older copy: it ends at #{seq}, and #{known} is known here; bring the newer one back, or"
            " open anew to go on from there",
            **seqs,
        )
    return _(
        "the file is a copy that went on by itself: its #{seq} does not follow from what is known here up to #{known};"
        " bring the right one back, and see with: quizarena compare",
        **seqs,
    )
