"""The board's sound in a real browser: nothing before a click, then each bell once and none of the past."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from quizarena.arena import Arena
from quizarena.facts import Intent
from quizarena.rulebook import loads

from .browsers import PROJECTOR, chromium, serving

pytestmark = pytest.mark.browser
RULES = """\
quizarena: 1
contest: {title: Small, language: en}
teams: [{id: a, name: A, members: [A1]}, {id: b, name: B, members: [B1]}]
judges: [{id: j1, name: J}]
order: roster
panel: {rule: mean}
rounds:
  - id: d
    use: debate/pairs
    sides: by_order
    segments:
      - {name: Opening, side: affirmative, seconds: 5, bells: [3]}
      - {name: Closing, side: negative, seconds: 5, bells: [3]}
"""
COUNTED = """
window.strokes = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...at) { window.strokes += 1; return start.apply(this, at); };
"""
OVER = ".side.aff.over"


def debate(folder: Path) -> Path:
    """Begin a contest and go on to where the first speech may start."""
    file = folder / "x.qa"
    with Arena.create(file, loads(RULES)) as arena:
        while not any(move.intent is Intent.CLOCK for move in arena.contest.moves()):
            move = next(each for each in arena.contest.moves() if not each.aside and each.closed is None)
            blanks = {blank.path: move.choices(blank.path) for blank in move.decisions}
            arena.push(move.fill({path: options[0].value if options else "x" for path, options in blanks.items()}))
    return file


def start_clock(file: Path) -> None:
    """Start the speech, as the desk does."""
    with Arena.open(file) as arena:
        arena.push(next(move for move in arena.contest.moves() if move.intent is Intent.CLOCK).fill())


@contextmanager
def board(browser: Any, address: str) -> Iterator[Any]:
    """Open a board that counts its strokes."""
    context = browser.new_context(viewport=PROJECTOR)
    context.add_init_script(COUNTED)
    page = context.new_page()
    page.goto(f"{address}/board")
    page.wait_for_selector('body[data-line="up"]')
    try:
        yield page
    finally:
        context.close()


def strokes(page: Any) -> int:
    return int(page.evaluate("window.strokes"))


def test_bells_ring_once_each_where_somebody_clicked(tmp_path: Path) -> None:
    file = debate(tmp_path)
    with (
        chromium() as browser,
        serving(file) as address,
        board(browser, address) as page,
        board(browser, address) as mute,
    ):
        assert page.inner_text("#sound").strip() == "Click once for sound and full screen"
        page.click("#sound")
        page.wait_for_selector("#sound", state="hidden")
        assert page.evaluate("Boolean(document.fullscreenElement)")
        start_clock(file)
        page.wait_for_selector(OVER, timeout=20_000)
        mute.wait_for_selector(OVER)
        assert (strokes(page), strokes(mute)) == (3, 0)
        assert mute.is_visible("#sound")
        page.reload()
        page.keyboard.press("PageDown")
        assert page.is_visible("#sound")
        page.keyboard.press("Enter")
        page.wait_for_selector("#sound", state="hidden")
        page.wait_for_selector('body[data-line="up"]')
        page.wait_for_selector(OVER)
        assert strokes(page) == 0
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_board_opened_between_two_bells_rings_the_second_alone(tmp_path: Path) -> None:
    file = debate(tmp_path)
    with chromium() as browser, serving(file) as address:
        start_clock(file)
        with board(browser, address) as page:
            page.wait_for_selector('.side.aff .digits[data-text="2"]', timeout=20_000)
            page.reload()
            page.click("#sound")
            page.wait_for_selector(OVER, timeout=20_000)
            assert strokes(page) == 2
