"""From records to the effective facts: which ones count, and as what.

Decides how corrections, strikes, amendments, undo and redo combine: they take a number but no place in the fold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from ..fact_book import FactBook
from ..facts import Fact, Record
from ..values import evolve
from .facts import META, Amended, Corrected, Redone, Replacement, RulebookRead, Struck, Undone


@attrs.frozen
class Resolution:
    """The records that count, corrected ones with today's fact, and what became of the others.

    `corrected` maps a record to the corrections in force on it, oldest first; `gone` maps one that no longer counts to
    the record that took it out. `amendments` are (seq, path, value) in order.
    """

    facts: tuple[Record, ...]
    corrected: Mapping[int, tuple[int, ...]]
    gone: Mapping[int, int]
    amendments: tuple[tuple[int, str, str], ...]

    def index(self, seq: int) -> int:
        """Return how many effective facts come before the record `seq`."""
        return sum(each.seq < seq for each in self.facts)

    def fact(self, seq: int) -> Fact | None:
        """Return what the record `seq` counts as, None if it does not count."""
        return next((each.fact for each in self.facts if each.seq == seq), None)


def undone(records: Sequence[Record]) -> dict[int, int]:
    """Return the records taken back by an undo that holds, each with the undo's number."""
    back: dict[int, int] = {}
    for record in records:
        if type(record.fact) not in _CHANGES:
            continue
        if isinstance(record.fact, Undone):
            back[record.fact.seq] = record.seq
        elif isinstance(record.fact, Redone):
            target = records[record.fact.seq].fact
            if isinstance(target, Undone):
                back.pop(target.seq, None)
    return back


def resolve(records: Sequence[Record], book: FactBook) -> Resolution:
    """Return what `records` come down to."""
    gone = undone(records)
    changes = [record for record in records if type(record.fact) in _CHANGES and record.seq not in gone]
    replaced: dict[int, Replacement] = {}
    corrected: dict[int, tuple[int, ...]] = {}
    for record in changes:
        if isinstance(record.fact, Corrected):
            for item in record.fact.items:
                replaced[item.seq] = item
                corrected[item.seq] = (*corrected.get(item.seq, ()), record.seq)
        elif isinstance(record.fact, Struck):
            gone[record.fact.seq] = record.seq
    facts = tuple(
        _as_replaced(record, replaced, book) if replaced else record
        for record in records
        if type(record.fact) not in _UNCOUNTED and record.seq not in gone
    )
    amendments = tuple((r.seq, r.fact.path, r.fact.value) for r in changes if isinstance(r.fact, Amended))
    return Resolution(facts, corrected, gone, amendments)


_CHANGES = frozenset(META)
_UNCOUNTED = _CHANGES | {RulebookRead}


def counts(record: Record) -> bool:
    """Whether a record has a place in the fold."""
    return type(record.fact) not in _UNCOUNTED


def _as_replaced(record: Record, replaced: Mapping[int, Replacement], book: FactBook) -> Record:
    item = replaced.get(record.seq)
    return record if item is None else evolve(record, fact=book.of_mapping(record.type, item.fact))
