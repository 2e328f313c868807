"""The twenty mistakes at the desk (interaction design, section 7): each test does what its row says.

Rows 1, 2, 18 and 20 ask for other programs too (the test card, the board); here stands the desk's part of them.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar

import attrs
import pytest

from quizarena.blanks import Choice, Line
from quizarena.clocks import Clock
from quizarena.contest.facts import Adjusted, BoardShows, Corrected, DrawChosen, PlayOffCalled, StandingsFrozen
from quizarena.errors import JournalError
from quizarena.journal import MemoryJournal
from quizarena.scenes import Clocks, Face, Question, Versus
from quizarena.sessions.desk.correction import Correction
from quizarena.sessions.desk.grid import Grid
from quizarena.sessions.desk.person import ask_once
from quizarena.sessions.desk.presence import heartbeat, join
from quizarena.sessions.desk.trouble import Trouble
from quizarena.sessions.dialog import Menu
from quizarena.sessions.keys import press

from .hand import Hand, at, small_hall

QUESTION, ALL_ASKED, MARKING, FREE_DEBATE = 25, 54, 132, 236
MOTION_SET, LAST_REVEAL = 218, 260
SCENE_OVER, MATCH_OVER = 143, 216
SHEETS, ALL_DRAWN, PREPARING = 71, 150, 66
"""Records of the story: question 7 on the clock; the quiz over; ballots awaited of one judge; affirmative speaks; the
second motion typed in, the last marks begin to open; a performance and a match are over; nobody's sheet typed yet; all
topics drawn; a team prepares."""


def faces(hand: Hand) -> list[Face]:
    """Return the clocks on the desk."""
    return [face for block in hand.contest.scene("desk").of(Clocks) for face in block.faces]


def left(hand: Hand) -> int:
    """Return the seconds left on the one clock."""
    (face,) = faces(hand)
    return face.clock.seconds_left(hand.now)


def by_menu(hand: Hand, words: str) -> Hand:
    """Choose the row of the menu that says `words`."""
    return hand.press("m").type(hand.row(words)).press("enter")


def verdict(hand: Hand) -> str:
    """Return the ruling on question 7 as it counts now."""
    return next(each.fact.verdict for each in reversed(hand.contest.resolution.facts) if each.fact.type == "quiz.ruled")


class TestOneTheProjectorMirrorsTheLaptop:
    def test_what_to_look_at_before_the_start_stands_in_any_window(self) -> None:
        for size in ((120, 40), (80, 24)):
            assert "[ ] 投影" in at(0).picture(*size)

    @pytest.mark.parametrize("seq", range(LAST_REVEAL, LAST_REVEAL + 18))
    def test_no_prize_is_named_while_the_last_marks_open(self, seq: int) -> None:
        hand = at(seq)
        for size in ((120, 40), (80, 24)):
            assert not [
                row for row in hand.picture(*size).splitlines() if row.split("|")[0].strip().startswith("一等奖")
            ]
            assert "签署" not in hand.picture(*size)
        hand.press("w", "3")
        assert "301.65" not in hand.picture()

    def test_once_the_last_total_is_shown_they_stand_there(self) -> None:
        assert "一等奖          开源街道" in at(LAST_REVEAL + 18).picture()

    def test_no_mark_is_printed_before_it_is_open(self) -> None:
        picture = at(MARKING).picture()
        assert "密封" in picture
        assert all(mark not in picture for mark in ("87.3", "89.9", "86.1", "83.7"))

    def test_no_sealed_motion_is_printed(self) -> None:
        hand = at(MOTION_SET)
        assert hand.last.type == "debate.motion_set"
        for keys in ((), ("l",), ("l", "enter"), ("backspace",), ("m",), ("enter",)):
            hand = at(MOTION_SET).press(*keys)
            assert "智能化手段" not in hand.picture(), keys


class TestTwoTypingIntoTheBoardsWindow:
    def test_without_focus_the_desk_says_so(self) -> None:
        hand = at(QUESTION)
        hand.screen.focused = False
        assert "控制台没有焦点，点一下这里" in hand.picture()


class TestThreeTheInputMethodIsOn:
    @pytest.mark.parametrize(("key", "character"), [("fullwidth_plus_sign", "＋"), ("equals_sign", "="), ("add", None)])
    def test_live_keys_pass_in_any_width(self, key: str, character: str | None) -> None:
        hand = at(QUESTION)
        hand.screen.press(press(key, character), hand.now)
        assert (hand.last.type, verdict(hand)) == ("quiz.ruled", "right")

    def test_a_committed_character_brings_the_hint_and_records_nothing(self) -> None:
        hand = at(QUESTION).press("对")
        assert hand.last.seq == QUESTION
        assert hand.said == "输入法开着，按 Shift 切到英文；数字和符号照常能用。"

    def test_chinese_is_typed_in_text_fields(self) -> None:
        hand = at(MOTION_SET - 1).press("enter").type("城市治理，要不要网格化").press("enter")
        assert hand.last.fact.text == "城市治理，要不要网格化"


class TestFourCapsLockOnNumLockOff:
    @pytest.mark.parametrize("letter", ["L", "l", "\uff2c"])
    def test_letters_are_caseless(self, letter: str) -> None:
        assert "-- 记录 --" in at(QUESTION).press(letter).picture().splitlines()[9]

    def test_an_arrow_where_a_digit_is_due_asks_about_numlock(self) -> None:
        hand = small_hall({"use": "quiz/buzz", "items": 2}).press("enter", "space", "up")
        assert hand.said == "NumLock 关着？这里该按数字。"


class TestFiveRightForWrong:
    def test_the_consequence_stands_beside_the_key(self) -> None:
        picture = at(QUESTION).picture()
        assert "+      判对  +10  总分 120    读 「回答正确，请为 3 号台加 10 分！」" in picture
        assert "-      判错    0  总分 110    读 「很遗憾，此题不得分。」" in picture

    def test_the_result_is_named(self) -> None:
        assert at(QUESTION).press("+").said == "判定 第 7 题  3 台 大庆路街道 判对 +10"

    def test_the_opposite_key_within_five_seconds_offers_the_correction(self) -> None:
        hand = at(QUESTION).press("+", "-")
        assert verdict(hand) == "right"
        hand.press("enter")
        assert verdict(hand) == "wrong"
        assert hand.contest.resolution.corrected == {QUESTION + 1: (QUESTION + 2,)}

    def test_after_five_seconds_it_does_not(self) -> None:
        hand = at(QUESTION).press("+", gap_ms=5_100).press("-", "enter")
        assert verdict(hand) == "right"

    def test_backspace_and_the_right_key_replace_it_at_its_old_place_and_time(self) -> None:
        hand = at(QUESTION).press("+", gap_ms=20_000)
        given = hand.last.fact
        hand.press("backspace", "-")
        (item,) = hand.last.fact.items
        assert hand.contest.resolution.fact(item.seq) == attrs.evolve(given, verdict="wrong")

    def test_backspace_names_the_fact_and_the_totals_after_and_enter_undoes(self) -> None:
        hand = at(QUESTION).press("+", "backspace")
        assert "大庆路街道  -10  总分 110" in hand.picture()
        hand.press("enter")
        assert hand.last.type == "contest.undone"
        assert hand.contest.resolution.fact(QUESTION + 1) is None

    def test_escape_leaves_it(self) -> None:
        hand = at(QUESTION).press("+", "backspace", "escape")
        assert hand.last.seq == QUESTION + 1


class TestSixAKeyHeldOrHammered:
    def test_a_held_ruling_is_one_press(self) -> None:
        hand = at(QUESTION)
        for _nth in range(100):
            hand.press("+", gap_ms=33)
        assert hand.last.seq == QUESTION + 1

    def test_a_second_press_of_one_key_too_soon_is_refused_aloud(self) -> None:
        hand = at(QUESTION).press("enter", gap_ms=300).press("enter")
        assert hand.said == "第二个 Enter 没有记，同一个键请隔一下。"
        assert hand.last.seq == QUESTION + 1

    def test_where_another_picture_came_up_the_same_key_counts_at_once(self) -> None:
        hand = small_hall({"use": "quiz/buzz", "items": 2}).press("enter").press("b", gap_ms=300)
        assert hand.press("b", gap_ms=300).said, "b does nothing in the list"
        hand.press("4", gap_ms=300)
        assert hand.last.fact == BoardShows("round")

    def test_held_down_it_is_one_press_whatever_came_up(self) -> None:
        hand = at(MARKING).press("j")
        for _nth in range(10):
            hand.press("6", gap_ms=33)
        assert "6  评委六" in hand.picture(80, 24)

    def test_enter_stops_where_a_ruling_is_due(self) -> None:
        hand = at(QUESTION)
        for _nth in range(6):
            hand.press("enter", gap_ms=900)
        assert [record.type for record in hand.contest.records[QUESTION + 1 :]] == [
            "quiz.answered",
            "quiz.answer_shown",
        ]
        assert hand.said == "Enter 从不判定: 对按 +，错按 -。"

    def test_naming_the_side_that_speaks_twice_does_nothing(self) -> None:
        hand = at(FREE_DEBATE).press("left")
        assert (hand.last.seq, hand.said) == (FREE_DEBATE, "正方发言中。")


class TestTwoDigitNumbers:
    """With ten or more to choose from every number waits for Enter, however few are left."""

    def buzzers(self, teams: int, **rules: Any) -> Hand:
        return small_hall({"use": "quiz/buzz", "items": 2, **rules}, teams=teams).press("enter", "space")

    @pytest.mark.parametrize(("keys", "team"), [("2", "t2"), ("9", "t9"), ("10", "t10"), ("11", "t11")])
    def test_enter_takes_a_number(self, keys: str, team: str) -> None:
        hand = self.buzzers(11).press(*keys, gap_ms=200)
        assert hand.last.type == "quiz.clock"
        assert hand.press("enter").last.fact.team == team

    def test_the_first_digit_names_whom_enter_takes(self) -> None:
        hand = self.buzzers(11).press("1")
        for size in ((120, 40), (80, 24)):
            assert "Enter  1 台 队1" in hand.picture(*size)
        assert hand.last.type == "quiz.clock"
        assert hand.press("enter").last.fact.team == "t1"

    def test_a_number_of_two_digits_can_be_pressed_where_few_are_left_to_choose(self) -> None:
        """Only desks 4 and 10 may still buzz: 1 was refused, and 0 recorded that nobody did."""
        hand = self.buzzers(10, second_chance="until_all_tried")
        for number in ("1", "2", "3", "5", "6", "7", "8", "9"):
            hand.press(number, "enter", "-", "space", gap_ms=1_000)
        assert "4 队4  10 队10" in hand.picture()
        assert hand.press("1", "0", "enter").last.fact.team == "t10"

    def test_a_nought_after_a_dead_digit_does_nothing(self) -> None:
        hand = self.buzzers(3).press("7", "0")
        assert (hand.last.type, hand.said) == ("quiz.clock", "这里没有 70 号可选。")
        assert hand.press("0").last.type == "quiz.ruled"

    def test_a_press_before_the_call_of_a_desk_of_two_digits_is_asked_about_too(self) -> None:
        hand = small_hall({"use": "quiz/buzz", "items": 2}, teams=10).press("enter", "1", "0", "enter")
        assert "10 台 队10: 有效，还是犯规？" in hand.picture(80, 24)


class TestSevenTheClockStartedEarlyLateOrNotStopped:
    def test_time_offers_three_ways(self) -> None:
        hand = at(QUESTION).press("t")
        assert list(hand.rows) == ["从头重来", "加减秒", "开始改到几秒前"]

    def test_a_late_start_is_corrected_at_its_own_record(self) -> None:
        hand = at(QUESTION).press("t", "3").type("20").press("enter")
        (face,) = hand.contest.scene("desk").of(Clocks)[0].faces
        assert hand.last.type == "contest.corrected"
        assert 20 <= face.clock.used_at(hand.now) // 1_000 <= 23

    def test_seconds_are_added_by_an_amount_without_a_sign(self) -> None:
        hand = at(QUESTION).press("t", "2").type("15").press("+")
        assert hand.last.fact.seconds == 15

    def test_a_performance_has_all_three_too(self) -> None:
        hand = at(PREPARING, seconds=20).press("t")
        assert list(hand.rows) == [
            "从头重来: 退回到这次开表时 3:00",
            "加减秒",
            "开始改到几秒前",
        ]
        hand.press("1")
        assert left(hand) == 179
        hand.press("t", "2").type("4").press("-")
        assert left(hand) == 172
        hand.press("t", "2").type("60").press("+")
        assert "只走了" in hand.said
        hand.type("5").press("+")
        hand.press("t", "3").type("30").press("enter")
        assert left(hand) == 149

    def test_a_debate_goes_back_to_the_last_change_of_side_and_charges_nobody(self) -> None:
        hand = at(FREE_DEBATE, seconds=20)
        before = [face.clock.seconds_left(hand.contest.records[-1].fact.at) for face in faces(hand)]
        hand.press("t", "1")
        assert [face.clock.seconds_left(hand.now - timedelta(seconds=1)) for face in faces(hand)] == before

    def test_a_ruling_stops_the_clock(self) -> None:
        hand = at(QUESTION).press("+")
        assert not any(face.clock.running for block in hand.contest.scene("desk").of(Clocks) for face in block.faces)

    def test_a_minute_past_zero_the_header_names_it(self) -> None:
        assert "表: 超时 70 秒" in at(QUESTION, seconds=100).picture().splitlines()[0]


class TestAClockThatNeverRan:
    """Two Enters skipped a performance: no clock had ever started."""

    SCENE: ClassVar[dict[str, Any]] = {"use": "scenario/staged", "slips": False, "prepare_time": 0, "play_time": "5:00"}

    def on_stage(self) -> Hand:
        return small_hall(self.SCENE, judges=3).press("enter")

    def test_enter_asks_before_it_is_left_behind_and_does_nothing_more(self) -> None:
        hand = self.on_stage()
        before = hand.last.seq
        hand.press("enter")
        for size in ((120, 40), (80, 24)):
            assert "表没有走过: 0:00，限时 5:00" in hand.picture(*size)
        hand.press("enter", "1", "enter")
        assert hand.last.seq == before

    @pytest.mark.parametrize(("key", "type_name"), [("space", "scenario.clock"), ("+", "scenario.entered")])
    def test_space_starts_it_and_plus_goes_on(self, key: str, type_name: str) -> None:
        assert self.on_stage().press("enter", key).last.type == type_name

    def test_t_goes_on_and_takes_the_time(self) -> None:
        hand = self.on_stage()
        before = hand.last.seq
        hand.press("enter", "t").type("312").press("enter")
        assert [type_name for type_name, _fact in hand.made(before)] == ["scenario.entered", "scenario.time_set"]
        assert hand.last.fact.seconds == 312

    def test_space_is_the_next_step_and_enter_says_that_it_asks(self) -> None:
        hand = self.on_stage()
        for size in ((120, 40), (80, 24)):
            rows = [" ".join(row.split("|")[0].split()) for row in hand.picture(*size).splitlines()]
            assert "空格 表演开表 [下一步]" in rows
            assert "Enter 进入收票: 先问一次，因为表没有走过" in rows
        assert "[下一步]" not in hand.press("space", "space").picture(80, 24).split("空格", 1)[1]

    def test_what_leaves_no_clock_behind_is_not_asked_about(self) -> None:
        hand = small_hall({"use": "quiz/chain", "items": 2}).press("enter")
        assert hand.press("enter").last.type == "quiz.clue_opened"


class TestEightTimeRanOutAndTheHostAccepts:
    def test_right_stays_open_and_is_asked_about(self) -> None:
        hand = at(QUESTION, seconds=31).press("+")
        assert "超时 1.0 秒，判对？" in hand.picture()
        hand.press("enter")
        assert verdict(hand) == "right"
        assert (hand.last.fact.at - hand.contest.records[QUESTION].at).total_seconds() > 30

    def test_at_zero_nothing_is_recorded(self) -> None:
        hand = at(QUESTION, seconds=40)
        assert "超时 10 秒" in hand.picture()
        assert hand.last.seq == QUESTION


class TestNinePointsToTheWrongTeam:
    def test_the_log_corrects_the_buzz_and_the_points_follow(self) -> None:
        hand = small_hall({"use": "quiz/buzz", "items": 2}).press("enter", "space", "2", "+")
        before = hand.contest.standings(audience=None)
        assert before.totals["t2"].value > 0
        buzz = next(record.seq for record in hand.contest.records if record.type == "quiz.buzzed")
        hand.press("l").type(str(buzz)).press("enter", "enter", "3")
        assert "队2" in hand.picture()
        hand.press("enter")
        assert (hand.last.type, hand.said) == ("quiz.ruled", "按 + 才记。")
        hand.press("+")
        assert (hand.last.type, hand.said) == ("quiz.ruled", "还没有定: 理由。")
        hand.press("1", "+")
        after = hand.contest.standings(audience=None).totals
        assert (after["t2"].value, after["t3"].value) == (0, before.totals["t2"].value)

    def test_what_hangs_on_a_buzz_is_mended_in_the_same_correction(self) -> None:
        """Desk 2 and then desk 3 were recorded; it was 3 first, and so 2 was the second."""
        hand = small_hall({"use": "quiz/tossup", "items": 2}).press("enter", "space", "2", "-", "3", "+")
        first, second = (record.seq for record in hand.contest.records if record.type == "quiz.buzzed")
        hand.press("l").type(str(first)).press("enter", "enter", "3")
        for size in ((120, 40), (80, 24)):
            assert f"Enter  一并更正 #{second:03}" in hand.picture(*size)
            assert f"#{second:03}  第 1 题: 哪个台抢到 3 台 队3" in hand.picture(*size)
        before = hand.last.seq
        hand.press("enter")
        assert "1 台 队1  2 台 队2" in hand.picture(80, 24)
        assert hand.press("enter").said == f"请选 #{second:03} 改为什么。"
        hand.press("2", "+", "1", "+")
        assert hand.last.seq == before + 1
        assert [item.seq for item in hand.last.fact.items] == [first, second]
        totals = hand.contest.standings(audience=None).totals
        assert (totals["t2"].value, totals["t3"].value) == (10, 0)
        hand.contest.verify()

    def test_another_change_of_the_first_asks_about_the_others_again(self) -> None:
        hand = small_hall({"use": "quiz/tossup", "items": 2}).press("enter", "space", "2", "-", "3", "+")
        hand.press("l").type("5").press("enter", "enter", "3", "enter", "2", "up", "1")
        assert hand.said == "改法变了，#007 要重新选。"
        assert "连带" not in hand.picture()
        hand.press("enter", "1", "enter")
        assert [item.seq for item in hand.last.fact.items] == [5]

    def test_what_cannot_be_mended_says_so(self) -> None:
        """A level that was played for cannot become a pass: no question would have been asked."""
        hand = small_hall({"use": "quiz/risk", "per_team": 1}).press("1")
        chosen = hand.last.seq
        hand.press("enter", "space", "+", gap_ms=3_000)
        assert hand.last.type == "quiz.ruled"
        hand.press("l").type(str(chosen)).press("enter", "enter", "0")
        before = hand.last.seq
        hand.press("enter")
        assert hand.last.seq == before
        assert "不能在这里一并更正" in hand.said


class TestTenTwoBuzzAtOnceOrEarly:
    def test_a_buzz_before_the_call_answers_with_its_reason(self) -> None:
        hand = small_hall({"use": "quiz/buzz", "items": 2, "early_buzz": "ignored"}).press("enter", "2")
        assert (hand.last.type, hand.said) == ("quiz.asked", "主持人还没说「请抢答」")

    @pytest.mark.parametrize(("key", "type_name", "total"), [("+", "quiz.buzzed", 0), ("-", "quiz.false_start", -10)])
    def test_where_it_counts_a_person_says_whether_it_was_valid(self, key: str, type_name: str, total: int) -> None:
        hand = small_hall({"use": "quiz/buzz", "items": 2, "early_buzz": "others_continue"}).press("enter", "2")
        for size in ((120, 40), (80, 24)):
            assert "2 台 队2: 有效，还是犯规？" in hand.picture(*size)
            assert "队2  -10  总分 -10" in hand.picture(*size)
        asked = hand.last.seq
        hand.press("2", "enter", "space", "0", ".")
        assert [each.type for each in hand.contest.records[asked + 1 :]] == ["cue.board"], (
            "the point blackens the board"
        )
        hand.press(key)
        assert (hand.last.type, hand.last.fact.team) == (type_name, "t2")
        assert hand.contest.standings(audience=None).totals["t2"].value == total

    def test_a_slip_of_the_finger_is_left_with_escape(self) -> None:
        hand = small_hall({"use": "quiz/buzz", "items": 2, "early_buzz": "others_continue"}).press(
            "enter", "2", "escape"
        )
        assert hand.last.type == "quiz.asked"
        assert "先问 有效 还是 犯规" in hand.picture()

    @pytest.mark.parametrize("early", [True, False])
    def test_the_wrong_desk_is_replaced_by_the_right_one(self, early: bool) -> None:
        hand = small_hall({"use": "quiz/buzz", "items": 2, "early_buzz": "others_continue"}).press("enter")
        hand.press(*(("2", "-") if early else ("space", "2")))
        recorded = hand.last
        hand.press("backspace")
        assert "3  3 台 队3" in hand.picture(80, 24)
        hand.press("3")
        assert hand.last.type == "contest.corrected"
        assert hand.contest.resolution.fact(recorded.seq) == attrs.evolve(recorded.fact, team="t3")

    def test_a_key_that_replaces_nothing_closes_the_undo_and_says_so(self) -> None:
        hand = small_hall({"use": "quiz/buzz", "items": 2}).press("enter", "space", "2")
        before = hand.last.seq
        for key in ("7", "+", "l", "2"):
            hand.press("backspace", key)
            assert (hand.desk.overlay, hand.last.seq) == (None, before), key
            assert "换不了什么" in hand.said


def row_of(hand: Hand, value: str) -> str:
    """Return the number of a value in the cursor's line of the correction."""
    assert isinstance(hand.desk.overlay, Correction)
    return str(next(number for number, (each, _words) in hand.desk.overlay.line.options.items() if each == value))


def grid(hand: Hand) -> Grid:
    """Return the scorer's grid that lies over the desk."""
    assert isinstance(hand.desk.overlay, Grid)
    return hand.desk.overlay


def open_grid() -> Hand:
    """Return a hand on the grid of the first team's paper sheets."""
    hand = at(SHEETS).press("p")
    assert grid(hand).team == "yingbin"
    return hand


def row(hand: Hand, *cells: str) -> None:
    """Type the cells of a row, each with Enter."""
    for cell in cells:
        hand.type(cell).press("enter")


SHEET = ("26.5", "27.2", "17.8", "16.3", "87.8")


def row_typed(typed: str) -> str:
    """Return what stands in the first cell after typing a mark and saying that it is meant."""
    hand = open_grid()
    row(hand, typed)
    return str(grid(hand.press("+")).first.rows[0].cells[0])


def whole_pass(hand: Hand) -> Hand:
    """Type seven equal sheets."""
    for _judge in range(7):
        row(hand, *SHEET)
    return hand


def two_passes(checker: str) -> Hand:
    """Return a hand on the grid after two passes, the second with a slip on the third sheet."""
    hand = whole_pass(open_grid()).press("tab").type(checker).press("enter")
    for judge in range(7):
        row(hand, *(("26.5", "27.2", "17.8", "13.6", "85.1") if judge == 2 else SHEET))
    return hand


class TestElevenAMarkMistyped:
    def test_above_the_full_mark_a_tenth_is_offered(self) -> None:
        hand = open_grid()
        row(hand, "25.5", "272")
        for size in ((120, 40), (80, 24)):
            assert "评委一 处置应变: 272 超过满分 30。是 27.2 吗？" in hand.picture(*size)
            assert "[272]" in hand.picture(*size)
        hand.type("19.1").press("enter")
        assert hand.said == "先答这一问: + 或 -。没有记下的键: 1 9 . 1 Enter"
        assert grid(hand).first.rows[0].cells == ["25.5", "", "", ""]
        hand.press("+")
        assert grid(hand).first.rows[0].cells == ["25.5", "27.2", "", ""]

    def test_at_thirty_keys_a_second_every_key_typed_into_the_question_is_said(self) -> None:
        hand = open_grid().press(*"272", "enter", *"19.1", "enter", *"8", "enter", gap_ms=33)
        assert hand.said == "先答这一问: + 或 -。没有记下的键: 1 9 . 1 Enter 8 Enter"
        hand.press(*["enter"] * 20, gap_ms=33)
        assert hand.said == "先答这一问: + 或 -。没有记下的键: 1 9 . 1 Enter 8 Enter", "held down it is one press"

    def test_a_very_low_mark_is_asked_about(self) -> None:
        hand = open_grid()
        row(hand, "2.5")
        assert "满分 30，2.5 很低，不是 25 吗？" in hand.said
        hand.press("-")
        assert (grid(hand).first.rows[0].cells[0], grid(hand).column) == ("", 0)
        row(hand, "2.5")
        hand.press("+")
        assert grid(hand).first.rows[0].cells[0] == "2.5"

    def test_a_question_that_is_put_off_keeps_the_sheets_from_being_handed_in(self) -> None:
        hand = open_grid()
        row(hand, "272")
        hand.press("tab")
        row(hand, "27.2", "17.8", "16.3", "")
        assert "272?" in hand.picture()
        for _judge in range(6):
            row(hand, *SHEET)
        assert (grid(hand).row, grid(hand).column, grid(hand).checking) == (0, 0, False)
        assert "是 27.2 吗" in hand.said
        hand.press("+", "tab")
        assert grid(hand).first.rows[0].cells == ["27.2", "27.2", "17.8", "16.3"]

    def test_a_question_outlives_the_desk(self) -> None:
        hand = open_grid()
        row(hand, "25.5", "272")
        again = Hand(hand.contest)
        again.desk.arena.journal = hand.desk.arena.journal
        again.press("p", "+")
        assert grid(again).first.rows[0].cells == ["25.5", "27.2", "", ""]

    def test_a_comma_is_the_point_wherever_a_number_is_typed(self) -> None:
        assert row_typed("8,5") == "8.5"
        hand = at(MARKING).press("j", "6", "4").type("8,5").press("enter", "+")
        assert hand.desk.overlay.values["marks.政策业务"] == Decimal("8.5")

    def test_off_the_step_is_refused_in_words(self) -> None:
        hand = open_grid()
        row(hand, "25.55")
        assert "25.55 不行，每 0.1 分一档" in hand.said
        assert grid(hand).first.rows[0].cells[0] == ""

    def test_a_sum_that_is_off_keeps_the_sheets_from_being_handed_in(self) -> None:
        hand = open_grid()
        row(hand, "26.5", "27.2", "17.8", "16.3", "88.7")
        assert "各项相加 87.8，纸上写 88.7，差 0.9" in hand.said
        hand.press("2", "tab", "tab")
        assert (grid(hand).row, grid(hand).column) == (0, 4)
        hand.press("enter", "+")
        assert grid(hand).first.rows[0].signed

    def test_a_single_mark_is_its_own_total(self) -> None:
        """Its check sum was asked for: the same number twice."""
        scene = {"use": "scenario/staged", "criteria": {"表演": 100}, "slips": False, "prepare_time": 0, "play_time": 0}
        hand = small_hall(scene, judges=3).press("enter", "enter", "p")
        row(hand, "90", "85", "80")
        assert grid(hand).checking
        assert len(hand.press("1").made(hand.last.seq - 3)) == 3

    def test_a_sum_that_stands_is_listed_again_before_it_is_handed_in(self) -> None:
        hand = open_grid()
        row(hand, "26.5", "27.2", "17.8", "16.3", "88.7")
        hand.press("+")
        for _judge in range(6):
            row(hand, *SHEET)
        assert "* 评委一: 纸上加错，以各项为准；请评委签字。" in hand.picture(80, 24)

    def test_a_sum_that_was_misread_is_typed_again(self) -> None:
        hand = open_grid()
        row(hand, "26.5", "27.2", "17.8", "16.3", "88.7")
        hand.press("-")
        assert (grid(hand).row, grid(hand).column) == (0, 0)

    def test_cells_are_kept_when_the_desk_dies(self) -> None:
        hand = open_grid()
        row(hand, "26.5", "27.2")
        again = Hand(hand.contest)
        again.desk.arena.journal = hand.desk.arena.journal
        again.press("p")
        assert grid(again).first.rows[0].cells == ["26.5", "27.2", "", ""]
        assert (grid(again).row, grid(again).column) == (0, 2)

    def test_a_second_pass_shows_only_what_differs(self) -> None:
        hand = two_passes("李")
        assert "评委三  团队配合: 第一遍 16.3，第二遍 13.6。是 16.3 吗？" in hand.picture()
        hand.press("1", "+")
        assert "评委三  纸上合计: 第一遍 87.8，第二遍 85.1" in hand.said
        hand.press("+")
        assert "两遍一致 (第二遍: 李)" in hand.picture()
        hand.press("1")
        ballots = [record for record in hand.contest.records if record.type == "scenario.ballot"]
        assert [record.fact.marks["团队配合"] for record in ballots] == [Decimal("16.3")] * 7
        assert {record.person for record in ballots} == {"计分员，核对 李"}
        assert hand.said == "1 台的票全部记入。"

    def test_what_differs_is_typed_again_from_the_paper(self) -> None:
        hand = two_passes("李").press("-", "up")
        assert hand.said == "看纸票重打这一格，再按 Enter。"
        hand.type("163").press("enter", "+")
        assert [each.cells[3] for each in (grid(hand).first.rows[2], grid(hand).sheets.rows[2])] == ["16.3", "16.3"]

    def test_a_sum_that_a_settled_mark_puts_off_is_asked_about(self) -> None:
        hand = two_passes("李").press("-").type("13.6").press("enter", "+")
        assert (grid(hand).row, grid(hand).checking) == (2, False)
        assert hand.said == "有合计对不上，先解决。"

    def test_the_second_pass_does_not_show_the_first(self) -> None:
        hand = whole_pass(open_grid()).press("tab").type("李").press("enter")
        for size in ((120, 40), (80, 24)):
            assert all(mark not in hand.picture(*size) for mark in ("26.5", "27.2", "87.8"))

    def test_the_second_pass_is_another_person(self) -> None:
        hand = whole_pass(open_grid()).press("tab", "enter")
        assert hand.said == "先打名字: 每张票都要注明。"
        hand.type("计分员").press("enter")
        assert hand.said == "第一遍就是计分员录的；第二遍要换一个人。"
        assert grid(hand).second is None

    def test_where_nobody_said_who_types_both_names_are_asked_for(self) -> None:
        hand = at(SHEETS)
        hand.desk.person = ""
        whole_pass(hand.press("p")).press("tab")
        assert "第一遍是谁录的" in hand.picture()
        hand.type("王").press("enter")
        assert "第二遍由谁录 (不能是王)" in hand.picture(80, 24)
        whole_pass(hand.type("李").press("enter")).press("1")
        assert hand.last.person == "王，核对 李"

    def test_a_judge_without_a_sheet_is_marked_absent_from_the_grid_by_plus_and_the_grid_goes_on(self) -> None:
        hand = open_grid().press("-")
        assert "1  评委一" in hand.picture(80, 24)
        hand.press("3", "1", "enter")
        assert (hand.last.seq, hand.said) == (SHEETS, "按 + 才记。")
        hand.press("+")
        assert (hand.last.type, hand.last.fact.judge) == ("scenario.absent", "j1")
        assert (grid(hand).row, grid(hand).first.rows[0].absent) == (1, True)
        for _judge in range(6):
            row(hand, *SHEET)
        hand.press("1")
        assert [record.type for record in hand.contest.records[SHEETS + 2 :]] == ["scenario.ballot"] * 6

    def test_escape_from_what_is_done_about_a_judge_leads_back_to_the_grid(self) -> None:
        hand = open_grid()
        row(hand, "26.5")
        hand.press("j", "escape")
        assert (grid(hand).first.rows[0].cells[0], grid(hand).column) == ("26.5", 1)

    def test_a_second_pass_that_was_left_is_gone_on_with(self) -> None:
        hand = whole_pass(open_grid()).press("tab").type("李").press("enter")
        row(hand, "26.5")
        hand.press("escape", "p")
        assert "李的第二遍没录完" in hand.picture()
        hand.press("+")
        assert grid(hand).sheets.rows[0].cells == ["26.5", "", "", ""]
        hand.press("escape", "p", "-")
        assert (grid(hand).second, grid(hand).checking) == (None, True)
        hand.press("1")
        assert hand.last.person == "计分员"

    def test_a_draft_that_cannot_be_kept_is_said(self) -> None:
        hand = with_broken_journal(open_grid(), failures=0)
        hand.desk.arena.journal.full = True
        row(hand, "26.5")
        assert hand.said == "草稿没存上: the disk is full"


class TestTwelveASheetOfAnotherTeam:
    def test_sheets_are_handed_in_by_the_teams_desk_number_only(self) -> None:
        hand = open_grid()
        for _judge in range(7):
            row(hand, "26.5", "27.2", "17.8", "16.3", "")
        hand.press("enter", "3")
        assert hand.last.seq == SHEETS
        assert hand.said == "这是 1 台的票: 请按 1。"
        hand.press("1")
        assert len(hand.contest.records) == SHEETS + 8


class TestAMarkTypedWithoutP:
    """Two marks typed without P took a judge out of the panel (a judge per digit, a deed per digit, Enter)."""

    def test_it_opens_the_sheets_at_the_first_sheet_that_is_awaited(self) -> None:
        hand = at(MARKING).press("2")
        assert hand.said == "录分表已打开: 评委六。刚按的 2 已放进第一格。"
        assert (grid(hand).sheet.judge, grid(hand).typed) == ("j6", "2")

    def test_two_marks_typed_at_once_stand_in_their_cells_and_no_judge_is_touched(self) -> None:
        hand = at(MARKING).type("13.1").press("enter").type("25.1").press("enter")
        assert hand.last.seq == MARKING
        assert grid(hand).sheet.cells[:2] == ["13.1", "25.1"]

    @pytest.mark.parametrize("point", [",", "，", "。", "."])
    def test_any_point_is_the_point(self, point: str) -> None:
        hand = at(MARKING).type(f"18{point}5").press("enter")
        assert grid(hand).sheet.cells[0] == "18.5"

    def test_where_judges_vote_digits_open_nothing(self) -> None:
        hand = vote(3)
        assert (hand.press("2").desk.overlay, hand.last.seq) == (None, vote(3).last.seq)
        assert "J，再按座号" in hand.said


class TestAVoteAndTheHabitualEnter:
    """A vote was recorded by its digit, so that the Enter pressed by habit opened the result."""

    def test_it_is_picked_read_back_and_recorded_by_enter(self) -> None:
        hand = vote(3)
        before = hand.last.seq
        hand.press("j", "2", "4", "2")
        for size in ((120, 40), (80, 24)):
            assert "评委2: " in hand.picture(*size)
            assert "反方" in hand.picture(*size)
        assert hand.last.seq == before
        hand.press("1", "enter")
        assert (hand.last.type, hand.last.fact.judge, hand.last.fact.side) == ("debate.voted", "j2", "affirmative")

    def test_it_is_spoken_of_as_a_vote(self) -> None:
        hand = vote(3)
        assert ("未投" in hand.picture(), "未交" in hand.picture()) == (True, False)
        hand.press("j", "1", "4", "2")
        assert "读回去: 「评委1 投票: 反方: 队2。」" in hand.picture(80, 24)
        hand.press("enter", "escape", "j", "2", "4", "1", "enter", "escape", "j", "3", "4", "1", "enter", "escape")
        assert "已投" in hand.picture()
        hand.press("enter")
        assert "大屏: 亮票 第 1 步" in hand.picture(80, 24)
        assert "亮分" not in hand.picture()

    def test_its_result_waits_for_the_hall(self) -> None:
        """The table of the match stood on the desk as soon as the votes were to be opened."""
        hand = vote(1).press("j", "1", "4", "2", "enter", "escape", "enter")
        while hand.contest.state.reveal is not None:
            assert "本场结果" not in hand.picture()
            hand.press("enter")

    def test_then_the_desk_waits_for_escape(self) -> None:
        hand = vote(1).press("j", "1", "4", "2", "enter")
        recorded = hand.last.seq
        hand.press("enter", "2", "+", "space", "enter")
        assert (hand.last.seq, hand.last.type) == (recorded, "debate.voted")
        hand.press("escape")
        assert (hand.desk.overlay, hand.said) == (None, "回到控制台。")
        assert hand.press("enter").last.type == "debate.revealed"


def vote(judges: int) -> Hand:
    """Return a hand at the desk of a debate, its judges asked for their votes."""
    hand = small_hall({"use": "debate/cross_examination"}, teams=2, judges=judges)
    while not any(move.fact.type == "debate.voted" for move in hand.contest.moves()):
        hand.desk.paint()
        forward = [move for move in hand.desk.painted.moves if not move.aside and move.closed is None]
        due = sorted(forward, key=lambda each: each.gesture != "next")
        move = next(move for move in due if move.fact is not DrawChosen)  # sides are typed in, as from paper slips
        values = {blank.path: blank.options[0].value for blank in move.decisions if isinstance(blank, Choice)}
        texts = {blank.path: "辩题" for blank in move.decisions if isinstance(blank, Line)}
        assert hand.desk.do(move, {**values, **texts}, hand.now) is not None, (move, hand.said)
        hand.now += timedelta(seconds=2)
    return hand


class TestThirteenTheRevealTooEarly:
    def test_it_is_not_offered_and_the_missing_judge_is_named(self) -> None:
        hand = at(MARKING).press("enter")
        assert (hand.last.seq, hand.said) == (MARKING, "还不能亮分: 等评委六")

    def test_j_six_three_marks_the_judge_absent_with_a_reason_by_plus_alone(self) -> None:
        hand = at(MARKING).press("j", "6", "3", "1")
        for size in ((120, 40), (80, 24)):
            assert "评委六: " in hand.picture(*size)
            assert "座位 6: 评委六" in hand.picture(*size)
            assert "+ 记下: 评委六" in hand.picture(*size)
        hand.press("enter", "1", "space", "0")
        assert (hand.last.seq, hand.said) == (MARKING, "按 + 才记。")
        hand.press("+")
        assert (hand.last.type, hand.last.fact.judge, hand.last.fact.reason) == ("scenario.absent", "j6", "临时离场")
        assert "亮分" in hand.press("enter").last.type or hand.last.type == "scenario.revealed"

    def test_the_panels_new_form_is_shown_before_enter(self) -> None:
        hand = at(MARKING).press("j", "6", "3", "1")
        for size in ((120, 40), (80, 24)):
            assert "5 位评委打分: 去掉最低分、去掉最高分；3 个有效分。" in hand.picture(*size)

    def test_a_panel_too_small_to_drop_any_says_so(self) -> None:
        panel = {"rule": "trimmed", "places": 2, "rounding": "half_up"}
        scene = {"use": "scenario/staged", "criteria": {"a": 100}, "slips": False, "prepare_time": 0}
        hand = small_hall(scene, judges=3, panel=panel)
        hand.press("enter", "space", "space", "enter", "j", "3", "3", "1")
        assert "2 位评委打分: 分数太少，不去掉最高分和最低分，取全部平均。" in hand.picture(80, 24)

    def test_why_a_ballot_cannot_be_returned_stands_there(self) -> None:
        assert "退回修改  (还没交票)" in at(MARKING).press("j", "6").picture(80, 24)

    def test_j_six_four_types_the_paper_in(self) -> None:
        hand = at(MARKING).press("j", "6", "4")
        for mark in ("25", "25", "18", "18"):
            hand.type(mark).press("enter")
        assert (hand.last.type, hand.last.fact.judge) == ("scenario.ballot", "j6")


class TestFourteenAnswerOrMotionShownTooEarly:
    def test_a_motion_is_typed_masked_and_the_hall_has_none(self) -> None:
        hand = at(MOTION_SET - 1).press("enter").type("绝密")
        assert "绝密" not in hand.picture()
        assert "**_" in hand.picture()
        hand.press("enter")
        assert all(block.motion is None for block in hand.contest.scene("hall").of(Versus))

    def test_showing_it_takes_a_second_different_key(self) -> None:
        hand = at(MOTION_SET).press("enter", "enter")
        assert hand.last.seq == MOTION_SET
        assert hand.press("+").last.type == "debate.motion_shown"

    def test_the_answer_is_a_step_of_its_own(self) -> None:
        hand = at(QUESTION).press("enter")
        assert all(block.answer is None for block in hand.contest.scene("hall").of(Question))
        assert "(答案还没上大屏)" in hand.picture()


class TestFifteenTheWrongPictureOnTheBoard:
    def test_the_on_air_line_is_always_there(self) -> None:
        for seq in (2, QUESTION, ALL_ASKED, MARKING, FREE_DEBATE, 285):
            for size in ((120, 40), (80, 24)):
                assert "大屏正在显示" in at(seq).picture(*size)

    def test_point_blackens_at_once_and_brings_it_back(self) -> None:
        hand = at(QUESTION).press(".")
        assert hand.last.fact == BoardShows("black")
        assert hand.press(".").last.fact == BoardShows("follow")

    def test_point_blackens_under_a_list_too_and_not_where_a_number_is_typed(self) -> None:
        assert at(QUESTION).press("t", ".").last.fact == BoardShows("black")
        assert at(QUESTION).press("t", "2", "1", ".").last.seq == QUESTION

    def test_at_open_ballots_point_is_the_point_of_a_mark_and_b_0_blackens(self) -> None:
        hand = at(MARKING).press(".")
        assert (hand.last.seq, grid(hand).typed) == (MARKING, ".")
        assert hand.press("escape", "b", "0").last.fact == BoardShows("black")

    def test_b_and_a_digit_change_it_and_the_record_is_untouched(self) -> None:
        hand = at(QUESTION)
        before = hand.contest.standings(audience=None)
        hand.press("b", "5")
        assert hand.last.fact == BoardShows("standings")
        assert hand.contest.standings(audience=None) == before

    def test_cues_are_skipped_by_undo_and_hidden_in_the_log(self) -> None:
        hand = at(QUESTION).press("b", "5", "backspace")
        assert "#025" in hand.picture()
        hand.press("escape", "l")
        assert "cue" not in hand.picture()
        assert f"#{QUESTION + 1:03}" not in hand.picture().split("+--", 1)[1].split("-- 记录")[0]


class TestSixteenAPenaltyTwiceOrWithTheWrongSign:
    def test_points_of_the_rulebook_ask_for_the_team_alone(self) -> None:
        presets = [{"name": "啦啦队", "points": 10}, {"name": "作弊", "points": -50}]
        hand = small_hall({"use": "quiz/required", "per_team": 1}, presets=presets).press("a")
        assert "作弊 -50" in hand.picture()
        hand.press("3", "2")
        assert "队2" in hand.picture()
        assert "-50" in hand.picture()
        hand.press("enter")
        assert hand.contest.position.totals["t2"] == 0
        hand.press("+")
        assert hand.contest.position.totals["t2"] == -50
        assert "作弊" in hand.picture()

    def adjust(self, hand: Hand, sign: str) -> Hand:
        hand.press("a", "1", "3").type("5")
        return hand.press(sign, "1")

    def test_the_amount_has_no_sign_and_a_key_gives_it(self) -> None:
        hand = self.adjust(at(QUESTION), "-")
        assert "大庆路街道  -5  总分 105" in hand.picture()
        hand.press("enter")
        assert (hand.last.seq, hand.said) == (QUESTION, "按 + 才记。")
        hand.press("+")
        assert isinstance(hand.last.fact, Adjusted)
        assert str(hand.last.fact.points) == "-5"

    def test_enter_asks_for_the_sign(self) -> None:
        hand = at(QUESTION).press("a", "1", "3").type("5").press("enter")
        assert hand.said == "最后按 + 加，或按 - 扣。"

    def test_the_same_within_a_minute_asks_again(self) -> None:
        hand = self.adjust(at(QUESTION), "-").press("+")
        assert "再记一次？" in self.adjust(hand, "-").picture()


class TestNumbersCalledInTheHall:
    """A digit was refused until Enter had opened the field for it."""

    def test_a_digit_opens_the_field_with_it_in_it(self) -> None:
        hand = at(2).press("3", "enter", "1", "7", "enter")
        assert "现场报的数   3   17" in hand.picture()
        hand.press("8", "enter", "2", "2", "enter", "enter")
        assert hand.last.fact.numbers == "3 17 8 22"


class TestAVerdictWithoutAKeyOfItsOwn:
    def test_it_stands_under_a_with_its_figure(self) -> None:
        hand = small_hall({"use": "quiz/tossup", "items": 2, "neg": -5}).press("enter", "space", "2", "a")
        for size in ((120, 40), (80, 24)):
            assert "打断读题答错  -5" in hand.picture(*size)

    def test_a_digit_never_gives_it(self) -> None:
        """Marked on paper, the 1 of the mark 10 voided the question."""
        hand = small_hall({"use": "quiz/speed"}).press("enter", "space")
        before = hand.last.seq
        assert hand.press("1", "0", "enter", "1").last.seq == before

    def test_figures_begin_with_their_first_digit_and_take_five_keys_a_team(self) -> None:
        """By A they took seven, behind two rows of one name."""
        hand = small_hall({"use": "quiz/speed"})
        assert "答对几题、答错几题" not in hand.picture()
        assert "数字   判定 第 1 题  1 台 队1：答对几题、答错几题" in hand.press("enter").picture()
        hand.press("1", "1", "enter", "2", "enter")
        assert (hand.last.type, hand.last.fact.right, hand.last.fact.wrong) == ("quiz.counted", 11, 2)
        hand.press("enter", "0", "enter", "0", "enter")
        assert (hand.last.fact.number, hand.last.fact.right, hand.last.fact.wrong) == (2, 0, 0)

    def test_a_figure_begun_by_mistake_is_left_without_a_trace(self) -> None:
        hand = small_hall({"use": "quiz/speed"}).press("enter", "space")
        before = hand.last.seq
        hand.press("7", "escape", "space")
        assert [type for type, _fact in hand.made(before)] == ["quiz.clock"]

    def test_no_two_rows_of_the_menu_are_called_alike(self) -> None:
        hand = small_hall({"use": "quiz/speed"}).press("enter", "space", "m")
        assert hand.desk.overlay is not None
        menus = [block for block in hand.desk.overlay.dialog(hand.now).blocks if isinstance(block, Menu)]
        rows = [hand.screen.word(item.text) for menu in menus for item in menu.items]
        assert len(rows) == len(set(rows)) > 5


class TestSeventeenAnErrorFoundAfterItWasAnnounced:
    def test_the_preview_shows_places_later_records_and_the_hosts_line(self) -> None:
        hand = at(ALL_ASKED).press("l").type("44").press("enter", "enter", "1", "down", "2")
        picture = hand.picture()
        for line in (
            "1     迎宾街道        120.00     4       130.00     并2     +10",
            "后面 10 条记录 #045 到 #054 照样成立。",
            "大屏 14:35:10 公布过旧数字。",
            "经复核，第 13 题 1 号台的回答成立，更正为得 10 分。",
        ):
            assert line in picture
        assert hand.last.seq == ALL_ASKED

    def test_enter_corrects_and_the_old_record_stays(self) -> None:
        hand = at(ALL_ASKED).press("l").type("44").press("enter", "enter", "1", "down", "2", "enter")
        assert isinstance(hand.last.fact, Corrected)
        assert (hand.last.fact.reason, hand.last.fact.ruled_by) == ("复核: 答案可接受", "")
        assert hand.contest.records[44].fact.verdict == "wrong"
        assert hand.said == (
            "经复核，第 13 题 1 号台的回答成立，更正为得 10 分。迎宾街道现在 130 分，与大庆路街道和永泰街道并列第二。"
        )

    def test_in_a_freeze_the_host_is_given_no_total_of_it(self) -> None:
        hand = at(ALL_ASKED)
        hand.desk.arena.push(StandingsFrozen("on"), at=hand.now)
        hand.press("l").type("44").press("enter", "enter", "1", "down", "2")
        assert "经复核" not in hand.picture()
        hand.press("enter")
        assert isinstance(hand.last.fact, Corrected)
        assert "现在" not in hand.said

    def test_no_reason_and_nobody_who_ruled_is_chosen_for_anybody(self) -> None:
        hand = at(ALL_ASKED).press("l").type("44").press("enter", "enter", "1")
        assert "[1 计分员误按]" not in hand.picture()
        assert "[1 仲裁]" not in hand.picture()
        for key in ("enter", "enter"):
            hand.press(key)
            assert (hand.last.seq, hand.said) == (ALL_ASKED, "还没有定: 理由。")
        hand.press("6", "enter")
        assert hand.said == "还没有定: 理由。", "one's own words are to be typed"
        hand.type("听错了").press("down", "2", "enter")
        assert (hand.last.fact.reason, hand.last.fact.ruled_by) == ("听错了", "主评委")

    def test_a_topic_and_the_one_drawn_later_change_places_in_one_correction(self) -> None:
        hand = at(ALL_DRAWN)
        drawn = {each.fact.team: each for each in hand.contest.records if each.type == "scenario.topic_drawn"}
        mine, theirs = drawn["yingbin"], drawn["daqinglu"]
        hand.press("l").type(str(mine.seq)).press("enter", "enter")
        hand.type(row_of(hand, theirs.fact.topic))
        assert f"一并更正 #{theirs.seq}" in hand.picture(80, 24)
        hand.press("enter").type(row_of(hand, mine.fact.topic)).press("enter", "1", "enter")
        resolution = hand.contest.resolution
        assert [resolution.fact(each.seq).topic for each in (mine, theirs)] == [theirs.fact.topic, mine.fact.topic]
        assert len(hand.contest.records) == ALL_DRAWN + 2

    @pytest.mark.parametrize(
        ("seq", "ballot", "steps", "mark"),
        [(SCENE_OVER, 133, 1, "27"), (MATCH_OVER, 198, 5, "41")],
        ids=["a scene's mark", "a speaker's in a debate"],
    )
    def test_a_mark_that_is_open_is_corrected_in_the_log(self, seq: int, ballot: int, steps: int, mark: str) -> None:
        """It could be put right by JSON alone."""
        hand = at(seq).press("l").type(str(ballot)).press("enter", "enter", *["down"] * steps)
        hand.press(*["backspace"] * 4).type(mark).press("enter", "2", "enter", "+")
        assert hand.last.type == "contest.corrected"
        assert mark in repr(hand.last.fact)

    def test_a_mark_that_is_sealed_is_not(self) -> None:
        hand = at(MARKING).press("l").type("132").press("enter", "enter")
        assert "政策业务" not in hand.picture()

    def test_nothing_changed_corrects_nothing(self) -> None:
        hand = at(ALL_ASKED).press("l").type("44").press("enter", "enter", "enter")
        assert hand.last.seq == ALL_ASKED


class TestEighteenPrizesWhileATieIsOpen:
    def tied(self) -> Hand:
        """Return a contest of one question a team, all right: three teams on one place."""
        rules = {"ties": {"by": ["sudden_death"]}, "prizes": [{"name": "一等奖", "places": 1}]}
        hand = small_hall({"use": "quiz/required", "per_team": 1, "points": 10}, **rules)
        for _team in range(3):
            hand.press("enter", "+", gap_ms=6_000)
        return hand

    def test_enter_plays_off(self) -> None:
        hand = self.tied().press("enter")
        assert isinstance(hand.last.fact, PlayOffCalled)

    def test_the_board_is_given_no_prizes_meanwhile(self) -> None:
        hand = self.tied().press("b", "7")
        assert (hand.last.type, hand.said) == ("quiz.ruled", "并列还没有定: 先加赛，或在 M 里按规则并列")

    def test_in_a_play_off_the_host_gives_no_points(self) -> None:
        picture = self.tied().press("enter", "enter").picture()
        assert "判对     0  总分 10" in picture
        assert "读 「回答正确！」" in picture

    def test_sharing_the_place_is_a_row_of_the_menu(self) -> None:
        hand = self.tied().press("m")
        assert any("并列" in row for row in hand.rows)


class BrokenJournal(MemoryJournal):
    """A journal whose disk is full for the next writes."""

    failures = 1
    full = False

    def write_draft(self, key: str, value: str, expected: str | None) -> bool:
        if self.full:
            raise JournalError("the disk is full")
        return super().write_draft(key, value, expected)

    def append(self, row: object) -> None:
        if self.failures:
            self.failures -= 1
            raise JournalError("the disk is full")
        super().append(row)  # type: ignore[arg-type]


def with_broken_journal(hand: Hand, failures: int = 1) -> Hand:
    """Let the next writes of a desk fail."""
    journal = BrokenJournal()
    journal.failures = 0
    with journal.writing() as writer:
        for each in hand.desk.arena.journal.read():
            writer.append(each)
    journal.failures = failures
    hand.desk.arena.journal = journal
    return hand


class TestNineteenWindowClosedOrPowerCut:
    @pytest.mark.parametrize("key", ["ctrl+c", "ctrl+z"])
    def test_ctrl_c_only_says_where_quitting_is(self, key: str) -> None:
        hand = at(QUESTION).press(key)
        assert (hand.said, hand.screen.ended) == ("退出在菜单里: M。", False)

    def test_a_failed_write_is_loud_and_everything_else_waits(self) -> None:
        hand = with_broken_journal(at(QUESTION)).press("+")
        assert isinstance(hand.desk.overlay, Trouble)
        assert "没存上" in hand.picture().splitlines()[0]
        assert "没存上: 判定 第 7 题  3 台 大庆路街道 判对" in hand.picture(80, 24)
        hand.press("-", "escape", "enter")
        assert isinstance(hand.desk.overlay, Trouble)
        assert hand.last.seq == QUESTION

    def test_trying_again_records_it_once(self) -> None:
        hand = with_broken_journal(at(QUESTION)).press("+", "1")
        assert (hand.last.seq, verdict(hand)) == (QUESTION + 1, "right")
        assert hand.desk.unsaved is None

    def test_only_looking_on_records_nothing(self) -> None:
        hand = with_broken_journal(at(QUESTION)).press("+", "3", "-", gap_ms=6_000)
        assert hand.last.seq == QUESTION
        assert "只看" in hand.picture().splitlines()[0]

    def test_the_menu_leaves_the_desk(self) -> None:
        assert by_menu(at(QUESTION), "退出控制台").screen.ended


class TestTwentyRehearsalForLive:
    def test_the_header_says_which_it_is(self) -> None:
        assert "正赛" in at(QUESTION).picture().splitlines()[0]
        assert "还没开赛" in at(0).picture().splitlines()[0]

    def test_a_rehearsal_says_so(self) -> None:
        hand = at(0).press("m", "1", "enter", "2")
        assert "彩 排" in hand.picture().splitlines()[0]

    def test_without_company_the_desk_works(self) -> None:
        hand = at(QUESTION)
        join(hand.desk, None, hand.now)
        heartbeat(hand.desk, "80x24", hand.now)
        assert not hand.desk.look_only


def test_the_clock_of_the_story_is_the_clock_of_the_desk() -> None:
    (face,) = at(QUESTION).contest.scene("desk").of(Clocks)[0].faces
    assert isinstance(face.clock, Clock)
    assert face.clock.seconds_left(at(QUESTION).now) == 23


class TestThePictureAndTheKeys:
    """The rules of the hand that belong to no single mistake."""

    def test_no_key_acts_on_a_window_too_small_to_paint_it(self) -> None:
        hand = at(QUESTION)
        hand.canvas(60, 20)
        hand.strike("+")
        assert hand.last.seq == QUESTION
        hand.canvas(80, 24)
        hand.strike("+")
        assert hand.last.type == "quiz.ruled"

    def test_what_was_said_goes_with_the_next_key(self) -> None:
        hand = at(QUESTION).press("x")
        assert hand.said
        assert not hand.press("l").said

    def test_help_says_the_rule_with_the_figures_in_force(self) -> None:
        hand = at(QUESTION).press("?")
        assert "规则: 必答题" in hand.picture()
        assert "- 答对加几分: 10" in hand.picture()

    def test_a_short_window_pages_what_has_no_room(self) -> None:
        hand = at(QUESTION).press("?")
        first = hand.picture(80, 24)
        hand.press("pagedown")
        second = hand.picture(80, 24)
        assert "PgDn: 下面还有" in first
        assert "PgUp: 回到上面" in second
        assert hand.press("pageup").picture(80, 24).splitlines()[5:20] == first.splitlines()[5:20]

    def test_the_cursor_of_the_log_stays_on_a_short_window(self) -> None:
        hand = at(FREE_DEBATE)
        hand.canvas(80, 24)
        hand.press("l")
        for _nth in range(40):
            hand.canvas(80, 24)
            hand.strike("down")
            hand.now += timedelta(seconds=1)
            assert f">#{hand.desk.overlay.seq:03}" in hand.picture(80, 24)

    def test_the_record_names_whoever_sat_here_last(self) -> None:
        hand = at(QUESTION)
        hand.desk.person = ""
        ask_once(hand.desk)
        assert (hand.desk.person, hand.desk.overlay) == ("计分员", None)
        assert hand.said == "这里仍记 计分员 操作。换人了？按 M，选「谁在操作这个控制台」"
        hand.press("m")
        hand.press(*hand.row("谁在操作这个控制台"), "enter")
        assert "现在记的是: 计分员" in hand.picture()
        assert hand.type("王红").press("enter").desk.person == "王红"

    def test_a_new_contest_asks_who_types(self) -> None:
        hand = at(0)
        hand.desk.person = ""
        ask_once(hand.desk)
        hand.type("王红").press("enter", "1")
        assert (hand.last.type, hand.last.person) == ("contest.opened", "王红")

    def test_a_record_that_can_be_neither_corrected_nor_struck_says_why_at_once(self) -> None:
        hand = small_hall({"use": "quiz/buzz", "items": 2}).press("enter", "space", "2", "+")
        clock = next(record.seq for record in hand.contest.records if record.type == "quiz.clock")
        hand.press("l").type(str(clock)).press("enter", "enter")
        assert "不是随时可做的那一类，也不是最后一条" in hand.said

    def test_paper_slips_are_the_next_step_where_nothing_else_is(self) -> None:
        hand = small_hall({"use": "quiz/risk", "per_team": 1, "order": {"method": "paper"}})
        hand.press("enter", "3", "1", "2")
        hand.type("公证员").press("enter", "enter")
        assert hand.last.type == "draw.entered"

    def test_teams_to_pick_stand_by_name_after_their_number(self) -> None:
        hand = small_hall({"use": "quiz/buzz", "items": 2}, teams=6).press("enter", "space")
        assert "1 队1  2 队2  3 队3  4 队4  5 队5  6 队6" in hand.picture(80, 24)

    def test_a_contest_without_a_draw_shows_no_steps_of_one(self) -> None:
        hand = small_hall({"use": "quiz/required", "per_team": 1})
        assert "抽签" not in hand.picture(80, 24)

    def test_a_long_rail_shows_where_it_is(self) -> None:
        """Twelve rounds, the last but one running."""
        rounds = [{"use": "quiz/required", "per_team": 1} for _nth in range(12)]
        hand = small_hall(*rounds, teams=2)
        for _nth in range(10):
            hand.press("enter", "+", "enter", "+", "enter", gap_ms=6_000)
        rail = hand.picture(80, 24).splitlines()[1]
        assert "[第11环节]" in rail
        assert rail.startswith(" .. > ")

    @pytest.mark.parametrize(
        ("words", "keys", "reason"),
        [("退赛", ("1", "1"), "来不了，或不能再比"), ("中断", (), "设备故障"), ("提前结束", (), "设备故障")],
    )
    def test_reasons_are_those_of_the_deed(self, words: str, keys: tuple[str, ...], reason: str) -> None:
        hand = by_menu(at(QUESTION), words).press(*keys)
        assert f"1  {reason}" in hand.picture(80, 24)
        assert "计分员误按" not in hand.picture(80, 24).split("+--", 1)[1].split("-- 记录")[0]

    def test_a_ballot_goes_back_for_a_reason_of_its_own(self) -> None:
        assert "1  漏打一项，或看不清" in at(MARKING).press("j", "1", "2").picture(80, 24)

    def test_an_interruption_stops_the_clock(self) -> None:
        hand = by_menu(at(QUESTION), "中断").press("1", "+")
        assert [record.type for record in hand.contest.records[QUESTION + 1 :]] == ["quiz.clock", "contest.interrupted"]
        assert not any(face.clock.running for face in faces(hand))

    def test_a_reminder_that_cannot_be_written_is_said(self) -> None:
        hand = with_broken_journal(at(MARKING), failures=0)
        hand.desk.arena.journal.full = True
        assert hand.press("j", "6", "1").said == "没存上: the disk is full"
        hand.desk.look_only = True
        assert "只看" in hand.press("escape", "j", "6", "1").said
