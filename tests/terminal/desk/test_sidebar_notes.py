"""The short notes beside the totals: names, blanks, the pace, the last points, prizes that a correction moves."""

from __future__ import annotations

from typing import Any

import pytest

from quizarena.sessions.desk.projection import blanked
from quizarena.terminal.desk.suspense import short_names
from quizarena.text import Joined, Text, plain, sentence

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


def read(zh: str, **figures: Any) -> Text:
    return sentence(zh, zh, **figures)


@pytest.mark.parametrize(
    ("least", "best", "said"),
    [
        (
            read("{n} 号台得 {points} 分，扣 {off} 分", n=3, points="-2.00", off=2),
            read("{n} 号台得 {points} 分，扣 {off} 分", n=3, points="98.00", off=2),
            "3 号台得 __.__ 分，扣 2 分",
        ),
        (read("超时 {s} 秒", s=41), read("超时 {s} 秒", s=41), "超时 41 秒"),
        (read("不得分"), read("得 {points} 分", points="98.00"), None),
        (read("{who}得 {n} 分", who=plain("红队"), n=1), read("{who}得 {n} 分", who=plain("蓝队"), n=1), None),
        (
            Joined((plain("合计"), read("{n} 分", n=1)), " "),
            Joined((plain("合计"), read("{n} 分", n=9)), " "),
            "合计 __.__ 分",
        ),
        (Joined((plain("合计"),)), Joined((plain("合计"), plain("2"))), None),
    ],
)
def test_only_what_nobody_knows_is_blank(least: Text, best: Text, said: str | None) -> None:
    found = blanked(least, best, "__.__")
    assert (None if found is None else found.in_language("zh")) == said


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
    hand.press("enter", "1", "enter").press("l").type("23").press("enter", "enter", "2")
    assert "奖项有变: 一等奖 开源街道 改为 迎宾街道; 二等奖 迎宾街道 改为 开源街道" in hand.picture()


def test_before_the_last_round_is_over_no_prize_is_spoken_of() -> None:
    assert "奖项" not in at(54).press("l").type("44").press("enter", "enter", "1").picture()
