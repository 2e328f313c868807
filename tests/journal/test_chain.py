"""The chain: what a digest is made of, and that whatever breaks it is named."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.errors import JournalError
from quizarena.journal import (
    GENESIS,
    NO_RECORDS,
    Head,
    Row,
    chain,
    check_next,
    first_bad,
    grouped,
    linked,
    typed_digest,
)
from quizarena.journal.row import is_text
from tests.journal.rows import row_after, rows

Break = Callable[[list[Row]], list[Row]]


def _change(place: int, **columns: Any) -> Break:
    return lambda found: [
        *found[:place],
        found[place]._replace(**columns),
        *found[place + 1 :],
    ]


def _rechained(found: list[Row]) -> list[Row]:
    """Give record 3 the id of record 1, with digests that are right from there on."""
    result = found[:3]
    for row in [found[3]._replace(id="id-1"), *found[4:]]:
        result.append(linked(result[-1].digest, row))
    return result


def _skipped(found: list[Row]) -> list[Row]:
    """Leave record 3 out, with digests that are right from there on."""
    result = found[:3]
    for row in found[4:]:
        result.append(linked(result[-1].digest, row))
    return result


def _newline(found: list[Row]) -> list[Row]:
    """Put a newline into a person's name, with digests that are right all the same."""
    result = found[:2]
    for row in [found[2]._replace(person="x\ny"), *found[3:]]:
        before = result[-1].digest
        columns = (before, str(row.seq), row.id, row.at, row.seat, row.person, row.round, row.type, row.fact)
        digest = hashlib.sha256("".join(f"{column}\n" for column in columns).encode()).hexdigest()
        result.append(row._replace(digest=digest))
    return result


BROKEN: dict[str, tuple[Break, int]] = {
    "fact edited": (_change(2, fact='{"number":7}'), 2),
    "digest edited": (_change(4, digest="0" * 64), 4),
    "person edited": (_change(0, person="x"), 0),
    "digest in capitals": (lambda found: _change(1, digest=found[1].digest.upper())(found), 1),
    "first deleted": (lambda found: found[1:], 0),
    "middle deleted": (lambda found: found[:3] + found[4:], 3),
    "two swapped": (lambda found: [*found[:2], found[3], found[2], *found[4:]], 2),
    "swapped and renumbered": (
        lambda found: [
            *found[:2],
            found[3]._replace(seq=2),
            found[2]._replace(seq=3),
            *found[4:],
        ],
        2,
    ),
    "one twice": (lambda found: found[:3] + found[2:], 3),
    "id twice": (_rechained, 3),
    "middle deleted under right digests": (_skipped, 3),
    "newline under a right digest": (_newline, 2),
    "newline moved between columns": (_change(2, seat="judge:j3\nx", person=""), 2),
    "bytes in a column": (_change(2, fact=b"{}"), 2),
    "no UTF-8": (_change(2, fact='{"a":"\udcff"}'), 2),
}


@pytest.mark.parametrize(("damage", "seq"), BROKEN.values(), ids=BROKEN)
def test_first_bad_names_the_first_bad_record(damage: Break, seq: int) -> None:
    fault = first_bad(damage(rows(6)))
    assert fault is not None
    assert fault.seq == seq
    assert str(seq) in fault.reason.in_language("en")


def test_a_whole_chain_has_no_bad_record() -> None:
    found = rows(6)
    assert first_bad(found) is None
    assert first_bad([]) is None
    assert first_bad(found[4:], Head(3, found[3].digest)) is None


def _linked(found: list[Row]) -> list[Row]:
    result: list[Row] = []
    for row in found:
        result.append(linked(result[-1].digest if result else GENESIS, row))
    return result


LONG = _linked([row._replace(at=f"2026-11-23T14:03:05.{row.seq % 1_000:03}Z") for row in rows(1_003)])
"""Longer than the pages in which a chain is looked through."""


def _with_id(found: list[Row], place: int, id: str) -> list[Row]:
    return _linked(_change(place, id=id)(found))


@pytest.mark.parametrize(
    ("damage", "seq", "reason"),
    [
        (lambda found: found, None, ""),
        (lambda found: _with_id(found, 7, "id-3"), 7, "record 7 has the id of record 3, 'id-3'"),
        (lambda found: _with_id(found, 1_001, "id-3"), 1_001, "record 1001 has the id of record 3, 'id-3'"),
        (lambda found: _with_id(found, 1_002, "id-1001"), 1_002, "record 1002 has the id of record 1001, 'id-1001'"),
        (lambda found: found[:1_000] + found[1_001:], 1_000, "record 1000 is missing: found record 1001 in its place"),
        (_change(1_001, person="x"), 1_001, "record 1001 does not follow: expected the digest"),
        (_change(999, person="x"), 999, "record 999 does not follow: expected the digest"),
    ],
)
def test_a_long_chain_is_looked_through_whole(damage: Break, seq: int | None, reason: str) -> None:
    fault = first_bad(damage(LONG))
    assert (fault and fault.seq) == seq
    assert fault is None or reason in fault.reason.in_language("en")


@given(st.integers(0, 5), st.sampled_from(Row._fields[1:]), st.data())
def test_any_flipped_bit_is_found(place: int, column: str, data: st.DataObject) -> None:
    found = rows(6)
    stored = bytearray(getattr(found[place], column).encode())
    stored[data.draw(st.integers(0, len(stored) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    fault = first_bad(_change(place, **{column: stored.decode(errors="surrogateescape")})(found))
    assert fault is not None
    assert fault.seq == place


def test_the_digest_is_the_documented_one() -> None:
    first, second = rows(2)
    lines = [first.digest, "1", second.id, second.at, second.seat, second.person, second.round, second.type]
    text = "".join(f"{line}\n" for line in [*lines, second.fact])
    assert second.digest == hashlib.sha256(text.encode()).hexdigest()
    assert first.digest == chain(GENESIS, first)


@pytest.mark.skipif(not (shutil.which("sha256sum") and shutil.which("sh")), reason="needs a shell")
def test_a_shell_redoes_a_digest() -> None:
    [row] = rows(1)
    columns = [
        GENESIS,
        str(row.seq),
        row.id,
        row.at,
        row.seat,
        row.person,
        row.round,
        row.type,
        row.fact,
    ]
    script = "printf '%s\\n' \"$@\" | sha256sum"
    done = subprocess.run(["sh", "-c", script, "sh", *columns], capture_output=True, check=True)
    assert done.stdout.decode().split()[0] == row.digest


MALFORMED = {
    "control character": ({"person": "a\x1b[31m"}, "U+001B"),
    "bidi control": ({"seat": "a\u202eb"}, "U+202E"),
    "no id": ({"id": ""}, "expected an id"),
    "too long": ({"id": "x" * 501}, "at most 500"),
    "bad instant": ({"at": "2026-11-23 14:03"}, "at: expected an instant"),
    "full-width instant": ({"at": "２026-11-23T14:03:05.120Z"}, "at: expected an instant"),
    "no JSON": ({"fact": "{"}, "fact: expected a JSON object"),
    "no object": ({"fact": "[]"}, "fact: expected a JSON object"),
    "float": ({"fact": '{"a":1.5}'}, "in quotes"),
    "NaN": ({"fact": '{"a":NaN}'}, "in quotes"),
    "key twice": ({"fact": '{"a":1,"a":2}'}, "'a' stands twice"),
    "newline in the fact": ({"fact": '{"a":\n1}'}, "U+000A"),
    "bottomless": ({"fact": '{"a":' + "[" * 100_000}, "expected a JSON object"),
    "endless number": ({"fact": '{"a":' + "9" * 5_000 + "}"}, "expected a JSON object"),
    "fact too long": ({"fact": '{"a":"' + "x" * 4_000_000 + '"}'}, "at most 4000000"),
}


@pytest.mark.parametrize(("columns", "words"), MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_row_is_refused(columns: dict[str, Any], words: str) -> None:
    row = row_after(NO_RECORDS, "a")._replace(**columns)
    with pytest.raises(JournalError, match="record 0") as caught:
        check_next(NO_RECORDS, row._replace(digest="0" * 64))
    assert words in str(caught.value)


@pytest.mark.parametrize("name", ["id", "seat", "person", "round", "type"])
def test_the_column_is_named(name: str) -> None:
    columns: dict[str, Any] = {name: "\x7f"}
    row = row_after(NO_RECORDS, "a")._replace(**columns)
    with pytest.raises(JournalError, match=f"record 0: {name}: "):
        check_next(NO_RECORDS, row)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({}, "record 0 does not follow: expected the digest"),
        ({"seq": 1}, "record 0 is missing: found record 1 in its place"),
        ({"type": ""}, "expected an id and a type, found id 'a' and type ''"),
        ({"digest": "0" * 63}, "digest: expected 64 hex digits"),
        ({"digest": "x" * 80}, "found '" + "x" * 70 + "'"),
        ({"digest": "A" * 64}, "digest: expected 64 hex digits"),
        ({"fact": '{"a":"\x7f"}'}, "without control characters, found U+007F"),
        ({"fact": '{"a":"\x9f"}'}, "without control characters, found U+009F"),
        ({"fact": '{"a":"\ud800"}'}, "without control characters, found U+D800"),
    ],
)
def test_what_is_wrong_with_a_row_is_said(columns: dict[str, Any], words: str) -> None:
    row = row_after(NO_RECORDS, "a")._replace(digest="0" * 64)._replace(**columns)
    with pytest.raises(JournalError) as caught:
        check_next(NO_RECORDS, row)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "columns", [{"id": "x" * 500}, {"fact": '{"a":"' + "x" * 3_999_992 + '"}'}, {"fact": '{"a":"\xa0"}'}, {"round": ""}]
)
def test_what_may_just_rest_in_a_row_follows(columns: dict[str, Any]) -> None:
    check_next(NO_RECORDS, linked(GENESIS, row_after(NO_RECORDS, "a")._replace(**columns)))


DIGEST = "07a1c3f09b3e5d21" * 4


def test_a_digest_is_read_in_groups_of_four_and_typed_as_one_likes() -> None:
    assert grouped(DIGEST[:18]) == "07a1 c3f0 9b3e 5d21 07"
    for text in (grouped(DIGEST), DIGEST.upper(), f" {DIGEST[:16]} ..", "07A1-C3F0 9b3e.5d21"):
        assert DIGEST.startswith(typed_digest(text))


@pytest.mark.parametrize("text", ["", DIGEST[:15], DIGEST + "0", "g" * 16, "x" * 90])
def test_what_is_no_digest_of_a_head_is_refused(text: str) -> None:
    with pytest.raises(JournalError) as caught:
        typed_digest(text)
    assert str(caught.value) == f"expected 16 to 64 hex digits of a head, found {text[:80]!r}"


@pytest.mark.parametrize("column", Row._fields)
def test_a_row_of_a_damaged_file_may_hold_what_is_no_text(column: str) -> None:
    [row] = rows(1)
    assert is_text(row)
    for found in (b"x", None, True):
        columns: dict[str, Any] = {column: found}
        assert not is_text(row._replace(**columns))
