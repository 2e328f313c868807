"""What an organiser reads when something is refused: one sentence, in the language asked for."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest

from quizarena.draws import tickets
from quizarena.errors import JournalError, Problem, QuizArenaError, RulebookError
from quizarena.fact_book import FactBook, load_object
from quizarena.facts import parse_instant
from quizarena.journal import SqliteJournal
from quizarena.journal.jsonl import read_lines
from quizarena.panels import panel_rule
from quizarena.points import exact, parse_number
from quizarena.rounds import load_kind
from quizarena.rulebook import loads
from quizarena.text import both, safe

RISKY = """\
quizarena: 1
contest: {title: Small}
teams: [{id: a, name: A}, {id: b, name: B}]
rounds: [{id: one, use: quiz/risk, levels: [10, 10]}]
"""
BOOK = FactBook(load_kind("scenario").facts)
SAID = [
    (lambda: parse_number("9,5"), "expected a number such as 9.25, found '9,5'", "应是 9.25 这样的数，却是 '9,5'"),
    (lambda: safe("永\x1b泰"), "found U+001B as character 2", "第 2 个字是 U+001B；请删掉"),
    (lambda: safe("永" * 9, longest=8), "expected at most 8 characters, found 9", "最多 8 个字，却有 9 个"),
    (
        lambda: tickets(["a", "a"], seed="s"),
        "expected every label once, found 'a' twice",
        "每个名字只能有一次，'a' 却有两次",
    ),
    (
        lambda: panel_rule("weighted", weights={"j1": 0}),
        "weights.j1: expected a weight above 0, found 0",
        "weights.j1: 权重要大于 0，却是 0",
    ),
    (
        lambda: loads(RISKY),
        "rounds.0.levels: expected different levels above 0, such as [10, 20, 30]",
        "rounds.0.levels: 应为大于 0、互不相同的分值，如 [10, 20, 30]",
    ),
    (
        lambda: SqliteJournal.create("nowhere/x.qa"),
        "cannot be made: there is no such file or folder",
        "建不了: 没有这个文件或文件夹",
    ),
    (lambda: parse_instant("14:03"), "expected an instant such as", "时刻要像 2026-11-23T14:03:05.120Z，却是 '14:03'"),
    (lambda: load_object('{"a": 1, "a": 2}'), "the key 'a' stands twice; keep one", "'a' 写了两次；请留一个"),
    (lambda: load_object('{"a": 9.5}'), 'in quotes, as "9.5"', '小数 9.5 要加引号，写成 "9.5"，这样才分毫不差'),
    (
        lambda: BOOK.of_mapping("scenario.balot", {}),
        "no fact is called 'scenario.balot' here; did you mean 'scenario.ballot'?",
        "这里没有叫 'scenario.balot' 的事实；是不是 'scenario.ballot'？",
    ),
    (
        lambda: BOOK.of_mapping("scenario.topic_drawn", {"team": "a", "topic": 7}),
        "scenario.topic_drawn: expected text, found 7",
        "scenario.topic_drawn: 应是 文字，却是 7",
    ),
    (
        lambda: BOOK.of_mapping("scenario.topic_drawn", {"topic": "a"}),
        "scenario.topic_drawn needs the field 'team'",
        "scenario.topic_drawn 缺少字段 'team'",
    ),
    (lambda: load_kind("quizz"), "no round kind is called 'quizz'; ", "没有叫 'quizz' 的环节种类；"),
    (
        lambda: panel_rule("trimmed", drop_lo=1),
        "the panel rule 'trimmed' has no parameter 'drop_lo'; did you mean 'drop_low'?",
        "评分办法 'trimmed' 没有参数 'drop_lo'；是不是 'drop_low'？",
    ),
    (lambda: list(read_lines(BytesIO(b"[]"))), "line 1: expected a JSON object", "第 1 行: 应是一个 JSON 对象"),
    (lambda: SqliteJournal("missing.qa"), "missing.qa: there is no such file", "missing.qa: 没有这个文件"),
]


@pytest.mark.parametrize(("deed", "en", "zh"), SAID, ids=[en for _deed, en, _zh in SAID])
def test_an_error_is_one_sentence_in_each_language(deed: Callable[[], object], en: str, zh: str) -> None:
    with pytest.raises(QuizArenaError) as caught:
        deed()
    assert en in str(caught.value) == caught.value.sentence("en")
    assert zh in caught.value.sentence("zh")
    assert "\n" not in caught.value.sentence("zh")


FILES = {
    "text": (b"contest: 1\n" * 60, "不是 QuizArena 的记录"),
    "empty": (b"", "是空的"),
}


@pytest.mark.parametrize(("content", "zh"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_journal(tmp_path: Path, content: bytes, zh: str) -> None:
    path = tmp_path / "a.qa"
    path.write_bytes(content)
    with pytest.raises(JournalError) as caught:
        SqliteJournal(path)
    assert caught.value.sentence("zh").startswith(f"{path}: {zh}")


def test_a_file_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "a.qa"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE notes (text)")
    with pytest.raises(JournalError) as caught:
        SqliteJournal(path)
    assert caught.value.sentence("zh") == f"{path}: 是别的程序的文件 (application id 0x0)"


def test_problems_of_a_rulebook_are_one_a_line() -> None:
    problem = Problem("contest.yaml", 7, 21, "rounds.0.points", both("应是数", "expected a number"))
    error = RulebookError([problem, problem])
    assert error.sentence("zh") == "\n".join(["contest.yaml:7:21: rounds.0.points: 应是数"] * 2)
    assert str(error) == "\n".join(["contest.yaml:7:21: rounds.0.points: expected a number"] * 2)


def test_a_plain_string_is_said_in_every_language() -> None:
    assert {QuizArenaError("disk gone").sentence(each) for each in ("zh", "en")} == {"disk gone"}


def test_an_error_survives_a_process_boundary() -> None:
    with pytest.raises(QuizArenaError) as caught:
        exact("x")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.sentence("zh"), str(again)) == (caught.value.sentence("zh"), str(caught.value))
