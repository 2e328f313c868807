"""Tables at the command line: what is understood of a bank, what is refused, and what is written."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.cli.running import run
from tests.tables.test_samples import SAMPLES


def test_columns_are_named_in_the_language_that_is_spoken() -> None:
    said = run("questions", SAMPLES / "ok-01-all-types.xlsx", lang="zh").stdout
    (columns,) = [line for line in said.splitlines() if line.startswith("列")]
    assert "题型 → 题型" in columns
    assert not [word for word in ("text", "type", "answer", "level") if f"→ {word}" in columns]


def test_nothing_is_written_while_something_is_wrong(tmp_path: Path) -> None:
    out = tmp_path / "bank.yaml"
    said = run("questions", SAMPLES / "bad-01-each-row.xlsx", "-o", out, status=1)
    assert f"{out} was not written" in said.stdout
    assert not out.exists()


def test_what_is_there_is_refused_in_the_same_words_wherever_it_would_be_written(tmp_path: Path) -> None:
    out = tmp_path / "bank.yaml"
    run("questions", SAMPLES / "ok-01-all-types.xlsx", "-o", out)
    before = out.read_bytes()
    said = run("questions", SAMPLES / "ok-01-all-types.xlsx", "-o", out, status=3).stderr
    assert "exists already and is never overwritten; choose another name" in said
    assert out.read_bytes() == before


@pytest.mark.parametrize("name", ["ok-20-teams.xlsx", "ok-06-gbk-semicolon.csv", "ok-09-word-table.docx"])
def test_a_table_that_is_checked_as_rules_is_named_as_one(name: str) -> None:
    said = run("check", SAMPLES / name, status=1).stderr
    assert f"this is a table and not the rules; name it in contest.yaml, as questions: {name}" in said
    assert f"quizarena questions {name}" in said
    assert "UTF-8" not in said


def test_a_table_that_is_not_there_is_said_to_be_missing() -> None:
    assert "there is no such file" in run("check", "missing.xlsx", status=3).stderr


RULES = """
quizarena: 1
contest: {title: Small, language: en}
teams: teams.xlsx
judges: judges.xlsx
rounds: [{id: quiz, use: quiz/required, per_team: 1}]
"""


def test_check_says_what_was_made_of_rows_of_members_and_of_remarks(tmp_path: Path) -> None:
    tables = {
        "teams": [["Team", "Member"], ["Red", "Ann Lee"], [None, "Bob"], ["Blue", "Cid"], ["Blue", "Dan"]],
        "judges": [["姓名", "备注"], ["甲", "主评委"], ["乙", "晚到"], ["丙", None]],
    }
    for name, rows in tables.items():
        book = openpyxl.Workbook()
        assert book.active is not None
        for row in rows:
            book.active.append(row)  # type: ignore[union-attr]
        book.save(tmp_path / f"{name}.xlsx")
    (tmp_path / "contest.yaml").write_text(RULES, encoding="utf-8")
    said = run("check", tmp_path / "contest.yaml").stdout
    assert "valid: 2 teams, 3 judges" in said
    assert "each member has a row" in said
    assert "the remark '晚到' was not taken over" in said
    resolved = run("check", tmp_path / "contest.yaml", "--resolved").stdout
    assert resolved.count("chief: true") == 1
