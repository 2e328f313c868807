"""Playing on by the story and away from it, and the desk's keys of the demo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from quizarena.arena import Arena
from quizarena.facts import Fact
from quizarena.scenes import BANNER, Clocks
from quizarena.sessions.desk import board_control
from quizarena.sessions.hall import feed_of
from quizarena.terminal.guided.desk import DemoDesk
from quizarena.terminal.guided.story import Player, Story, read_story
from quizarena.terminal.pictures import Look, draw_board

from ..afternoon import until, whole
from ..desk.hand import NOON, arena_of
from ..golden import plain
from .seat import GuidedSeat


@cache
def story() -> Story:
    return read_story()


class Seat(GuidedSeat[DemoDesk]):
    """A demo's desk on a contest that has just been opened, and the hand on its keys."""

    def __init__(self) -> None:
        """Begin at noon."""
        from quizarena.contest import Contest

        contest = Contest(story().rulebook, at=NOON)
        contest.push(story().lines[0].fact, at=NOON)
        super().__init__(DemoDesk(arena_of(contest), file="demo.qa", story=story()))

    @property
    def said(self) -> str:
        """The message line."""
        return self.screen.word(self.desk.message.text)

    def types(self) -> list[str]:
        """Return the types of the records that are no cues."""
        return [record.type for record in self.desk.contest.records if not record.fact.cue]


def test_the_packaged_story_is_the_example() -> None:
    assert [record.fact for record in story().whole().records[1:]] == [record.fact for record in whole().records[1:]]


def test_n_goes_from_moment_to_moment_and_ends_as_the_story_does() -> None:
    seat = Seat()
    for words in story().moments.values():
        seat.press("n")
        assert words.in_language("zh") in seat.said
    assert [(row.entrant, row.total) for row in seat.desk.standings().rows] == [
        (row.entrant, row.total) for row in whole().standings(audience=None).rows
    ]
    before = len(seat.desk.contest.records)
    assert "故事演完了" in seat.press("n").said
    assert len(seat.desk.contest.records) == before


def test_moments_are_found_by_what_their_facts_say() -> None:
    assert list(story().moments) == [4, 25, 61, 78, 138, 189, 259, 273, 282, 285]
    assert len(story().lines) == max(story().moments)
    assert (story().begins, story().best) == (78, (*range(72, 91), *range(184, 191), *range(270, 286)))


def test_enter_at_the_draw_gives_the_lots_of_the_story() -> None:
    seat = Seat().press("enter", "enter", "enter", "+")
    assert seat.types()[2:] == ["draw.committed", "draw.called", "draw.opened"]
    assert seat.desk.contest.records[3].fact.numbers == "3 17 8 22"  # type: ignore[attr-defined]
    assert seat.desk.contest.records[4].fact.order[0] == "yingbin"  # type: ignore[attr-defined]


def test_a_person_who_rules_otherwise_stays_in_the_story() -> None:
    seat = Seat().press("n", "enter", "enter", "enter", "enter", "enter", " ")
    for key in ("enter", "-"):
        seat.press(key)
    assert seat.types()[-1] == "quiz.ruled"
    seat.press("n", "n", "n")
    assert "七张评分表都交了" in seat.said


def test_a_clock_that_a_person_started_is_stopped_now_and_not_before() -> None:
    seat = Seat().press("n")
    while seat.types()[-1] != "quiz.clock":
        seat.press("enter" if seat.types()[-1] != "quiz.asked" else " ")
    seat.press("n")
    ruled = next(record for record in seat.desk.contest.records if record.type == "quiz.ruled")
    assert ruled.fact.at == seat.now  # type: ignore[attr-defined]
    assert "0:3" in seat.picture(80, 24)


def test_away_from_the_story_a_robot_plays_on() -> None:
    contest = story()
    arena = Arena(arena_of(Seat().desk.contest).journal)
    other = next(move for move in arena.contest.moves() if move.fact.type == "draw.committed")
    arena.push(other.fill({"secret": "0123456789abcdef" * 2}, now=NOON), at=NOON)
    called = next(move for move in arena.contest.moves() if move.fact.type == "draw.called")
    arena.push(called.fill({"numbers": "5 6 7 8"}, now=NOON), at=NOON)
    opened = next(move for move in arena.contest.moves() if move.fact.type == "draw.opened")
    arena.push(opened.fill({}, now=NOON), at=NOON)
    player = Player(contest, arena)
    said = [player.play_on(NOON + timedelta(minutes=turn)).in_language("zh") for turn in range(3)]
    assert "您走出了故事" in said[-1]
    assert len(arena.contest.records) > 20


def test_b_swaps_desk_and_board_and_other_keys_act() -> None:
    seat = Seat().press("b")
    assert "B 回控制台" in seat.picture(80, 24)
    seat.press("enter")
    assert seat.types()[-1] == "draw.committed"
    assert "B 回控制台" in seat.picture(80, 24)
    assert "B 回控制台" not in seat.press("m").picture(80, 24)
    assert "演示: 评委和选手由电脑扮演" in seat.press("escape").picture(80, 24)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("presses", [[], ["n"], ["n"] * 4, ["n"] * 6])
def test_the_ribbon_is_always_there(size: tuple[int, int], presses: list[str]) -> None:
    seat = Seat().press(*presses)
    assert "演示: 评委和选手由电脑扮演  N 往下演  X 拔电源  Q 离开" in seat.picture(*size)
    said = seat.press("m").said
    assert "演示: 评委和选手由电脑扮演" in seat.picture(*size)
    assert said in seat.picture(*size)


def test_q_leaves_the_desk_and_a_menu_does_not() -> None:
    assert Seat().press("q").screen.ended
    assert not Seat().press("m", "q").screen.ended


def test_x_asks_for_the_plug_and_a_field_takes_the_letter() -> None:
    assert Seat().press("x").desk.unplugged
    assert not Seat().press("m", "x", "n", "b").desk.unplugged


def test_a_desk_that_looks_on_does_not_play(tmp_path: Path) -> None:
    seat = Seat()
    seat.desk.look_only = True
    assert len(seat.press("n").desk.contest.records) == 2


def test_it_begins_in_a_file(tmp_path: Path) -> None:
    story().begin(tmp_path / "demo.qa", NOON)
    with Arena.open(tmp_path / "demo.qa") as arena:
        records = arena.contest.records
        assert [record.fact for record in records[1:] if record.fact.cue or record.type == "scenario.ballot"] == [
            line.fact
            for line in story().lines[: story().begins]
            if line.fact.cue or line.fact.type == "scenario.ballot"
        ]
        assert records[-1].at == NOON
        (face,) = (move for move in arena.contest.moves("desk") if move.gesture == "next")
        assert face.fact.type == "scenario.revealed"


def test_five_keys_play_it_to_its_end_and_the_ballots_come_by_themselves(tmp_path: Path) -> None:
    """Enter, Space, + answers what is asked, and nothing else."""
    story().begin(tmp_path / "demo.qa", NOON)
    with Arena.open(tmp_path / "demo.qa") as arena:
        seat = GuidedSeat(DemoDesk(arena, file="demo.qa", story=story()))
        for _turn in range(_MOST_TURNS):
            if arena.contest.state.board.programme == "prizes" and board_control.steps_left(seat.desk) == 0:
                break
            before = len(arena.contest.records)
            for key in ("enter", " ", "+"):
                seat.press(key)
                while seat.desk.overlay is not None:
                    seat.press(next(each.press for each in seat.desk.view(seat.now).keys if each.press in FIVE))
                seat.desk.each_second(seat.now)
                if len(arena.contest.records) > before:
                    break
        assert arena.contest.outcome() is not None
        given = {str(fact.subject): fact for fact in ballots(record.fact for record in arena.contest.records)}
        told = {str(fact.subject): fact for fact in ballots(line.fact for line in story().lines)}
        assert told.keys() < given.keys()
        assert {whose: given[whose] for whose in told} == told


def ballots(facts: Iterable[Fact]) -> Iterator[Fact]:
    return (fact for fact in facts if fact.type == "scenario.ballot")


FIVE = ("enter", "space", "+", "-", "backspace")
_MOST_TURNS = 400


@pytest.mark.parametrize("line", list(read_story().moments))
def test_the_board_at_a_moment_is_the_story_s(line: int) -> None:
    seat = Seat()
    for _moment in [each for each in story().moments if each <= line]:
        seat.press("n")
    seat.desk.shows_board = True
    if not feed_of(seat.desk.contest, "hall").scene.of(Clocks):
        seat.now += BANNER  # N plays hours in a moment: what the afternoon corrected long ago is young here
    look = Look(80, 24, "zh", story().lines[line - 1].at)
    expected = plain(draw_board(feed_of(until(line), "hall"), look))
    assert seat.picture(80, 24).split("\n")[:-1] == expected[:-1]
