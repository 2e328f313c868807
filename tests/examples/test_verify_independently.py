"""The independent verifier says what `quizarena verify` says, and refuses what it refuses."""

from __future__ import annotations

import ast
import importlib.util
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizarena.contest import Contest
from quizarena.contest.facts import Corrected
from quizarena.documents import read_rows
from quizarena.errors import QuizArenaError
from quizarena.journal import GENESIS, Row, SqliteJournal, grouped, linked
from quizarena.records import to_row
from tests.cli.running import run
from tests.parts import tries

EXAMPLES = Path(__file__).parents[2] / "examples"
PROGRAM = EXAMPLES / "verify_independently.py"


def imported(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def independently(path: Path, *noted: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(PROGRAM), str(path), *noted]
    return subprocess.run(command, capture_output=True, check=False, encoding="utf-8", timeout=60)


def keep(rows: list[Row], path: Path) -> Path:
    with closing(SqliteJournal.create(path)) as journal, journal.writing() as writer:
        for row in rows:
            writer.append(row)
    return path


@cache
def afternoon() -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.qa"
        run("demo", "--save", path)
        return path.read_bytes()


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    path = tmp_path / "demo.qa"
    path.write_bytes(afternoon())
    return path


def test_it_shares_no_code() -> None:
    tree = ast.parse(PROGRAM.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_it_reckons_the_afternoon_to_the_same_totals(demo: Path) -> None:
    done = independently(demo)
    assert done.returncode == 0, done.stderr
    rows = json.loads(run("standings", demo, "--json").stdout)["standings"]
    assert done.stdout.splitlines()[2:-1] == [f"{row['team']} {row['total']}" for row in rows]
    assert json.loads(run("verify", demo, "--json").stdout)["head"] in done.stdout
    assert "draws that come out again: order" in done.stdout


FORGERIES = {
    "a mark": "UPDATE records SET fact = replace(fact, '24.3', '29.3') WHERE seq = 131",
    "a person": "UPDATE records SET person = 'x' WHERE seq = 7",
    "a record less": "DELETE FROM records WHERE seq = 30",
    "two in the other's place": "UPDATE records SET seq = CASE seq WHEN 10 THEN -1 ELSE seq END;"
    "UPDATE records SET seq = 10 WHERE seq = 11; UPDATE records SET seq = 11 WHERE seq = -1",
    "a digest": "UPDATE records SET digest = upper(digest) WHERE seq = 5",
    "no table": "DROP TABLE records",
}


@pytest.mark.parametrize("statement", FORGERIES.values(), ids=FORGERIES)
def test_both_refuse_what_was_tampered_with(demo: Path, statement: str) -> None:
    with closing(sqlite3.connect(demo)) as shell:
        shell.executescript(f"{UNTIE}{statement}")
    done = independently(demo)
    assert done.returncode == 1
    assert done.stderr.startswith("refused: ")
    run("verify", demo, status=3 if "DROP TABLE" in statement else 1)


UNTIE = "DROP TRIGGER records_are_not_changed; DROP TRIGGER records_are_not_deleted;"
COLUMNS = ("id", "at", "seat", "person", "round", "type", "fact", "digest")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=tries(15))
@given(seq=st.integers(0, 285), column=st.sampled_from(COLUMNS), data=st.data())
def test_any_flipped_bit_is_refused(demo: Path, seq: int, column: str, data: st.DataObject) -> None:
    demo.write_bytes(afternoon())
    with closing(sqlite3.connect(demo)) as shell:
        shell.executescript(UNTIE)
        [text] = shell.execute(f"SELECT {column} FROM records WHERE seq = ?", (seq,)).fetchone()
        flipped = bytearray(text.encode() or b"\0")
        bit = data.draw(st.integers(0, len(flipped) * 8 - 1))
        flipped[bit // 8] ^= 1 << bit % 8
        shell.execute(f"UPDATE records SET {column} = CAST(? AS TEXT) WHERE seq = ?", (bytes(flipped), seq))
        shell.commit()
    with pytest.raises((ValueError, sqlite3.Error)):
        imported("verify_independently").read(str(demo))


def rechained(demo: Path, target: Path, seq: int, old: str, new: str) -> Path:
    rows, before = [], GENESIS
    for row in read_rows(demo):
        assert row.seq != seq or old in row.fact
        fact = row.fact.replace(old, new) if row.seq == seq else row.fact
        rows.append(linked(before, row._replace(fact=fact)))
        before = rows[-1].digest
    return keep(rows, target)


def test_a_draw_changed_and_chained_anew_is_refused_by_both(demo: Path, tmp_path: Path) -> None:
    order = '"order":["yingbin","kaiyuan"'
    forged = rechained(demo, tmp_path / "forged.qa", 4, order, '"order":["kaiyuan","yingbin"')
    assert "record 4: the draw order does not come out so" in independently(forged).stderr
    run("verify", forged, status=1)


def test_a_mark_changed_and_chained_anew_is_refused_where_the_head_was_noted(demo: Path, tmp_path: Path) -> None:
    noted = grouped(read_rows(demo)[150].digest)
    forged = rechained(demo, tmp_path / "forged.qa", 131, "24.3", "29.3")
    assert independently(forged).returncode == 0
    assert "the file was rewritten" in independently(forged, noted).stderr
    assert independently(demo, noted).returncode == 0
    run("verify", forged)
    run("verify", forged, "--head", noted, status=1)
    run("verify", demo, "--head", noted)


Amending = tuple[str, str, bool]
AMENDED: list[tuple[list[Amending], str | None]] = [
    ([("rounds.quiz.points", "15", False)], None),
    ([("rounds.quiz.points", "15", True)], None),
    ([("rounds.quiz.points", "15", True), ("rounds.0.wrong", "-5", False), ("rounds.quiz.points", "20", True)], None),
    ([("rounds.scenario.overtime.points", "-3", False)], None),
    ([("panel.drop_high", "2", False)], None),
    ([("panel.places", "1", True)], None),
    ([("base_score", "90", False)], None),
    ([("rounds.scenario.overtime", "null", False)], "the amendment of rounds.scenario.overtime"),
    ([("rounds.quiz.weight", "2", False)], "another panel, a weight or a cap"),
    ([("panel.rounding", "half_even", False)], "another panel, a weight or a cap"),
]
"""Amendments in the middle of the afternoon, and what the program says where it does not reckon with them."""


@pytest.mark.parametrize(("amendments", "reason"), AMENDED, ids=[str(each[0]) for each in AMENDED])
@pytest.mark.parametrize("seq", [30, 150])
def test_it_reckons_by_amended_rules_or_says_that_it_does_not(
    demo: Path,
    seq: int,
    amendments: list[tuple[str, str, bool]],
    reason: str | None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with closing(SqliteJournal(demo, read_only=True)) as journal:
        contest = Contest.of_rows(list(journal.read()))
    half = Contest.of_records(contest.records[:seq])
    try:
        for path, value, from_now in amendments:
            half.amend(path, value, reason="as the arbiters ruled", from_now=from_now)
    except QuizArenaError:
        assert any(from_now for _path, _value, from_now in amendments), "from now on nothing may begin with it any more"
        return
    for record in contest.records[seq:]:
        if record.type == "contest.signed":
            break
        fact = record.fact
        if isinstance(fact, Corrected):
            later = len(amendments)
            fact = attrs.evolve(
                fact, items=tuple(attrs.evolve(i, seq=i.seq + later * (i.seq >= seq)) for i in fact.items)
            )
        half.push(fact, seat=record.seat, at=record.at, id=record.id)
    path = keep([to_row(record, half.book) for record in half.records], demo.with_name("amended.qa"))
    imported("verify_independently").main(str(path))
    said = capsys.readouterr().out.splitlines()
    expected = sorted((row.total, row.entrant) for row in half.standings(audience=None).rows)
    if reason is None:
        assert said[-1].startswith("reckoned from the facts alone; not checked: whether each record was allowed")
        found = sorted((Fraction(total), team) for team, total in map(str.split, said[2:-1]))
        assert found == expected
    else:
        assert said[2:] == [said[-1]]
        assert said[-1].startswith(f"standings not reckoned: {reason}; not checked: ")
