"""What the commands print, in both languages, and how it lines up."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from quizarena.cli import root
from quizarena.languages import LANGUAGES
from quizarena.points import Rounding, exact
from quizarena.terminal.wide import width
from tests.cli.running import run, same

COMMANDS = sorted(root.list_commands(root.make_context("quizarena", ["demo"], resilient_parsing=True)))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("demo") / "demo.qa"
    run("demo", "--save", file)
    return file


@pytest.fixture(autouse=True)
def shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Show times of day as the hall had them."""
    if not hasattr(time, "tzset"):
        yield
        return
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_help(command: str, lang: str) -> None:
    text = run(command, "--help", lang=lang).stdout
    assert f"quizarena {command}" in text.split({"zh": "例", "en": "Example"}[lang])[-1]
    same(f"{lang}/help-{command}", text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_of_all(lang: str) -> None:
    text = run("--help", lang=lang).stdout
    assert all(f"  {command} " in text for command in COMMANDS)
    same(f"{lang}/help", text)
    assert run("--lang", lang, "--help", lang="en").stdout == text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("standings", ["standings"]),
        ("standings-at-54", ["standings", "--at", "54"]),
        ("log", ["log", "--last", "3"]),
        ("log-hall", ["log", "--as", "hall", "--last", "3", "--cues"]),
        ("dry-run", ["amend", "rounds.quiz.points", "15", "--reason", "misprint", "--dry-run"]),
        ("verify", ["verify"]),
    ],
)
def test_what_is_printed_of_the_demo(demo: Path, name: str, args: list[str], lang: str) -> None:
    command, *rest = args
    found = run(command, demo, *rest, "--lang", lang).stdout
    same(f"{lang}/{name}", re.sub("#285( [0-9a-f]{4}){16}", "#285 ...", found))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_working_of_a_total(demo: Path, lang: str) -> None:
    same(f"{lang}/explain", run("explain", demo, "yingbin", "--lang", lang).stdout)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_moves_tell_how_to_push(demo: Path, lang: str) -> None:
    same(f"{lang}/moves", run("moves", demo, "--lang", lang, "--all").stdout)


@pytest.mark.parametrize("team", ["daqinglu", "大庆路街道", "3"])
def test_a_team_goes_by_id_name_and_desk(demo: Path, team: str) -> None:
    assert json.loads(run("explain", demo, team, "--json").stdout)["total"] == "301.65"


@pytest.mark.parametrize("team", ["yingbin", "kaiyuan", "daqinglu", "yongtai"])
def test_every_sum_can_be_redone_by_hand(demo: Path, team: str) -> None:
    nodes = list(walk(json.loads(run("explain", demo, team, "--json", "--lang", "en").stdout)["score"]))
    assert len(nodes) > 60
    for node in nodes:
        counted = [part["value"] for part in node.get("parts", []) if part.get("counted", True)]
        if counted:
            assert redone(node["written"], counted) == exact(node["value"]), node["written"]
        else:
            assert node["op"] in ("leaf", "cap", "sum")


def walk(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for part in node.get("parts", []):
        yield from walk(part)


def redone(written: str, counted: list[str]) -> Fraction:
    """Redo `formula` with pen and paper: only what is printed is used, and it is the counted parts."""
    numbers = re.findall(r"-?\d+(?:\.\d+)?", written)
    assert numbers[: len(counted)] == counted
    values = [Fraction(number) for number in counted]
    rest = [Fraction(number) for number in numbers[len(counted) :]]
    if " rounded to " in written:
        return Rounding(int(rest[0])).apply(values[0])
    if " / " in written:
        return sum(values, Fraction(0)) / rest[0]
    if " x " in written:
        return values[0] * rest[0]
    if "at least" in written:
        return max(sum(values, Fraction(0)), rest[0])
    assert not rest
    return sum(values, Fraction(0))


def test_dropped_marks_and_corrections_are_named(demo: Path) -> None:
    text = run("explain", demo, "daqinglu", "--lang", "en").stdout
    assert re.search(r"\(89\.9\)\s+评委三 = .*\(not counted\)", text)
    assert re.search(r"85\.63\s+.* = 85\.625 rounded to 2 decimals, half up", text)
    assert "26.6  政策业务 #129" in text
    corrected = run("explain", demo, "yingbin", "--lang", "en").stdout
    assert "#044 (corrected by #055)" in corrected
    assert "#055 corrects #044: 复核: 答案可接受 (ruled by 仲裁)" in corrected


def test_columns_line_up_in_cells(demo: Path) -> None:
    head, *rows = run("standings", demo).stdout.splitlines()[:5]
    assert {width(line) for line in (head, *rows)} == {width(head)}
    starts = {width(line[: line.index(name)]) for line, name in zip(rows, "开迎大永", strict=True)}
    assert starts == {width(head[: head.index("队")])}


def test_the_contest_speaks_its_language_unless_another_is_asked_for(demo: Path) -> None:
    assert run("standings", demo, lang="en").stdout.startswith("名次")
    assert run("standings", demo, "--lang", "en", lang="zh").stdout.startswith("Place")
    assert run("--lang", "en", "standings", demo, lang="zh").stdout.startswith("Place")


@pytest.mark.parametrize("command", ["standings", "moves", "log", "verify"])
def test_json_is_json(demo: Path, command: str) -> None:
    assert json.loads(run(command, demo, "--json").stdout)


def test_the_hall_reads_no_sealed_field(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "early.qa"
    lines = run("export", demo).stdout.splitlines(keepends=True)[:80]
    (tmp_path / "early.jsonl").write_text("".join(lines[:75]), encoding="utf-8")
    run("import", tmp_path / "early.jsonl", file)
    assert "marks={" in run("log", file).stdout
    assert "marks={" not in run("log", file, "--as", "hall").stdout
    assert "marks=***" in run("log", file, "--as", "hall").stdout
    assert '"27.2"' not in run("export", file, "--as", "hall").stdout
