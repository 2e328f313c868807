"""What the host reads in a question, at a clock's end, after a correction, by the table the program was made from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import attrs
import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import BoardShows, HostNote
from quizarena.sessions.hall import feed_of
from quizarena.terminal.pictures import Look, draw_host

from .afternoon import until
from .golden import plain
from .test_host_lines import told


def push(contest: Contest, type_: str, **values: Any) -> Contest:
    """Push the first open move of a type at the instant of the last record."""
    at = contest.records[-1].at
    move = next(move for move in contest.moves() if move.fact.type == type_ and move.closed is None)
    contest.push(move.fill(values, now=at), seat=move.seat or "desk", at=at)
    return contest


def after(seq: int, *types: str, **values: Any) -> Contest:
    """Return the afternoon after a record, then moves of these types, the last with `values`."""
    contest = until(seq).fork()
    for type_ in types:
        push(contest, type_, **(values if type_ == types[-1] else {}))
    return contest


def protested() -> Contest:
    contest = until(54).fork()
    contest.push(BoardShows("standings"), at=contest.records[-1].at)
    *_others, move = (move for move in contest.moves() if move.fact.type == "protest.lodged")
    lodged = move.fill({"team": "yingbin", "about": "第 13 题", "record": 44})
    contest.push(lodged, at=contest.records[-1].at)
    return contest


def decided(decision: str) -> Contest:
    return push(protested(), "protest.decided", decision=decision, reason="录像")


def ruled_anew(seq: int, verdict: str, contest: Contest | None = None) -> Contest:
    found = until(54).fork() if contest is None else contest
    fact: Any = found.resolution.fact(seq)
    found.correct([(seq, attrs.evolve(fact, verdict=verdict))], reason="复核", at=found.records[-1].at)
    return found


def marked_anew(seq: int, part: str, mark: str) -> Contest:
    """Return the third performance with all marks open and one of them corrected."""
    contest = until(143).fork()
    fact: Any = contest.resolution.fact(seq)
    marks = {**fact.marks, part: type(fact.marks[part])(mark)}
    contest.correct([(seq, attrs.evolve(fact, marks=marks))], reason="抄错", at=contest.records[-1].at)
    return contest


ROWS: dict[str, tuple[Callable[[], Contest], str, str]] = {
    "called": (lambda: until(24), "请作答。", "Your answer, please."),
    "the clock runs": (lambda: until(25), "回答完毕？", "Is that your answer?"),
    "answered": (lambda: after(25, "quiz.answered"), "请看正确答案。", "Here is the answer."),
    "right": (
        lambda: after(25, "quiz.answered", "quiz.answer_shown", "quiz.ruled", verdict="right"),
        "回答正确，请为 3 号台加 10 分！",
        "Correct! Ten points to desk 3.",
    ),
    "a protest": (
        protested,
        "1 号台就第 13 题提出申诉，仲裁组正在复核，成绩暂定。",
        "Desk 1 protests: 第 13 题. The arbiters are looking at it; scores are provisional.",
    ),
    "upheld": (
        lambda: ruled_anew(44, "right", decided("upheld")),
        "经复核，第 13 题 1 号台的回答成立，更正为得 10 分。迎宾街道现在 130 分，与大庆路街道和永泰街道并列第二。",
        "After review the answer of desk 1 to question 13 stands: ten points. 迎宾街道 now have 130, joint second with "
        "大庆路街道 and 永泰街道.",
    ),
    "dismissed": (
        lambda: decided("rejected"),
        "经复核，第 13 题维持原判。",
        "After review the ruling stands: 第 13 题.",
    ),
    "right becomes wrong": (
        lambda: ruled_anew(11, "wrong"),
        "经复核，第 2 题 2 号台的回答不成立，原加的 10 分取消。开源街道现在 130 分，与大庆路街道和永泰街道并列第一。",
        "After review the answer of desk 2 to question 2 does not stand: not ten points, none. 开源街道 now have 130, "
        "joint first with 大庆路街道 and 永泰街道.",
    ),
    "points off": (
        lambda: after(54, "score.adjusted", team="daqinglu", points="-5", reason="场下提示"),
        "3 号台扣 5 分。大庆路街道现在 125 分。",
        "Desk 3 loses five points. 大庆路街道 now have 125.",
    ),
    "the play is over": (
        lambda: until(126),
        "表演结束，用时 5 分 41 秒。请各位评委打分。",
        "That took 5 minutes 41 seconds. Judges, your marks, please.",
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_what_is_read_now(name: str) -> None:
    situation, chinese, english = ROWS[name]
    contest = situation()
    assert read(contest, "zh") == chinese
    assert read(contest, "en") == english


def read(contest: Contest, language: str) -> str:
    """Return the one speech that is given to read, its rows joined."""
    rows = told(contest, language)[0]
    last = next(nth for nth, row in enumerate(rows) if row[-1] in '」"')
    return (" " if language == "en" else "").join(rows[: last + 1]).strip('「」"')


def test_after_a_ruling_the_total_is_read_before_the_next_question_is_called() -> None:
    contest = after(25, "quiz.ruled", verdict="right")
    assert told(contest, "zh")[1] == [
        "「大庆路街道现在 120 分，与开源街道并列第一。」",
        "「第 8 题，10 分。请 4 号台永泰街道，2 号选手永泰二听题。」",
    ]
    wrong = after(25, "quiz.ruled", verdict="wrong")
    assert all("现在" not in line for line in told(wrong, "zh")[1]), "nothing was given, so no total is read"


def test_after_the_last_question_the_round_is_ended() -> None:
    assert told(until(53), "zh")[1] == [
        "「永泰街道现在 130 分，与大庆路街道并列第二。」",
        "「有问必答环节到此结束。来看看各队目前的得分。」",
        "「下面进入「情景模拟」环节。」",
    ]


def rows_at(contest: Contest, seconds: int) -> list[str]:
    at = contest.records[-1].at + timedelta(seconds=seconds)
    return [row.strip() for row in plain(draw_host(feed_of(contest, "host"), Look(120, 40, "zh", at)))]


@pytest.mark.parametrize(
    ("seq", "seconds", "shown", "gone"),
    [
        (25, 10, "(选手说完再问；时间到改读「时间到」)", ""),
        (25, 30, "「时间到。」", "(选手说完再问；时间到改读「时间到」)"),
        (121, 0, "「准备时间 3 分钟，计时开始。」", ""),
        (121, 180, "「准备时间到，请 3 号台开始表演。」", "「准备时间 3 分钟，计时开始。」"),
        (124, 300, "(不打断；表演完再读用时)", "「请开始表演。」"),
    ],
)
def test_what_stands_beside_a_line_is_in_brackets_and_a_clock_at_zero_takes_the_line(
    seq: int, seconds: int, shown: str, gone: str
) -> None:
    rows = rows_at(until(seq), seconds)
    assert shown in rows
    assert not gone or gone not in rows


def test_beside_the_last_mark_but_one_stands_what_the_last_can_still_do() -> None:
    rows = rows_at(until(138), 0)
    assert "(无论最后一张多少，得分在 83.63 与 85.08 之间: 可以读)" in rows


def test_while_a_protest_is_looked_at_nothing_else_is_read() -> None:
    contest = protested()
    contest.push(HostNote("约 3 分钟"), at=contest.records[-1].at)
    rows = rows_at(contest, 0)
    assert any(row.startswith("谁") and "1 台  迎宾街道" in row for row in rows)
    assert not any("接着读" in row or "答案" in row for row in rows)
    assert "申诉结果还没出来，先别说" in rows
