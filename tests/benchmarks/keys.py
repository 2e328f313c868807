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
from bisect import bisect_left
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
WINDOWS = 4
LONGEST_PIECE_CUT = 64
"""As many bytes of a piece may belong to what the next one goes on with."""
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

    def sees(self, pattern: bytes, since: float) -> None:
        """Wait until a picture after an instant holds a pattern."""
        until = perf_counter() + PATIENCE_SECONDS
        while not re.search(pattern, b"".join(piece for at, piece in self.heard if at > since)):
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
            yield from seen(desk.heard, _type(desk, sheets))
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
    at, shown = pressed[-1]
    desk.sees(shown, at)
    return pressed


def seen(heard: Sequence[tuple[float, bytes]], pressed: Sequence[tuple[float, bytes]]) -> Iterator[float]:
    """Yield how long each took: to the first picture that shows it, or one that comes after it.

    However far behind the screen is, a picture shows one of the keys pressed before it. Where several cells look alike
    it is taken for the first, so that a key may count as slower than it was, never as quicker; the last picture shows
    the last key, and with it all that are left.
    """
    waiting, cut, last = 0, b"", 0.0
    instants = [at for at, _cell in pressed]
    for at, piece in heard:
        written, fresh = cut + piece, len(cut)
        cut = written[-LONGEST_PIECE_CUT:]
        ahead = range(waiting, bisect_left(instants, at))
        shown = next((place for place in ahead if _shows(pressed[place][1], written, fresh)), None)
        if shown is not None:
            yield from (at - pressed[place][0] for place in range(waiting, shown + 1))
            waiting, last = shown + 1, at
    yield from (last - at for at, _cell in pressed[waiting:] if at < last)


def _shows(cell: bytes, written: bytes, fresh: int) -> bool:
    """Whether what was written shows a cell that was not whole before its last piece."""
    return any(found.end() > fresh for found in re.finditer(cell, written))


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
