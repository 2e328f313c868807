"""The board in front of a film of the hall: no ground of its own, and nothing at all while the board is black."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from quizarena.arena import Arena

from .browsers import chromium, free_port, page_at, serving
from .halls import served, story_file

SIZE = {"width": 1280, "height": 720}


def test_only_the_board_that_is_asked_for_so_is_an_overlay(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall, hall.browser() as client:
        for way, is_one in (("/board?overlay=1", True), ("/board", False), ("/board?overlay=0", False)):
            assert (' overlay"' in client.get(way).text) == is_one


def show(path: Path, programme: str) -> None:
    with Arena.open(path) as desk:
        move = next(move for move in desk.contest.moves() if move.fact.type == "cue.board")
        desk.push(move.fill(programme=programme, step=0))


def picture(page: Any) -> Image.Image:
    """Return what the page paints, over nothing."""
    return Image.open(BytesIO(page.screenshot(omit_background=True))).convert("RGBA")


def see_through(found: Image.Image) -> float:
    """Return which share of a picture lets all of the film through."""
    alpha = found.getchannel("A").histogram()
    return alpha[0] / sum(alpha)


@pytest.mark.browser
def test_the_film_shows_through(tmp_path: Path) -> None:
    path, faults = story_file(tmp_path / "story.qa", 20), list[str]()
    with chromium() as browser, serving(path, free_port()) as address:
        with page_at(browser, f"{address}/board", SIZE, faults) as board:
            board.wait_for_selector("body[data-line=up]")
            assert see_through(picture(board)) == 0
        with page_at(browser, f"{address}/board?overlay=1", SIZE, faults) as film:
            film.wait_for_selector("body[data-line=up]")
            assert not film.is_visible("#sound"), "nobody clicks there"
            for programme in ("round", "standings", "title"):
                show(path, programme)
                film.wait_for_selector(f"body[data-layout={programme}]")
                film.wait_for_timeout(1_200)  # until what moves has come to rest
                found = picture(film)
                assert 0.2 < see_through(found) < 0.99, programme
            show(path, "black")
            film.wait_for_selector("body[data-layout=black]")
            film.wait_for_timeout(1_200)
            assert see_through(picture(film)) == 1
    assert faults == []
