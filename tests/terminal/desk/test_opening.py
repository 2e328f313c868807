"""Marks and lots opened at once or in the steps the rulebook says, and what the host then reads (SCREENS2 D18)."""

from __future__ import annotations

import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import Amended
from quizarena.scenes import Lots, Marks, OnAir, Say

from ..afternoon import until
from .hand import Hand

REVEALED = 134
"""The record that opens the marks of six judges for the third team."""


def revealed(way: str = "each") -> Hand:
    contest = until(REVEALED - 1).fork()
    if way != "each":
        contest.push(Amended("reveal", way, "short of time"), at=contest.records[-1].at)
    contest.push(until(REVEALED).records[REVEALED].fact, at=contest.records[-1].at)
    return Hand(contest)


def read(contest: Contest) -> list[str]:
    """Return what the host reads now."""
    return [line.in_language("zh") for block in contest.scene("host").of(Say)[:1] for line in block.now]


def shown(contest: Contest) -> int:
    """Return how many marks the hall sees."""
    block = contest.scene("hall").of(Marks)[-1]
    return sum(cell.value is not None for cell in block.cells)


@pytest.mark.parametrize(
    ("way", "steps"),
    [("each", list(range(1, 11))), ("halves", [3, 6, 9, 10]), ("once", [9, 10])],
)
def test_the_rulebook_says_how_many_steps_it_takes(way: str, steps: list[int]) -> None:
    hand = revealed(way)
    found = []
    while hand.contest.state.board.step < 10:
        hand.press("enter")
        found.append(hand.contest.scene("desk").of(OnAir)[-1].step)
        assert len(found) <= 10
    assert found == steps
    assert hand.contest.scene("hall").of(Marks)[-1].place == 3


def test_end_opens_the_rest_and_leaves_total_and_place() -> None:
    hand = revealed()
    hand.press("enter")
    hand.press("enter")
    assert "余下 7 步一次开完" in hand.picture()
    hand.press("end")
    assert hand.contest.state.board.step == 9
    block = hand.contest.scene("hall").of(Marks)[-1]
    assert (shown(hand.contest), block.final, block.total) == (6, True, None)
    assert read(hand.contest) == [
        "评委三，89.9 分。评委五，85.3 分。评委六，87.3 分。评委七，83.7 分。去掉一个最高分 89.9，去掉一个最低分 83.7。"
        "四个有效分平均，85.63 分。超时 41 秒，扣 2 分。大庆路街道情景模拟最后得分，83.63 分！"
    ]
    assert "一次开完" not in hand.picture()
    hand.press("end")
    assert hand.contest.state.board.step == 9, "one step is Enter's"
    hand.press("enter")
    assert read(hand.contest) == ["大庆路街道现在总分 213.63 分，暂列第三。"]
    hand.press("pageup")
    assert read(hand.contest) == ["超时 41 秒，扣 2 分。大庆路街道情景模拟最后得分，83.63 分！"]


def test_a_batch_is_read_in_one_go() -> None:
    hand = revealed("halves")
    hand.press("enter")
    assert shown(hand.contest) == 3
    assert read(hand.contest) == ["评委一，84.1 分。评委二，85.8 分。评委三，89.9 分。"]


def test_a_scene_of_six_teams_and_nine_judges_takes_few_presses() -> None:
    """Issue 11: at most 18 presses with "open all": open, the rest, total and place for each team."""
    hand = revealed()
    before = len(hand.contest.records)
    for key in ("end", "enter"):
        hand.press(key)
    assert hand.contest.scene("hall").of(Marks)[-1].place == 3
    assert len(hand.contest.records) - before == 2, "with the record that opens them three presses a team"


def test_lots_are_opened_all_at_once() -> None:
    hand = Hand(until(4).fork())
    assert "余下 4 支签一次开完" in hand.picture()
    hand.press("end")
    assert None not in hand.contest.scene("hall").of(Lots)[-1].order
