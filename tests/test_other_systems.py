"""What only Windows and macOS come to, with stand-ins for what they bring: locks, signals, terminals, sound, clocks."""

from __future__ import annotations

import ast
import contextlib
import importlib
import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import quizarena
from quizarena.errors import JournalBusy
from quizarena.terminal import shell

PACKAGE = Path(quizarena.__file__).parent
_ELSEWHERE = {"msvcrt", "winsound", "winreg", "fcntl", "termios", "tty", "pty", "resource", "pwd", "grp"}


class Msvcrt:
    """Locks of bytes as Windows has them: of a handle, kept from every other handle, gone when it is closed.

    A handle that asks for what it has is taken for a new one of that number.
    """

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self) -> None:
        self._held: dict[tuple[int, int, int], int] = {}

    def locking(self, handle: int, mode: int, count: int) -> None:
        found = os.fstat(handle)
        byte = (found.st_dev, found.st_ino, os.lseek(handle, 0, os.SEEK_CUR))
        assert count == 1
        if mode == self.LK_UNLCK:
            if self._held.pop(byte, None) != handle:
                raise PermissionError(13, "Permission denied")
        elif self._held.get(byte, handle) != handle and self._is_open(self._held[byte], found):
            raise PermissionError(13, "Permission denied")
        else:
            self._held[byte] = handle

    @staticmethod
    def _is_open(handle: int, file: os.stat_result) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), file)
        except OSError:
            return False


def on(platform: str, module: str, **there: Any) -> ModuleType:
    """Import a module of ours as it is on another system, where the modules `there` are found."""
    importlib.import_module(module)  # what it needs of ours is as it is here
    path = PACKAGE.joinpath(*module.split(".")[1:]).with_suffix(".py")
    spec = importlib.util.spec_from_file_location(f"{module}_on_{platform}", path)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    made.__package__ = module.rpartition(".")[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "platform", platform)
        for name, value in there.items():
            patch.setitem(sys.modules, name, value)
        patch.setitem(sys.modules, spec.name, made)
        spec.loader.exec_module(made)
    return made


def test_on_windows_one_writes_at_a_time(tmp_path: Path) -> None:
    lock = on("win32", "quizarena.journal.lock", msvcrt=Msvcrt())
    file = tmp_path / "spring.qa"
    with lock.exclusive(file, 1):
        with pytest.raises(JournalBusy, match="another program has been writing"), lock.exclusive(file, 0.01):
            pass
        with pytest.raises(JournalBusy), lock.exclusive(file, 60, lambda: False):
            pass
    with lock.exclusive(file, 0.01):
        pass


def test_on_windows_a_screen_has_a_slot_of_its_own_until_it_closes(tmp_path: Path) -> None:
    slots = on("win32", "quizarena.journal.file_slots", msvcrt=Msvcrt())
    seats = tmp_path / "spring.qa-seats"
    one, two = (os.open(seats, os.O_RDWR | os.O_CREAT) for _ in range(2))
    assert slots._lock(one, 3)
    assert not slots._lock(two, 3)
    assert slots._lock(two, 4)
    slots._unlock(one, 3)
    assert slots._lock(two, 3)
    os.close(two)
    assert slots._lock(one, 4)
    os.close(one)
    assert seats.stat().st_size == 0, "locks lie behind the data"


def test_on_windows_a_server_outlives_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    serving = on("win32", "quizarena.sessions.serving")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(subprocess, "DETACHED_PROCESS", 8, raising=False)
    monkeypatch.setattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 512, raising=False)
    assert serving._apart() == {"creationflags": 520}


def test_on_windows_the_terminal_is_left_alone() -> None:
    run = on("win32", "quizarena.terminal.guided.run")
    process = SimpleNamespace(send_signal=None)
    with run._terminal_kept(), run._passing_on(process) as passed:
        assert passed is process


@pytest.mark.parametrize("works", [True, False])
def test_on_windows_bells_are_played_by_the_system(works: bool) -> None:
    played: list[tuple[str, int]] = []

    def play(file: str, flags: int) -> None:
        played.append((file, flags))
        if not works:
            raise RuntimeError("no sound device")

    sound = on("win32", "quizarena.terminal.sound", winsound=SimpleNamespace(PlaySound=play, SND_FILENAME=0x20000))
    assert sound._played_by_windows(Path("bell.wav")) is works
    assert played == [("bell.wav", 0x20000)]


@pytest.mark.parametrize(("platform", "clock"), [("darwin", "CLOCK_MONOTONIC"), ("linux", "CLOCK_BOOTTIME")])
def test_a_clock_goes_on_while_the_machine_sleeps(platform: str, clock: str, monkeypatch: pytest.MonkeyPatch) -> None:
    steady = on(platform, "quizarena.sessions.steady_clock")
    monkeypatch.setattr(time, "clock_gettime", {getattr(time, clock): 5.0}.__getitem__)
    assert steady._ticks() == 5.0


def test_on_windows_the_clock_is_one_nobody_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    steady = on("win32", "quizarena.sessions.steady_clock")
    monkeypatch.setattr(time, "monotonic", lambda: 7.0)
    assert steady._ticks() == 7.0


def test_on_windows_a_path_is_quoted_for_its_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "os", SimpleNamespace(name="nt"))
    assert shell.typed("spring.qa") == "spring.qa"
    assert shell.typed("My contests/spring.qa") == '"My contests/spring.qa"'


def test_nothing_of_another_system_is_imported_but_behind_a_look_at_the_system() -> None:
    """`msvcrt`, `fcntl` and the like stand inside `if sys.platform`, or a function that says where it works."""
    outside = [f"{path.relative_to(PACKAGE)}: {name}" for path in PACKAGE.rglob("*.py") for name in _bare(path)]
    assert outside == []


def _bare(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        yield from set(names) & _ELSEWHERE


def test_the_stand_in_locks_as_windows_does(tmp_path: Path) -> None:
    locks = Msvcrt()
    with contextlib.ExitStack() as stack:
        one, two = (stack.enter_context((tmp_path / "file").open("a+b")) for _ in range(2))
        locks.locking(one.fileno(), locks.LK_NBLCK, 1)
        with pytest.raises(OSError, match="denied"):
            locks.locking(two.fileno(), locks.LK_NBLCK, 1)
        with pytest.raises(OSError, match="denied"):
            locks.locking(two.fileno(), locks.LK_UNLCK, 1)
