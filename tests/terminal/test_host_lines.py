"""What the host is given to read, moment by moment: never a figure before the hall, nothing lost, nothing stale."""

from __future__ import annotations

import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import BoardShows, StandingsFrozen
from quizarena.points import show
from quizarena.scenes import Marks
from quizarena.sessions.hall import feed_of
from quizarena.terminal.pictures import Look, draw_host

from .afternoon import until
from .golden import plain


def told(contest: Contest, language: str = "en") -> tuple[list[str], list[str]]:
    """Return what the monitor says to read now, and then."""
    at = contest.records[-1].at
    rows = [row.strip() for row in plain(draw_host(feed_of(contest, "host"), Look(120, 40, language, at)))]
    now, then, board = (
        next((place for place, row in enumerate(rows) if row.startswith(head)), None)
        for head in ({"en": ("Read now", "Then read", "Board now"), "zh": ("现在读", "接着读", "大屏现在")}[language])
    )
    assert board is not None
    first = rows[now:then] if now is not None else []
    return [row for row in first if row][1:], [
        row for row in rows[then or board : board] if row.startswith(("「", '"'))
    ]


def with_facts(seq: int, *facts: object) -> Contest:
    """Return the afternoon after the record `seq` and then some facts."""
    contest = until(seq).fork()
    for fact in facts:
        contest.push(fact, at=contest.records[-1].at)  # type: ignore[arg-type]
    return contest


@pytest.mark.parametrize("seq", [106, 134])
def test_before_the_first_mark_the_host_asks_for_them(seq: int) -> None:
    assert told(until(seq), "zh")[0] == ["「请评委亮分。」"]


@pytest.mark.parametrize("seq", [107, 109, 135, 263, 273])
def test_while_marks_open_the_host_reads_the_one_just_opened(seq: int) -> None:
    block = next(each for each in reversed(until(seq).scene("hall").of(Marks)) if each.opened is not None)
    cell = next(each for each in block.cells if each.judge == block.opened)
    assert cell.value is not None
    team = f"{until(seq).state.roster.name(block.entrant).in_language('zh')}，" if seq > 260 else ""
    found, then = told(until(seq), "zh")
    assert found == [f"「{team}{cell.name.in_language('zh')} {show(cell.value, 2)} 分。」"], "the result waits"
    assert any("去掉一个最高分" in line for line in then)


def test_once_all_marks_are_open_the_host_reads_the_result() -> None:
    found, then = told(until(142), "zh")
    assert any("最后得分" in line for line in found)
    assert any("现在总分" in line for line in then)


def test_the_last_result_of_a_round_is_read_before_the_next_round_is_called() -> None:
    found, then = told(until(165), "zh")
    assert any("最后得分" in line for line in found)
    assert "不辩不明" in then[-1]
    found, then = told(until(53), "zh")
    assert found == ["「回答正确，请为 4 号台加 10 分。」"]
    assert "情景模拟" in then[-1]


def test_a_frozen_total_is_not_given_to_read() -> None:
    one, two = with_facts(141), with_facts(141, StandingsFrozen("on"), BoardShows("marks", 9))
    assert any("now has" in line for line in told(one)[1])
    assert not any("now has" in line for line in told(two)[1])


def test_the_banner_of_a_correction_stands_alone_in_its_row() -> None:
    contest = until(25).fork()
    right = next(record for record in reversed(contest.records) if record.type == "quiz.ruled")
    other = {**contest.book.to_mapping(right.fact), "verdict": "wrong"}
    contest.correct([(right.seq, contest.book.of_mapping(right.type, other))], reason="Slip", at=right.at)
    at = contest.records[-1].at
    last = plain(draw_host(feed_of(contest, "host"), Look(120, 34, "en", at)))[-1]
    assert last.split("#")[0].strip() == "Corrected: Slip"
