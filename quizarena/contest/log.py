"""The records as an audience may read them, and their verification.

Decides what is left out of the log and the export: sealed fields until their reveal, ids and digests of sealed facts.
Leaves printing to whoever asks, and to the contest how far an audience may see it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import attrs

from ..errors import JournalError, QuizArenaError
from ..fact_book import FactBook
from ..facts import Fact, Record, instant_text
from ..journal.row import GENESIS
from ..scenes import is_backstage
from ..text import FRAME
from .facts import Amended, Corrected, RulebookRead
from .records import sealed as linked

if TYPE_CHECKING:
    from ..rounds import RoundKind
    from ..scenes import Audience
    from .service import Contest


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


def log(contest: Contest, audience: Audience) -> list[LogLine]:
    """Return the records as `audience` may read them, oldest first."""
    return [_line(contest, record, audience) for record in contest.records]


def export(contest: Contest, audience: Audience) -> list[dict[str, Any]]:
    """Return the records as JSON values; with `audience` None whole, as a journal imports them again."""
    return [_exported(contest, record, audience) for record in contest.records]


def _line(contest: Contest, record: Record, audience: Audience) -> LogLine:
    hidden = hidden_fields(contest, record, audience)
    return LogLine(
        record.seq,
        record.at,
        record.seat,
        record.person,
        record.round,
        record.type,
        _without(contest, record, hidden, audience),
        hidden,
        contest.resolution.corrected.get(record.seq, ()),
        contest.resolution.gone.get(record.seq),
        record.fact.cue,
    )


def _exported(contest: Contest, record: Record, audience: Audience) -> dict[str, Any]:
    hidden = hidden_fields(contest, record, audience)
    row = {
        "seq": record.seq,
        "id": record.id,
        "at": instant_text(record.at),
        "seat": record.seat,
        "person": record.person,
        "round": record.round,
        "type": record.type,
        "fact": _without(contest, record, hidden, audience),
        "digest": record.digest,
    }
    return {**row, "id": "", "sealed": list(hidden)} if hidden else row


def hidden_fields(contest: Contest, record: Record, audience: Audience) -> tuple[str, ...]:
    """Return the fields of a record that `audience` may not read now."""
    if audience is None or (audience == record.seat and audience.startswith("judge:")):
        return ()  # a judge may read their own ballot; what the desk typed must not stand on its screen again
    fact = record.fact
    if fact.backstage and is_backstage(audience):
        return ()
    opening = contest.state.opening
    if audience == "hall" and opening is not None and opening.seq == record.seq:
        return ("seed", "order")
    if isinstance(fact, RulebookRead):
        return ("resolved",) if audience not in ("desk", "host") else ()
    if isinstance(fact, Corrected):
        hides = any(hidden_fields(contest, contest.records[item.seq], audience) for item in fact.items)
        return ("items",) if hides else ()
    if isinstance(fact, Amended):
        return ("value",) if audience not in ("desk", "host") and _is_sealed(contest, fact.path) else ()
    return tuple(name for name, by in fact.sealed.items() if not _revealed(contest, record, by, audience))


def _revealed(contest: Contest, record: Record, by: str, audience: Audience) -> bool:
    """Whether a later fact of the type `by` has opened it: one before it opened what was there before a reopening."""
    opening = (contest.state.reveal, contest.state.opening) if audience == "hall" else ()
    pending = [each.seq for each in opening if each is not None]
    later = takewhile(lambda each: each.seq > record.seq, reversed(contest.resolution.facts))
    return any(each.fact.type == by and each.seq not in pending and _agree(record.fact, each.fact) for each in later)


def _agree(fact: Fact, other: Fact) -> bool:
    """Whether two facts speak of the same thing: equal in every field that both have and neither seals."""
    mine, theirs = (attrs.fields_dict(type(each)) for each in (fact, other))
    shared = (mine.keys() & theirs.keys()) - fact.sealed.keys()
    return all(getattr(fact, name) == getattr(other, name) for name in shared)


def _is_sealed(contest: Contest, path: str) -> bool:
    """Whether the rule at `path` is one the hall may not read: it is missing from the public rulebook."""
    node: Any = contest.rulebook.resolved(with_sealed=False)
    for step in path.split("."):
        if isinstance(node, list):
            named = [each for each in node if isinstance(each, dict) and each.get("id") == step]
            node = named[0] if named else node[int(step)] if step.isdecimal() and int(step) < len(node) else None
        else:
            node = node.get(step) if isinstance(node, dict) else None
        if node is None:
            return True
    return False


def _without(contest: Contest, record: Record, hidden: tuple[str, ...], audience: Audience) -> dict[str, Any]:
    fields = contest.book.to_mapping(record.fact)
    if isinstance(record.fact, RulebookRead) and hidden:
        return {**fields, "resolved": contest.rulebook_at_start.resolved(with_sealed=False)}
    kept = {name: value for name, value in fields.items() if name not in hidden}
    return {**kept, **record.fact.published()} if hidden else kept


def verify(contest: Contest) -> None:
    """Judge every record again from the start; raises JournalError naming the first bad one."""
    judge_again(contest.records, contest.book, contest.kinds)


def judge_again(records: Sequence[Record], book: FactBook, kinds: Mapping[str, RoundKind]) -> None:
    """Judge `records` from the start, whether or not they can be folded; raises like `verify`."""
    from .service import Contest as Fresh

    _check_link(book, records[0], GENESIS)
    fresh = Fresh.of_records(records[:1], kinds=kinds)
    for record, before in zip(records[1:], records, strict=False):
        _check_link(book, record, before.digest)
        try:
            fresh.push(record.fact, seat=record.seat, person=record.person, id=record.id, at=record.at)
        except QuizArenaError as error:
            raise JournalError(
                _("record {seq} was not legal when it was recorded: {problem}", seq=record.seq, problem=error.message)
            ) from error


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
