"""A hurried hand at a real terminal: what it types without looking is what it meant, or is said not to be taken."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizarena.arena import Arena
from quizarena.contest.facts import ContestOpened, RoundBegun
from quizarena.rulebook import loads

if sys.platform == "win32":
    pytest.skip("needs pseudo-terminals", allow_module_level=True)

from .terminal import KEYS, Hall, Terminal
from .test_killed import MARKING, QUESTION, story_until


@pytest.fixture
def hall() -> Iterator[Hall]:
    """Return a hall without terminals."""
    with Hall() as found:
        yield found


def burst(terminal: Terminal, text: str, keys_a_second: int) -> None:
    """Type a text at a steady rate, looking at nothing."""
    due = time.monotonic()
    for key in text:
        terminal.hall.rest(due)
        terminal.send(key)
        due += 1 / keys_a_second


def test_marks_typed_in_a_hurry_are_the_marks_and_nothing_else(hall: Hall, tmp_path: Path) -> None:
    path = story_until(tmp_path / "hall.qa", MARKING)
    desk = hall.open("desk", path, size="120x40")
    desk.sees("M 菜单")
    burst(desk, "24.3\r25.3\r", 30)  # without P
    desk.sees("24.3 ", "25.3 ", "-- 录分")
    burst(desk, "18,7\r", 8)
    desk.sees("18.7 ")
    burst(desk, "188\r", 30)
    desk.sees("是 18.8 吗？")
    burst(desk, "19.1\r", 30)  # into the question
    desk.sees("没有记下的键: 1 9 . 1 Enter")
    burst(desk, "-18.8\r87.1\r", 8)
    desk.sees("87.1 ", lacks="吗？")
    desk.send(KEYS["escape"])
    desk.sees("M 菜单")
    assert desk.record == MARKING
    burst(desk, "p", 30)
    desk.sees("24.3 ", "25.3 ", "18.7 ", "18.8 ", "87.1 ")
    with Arena.open(path, read_only=True) as arena:
        assert len(arena.contest.records) == MARKING + 1


def waits_a_while(terminal: Terminal) -> None:
    """Let the terminal rest so long that what follows is a paste of its own."""
    terminal.hall.rest(time.monotonic() + 0.2)


def test_a_paste_that_the_terminal_does_not_announce_is_no_typing(hall: Hall, tmp_path: Path) -> None:
    """Text without the marks of a paste comes in one burst: outside a field nothing of it acts, inside it is typed."""
    path = story_until(tmp_path / "hall.qa", QUESTION)
    desk = hall.open("desk", path, size="120x40")
    desk.sees("M 菜单")
    desk.send("++\r--m2\r.b0 " * 40)
    desk.sees("粘贴只进文字框")
    waits_a_while(desk)
    assert "M 菜单" in desk.text, "nothing is open"
    assert desk.record == QUESTION
    desk.press("b", "大屏显示什么")
    desk.press("8", "大屏通知")
    waits_a_while(desk)
    note = "茶歇十五分钟，请各队 3 点前回到座位。Please be back at your desks by three. 0123456789"
    desk.send(note)
    desk.sees("0123456789_", note[:20])
    with Arena.open(path, read_only=True) as arena:
        assert len(arena.contest.records) == QUESTION + 1


SPEED = """\
quizarena: 1
contest: {title: 小赛, language: zh}
teams: [{id: a, name: 甲队}, {id: b, name: 乙队}]
order: roster
rounds: [{id: speed, use: quiz/speed}]
"""


def test_figures_of_windows_marked_on_paper_go_in_one_team_after_the_other(hall: Hall, tmp_path: Path) -> None:
    path = str(tmp_path / "speed.qa")
    with Arena.create(path, loads(SPEED)) as arena:
        arena.push(ContestOpened("live"), seat="desk")
        arena.push(RoundBegun("speed", ("a", "b")), seat="desk")
    desk = hall.open("desk", path, "--person", "x")
    desk.sees("出题")
    for number, (right, wrong) in enumerate([("10", "3"), ("7", "0")], 1):
        desk.records_by("enter", f"判定 第 {number} 题", "答对几题、答错几题")
        asked = desk.record
        burst(desk, right, 8)
        desk.sees(f"{right}_")
        assert desk.record == asked, "a figure rules nothing"
        desk.press("enter", "答错几题")
        desk.send(wrong)
        desk.sees(f"{wrong}_")
        desk.records_by("enter", "请为" if number == 1 else "颁奖")
    with Arena.open(path, read_only=True) as arena:
        counted = [record.fact for record in arena.contest.records if record.type == "quiz.counted"]
        assert [(each.right, each.wrong) for each in counted] == [(10, 3), (7, 0)]


BUZZ = """\
quizarena: 1
contest: {title: 小赛, language: zh}
teams: [{id: a, name: 甲队}, {id: b, name: 乙队}, {id: c, name: 丙队}]
order: roster
rounds: [{id: buzz, use: quiz/buzz, items: 3, wrong: -10}]
"""


def test_keys_of_a_buzzer_round_pressed_too_early_twice_and_wrongly(hall: Hall, tmp_path: Path) -> None:
    path = str(tmp_path / "buzz.qa")
    with Arena.create(path, loads(BUZZ)) as arena:
        arena.push(ContestOpened("live"), seat="desk")
        arena.push(RoundBegun("buzz", ("a", "b", "c")), seat="desk")
    desk = hall.open("desk", path, "--person", "x")
    desk.sees("出题")
    desk.records_by("enter", "空格")
    asked = desk.record
    desk.send("2")  # before Space
    desk.sees("2 台 乙队: 有效，还是犯规？", "犯规 (-10)")
    burst(desk, "2\r 0", 8)
    desk.sees("有效，还是犯规？")
    desk.heard(" ")
    assert desk.record == asked
    desk.press("escape", lacks="有效，还是犯规？")
    desk.records_by(" ")
    burst(desk, "22", 5)  # 200 ms apart, on one picture
    desk.sees("第二个 2 没有记")
    buzzed = desk.record
    desk.press("backspace", "撤销", "3  3 台 丙队")
    desk.send("3")
    desk.records(buzzed)
    desk.sees(">3 丙队")
    desk.press("l", "-- 记录")
    desk.send(".")  # black under a list too
    desk.sees("黑屏")
    desk.press("escape", "M 菜单")
    with Arena.open(path, read_only=True) as arena:
        contest = arena.contest
        assert [record.type for record in contest.records[asked + 1 :]] == [
            "quiz.clock",
            "quiz.buzzed",
            "contest.corrected",
            "cue.board",
        ]
        assert contest.resolution.fact(buzzed).team == "c"  # type: ignore[union-attr]


VOTES = """\
quizarena: 1
contest: {title: 小赛, language: zh}
teams: [{id: a, name: 甲队}, {id: b, name: 乙队}]
judges: [评委一]
order: roster
rounds: [{id: scene, use: scenario/staged, criteria: {表演: 100}, prepare_time: 0, play_time: "1:00", slips: false},
         {id: debate, use: debate/cross_examination}]
panel: {rule: mean, places: 2, rounding: half_up}
"""


def test_habitual_enters_skip_no_performance_and_open_no_votes(hall: Hall, tmp_path: Path) -> None:
    path = str(tmp_path / "votes.qa")
    with Arena.create(path, loads(VOTES)) as arena:
        arena.push(ContestOpened("live"), seat="desk")
    desk = hall.open("desk", path, "--person", "x")
    desk.sees("进入情景模拟")
    desk.records_by("enter", "上场")
    desk.records_by("enter", "空格   表演开表", "[下一步]", "先问一次，因为表没有走过")
    on_stage = desk.record
    desk.press("enter", "这段的表没有走过")
    burst(desk, "\r1\r", 1)
    assert desk.record == on_stage
    desk.press("t", "用时 (秒)")
    desk.types("45")
    desk.records(on_stage + 1)
    burst(desk, "85\r1", 5)  # the one mark of the one judge; its desk's number hands it in
    desk.sees("1 台的票全部记入")
    desk.heard("enter")
    desk.records_by("enter")
    with Arena.open(path, read_only=True) as arena:
        kinds = [record.type for record in arena.contest.records[on_stage + 1 :]]
        assert kinds == ["scenario.entered", "scenario.time_set", "scenario.ballot", "scenario.revealed"]
