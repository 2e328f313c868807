"""The board in a real browser: it follows another process, its clocks run, it comes back, its pages turn."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .browsers import PROJECTOR, chromium, free_port, page_at, serving
from .halls import story_file

pytestmark = pytest.mark.browser
ASKED = 24
"""The record that asked the seventh question; its clock stands."""
_ANOTHER = """
import sys
from datetime import datetime, timezone
from quizarena.arena import Arena
with Arena.open(sys.argv[1]) as arena:
    now = datetime.now(timezone.utc)
    move = next(move for move in arena.contest.moves() if move.fact.type == sys.argv[2] and move.closed is None)
    arena.push(move.fill(dict(each.split("=") for each in sys.argv[3:]), now=now))
"""


def push(path: Path, type_: str, *values: str) -> None:
    """Record the first move of a type, in a process of its own."""
    subprocess.run([sys.executable, "-c", _ANOTHER, str(path), type_, *values], check=True)


def test_the_board_follows_another_process_and_comes_back(tmp_path: Path) -> None:
    path, port, faults = story_file(tmp_path / "story.qa", ASKED), free_port(), list[str]()
    with chromium() as browser:
        with serving(path, port) as address:
            held = page_at(browser, f"{address}/board", PROJECTOR, faults)
            page = held.__enter__()
            page.wait_for_selector('.ring .digits[data-text="30"]')
            assert page.inner_text(".q").replace("\n", "") == "居民申请最低生活保障，应当向哪里提出书面申请？"
            push(path, "quiz.clock")
            page.wait_for_selector('.ring .digits[data-text="28"]', timeout=20_000)
        page.wait_for_selector('body[data-line="down"]')
        push(path, "quiz.ruled", "verdict=right")
        with serving(path, port):
            page.wait_for_selector(".opt.right, .outcome", timeout=30_000)
            page.wait_for_selector('body[data-line="up"]')
            assert page.inner_text(".cell.on .num") == "120"
            assert page.locator(".corner").inner_text().startswith(f"#{ASKED + 2:03}")
        held.__exit__(None, None, None)
    assert faults == []


def test_a_verdict_fills_the_board_and_goes(tmp_path: Path) -> None:
    path, faults = story_file(tmp_path / "story.qa", ASKED + 1), list[str]()
    with (
        chromium() as browser,
        serving(path) as address,
        page_at(browser, f"{address}/board", PROJECTOR, faults) as page,
    ):
        page.wait_for_selector(".ring")
        push(path, "quiz.ruled", "verdict=right")
        page.wait_for_selector(".moment.right", timeout=20_000)
        page.wait_for_selector(".moment", state="hidden")
        assert page.inner_text(".outcome .num") == "+10"
    assert faults == []
