"""A rehearsal at its desk: robots give the ballots of those who are not there, N plays on, X pulls the plug."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.contest.facts import ContestOpened
from quizarena.journal import Presence, Seats
from quizarena.journal.memory import MemorySlots
from quizarena.rulebook import load
from quizarena.sessions.hall import feed_of
from quizarena.sessions.judge.session import JudgeSession
from quizarena.simulation.rehearsal import Robot, open_rehearsal
from quizarena.terminal.guided.desk import RehearsalDesk, paint
from quizarena.terminal.judge.painter import JudgeTerminal
from quizarena.terminal.pictures import Look, draw_board

from ..afternoon import EXAMPLE
from ..desk.hand import NOON, arena_of
from ..golden import check, plain
from .seat import GuidedSeat

Players = Literal["robots", "hands"]


class Seat(GuidedSeat[RehearsalDesk]):
    """A rehearsal's desk, and the hand on its keys."""

    def __init__(self, players: Players = "robots", arena: Arena | None = None) -> None:
        """Begin at noon, in memory unless another arena is given."""
        if arena is None:
            contest = Contest(load(EXAMPLE / "contest.yaml"), at=NOON)
            contest.push(ContestOpened("rehearsal"), at=NOON)
            arena = arena_of(contest)
        robot = Robot(arena, "电脑") if players == "robots" else None
        super().__init__(RehearsalDesk(arena, file="yingbin.rehearsal.qa", robot=robot))

    def ballots(self) -> list[str]:
        """Return who has handed in the first performance's sheet."""
        records = self.desk.contest.records
        return [record.fact.judge for record in records if record.type == "scenario.ballot"]  # type: ignore[attr-defined]

    def to_the_ballots(self) -> Seat:
        """Play on until the first ballots are due, by N and back."""
        robot = Robot(self.desk.arena)
        while not any(move.seat == "judge" for move in self.desk.contest.moves()):
            assert robot.turn(self.now) is not None
        return self


def test_it_begins_in_a_file_of_its_own_and_says_what_it_is(tmp_path: Path) -> None:
    path = open_rehearsal(tmp_path / "yingbin.yaml", load(EXAMPLE / "contest.yaml"), NOON)
    assert Path(path).name == "yingbin.rehearsal.qa"
    with Arena.open(path) as arena:
        seat = Seat(arena=arena)
    for size in ((80, 24), (120, 40)):
        check("rehearsal-begun", paint(seat.screen, seat.desk, *size, seat.now + timedelta(seconds=7)))


def test_it_stands_across_the_board_and_on_the_judge_s_sheet() -> None:
    seat = Seat().to_the_ballots()
    board = plain(draw_board(feed_of(seat.desk.contest, "hall"), Look(80, 24, "zh", seat.now)))
    assert board[-1].count("彩排") > 3
    sheet = plain(JudgeTerminal(JudgeSession(seat.desk.arena, "j3"), "zh").paint(80, 24))
    assert "彩 排" in sheet[0]
    hidden = plain(draw_board(feed_of(seat.desk.contest, "hall"), Look(80, 24, "en", seat.now)))
    assert hidden[-1].count("REHEARSAL") > 3


def test_robots_hand_in_a_sheet_a_second_but_for_those_who_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    seat, there = Seat().to_the_ballots(), ["board", "judge:j3"]
    monkeypatch.setattr(Seats, "others", lambda self: [Presence(role) for role in there])
    seat.desk.seats = Seats(MemorySlots(), 0, Presence("desk"))
    for given in range(1, 9):
        seat.desk.each_second(seat.now)
        assert len(seat.ballots()) == min(given, 6)
    assert sorted(seat.ballots()) == ["j1", "j2", "j4", "j5", "j6", "j7"]
    del there[1]
    seat.desk.each_second(seat.now)
    assert "j3" in seat.ballots()


def test_by_hand_nobody_acts_but_people() -> None:
    seat = Seat("hands").to_the_ballots()
    seat.desk.each_second(seat.now)
    assert not seat.ballots()
    before = len(seat.desk.contest.records)
    assert "彩排: 全由人来  X 拔电源" in seat.press("n").picture()
    assert len(seat.desk.contest.records) == before


def test_n_plays_on_to_the_end_and_a_desk_that_looks_on_does_not() -> None:
    seat = Seat()
    seat.desk.look_only = True
    seat.press("n")
    seat.desk.each_second(seat.now)
    assert len(seat.desk.contest.records) == 2
    seat.desk.look_only = False
    for _time in range(40):
        if "比赛到头了" in seat.screen.word(seat.press("n").desk.message.text):
            break
    assert seat.desk.contest.outcome() is not None


@pytest.mark.parametrize("players", ["robots", "hands"])
def test_x_pulls_the_plug_and_b_and_q_are_the_ordinary_desk_s(players: Players) -> None:
    seat = Seat(players)
    assert "大屏显示什么" in seat.press("b").picture()
    assert not seat.press("x").desk.unplugged, "nothing of its own acts under an overlay"
    assert not seat.press("escape", "q").screen.ended
    assert seat.press("x").desk.unplugged
