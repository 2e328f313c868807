"""A hurried hand at a real terminal: what it types without looking is what it meant, or is said not to be taken."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizarena.arena import Arena

if sys.platform == "win32":
    pytest.skip("needs pseudo-terminals", allow_module_level=True)

from .terminal import KEYS, Hall, Terminal
from .test_killed import MARKING, story_until


@pytest.fixture
def hall() -> Iterator[Hall]:
    """Return a hall without terminals."""
    with Hall() as found:
        yield found


def burst(terminal: Terminal, text: str, keys_a_second: int) -> None:
    """Type a text at a steady rate, looking at nothing."""
    due = time.monotonic()
    for key in text:
        terminal.hall.rest(due)
        terminal.send(key)
        due += 1 / keys_a_second


def test_marks_typed_in_a_hurry_are_the_marks_and_nothing_else(hall: Hall, tmp_path: Path) -> None:
    path = story_until(tmp_path / "hall.qa", MARKING)
    desk = hall.open("desk", path, size="120x40")
    desk.sees("M 菜单")
    burst(desk, "24.3\r25.3\r", 30)  # without P
    desk.sees("24.3 ", "25.3 ", "-- 录分")
    burst(desk, "18,7\r", 8)
    desk.sees("18.7 ")
    burst(desk, "188\r", 30)
    desk.sees("是 18.8 吗？")
    burst(desk, "19.1\r", 30)  # into the question
    desk.sees("没有记下的键: 1 9 . 1 Enter")
    burst(desk, "-18.8\r87.1\r", 8)
    desk.sees("87.1 ", lacks="吗？")
    desk.send(KEYS["escape"])
    desk.sees("M 菜单")
    assert desk.record == MARKING
    burst(desk, "p", 30)
    desk.sees("24.3 ", "25.3 ", "18.7 ", "18.8 ", "87.1 ")
    with Arena.open(path, read_only=True) as arena:
        assert len(arena.contest.records) == MARKING + 1
