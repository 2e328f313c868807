"""A judge's session as values: what is seen, what a press and a form come to, and two windows on one sheet."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from threading import Thread

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizarena.arena import Arena
from quizarena.errors import JournalUnknown
from quizarena.journal import MemoryJournal
from quizarena.sessions.judge import pin
from quizarena.sessions.judge.bundle import Bundle
from quizarena.sessions.judge.draft import SheetsDraft, ballots_key
from quizarena.sessions.judge.duties import People, duties, typed_before
from quizarena.sessions.judge.session import JudgeSession
from quizarena.sessions.judge.sheet import Sheet
from quizarena.sessions.keys import press
from tests.parts import tries

from ...terminal.golden import plain
from ...terminal.judge.booth import MARKS, SIDES, Booth, at, texts

BEFORE_PLAY, MARKING, DEBATE_MARKING = 123, 127, 245
"""Records of the story: desk 3 acts; ballots awaited for it; ballots awaited for the second match."""
PATHS = ("marks.政策业务", "marks.处置应变", "marks.沟通表达", "marks.团队配合")


def form(*marks: str) -> dict[str, str]:
    """Return the fields of a form with marks in them."""
    return dict(zip(PATHS, marks, strict=False))


def two(seq: int = MARKING) -> tuple[Booth, Booth]:
    """Return two windows of one judge."""
    one = at(seq)
    other = Booth(one.arena, "j3", sits=False)
    other.session.sit_down("j3")
    return one, other


def beat(*booths: Booth) -> None:
    """Let a second pass in each window."""
    for booth in booths:
        booth.now += timedelta(seconds=1)
        booth.session.heartbeat(booth.now)


class TestView:
    def test_it_is_a_value_that_two_languages_look_at_at_once(self) -> None:
        booth = at(MARKING).marks("26.6")
        before, english = booth.view, attrs.evolve(booth.viewer, language="en")
        assert "请给这支队打分" in booth.picture()
        assert any("Please mark this team" in row for row in plain(english.paint(80, 24)))
        assert "请给这支队打分" in booth.picture()
        booth.marks("26.6")
        assert before.bundle is not None
        assert dict(before.bundle.sheets[0].texts) == {PATHS[0]: "26.6"}

    def test_what_is_said_is_in_the_viewer_s_language(self) -> None:
        message = at(MARKING).press("x").view.message
        assert {message.text.in_language(each) for each in ("zh", "en")} == {
            "这里这个键不起作用。",
            "This key does nothing here.",
        }

    @pytest.mark.parametrize(
        ("opened", "keys"),
        [
            (lambda: at(MARKING, sits=False), ["", "backspace", "escape"]),
            (lambda: at(MARKING), ["", "", "backspace", ""]),
            (lambda: at(MARKING).marks("272"), ["+", "-", "tab"]),
            (lambda: at(MARKING).marks("272").press("tab"), ["", "", "backspace", "tab"]),
            (lambda: at(MARKING).marks(*MARKS), ["3", "escape"]),
            (lambda: at(DEBATE_MARKING).marks(*SIDES), ["3", "4", "escape"]),
            (lambda: at(BEFORE_PLAY), ["escape"]),
        ],
        ids=["PIN", "entry", "a question", "one put off", "check", "both sides", "waiting"],
    )
    def test_its_keys_act(self, opened: Callable[[], Booth], keys: Sequence[str]) -> None:
        assert [key.press for key in opened().view.keys] == keys
        refused = ("这里这个键不起作用。", "四位数字；Esc 回去。", "先答这一问: + 或 -。", "没有交。")
        for key in filter(None, keys):
            assert not opened().press(key).said.startswith(refused)


class TestQuestions:
    """O2: a question is not answered by the next mark's first digit."""

    def test_a_burst_into_a_question_records_nothing_and_says_what_was_lost(self) -> None:
        booth = at(MARKING)
        for key in "272\r19.1\r26\r":
            booth.press("enter" if key == "\r" else key, gap_ms=30)
        assert texts(booth) == [""] * 4
        assert booth.said == "先答这一问: + 或 -。没有记下的键: 1 9 . 1 Enter 2 6 Enter"
        booth.press("+")
        assert texts(booth) == ["27.2", "", "", ""]
        assert booth.marks("26.6").bundle.place == 2

    @pytest.mark.parametrize("gap_ms", [33, 125])
    def test_a_burst_of_marks_gives_the_marks(self, gap_ms: int) -> None:
        booth = at(MARKING)
        for key in "\r".join([*MARKS, ""]):
            booth.press("enter" if key == "\r" else key, gap_ms=gap_ms)
        assert (texts(booth), booth.page) == (list(MARKS), "check")

    def test_tab_puts_it_off_and_nothing_can_be_handed_in(self) -> None:
        booth = at(MARKING).marks("272").press("tab")
        assert (booth.bundle.place, texts(booth)[0]) == (1, "")
        booth.marks(*MARKS[1:])
        assert (booth.page, booth.bundle.place, booth.said) == ("entry", 0, "272 超过满分 30。是 27.2 吗？")
        booth.press("3")
        assert booth.page == "entry"
        assert booth.press("+").page == "check"
        assert texts(booth) == ["27.2", *MARKS[1:]]

    def test_tab_goes_back_to_it(self) -> None:
        booth = at(MARKING).marks("272").press("tab").marks("26.6")
        assert booth.press("tab").bundle.place == 0
        booth.press("-").marks("27")
        assert texts(booth)[:2] == ["27", "26.6"]
        assert booth.press("tab").said == "没有放一放的问题。"

    def test_an_arrow_that_comes_to_it_asks_again(self) -> None:
        booth = at(MARKING).marks("272").press("tab", "up")
        assert booth.said == "272 超过满分 30。是 27.2 吗？"

    def test_it_is_kept_over_a_restart(self) -> None:
        one = at(MARKING).marks("272").press("tab").marks("26.6")
        again = Booth(one.arena, "j3", sits=False)
        again.session.sit_down("j3")
        assert texts(again) == ["", "26.6", "", ""]
        assert again.press("tab").said == "272 超过满分 30。是 27.2 吗？"

    def test_a_comma_is_the_point(self) -> None:
        """O8: 8,5 is 8.5."""
        assert texts(at(MARKING).marks("26,6", "26\uff0c5"))[:2] == ["26.6", "26.5"]


KEYS = [*"0123456789.,+-x", "enter", "tab", "up", "down", "backspace", "escape", "left", "ideograph"]


class TestAnyKeys:
    """Whatever is pressed while two teams' sheets are open, and at whatever pace."""

    @settings(max_examples=tries(12))
    @given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from([30, 200, 1_000])), max_size=40), st.booleans())
    def test_only_a_team_s_number_hands_in_and_only_what_was_checked(
        self, pressed: list[tuple[str, int]], checking: bool
    ) -> None:
        booth = whole_sheets() if checking else at(DEBATE_MARKING)
        for key, gap_ms in pressed:
            before, since = booth.view.bundle, booth.last.seq
            booth.press(key, gap_ms=gap_ms)
            made = list(booth.made(since))
            if made:
                ((seat, fact),) = made
                assert before is not None
                assert before.checking
                (sheet,) = [sheet for sheet in before.sheets if sheet.team == fact.subject.team]
                assert (seat, key) == ("judge:j3", str(sheet.number))
                assert not sheet.asked
                assert typed_before(sheet.move, fact) == sheet.values()
            again = JudgeSession(booth.arena)
            again.sit_down("j3")
            assert figures(again.view().bundle) == figures(booth.view.bundle)


def whole_sheets() -> Booth:
    """Return the check page of both sides' sheets."""
    booth = at(DEBATE_MARKING)
    for sheet, marks in zip(booth.bundle.sheets, (SIDES[:8], SIDES[8:]), strict=True):
        values = {blank.path: mark for blank, mark in zip(sheet.fields, marks, strict=True)}
        assert booth.session.fill(sheet.key, values, sheet.id, booth.now)
    return booth.press("up", "down", "enter")


def figures(bundle: Bundle | None) -> list[tuple[str, dict[str, str], dict[str, str]]]:
    """Return what is filled and what is put off, sheet by sheet, under its id."""
    sheets = () if bundle is None else bundle.sheets
    return [
        (sheet.id, {path: text for path, text in sheet.texts.items() if text}, dict(sheet.asked)) for sheet in sheets
    ]


class TestForms:
    def submit(self, booth: Booth, *marks: str) -> int | None:
        """Hand in the form of the first sheet, as it was painted."""
        sheet = booth.bundle.sheets[0]
        record = booth.session.submit(sheet.key, form(*marks), sheet.id, booth.now)
        return None if record is None else record.seq

    def test_the_answer_waits_for_one_commit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A phone waited for five: the draft was written twice before, and thrown away after."""
        booth = at(MARKING).marks("26.6")
        written: list[str] = []
        write, drop = MemoryJournal.write_draft, MemoryJournal.drop_draft

        def noted_write(journal: MemoryJournal, key: str, value: str, expected: str | None) -> bool:
            written.append(key)
            return write(journal, key, value, expected)

        def noted_drop(journal: MemoryJournal, key: str) -> None:
            written.append(key)
            drop(journal, key)

        monkeypatch.setattr(MemoryJournal, "write_draft", noted_write)
        monkeypatch.setattr(MemoryJournal, "drop_draft", noted_drop)
        assert self.submit(booth, *MARKS) is not None
        assert written == []
        assert booth.arena.journal.draft(ballots_key("j3")) is not None
        beat(booth)
        assert booth.arena.journal.draft(ballots_key("j3")) is None

    def test_what_is_refused_is_kept_and_what_is_kept_is_not_written_again(self) -> None:
        booth = at(MARKING)
        assert self.submit(booth, "26.6", "300", "18", "18") is None
        kept = booth.arena.journal.draft(ballots_key("j3"))
        assert kept is not None
        assert "26.6" in kept
        sheet = booth.bundle.sheets[0]
        again = form("26.6")
        assert booth.session.fill(sheet.key, again, sheet.id, booth.now)
        assert booth.arena.journal.draft(ballots_key("j3")) == kept

    def test_a_form_hands_in_and_counts_once(self) -> None:
        booth = at(MARKING)
        sheet, since = booth.bundle.sheets[0], booth.last.seq
        for _reply_lost in range(3):
            record = booth.session.submit(sheet.key, form("26,6", *MARKS[1:]), sheet.id, booth.now)
            assert record is not None
            assert record.seq == since + 1
        assert list(booth.last.fact.marks.values()) == [Decimal(mark) for mark in MARKS]  # type: ignore[attr-defined]

    def test_a_reply_eaten_after_the_commit_counts_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        booth = at(MARKING)
        sheet, since, push = booth.bundle.sheets[0], booth.last.seq, Arena.push

        def lost(self: Arena, *args: object, **by: object) -> object:
            push(self, *args, **by)  # type: ignore[arg-type]
            raise JournalUnknown("power")

        with monkeypatch.context() as patch:
            patch.setattr(Arena, "push", lost)
            with pytest.raises(JournalUnknown):  # whoever asked tries again
                booth.session.submit(sheet.key, form(*MARKS), sheet.id, booth.now)
        record = booth.session.submit(sheet.key, form(*MARKS), sheet.id, booth.now)
        assert record is not None
        assert len(list(booth.made(since))) == 1

    def test_what_does_not_fit_is_said_and_what_fits_is_kept(self) -> None:
        booth = at(MARKING)
        assert self.submit(booth, "26.6", "300", "18", "18") is None
        assert booth.said == "300 太高: 0 到 30，请重打。"
        assert texts(booth) == ["26.6", "", "18", "18"]

    def test_a_form_with_a_gap_is_refused(self) -> None:
        booth = at(MARKING)
        since = booth.last.seq
        assert self.submit(booth, "26.6") is None
        assert booth.last.seq == since
        assert booth.is_loud

    def test_a_form_of_a_ballot_that_came_back_is_old(self) -> None:
        booth = at(MARKING)
        sheet = booth.bundle.sheets[0]
        booth.session.submit(sheet.key, form(*MARKS), sheet.id, booth.now)
        booth.desk("scenario.returned", judge="j3", reason="看不清")
        old = booth.session.submit(sheet.key, form("1", "1", "1", "1"), sheet.id, booth.now)
        assert old is not None, "it is in under this id, whatever the form says now"
        assert booth.bundle.sheets[0].id != sheet.id
        assert texts(booth) == list(MARKS)

    def test_a_form_that_is_open_no_longer_says_so(self) -> None:
        booth = at(MARKING)
        sheet = booth.bundle.sheets[0]
        assert not booth.session.fill(sheet.key, form("26.6"), "another id", booth.now)
        assert booth.said == "这张票已经不在这里了，请再看一下。"

    def test_figures_of_a_form_are_a_draft(self) -> None:
        booth = at(MARKING)
        sheet = booth.bundle.sheets[0]
        assert booth.session.fill(sheet.key, form("26,6", "x"), sheet.id, booth.now)
        again = JudgeSession(booth.arena)
        again.sit_down("j3")
        bundle = again.view().bundle
        assert bundle is not None
        assert bundle.sheets[0].values() == {"judge": "j3", PATHS[0]: "26.6"}


class TestTwoWindows:
    """D10: two windows on one sheet lose no figure, and hand in under one id."""

    def test_what_one_types_the_other_shows_within_a_second(self) -> None:
        one, other = two()
        one.marks("26.6")
        beat(other)
        assert texts(other)[0] == "26.6"

    def test_both_type_and_nothing_is_lost(self) -> None:
        one, other = two()
        one.marks("26.6", "26.6")
        other.press("down", "down").marks("18", "18.7")
        beat(one, other)
        assert texts(one) == texts(other) == ["26.6", "26.6", "18", "18.7"]

    def test_what_was_typed_last_in_a_field_stands(self) -> None:
        one, other = two()
        one.marks("26.6")
        beat(other)
        other.press("up").marks("25")
        beat(one)
        assert texts(one)[0] == texts(other)[0] == "25"

    def test_a_sheet_handed_in_in_one_closes_in_the_other(self) -> None:
        one, other = two()
        since = one.last.seq
        one.marks(*MARKS)
        beat(other)
        sheet = other.bundle.sheets[0]
        one.press("3")
        record = other.session.submit(sheet.key, form(*MARKS), sheet.id, other.now)
        assert record is not None
        assert len(list(one.made(since))) == 1
        assert other.press("x").page == "locked"

    def test_opened_in_the_same_moment_they_have_one_id(self) -> None:
        """Both read no draft before either wrote one."""
        contest, journal = at(MARKING).contest, MemoryJournal()
        (move,) = duties(contest, "j3").ballots
        drafts = [SheetsDraft(journal, "j3", lambda id: False) for _window in range(2)]
        opened = [draft.opened(Bundle.of((Sheet.of(move, "j3", People.of(contest)),))) for draft in drafts]
        assert opened[0].sheet.id != opened[1].sheet.id
        first, second = (draft.write(bundle.filled("1")) for draft, bundle in zip(drafts, opened, strict=True))
        assert first.sheet.id == second.sheet.id
        (kept,) = json.loads(journal.draft(ballots_key("j3")) or "")["sheets"].values()
        assert kept["id"] == first.sheet.id


class TestPin:
    @pytest.mark.parametrize("at_once", [2, 16])
    def test_tries_made_at_once_all_count(self, at_once: int) -> None:
        journal = MemoryJournal()
        assert pin.choose(journal, "j3", "1234")
        threads = [Thread(target=pin.is_right, args=(journal, "j3", "9999")) for _try in range(at_once)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        kept = pin.read_pin(journal, "j3")
        assert kept is not None
        assert kept.wrong == min(at_once, pin.TRIES)

    def test_of_two_that_choose_at_once_one_does(self) -> None:
        one = at(MARKING, sits=False)
        other = Booth(one.arena, "j3", sits=False)
        one.type("1234123")
        other.type("5678567")
        one.session.press(press("4", "4"), one.now)
        other.session.press(press("8", "8"), other.now)
        assert one.page == "entry"
        assert other.said == "这个席位刚刚在别处定了密码，请打那个密码。"
        assert other.type("1234").page == "entry"
