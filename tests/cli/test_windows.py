"""The screens as commands, where there is no terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from .running import TWO_TEAMS, run, started


@pytest.mark.parametrize(
    "words",
    [
        ("desk", "FILE"),
        ("board", "FILE"),
        ("board", "FILE", "--for", "host"),
        ("judge", "FILE", "--as", "j3"),
        ("replay", "FILE"),
        ("rehearse", "FILE", "--by-hand"),
    ],
)
def test_no_screen_opens_without_a_terminal(tmp_path: Path, words: tuple[str, ...]) -> None:
    path = str(started(tmp_path, TWO_TEAMS))
    done = run(*(path if word == "FILE" else word for word in words), status=2)
    assert done.stderr.count("\n") == 1
    assert "needs a terminal" in done.stderr
