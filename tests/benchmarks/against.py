"""Two revisions beside each other: each runs `turn.py` in processes of its own, in turn, on one machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .measures import Measure

HERE = Path(__file__).resolve().parents[2]
TURNS = 3


def compared(revision: str) -> Iterator[Measure]:
    """Yield each measure of this working copy beside that of `revision`."""
    with _checked_out(revision) as there:
        ours, theirs = zip(*((_turn(HERE), _turn(there)) for _time in range(TURNS)), strict=True)
    for what in ours[0]:
        mine, other = (min(turn[what] for turn in turns) * 1e6 for turns in (ours, theirs))
        yield Measure(what, mine, revision, other, "<= 1.05")


@contextmanager
def _checked_out(revision: str) -> Iterator[Path]:
    """Check a revision out in a folder that goes again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "revision")
        _git("worktree", "add", "--quiet", "--detach", str(path), revision)
        try:
            yield path
        finally:
            _git("worktree", "remove", "--force", str(path))


def _git(*words: str) -> None:
    subprocess.run(["git", "-C", str(HERE), *words], check=True)


def _turn(folder: Path) -> dict[str, float]:
    code = os.pathsep.join((str(folder), str(folder / "rounds")))
    command = [sys.executable, str(HERE / "tests" / "benchmarks" / "turn.py"), str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": code}, cwd=folder)
    found: dict[str, float] = json.loads(done.stdout)
    return found
