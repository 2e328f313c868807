"""A team that left (退赛) is said to have left wherever it stands: on pictures, at the desk, on paper, in lists."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import BoardShows
from quizarena.report import bulletin, results, tables
from quizarena.rulebook import loads
from quizarena.scenes import Prizes
from quizarena.sessions.hall import feed_of
from quizarena.terminal.pictures import Look, draw_board
from quizarena.terminal.wide import cut_before
from quizarena.testing import START
from tests.cli.running import run
from tests.contest.test_ceremonies import file_of, make

from .desk.hand import Hand
from .golden import plain

SIZES = [(160, 50), (120, 34), (80, 24)]
NAMES = ("红旗街道社区卫生服务中心代表队", "蓝天队", "绿地队")
LEFT = {"withdrawn": "（退赛）", "disqualified": "（取消资格）"}


def day(mode: str = "withdrawn", *, second: str = "right", over: bool = True, **rules: Any) -> Contest:
    """Return a contest in which the team that leads, of a long name, left; prizes go to all unless `rules` say else."""
    book = {
        "quizarena": 1,
        "contest": {"title": "三队赛", "language": "zh"},
        "teams": [{"id": f"t{nth}", "name": name} for nth, name in enumerate(NAMES, 1)],
        "rounds": [{"id": "quiz", "use": "quiz/team_required", "per_team": 1}],
        "prizes": [{"name": "一等奖", "places": 1}, {"name": "二等奖", "places": 1}],
        "withdrawal": {"place": "as_scored", "prizes": "all"},
        "ties": {"by": ["share"]},
        **rules,
    }
    contest = Contest(loads(json.dumps(book)), at=START)
    make(contest, "contest.opened", mode="live")
    make(contest, "round.begun")
    for verdict in ("right", second, "wrong")[: 3 if over else 2]:
        make(contest, "quiz.asked")
        make(contest, "quiz.ruled", verdict=verdict)
    make(contest, "team.left", "arbiter", team="t1", mode=mode, reason="大巴坏了")
    if not over:
        make(contest, "quiz.asked")
    return contest


def board(contest: Contest, programme: str, step: int, size: tuple[int, int]) -> str:
    contest.push(BoardShows(programme, step), at=START)
    look = Look(*size, "zh", START + timedelta(hours=1))
    return "\n".join(plain(draw_board(feed_of(contest, "hall"), look)))


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("mode", ["withdrawn", "disqualified"])
@pytest.mark.parametrize(("programme", "over"), [("title", True), ("standings", True), ("standings", False)])
def test_the_board_says_it(programme: str, over: bool, mode: str, size: tuple[int, int]) -> None:
    picture = board(day(mode, over=over), programme, 0, size)
    assert picture.count(LEFT[mode]) == 1


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("mode", ["withdrawn", "disqualified"])
def test_the_strip_below_a_question_says_it(mode: str, size: tuple[int, int]) -> None:
    *picture, _notice = board(day(mode, over=False), "follow", 0, size).split("\n")
    assert "\n".join(picture).count(LEFT[mode].strip("（）")) == 1


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(("second", "names"), [("right", 1), ("wrong", 2)], ids=["two first prizes", "two second"])
def test_the_prize_page_says_it_of_who_left(second: str, names: int, size: tuple[int, int]) -> None:
    """Of the second prize there are so many names, which open before the first prize."""
    contest = day(second=second)
    assert "（退赛）" not in board(contest, "prizes", 1 + names, size), "only the second prize is open"
    assert board(contest, "prizes", 2 + names, size).count("（退赛）") == 1


@pytest.mark.parametrize("size", [(120, 40), (100, 30), (80, 24)], ids=str)
@pytest.mark.parametrize("over", [True, False])
def test_the_desk_says_it(size: tuple[int, int], over: bool) -> None:
    hand = Hand(day(over=over))
    assert "退赛" in "\n".join(plain(hand.canvas(*size)))


def text_of(page: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", page))


def test_paper_and_lists_say_it(tmp_path: Path) -> None:
    contest = day()
    name = NAMES[0] + "（退赛）"
    assert text_of(results.page(contest, None, "zh")).count(name) >= 3, "standings, round, prize"
    lines = [line.in_language("zh") for line in bulletin.lines(contest, None)]
    assert sum(name in line for line in lines) == 2, "its place, and the tie it is in"
    assert any(name in row.split(",") for row in tables.to_csv(tables.standings(contest, None), "zh").splitlines())
    printed = run("standings", file_of(contest, tmp_path / "a.qa"), lang="zh").stdout
    assert printed.count(name) == 3, "its place, its tie, its prize"


@pytest.mark.parametrize(("prizes", "winners"), [("all", [["t1", "t2"], []]), ("finishers", [["t2"], ["t3"]])])
def test_prizes_are_for_those_who_finished_unless_the_rules_say_else(prizes: str, winners: list[list[str]]) -> None:
    contest = day(withdrawal={"place": "as_scored", "prizes": prizes})
    assert [list(each.entrants) for each in contest.standings(audience=None).prizes] == winners
    contest.push(BoardShows("prizes", 3), at=START)
    (block,) = contest.scene("hall").of(Prizes)
    assert ("withdrawn" in [who.standing for row in block.winners for who in row]) == (prizes == "all")


@pytest.mark.parametrize(
    ("name", "cells", "found"),
    [
        ("红旗街道", 20, "红旗街道（退赛）"),
        ("红旗街道", 16, "红旗街道（退赛）"),
        ("红旗街道", 15, "红旗..（退赛）"),
        ("红旗街道", 12, "红..（退赛）"),
        ("红旗街道", 10, "（退赛）"),
        ("红旗街道", 8, "（退赛）"),
        ("红旗街道", 6, "（退.."),
        ("Ann", 11, "Ann（退赛）"),
    ],
)
def test_a_name_is_cut_before_what_became_of_the_team(name: str, cells: int, found: str) -> None:
    assert cut_before(name, "（退赛）", cells) == found
