"""The records as an audience may read them: without sealed fields until their reveal; and their verification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any

import attrs

from ..errors import JournalError, QuizArenaError
from ..fact_book import FactBook
from ..facts import Fact, Record, instant_text
from ..journal.row import GENESIS
from ..scenes import Audience, is_backstage
from ..text import FRAME, Text
from .changes import check_record
from .engine import Engine
from .facts import Amended, Corrected, RulebookRead
from .history import History
from .records import id_taken, linked

_ = FRAME


@attrs.frozen
class LogLine:
    """A record as somebody may read it.

    `fields` are its JSON values without what is sealed; `sealed` names what was left out. `corrected_by` are the
    corrections in force on it, `gone` the record that took it out of the reckoning.
    """

    seq: int
    at: datetime
    seat: str
    person: str
    round: str
    type: str
    fields: Mapping[str, Any]
    sealed: tuple[str, ...] = ()
    corrected_by: tuple[int, ...] = ()
    gone: int | None = None
    cue: bool = False


def log(history: History, audience: Audience) -> list[LogLine]:
    """Return the records as `audience` may read them, oldest first."""
    return [_line(history, record, audience) for record in history.records]


def export(history: History, audience: Audience) -> list[dict[str, Any]]:
    """Return the records as JSON values; with `audience` None whole, as a journal imports them again."""
    return [_exported(history, record, audience) for record in history.records]


def _line(history: History, record: Record, audience: Audience) -> LogLine:
    hidden = hidden_fields(history, record, audience)
    return LogLine(
        record.seq,
        record.at,
        record.seat,
        record.person,
        record.round,
        record.type,
        _without(history, record, hidden, audience),
        hidden,
        history.resolution.corrected.get(record.seq, ()),
        history.resolution.gone.get(record.seq),
        record.fact.cue,
    )


def _exported(history: History, record: Record, audience: Audience) -> dict[str, Any]:
    hidden = hidden_fields(history, record, audience)
    row = {
        "seq": record.seq,
        "id": record.id,
        "at": instant_text(record.at),
        "seat": record.seat,
        "person": record.person,
        "round": record.round,
        "type": record.type,
        "fact": _without(history, record, hidden, audience),
        "digest": record.digest,
    }
    return {**row, "id": "", "sealed": list(hidden)} if hidden else row


def hidden_fields(history: History, record: Record, audience: Audience) -> tuple[str, ...]:
    """Return the fields of a record that `audience` may not read now."""
    if audience is None or (audience == record.seat and audience.startswith("judge:")):
        return ()  # a judge may read their own ballot; what the desk typed must not stand on its screen again
    fact = record.fact
    if fact.backstage and is_backstage(audience):
        return ()
    opening = history.position.state.opening
    if audience == "hall" and opening is not None and opening.seq == record.seq:
        return ("seed", "order")
    if isinstance(fact, RulebookRead):
        return ("resolved",) if audience not in ("desk", "host") else ()
    if isinstance(fact, Corrected):
        hides = any(hidden_fields(history, history.records[item.seq], audience) for item in fact.items)
        return ("items",) if hides else ()
    if isinstance(fact, Amended):
        return ("value",) if audience not in ("desk", "host") and _is_sealed(history, fact.path) else ()
    return tuple(name for name, by in fact.sealed.items() if not _revealed(history, record, by, audience))


def _revealed(history: History, record: Record, by: str, audience: Audience) -> bool:
    """Whether a later fact of the type `by` has opened it: one before it opened what was there before a reopening."""
    opening = (history.position.state.reveal, history.position.state.opening) if audience == "hall" else ()
    pending = [each.seq for each in opening if each is not None]
    later = takewhile(lambda each: each.seq > record.seq, reversed(history.resolution.facts))
    return any(each.fact.type == by and each.seq not in pending and _agree(record.fact, each.fact) for each in later)


def _agree(fact: Fact, other: Fact) -> bool:
    """Whether two facts speak of the same thing: equal in every field that both have and neither seals."""
    mine, theirs = (attrs.fields_dict(type(each)) for each in (fact, other))
    shared = (mine.keys() & theirs.keys()) - fact.sealed.keys()
    return all(getattr(fact, name) == getattr(other, name) for name in shared)


def _is_sealed(history: History, path: str) -> bool:
    """Whether the rule at `path` is one the hall may not read: it is missing from the public rulebook."""
    node: Any = history.position.rulebook.resolved(with_sealed=False)
    for step in path.split("."):
        if isinstance(node, list):
            named = [each for each in node if isinstance(each, dict) and each.get("id") == step]
            node = named[0] if named else node[int(step)] if step.isdecimal() and int(step) < len(node) else None
        else:
            node = node.get(step) if isinstance(node, dict) else None
        if node is None:
            return True
    return False


def _without(history: History, record: Record, hidden: tuple[str, ...], audience: Audience) -> dict[str, Any]:
    fields = history.book.to_mapping(record.fact)
    if isinstance(record.fact, RulebookRead) and hidden:
        return {**fields, "resolved": history.base.rulebook.resolved(with_sealed=False)}
    kept = {name: value for name, value in fields.items() if name not in hidden}
    return {**kept, **record.fact.published()} if hidden else kept


def verify(records: Sequence[Record], book: FactBook, engine: Engine) -> None:
    """Judge `records` again from the start, whether or not they can be folded; JournalError names the first bad one."""
    _check_link(book, records[0], GENESIS)
    history = History.of_records(engine, records[:1])
    for record, before in zip(records[1:], records, strict=False):
        _check_link(book, record, before.digest)
        known = history.find(record.id)
        if known is not None:
            raise _illegal(record, id_taken(known))
        try:
            check_record(history, record)
        except QuizArenaError as error:
            raise _illegal(record, error.message) from error
        history.accept(record)


def _illegal(record: Record, problem: Text) -> JournalError:
    problem = _("record {seq} was not legal when it was recorded: {problem}", seq=record.seq, problem=problem)
    return JournalError(problem)


def _check_link(book: FactBook, record: Record, before: str) -> None:
    expected = linked(record, before, book).digest
    if expected != record.digest:
        problem = _(
            "record {seq} does not follow the one before it: expected digest {expected}, found {found}",
            seq=record.seq,
            expected=expected,
            found=record.digest,
        )
        raise JournalError(problem)
