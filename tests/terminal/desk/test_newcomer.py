"""What somebody who sits at the desk for the first time met there: each was wrong once, played at the keyboard."""

from __future__ import annotations

import pytest

from quizarena.contest.facts import StandingsFrozen
from quizarena.contest.roster_facts import TeamRenamed
from quizarena.scenes import Say
from quizarena.sessions.desk.grid import Grid
from quizarena.sessions.desk.lists import DeedList

from ..afternoon import until, whole
from .hand import Hand, at, small_hall

QUIZ = {"use": "quiz/required", "per_team": 1}


def frozen(seq: int) -> Hand:
    """Return a hand at the desk after the story's record `seq`, the standings frozen then."""
    hand = at(seq)
    hand.desk.arena.push(StandingsFrozen("on"), at=hand.now)
    return hand


def totals(hand: Hand) -> list[str]:
    """Return the totals as the right column has them."""
    rows = [row[79:] for row in hand.picture().splitlines()[3:7]]
    return [word for row in rows for word in row.split() if word.count(".") == 1 and len(word) == 6]


def test_p_goes_straight_to_the_sheets_of_one_performance() -> None:
    hand = at(71).press("p")
    assert isinstance(hand.desk.overlay, Grid), "marks typed into a list of judges excuse one"
    assert isinstance(at(197).press("p").desk.overlay, DeedList), "the sheets of two teams: whose?"


def test_totals_never_go_back_to_those_of_the_freeze() -> None:
    contest = until(64).fork()
    contest.push(StandingsFrozen("on"), at=contest.records[-1].at)
    for record in whole().records[65:107]:
        contest.push(record.fact, seat=record.seat, person=record.person, at=record.at)
    assert contest.state.reveal is not None, "the second team's marks are being opened"
    assert "228.60" in totals(Hand(contest)), "the first team's are known to all"


def test_the_boards_chooser_stands_on_what_is_shown_and_offers_no_empty_prizes() -> None:
    hand = frozen(278).press("b")
    assert isinstance(hand.desk.overlay, DeedList)
    assert hand.desk.overlay.deeds[hand.desk.overlay.cursor].text.in_language("zh") == "亮分"
    assert hand.press("7").said == "现在封榜"
    hand.press("escape", "enter", "+")
    assert hand.contest.state.frozen is None
    assert hand.press("enter").contest.state.board.programme == "prizes"


def test_once_signed_the_desk_says_what_is_left_to_do() -> None:
    hand = at(282)
    assert "quizarena results yingbin.qa" not in hand.picture()
    hand.press("m", "1", "enter", "4").type("总裁判").press("enter", "+")
    assert hand.contest.state.signed is not None
    assert "quizarena results yingbin.qa" in hand.picture()


@pytest.mark.parametrize(
    ("seq", "line"), [(4, "第一个出场: 迎宾街道！"), (169, "第 1 场，正方迎宾街道，反方开源街道。")]
)
def test_what_is_drawn_is_read_once_it_is_open(seq: int, line: str) -> None:
    (say,) = at(seq).contest.scene("host").of(Say)
    assert (say.now, [each.in_language("zh") for each in say.then]) == ((), [line])
    for size in ((120, 40), (80, 24)):
        words = [row.split("|")[0].strip() for row in at(seq).picture(*size).splitlines()]
        assert f"然后读 「{line}」" in words


def test_desk_numbers_are_the_lists_until_the_draw() -> None:
    assert "台号暂按名单，开签后改用签号" in at(3).picture()
    assert "台号暂按名单" not in at(10).picture()
    assert "台号暂按名单" not in small_hall(QUIZ).picture()


@pytest.mark.parametrize("seq", [181, 231])
def test_space_names_what_it_does_and_not_what_the_host_says(seq: int) -> None:
    picture = at(seq).picture()
    (row,) = [line for line in picture.splitlines() if line.startswith("  空格")]
    assert "发言" in row.split("读")[0]
    assert "先发言。" not in row.split("读")[0]


def test_english_is_whole_and_has_its_own_quotation_marks() -> None:
    hand = at(25, language="en")
    picture = hand.picture()
    assert "「" not in picture
    assert "(the answer is not on the board)" in picture


def test_a_long_name_keeps_the_columns_of_a_corrections_preview() -> None:
    hand = small_hall(QUIZ, teams=2)
    for team, name in (("t1", "Northgate Fire Brigade"), ("t2", "Mill")):
        hand.desk.arena.push(TeamRenamed(team, name), at=hand.now)
    rows = hand.press("enter", "+", "l", "enter", "2").picture().splitlines()
    first, second = (next(row for row in rows if row.startswith(f"        | {desk}     ")) for desk in (1, 2))
    assert (first[40:43], second[40:43]) == ("10 ", "0  "), "\n".join(rows)


def test_a_false_start_is_read_out_before_the_others_go_on() -> None:
    hand = small_hall({"use": "quiz/buzz", "early_buzz": "others_continue", "wrong": -10}, teams=3)
    hand.press("enter", "2", "-")
    (say,) = hand.contest.scene("host").of(Say)
    assert [line.in_language("zh") for line in say.now] == ["2 号台抢答犯规，扣 10 分，其余各队继续。"]
    assert [line.in_language("zh") for line in say.then] == ["队2现在 负 10 分，排在第三。", "请抢答！"]
    hand.press("space", "1")
    (say,) = hand.contest.scene("host").of(Say)
    assert [line.in_language("zh") for line in say.now] == ["1 号台抢到，请作答。"]


def test_the_last_row_of_a_small_window_names_the_keys_of_the_moment() -> None:
    row = at(24).picture(80, 24).splitlines()[-1]
    assert all(word in row for word in ("空格", "+ 判对", "- 判错", "退格 撤销", "M 菜单", "? 帮助"))


def test_an_order_typed_in_is_read_back_by_names() -> None:
    hand = small_hall(QUIZ, {**QUIZ, "order": {"method": "paper"}}, teams=2)
    hand.press("enter", "+", "enter", "+", "enter", "2", "1")
    assert "队2, 队1" in hand.picture()


@pytest.mark.parametrize("step", [79, 82, 88])
def test_points_typed_while_marks_are_opened_tell_no_sealed_mark(step: int) -> None:
    """Team 1 stands at 130 until its marks are open; the question before the record told the total to come."""
    hand = at(step).press("a").press("1").press("1", gap_ms=1_500).press("5", "+").press("1", gap_ms=1_500)
    for size in ((120, 40), (80, 24)):
        assert "迎宾街道  +5  总分 135" in hand.picture(*size)
    hand.press("+")
    assert hand.last.type == "score.adjusted"


def test_a_correction_while_marks_are_opened_tells_no_sealed_mark() -> None:
    """Question 13 of team 1, wrong, is ruled right."""
    hand = at(82).press("l").type("44").press("enter", "enter", "+")
    picture = hand.picture()
    assert "140" in picture
    assert "230.52" not in picture


@pytest.mark.parametrize(("language", "said"), [("zh", "请先写: 理由"), ("en", "Type it first: reason")])
def test_what_is_still_to_be_typed_is_named_as_the_screen_names_it(language: str, said: str) -> None:
    """Enter in an empty field answered "reason: 要写文字"."""
    hand = at(54, language=language).press("a").press("1").press("1", gap_ms=1_500).press("5", "+")
    assert hand.press("6", gap_ms=1_500).press("enter").said.casefold() == said.casefold()


def test_a_dialog_names_a_team_once() -> None:
    picture = at(64).press("enter").picture()
    assert "-- 迎宾街道抽题 --" in picture
    assert "迎宾街道: " not in picture


def test_the_draw_offers_no_empty_row_of_numbers() -> None:
    hand = at(2).press("3", "backspace")
    assert "收下这" not in hand.picture()
    assert "收下这 1 个数" in hand.press("3", "enter").picture()


def test_the_menus_last_page_offers_no_more() -> None:
    hand = at(64).press("m")
    assert "上下翻看更多" in hand.picture()
    assert "上下翻看更多" not in hand.press(*["down"] * 36).picture()
