"""Changing a rule at the desk (drawing D15): chosen, typed, the totals of both ways seen, recorded by the right key."""

from __future__ import annotations

import pytest

from quizarena.contest.facts import Amended, Corrected
from quizarena.scenes import Correction

from .hand import Hand, at
from .test_mistakes import by_menu
from .test_pictures import correcting

QUESTION, ALL_ASKED = 25, 54
"""Records of the story: question 7 on the clock; all questions asked."""


def rule(hand: Hand, area: str, name: str) -> Hand:
    """Choose a rule from the menu."""
    by_menu(hand, "改规则")
    hand.press(hand.row(area))
    return hand.type(hand.row(name)).press("enter")


def typed(value: str, *keys: str) -> Hand:
    """Type what a wrong answer in the quiz gives then, and press these keys."""
    return rule(at(QUESTION), "有问必答", "答错得几分").type(value).press("enter", *keys)


def test_a_wrong_answer_costs_points_in_the_whole_round() -> None:
    hand = typed("-5", "2", "down", "1", "down", "1", "+")
    assert hand.last.fact == Amended("rounds.quiz.wrong", "-5", "规程写错", ruled_by="仲裁")
    assert hand.contest.standings(audience=None).totals["yingbin"].value == 105  # question 5 was wrong
    assert hand.said == "经复核，1 号台扣 5 分。迎宾街道现在 105 分，排在第四。"


def test_from_now_on_no_total_falls_so_enter_records_it() -> None:
    hand = typed("-5", "1", "down", "2", "down", "2", "enter")
    assert hand.last.fact == Amended("rounds.quiz.wrong", "-5", "仲裁裁决", from_now=True, ruled_by="主评委")
    assert hand.contest.standings(audience=None).totals["yingbin"].value == 110
    assert "从现在起改规程" in hand.said


def test_where_a_total_falls_enter_and_digits_record_nothing() -> None:
    hand = typed("-5", "2", "down", "1", "down", "1", "enter")
    assert (hand.last.seq, hand.said) == (QUESTION, "按 + 才记。")


def test_plus_belongs_to_the_value_until_enter_closes_it() -> None:
    hand = rule(at(QUESTION), "有问必答", "答对加几分").type("1+")
    assert (hand.last.seq, hand.desk.overlay and hand.desk.overlay.typed) == (QUESTION, "1+")


def test_a_value_the_rule_does_not_take_stays_to_be_mended() -> None:
    hand = typed("5")
    assert "请写成 -5" in hand.said
    hand.press("backspace").type("-5").press("enter")
    assert "1 从现在起: 下一题开始" in hand.picture()


def test_both_ways_stand_side_by_side_before_anything_is_chosen() -> None:
    (row,) = (row for row in typed("-5").picture().splitlines() if "迎宾街道" in row and "105.00" in row)
    assert row.partition("迎宾街道")[2].split()[:6] == ["110.00", "并2", "不变", "105.00", "4", "-5"]


@pytest.mark.parametrize(
    ("keys", "line"),
    [((), "适用"), (("1",), "理由"), (("1", "down", "1"), "谁裁定")],
)
def test_nothing_is_preset_and_nothing_recorded_while_something_is_open(keys: tuple[str, ...], line: str) -> None:
    hand = typed("-5", *keys, "enter")
    assert (hand.last.seq, hand.said) == (QUESTION, f"还没有定: {line}。")


def test_a_reason_of_ones_own_is_typed() -> None:
    hand = typed("-5", "1", "down", "3").type("领队会议决定").press("enter", "1", "enter")
    assert isinstance(hand.last.fact, Amended)
    assert hand.last.fact.reason == "领队会议决定"


def test_what_shapes_a_round_that_has_begun_is_not_offered() -> None:
    hand = by_menu(at(QUESTION), "改规则")
    hand.press(hand.row("有问必答"))
    assert not any("每队几题" in row for row in hand.rows)
    hand = by_menu(at(QUESTION), "改规则")
    hand.press(hand.row("情景模拟"))
    assert any("准备时间" in row for row in hand.rows)


def test_where_from_now_on_means_nothing_a_sentence_says_so() -> None:
    hand = rule(at(ALL_ASKED), "有问必答", "答错得几分").type("-5").press("enter")
    assert "「有问必答」已经结束" in hand.picture()
    hand.press("1", "down", "1", "down", "1", "+", "enter")
    assert hand.last.seq == ALL_ASKED


def test_the_hall_reads_of_it_like_of_a_correction() -> None:
    hand = typed("-5", "2", "down", "1", "down", "1", "+")
    (found,) = hand.contest.scene("hall").of(Correction)
    assert found.reason.in_language("zh") == "有问必答 > 答错得几分 改为 -5"
    assert found.totals == (("yingbin", 105),)
    hand = typed("-5", "1", "down", "1", "down", "1", "enter")
    (found,) = hand.contest.scene("hall").of(Correction)
    assert found.reason.in_language("en") == "Question and answer > points for a wrong answer is -5 from now on"
    assert found.totals == ()


def test_a_reason_of_ones_own_is_typed_in_a_correction_too() -> None:
    hand = correcting().press("6").type("领队会议决定").press("enter")
    assert isinstance(hand.last.fact, Corrected)
    assert hand.last.fact.reason == "领队会议决定"
