"""What the screens cost: real processes on pseudo-terminals, on one file, as in the hall.

Decides what counts as painted: the first bytes on the screen's terminal that hold the new figure. Processor time and
memory are the kernel's own figures for the screen's process (Linux; elsewhere these lines are left out).
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from time import perf_counter, sleep

from quizarena.arena import Arena
from quizarena.contest.facts import Adjusted, BoardShows, ContestOpened
from quizarena.rulebook import Rulebook, loads

from .measures import Measure

PROC = Path("/proc/self/task")
SETTLED_SECONDS, IDLE_SECONDS = 1.5, 8.0
PATIENCE_SECONDS = 20.0
TITLE, BASE = "Screens", 1_000
_MS, _SECOND = 1_000.0, 1e6


def screens() -> Iterator[Measure]:
    """Yield what a screen costs, or nothing where there are no pseudo-terminals."""
    if sys.platform == "win32":
        return
    yield from latency()
    yield from repaints()
    yield from starts()
    yield from rest()


def rulebook(teams: int) -> Rulebook:
    """Return a contest of that many teams, a judged round and a judge."""
    return loads(
        json.dumps(
            {
                "quizarena": 1,
                "contest": {"title": TITLE, "language": "en"},
                "teams": [{"id": f"t{n}", "name": f"Team {n}"} for n in range(teams)],
                "judges": [{"id": "j1", "name": "Judge 1"}],
                "panel": {"rule": "mean", "of": "judge_total", "places": 2, "rounding": "half_up"},
                "order": "roster",
                "base_score": BASE,
                "rounds": [{"id": "r1", "use": "quiz/required", "title": "Round 1", "per_team": 2}],
            }
        )
    )


@contextmanager
def hall(teams: int) -> Iterator[tuple[Path, Arena]]:
    """Start a contest in a file, its standings on air."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "hall.qa")
        with Arena.create(path, rulebook(teams)) as arena:
            arena.push(ContestOpened("live"))
            arena.push(BoardShows("standings"))
            yield path, arena


class Window:
    """A screen's process on a pseudo-terminal of its own, its output read as it comes."""

    def __init__(self, *arguments: str, size: tuple[int, int] = (80, 24), **surroundings: str) -> None:
        """Start `quizarena ARGUMENTS`."""
        import pty
        import termios

        self._master, slave = pty.openpty()
        termios.tcsetwinsize(slave, (size[1], size[0]))
        self.began = perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "quizarena", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env={**_installed(), "TERM": "xterm-256color", "COLORTERM": "truecolor", **surroundings},
        )
        os.close(slave)
        self._heard: list[tuple[float, bytes]] = []
        self._news = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                select.select([self._master], [], [])
                chunk = os.read(self._master, 65_536)
                with self._news:
                    self._heard.append((perf_counter(), chunk))
                    self._news.notify()

    def painted(self, text: str) -> float:
        """Return when `text` was first written since the last call, and forget what came before it.

        Raises:
            TimeoutError: It never was.
        """
        wanted, so_far, patience = text.encode(), b"", perf_counter() + PATIENCE_SECONDS
        with self._news:
            while True:
                while self._heard:
                    at, chunk = self._heard.pop(0)
                    so_far += chunk
                    if wanted in so_far:
                        return at
                if not self._news.wait(patience - perf_counter()):
                    raise TimeoutError(f"{text!r} was never painted; the end of what was: {so_far[-200:]!r}")

    def processor_us(self) -> float:
        """Return the processor time of all threads so far."""
        threads = Path(f"/proc/{self._process.pid}/task").iterdir()
        return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1_000

    def memory_mb(self) -> float:
        """Return the memory that is resident."""
        said = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii", errors="replace")
        return next(int(line.split()[1]) for line in said.splitlines() if line.startswith("VmRSS")) * 1_024 / 1e6

    def __enter__(self) -> Window:
        """Return the window."""
        return self

    def __exit__(self, *exception: object) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        os.close(self._master)


def _installed() -> dict[str, str]:
    """Return the surroundings of a program that keeps its compiled modules, as an installed one does."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def adjust(arena: Arena, nth: int) -> str:
    """Give the last team its point number `nth` and return its new total as the board writes it."""
    team = arena.contest.state.roster.teams[-1]
    arena.push(Adjusted(team.id, Decimal(1), "benchmark"))
    return str(BASE + nth)


def latency(pushes: int = 200) -> Iterator[Measure]:
    """Yield how long a fact takes from one process's push to another's terminal."""
    with hall(4) as (path, arena), Window("board", str(path)) as board:
        board.painted(str(BASE))
        sleep(SETTLED_SECONDS)
        taken, alone = [], []
        for nth in range(1, 1 + pushes):
            start = perf_counter()
            figure = adjust(arena, nth)
            alone.append(perf_counter() - start)
            taken.append(board.painted(figure) - start)
            sleep(0.05 + 0.0137 * (nth % 7))
    for name, times in (("push begun to board painted", taken), ("of which the push itself", alone)):
        times.sort()
        for percent in (50, 99):
            aim = (50 * _MS, "<= 1") if times is taken and percent == 99 else (None, "")
            value = times[min(len(times) - 1, len(times) * percent // 100)] * _SECOND
            yield Measure(f"{name}, p{percent}", value, "aim" if aim[0] else "", *aim)


def repaints(pushes: int = 60) -> Iterator[Measure]:
    """Yield the processor time of a board for each fact that changes its whole picture, without motion."""
    for teams, size in ((4, (80, 24)), (4, (120, 34)), (48, (120, 34))):
        with hall(teams) as (path, arena), Window("board", str(path), size=size, TEXTUAL_ANIMATIONS="none") as board:
            board.painted(TITLE)
            if not PROC.exists():
                return
            sleep(SETTLED_SECONDS)
            before = board.processor_us()
            for nth in range(pushes):
                arena.push(BoardShows("standings" if nth % 2 else "title"))
                board.painted(f"#{arena.contest.records[-1].seq:03}")
            cost = (board.processor_us() - before) / pushes
        across = "x".join(map(str, size))
        yield Measure(f"processor time a repaint, {teams} teams, {across}", cost, "aim", 3 * _MS, "<= 1")


def starts(times: int = 3) -> Iterator[Measure]:
    """Yield how long a screen takes from its command to its first picture, and the memory it then holds."""
    for name in ("board", "desk", "judge"):
        taken, memory = [], 0.0
        for _time in range(times):
            with hall(4) as (path, _arena), Window(name, str(path), size=(120, 40)) as window:
                taken.append(window.painted(TITLE) - window.began)
                sleep(SETTLED_SECONDS)
                memory = window.memory_mb() if PROC.exists() else 0.0
        yield Measure(f"{name}: command to first picture", min(taken) * _SECOND, "aim", 0.9 * _SECOND, "<= 1")
        if memory:
            yield Measure(f"{name}: memory", memory * 1_000, "aim", 80_000, "<= 1", "kB")


def rest() -> Iterator[Measure]:
    """Yield the processor time of a screen on which nothing happens."""
    for name, arguments in (("board", ()), ("board", ("--for", "host")), ("desk", ()), ("judge", ())):
        with hall(4) as (path, _arena), Window(name, str(path), *arguments, size=(120, 40)) as window:
            window.painted(TITLE)
            if not PROC.exists():
                return
            sleep(SETTLED_SECONDS)
            before, start = window.processor_us(), perf_counter()
            sleep(IDLE_SECONDS)
            spent = (window.processor_us() - before) / (perf_counter() - start)
        yield Measure(f"{' '.join((name, *arguments))}: a second of nothing", spent, "aim", 0.01 * _SECOND, "<= 1")
