"""Twelve, twenty-four and forty-eight teams at the desk, on the board and on the host's monitor, with long names."""

from __future__ import annotations

import json

import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import BoardShows, ContestOpened
from quizarena.rulebook import loads
from quizarena.scenes import Clocks, Ranking
from quizarena.sessions.dialog import Table
from quizarena.sessions.hall import feed_of
from quizarena.terminal.pictures import Look, draw_board, draw_host

from ..golden import check, plain
from .hand import NOON, Hand

COUNTS = (12, 24, 48)
SIZES = [(120, 40), (80, 24)]
SCENE = {
    "id": "scene",
    "title": "情景展示",
    "use": "scenario/talent",
    "criteria": {"政策业务水平和法规掌握": 30, "沟通协调与现场应变": 30, "应急处置": 20, "语言表达与台风仪态": 20},
    "play_time": 0,
}
BUZZ = {"id": "buzz", "title": "抢答", "use": "quiz/buzz", "items": 20, "wrong": -10}


def name(number: int) -> str:
    """Return a team's name: of eight characters every fourth, else of four or five."""
    digits = "〇一二三四五六七八九"
    if number == 3:
        return "大庆路街道"
    said = digits[number // 10] + digits[number % 10]
    return f"驿城区{said}代表队" if number % 4 == 0 else f"{said}街道"


def hall(teams: int, *, judges: int = 0, use: dict[str, object] = BUZZ, language: str = "zh") -> Hand:
    """Return a hand at the desk of that many teams, the round begun."""
    panel = {"panel": {"rule": "mean", "of": "judge_total", "places": 2, "rounding": "half_up"}} if judges else {}
    rulebook = {
        "quizarena": 1,
        "contest": {"title": {"zh": "迎宾大擂台", "en": "The Yingbin Grand Arena"}, "language": "zh"},
        "base_score": 100,
        "teams": [{"id": f"t{number}", "name": name(number)} for number in range(1, teams + 1)],
        **({"judges": [{"id": f"j{n}", "name": f"评委{n}"} for n in range(1, judges + 1)]} if judges else {}),
        "order": "roster",
        **panel,
        "rounds": [use],
    }
    contest = Contest(loads(json.dumps(rulebook, ensure_ascii=False)), at=NOON)
    contest.push(ContestOpened("live"), at=NOON)
    return Hand(contest, language=language).press("enter")


def leading(teams: int) -> Hand:
    """Return the desk once desk 10 has answered right, the second question on its clock."""
    return hall(teams).press("enter", "space", *"10", "enter", "space", "+", "enter", "enter", "space")


@pytest.mark.parametrize("teams", COUNTS)
@pytest.mark.parametrize("size", SIZES, ids=["120x40", "80x24"])
class TestPictures:
    def test_a_number_is_being_typed(self, teams: int, size: tuple[int, int]) -> None:
        check(f"many-{teams}-typed", leading(teams).press("1", "1").canvas(*size))

    def test_all_teams(self, teams: int, size: tuple[int, int]) -> None:
        hand = leading(teams)
        hand.canvas(*size)
        check(f"many-{teams}-tab", hand.press("tab").canvas(*size))

    def test_every_name_can_be_read_after_tab(self, teams: int, size: tuple[int, int]) -> None:
        hand = leading(teams)
        seen = hand.picture(*size)
        for key in ("tab", "pagedown", "pagedown", "pagedown"):
            hand.press(key)
            seen += hand.picture(*size)
        assert all(name(number) in seen for number in range(1, teams + 1))

    def test_every_team_can_be_picked_from_a_list(self, teams: int, size: tuple[int, int]) -> None:
        hand = hall(teams).press("m")
        hand.type(hand.row("加分")).press("enter")
        seen = hand.picture(*size)
        for _page in range(3):
            hand.press("pagedown")
            seen += hand.picture(*size)
        assert all(name(number) in seen for number in range(1, teams + 1))
        hand.type(str(teams))
        assert f"{teams}_  {name(teams)}" in hand.picture(*size)
        hand.press("enter").type("5").press("+", "1", "+")
        assert (hand.last.fact.team, hand.last.fact.points) == (f"t{teams}", 5)


def test_a_number_is_taken_by_enter_alone_though_no_longer_one_begins_with_it() -> None:
    hand = hall(12).press("enter", "space", "5")
    assert hand.last.type == "quiz.clock"
    assert hand.said == f"打了 5: 5 台 {name(5)}。Enter 确认。"
    assert hand.press("enter").last.fact.team == "t5"


def test_nought_alone_is_nobody_and_waits_for_enter_too() -> None:
    hand = hall(12).press("enter", "space", "0")
    assert (hand.last.type, "0_  无人抢答" in hand.picture()) == ("quiz.clock", True)
    assert hand.press("enter").last.fact.verdict == "nobody"


def test_a_digit_is_taken_back_and_with_the_last_the_desk_is_back() -> None:
    hand = hall(12).press("enter", "space", "1", "3", "enter")
    assert hand.said == "这里没有 13 号可选。"
    hand.press("backspace", "2", "backspace", "backspace")
    assert (hand.desk.overlay, hand.last.type) == (None, "quiz.clock")


def test_the_clock_stops_while_a_number_is_typed() -> None:
    hand = hall(12).press("enter", "space", "1", "space")
    (face,) = (face for block in hand.contest.scene("desk").of(Clocks) for face in block.faces)
    assert (hand.last.type, face.clock.running) == ("quiz.clock", False)
    assert hand.press("2", "enter").last.fact.team == "t12"


def test_the_other_panels_take_the_room_of_totals_by_tab() -> None:
    hand = leading(24)
    assert "Tab: 看其余各栏" in hand.picture()
    hand.press("tab")
    assert ("提醒" in hand.picture(), name(20) in hand.picture()) == (True, False)
    assert name(20) in hand.press("tab").picture()


def test_a_row_of_the_page_of_all_teams_is_a_row_of_the_standings() -> None:
    hand = leading(48).press("tab")
    assert hand.desk.overlay is not None
    (table,) = (each for each in hand.desk.overlay.dialog(hand.now).blocks if isinstance(each, Table))
    ranked = sorted(hand.contest.scene("desk").of(Ranking)[-1].rows, key=lambda row: row.podium)
    assert [row[0].in_language("zh") for row in table.rows] == [str(row.podium) for row in ranked]
    assert hand.press("tab").desk.overlay is None


@pytest.mark.parametrize("teams", COUNTS)
@pytest.mark.parametrize("size", [(120, 34), (80, 24)], ids=["120x34", "80x24"])
def test_board_and_host(teams: int, size: tuple[int, int]) -> None:
    hand = leading(teams)
    look = Look(*size, "zh", hand.now)
    check(f"many-{teams}-board", draw_board(feed_of(hand.contest, "hall"), look))
    check(f"many-{teams}-host", draw_host(feed_of(hand.contest, "host"), look))
    hand.desk.arena.push(BoardShows("standings"), at=hand.now)
    check(f"many-{teams}-standings", draw_board(feed_of(hand.contest, "hall"), look))


@pytest.mark.parametrize("teams", COUNTS)
def test_no_zone_of_the_hosts_monitor_drives_another_out(teams: int) -> None:
    hand = hall(teams).press("enter", "space")
    said = "\n".join(plain(draw_host(feed_of(hand.contest, "host"), Look(80, 24, "zh", hand.now))))
    assert "大屏上" in said
    assert "时间" in said


# Many judges


def collecting(judges: int, *, teams: int = 48, language: str = "zh") -> Hand:
    """Return the desk of a judged round that waits for its first ballots."""
    return hall(teams, judges=judges, use=SCENE, language=language).press("enter", "enter")


@pytest.mark.parametrize("judges", [9, 12, 20])
@pytest.mark.parametrize("size", SIZES, ids=["120x40", "80x24"])
class TestJudges:
    def test_a_question_keeps_its_row_whichever_sheet_it_is_of(self, judges: int, size: tuple[int, int]) -> None:
        hand, rows = collecting(judges), set[int]()
        for judge in range(1, judges + 1):
            for mark in ("25", "25", "15", "15"):
                hand.type(mark).press("enter")
            hand.type("70").press("enter")
            lines = hand.picture(*size).split("\n")
            (asked,) = (row for row, line in enumerate(lines[:-2]) if "各项相加 80，纸上写 70" in line)
            rows.add(asked)
            assert any(line.startswith(f">{judge} ") and "[70]" in line for line in lines)
            answers = "".join(lines[asked : asked + 2])
            assert all(key in answers for key in ("+ 以各项为准", "- 回去改", "Tab 放一放"))
            if judge == judges // 2 + 1:
                check(f"many-judges-{judges}-asked", hand.canvas(*size))
            hand.press("+")
        assert len(rows) == 1
        check(f"many-judges-{judges}-typed", hand.canvas(*size))
        assert "交票: 按 1，这一队的台号。" in hand.picture(*size)

    def test_every_sheet_can_be_seen(self, judges: int, size: tuple[int, int]) -> None:
        hand = collecting(judges).press("p")
        seen = hand.picture(*size)
        for _judge in range(judges):
            seen += hand.press("down").picture(*size)
        assert all(f"评委{judge} " in seen for judge in range(1, judges + 1))

    def test_every_judge_can_be_picked(self, judges: int, size: tuple[int, int]) -> None:
        hand = collecting(judges).press("j")
        seen = hand.picture(*size)
        for _page in range(2):
            seen += hand.press("pagedown").picture(*size)
        assert all(f" {judge}  评委{judge} " in seen for judge in range(1, judges + 1))
        hand.type(str(judges)).press(*["enter"] * (judges > 9))
        assert f"{judges}  评委{judges}" in hand.picture(*size)
        assert "代录" in hand.picture(*size)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_keys_of_the_sheets_fit_into_80_columns(language: str) -> None:
    hand = collecting(12, teams=12, language=language).press("p")
    for judge in range(12):
        keys = hand.picture(80, 24).split("\n")[-1]
        assert ".." not in keys, judge
        for mark in ("25", "25", "15", "15", ""):
            hand.type(mark).press("enter")
    assert ".." not in hand.picture(80, 24).split("\n")[-1]
