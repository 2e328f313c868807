"""The terminal itself: where its cursor stands, what is asked of it, how it is given back, and what is pasted."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from wcwidth import wcswidth

from quizarena.arena import Arena
from quizarena.rulebook import load

from ..afternoon import EXAMPLE

if sys.platform == "win32":
    pytest.skip("needs pseudo-terminals", allow_module_level=True)

from .terminal import ALTERNATE, CURSOR, FOCUS, KEYS, MOUSE, PASTES, Hall, Terminal
from .test_killed import MARKING, QUESTION, story_until

SCREENS = {
    "desk": (("desk", "FILE", "--person", "x"), "M 菜单"),
    "board": (("board", "FILE"), "有问必答"),
    "host": (("board", "FILE", "--for", "host"), "有问必答"),
    "judge": (("judge", "FILE", "--as", "j3"), "密码"),
    "replay": (("replay", "FILE"), "迎宾"),
    "demo": (("demo",), "QuizArena"),
}
"""Each screen's command, and what shows that it stands."""
TAKEN = {ALTERNATE, FOCUS, PASTES}


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """Return a hall without terminals."""
    with Hall({"TMPDIR": str(tmp_path)}) as found:
        yield found


def opened(hall: Hall, path: str, *names: str) -> list[Terminal]:
    """Open screens and see them stand."""
    terminals = [hall.open(*(path if word == "FILE" else word for word in SCREENS[name][0])) for name in names]
    for each, name in zip(terminals, names, strict=True):
        each.sees(SCREENS[name][1])
    return terminals


def assert_given_back(terminal: Terminal) -> None:
    """Assert that the terminal is as a shell needs it: its own screen, its cursor seen, nothing reported, an echo."""
    assert terminal.screen.modes & (TAKEN | MOUSE) == set()
    assert CURSOR in terminal.screen.modes
    assert terminal.echoes()


@pytest.mark.parametrize(("number", "names"), [(signal.SIGTERM, SCREENS), (signal.SIGHUP, ("desk", "board"))])
def test_signals_give_the_terminal_back_and_say_so(
    hall: Hall, tmp_path: Path, number: signal.Signals, names: Iterable[str]
) -> None:
    path = story_until(tmp_path / "hall.qa", QUESTION)
    for each in opened(hall, path, *names):
        assert each.screen.modes & (TAKEN | MOUSE | {CURSOR}) == TAKEN
        assert not each.echoes()
        each.process.send_signal(number)
        assert each.ends() == 128 + number
        assert_given_back(each)
    with Arena.open(path, read_only=True) as arena:
        arena.contest.verify()


def test_a_desk_of_the_demo_is_ended_with_it(hall: Hall) -> None:
    demo = hall.open("demo")
    demo.sees("QuizArena")
    demo.send("\r")
    demo.sees("DEMO: all the others are robots")
    demo.process.send_signal(signal.SIGTERM)
    assert demo.ends() == 128 + signal.SIGTERM
    assert_given_back(demo)


FAULT = """
import sys
from quizarena.cli import main
from quizarena.terminal.canvas_screen import CanvasScreen
took = CanvasScreen._take_keys
def broken(screen, keys):
    if keys[0].character == "x":
        sealed = "a sealed secret"
        raise RuntimeError("broken on purpose")
    took(screen, keys)
CanvasScreen._take_keys = broken
sys.argv[0] = "quizarena"
main()
"""


def test_a_fault_gives_the_terminal_back_and_prints_no_secret(hall: Hall, tmp_path: Path) -> None:
    path = story_until(tmp_path / "hall.qa", QUESTION)
    terminal = hall.run([sys.executable, "-c", FAULT, "desk", path, "--person", "x"])
    terminal.sees("M 菜单")
    terminal.send("x")
    assert terminal.ends() == 1
    assert_given_back(terminal)
    assert b"RuntimeError: broken on purpose" in terminal.raw
    assert b"a sealed secret" not in terminal.raw.replace(b'sealed = "a sealed secret"', b"")


def fresh(folder: Path) -> str:
    """Start the example's contest, of which nothing is recorded yet; return its file."""
    path = folder / "fresh.qa"
    Arena.create(path, load(EXAMPLE / "contest.yaml")).close()
    return str(path)


def test_the_cursor_stands_in_the_field(hall: Hall, tmp_path: Path) -> None:
    desk, path = hall.open("desk", fresh(tmp_path)), story_until(tmp_path / "hall.qa", MARKING)
    desk.sees("谁在操作这个控制台")
    desk.types("1")  # meant for the desk
    desk.sees("「1」不是名字", "谁在操作这个控制台")
    desk.send("大庆路")
    desk.sees("大庆路_")
    assert_caret_at(desk, "大庆路_")
    desk.press("enter", "M 菜单")
    hall.wait(lambda: CURSOR not in desk.screen.modes, lambda: "the cursor stays")
    judge = hall.open("judge", path, "--as", "j3")
    judge.sees("请定一个密码")
    assert CURSOR not in judge.screen.modes
    judge.send("2468")
    judge.changes("2468")
    judge.send("26")
    judge.sees("26_")
    assert_caret_at(judge, "26_")


def assert_caret_at(terminal: Terminal, typed: str) -> None:
    """Assert that the terminal's cursor stands at the end of what is being typed."""

    def stands() -> bool:
        column, row = terminal.screen.caret
        before = terminal.text.split("\n")[row].partition(typed)
        return CURSOR in terminal.screen.modes and wcswidth(before[0] + before[1]) - 1 == column

    terminal.hall.wait(stands, lambda: f"the cursor is at {terminal.screen.caret}:\n{terminal.text}", 10)


HOLDER = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1], isolation_level=None)
other.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def holding(path: str) -> Iterator[subprocess.Popen[str]]:
    """Let another program keep the file locked during the block."""
    command = [sys.executable, "-c", HOLDER, path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_another_program_is_waited_for_beside_the_window(hall: Hall, tmp_path: Path) -> None:
    path = story_until(tmp_path / "hall.qa", QUESTION)
    desk = hall.open("desk", path, size="120x40")
    desk.sees("在走")
    with holding(path) as other:
        desk.send("+")
        desk.sees("还没存上: 另一个程序占着文件", f"进程 {other.pid}", "判对 +10", "等文件 1 秒")
        desk.sees("等文件 2 秒")  # the desk goes on painting
        desk.send("-3\r")
        desk.sees("没有收的键: - 3 Enter")
        desk.send(KEYS["escape"])
        desk.sees("不等了，没有记: ", lacks="另一个程序占着文件")
        assert desk.record == QUESTION
        desk.press("+", "还没存上: 另一个程序占着文件")
        other.send_signal(signal.SIGSTOP)
        desk.sees("等文件 2 秒")
        other.send_signal(signal.SIGCONT)
    desk.records(QUESTION)
    desk.sees("判对 +10", lacks="另一个程序占着文件")
    with Arena.open(path, read_only=True) as arena:
        assert [record.type for record in arena.contest.records[QUESTION + 1 :]] == ["quiz.ruled"]
