"""What the host reads in a question, at a clock's end, after a correction, by the table the program was made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import BoardShows, HostNote
from quizarena.scenes import BANNER
from quizarena.sessions.hall import feed_of
from quizarena.terminal.pictures import Look, draw_board, draw_host
from quizarena.testing import START

from ..contest import test_play_offs as play_offs
from ..contest.telling import make, rule
from ..formats import story
from .afternoon import until
from .golden import plain
from .test_host_lines import told

BANK = [{"id": f"q{nth}", "text": f"question {nth}", "answer": f"answer {nth}"} for nth in range(1, 9)]


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


def marked_anew(seq: int, mark: str) -> Contest:
    """Return the third performance with all marks open and one judge's first mark corrected."""
    contest = until(143).fork()
    fact: Any = contest.resolution.fact(seq)
    marks = {**fact.marks, "政策业务": Decimal(mark)}
    contest.correct([(seq, attrs.evolve(fact, marks=marks))], reason="抄错", at=contest.records[-1].at)
    return contest


def quiz(use: str, *lines: str, more: Mapping[str, Any] | None = None, **rules: Any) -> Contest:
    """Return a contest of 队1 to 队3 in a section of the quiz, after lines as stories have them."""
    contest, now = story.contest_of({"use": use, "teams": 3, "rules": rules}, **(more or {})), START
    for line in map(story.Line.read, lines):
        now += timedelta(seconds=1 + line.later)
        story.made(contest, line, now)
    return contest


def buzz(*lines: str, **rules: Any) -> Contest:
    return quiz("quiz/buzz", "quiz.asked", *lines, items=3, questions=BANK, **rules)


BUZZED = ("quiz.clock action=start", "quiz.buzzed team=t2")
WRONG = (*BUZZED, "quiz.ruled verdict=wrong")
LOST = ("quiz.chosen level=20", "quiz.asked", "quiz.ruled verdict=wrong")
"""A risk that 队1 has lost."""


def lost_after_all() -> Contest:
    """Return buzzer questions of which a right answer is ruled wrong after review: minus ten, not plus."""
    contest = buzz(*BUZZED, "quiz.ruled verdict=right")
    return ruled_anew(contest.records[-1].seq, "wrong", contest)


def tied(lap: str = "", then: str = "", *, teams: str = "abc", prizes: tuple[int, ...] = (1, 1)) -> Contest:
    """Return teams on one total and, with laps of their play-off, what these have made of them."""
    contest, _rulings = play_offs.tied(teams, list(prizes))
    if lap:
        make(contest, "playoff.called")
        rule(contest, lap + then)
    return contest


def parted_by_a_correction() -> Contest:
    contest, rulings = play_offs.tied("abc", [1, 1])
    make(contest, "playoff.called")
    play_offs.lost(contest, rulings[2])
    later = contest.records[-1].at + 2 * BANNER
    contest.push(HostNote("-"), at=later)
    return contest


def asked_in_a_play_off() -> Contest:
    """Return a play-off at the buzzer, its first question called."""
    book = {"play_off": {"use": "quiz/buzz_sudden_death"}, "ties": {"when": "always", "by": ["sudden_death"]}}
    contest = quiz("quiz/team_required", *("quiz.asked", "quiz.ruled verdict=right") * 3, more=book, per_team=1)
    make(contest, "playoff.called")
    return contest


def signed() -> Contest:
    contest = until(278).fork()
    at = contest.records[-1].at
    contest.push(BoardShows("prizes", 7), at=at)
    contest.push(next(m for m in contest.moves() if m.fact.type == "contest.signed").fill(by="仲裁"), at=at)
    return contest


def accepted_late() -> Contest:
    """Return an answer that took 32 seconds of 30 and was ruled right."""
    lines = ("quiz.asked", "quiz.clock action=start", "quiz.answered +31", "quiz.ruled verdict=right")
    return quiz("quiz/required", *lines)


def adjusted(points: str, reason: str) -> Contest:
    """Return points of the arbiters in a contest whose rules make their reasons public."""
    contest = quiz("quiz/required", more={"public_reasons": True})
    return push(contest, "score.adjusted", team="t3", points=points, reason=reason)


ROWS: dict[str, tuple[Callable[[], Contest], str, str]] = {
    "called": (
        lambda: until(24),
        "居民申请最低生活保障，应当向哪里提出书面申请？",
        "居民申请最低生活保障，应当向哪里提出书面申请？",
    ),
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


ROWS |= {
    # Marks
    "a mark that was dropped is corrected": (
        lambda: marked_anew(129, "26.5"),
        "经复核，评委三的分更正为 89.8 分；大庆路街道得分不变。",
        "After review 评委三's mark is 89.8; 大庆路街道's mark does not change.",
    ),
    "a mark that counts is corrected": (
        lambda: marked_anew(128, "26.8"),
        "经复核，评委二的分更正为 86.8 分。大庆路街道现在 213.88 分，排在第三。",
        "After review 评委二's mark is 86.8. 大庆路街道 now have 213.88, third.",
    ),
    # A question
    "a question to all": (
        lambda: quiz("quiz/buzz", items=3),
        "第 1 题，10 分，抢答题，请听题。",
        "Question 1, ten points. Fingers on the buzzers.",
    ),
    "before the buzzers open": (buzz, "question 1", "question 1"),
    "somebody was first": (lambda: buzz(*BUZZED), "2 号台抢到，请作答。", "Desk 2, your answer, please."),
    "a false start": (
        lambda: buzz("quiz.false_start team=t2"),
        "2 号台抢答犯规，扣 10 分，其余各队继续。",
        "False start, desk 2, minus ten; the others play on.",
    ),
    "wrong, and minus": (
        lambda: buzz(*WRONG),
        "回答错误，2 号台扣 10 分。正确答案是: answer 1。",
        "Wrong: minus ten for desk 2. The answer: answer 1.",
    ),
    "wrong, and nothing": (
        lambda: quiz("quiz/required", "quiz.asked", "quiz.ruled verdict=wrong"),
        "很遗憾，此题不得分。",
        "I'm sorry, no points.",
    ),
    "nobody buzzed": (
        lambda: buzz("quiz.clock action=start", "quiz.ruled verdict=nobody"),
        "没有队抢答，此题过。正确答案是: answer 1。",
        "Nobody. The answer: answer 1.",
    ),
    "a second chance": (
        lambda: buzz(*WRONG, second_chance="rebuzz", wrong=0),
        "回答错误。其余各队可以补抢。",
        "Wrong. The others may buzz.",
    ),
    "nobody else buzzed": (
        lambda: buzz(*WRONG, "quiz.ruled verdict=nobody", second_chance="rebuzz"),
        "没有队补抢，此题过。正确答案是: answer 1。",
        "Nobody else. The answer: answer 1.",
    ),
    "a level is asked for": (lambda: quiz("quiz/risk"), "请 1 号台队1选择分值。", "Desk 1, 队1: how many points?"),
    "a risk": (
        lambda: quiz("quiz/risk", "quiz.chosen level=20"),
        "队1选 20 分题，答对加 20，答错扣 20。请听题。",
        "队1 go for twenty: right plus twenty, wrong minus twenty. Listen, please.",
    ),
    "a risk after a ruling": (
        lambda: quiz("quiz/risk", *LOST, "quiz.chosen level=30"),
        "队2选 30 分题，答对加 30，答错扣 30。请听题。",
        "队2 go for thirty: right plus thirty, wrong minus thirty. Listen, please.",
    ),
    "a pass": (lambda: quiz("quiz/risk", "quiz.chosen level=pass"), "队1过。", "队1 pass."),
    "a pass after a ruling": (lambda: quiz("quiz/risk", *LOST, "quiz.chosen level=pass"), "队2过。", "队2 pass."),
    # A clock that has reached zero
    "accepted late": (accepted_late, "请为 1 号台加 10 分。", "Ten points for desk 1."),
    # Corrections and deductions
    "plus becomes minus": (
        lost_after_all,
        "经复核，第 1 题 2 号台的回答不成立，原加 10 分改为扣 10 分。队2现在 负 10 分，排在第三。",
        "After review the answer of desk 2 to question 1 does not stand: minus ten points, not plus. 队2 now have "
        "minus 10, third.",
    ),
    "points off with a public reason": (
        lambda: adjusted("-5", "场下提示"),
        "3 号台场下提示，扣 5 分。队3现在 负 5 分。",
        "Desk 3 loses five points: 场下提示. 队3 now have minus 5.",
    ),
    "points added with a public reason": (
        lambda: adjusted("2.5", "啦啦队"),
        "3 号台啦啦队，加 2.5 分。队3现在 2.5 分。",
        "Desk 3 gains 2.5 points: 啦啦队. 队3 now have 2.5.",
    ),
    # A play-off
    "a play-off's question": (
        asked_in_a_play_off,
        "加赛第 1 题，1 号台、2 号台和 3 号台，请听题。",
        "Play-off, question 1: desks 1, 2 and 3.",
    ),
    "no longer tied": (
        parted_by_a_correction,
        "经复核，3 号台现在 0 分，不再并列。加赛由 1 号台和 2 号台继续。",
        "After review desk 3 has 0 and is no longer tied; desks 1 and 2 go on.",
    ),
    # The end
    "signed": (
        signed,
        "成绩已由仲裁签署。本次竞赛圆满结束，谢谢大家！",
        "The result is signed. Thank you all, good night!",
    ),
}
FOLLOWING: dict[str, tuple[Callable[[], Contest], str, str]] = {
    "a question is being read": (lambda: until(24), "请作答。", "Your answer, please."),
    "before the buzzers open": (buzz, "请抢答！", "Go!"),
    "a tie": (
        tied,
        "A、B和C同为 10 分，并列第一。Prize 1一名，下面加赛。",
        "A, B and C have 10 each, joint first. Prize 1: one to give, so a play-off.",
    ),
    "one is out": (lambda: tied("++-", prizes=(1, 1, 1)), "C退出加赛。A和B继续加赛。", "C are out. A and B go on."),
    "one is before the others": (
        lambda: tied("+--"),
        "A胜出，获得第一名！B和C继续加赛。",
        "A take first place! B and C go on.",
    ),
    "all are parted": (lambda: tied("++", teams="ab", then="+-"), "A胜出，获得第一名！", "A take first place!"),
}
"""What is read next, once the last ruling has been read."""


@pytest.mark.parametrize("name", FOLLOWING)
def test_what_is_read_next(name: str) -> None:
    situation, chinese, english = FOLLOWING[name]
    contest = situation()
    assert f"「{chinese}」" in told(contest, "zh")[1]
    assert f'"{english}"' in told(contest, "en")[1]


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


def test_a_total_that_a_correction_has_said_is_not_read_again() -> None:
    assert told(lost_after_all(), "zh")[1] == ["「第 2 题，10 分，抢答题，请听题。」"]


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


def test_how_late_an_accepted_answer_was_is_for_the_host_alone() -> None:
    contest = accepted_late()
    assert "(超时 2 秒，主持人认可)" in rows_at(contest, 0)
    assert told(contest, "zh")[0][0] == "「请为 1 号台加 10 分。」", "what is in brackets is not read"


@pytest.mark.parametrize("teams", [3, 5, 10])
@pytest.mark.parametrize("size", [(80, 24), (120, 34)])
def test_the_strip_keeps_its_columns_when_points_are_given(teams: int, size: tuple[int, int]) -> None:
    """It went from five columns to four when +10 appeared; and one total stood there as 3, the next as 3.0."""
    contest, now = story.contest_of({"use": "quiz/required", "teams": teams, "rules": {"points": 2.5}}), START
    seen = []
    for line in map(story.Line.read, ("quiz.asked", "quiz.ruled verdict=right", "quiz.asked")):
        now += timedelta(seconds=1)
        story.made(contest, line, now)
        rows = plain(draw_board(feed_of(contest, "hall"), Look(*size, "zh", now)))
        seen.append({nth: _place(rows, f"{nth} 队{nth}") for nth in range(1, teams + 1)})
    assert seen[0] == seen[1] == seen[2]
    row, _column = seen[-1][1]
    totals = rows[row + 1].split()
    assert totals[:2] == ["2.5", "0.0"], totals


def _place(rows: list[str], words: str) -> tuple[int, int]:
    """Return the row and column of words in the strip: the last row they stand in."""
    return next((y, rows[y].index(words)) for y in reversed(range(len(rows))) if words in rows[y])
