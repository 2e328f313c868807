"""Options marked at the desk: A to H mark, + records with the verdict of the key, - takes away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from quizarena.sessions.desk.correction import open_correction
from tests.terminal.desk.hand import Hand, small_hall

CHOICE: dict[str, Any] = {
    "text": "山西的省会是哪里？",
    "type": "single",
    "options": ["大同", "太原", "临汾"],
    "answer": "B",
}
SEVERAL: dict[str, Any] = {
    "text": "哪些可回收？",
    "type": "multiple",
    "options": ["纸", "饭", "瓶", "罐"],
    "answer": "ACD",
}
JUDGED: dict[str, Any] = {"text": "一年有十三个月。", "type": "true_false", "answer": "错"}
SPOKEN: dict[str, Any] = {"text": "为什么？", "answer": "因为"}


def asked(question: dict[str, Any], **rules: Any) -> Hand:
    """Return a hand at a question that was asked of the first team."""
    bank = [{"id": f"q{nth}", **question} for nth in range(12)]
    given = {"use": "quiz/required", "questions": bank, "per_team": 2, "points": 10, "wrong": -10, **rules}
    return small_hall(given).press("enter")


def ruling(hand: Hand) -> tuple[str, tuple[str, ...]]:
    fact: Any = hand.last.fact
    assert hand.last.type == "quiz.ruled"
    return fact.verdict, fact.chosen


RULED = [
    (CHOICE, "b", ("right", ("B",)), "判对"),
    (CHOICE, "a", ("wrong", ("A",)), "判错"),
    (CHOICE, "a c", ("wrong", ("C",)), "判错"),  # a single choice has one mark
    (CHOICE, "a a b", ("right", ("B",)), "判对"),
    (SEVERAL, "d a c", ("right", ("A", "C", "D")), "判对"),
    (SEVERAL, "a b b", ("wrong", ("A",)), "判错"),
    (JUDGED, "b", ("right", ("B",)), "判对"),
]


@pytest.mark.parametrize(("question", "keys", "expected", "verdict"), RULED)
def test_plus_records_what_is_painted(
    question: dict[str, Any], keys: str, expected: tuple[str, tuple[str, ...]], verdict: str
) -> None:
    hand = asked(question).press(*keys.split())
    assert f"：{verdict}" in hand.picture()
    hand.press("+")
    assert ruling(hand) == expected


def test_what_is_marked_stands_with_its_consequence_in_any_window() -> None:
    hand = asked(CHOICE).press("a")
    for size in ((120, 40), (80, 24)):
        (band, *_rest) = [row for row in hand.picture(*size).splitlines() if "所选 A 大同：判错   -10  总分 -10" in row]
        assert band.startswith("   所选"), size


def test_minus_takes_the_marks_away_and_then_rules_as_ever() -> None:
    hand = asked(CHOICE).press("b", "-")
    assert hand.said == "标记已取消，没有记录。"
    hand.press("-")
    assert ruling(hand) == ("wrong", ())


@pytest.mark.parametrize(("key", "late"), [("b", True), ("a", False)])
def test_only_what_is_good_in_time_alone_is_asked_about_after_time(key: str, late: bool) -> None:
    hand = asked(CHOICE, answer_time="0:10").press("space")
    hand.now += timedelta(seconds=12)
    hand.press(key, "+")
    assert (hand.desk.overlay is not None) is late
    assert (hand.last.type == "quiz.ruled") is not late


@pytest.mark.parametrize("key", ["+", "-"])
def test_unmarked_they_rule_on_what_was_said(key: str) -> None:
    assert ruling(asked(CHOICE).press(key))[1] == ()


def test_the_letters_mean_nothing_else_meanwhile() -> None:
    hand = asked(CHOICE).press("g", "b", "a")
    assert (hand.screen.language, hand.desk.overlay) == ("zh", None)
    assert asked(CHOICE).press("g").said == "没有选项 G；G 键的功能在菜单里：M"
    hand.press("m")
    assert {"B  大屏", "G  中文 / English"} <= set(hand.rows)


def test_foot_and_help_say_what_letters_do_now() -> None:
    hand = asked(CHOICE)
    for size in ((120, 40), (80, 24)):
        foot = hand.picture(*size).splitlines()[-1]
        assert "A..C" in foot, size
        assert not {"B 大屏", "A 加减分"} & set(foot.split("  ")), size
        assert "B L W A T" not in foot, size
    assert "A..C 标选项" in hand.press("?").picture()
    hand.press("escape", "b", "+")
    foot = hand.picture().splitlines()[-1]
    assert {"B 大屏", "A 加减分"} <= set(foot.split("  "))
    assert "B 大屏" in hand.press("?").picture()


def test_enter_before_the_clock_has_run_names_the_key_that_starts_it() -> None:
    hand = asked(CHOICE).press("enter")
    assert hand.said.startswith("还没有走表：空格走表。")
    assert hand.last.type == "quiz.asked"


def test_where_nothing_is_to_be_chosen_they_open_what_they_always_do() -> None:
    assert asked(SPOKEN).press("b").desk.overlay is not None
    assert asked(CHOICE).press("+", "b").desk.overlay is not None


def test_marks_do_not_go_on_to_the_next_question() -> None:
    hand = asked(CHOICE).press("a", "+", "enter")
    assert "所选 A" not in hand.picture()
    hand.press("+")
    assert ruling(hand) == ("right", ())


def test_a_mark_stays_while_the_clock_is_pressed() -> None:
    hand = asked(CHOICE).press("a", "space", "enter", "+")
    assert ruling(hand) == ("wrong", ("A",))


def test_late_is_asked_about_with_marks_too() -> None:
    hand = asked(CHOICE, answer_time=5).press("space", "b")
    hand.press("l", "escape", gap_ms=6_000)
    hand.press("+")
    assert hand.last.type == "quiz.clock"
    hand.press("enter")
    assert ruling(hand) == ("right", ("B",))


def test_part_of_the_points_is_what_the_rules_say() -> None:
    hand = asked(SEVERAL, partial="missed_only").press("a", "c")
    assert "总分 20/3" in hand.picture()
    hand.press("+")
    assert ruling(hand) == ("partial", ("A", "C"))


def test_the_actions_say_which_keys_mark() -> None:
    (row, _foot) = [each for each in asked(SEVERAL).picture().splitlines() if "A..D" in each]
    assert "标出所选选项" in row


def key_of(hand: Hand, question: str) -> Hand:
    """Open the change of a question's key, from the menu."""
    hand.press("m")
    hand.press(*hand.row("改规则"), "enter")
    for words in ("出过的题", question, "标准答案"):
        hand.press(hand.row(words))
    return hand


def test_a_wrong_key_is_put_right_and_the_past_follows() -> None:
    hand = asked(CHOICE).press("a", "+", "enter", "b", "+")
    assert [total.value for total in hand.contest.standings(audience=None).totals.values()] == [-10, 10, 0]
    key_of(hand, "q0").type("A").press("enter")
    assert "随之按新的规则改判" in hand.picture()
    hand.press("2", "down", "1", "down", "1", "enter")
    assert hand.last.type == "contest.amended"
    assert [total.value for total in hand.contest.standings(audience=None).totals.values()] == [10, 10, 0]


def test_a_letter_marked_by_mistake_is_corrected_in_the_log() -> None:
    hand = asked(CHOICE).press("a", "+", "enter", "+")
    seq = next(record.seq for record in hand.contest.records if record.type == "quiz.ruled")
    open_correction(hand.desk, seq, hand.now)
    hand.press("b")
    assert "B 太原" in hand.picture()
    hand.press("down", "1", "down", "1", "enter")
    assert hand.last.type == "contest.corrected"
    fact: Any = hand.contest.resolution.fact(seq)
    assert (fact.chosen, fact.verdict) == (("B",), "right")


def test_the_menu_takes_letters_by_their_numbers() -> None:
    hand = asked(SEVERAL).press("m")
    hand.press(*hand.row("按所选选项"), "enter", "1", "2", "2", "4", "3", "enter")
    assert ruling(hand) == ("right", ("A", "C", "D"))
