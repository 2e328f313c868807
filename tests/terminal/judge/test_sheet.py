"""A judge's sheet over an afternoon: handing in, coming back, drafts, the PIN, the desk, hostile names."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import ContestOpened
from quizarena.errors import JournalError, JournalUnknown, QuizArenaError
from quizarena.journal import MemoryJournal
from quizarena.languages import LANGUAGES
from quizarena.rulebook import loads
from quizarena.sessions.desk.judges import open_judge
from quizarena.sessions.desk.lists import DeedList
from quizarena.sessions.desk.session import DeskSession
from quizarena.sessions.judge import pin
from quizarena.sessions.judge.draft import ballots_key, reminder_key
from quizarena.sessions.judge.duties import find_judge
from quizarena.sessions.keys import press

from ..desk.hand import arena_of
from .booth import MARKS, PIN, SIDES, Booth, at, place, texts

BEFORE_PLAY, MARKING, DEBATE_MARKING = 123, 127, 245
"""Records of the story: desk 3 acts; ballots awaited for it; ballots awaited for the second match."""


class TestHandingIn:
    def test_two_windows_of_one_judge_count_once(self) -> None:
        one = at(MARKING).marks(*MARKS)
        two = Booth(one.arena, "j3", sits=False).type(PIN)
        one.viewer.press(press("3", "3"), one.now)
        since = one.last.seq
        two.viewer.press(press("3", "3"), two.now)
        assert one.last.seq == since

    def test_a_lost_reply_counts_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        booth = at(MARKING).marks(*MARKS)
        since, push = booth.last.seq, booth.arena.push

        def lost(*args: object, **by: object) -> object:
            push(*args, **by)  # type: ignore[arg-type]
            raise JournalUnknown("power")

        monkeypatch.setattr(type(booth.arena), "push", lambda self, *args, **by: lost(*args, **by))
        assert booth.press("3").is_loud
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
        assert booth.press("3").page == "locked"

    def test_a_ballot_the_desk_typed_meanwhile_closes_the_sheet(self) -> None:
        booth = at(MARKING).marks("26.6")
        values = dict(
            zip((f"marks.{name}" for name in ("政策业务", "处置应变", "沟通表达", "团队配合")), MARKS, strict=True)
        )
        booth.desk("scenario.ballot", judge="j3", **values)
        assert booth.page == "locked"
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
        draft = booth.arena.journal.draft(ballots_key("j3"))
        booth.press("3")
        booth.arena.journal.write_draft(
            ballots_key("j3"), draft or "", None
        )  # as a kill just after the commit leaves it
        booth.desk("scenario.returned", judge="j3", reason="看不清")
        assert booth.contest.find(booth.bundle.sheet.id) is None


class TestDrafts:
    def test_another_window_goes_on_in_the_same_field(self) -> None:
        one = at(MARKING).marks(*MARKS[:2])
        two = Booth(one.arena, "j3", sits=False).type(PIN)
        assert (texts(two), place(two)) == (["26.6", "26.6", "", ""], 2)

    def test_and_on_the_check_page(self) -> None:
        one = at(DEBATE_MARKING).marks(*SIDES)
        two = Booth(one.arena, "j3", sits=False).type(PIN)
        assert (two.page, texts(two)) == ("check", list(SIDES))

    def test_one_judge_never_sees_anothers(self) -> None:
        one = at(MARKING).marks(*MARKS[:2])
        assert texts(Booth(one.arena, "j6")) == [""] * 4

    def test_what_no_longer_fits_is_left_out(self) -> None:
        one = at(MARKING).marks(*MARKS[:2])
        text = one.arena.journal.draft(ballots_key("j3")) or ""
        kept = json.loads(text)
        (sheet,) = kept["sheets"].values()
        sheet["texts"] |= {"marks.政策业务": "99", "marks.没有这项": "5"}
        one.arena.journal.write_draft(ballots_key("j3"), json.dumps(kept), text)
        assert texts(Booth(one.arena, "j3", sits=False).type(PIN)) == ["", "26.6", "", ""]

    def test_a_draft_that_cannot_be_saved_is_told_and_typing_goes_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        booth = at(MARKING)

        def full(self: object, *args: object) -> None:
            raise JournalError("disk full")

        monkeypatch.setattr(MemoryJournal, "write_draft", full)
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
        assert booth.type("1234").type("1234").page == "entry"

    def test_five_wrong_ones_close_the_seat_until_the_desk_frees_it(self) -> None:
        booth = at(MARKING).marks("26.6")
        closed = Booth(booth.arena, "j3", sits=False)
        for left in (4, 3, 2, 1, 0):
            assert closed.type("1111").said == f"密码不对，还能试 {left} 次。"
        assert closed.type(PIN).page == "pin"
        again = Booth(booth.arena, "j3", sits=False)
        assert "五次都不对" in again.picture()
        pin.clear(booth.arena.journal, "j3")
        assert texts(again.type("7777").type("7777"))[0] == "26.6"

    def test_a_pin_cleared_by_the_desk_is_seen_within_the_second(self) -> None:
        booth = at(MARKING)
        closed = Booth(booth.arena, "j3", sits=False)
        for _try in range(pin.TRIES):
            closed.type("1111")
        assert not closed.session.heartbeat(booth.now)
        pin.clear(booth.arena.journal, "j3")
        assert "五次都不对" in closed.picture()
        assert closed.session.heartbeat(booth.now)
        assert "请定一个密码" in closed.picture()

    def test_a_pin_that_cannot_be_read_stops_no_picture(self, monkeypatch: pytest.MonkeyPatch) -> None:
        booth = at(MARKING, sits=False)

        def gone(self: object, *args: object) -> None:
            raise JournalError("the stick was pulled")

        monkeypatch.setattr(MemoryJournal, "draft", gone)
        assert "请定一个密码" in booth.picture()
        assert "the stick was pulled" in booth.press("2").said

    def test_a_right_one_forgives_the_wrong_ones(self) -> None:
        booth = at(MARKING)
        Booth(booth.arena, "j3", sits=False).type("1111").type("1111").type(PIN)
        assert Booth(booth.arena, "j3", sits=False).type("1111").said == "密码不对，还能试 4 次。"

    def test_leaving_asks_for_it(self) -> None:
        booth = at(BEFORE_PLAY, None, sits=False).press("3").type(PIN).type(PIN)
        booth.press("escape").type("1111")
        assert (booth.page, booth.session.judge) == ("pin", "j3")
        booth.press("escape")
        assert booth.page == "waiting"
        booth.press("ctrl+c").type(PIN)
        assert (booth.page, booth.session.ended) == ("seat", False)

    def test_a_window_of_one_judge_closes_on_leaving(self) -> None:
        assert at(MARKING).press("ctrl+c").type(PIN).session.ended

    def test_one_laptop_serves_one_judge_after_the_other(self) -> None:
        booth = at(MARKING, None, sits=False).press("3").type(PIN).type(PIN).marks(*MARKS).press("3")
        booth.press("escape").type(PIN).press("6").type("1357").type("1357")
        assert (booth.session.judge, booth.page, texts(booth)) == ("j6", "entry", [""] * 4)


class TestTheDesk:
    def test_its_reminder_is_read_until_the_ballot_is_in(self) -> None:
        booth = at(MARKING)
        booth.arena.journal.write_draft(reminder_key("j3"), "-", None)
        booth.session.heartbeat(booth.now)
        assert "控制台请您交票" in booth.picture()
        assert "控制台请您交票" not in booth.marks(*MARKS).press("3").picture()

    def test_it_clears_a_pin(self) -> None:
        booth = at(MARKING)
        desk = DeskSession(booth.arena)
        open_judge(desk, "j3", booth.now)
        assert isinstance(desk.overlay, DeedList)
        (deed,) = [each for each in desk.overlay.deeds if each.text.in_language("zh") == "清除密码，让出席位"]
        desk.press(press(str(deed.number), str(deed.number)), booth.now)
        assert desk.message.text.in_language("zh") == "密码已清除: 评委三"
        assert "请定一个密码" in Booth(booth.arena, "j3", sits=False).picture()


CHIEF = """
quizarena: 1
contest: {title: 小赛, language: zh}
teams: [{id: t1, name: 甲队}, {id: t2, name: 乙队}]
judges: [{id: j1, name: 主评委, chief: true}, {id: j2, name: 评委二}]
order: roster
panel: {rule: mean, of: judge_total, places: 2, rounding: half_up, chief: {at_most: 2}}
rounds: [{id: r, title: 情景, use: scenario/staged, topics: [], criteria: {一: 10, 二: 10}}]
"""


class TestWhatElseAJudgeMayDo:
    """The chief judge's adjustment: an aside with a choice, a number that may be negative, and a reason in words."""

    def opened(self) -> Booth:
        """Return the chief's sheet after the first performance was marked."""
        contest = Contest(loads(CHIEF))
        contest.push(ContestOpened("live"))
        booth = Booth(arena_of(contest), "j1")
        while booth.page != "opening":
            if booth.page == "entry":
                booth.marks("8", "8").press("1")
                booth.desk("scenario.ballot", judge="j2", **{"marks.一": "7", "marks.二": "7"})
            move = next(move for move in booth.contest.moves("desk") if move.gesture == "next" and move.closed is None)
            booth.arena.push(move.fill({}, now=booth.now))
            booth.session.refresh()
        return booth

    def test_it_is_opened_by_its_number_and_closed_by_escape(self) -> None:
        booth = self.opened()
        assert "1  主评委调整得分" in booth.picture()
        assert booth.press("1").page == "entry"
        assert booth.press("escape").page == "opening"

    def test_it_is_handed_in_once_each_time(self) -> None:
        booth = self.opened()
        for points in ("-1.5", "-0.5"):
            booth.press("1", "1").marks(points).type("原因 a").press("enter")
            assert "原因: 原因 a" in booth.picture()
            booth.press("1")
            assert (booth.last.seat, booth.last.fact.points) == ("judge:j1", Decimal(points))  # type: ignore[attr-defined]
            assert booth.view.bundle is None


@pytest.mark.parametrize("name", ["j3", "3", "judge:j3"])
def test_a_judge_is_called_by_id_or_seat(name: str) -> None:
    assert find_judge(at(MARKING).contest, name) == "j3"


@pytest.mark.parametrize("name", ["j99", "9", "0", "", "judge:"])
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "没有评委 {name}；可以写 j1, j2, j3, j4, j5, j6, j7 中的一个，或席位号 1 到 7"),
        (
            "en",
            "there is no judge {name}; expected one of j1, j2, j3, j4, j5, j6, j7, or a seat by its number, 1 to 7",
        ),
    ],
)
def test_a_judge_nobody_knows_is_refused(name: str, language: str, said: str) -> None:
    with pytest.raises(QuizArenaError) as refused:
        find_judge(at(MARKING).contest, name)
    assert refused.value.sentence(language) == said.format(name=name)


@pytest.mark.parametrize("name", [None, "j1", "1"])
def test_a_contest_without_judges_has_no_sheet(name: str | None) -> None:
    teams = "[{id: a, name: 甲}, {id: b, name: 乙}]"
    quiz = (
        f"quizarena: 1\ncontest: {{title: T}}\nteams: {teams}\norder: roster\nrounds: [{{id: r, use: quiz/required}}]\n"
    )
    with pytest.raises(QuizArenaError) as refused:
        find_judge(Contest(loads(quiz)), name)
    assert refused.value.sentence("zh") == "这场比赛没有评委；评委写在规则文件的 judges: 下面"


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
    pages = [booth.page]
    booth.picture()
    for keys in (["1", "2", "enter"], list(PIN), list(PIN)):
        booth.press(*keys)
        booth.picture()
        pages.append(booth.page)
    while booth.view.bundle is None:
        move = next(move for move in booth.contest.moves("desk") if move.gesture == "next" and move.closed is None)
        arena.push(move.fill({}, now=booth.now))
        booth.picture()
    for mark in ("7", "8"):
        booth.marks(mark)
        pages.append(booth.page)
        booth.picture()
    booth.press("1")
    booth.picture(120, 34)
    assert [*pages, booth.page] == ["seat", "pin", "pin", "waiting", "entry", "check", "locked"]
