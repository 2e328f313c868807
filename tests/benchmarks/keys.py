"""From a key at the desk to the picture that shows it: marks typed at 30 keys a second, one core kept busy beside it.

Run by `turn.py` with the folder of a revision and its code on PYTHONPATH; yields seconds.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

import attrs

from quizarena.arena import Arena
from quizarena.facts import parse_instant
from quizarena.rulebook import load

KEYS_A_SECOND = 30
WINDOWS = 2
TOGETHER = 40
"""As many keys may show in one picture."""
SETTLED_SECONDS, PATIENCE_SECONDS = 0.9, 60.0
BALLOT = "scenario.ballot"
_ENTER = "\r"


@attrs.define
class Desk:
    """A desk's process on a terminal of its own; `heard` is what it wrote, with the instant of each piece."""

    process: subprocess.Popen[bytes]
    terminal: int
    heard: list[tuple[float, bytes]] = attrs.field(factory=list)

    @classmethod
    def open(cls, path: Path) -> Desk:
        """Open the desk on a file."""
        import pty
        import termios

        own, its = pty.openpty()
        termios.tcsetwinsize(its, (40, 120))
        command = [sys.executable, "-m", "quizarena", "desk", str(path), "--person", "x"]
        around = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        process = subprocess.Popen(command, stdin=its, stdout=its, stderr=its, env=around, start_new_session=True)
        os.close(its)
        desk = cls(process, own)
        threading.Thread(target=desk._listen, daemon=True).start()
        return desk

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                select.select([self.terminal], [], [])
                self.heard.append((perf_counter(), os.read(self.terminal, 65_536)))

    def rests(self) -> None:
        """Wait until it has painted, and paints no more but the seconds."""
        seen = -1
        while seen != len(self.heard) or not seen:
            seen = len(self.heard)
            sleep(SETTLED_SECONDS)

    def sees(self, pattern: bytes) -> None:
        """Wait until the last pictures hold a pattern."""
        until = perf_counter() + PATIENCE_SECONDS
        while not re.search(pattern, b"".join(piece for _at, piece in self.heard[-TOGETHER:])):
            if perf_counter() > until:
                raise TimeoutError(f"{pattern!r} was never painted")
            sleep(SETTLED_SECONDS / 10)

    def press(self, key: str) -> float:
        """Press a key; return when."""
        at = perf_counter()
        os.write(self.terminal, key.encode())
        return at


def typed(cell: str) -> bytes:
    """Return what stands on the screen while a cell is being typed."""
    return rb"(?<![\d.])" + re.escape(f"{cell}_".encode())


def story(folder: Path, path: Path) -> Sequence[Sequence[str]]:
    """Tell the story of examples/yingbin up to the first ballots; return the sheets that follow, totals too."""
    example = folder / "examples" / "yingbin"
    lines = [json.loads(line) for line in (example / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    first = next(place for place, line in enumerate(lines) if line["type"] == BALLOT)
    with Arena.create(path, load(example / "contest.yaml")) as arena:
        for line in lines[:first]:
            fact = arena.contest.book.of_mapping(line["type"], line["fact"])
            arena.push(fact, seat=line.get("seat", "desk"), at=parse_instant(line["at"]))
    following = (line["fact"] for line in lines[first:] if line["type"] == BALLOT)
    return [_with_total(fact["marks"].values()) for fact in following if fact["team"] == lines[first]["fact"]["team"]]


def _with_total(marks: Any) -> list[str]:
    return [*marks, str(sum(map(Decimal, marks), Decimal(0)))]


def latencies(folder: Path) -> Iterator[float]:
    """Yield for each character of the sheets how long it took to be seen."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "keys.qa")
        sheets = story(folder, path)
        desk = Desk.open(path)
        try:
            desk.rests()
            desk.press("p")
            desk.rests()
            yield from _seen(desk, _type(desk, sheets))
        finally:
            desk.process.kill()
            desk.process.wait()
            os.close(desk.terminal)


def _type(desk: Desk, sheets: Sequence[Sequence[str]]) -> list[tuple[float, bytes]]:
    """Type the sheets key by key; return when each character was pressed, and what then stands in its cell."""
    pressed, due = [], perf_counter()
    cells = [cell for sheet in sheets for cell in sheet]
    for nth, cell in enumerate(cells, 1):
        for place, key in enumerate((*cell, _ENTER) if nth < len(cells) else cell):  # the last one stays to be seen
            sleep(max(0.0, due - perf_counter()))
            due += 1 / KEYS_A_SECOND
            at = desk.press(key)
            if key != _ENTER:
                pressed.append((at, typed(cell[: place + 1])))
    desk.sees(pressed[-1][1])
    return pressed


def _seen(desk: Desk, pressed: Sequence[tuple[float, bytes]]) -> Iterator[float]:
    """Yield how long each took: to the first picture that shows it, or one that comes after it."""
    waiting = 0
    for at, piece in desk.heard:
        ahead = range(waiting, min(waiting + TOGETHER, len(pressed)))
        shown = next((place for place in ahead if pressed[place][0] < at and re.search(pressed[place][1], piece)), None)
        if shown is not None:
            yield from (at - pressed[place][0] for place in range(waiting, shown + 1))
            waiting = shown + 1
    assert waiting == len(pressed), f"{len(pressed) - waiting} keys were never seen"


@contextlib.contextmanager
def busy() -> Iterator[None]:
    """Keep one core busy."""
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as process:
        try:
            yield
        finally:
            process.kill()


def slowest(folder: Path) -> Iterator[tuple[str, float]]:
    """Yield what half of the characters and what 99 of 100 are seen within, in seconds."""
    with busy():
        found = sorted(each for _window in range(WINDOWS) for each in latencies(folder))
    for percent in (50, 99):
        yield f"a key at the desk to its picture, p{percent}", found[len(found) * percent // 100]
