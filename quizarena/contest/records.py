"""Records and the rows they rest in: the one place where a fact meets its stored text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ..facts import Fact, FactBook, Record, instant_text, parse_instant
from ..journal.row import Row, chain
from ..rounds import KINDS

if TYPE_CHECKING:
    from ..rulebook import Rulebook


def to_row(record: Record, book: FactBook) -> Row:
    """Return the row a record rests in."""
    text = book.write(record.fact)
    at = instant_text(record.at)
    return Row(record.seq, record.id, at, record.seat, record.person, record.round, record.type, text, record.digest)


def of_row(row: Row, book: FactBook) -> Record:
    """Return the record a row holds; raises FactError where its fact cannot be read."""
    fact: Fact = book.read(row.type, row.fact)
    at = parse_instant(row.at)
    return Record(row.seq, row.id, at, row.seat, row.person, row.round, row.type, fact, row.digest)


def sealed(record: Record, before: str, book: FactBook) -> Record:
    """Return `record` with the digest that links it to `before`, its instant cut to what the row keeps."""
    row = to_row(record, book)
    return attrs.evolve(record, at=parse_instant(row.at), digest=chain(before, row))


def plugin_versions(rulebook: Rulebook) -> dict[str, str]:
    """Return the plug-ins a rulebook stands on, each with its distribution and version."""
    names = {entry.kind for entry in (*rulebook.rounds, rulebook.play_off)}
    return {name: KINDS.version(name) for name in sorted(names)}
