"""Many processes that push to one file at once: no error, no gap, no double; the worst wait is measured."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import attrs

from quizarena.arena import Arena
from quizarena.contest.facts import Adjusted
from quizarena.documents import read_rows
from quizarena.journal import SqliteJournal, first_bad

from . import contests


@attrs.frozen
class Rush:
    """What many hands left."""

    processes: int
    pushed: int
    recorded: int
    expected: int
    errors: int
    worst_wait_ms: float
    is_whole: bool

    @property
    def is_right(self) -> bool:
        """Whether every fact is in once, in a whole chain."""
        return self.is_whole and not self.errors and self.recorded == self.expected


def rush(processes: int, count: int) -> Rush:
    """Let `processes` push `count` facts of their own and `count` common ones, all beginning at once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contest.qa"
        journal = SqliteJournal.create(path)
        contests.put_first(journal)
        with Arena(journal) as arena:
            contests.tell(arena, 1)
        hands = [_hand(path, f"hand-{number}", count) for number in range(processes)]
        waits = _let_go(hands)
        rows = read_rows(path)
        with Arena.open(path) as arena:
            points = sum(each.points for each in arena.contest.state.adjustments)
            arena.contest.verify()
    recorded = sum(row.type == Adjusted.type for row in rows)
    return Rush(
        processes,
        processes * count * 3,
        recorded,
        (processes + 1) * count,
        sum(hand.returncode != 0 for hand in hands),
        max(waits, default=0.0),
        first_bad(rows) is None and points == recorded,
    )


def _hand(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.faults.pusher", str(path), name, str(count)]
    root = Path(__file__).parents[2]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=root)


def _let_go(hands: list[subprocess.Popen[str]]) -> list[float]:
    for hand in hands:
        assert hand.stdout is not None
        hand.stdout.readline()
    for hand in hands:
        assert hand.stdin is not None
        hand.stdin.write("go\n")
        hand.stdin.flush()
    return [float(hand.communicate(timeout=120)[0] or 0) for hand in hands]
