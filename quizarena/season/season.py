"""The season: its records and the book they come down to, with the doors that an arena asks of any document."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import TypedDict, Unpack

from ..errors import FactError, JournalError
from ..fact_book import FactBook
from ..facts import Fact, Record
from ..journal.row import GENESIS, Head, Row, first_bad
from ..moves import IllegalFact
from ..records import as_kept, id_taken, is_retry, of_rows, to_row
from .facts import BOOK, FORMAT, SeasonStarted
from .ledger import Ledger
from .refusals import refusal
from .rules import SeasonRules, resolved
from .words import _

_PAGE = 1_000
"""Rows are read that many at once."""


class _By(TypedDict, total=False):
    """In whose name something is recorded, who types, the caller's id, and when it is written."""

    seat: str
    person: str
    id: str | None
    at: datetime | None


class Season:
    """A season, as its records tell it.

    `Season(rules)` begins one in memory; `Season.of_rows` takes one up where its journal left it. What is asked of it
    is in `ledger`, and in the statements and the league that are made of it. One thread at a time.
    """

    def __init__(
        self, rules: SeasonRules, *, person: str = "", id: str | None = None, at: datetime | None = None
    ) -> None:
        """Begin a season: record 0 holds the complete rules."""
        self._begin()
        self.accept(self._record_of(SeasonStarted(resolved(rules)), "desk", person, id, at))

    def _begin(self) -> None:
        self._records: list[Record] = []
        self._ids: dict[str, int] = {}
        self.ledger = Ledger()

    @classmethod
    def of_records(cls, records: Iterable[Record]) -> Season:
        """Take a season up from its records; they are folded, not judged again."""
        season = cls.__new__(cls)
        season._begin()
        for record in records:
            season.accept(record)
        return season

    @classmethod
    def of_rows(cls, rows: Sequence[Row]) -> Season:
        """Take a season up from the rows of its journal, whose chain was checked.

        Raises:
            FactError: A row holds no fact of a season.
            JournalError: They cannot be folded, for one of them was never legal; that one is named.
        """
        try:
            return cls.of_records(of_rows(rows, BOOK))
        except (LookupError, TypeError, AssertionError, AttributeError):
            cls.of_unchecked(rows)
            raise

    @classmethod
    def of_unchecked(cls, rows: Iterable[Row]) -> Season:
        """Take a season up from rows whose journal nobody vouches for: each is judged as it comes.

        Raises:
            FactError: A row holds no fact of a season.
            JournalError: A record does not follow the one before it, or was not legal; the first such is named.
        """
        season = cls.of_records(())
        coming = iter(rows)
        while page := list(islice(coming, _PAGE)):
            season._accept_judged(page)
        return season

    def _accept_judged(self, rows: Sequence[Row]) -> None:
        fault = first_bad(rows, Head(len(self._records) - 1, self.head))
        if fault is not None:
            raise JournalError(fault.reason)
        for row, record in zip(rows, of_rows(rows, BOOK), strict=True):
            if to_row(record, BOOK) != row:
                raise JournalError(_("record {seq} is not written as it is written here", seq=record.seq))
            self._judge(record)
            self.accept(record)

    def _judge(self, record: Record) -> None:
        known = self.find(record.id)
        if known is not None:
            reason = id_taken(known)
        elif record.seq == 0:
            return
        else:
            found = refusal(self.ledger, record.fact, record.seat, record.person, record.at)
            if found is None:
                return
            reason = found
        problem = _("record {seq} was not legal when it was recorded: {problem}", seq=record.seq, problem=reason)
        raise JournalError(problem)

    # What an arena asks of any document

    @property
    def records(self) -> Sequence[Record]:
        """All records, oldest first."""
        return tuple(self._records)

    @property
    def head(self) -> str:
        """The digest of the last record."""
        return self._records[-1].digest if self._records else GENESIS

    @property
    def book(self) -> FactBook:
        """The facts that a season may hold."""
        return BOOK

    def fact(self, seq: int) -> Fact:
        """Return what the record `seq` says."""
        return self._records[seq].fact

    def find(self, id: str) -> Record | None:
        """Return the record its writer called `id`."""
        seq = self._ids.get(id)
        return None if seq is None else self._records[seq]

    def recorded(self, id: str, fact: Fact, seat: str) -> Record | None:
        """Return the record of an earlier try to record `fact` under the id, None where there was none.

        Raises:
            IllegalFact: Another fact, or another seat's, was recorded under that id.
        """
        known = self.find(id)
        if known is None or is_retry(known, fact, seat):
            return known
        raise IllegalFact(fact, id_taken(known))

    def prepare(self, fact: Fact, **by: Unpack[_By]) -> tuple[Record, None]:
        """Return the record that `push` would make, judged but not accepted; no move offers it. Raises like `push`."""
        seat, person = by.get("seat", "desk"), by.get("person", "")
        at = by.get("at") or _now()
        reason = refusal(self.ledger, fact, seat, person, at)
        if reason is not None:
            raise IllegalFact(fact, reason)
        return self._record_of(fact, seat, person, by.get("id"), at), None

    def accept(self, record: Record) -> None:
        """Take in a record that was judged: one's own from `prepare`, or another process's from the journal.

        Raises:
            FactError: It is the first, and begins no season, or one in a format of a later QuizArena.
        """
        if not self._records:
            _check_format(record.fact)
        self.ledger.apply(record)
        self._records.append(record)
        self._ids[record.id] = record.seq

    def push(self, fact: Fact, **by: Unpack[_By]) -> Record:
        """Record a fact.

        Raises:
            IllegalFact: It may not happen now, the sentence says why, or its id stands for another fact.
            FactError: It could not be read back as it would be written.
        """
        id = by.get("id")
        known = self.recorded(id, fact, by.get("seat", "desk")) if id is not None else None
        if known is not None:
            return known
        record, _move = self.prepare(fact, **by)
        self.accept(record)
        return record

    def fork(self) -> Season:
        """Return an independent copy; what is pushed to it stays with it."""
        return type(self).of_records(self._records)

    def __eq__(self, other: object) -> bool:
        """Whether the other holds the same records, by the heads of their chains."""
        return self.head == other.head if isinstance(other, Season) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # it changes with each record

    @property
    def rules(self) -> SeasonRules:
        """The rules in force."""
        return self.ledger.rules

    @property
    def language(self) -> str:
        """The season's main language."""
        return self.rules.language

    def _record_of(self, fact: Fact, seat: str, person: str, id: str | None, at: datetime | None) -> Record:
        name = secrets.token_hex(16) if id is None else id
        blank = Record(len(self._records), name, at or _now(), seat, person, "", fact.type, fact, "")
        return as_kept(blank, self.head, BOOK)


def _now() -> datetime:
    return datetime.now(UTC)


def _check_format(fact: Fact) -> None:
    if not isinstance(fact, SeasonStarted):
        raise FactError(_("the first record is {type}, which begins no season", type=fact.type))
    if fact.format != FORMAT:
        problem = _(
            "the season is told in format {found}, and this QuizArena reads format {known}; take a newer one",
            found=fact.format,
            known=FORMAT,
        )
        raise FactError(problem)
