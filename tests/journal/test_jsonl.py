"""JSON Lines: out and in again byte for byte, and one clear error for everything else."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizarena.errors import JournalError
from quizarena.journal import NO_RECORDS, Row, first_bad
from quizarena.journal.jsonl import LINE_LIMIT, export, read_lines
from tests.journal.rows import row_after, rows

GOOD = "".join(export(rows(1)))


def _read(text: str | bytes) -> list[Row]:
    return list(read_lines(io.BytesIO(text.encode() if isinstance(text, str) else text)))


def test_export_and_import_are_inverse() -> None:
    found = rows(4)
    text = "".join(export(found))
    assert text.count("\n") == 4
    assert _read(text) == found
    assert "".join(export(_read(text))) == text
    assert first_bad(_read(text)) is None
    assert list(json.loads(GOOD)) == ["seq", "id", "at", "seat", "person", "round", "type", "fact", "digest"]


_KEYS = st.sampled_from(["fact", "seq", '"fact":', 'a\\"fact":{', "永泰", ""])
_FACTS = st.dictionaries(_KEYS, st.recursive(_KEYS | st.integers(), lambda of: st.dictionaries(_KEYS, of)))


@given(_FACTS, st.booleans(), st.sampled_from([(",", ":"), (", ", ": ")]))
def test_the_stored_text_of_a_fact_is_kept(fact: object, ascii_only: bool, gaps: tuple[str, str]) -> None:
    row = row_after(NO_RECORDS, "a", json.dumps(fact, ensure_ascii=ascii_only, separators=gaps))
    assert _read("".join(export([row]))) == [row]


def test_a_line_spaced_by_another_program_keeps_its_chain() -> None:
    spaced = GOOD.replace(',"', ' ,\t"', 6).replace('"fact":', '"fact" : ')
    assert _read("\ufeff" + spaced.replace("\n", "\r\n") + "\r\n\n") == rows(1)


BAD = {
    "unknown key": (GOOD.replace('"seat"', '"sead"'), "no key 'sead'; did you mean 'seat'?"),
    "strange key": (GOOD.replace('"seat"', '"q"'), "no key 'q'; known are seq, id"),
    "missing key": (GOOD.replace('"round":"quiz",', ""), "'round' is missing"),
    "key twice": (GOOD.replace('"seq":0', '"seq":0,"seq":0'), "'seq' stands twice"),
    "key twice in the fact": (GOOD.replace('"number":0', '"number":0,"number":0'), "'number' stands twice"),
    "seq as text": (GOOD.replace('"seq":0', '"seq":"0"'), "seq: expected a whole number, found '0'"),
    "seq true": (GOOD.replace('"seq":0', '"seq":true'), "seq: expected a whole number"),
    "seq a float": (GOOD.replace('"seq":0', '"seq":0.0'), "in quotes"),
    "NaN": (GOOD.replace('"number":0', '"number":NaN'), "NaN"),
    "person null": (GOOD.replace('"王老师"', "null"), "person: expected text, found 'None'"),
    "fact as text": (GOOD.replace('{"number":0,"team":"永泰"}', '"x"'), "fact: expected an object"),
    "escaped key": (GOOD.replace('"fact":{', r'"f\u0061ct":{"fact":{},'), "without escapes"),
    "control character": (GOOD.replace("王老师", r"\u001b[31m"), "U+001B"),
    "lone surrogate": (GOOD.replace("王老师", r"\ud800"), "U+D800"),
    "half a line": (GOOD[:40], "expected a JSON object"),
    "a list": ("[]\n", "expected a JSON object"),
    "bottomless": ("[" * 200_000, "expected a JSON object"),
    "no UTF-8": (b"\xff\xfe\n", "expected UTF-8 text"),
    "zeros": (b"\0" * 1_000, "expected a JSON object"),
    "a line without end": (b" " * (LINE_LIMIT + 1), f"more than {LINE_LIMIT} bytes"),
}


@pytest.mark.parametrize(("text", "words"), BAD.values(), ids=BAD)
def test_a_bad_line_is_named(text: str | bytes, words: str) -> None:
    with pytest.raises(JournalError) as caught:
        _read(GOOD.encode() + (text.encode() if isinstance(text, str) else text))
    assert str(caught.value).startswith("line 2: ")
    assert words in str(caught.value)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode(errors="replace")))
@example(b'{"seq":1e999}')
def test_whatever_comes_in_nothing_else_is_raised(junk: bytes) -> None:
    if junk.strip(b"\r\n\t "):
        with pytest.raises(JournalError, match=r"^line "):
            _read(junk)
    else:
        assert _read(junk) == []
