"""The judge's sheet as a program: keys of a terminal in, ballots out; closed and killed, it loses nothing."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from quizarena.arena import Arena
from quizarena.errors import QuizArenaError
from quizarena.journal.jsonl import export
from quizarena.records import to_row
from quizarena.sessions.judge.draft import reminder_key
from quizarena.sessions.judge.session import JudgeSession
from quizarena.terminal.judge.painter import JudgeTerminal
from quizarena.terminal.judge.screen import JudgeScreen, run_judge
from quizarena.terminal.window import Window
from tests.presence import sit

from ..afternoon import until
from ..waiting import rows, shows
from .booth import MARKS, PIN, Booth

MARKING = 127
NOON = datetime.fromisoformat("2026-11-23T12:00:00+08:00")


def file_of(tmp_path: Path, seq: int = MARKING) -> Path:
    """Write the story up to the record `seq` to a file."""
    contest, path = until(seq), tmp_path / "a.qa"
    lines = "".join(export(to_row(record, contest.book) for record in contest.records))
    Arena.import_lines(path, io.BytesIO(lines.encode())).close()
    return path


class Clock:
    """A clock that moves on a second with every look."""

    def __init__(self) -> None:
        """Begin at noon."""
        self.now = NOON

    def __call__(self) -> datetime:
        """Return the next second."""
        self.now += timedelta(seconds=1)
        return self.now


@contextmanager
def opened(path: Path, judge: str | None = "j3") -> Iterator[tuple[Arena, JudgeScreen]]:
    """Open a judge's window, and the same file once more."""
    with Arena.open(path) as other, Arena.open(path) as arena:
        yield other, JudgeScreen(JudgeTerminal(JudgeSession(arena, judge)), now=Clock())


async def marks(pilot: Pilot[None], *given: str) -> None:
    """Type marks as a terminal reports them."""
    for mark in given:
        await pilot.press(*("full_stop" if char == "." else char for char in mark), "enter")


@pytest.mark.parametrize("surroundings", [{}, {"NO_COLOR": "1"}, {"TEXTUAL_ANIMATIONS": "none"}])
async def test_a_ballot_is_given_and_opens_with_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, surroundings: dict[str, str]
) -> None:
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    with opened(file_of(tmp_path)) as (other, screen):
        async with Window(screen).run_test(size=(80, 24)) as pilot:
            await pilot.press(*PIN, *PIN)
            assert await shows(pilot, screen, "请给这支队打分")
            other.journal.write_draft(reminder_key("j3"), "-", None)
            assert await shows(pilot, screen, "控制台请您交票")
            await marks(pilot, *MARKS)
            await pilot.press("3")
            assert await shows(pilot, screen, "已交 #128  89.9，等待亮分")
            other.refresh()
            assert (other.contest.records[-1].seat, other.contest.records[-1].type) == ("judge:j3", "scenario.ballot")
            back = next(move for move in other.contest.moves("desk") if move.fact.type == "scenario.returned")
            other.push(back.fill(judge="j3", reason="看不清"))
            assert await shows(pilot, screen, "退回给您改: 看不清")
            await pilot.resize_terminal(120, 34)
            assert await shows(pilot, screen, "退回给您改: 看不清")


async def test_pasted_text_and_quitting_keys_do_nothing(tmp_path: Path) -> None:
    with opened(file_of(tmp_path)) as (_other, screen):
        async with Window(screen).run_test(size=(80, 24)) as pilot:
            await pilot.press(*PIN, *PIN)
            screen.post_message(events.Paste("26.6\n26.6\n"))
            assert await shows(pilot, screen, "分数要自己打，不能粘贴")
            await pilot.press("ctrl+q", "ctrl+c")
            assert await shows(pilot, screen, "离开: 请打您的密码")
            await pilot.press(*PIN)
            await pilot.pause(0.1)
        assert screen.session.ended


def test_a_judge_nobody_knows_is_refused_before_the_window_opens(tmp_path: Path) -> None:
    with pytest.raises(QuizArenaError, match="there is no judge j99"):
        run_judge(file_of(tmp_path), "j99")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_killed_it_opens_in_the_same_field_and_the_desk_sees_who_is_there(tmp_path: Path) -> None:
    path = file_of(tmp_path)
    desk = sit(path, "desk")
    assert desk is not None

    def present() -> list[str]:
        assert desk is not None
        return [seat.role for seat in desk.others()]

    with on_a_terminal(path) as send:
        wait(lambda: present() == ["judge"])
        send(PIN + PIN)
        wait(lambda: present() == ["judge:j3"])
        for count, mark in enumerate(MARKS[:2], 1):
            send(mark + "\r")
            wait(lambda: draft(path).count("26.6") == count)  # noqa: B023 - called at once
            time.sleep(0.8)  # a held Enter is one press
        send("18")
    assert present() == []
    desk.close()
    again = booth(path)
    assert (again.bundle.place, again.bundle.sheet.texts) == (2, dict(zip(PATHS, MARKS[:2], strict=False)))
    assert len(again.contest.records) == MARKING + 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("keys_a_second", [8, 30])
def test_a_burst_of_keys_gives_the_marks_or_waits_at_the_question(tmp_path: Path, keys_a_second: int) -> None:
    """O2 and O8: marks typed without looking, a comma for the point; then one ten times too high and on it goes."""
    path = file_of(tmp_path)
    desk = sit(path, "desk")
    assert desk is not None

    def sheet() -> dict[str, Any]:
        kept: dict[str, Any] = json.loads(draft(path) or "{}")
        return next(iter(kept.get("sheets", {"": {}}).values()))

    with on_a_terminal(path) as send:
        wait(lambda: [each.role for each in desk.others()] == ["judge"])
        send(PIN + PIN)
        wait(lambda: sheet().get("texts") == {})
        for key in "26,6\r26.5\r180\r18.7\r":
            send(key)
            time.sleep(1 / keys_a_second)
        wait(lambda: sheet()["texts"] == dict(zip(PATHS, ("26.6", "26.5"), strict=False)))
        send("\t")
        wait(lambda: sheet()["asked"] == {PATHS[2]: "180"})
        send("18.7\r")
        wait(lambda: sheet()["texts"].get(PATHS[3]) == "18.7")
        send("+")
        wait(lambda: sheet()["texts"] == dict(zip(PATHS, ("26.6", "26.5", "18", "18.7"), strict=True)))
    desk.close()
    with Arena.open(path, read_only=True) as arena:
        assert len(arena.contest.records) == MARKING + 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
async def test_two_windows_of_one_judge_say_so_until_one_is_closed(tmp_path: Path) -> None:
    path, twice = file_of(tmp_path), "另有一个窗口开着这位评委的评分表"
    seats = sit(path, "judge")
    assert seats is not None
    with Arena.open(path) as arena:
        screen = JudgeScreen(JudgeTerminal(JudgeSession(arena, "j3", seats)), now=Clock())
        async with Window(screen).run_test(size=(80, 24)) as pilot:
            with on_a_terminal(path) as send:
                wait(lambda: len(seats.others()) == 1)
                await pilot.press(*PIN, *PIN)
                assert await shows(pilot, screen, "请给这支队打分")
                assert not screen.session.view().is_elsewhere
                send(PIN)
                wait(lambda: [seat.role for seat in seats.others()] == ["judge:j3"])
                assert await shows(pilot, screen, twice)
            for _second in range(100):
                await pilot.pause(0.02)
                if not screen.session.view().is_elsewhere:
                    break
            assert not any(twice in row for row in rows(screen))
    seats.close()


PATHS = ("marks.政策业务", "marks.处置应变", "marks.沟通表达", "marks.团队配合")


def booth(path: Path) -> Booth:
    """Return j3's sheet of the file, opened anew."""
    found = Booth(Arena.open(path), "j3", sits=False)
    found.type(PIN)
    found.arena.close()
    return found


def draft(path: Path) -> str:
    """Return the judge's draft as it is on disk."""
    with Arena.open(path, read_only=True) as arena:
        return arena.journal.draft("ballots:j3") or ""


def wait(done: Callable[[], bool]) -> None:
    """Wait until something holds."""
    for _turn in range(200):
        with suppress(QuizArenaError):
            if done():
                return
        time.sleep(0.1)
    raise AssertionError("it did not come to that")


def swallow(terminal: int) -> None:
    """Read what a program paints, so that it never waits."""
    with suppress(OSError):
        while os.read(terminal, 65_536):
            pass


@contextmanager
def on_a_terminal(path: Path) -> Iterator[Callable[[str], None]]:
    """Run the program on a pseudo-terminal of 80x24; at the end it is killed with no chance to say goodbye."""
    import fcntl
    import pty
    import struct
    import termios

    own, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    command = [sys.executable, "-m", "quizarena", "judge", str(path), "--as", "j3"]
    environment = {**os.environ, "TERM": "xterm-256color"}
    process = subprocess.Popen(command, stdin=its, stdout=its, stderr=its, env=environment, start_new_session=True)
    os.close(its)

    def send(text: str) -> None:
        os.write(own, text.encode())

    reader = Thread(target=swallow, args=(own,), daemon=True)
    reader.start()

    try:
        yield send
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        reader.join(5)
        os.close(own)
