"""Records and the rows they rest in: the one place where a fact meets its stored text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import attrs

from .fact_book import FactBook
from .facts import Fact, Record, instant_text, parse_instant, parse_instants
from .journal.row import Row, chain
from .text import FRAME, Text
from .values import evolve

_ = FRAME


def to_row(record: Record, book: FactBook) -> Row:
    """Return the row a record rests in."""
    return _row(record, book.write(record.fact))


def _row(record: Record, text: str) -> Row:
    at = instant_text(record.at)
    return Row(record.seq, record.id, at, record.seat, record.person, record.round, record.type, text, record.digest)


def of_row(row: Row, book: FactBook) -> Record:
    """Return the record a row holds; raises FactError where its fact cannot be read."""
    fact: Fact = book.read(row.type, row.fact)
    at = parse_instant(row.at)
    return Record(row.seq, row.id, at, row.seat, row.person, row.round, row.type, fact, row.digest)


def of_rows(rows: Sequence[Row], book: FactBook) -> list[Record]:
    """Return the records the rows hold, read many at once; raises like `of_row`."""
    if not rows:
        return []
    seqs, ids, instants, seats, persons, rounds, types, texts, digests = zip(*rows, strict=True)
    facts = book.read_all(zip(types, texts, strict=True))
    return list(map(Record, seqs, ids, parse_instants(instants), seats, persons, rounds, types, facts, digests))


def as_kept(record: Record, before: str, book: FactBook) -> Record:
    """Return `record` as it is read back from the row it rests in, linked to `before`.

    Raises:
        FactError: What is written could not be read: control characters, numbers outside the stated grammar.
    """
    text, fact = book.written(record.fact)
    row = _row(record, text)
    return evolve(record, at=parse_instant(row.at), fact=fact, digest=chain(before, row))


def is_retry(known: Record, fact: Fact, seat: str) -> bool:
    """Whether `fact` is what `known` recorded, tried again: the same but for instants, which the clock says."""
    return (known.type, known.seat) == (fact.type, seat) and _decided(known.fact) == _decided(fact)


def id_taken(known: Record) -> Text:
    """Say that the id of `known` cannot stand for another fact."""
    return _("the id {id} stands for record #{seq}, another fact; give this one its own", id=known.id, seq=known.seq)


def _decided(fact: Fact) -> dict[str, Any]:
    fields = {field.name: getattr(fact, field.name) for field in attrs.fields(type(fact))}
    return {name: value for name, value in fields.items() if not isinstance(value, datetime)}
