"""What a judge's presses do: the mistakes of the interaction design that a judge can make, drafts, PIN, handing in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal

import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import ContestOpened
from quizarena.errors import JournalError, JournalUnknown, QuizArenaError
from quizarena.journal import MemoryJournal
from quizarena.rulebook import loads
from quizarena.screens.desk.keymap import press
from quizarena.screens.judge import pin
from quizarena.screens.judge.controller import drafts_key, judge_called
from quizarena.text import LANGUAGES

from .booth import PIN, Booth, arena_of, at

BEFORE_PLAY, MARKING, ONE_IN = 123, 127, 131
DEBATE_MARKING = 245
MARKS = ("26.6", "26.6", "18.0", "18.7")
SIDES = ("23", "18.8", "26.7", "18.8", "44", "45.5", "43", "41", "24.9", "17.9", "26.6", "17", "40", "41", "42", "43.5")


def texts(booth: Booth) -> list[str]:
    """Return what has been taken, field by field."""
    bundle = booth.sheet.bundle
    assert bundle is not None
    return [sheet.texts.get(blank.path, "") for sheet, blank in bundle.spots]


def place(booth: Booth) -> int:
    """Return the cursor's field."""
    assert booth.sheet.bundle is not None
    return booth.sheet.bundle.place


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
        assert at(BEFORE_PLAY).press(letter).sheet.language == "en"

    @pytest.mark.parametrize("key", ["l", "q", "space", "+", "-", "/", "tab", "f1"])
    def test_nothing_else_acts_while_marking(self, key: str) -> None:
        booth = at(MARKING).marks("26.6")
        before = booth.picture()
        booth.press(key)
        assert (texts(booth)[0], place(booth), booth.sheet.language) == ("26.6", 1, "zh")
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
        assert booth.sheet.page == "check"

    def test_a_held_desk_number_hands_in_once(self) -> None:
        booth = at(MARKING).marks(*MARKS)
        since = booth.last.seq
        booth.press(*["3"] * 20, gap_ms=30)
        assert len(list(booth.made(since))) == 1

    def test_a_held_enter_does_not_keep_a_doubtful_mark(self) -> None:
        booth = at(MARKING).marks("26.6", "26.6").type("12").press(*["enter"] * 20, gap_ms=30)
        assert texts(booth)[2] == ""
        booth.press("enter")
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
            ("32", "32 超过满分 30，是不是 3.2？ 1 是  2 重打"),
            ("272", "272 超过满分 30，是不是 27.2？ 1 是  2 重打"),
            ("3000", "3000 超过满分 30，请重打。"),
            ("26.65", "26.65 不行，每 0.1 分一档，请重打。"),
            ("2.7", "满分 30，2.7 很低，不是 27？再按 Enter 就是它，不是请重打"),
            ("06", "请打一个数，比如 9.5。"),
            (".", "请打一个数，比如 9.5。"),
        ],
    )
    def test_what_does_not_fit_is_refused_or_asked_about_at_once(self, typed: str, said: str) -> None:
        booth = at(MARKING).marks(typed)
        assert (texts(booth)[0], place(booth), booth.said) == ("", 0, said)
        assert booth.sheet.said.loud

    @pytest.mark.parametrize(
        ("typed", "answer", "taken"),
        [
            ("272", ("1",), "27.2"),
            ("272", ("2", "2", "6", "enter"), "26"),
            ("272", ("backspace", "2", "6", "enter"), "26"),
            ("272", ("enter",), ""),
            ("2.7", ("enter",), "2.7"),
            ("2.7", ("2", "7", "enter"), "27"),
            ("2.7", ("backspace",), ""),
        ],
    )
    def test_the_answer(self, typed: str, answer: Sequence[str], taken: str) -> None:
        assert texts(at(MARKING).marks(typed).press(*answer))[0] == taken

    def test_a_mark_far_outside_ones_own_range_is_shown_again(self) -> None:
        booth = at(MARKING).marks("26.6", "26.6", "14.6")  # 19.8 and 17.7 so far, 15 % of 20 is 3
        assert booth.said == "您这一项一直给 17.7 到 19.8。是 14.6 再按 Enter，不是请重打"
        assert "####" in booth.picture()
        assert texts(booth.press("enter"))[2] == "14.6"

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

    def test_a_mended_line_leads_back_to_the_check(self) -> None:
        booth = at(MARKING).marks(*MARKS).press("down", "down")
        assert booth.sheet.page == "entry"
        assert booth.marks("25").sheet.page == "check"
        assert texts(booth) == ["26.6", "25", "18.0", "18.7"]

    def test_pasted_text_is_refused(self) -> None:
        booth = at(MARKING)
        booth.sheet.paste()
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
        assert (booth.sheet.page, booth.said) == ("locked", "已交: #128")

    def test_each_side_of_a_match_by_its_own_number(self) -> None:
        booth = at(DEBATE_MARKING).marks(*SIDES)
        since = booth.last.seq
        booth.press("1")
        assert not list(booth.made(since))
        booth.press("4")
        assert booth.sheet.page == "check"
        booth.press("3")
        assert [fact.team for _seat, fact in booth.made(since)] == ["yongtai", "daqinglu"]
        assert booth.sheet.page == "locked"


class TestHandingIn:
    def test_two_windows_of_one_judge_count_once(self) -> None:
        one = at(MARKING).marks(*MARKS)
        two = Booth(one.arena, "j3", sits=False).type(PIN)
        one.sheet.press(press("3", "3"), one.now)
        since = one.last.seq
        two.sheet.press(press("3", "3"), two.now)
        assert one.last.seq == since

    def test_a_lost_reply_counts_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        booth = at(MARKING).marks(*MARKS)
        since, push = booth.last.seq, booth.arena.push

        def lost(*args: object, **by: object) -> object:
            push(*args, **by)  # type: ignore[arg-type]
            raise JournalUnknown("power")

        monkeypatch.setattr(type(booth.arena), "push", lambda self, *args, **by: lost(*args, **by))
        assert booth.press("3").sheet.said.loud
        monkeypatch.undo()
        booth.press("3")
        assert len(list(booth.made(since))) == 1

    def test_what_cannot_be_written_stays_and_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        booth = at(MARKING).marks(*MARKS)

        def full(self: object, *args: object, **by: object) -> None:
            raise JournalError("disk full")

        monkeypatch.setattr(type(booth.arena), "push", full)
        assert "没存上" in booth.press("3").said
        monkeypatch.undo()
        assert booth.press("3").sheet.page == "locked"

    def test_a_ballot_the_desk_typed_meanwhile_closes_the_sheet(self) -> None:
        booth = at(MARKING).marks("26.6")
        values = dict(
            zip((f"marks.{name}" for name in ("政策业务", "处置应变", "沟通表达", "团队配合")), MARKS, strict=True)
        )
        booth.desk("scenario.ballot", judge="j3", **values)
        assert booth.sheet.page == "locked"
        assert "89.9" in booth.picture()


class TestReturned:
    def test_figures_are_kept_and_it_counts_anew(self) -> None:
        booth = at(MARKING).marks(*MARKS).press("3")
        first = booth.last.seq
        booth.desk("scenario.returned", judge="j3", reason="第 3 项看不清")
        assert texts(booth) == list(MARKS)
        booth.press("down", "down").marks("17.5").press("3")
        assert booth.last.seq == first + 2
        assert booth.last.fact.marks["沟通表达"] == Decimal("17.5")  # type: ignore[attr-defined]

    def test_an_old_draft_never_comes_back(self) -> None:
        booth = at(MARKING).marks(*MARKS)
        draft = booth.arena.journal.draft(drafts_key("j3"))
        booth.press("3")
        booth.arena.journal.keep_draft(drafts_key("j3"), draft or "", "")  # as a kill just after the commit leaves it
        booth.desk("scenario.returned", judge="j3", reason="看不清")
        assert booth.sheet.bundle is not None
        assert booth.contest.find(booth.sheet.bundle.sheet.id) is None


class TestDrafts:
    def test_another_window_goes_on_in_the_same_field(self) -> None:
        one = at(MARKING).marks(*MARKS[:2])
        two = Booth(one.arena, "j3", sits=False).type(PIN)
        assert (texts(two), place(two)) == (["26.6", "26.6", "", ""], 2)

    def test_and_on_the_check_page(self) -> None:
        one = at(DEBATE_MARKING).marks(*SIDES)
        two = Booth(one.arena, "j3", sits=False).type(PIN)
        assert (two.sheet.page, texts(two)) == ("check", list(SIDES))

    def test_one_judge_never_sees_anothers(self) -> None:
        one = at(MARKING).marks(*MARKS[:2])
        assert texts(Booth(one.arena, "j6")) == [""] * 4

    def test_what_no_longer_fits_is_left_out(self) -> None:
        one = at(MARKING).marks(*MARKS[:2])
        kept = json.loads(one.arena.journal.draft(drafts_key("j3")) or "")
        (sheet,) = kept["sheets"].values()
        sheet["texts"] |= {"marks.政策业务": "99", "marks.没有这项": "5"}
        one.arena.journal.keep_draft(drafts_key("j3"), json.dumps(kept), "")
        assert texts(Booth(one.arena, "j3", sits=False).type(PIN)) == ["", "26.6", "", ""]

    def test_a_draft_that_cannot_be_saved_is_told_and_typing_goes_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        booth = at(MARKING)

        def full(self: object, *args: object) -> None:
            raise JournalError("disk full")

        monkeypatch.setattr(MemoryJournal, "keep_draft", full)
        booth.marks("26.6")
        assert (texts(booth)[0], booth.said) == ("26.6", "草稿没存上: disk full")


class TestPin:
    def test_it_is_kept_salted_and_never_in_clear(self) -> None:
        booth = at(MARKING)
        text = booth.arena.journal.draft(pin.pin_key("j3")) or ""
        assert PIN not in text
        other = Booth(booth.arena, "j6").arena.journal.draft(pin.pin_key("j6")) or ""
        assert json.loads(text)["hash"] != json.loads(other)["hash"]

    def test_two_that_differ_are_chosen_again(self) -> None:
        booth = at(MARKING, sits=False).type("1234").type("1235")
        assert booth.said == "两次不一样，请重新定。"
        assert booth.type("1234").type("1234").sheet.page == "entry"

    def test_five_wrong_ones_close_the_seat_until_the_desk_frees_it(self) -> None:
        booth = at(MARKING).marks("26.6")
        closed = Booth(booth.arena, "j3", sits=False)
        for left in (4, 3, 2, 1, 0):
            assert closed.type("1111").said == f"密码不对，还能试 {left} 次。"
        assert closed.type(PIN).sheet.page == "pin"
        again = Booth(booth.arena, "j3", sits=False)
        assert "五次都不对" in again.picture()
        pin.free(booth.arena.journal, "j3")
        assert texts(again.type("7777").type("7777"))[0] == "26.6"

    def test_a_right_one_forgives_the_wrong_ones(self) -> None:
        booth = at(MARKING)
        Booth(booth.arena, "j3", sits=False).type("1111").type("1111").type(PIN)
        assert Booth(booth.arena, "j3", sits=False).type("1111").said == "密码不对，还能试 4 次。"

    def test_leaving_asks_for_it(self) -> None:
        booth = at(BEFORE_PLAY, None, sits=False).press("3").type(PIN).type(PIN)
        booth.press("escape").type("1111")
        assert (booth.sheet.page, booth.sheet.judge) == ("pin", "j3")
        booth.press("escape")
        assert booth.sheet.page == "waiting"
        booth.press("ctrl+c").type(PIN)
        assert (booth.sheet.page, booth.sheet.ended) == ("seat", False)

    def test_a_window_of_one_judge_closes_on_leaving(self) -> None:
        assert at(MARKING).press("ctrl+c").type(PIN).sheet.ended

    def test_one_laptop_serves_one_judge_after_the_other(self) -> None:
        booth = at(MARKING, None, sits=False).press("3").type(PIN).type(PIN).marks(*MARKS).press("3")
        booth.press("escape").type(PIN).press("6").type("1357").type("1357")
        assert (booth.sheet.judge, booth.sheet.page, texts(booth)) == ("j6", "entry", [""] * 4)


class TestTheDesk:
    def test_its_reminder_is_read_until_the_ballot_is_in(self) -> None:
        booth = at(MARKING)
        booth.arena.journal.keep_draft("remind:j3", "请交票", "")
        booth.sheet.listen()
        assert "请交票" in booth.picture()
        assert "请交票" not in booth.marks(*MARKS).press("3").picture()


@pytest.mark.parametrize("name", ["j3", "3", "judge:j3"])
def test_a_judge_is_called_by_id_or_seat(name: str) -> None:
    assert judge_called(at(MARKING).contest, name) == "j3"


def test_a_judge_nobody_knows_is_refused() -> None:
    with pytest.raises(QuizArenaError, match=r"expected a judge, one of j1, j2, .*, found j99"):
        judge_called(at(MARKING).contest, "j99")


HOSTILE = [
    "[/",
    "[@click=app.quit]x[/]",
    "a\u0301\u0301\u0301\u0301",
    "🤼\u200d♂️ 队",
    "阿依古丽·买买提",
    "·—…×“”",
    "ﷺ",
    "名" * 60,
]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_names_on_every_page(name: str, language: str) -> None:
    rulebook = {
        "quizarena": 1,
        "contest": {"title": name, "language": "zh"},
        "teams": [{"id": f"t{n}", "name": f"{name}{n}", "members": [f"{name}{n}"]} for n in (1, 2)],
        "judges": [{"id": f"j{n}", "name": f"{name}{n}"} for n in range(1, 13)],
        "order": "roster",
        "panel": {"rule": "mean", "of": "judge_total", "places": 2, "rounding": "half_up"},
        "rounds": [
            {
                "id": "r",
                "use": "scenario/staged",
                "title": name,
                "topics": [],
                "criteria": {name.replace(".", ""): 10, "乙": 10},
            }
        ],
    }
    contest = Contest(loads(json.dumps(rulebook, ensure_ascii=False)))
    contest.push(ContestOpened("live"))
    arena = arena_of(contest)
    booth = Booth(arena, None, language=language, sits=False)
    pages = [booth.sheet.page]
    booth.picture()
    for keys in (["1", "2", "enter"], list(PIN), list(PIN)):
        booth.press(*keys)
        booth.picture()
        pages.append(booth.sheet.page)
    while not booth.sheet.duties.ballots:
        move = next(move for move in booth.contest.moves("desk") if move.gesture == "next" and move.closed is None)
        arena.push(move.fill({}, now=booth.now))
        booth.picture()
    for mark in ("7", "8"):
        booth.marks(mark)
        pages.append(booth.sheet.page)
        booth.picture()
    booth.press("1")
    booth.picture(120, 34)
    assert [*pages, booth.sheet.page] == ["seat", "pin", "pin", "waiting", "entry", "check", "locked"]
