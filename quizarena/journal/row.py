r"""One stored record and the chain that holds all of them.

Decides which columns a record has, what text may rest in them and how the digest is made. Knows no rules and
no facts: `fact` is text here. Leaves the storing to the journals and the meaning to `quizarena.facts`.

The chain: the digest of a record is the SHA-256, in lower-case hex, of the UTF-8 text of nine lines, each
ended by one newline: the digest of the record before (64 zeros for record 0), then seq in decimal digits, id,
at, seat, person, round, type and fact, exactly as they are stored. No column may hold a newline, so the lines
cannot be read in two ways.
Anybody can redo one in a shell:

    printf '%s\n' "$before" "$seq" "$id" "$at" "$seat" "$person" "$round" "$type" "$fact" | sha256sum
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from itertools import islice, repeat
from typing import Any, NamedTuple

from ..errors import FactError, JournalError, TextError
from ..fact_book import load_object
from ..text import FRAME, Text, placed, safe

_ = FRAME
GENESIS = "0" * 64
FACT_LIMIT = 4_000_000
COLUMN_LIMIT = 500

_LINES = 9
_PAGE = 1_000
_INSTANT = re.compile(r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NOTED = re.compile(r"[0-9a-f]{16,64}")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class Row(NamedTuple):
    """A record as it is stored; `quizarena.facts.Record` is what it means.

    Args:
        seq: The place, counted from 0, without gaps.
        id: Given by the caller, once in a journal.
        at: When it was written, in UTC to the millisecond: "2026-11-23T14:03:05.120Z".
        seat: In whose name.
        person: Who typed.
        round: The id of the round, empty for the contest itself.
        type: The fact's stable name.
        fact: The fact's JSON object as text.
        digest: The chain's digest, empty until `linked` has filled it in.
    """

    seq: int
    id: str
    at: str
    seat: str
    person: str
    round: str
    type: str
    fact: str
    digest: str = ""


class Head(NamedTuple):
    """The last record's place and digest; (-1, 64 zeros) where there is none."""

    seq: int
    digest: str


NO_RECORDS = Head(-1, GENESIS)


class Fault(NamedTuple):
    """The first record that breaks the chain, and how."""

    seq: int
    reason: Text


def chain(before: str, row: Row) -> str:
    """Return the digest `row` has to carry after a record with the digest `before`; `row.digest` is not
    looked at.

    Raises:
        JournalError: A column holds no text, a newline or bytes that are no UTF-8.
    """
    try:
        text = "\n".join(
            (before, str(row.seq), row.id, row.at, row.seat, row.person, row.round, row.type, row.fact, "")
        )
        stored = text.encode()
    except (TypeError, UnicodeEncodeError):
        problem = _("record {seq}: a column holds something else than UTF-8 text", seq=row.seq)
        raise JournalError(problem) from None
    if text.count("\n") != _LINES:
        raise JournalError(_("record {seq}: a column holds a newline", seq=row.seq))
    return hashlib.sha256(stored).hexdigest()


def linked(before: str, row: Row) -> Row:
    """Return `row` with the digest it has to carry after `before`; raises like `chain`."""
    return row._replace(digest=chain(before, row))


def grouped(digest: str) -> str:
    """Return `digest` in groups of four, as people compare it: "07a1 c3f0 ..."."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def typed_digest(text: str) -> str:
    """Return the digest, or the beginning of one, that somebody typed off a sheet: grouped, in capitals or not.

    Raises:
        JournalError: It is none, or fewer than 16 digits, which a forger could come by.
    """
    digest = re.sub(r"[\s.-]", "", text).lower()
    if not _NOTED.fullmatch(digest):
        raise JournalError(_("expected 16 to 64 hex digits of a head, found {found}", found=repr(text[:80])))
    return digest


def first_bad(rows: Iterable[Row], head: Head = NO_RECORDS) -> Fault | None:
    """Return the first record that breaks the chain: a gap, a wrong digest, an id twice; None if all is well.

    Args:
        rows: The records after `head`, in order.
        head: Where the chain was known to be whole.
    """
    waiting, seen = iter(rows), dict[str, int]()
    while page := list(islice(waiting, _PAGE)):
        if not _follows(page, head, seen) and (fault := _first_bad_of(page, head, seen)) is not None:
            return fault
        head = Head(page[-1].seq, page[-1].digest)
    return None


def _follows(rows: Sequence[Row], head: Head, seen: dict[str, int]) -> bool:
    """Whether the rows follow `head` and no id of theirs was `seen`; it says yes by column, and never why not."""
    seqs, *columns, digests = zip(*rows, strict=True)
    lines = map("\n".join, zip((head.digest, *digests), map(str, seqs), *columns, repeat("")))
    try:
        expected = [hashlib.sha256(line.encode()).hexdigest() for line in lines]
        is_whole = not any("\n" in "".join(column) for column in columns)
    except (TypeError, UnicodeEncodeError):  # a column holds something else than text
        return False
    ids = dict(zip(columns[0], seqs, strict=True))
    in_order = seqs == tuple(range(head.seq + 1, head.seq + 1 + len(rows)))
    if is_whole and in_order and [*digests] == expected and len(ids) == len(rows) and seen.keys().isdisjoint(ids):
        seen.update(ids)
        return True
    return False


def _first_bad_of(rows: Iterable[Row], head: Head, seen: dict[str, int]) -> Fault | None:
    seq, digest = head
    for row in rows:
        seq += 1
        reason = _fault(seq, digest, row) or _repeated(seen, row)
        if reason is not None:
            return Fault(seq, reason)
        digest = row.digest
    return None


def check_next(head: Head, row: Row) -> None:
    """Refuse a row that may not follow `head`.

    Raises:
        JournalError: It is malformed, not the next one, or its digest does not follow.
    """
    check_columns(row)
    reason = _fault(head.seq + 1, head.digest, row)
    if reason is not None:
        raise JournalError(reason)


def check_columns(row: Row) -> None:
    """Refuse a row whose columns may not rest in a journal, whatever went before.

    Raises:
        JournalError: Control characters, something too long, a bad instant, digest or fact.
    """
    where = _("record {seq}", seq=row.seq)
    for name in ("id", "seat", "person", "round", "type"):
        _check_column(where, name, getattr(row, name))
    if not row.id or not row.type:
        problem = _("expected an id and a type, found id {id} and type {type}", id=repr(row.id), type=repr(row.type))
        raise JournalError(placed(where, problem))
    if not is_instant(row.at):
        problem = _("at: expected an instant such as 2026-11-23T14:03:05.120Z, found {found}", found=repr(row.at))
        raise JournalError(placed(where, problem))
    if not _DIGEST.fullmatch(row.digest):
        problem = _("digest: expected 64 hex digits, found {found}", found=repr(row.digest[:70]))
        raise JournalError(placed(where, problem))
    _check_fact(where, row.fact)


def is_text(row: Row) -> bool:
    """Whether every column of a stored row is of its kind: a damaged or forged file may hold anything."""
    return type(row.seq) is int and all(type(each) is str for each in row[1:])


def is_instant(text: str) -> bool:
    """Whether text has the form in which a row says when it was written."""
    return _INSTANT.fullmatch(text) is not None


def _check_column(where: Text, name: str, text: str) -> None:
    try:
        safe(text, longest=COLUMN_LIMIT)
    except TextError as error:
        problem = placed(name, error.message)
        raise JournalError(placed(where, problem)) from None


def _check_fact(where: Text, text: str) -> None:
    try:
        _check_json(text)
    except JournalError as error:
        problem = placed("fact", error.message)
        raise JournalError(placed(where, problem)) from None


def _check_json(text: str) -> None:
    if len(text) > FACT_LIMIT:
        raise JournalError(
            _("expected at most {longest} characters, found {found}", longest=FACT_LIMIT, found=len(text))
        )
    if found := _CONTROL.search(text):
        code = f"{ord(found[0]):04X}"
        raise JournalError(_("expected JSON without control characters, found U+{code}", code=code))
    strict_object(text)


def strict_object(text: str) -> dict[str, Any]:
    """Return the JSON object in `text`: no key twice, no float, no NaN.

    Raises:
        JournalError: It is none.
    """
    try:
        return load_object(text)
    except FactError as error:
        raise JournalError(error.message) from None


def _fault(seq: int, before: str, row: Row) -> Text | None:
    """Return why `row` may not be record `seq` after `before`, or nothing."""
    if row.seq != seq:
        return _("record {seq} is missing: found record {found} in its place", seq=seq, found=row.seq)
    try:
        expected = chain(before, row)
    except JournalError as error:
        return error.message
    if row.digest != expected:
        return _(
            "record {seq} does not follow: expected the digest {expected}, found {found}",
            seq=seq,
            expected=expected,
            found=repr(row.digest),
        )
    return None


def _repeated(seen: dict[str, int], row: Row) -> Text | None:
    first = seen.setdefault(row.id, row.seq)
    if first == row.seq:
        return None
    return _("record {seq} has the id of record {first}, {id}", seq=row.seq, first=first, id=repr(row.id))
