"""Hostile input: only the project's own errors come out, and nothing that a terminal would obey."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quizarena.cli import root
from quizarena.contest import Contest
from quizarena.documents import contest_of
from quizarena.errors import FactError, JournalError, NumberError, QuizArenaError
from quizarena.journal import GENESIS, Row, linked
from quizarena.points import exact, parse_number, show
from tests.faults import contests
from tests.faults.played import put
from tests.parts import tries

COUNT = 40
QUIET = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


def chained(rows: list[Row]) -> list[Row]:
    made, before = [], GENESIS
    for seq, row in enumerate(rows):
        made.append(linked(before, row._replace(seq=seq)))
        before = made[-1].digest
    return made


# Numbers


@given(st.text(max_size=12) | st.text("0123456789.-+eE_ ٣３", max_size=9))
@example("1_000")
@example("９")
@example("1e9")
@example("-0.000000")
def test_a_text_is_a_number_of_the_grammar_or_refused(text: str) -> None:
    try:
        number = parse_number(text)
    except NumberError:
        return
    assert text.isascii()
    assert str(number) == text or number == 0
    assert exact(number) == Fraction(text)
    assert Decimal(show(number)) == number


# Facts

SCALARS = (
    st.none() | st.booleans() | st.integers(-3, 99) | st.text(max_size=6) | st.sampled_from(["1.5", "yingbin", "q01"])
)
VALUES = st.recursive(
    SCALARS, lambda of: st.lists(of, max_size=3) | st.dictionaries(st.text(max_size=4), of, max_size=3), max_leaves=8
)


@cache
def book() -> Any:
    return Contest(contests.rulebook()).book


@settings(suppress_health_check=QUIET, max_examples=tries(100))
@given(st.data())
def test_whatever_stands_in_a_fact_it_is_read_or_refused(data: st.DataObject) -> None:
    kind = book().classes[data.draw(st.sampled_from(sorted(book().classes)))]
    names = [field.name for field in attrs.fields(kind)]
    found = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys([*names, "stray"], VALUES)))
    try:
        fact = book().read(kind.type, json.dumps(found))
    except FactError:
        return
    assert book().read(kind.type, book().write(fact)) == fact


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda each: each.decode(errors="replace")))
def test_any_line_is_a_fact_or_refused(line: str) -> None:
    with suppress(FactError):
        assert book().parse_line(line)


# Forged journals


@cache
def pool() -> tuple[Any, ...]:
    """Every value that stands in the afternoon's facts, and some that should not."""
    found: list[Any] = ["", "x", -1, 10**9, True, None, [], {}, "1e9"]

    def take(value: Any) -> None:
        each = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        for part in each:
            take(part)
        if not isinstance(value, (dict, list)) and value not in found:
            found.append(value)

    for row in contests.played(COUNT)[1:]:
        take(json.loads(row.fact))
    return tuple(found)


def forged(rows: list[Row], data: st.DataObject) -> list[Row]:
    at = data.draw(st.integers(1, len(rows) - 1), "record")
    how = data.draw(st.sampled_from(["value", "field", "drop", "other fact", "seat", "round"]), "how")
    fact = json.loads(rows[at].fact)
    if how == "drop":
        return rows[:at] + rows[at + 1 :]
    if how == "other fact":
        other = data.draw(st.sampled_from(rows[1:]))
        return [*rows[:at], rows[at]._replace(type=other.type, fact=other.fact), *rows[at + 1 :]]
    if how in ("seat", "round"):
        name = data.draw(st.sampled_from(["", "x", "quiz", "debate", "judge:j9", "hall"]))
        return [*rows[:at], rows[at]._replace(**{how: name}), *rows[at + 1 :]]
    if fact and how == "value":
        fact[data.draw(st.sampled_from(sorted(fact)))] = data.draw(st.sampled_from(pool()))
    elif fact:
        del fact[data.draw(st.sampled_from(sorted(fact)))]
    return [*rows[:at], rows[at]._replace(fact=json.dumps(fact)), *rows[at + 1 :]]


@settings(suppress_health_check=QUIET, max_examples=tries(40))
@given(st.data())
def test_a_forged_chain_is_folded_or_refused_and_never_crashes(data: st.DataObject) -> None:
    with suppress(QuizArenaError):
        contest_of(chained(forged(list(contests.played(COUNT)), data))).verify()


def test_a_record_that_was_never_legal_is_named_wherever_it_would_break(tmp_path: Path) -> None:
    rows = list(contests.played(COUNT))
    at = next(row.seq for row in rows if row.type == "quiz.ruled")
    rows[at] = rows[at]._replace(fact=rows[at].fact.replace('"right"', '"splendid"'))
    path = put(tmp_path / "forged.qa", chained(rows))
    assert f"record {at} was not legal" in invoke("verify", str(path)).output
    teams = [invoke("explain", str(path), team).output for team in ("yingbin", "kaiyuan", "daqinglu", "yongtai")]
    assert any(f"record {at} was not legal" in text for text in teams)
    for command in ("standings", "log", "moves", "export"):
        assert invoke(command, str(path)).exit_code in (0, 1, 3)


def test_a_fold_that_cannot_bear_a_record_names_it() -> None:
    rows = list(contests.played(8))
    rows[6] = rows[6]._replace(type="round.begun", fact='{"round":"nowhere","order":["yingbin"]}')
    with pytest.raises(JournalError, match="record 6 was not legal"):
        contest_of(chained(rows))


# What is printed

EVIL = "\x1b[31m\x9b1m\u202e\x07\u2028"
PLACES: dict[str, Callable[[Row], Row]] = {
    **{
        name: (lambda row, name=name: row._replace(**{name: getattr(row, name) + EVIL}) if row.seq == 5 else row)
        for name in ("id", "seat", "person", "round", "type")
    },
    "team's name": lambda row: row if row.seq else row._replace(fact=in_rules(row.fact)),
    "plug-in": lambda row: row if row.seq else row._replace(fact=in_plugins(row.fact)),
    "question": lambda row: row._replace(fact=row.fact.replace('"q01"', json.dumps(f"q{EVIL}"))),
}


def in_rules(text: str) -> str:
    found = json.loads(text)
    found["resolved"]["teams"][0]["name"] += EVIL
    found["resolved"]["contest"]["title"]["zh"] += EVIL
    return json.dumps(found)


def in_plugins(text: str) -> str:
    return json.dumps({**json.loads(text), "plugins": {"quiz.required": EVIL}})


def invoke(*words: str) -> Any:
    found = CliRunner().invoke(root, [*words, "--lang", "en"], prog_name="quizarena")
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exc_info
    return found


def obeyed(text: str) -> list[str]:
    """Return the characters in `text` that a terminal may obey."""
    bidi = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
    return [
        f"U+{ord(char):04X}"
        for char in text
        if char != "\n"
        and (unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(char) in bidi)
    ]


COMMANDS = [
    ["standings"],
    ["standings", "--json"],
    ["explain", "yingbin"],
    ["explain", "yingbin", "--json"],
    ["log", "--cues"],
    ["log", "--json", "--as", "hall"],
    ["moves", "--all"],
    ["moves", "--json"],
    ["verify"],
    ["verify", "--json"],
    ["export"],
    ["export", "--as", "hall"],
    ["undo"],
    ["push", "score.adjusted", "team=yingbin", "points=1", f"reason={EVIL}", "--seat", "arbiter"],
    ["amend", f"rounds.quiz.{EVIL}", EVIL, "--reason", EVIL],
    ["correct", "44", f"verdict={EVIL}", "--reason", EVIL],
    ["standings", "--as", EVIL],
]


@pytest.mark.parametrize("place", PLACES)
def test_nothing_a_terminal_obeys_is_printed(place: str, tmp_path: Path) -> None:
    path = put(tmp_path / "evil.qa", chained([PLACES[place](row) for row in contests.played(COUNT)]))
    for command, *words in COMMANDS:
        assert obeyed(invoke(command, str(path), *words).output) == [], (command, words)
    assert obeyed(invoke("compare", str(path), str(put(tmp_path / "other.qa", list(contests.played(5))))).output) == []


@pytest.mark.parametrize("words", [["start", EVIL, EVIL], ["check", EVIL], ["verify", EVIL], ["draw", EVIL], [EVIL]])
def test_nor_what_was_typed(words: list[str]) -> None:
    assert obeyed(invoke(*words).output) == []


def test_an_export_of_hostile_text_says_the_same_values(tmp_path: Path) -> None:
    rows = chained([PLACES["person"](row) for row in contests.played(COUNT)])
    lines = invoke("export", str(put(tmp_path / "evil.qa", rows))).output.splitlines()
    assert json.loads(lines[5])["person"] == rows[5].person
