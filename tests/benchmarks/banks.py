"""Contests with large banks of questions beside small ones: opening their files, asking a question."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import attrs
import xlsxwriter

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.rulebook import Rulebook, loads
from quizarena.text import plain
from quizarena_rounds.quiz.question import QuestionItem

from .measures import Measure, seconds

SMALL, LARGE = 50, 5_000
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
_OPEN = "import sys; from quizarena.arena import Arena; Arena.open(sys.argv[1], read_only=True).close()"


def rulebook(questions: int) -> Rulebook:
    """Return a quiz of twenty questions with a bank of so many, all single choices."""
    head = {"quizarena": 1, "contest": {"title": "Bank"}, "order": "roster"}
    teams = [{"id": each, "name": each} for each in "abcd"]
    first = {"id": "r", "use": "quiz/buzz", "items": 20, "questions": [{"id": f"q{n}", "text": "-"} for n in range(20)]}
    book = loads(json.dumps({**head, "teams": teams, "rounds": [first]}))
    (entry,) = book.rounds
    bank = tuple(map(_item, range(questions)))
    return attrs.evolve(book, rounds=(attrs.evolve(entry, rules=attrs.evolve(entry.rules, questions=bank)),))


def _item(number: int) -> QuestionItem:
    options = tuple(plain(f"选项 {number} {letter}") for letter in "甲乙丙丁")
    text, answer = plain(f"第 {number} 题: 下列哪一项说得对？"), plain("ABCD"[number % 4])
    return QuestionItem(id=f"q{number}", text=text, type="single", options=options, answer=answer)


def begun(questions: int) -> Contest:
    """Return a contest with such a bank whose first question was asked and ruled on."""
    contest = Contest(rulebook(questions), at=NOON)
    for type_, values in (("contest.opened", {"mode": "live"}), ("round.begun", {})):
        push(contest, type_, **values)
    ask(contest)
    return contest


def ask(contest: Contest) -> None:
    """Ask the next question and rule that nobody buzzed."""
    push(contest, "quiz.asked")
    push(contest, "quiz.ruled", verdict="nobody")


def push(contest: Contest, type_: str, **values: Any) -> None:
    """Record the first move of that type."""
    move = next(move for move in contest.moves() if move.fact.type == type_ and move.closed is None)
    contest.push(move.fill(values, now=NOON), at=NOON)


def banks() -> Iterator[Measure]:
    """Yield how long a contest with a large bank takes to open, and to ask, beside one with a small bank."""
    with tempfile.TemporaryDirectory() as folder:
        files = {count: Path(folder, f"{count}.qa") for count in (SMALL, LARGE)}
        for count, file in files.items():
            Arena.create(file, rulebook(count)).close()
        commands = {count: [sys.executable, "-c", _OPEN, str(file)] for count, file in files.items()}
        taken = {
            count: seconds(lambda command=command: subprocess.run(command, check=True), 5, perf_counter) * 1e6
            for count, command in commands.items()
        }
    yield Measure(f"open {LARGE} questions, a process", taken[LARGE], f"{SMALL} questions", taken[SMALL], "<= 3")
    asked = {count: _median_ask(begun(count)) for count in (SMALL, LARGE)}
    yield Measure(f"ask a question of {LARGE}", asked[LARGE], f"of {SMALL}", asked[SMALL], "<= 1.1")


_CHECK = (
    "import resource, sys, time\nstart = time.process_time()\nfrom quizarena.rulebook import load\nload(sys.argv[1])\n"
    "print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
)
_PARTS = 5
"""A file of YAML holds no more than a thousand questions."""


def tables() -> Iterator[Measure]:
    """Yield how long a table of questions takes to be read and checked, beside the same in YAML, and its memory."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [(str(number), *_row(number)) for number in range(1, LARGE + 1)]
        _write_workbook(Path(folder, "bank.xlsx"), rows)
        _write_rules(Path(folder, "xlsx.yaml"), ["bank.xlsx"])
        for part in range(_PARTS):
            _write_yaml(Path(folder, f"bank{part}.yaml"), rows[part::_PARTS])
        _write_rules(Path(folder, "yaml.yaml"), [f"bank{part}.yaml" for part in range(_PARTS)])
        (ours, memory), (theirs, _memory) = (_checked(Path(folder, name)) for name in ("xlsx.yaml", "yaml.yaml"))
    yield Measure(f"read and check {LARGE} questions from .xlsx", ours, "from YAML", theirs, "+ 2 s at most")
    yield Measure("memory of that", memory, "aim", 200_000, "<= 1", "kB")


def _row(number: int) -> tuple[str, ...]:
    options = tuple(f"选项 {number} {letter}" for letter in "甲乙丙丁")
    return ("单选", f"第 {number} 题: 下列哪一项说得对？", *options, "ABCD"[number % 4])


def _write_workbook(path: Path, rows: list[tuple[str, ...]]) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("题库")
    heads = ("题号", "题型", "题目", *(f"选项{letter}" for letter in "ABCD"), "答案")
    for number, row in enumerate((heads, *rows)):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text)
    book.close()


def _write_yaml(path: Path, rows: list[tuple[str, ...]]) -> None:
    items = (
        {"id": f"q{number}", "type": "single", "text": text, "options": options, "answer": answer}
        for number, _type, text, *options, answer in rows
    )
    path.write_text("".join(f"- {json.dumps(item, ensure_ascii=False)}\n" for item in items), encoding="utf-8")


def _write_rules(path: Path, banks: list[str]) -> None:
    rounds = [{"id": f"r{n}", "use": "quiz/buzz", "items": 20, "questions": bank} for n, bank in enumerate(banks)]
    teams = [{"id": each, "name": each} for each in "abcd"]
    rules = {"quizarena": 1, "contest": {"title": "Bank"}, "order": "roster", "teams": teams, "rounds": rounds}
    path.write_text(json.dumps(rules), encoding="utf-8")


def _checked(path: Path) -> tuple[float, int]:
    """Return the microseconds a process takes to read and check a rulebook, and the kilobytes it needs."""
    command = [sys.executable, "-c", _CHECK, str(path)]
    runs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout.split() for _time in range(3)]
    return min(float(taken) for taken, _memory in runs) * 1e6, min(int(memory) for _taken, memory in runs)


def _median_ask(contest: Contest) -> float:
    found = []
    for _time in range(18):
        start = process_time()
        ask(contest)
        found.append(process_time() - start)
    return statistics.median(found) * 1e6
