"""Every screen killed at a bad moment and started again: nothing is lost, and it shows what others show."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import attrs
import pytest

from quizarena.arena import Arena
from quizarena.clocks import minutes
from quizarena.contest import Contest
from quizarena.facts import Fact, Intent, instant_text
from quizarena.journal.jsonl import export
from quizarena.records import to_row
from quizarena.scenes import Clocks
from quizarena.sessions.desk.grid_submit import draft_key
from quizarena.sessions.hall import feed_of
from quizarena.sessions.steady_clock import system_now
from quizarena.terminal.pictures import Look, draw_board, draw_host
from tests.presence import sit

from ..afternoon import until
from ..golden import masked, plain

if sys.platform == "win32":
    pytest.skip("needs pseudo-terminals", allow_module_level=True)

from .terminal import Hall, Terminal

QUESTION, MARKING, REVEALING, DEBATE = 25, 127, 138, 236
"""Records of the story: a question's clock runs; ballots are awaited; a mark has just opened; free debate."""


@pytest.fixture
def hall() -> Iterator[Hall]:
    """Return a hall without terminals."""
    with Hall() as found:
        yield found


def story_until(path: Path, seq: int, ago: int = 0) -> str:
    """Write the story's records up to `seq` to a file, that one `ago` seconds before now; return the file."""
    told = until(seq)
    by = system_now() - timedelta(seconds=ago) - told.records[-1].at
    contest = Contest(told.rulebook, at=told.records[0].at + by)
    for record in told.records[1:]:
        contest.push(moved(record.fact, by), at=record.at + by, seat=record.seat, person=record.person)
    lines = "".join(line for record in contest.records for line in export([to_row(record, contest.book)]))
    Arena.import_lines(path, io.BytesIO(lines.encode())).close()
    return str(path)


def moved(fact: Fact, by: timedelta) -> Fact:
    """Return a fact with its instants moved."""
    fields = ((field.name, getattr(fact, field.name)) for field in attrs.fields(type(fact)))
    return attrs.evolve(fact, **{name: value + by for name, value in fields if isinstance(value, datetime)})


def contest(path: str) -> Arena:
    """Open the file to see what it holds."""
    return Arena.open(path, read_only=True)


def clocks(path: str, now: datetime) -> set[str]:
    """Return what the clocks of the file show at an instant."""
    with contest(path) as arena:
        faces = [face.clock for block in arena.contest.scene("hall").of(Clocks) for face in block.faces]
    return {minutes(clock.seconds_left(now)) for clock in faces}


def desk_again(hall: Hall, path: str) -> Terminal:
    """Open the desk anew; on a machine so busy that it was away for seconds, say that the clock went on."""
    desk = hall.open("desk", path, size="120x40")
    desk.sees("在走")
    if "照走" in desk.text:
        desk.press("2", "M 菜单", lacks="照走")
    return desk


def shows_the_second(desk: Terminal, path: str) -> None:
    """Wait until the desk shows the very second."""
    desk.hall.wait(
        lambda: (
            clocks(path, system_now()) == set(re.findall(r"\d:\d\d", said[0]))
            if (said := re.findall(r"倒计时 .*", desk.text))
            else False
        ),
        lambda: desk.text,
    )


def test_a_desk_in_the_middle_of_a_countdown(hall: Hall, tmp_path: Path) -> None:
    path = story_until(tmp_path / "a.qa", QUESTION)
    desk = hall.open("desk", path, size="120x40")
    shows_the_second(desk, path)
    desk.kill()
    again = desk_again(hall, path)
    shows_the_second(again, path)
    assert "在走" in again.text
    assert again.record == QUESTION
    again.records_by("+", "+10")


def test_a_desk_with_something_half_typed(hall: Hall, tmp_path: Path) -> None:
    path = story_until(tmp_path / "a.qa", QUESTION)
    desk = hall.open("desk", path, size="120x40")
    desk.sees("在走")
    desk.press("l", "-- 记录")
    desk.send("23")
    desk.press("enter", "#023")
    desk.kill()
    again = desk_again(hall, path)
    again.sees("M 菜单", "在走", lacks="-- 更正")
    with contest(path) as arena:
        assert len(arena.contest.records) == QUESTION + 1
        arena.contest.verify()


def drafted(path: str) -> str:
    """Return the draft of the sheets that are typed."""
    with Arena.open(path, read_only=True) as arena:
        move = next(move for move in arena.contest.moves() if move.intent is Intent.BALLOT)
        return arena.journal.draft(draft_key(move)) or ""


def test_a_desk_in_the_middle_of_paper_sheets(hall: Hall, tmp_path: Path) -> None:
    path = story_until(tmp_path / "a.qa", MARKING)
    desk = hall.open("desk", path, size="120x40")
    desk.press("p", "-- 录分")
    for mark in ("24.3", "25.3"):
        desk.types(mark)
    desk.send("18")
    desk.sees("18_")
    hall.wait(lambda: "25.3" in drafted(path), lambda: "the mark before is still not written")
    desk.kill()
    again = hall.open("desk", path, size="120x40")
    again.press("p", "-- 录分")
    again.sees("24.3", "25.3")


def test_a_judge_in_the_middle_of_a_sheet(hall: Hall, tmp_path: Path) -> None:
    path = story_until(tmp_path / "a.qa", MARKING)
    first = hall.open("judge", path, "--as", "j3")
    first.sees("请定一个密码")
    first.send("2468")
    first.changes("2468")
    for mark in ("26.6", "26.6"):
        first.types(mark)
    first.send("18")
    first.sees("18_")
    first.kill()
    again = hall.open("judge", path, "--as", "j3")
    again.sees("请打您的密码")
    again.send("2468")
    again.sees("请给这支队打分")
    assert re.findall(r"26\.6\b", again.text) == ["26.6"] * 2
    for mark in ("18", "18.7"):
        again.types(mark)
    again.press("3", "89.9，等待亮分")


def test_board_and_monitor_while_marks_are_opened(hall: Hall, tmp_path: Path) -> None:
    path = story_until(tmp_path / "a.qa", REVEALING)
    pictures = {"hall": draw_board, "host": draw_host}
    before = {audience: hall.open("board", path, "--for", audience) for audience in pictures}
    for each in before.values():
        each.records(REVEALING - 1)
        each.kill()
    again = {audience: hall.open("board", path, "--for", audience) for audience in pictures}
    with contest(path) as arena:
        for audience, draw in pictures.items():
            again[audience].records(REVEALING - 1)
            look = Look(80, 24, "zh", system_now())
            wanted = masked(plain(draw(feed_of(arena.contest, audience), look)))
            assert masked(again[audience].text.split("\n")) == wanted
    assert "[评委六]" in again["hall"].text


def test_after_a_power_cut_the_desk_asks_whether_the_clock_stood(hall: Hall, tmp_path: Path) -> None:
    path = story_until(tmp_path / "a.qa", DEBATE, ago=150)
    desk = hall.open("desk", path, size="120x40")
    shows_the_second(desk, path)
    desk.kill()
    cut = system_now() - timedelta(seconds=130)
    last_seen(path, cut)
    left = clocks(path, cut)
    again = hall.open("desk", path, size="120x40")
    again.sees("断电 2 分 1", "1  记为中断", "2  照走")
    again.press("1")
    again.sees("停电", lacks="照走")
    again.press("2")
    again.records_by("+")
    assert clocks(path, system_now()) == left
    again.sees(*left)


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        (("desk", "FILE"), "M 菜单"),
        (("board", "FILE"), "有问必答"),
        (("board", "FILE", "--for", "host"), "有问必答"),
        (("judge", "FILE", "--as", "j3"), "密码"),
        (("replay", "FILE"), "迎宾"),
        (("demo",), "QuizArena"),
    ],
)
def test_a_terminal_gone_without_a_signal(hall: Hall, tmp_path: Path, words: tuple[str, ...], seen: str) -> None:
    path = story_until(tmp_path / "hall.qa", QUESTION)
    terminal = hall.open(*(path if word == "FILE" else word for word in words), TMPDIR=str(tmp_path))
    terminal.sees(seen)
    terminal.hang_up()
    with contest(path) as arena:
        arena.contest.verify()
    left = sit(path, "desk")
    assert left is not None
    assert left.others() == []
    left.close()
    assert not list(tmp_path.glob("quizarena-*"))


def last_seen(path: str, at: datetime) -> None:
    """Let the desk have been seen last at an instant, as a power cut leaves it."""
    seats = Path(path + "-seats")
    found = re.sub(rb'("alive": ?)"[^"]*"', rb'\1"' + instant_text(at).encode() + b'"', seats.read_bytes())
    seats.write_bytes(found)
