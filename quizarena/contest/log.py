"""The records as an audience may read them: without what is sealed or not for the hall; and their verification."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, TypeAlias

import attrs

from ..errors import JournalError, QuizArenaError
from ..fact_book import FactBook
from ..facts import Fact, Intent, Record, instant_text
from ..journal.row import GENESIS, Head, Row, chain, first_bad, is_instant
from ..records import id_taken, of_rows, to_row
from ..roster import Seat
from ..rulebook import resolved_mapping
from ..scenes import Audience, is_backstage
from ..text import FRAME, Text
from .changes import check_record
from .engine import Engine
from .facts import Amended, Corrected, RulebookRead
from .history import History
from .prize_giving import all_are_given

_ = FRAME
_REASONS = frozenset(Fact.remarks)
"""The fields that say why something was recorded."""
_Reveals: TypeAlias = tuple[tuple[str, ...], dict[tuple[object, ...], int]]


@attrs.frozen
class LogLine:
    """A record as somebody may read it.

    `fields` are its JSON values without what is sealed or not for the reader; `sealed` names what was left out. Who
    typed it, the `person`, the hall does not know: None. `corrected_by` are the corrections in force on it, `gone` the
    record that took it out of the reckoning.
    """

    seq: int
    at: datetime
    seat: str
    person: str | None
    round: str
    type: str
    fields: Mapping[str, Any]
    sealed: tuple[str, ...] = ()
    corrected_by: tuple[int, ...] = ()
    gone: int | None = None
    cue: bool = False


def log(history: History, audience: Audience) -> list[LogLine]:
    """Return the records as `audience` may read them, oldest first."""
    reader = Reader(history, audience)
    return [_line(reader, record) for record in history.records]


def export(history: History, audience: Audience) -> list[dict[str, Any]]:
    """Return the records as JSON values; with `audience` None whole, as a journal imports them again."""
    reader = Reader(history, audience)
    return [_exported(reader, record) for record in history.records]


def _line(reader: Reader, record: Record) -> LogLine:
    hidden, resolution = reader.left_out(record), reader.history.resolution
    return LogLine(
        record.seq,
        record.at,
        record.seat,
        None if reader.audience == "hall" else record.person,
        record.round,
        record.type,
        _without(reader, record, hidden),
        hidden,
        resolution.corrected.get(record.seq, ()),
        resolution.gone.get(record.seq),
        record.fact.cue,
    )


def _exported(reader: Reader, record: Record) -> dict[str, Any]:
    hidden = reader.left_out(record)
    row = {
        "seq": record.seq,
        "id": record.id,
        "at": instant_text(record.at),
        "seat": record.seat,
        "person": "" if reader.audience == "hall" else record.person,
        "round": record.round,
        "type": record.type,
        "fact": _without(reader, record, hidden),
        "digest": record.digest,
    }
    return {**row, "id": "", "sealed": list(hidden)} if hidden else row


class Reader:
    """Which fields of records an audience may not read now; the reveals of a kind are gone through once for all.

    `hidden` are those that are sealed; `left_out` of a log are also those that are not for the hall.
    """

    def __init__(self, history: History, audience: Audience) -> None:
        """Read for `audience`."""
        self.history, self.audience = history, audience
        state = history.position.state
        pending = (state.reveal, state.opening) if audience == "hall" else ()
        self._pending = {each.seq for each in pending if each is not None}
        self._opened: dict[tuple[str, type[Fact]], _Reveals] = {}

    def left_out(self, record: Record) -> tuple[str, ...]:
        """Return the fields of a record that a log for the audience lacks: hidden ones, and some not for the hall."""
        hidden, fields = self.hidden(record), attrs.fields_dict(type(record.fact))
        private = self.private(type(record.fact))
        return (*hidden, *(name for name in fields if name in private and name not in hidden))

    def private(self, kind: type[Fact]) -> frozenset[str]:
        """Return the fields of a kind of facts that the hall is not told: why, unless the rulebook makes that public.

        What opens of a ballot opens on the board; its single marks would tell who is honoured before the board does.
        """
        if self.audience != "hall":
            return frozenset()
        reasons = frozenset() if self.history.position.rulebook.public_reasons else _REASONS
        is_told = kind.intent is not Intent.BALLOT or self._all_are_given
        return reasons if is_told else reasons | kind.sealed.keys()

    @cached_property
    def _all_are_given(self) -> bool:
        return all_are_given(self.history.position)

    def hidden(self, record: Record) -> tuple[str, ...]:
        """Return the fields of a record that the audience may not read."""
        fact, audience = record.fact, self.audience
        if audience is None or (audience == record.seat and Seat.of(audience).judge):
            return ()  # a judge may read their own ballot; what the desk typed must not stand on its screen again
        if fact.backstage and is_backstage(audience):
            return ()
        opening = self.history.position.state.opening
        if audience == "hall" and opening is not None and opening.seq == record.seq:
            return ("seed", "order")
        if isinstance(fact, RulebookRead):
            return ("resolved",) if audience not in ("desk", "host") else ()
        if isinstance(fact, Corrected):
            return self._hidden_items(fact)
        if isinstance(fact, Amended):
            is_sealed = audience not in ("desk", "host") and _is_sealed(self.history, fact.path)
            return (*(("value",) if is_sealed else ()), *self._hidden_items(fact))
        return tuple(name for name, by in fact.sealed.items() if not self._is_open(record, by))

    def _hidden_items(self, fact: Corrected | Amended) -> tuple[str, ...]:
        """Return the field of what other records become, where one of them holds what the audience may not read."""
        return ("items",) if any(self.hidden(self.history.records[item.seq]) for item in fact.items) else ()

    def _is_open(self, record: Record, by: str) -> bool:
        """Whether a later fact of the type `by` has opened it: one before it opened what was there before a reopening.

        The two speak of the same thing where they are equal in every field that both have and neither seals.
        """
        known = by, type(record.fact)
        if known not in self._opened:
            self._opened[known] = self._reveals(*known)
        names, last = self._opened[known]
        return last.get(_values(record.fact, names), -1) > record.seq

    def _reveals(self, by: str, about: type[Fact]) -> _Reveals:
        """Return the fields in which two facts agree, and by what stands there the last one of type `by` to open it."""
        opener = self.history.book.classes.get(by)
        both = attrs.fields_dict(about).keys() & attrs.fields_dict(opener).keys() if opener is not None else set()
        names = tuple(sorted(both - about.sealed.keys()))
        openings = (each for each in self.history.resolution.facts if each.fact.type == by)
        return names, {_values(each.fact, names): each.seq for each in openings if each.seq not in self._pending}


def _values(fact: Fact, names: tuple[str, ...]) -> tuple[object, ...]:
    values = (getattr(fact, name) for name in names)
    return tuple(tuple(each.items()) if isinstance(each, Mapping) else each for each in values)


def _is_sealed(history: History, path: str) -> bool:
    """Whether the rule at `path` is one the hall may not read: it is missing from the public rulebook."""
    node: Any = resolved_mapping(history.position.rulebook, with_sealed=False)
    for step in path.split("."):
        if isinstance(node, list):
            named = [each for each in node if isinstance(each, dict) and each.get("id") == step]
            node = named[0] if named else node[int(step)] if step.isdecimal() and int(step) < len(node) else None
        else:
            node = node.get(step) if isinstance(node, dict) else None
        if node is None:
            return True
    return False


def _without(reader: Reader, record: Record, hidden: Collection[str]) -> dict[str, Any]:
    """Return the fields of a record without those hidden; of a change also what is private in what it puts there."""
    history = reader.history
    fields = history.book.to_mapping(record.fact)
    if isinstance(record.fact, RulebookRead) and hidden:
        return {**fields, "resolved": resolved_mapping(history.base.rulebook, with_sealed=False)}
    shown = _less(fields, hidden)
    if isinstance(record.fact, (Corrected, Amended)) and "items" in shown:
        kinds = {item.seq: type(history.records[item.seq].fact) for item in record.fact.items}
        shown["items"] = [
            {**item, "fact": _less(item["fact"], reader.private(kinds[item["seq"]]))} for item in shown["items"]
        ]
    return {**shown, **record.fact.published()} if hidden else shown


def _less(fields: Mapping[str, Any], hidden: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in hidden}


def verify(records: Sequence[Record], book: FactBook, engine: Engine) -> None:
    """Judge `records` again from the start, whether or not they can be folded; JournalError names the first bad one."""
    _check_link(book, records[0], GENESIS)
    history = History.of_records(engine, records[:1])
    for record in records[1:]:
        _check_link(book, record, history.records[-1].digest)
        _accept_judged(history, record)


def accept_rows(history: History, rows: Sequence[Row]) -> None:
    """Take in rows of a journal that nobody vouches for.

    Raises:
        FactError: A row holds no fact of the contest's.
        JournalError: A row does not follow the one before it, or its fact was not legal; the first such is named.
    """
    last, book = history.records[-1], history.book
    fault = first_bad(rows, Head(last.seq, last.digest))
    if fault is not None:
        raise JournalError(fault.reason)
    records = of_rows(rows, book)
    strange = _strangely_written(rows, records, book)
    for record in records:
        if record.seq == strange:
            raise JournalError(_("record {seq} is not written as it is written here", seq=strange))
        _accept_judged(history, record)


def _strangely_written(rows: Sequence[Row], records: Sequence[Record], book: FactBook) -> int | None:
    """Return the first row whose columns say what the record says in other characters: the chain would let it pass."""
    facts, texts = [record.fact for record in records], [row.fact for row in rows]
    if book.are_as_written(facts, texts) and all(is_instant(row.at) for row in rows):
        return None
    pairs = zip(rows, facts, strict=True)
    return next((row.seq for row, fact in pairs if book.write(fact) != row.fact or not is_instant(row.at)), None)


def _accept_judged(history: History, record: Record) -> None:
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
    expected = chain(before, to_row(record, book))
    if expected != record.digest:
        problem = _(
            "record {seq} does not follow the one before it: expected digest {expected}, found {found}",
            seq=record.seq,
            expected=expected,
            found=record.digest,
        )
        raise JournalError(problem)
