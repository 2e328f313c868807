"""The demo's windows: the keys of a terminal in, and a desk that is killed and stands again."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from multiprocessing.connection import Listener
from pathlib import Path

import pytest
from textual.pilot import Pilot

from quizarena.arena import Arena
from quizarena.terminal.guided.desk import DemoDesk
from quizarena.terminal.guided.page import Page
from quizarena.terminal.guided.ready import Ready, at_the_door, words_on
from quizarena.terminal.guided.replay import replay_of
from quizarena.terminal.guided.run import RESTARTED, keep_running
from quizarena.terminal.guided.screens import PageScreen, ReplayScreen, RobotScreen
from quizarena.terminal.guided.story import read_story
from quizarena.terminal.surface import Picture
from quizarena.terminal.window import Window

from ..afternoon import whole
from ..golden import plain

NOON = datetime.fromisoformat("2026-11-23T12:00:00+08:00")


class Clock:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        """Begin at noon."""
        self.now = NOON

    def __call__(self) -> datetime:
        """Return the instant."""
        return self.now


async def shows(pilot: Pilot[None], said: str) -> bool:
    """Wait until the window shows a text."""
    for _turn in range(500):
        await pilot.pause(0.02)
        if any(said in row for row in plain(pilot.app.query_one(Picture).canvas)):
            return True
    return False


async def test_page_board_and_desk(tmp_path: Path) -> None:
    path, story = tmp_path / "demo.qa", read_story()
    story.begin(path, NOON)
    page = Page(story.rulebook.title, str(path), "zh")
    with Arena.open(path, read_only=True) as arena:
        async with Window(PageScreen(page, arena)).run_test(size=(80, 24)) as pilot:
            assert await shows(pilot, "等您选")
            await pilot.press("g")
            assert await shows(pilot, "waiting for your choice")
            await pilot.press("b")
            assert await shows(pilot, "#078")
            await pilot.press("b", "enter")
    assert page.choice == "desk"
    pulled: list[str] = []
    clock = Clock()
    with Arena.open(path) as arena:
        desk = DemoDesk(arena, file=str(path), story=story)
        screen = RobotScreen(desk, "zh", colours="dark", pull=lambda: pulled.append("pulled"), now=clock)
        async with Window(screen).run_test(size=(120, 40)) as pilot:
            assert await shows(pilot, "演示: 评委和选手由电脑扮演")
            steps = (("n", "只剩最后一张没亮"), ("b", "B 回控制台"), ("b", "可以做"), ("n", "自由辩论，两块表"))
            for key, said in steps:
                clock.now += timedelta(seconds=1)
                await pilot.press(key)
                assert await shows(pilot, said)
            clock.now += timedelta(seconds=1)
            await pilot.press("x")
            assert await shows(pilot, "2:32")
        assert pulled == ["pulled"]


async def test_a_replay_plays_and_is_left() -> None:
    clock = Clock()
    screen = ReplayScreen(replay_of(whole(), "zh"), now=clock)
    async with Window(screen).run_test(size=(80, 24)) as pilot:
        assert await shows(pilot, "回放 在放 #001/285")
        clock.now += timedelta(seconds=1)
        assert await shows(pilot, "#002/285")
        await pilot.press("pagedown", "space")
        assert await shows(pilot, "回放 在放 #003/285")
        await pilot.press("q")
    assert screen.replay.ended


CHILD = """
import os, pathlib, signal, sys
from quizarena.terminal.guided.ready import at_the_door, words_on
words = words_on(at_the_door(sys.argv[1]))
if words is None:
    sys.exit()
with pathlib.Path(words[0]).open("a") as log:
    log.write(" ".join([*sys.argv[2:], *words[1:]]) + ".")
if not words[1:]:
    os.kill(os.getpid(), signal.SIGKILL)
sys.exit(4)
"""


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ready:
    """Return a program kept ready that writes down what it was told, and kills itself the first time."""
    (tmp_path / "killing_itself.py").write_text(CHILD)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return Ready("killing_itself", ["told"])


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a signal of POSIX")
def test_what_was_killed_is_started_again_and_told(tmp_path: Path, child: Ready) -> None:
    with child as ready:
        assert keep_running(ready, str(tmp_path / "log")) == 4
    assert (tmp_path / "log").read_text() == f"told.told {RESTARTED}."


def test_what_waits_ends_with_whoever_started_it(tmp_path: Path, child: Ready) -> None:
    with child as ready:
        ready.prepare()
        ready.begin(str(tmp_path / "log"), RESTARTED).wait()
        ready.prepare()
    assert (tmp_path / "log").read_text() == f"told {RESTARTED}."


def test_a_starter_that_has_gone_lets_the_program_end() -> None:
    with Listener() as door:
        line = at_the_door(str(door.address))
        door.accept().close()
    assert words_on(line) is None
