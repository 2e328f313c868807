"""Records and the rows they rest in: the one place where a fact meets its stored text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import attrs

from ..draws import DRAW_METHODS
from ..fact_book import FactBook
from ..facts import Fact, Record, instant_text, parse_instant, parse_instants
from ..journal.row import Row, chain
from ..panels import PANEL_RULES
from ..plugins import Registry
from ..rounds import KINDS
from ..standings import TIE_BREAKS
from ..text import FRAME, Text
from ..values import evolve
from .facts import Redone, Undone

if TYPE_CHECKING:
    from ..rulebook import Rulebook

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
    """Whether `fact` is what `known` recorded, tried again: the same but for instants, which the caller's clock fills.

    An undo or a redo names what stood last when it was tried, so it is a retry whatever it names.
    """
    if (known.type, known.seat) != (fact.type, seat):
        return False
    return isinstance(fact, (Undone, Redone)) or _decided(known.fact) == _decided(fact)


def id_taken(known: Record) -> Text:
    """Say that the id of `known` cannot stand for another fact."""
    return _("the id {id} stands for record #{seq}, another fact; give this one its own", id=known.id, seq=known.seq)


def _decided(fact: Fact) -> dict[str, Any]:
    fields = {field.name: getattr(fact, field.name) for field in attrs.fields(type(fact))}
    return {name: value for name, value in fields.items() if not isinstance(value, datetime)}


def plugin_versions(rulebook: Rulebook) -> dict[str, str]:
    """Return the plug-ins a rulebook stands on ("kinds/quiz.buzz"), each with its distribution and version."""
    found = sorted({(registry.group, name) for registry, name in _plugins(rulebook)})
    registries = {registry.group: registry for registry in (KINDS, PANEL_RULES, DRAW_METHODS, TIE_BREAKS)}
    return {f"{group.rpartition('.')[2]}/{name}": registries[group].version(name) for group, name in found}


def _plugins(rulebook: Rulebook) -> Iterator[tuple[Registry, str]]:
    rounds = (*rulebook.rounds, rulebook.play_off)
    yield from ((KINDS, entry.kind) for entry in rounds)
    panels = (rulebook.panel, *(entry.panel for entry in rounds))
    yield from ((PANEL_RULES, panel.rule.name) for panel in panels if panel is not None)
    orders = (rulebook.order, *(entry.order for entry in rounds))
    yield from ((DRAW_METHODS, order.name) for order in orders if order is not None)
    yield from ((TIE_BREAKS, breaker.name) for breaker in rulebook.ties.by)
