"""Whom a command shows what, and what it says of times and of damaged files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.running import run, started
from tests.forgery import forge

RULES = """
quizarena: 1
contest: {title: Two teams, language: en}
teams: [{id: red, name: Red, members: [R]}, {id: blue, name: Blue, members: [B]}]
judges: [{id: j1, name: One}]
rounds: [{id: quiz, use: quiz/required, per_team: 1}]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A contest whose standings were frozen before a deduction."""
    path = started(tmp_path, RULES, is_open=True)
    fine(path, "red", "7")
    run("push", path, "cue.frozen", "frozen=on")
    fine(path, "blue", "50")
    return path


def fine(path: Path, team: str, points: str, *more: str) -> str:
    words = ["score.adjusted", f"team={team}", f"points={points}", "reason=r", "--seat", "arbiter"]
    return run("push", path, *words, *more).stdout


# Audiences


def test_a_dry_run_shows_an_audience_only_what_it_may_see(file: Path) -> None:
    assert re.search(r"Blue +50 +1 +52 +1 +\+2", fine(file, "blue", "2", "--dry-run"))
    assert re.search(r"Blue +0 +2 +0 +2 +0", fine(file, "blue", "2", "--dry-run", "--as", "hall"))


def test_what_is_posted_is_what_the_hall_may_know(file: Path) -> None:
    posted = run("bulletin", file).stdout
    assert posted == run("bulletin", file, "--as", "hall").stdout
    assert "50" not in re.sub(r"head of the chain.*", "", posted)
    assert "50" in run("bulletin", file, "--as", "desk").stdout


@pytest.mark.parametrize(
    "command",
    ["standings", "standings --json", "log", "export", "explain red", "bulletin", "results -o -"],
)
def test_a_judge_whom_nobody_knows_sees_nothing(file: Path, command: str) -> None:
    name, *more = command.split()
    found = run(name, file, *more, "--as", "judge:nosuch", status=1)
    assert found.stderr == "Error: there is no judge 'nosuch'; known are j1\n"
    assert found.stdout == ""
    run(name, file, *more, "--as", "judge:j1")


# Times


@pytest.fixture
def ruling(file: Path) -> Path:
    """The contest, with a question that waits for its ruling."""
    for fact in ("cue.frozen frozen=off", "round.begun", "quiz.asked"):
        run("push", file, *fact.split())
    return file


def test_an_instant_is_typed_as_text_with_its_zone(ruling: Path) -> None:
    run("push", ruling, "quiz.ruled", "verdict=right", "at=2126-11-28T09:00:00+08:00")
    assert json.loads(run("export", ruling).stdout.splitlines()[-1])["fact"]["at"] == "2126-11-28T01:00:00.000Z"
    run("correct", ruling, "8", "at=2126-11-28T02:00:00Z", "--reason", "misread")


@pytest.mark.parametrize("text", ["yesterday", "2026-11-28T09:00:00", ""])
def test_what_is_no_instant_is_refused_with_an_example(ruling: Path, text: str) -> None:
    said = run("push", ruling, "quiz.ruled", "verdict=right", f"at={text}", status=1).stderr
    assert "at: expected an instant with its zone, such as 2026-11-23T14:03:05+08:00, found" in said


def test_a_time_long_before_the_record_before_is_recorded_with_a_word(ruling: Path) -> None:
    found = run("push", ruling, "quiz.ruled", "verdict=right", "at=2019-11-28T09:00:00Z")
    assert "recorded #008" in found.stdout
    assert re.fullmatch(
        r"Warning: #008 is of 2019-11-2\d \d\d:\d\d:\d\d, and #007 was recorded at 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d: see"
        r" whether the clock or the instant is right\n",
        found.stderr,
    )
    assert run("push", ruling, "quiz.asked").stderr == ""


def test_the_log_shows_date_and_zone(file: Path) -> None:
    for audience in ([], ["--as", "hall"]):
        head, first, *_rest = run("log", file, *audience).stdout.splitlines()
        assert re.match(r"Record  Time, UTC[+-]\d\d:\d\d +Seat", head)
        assert re.match(r"#000    \d{4}-\d\d-\d\d \d\d:\d\d:\d\d", first)


# Damage


def test_what_can_be_read_of_a_damaged_file_is_exported(file: Path, tmp_path: Path) -> None:
    whole = run("export", file).stdout.splitlines()
    forge(file, "UPDATE records SET fact = x'ff00', person = x'00' WHERE seq = 3")
    found = run("export", file, status=3)
    assert found.stdout.splitlines() == whole[:3] + whole[4:]
    assert found.stderr == f"Error: {file}: not all of it was written: record 3 holds something else than text\n"
    run("export", file, "-o", tmp_path / "rest.jsonl", status=3)
    assert (tmp_path / "rest.jsonl").read_text(encoding="utf-8").splitlines() == whole[:3] + whole[4:]


def test_what_verify_refuses_is_not_imported(file: Path, tmp_path: Path) -> None:
    from quizarena.journal import GENESIS, Row, linked
    from quizarena.journal.jsonl import export, read_lines

    lines = tmp_path / "forged.jsonl"
    run("export", file, "-o", lines)
    before, rows = GENESIS, list[Row]()
    with lines.open("rb") as stream:
        for row in read_lines(stream):
            rows.append(linked(before, row._replace(seat="judge:j1" if row.seq == 2 else row.seat)))
            before = rows[-1].digest
    lines.write_text("".join(export(rows)), encoding="utf-8")
    found = run("import", lines, tmp_path / "forged.qa", status=3)
    assert "record 2 was not legal when it was recorded: the seat judge:j1 may not do this" in found.stderr
    assert not (tmp_path / "forged.qa").exists()
