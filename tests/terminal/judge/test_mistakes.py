"""The mistakes of the interaction design (section 7) that a judge can make: each test does what its row says."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import ContestOpened
from quizarena.rulebook import loads

from ..desk.hand import arena_of
from .booth import MARKS, SIDES, Booth, at, place, texts

BEFORE_PLAY, MARKING, DEBATE_MARKING = 123, 127, 245
"""Records of the story: desk 3 acts; ballots awaited for it; ballots awaited for the second match."""


class TestThreeTheInputMethodIsOn:
    @pytest.mark.parametrize("typed", ["26.6", "２６．６", "26。6", "２6.６"])
    def test_full_width_digits_are_folded(self, typed: str) -> None:
        assert texts(at(MARKING).marks(typed))[0] == "26.6"

    def test_a_chinese_character_brings_the_hint_and_types_nothing(self) -> None:
        booth = at(MARKING).type("2").press("好")
        assert booth.said == "输入法开着，按 Shift 切到英文；数字照常能用。"
        assert texts(booth.type("6").press("enter"))[0] == "26"


class TestFourCapsLockOnNumLockOff:
    @pytest.mark.parametrize("key", ["left", "right", "home", "end", "pageup", "pagedown", "delete"])
    @pytest.mark.parametrize("marks", [(), MARKS])
    def test_a_key_of_the_number_pad_asks_about_numlock(self, key: str, marks: Sequence[str]) -> None:
        booth = at(MARKING).marks(*marks)
        records = len(booth.contest.records)
        assert booth.press(key).said == "NumLock 关着？这里该按数字。"
        assert len(booth.contest.records) == records

    @pytest.mark.parametrize("letter", ["L", "l", "\uff2c"])
    def test_letters_are_caseless_where_they_act(self, letter: str) -> None:
        assert at(BEFORE_PLAY).press(letter).viewer.language == "en"

    def test_escape_says_how_to_leave(self) -> None:
        assert at(MARKING).press("escape").said == "要离开请按 Ctrl+C；打好的分都在。"

    @pytest.mark.parametrize("key", ["l", "q", "space", "+", "-", "/", "tab", "f1"])
    def test_nothing_else_acts_while_marking(self, key: str) -> None:
        booth = at(MARKING).marks("26.6")
        before = booth.picture()
        booth.press(key)
        assert (texts(booth)[0], place(booth), booth.viewer.language) == ("26.6", 1, "zh")
        assert booth.picture().splitlines()[:-1] == before.splitlines()[:-1]


class TestSixHeldAndHammeredKeys:
    def test_a_held_enter_takes_one_mark(self) -> None:
        booth = at(MARKING).type("26.6").press(*["enter"] * 30, gap_ms=30)
        assert (texts(booth), place(booth)) == (["26.6", "", "", ""], 1)

    def test_a_hammered_enter_never_hands_in(self) -> None:
        booth = at(MARKING).marks(*MARKS)
        records = len(booth.contest.records)
        booth.press(*["enter"] * 20, gap_ms=800)
        assert len(booth.contest.records) == records
        assert booth.page == "check"

    def test_a_held_desk_number_hands_in_once(self) -> None:
        booth = at(MARKING).marks(*MARKS)
        since = booth.last.seq
        booth.press(*["3"] * 20, gap_ms=30)
        assert len(list(booth.made(since))) == 1

    def test_a_held_enter_does_not_keep_a_doubtful_mark(self) -> None:
        booth = at(MARKING).marks("26.6", "26.6").type("12").press(*["enter"] * 20, gap_ms=30)
        assert texts(booth)[2] == ""
        booth.press("enter")
        assert texts(booth)[2] == ""
        booth.press("+")
        assert texts(booth)[2] == "12"

    def test_a_held_number_hands_in_one_side_of_a_match(self) -> None:
        booth = at(DEBATE_MARKING).marks(*SIDES)
        since = booth.last.seq
        booth.press(*["3"] * 10, gap_ms=30)
        assert [fact.team for _seat, fact in booth.made(since)] == ["daqinglu"]


class TestElevenSlipsOfTyping:
    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("32", "32 超过满分 30。是 3.2 吗？"),
            ("272", "272 超过满分 30。是 27.2 吗？"),
            ("3000", "3000 太高: 0 到 30，请重打。"),
            ("26.65", "26.65 不行，每 0.1 分一档，请重打。"),
            ("2.7", "满分 30，2.7 很低，不是 27 吗？"),
            ("06", "请打一个数，比如 9.5。"),
            (".", "请打一个数，比如 9.5。"),
        ],
    )
    def test_what_does_not_fit_is_refused_or_asked_about_at_once(self, typed: str, said: str) -> None:
        booth = at(MARKING).marks(typed)
        assert (texts(booth)[0], place(booth), booth.said) == ("", 0, said)
        assert booth.is_loud

    @pytest.mark.parametrize(
        ("typed", "answer", "taken"),
        [
            ("272", ("+",), "27.2"),
            ("272", ("-", "2", "6", "enter"), "26"),
            ("272", ("1",), ""),
            ("272", ("2", "2", "6", "enter"), ""),
            ("272", ("backspace", "2", "6", "enter"), ""),
            ("272", ("enter",), ""),
            ("2.7", ("+",), "2.7"),
            ("2.7", ("-", "2", "7", "enter"), "27"),
            ("2.7", ("enter",), ""),
        ],
    )
    def test_the_answer(self, typed: str, answer: Sequence[str], taken: str) -> None:
        assert texts(at(MARKING).marks(typed).press(*answer))[0] == taken

    def test_a_mark_far_outside_ones_own_range_is_shown_again(self) -> None:
        booth = at(MARKING).marks("26.6", "26.6", "14.6")  # 19.8 and 17.7 so far, 15 % of 20 is 3
        assert booth.said == "您这一项一直给 17.7 到 19.8。是 14.6 吗？"
        assert "####" in booth.picture()
        assert booth.said in booth.picture()
        assert texts(booth.press("+"))[2] == "14.6"

    @pytest.mark.parametrize("mark", ["14.7", "20"])
    def test_a_mark_within_it_is_taken(self, mark: str) -> None:
        assert texts(at(MARKING).marks("26.6", "26.6", mark))[2] == mark

    def test_others_marks_never_count(self) -> None:
        booth = at(98)  # yingbin has marks, and of kaiyuan only nobody's: one mark makes no range
        assert texts(booth.marks("12"))[0] == "12"

    def test_backspace_takes_a_digit_then_the_field(self) -> None:
        booth = (
            at(MARKING).marks("26.6").type("27").press("backspace").type("5").press("enter", "up", "up", "backspace")
        )
        assert texts(booth)[:2] == ["", "25"]

    @pytest.mark.parametrize(
        ("keys", "taken", "cursor"),
        [
            (("26.6", "down"), ("26.6", ""), 1),
            (("26.6", "down", "2", "5", "up"), ("26.6", "25"), 0),
            (("272", "down"), ("", ""), 0),
            (("300", "down"), ("", ""), 0),
            (("26.6", "down", "32", "up"), ("26.6", ""), 1),
            (("26.6", "up"), ("26.6", ""), 0),
        ],
    )
    def test_an_arrow_takes_what_is_typed_as_enter_does(
        self, keys: Sequence[str], taken: tuple[str, str], cursor: int
    ) -> None:
        booth = at(MARKING)
        for key in keys:
            booth.press(key) if key in ("up", "down") else booth.type(key)
        assert (tuple(texts(booth)[:2]), place(booth)) == (taken, cursor)

    def test_a_mended_line_leads_back_to_the_check(self) -> None:
        booth = at(MARKING).marks(*MARKS).press("down", "down")
        assert booth.page == "entry"
        assert booth.marks("25").page == "check"
        assert texts(booth) == ["26.6", "25", "18.0", "18.7"]

    def test_pasted_text_is_refused(self) -> None:
        booth = at(MARKING)
        booth.session.paste("26.6", booth.now)
        assert (texts(booth)[0], booth.said) == ("", "分数要自己打，不能粘贴。")


class TestTwelveTheSheetOfAnotherTeam:
    @pytest.mark.parametrize("number", ["1", "2", "4", "9", "0"])
    def test_another_number_hands_nothing_in(self, number: str) -> None:
        booth = at(MARKING).marks(*MARKS)
        records = len(booth.contest.records)
        assert booth.press(number).said == "没有交。按 3 才交。"
        assert len(booth.contest.records) == records

    def test_the_right_one_hands_in(self) -> None:
        booth = at(MARKING).marks(*MARKS)
        since = booth.last.seq
        ((seat, fact),) = booth.press("3").made(since)
        assert (seat, fact.team, fact.judge) == ("judge:j3", "daqinglu", "j3")
        assert list(fact.marks.values()) == [Decimal(mark) for mark in MARKS]
        assert (booth.page, booth.said) == ("locked", "已交: #128")

    def test_each_side_of_a_match_by_its_own_number(self) -> None:
        booth = at(DEBATE_MARKING).marks(*SIDES)
        since = booth.last.seq
        booth.press("1")
        assert not list(booth.made(since))
        booth.press("4")
        assert booth.page == "check"
        booth.press("3")
        assert [fact.team for _seat, fact in booth.made(since)] == ["yongtai", "daqinglu"]
        assert booth.page == "locked"

    def test_a_number_of_two_digits_is_ended_by_enter(self) -> None:
        booth = thirteen().marks("7", "8")
        since = booth.last.seq
        booth.press("1")
        assert "打这支队的台号  13      已打: 1  再按 Enter" in booth.picture()
        assert booth.press("enter").said == "没有交。按 13 才交。"
        booth.press(*["enter"] * 5, gap_ms=800).press("3", "enter", "1", "2", "enter", "1", "3")
        assert not list(booth.made(since))
        booth.press("backspace", "3", "enter")
        assert [fact.team for _seat, fact in booth.made(since)] == ["t13"]
        assert booth.page == "locked"


def thirteen() -> Booth:
    """Return a judge's sheet for the team at desk 13 of 13."""
    teams = ", ".join(f"{{id: t{number}, name: 第{number}队}}" for number in range(1, 14))
    rulebook = f"""
quizarena: 1
contest: {{title: 小赛, language: zh}}
teams: [{teams}]
judges: [{{id: j1, name: 评委一}}]
order: reverse
podium_numbers: roster
panel: {{rule: mean, of: judge_total, places: 2, rounding: half_up}}
rounds: [{{id: r, title: 情景, use: scenario/staged, topics: [], criteria: {{一: 10, 二: 10}}}}]
"""
    contest = Contest(loads(rulebook))
    contest.push(ContestOpened("live"))
    booth = Booth(arena_of(contest), "j1")
    while booth.view.bundle is None:
        move = next(move for move in booth.contest.moves("desk") if move.gesture == "next" and move.closed is None)
        booth.arena.push(move.fill({}, now=booth.now))
        booth.session.refresh()
    return booth
