"""The short notes beside the totals: names, blanks, the pace, the last points, prizes that a correction moves."""

from __future__ import annotations

import pytest

from quizarena.sessions.desk.projection import blanked
from quizarena.terminal.desk.short_names import short_names

from .hand import at


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["开源街道", "大庆路街道"], ["开源", "大庆路"]),
        (["一队", "二队"], ["一队", "二队"]),
        (["North School", "South School"], ["North", "South"]),
        (["Northern", "Southern"], ["Northern", "Southern"]),
        (["迎宾街道"], ["迎宾街道"]),
        (["街道", "迎宾街道"], ["街道", "迎宾街道"]),
        ([], []),
    ],
)
def test_what_all_names_end_in_is_left_unsaid(names: list[str], short: list[str]) -> None:
    assert list(short_names({str(nth): name for nth, name in enumerate(names)}).values()) == short


@pytest.mark.parametrize(
    ("least", "best", "said"),
    [
        ("3 号台得 -2.00 分，扣 2 分", "3 号台得 98.00 分，扣 2 分", "3 号台得 __.__ 分，扣 2 分"),
        ("超时 41 秒", "超时 41 秒", "超时 41 秒"),
        ("不得分", "得 98.00 分", ""),
        ("得 1 分", "得 1 分 2", ""),
    ],
)
def test_only_what_nobody_knows_is_blank(least: str, best: str, said: str) -> None:
    assert blanked(least, best, 2) == said


@pytest.mark.parametrize(
    ("seq", "says"),
    [
        (6, "还剩 15/16"),
        (25, "还剩 9/16，照这个速度约 9 分钟"),
        (23, "14:20:55  开源街道 +10   (退格可撤销)"),
        (136, "大庆路超过开源: 已不可能 (最高 91.93)"),
        (138, "大庆路超过迎宾: 已不可能 (最高 85.08)"),
        (66, "还剩 3/4"),
        (132, "收票中"),
    ],
)
def test_what_stands_beside_a_moment(seq: int, says: str) -> None:
    assert says in at(seq).picture()


@pytest.mark.parametrize("seq", [139, 140, 141, 142])
def test_nothing_is_in_suspense_while_the_open_marks_are_added_up(seq: int) -> None:
    assert "悬念" not in at(seq).picture()


def test_a_correction_says_which_prizes_go_to_others() -> None:
    hand = at(285).press("l").type("20").press("enter", "enter", "1")
    assert "奖项不变。" in hand.picture()
    hand.press("enter").press("l").type("23").press("enter", "enter", "2")
    assert "奖项有变: 一等奖 开源街道 改为 迎宾街道; 二等奖 迎宾街道 改为 开源街道" in hand.picture()


def test_before_the_last_round_is_over_no_prize_is_spoken_of() -> None:
    assert "奖项" not in at(54).press("l").type("44").press("enter", "enter", "1").picture()
