"""What the host is given to read, moment by moment: never a figure before the hall, nothing lost, nothing stale."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import BoardShows, StandingsFrozen
from quizarena.points import show
from quizarena.scenes import Marks, OnAir, Prizes
from quizarena.sessions.hall import feed_of
from quizarena.terminal.pictures import Look, draw_host

from .afternoon import until
from .golden import plain


def told(contest: Contest, language: str = "en") -> tuple[list[str], list[str]]:
    """Return what the monitor says to read now, and then."""
    at = contest.records[-1].at
    rows = [row.strip() for row in plain(draw_host(feed_of(contest, "host"), Look(120, 40, language, at)))]
    now, board = ({"en": "Read now", "zh": "现在读"}[language], {"en": "On the board", "zh": "大屏上"}[language])
    start = next((place for place, row in enumerate(rows) if row == now), None)
    end = next(place for place, row in enumerate(rows) if row.startswith(board))
    following = {"en": "then read ", "zh": "接着读 "}[language]
    first = [] if start is None else [row for row in rows[start + 1 : end] if row and not row.startswith("(")]
    return first, [row.removeprefix(following) for row in rows[end:] if row.startswith(following)]


def with_facts(seq: int, *facts: object) -> Contest:
    """Return the afternoon after the record `seq` and then some facts."""
    contest = until(seq).fork()
    for fact in facts:
        contest.push(fact, at=contest.records[-1].at)  # type: ignore[arg-type]
    return contest


NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ABSENT = "评委四本场缺席，由六位评委评分。"


@pytest.mark.parametrize(
    ("seq", "line"),
    [
        (106, "请评委亮分！"),
        (134, "评委四本场缺席，由六位评委评分。请评委亮分！"),
        (133, "评委四本场缺席，由六位评委评分。请评委亮分！"),
    ],
)
def test_before_the_first_mark_the_host_asks_for_them(seq: int, line: str) -> None:
    assert told(until(seq), "zh")[0] == [f"「{line}」"]


def test_marks_that_opened_in_one_step_are_read_in_one_go() -> None:
    assert told(until(135), "zh")[0] == ["「评委一，84.1 分。评委二，85.8 分。」"]


@pytest.mark.parametrize("seq", [107, 109, 136, 263, 273])
def test_while_marks_open_the_host_reads_the_one_just_opened(seq: int) -> None:
    block = next(each for each in reversed(until(seq).scene("hall").of(Marks)) if each.opened is not None)
    cell = next(each for each in block.cells if each.judge == block.opened)
    assert cell.value is not None
    team = f"{until(seq).state.roster.name(block.entrant).in_language('zh')}，" if seq > 260 else ""
    found, then = told(until(seq), "zh")
    assert found == [f"「{team}{cell.name.in_language('zh')}，{show(cell.value)} 分。」"], "the result waits"
    assert len(then) >= 1


def test_one_line_a_step() -> None:
    """As the host reads: the marks of a performance, with one judge absent, from the first mark to the total."""
    said = [
        "评委一，84.1 分。",
        "评委二，85.8 分。",
        "评委三，89.9 分。",
        "评委五，85.3 分。",
        "评委六，87.3 分。",
        "评委七，83.7 分。",
        "去掉一个最高分 89.9，去掉一个最低分 83.7。",
        "四个有效分平均，85.63 分。",
        "超时 41 秒，扣 2 分。大庆路街道情景模拟最后得分，83.63 分！",
        "大庆路街道现在总分 213.63 分，暂列第三。",
        "有请 4 号台，永泰街道！请抽题签。",
    ]
    contest = until(134).fork()
    for step, (line, following) in enumerate(pairwise(said), 1):
        contest.push(BoardShows("marks", step), at=contest.records[-1].at)
        assert told(contest, "zh") == ([f"「{line}」"], [f"「{following}」"]), step
    back = contest.fork()
    back.push(BoardShows("marks", 2), at=back.records[-1].at)
    assert told(back, "zh")[0] == ["「评委二，85.8 分。」"], "a step back on the board takes the line back too"


PRIZES = [
    ("激动人心的时刻到了。下面颁奖！", "And now, the prizes!", "三等奖"),
    ("获得三等奖的是: 大庆路街道！301.65 分。", "三等奖: 大庆路街道, 301.65!", "同获这个奖的另一名"),
    (
        "同获三等奖的是: 永泰街道！301.64 分，只差 0.01 分。",
        "And also: 永泰街道, 301.64, one hundredth behind!",
        "二等奖",
    ),
    ("获得二等奖的是: 迎宾街道！308.96 分。", "二等奖: 迎宾街道, 308.96!", "一等奖"),
    ("获得一等奖的是: 开源街道！319.32 分。", "一等奖: 开源街道, 319.32!", "最佳辩手"),
    ("最佳辩手，大庆路街道，大庆三！", "最佳辩手: 大庆三 of 大庆路街道!", ""),
    (
        "祝贺开源街道！请获奖队上台合影。",
        "Congratulations, 开源街道! Prize winners, on stage for the photograph, please.",
        "",
    ),
]
"""As the host reads: what is read at each step, and what the host must not say yet."""


def test_the_prizes_have_a_line_a_step() -> None:
    contest = until(278).fork()
    for step, (chinese, english, closed) in enumerate(PRIZES, 1):
        contest.push(BoardShows("prizes", step), at=contest.records[-1].at)
        assert told(contest, "zh")[0] == [f"「{chinese}」"]
        assert told(contest, "en")[0] == [f'"{english}"']
        following = [f"「{line}」" for line, _english, _closed in PRIZES[step : step + 1]]
        assert told(contest, "zh")[1] == following
        rows = [row.strip() for row in plain(draw_host(feed_of(contest, "host"), Look(120, 40, "zh", NOON)))]
        assert closed in rows or not closed


def test_every_step_of_the_prizes_is_one_there_is() -> None:
    """Two share the third prize: it opens in two steps, on the desk and on the host's monitor alike."""
    contest = until(278).fork()
    for step in range(1, len(PRIZES) + 1):
        contest.push(BoardShows("prizes", step), at=contest.records[-1].at)
        for audience in ("desk", "host", "hall"):
            (air,) = contest.scene(audience).of(OnAir)
            assert (air.step, air.steps) == (step, len(PRIZES))
        rows = plain(draw_host(feed_of(contest, "host"), Look(120, 40, "zh", NOON)))
        said = "冠军画面，留着" if step == len(PRIZES) else f"第 {step} 步，共 {len(PRIZES) - 1} 步"
        assert any(said in row for row in rows), said


def test_the_hall_is_not_told_that_a_prize_is_shared_before_it_opens() -> None:
    contest = until(278).fork()
    whole = (2, 2, 1, 0, 3)
    assert [block.opening for block in contest.scene("desk").of(Prizes)] == [whole]
    for step, known in enumerate([(2, 1, 0, 3), (2, 1, 0, 3), whole, whole, whole, whole], 1):
        contest.push(BoardShows("prizes", step), at=contest.records[-1].at)
        assert [block.opening for block in contest.scene("hall").of(Prizes)] == [known], step


def test_the_last_result_of_a_round_is_read_before_the_next_round_is_called() -> None:
    found, then = told(until(165), "zh")
    assert any("暂列" in line for line in found)
    assert "不辩不明" in then[-1]
    found, then = told(until(53), "zh")
    assert found[0] == "「回答正确，请为 4 号台加 10 分！」"
    assert "情景模拟" in then[-1]


def test_a_frozen_total_is_not_given_to_read() -> None:
    one, two = with_facts(141, BoardShows("marks", 10)), with_facts(141, StandingsFrozen("on"), BoardShows("marks", 10))
    assert any("That makes" in line for line in told(one)[0])
    assert not any("That makes" in line for said in told(two) for line in said)


def test_the_banner_of_a_correction_stands_alone_in_its_row() -> None:
    contest = until(25).fork()
    right = next(record for record in reversed(contest.records) if record.type == "quiz.ruled")
    other = {**contest.book.to_mapping(right.fact), "verdict": "wrong"}
    contest.correct([(right.seq, contest.book.of_mapping(right.type, other))], reason="Slip", at=right.at)
    at = contest.records[-1].at
    last = plain(draw_host(feed_of(contest, "host"), Look(120, 34, "en", at)))[-1]
    assert last.split("#")[0].strip() == "Corrected: Slip"


@pytest.mark.parametrize(
    ("seq", "seconds", "line"),
    [
        (25, 29, "「回答完毕？」"),
        (25, 30, "「时间到。」"),
        (236, 9, "「反方请坐，正方发言。」"),
    ],
)
def test_a_clock_that_has_run_out_is_read_before_anything_else(seq: int, seconds: int, line: str) -> None:
    contest = until(seq)
    at = contest.records[-1].at + timedelta(seconds=seconds)
    rows = [row.strip() for row in plain(draw_host(feed_of(contest, "host"), Look(120, 40, "zh", at)))]
    assert line in rows
