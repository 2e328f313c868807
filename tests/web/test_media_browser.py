"""Films and pictures in a real browser; a sound is played in the second story."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import run
from tests.media import png

from .browsers import PHONE, PROJECTOR, chromium, film, page_at, serving
from .test_media import go_on

pytestmark = pytest.mark.browser
RULES = """\
quizarena: 1
contest: {title: Small, language: en}
teams: [{id: a, name: A}, {id: b, name: B}]
order: roster
rounds:
  - id: one
    use: quiz/required
    per_team: 1
    questions:
      - {id: q1, text: Which one is it?, media: FILE, type: single, options: [This, That], answer: A}
      - {id: q2, text: Why?}
"""


def asked(folder: Path, name: str, content: bytes) -> Path:
    """Begin a contest whose question on shows or plays a file."""
    (folder / "contest.yaml").write_text(RULES.replace("FILE", name), encoding="utf-8")
    (folder / name).write_bytes(content)
    file = folder / "x.qa"
    run("start", folder / "contest.yaml", file)
    for type_ in ("contest.opened", "round.begun", "quiz.asked"):
        go_on(file, type_)
    return file


def player(page: Any, state: str) -> Any:
    """Wait until the player is in a state, and return its place in seconds, whether it is still, and mute."""
    page.wait_for_selector(f'figure[data-state="{state}"]', state="attached", timeout=20_000)
    return page.evaluate(
        "(() => { const it = document.querySelector('[data-media]'); return [it.currentTime, it.paused, it.muted]; })()"
    )


def test_a_film_fills_the_board_until_it_is_over(tmp_path: Path) -> None:
    faults: list[str] = []
    with chromium() as browser:
        content = film(browser, 4)
        file = asked(tmp_path, "film.mp4", content)
        with serving(file) as address, page_at(browser, f"{address}/board", PROJECTOR, faults) as page:
            player(page, "waiting")
            assert page.locator("video").evaluate("it => getComputedStyle(it).visibility") == "hidden"
            go_on(file, "cue.media", action="start")
            assert player(page, "playing")[1:] == [False, True], "without a click it is shown without its sound"
            box = page.locator("figure.video").bounding_box()
            assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, *PROJECTOR.values())
            assert not page.locator("video").evaluate("it => it.controls")
            assert player(page, "over")[1]
            page.wait_for_selector(".opts")
            assert page.locator("figure.video").bounding_box()["width"] < PROJECTOR["width"] / 2
            page.reload()
            assert player(page, "over")[1], "it does not begin anew where it was over"
    assert faults == []


def test_a_film_that_the_browser_cannot_play_says_so(tmp_path: Path) -> None:
    file, faults = asked(tmp_path, "film.mp4", b"\0\0\0\x20ftypisom" + bytes(500)), list[str]()
    with (
        chromium() as browser, serving(file) as address,
        page_at(browser, f"{address}/board", PROJECTOR, faults) as page,
    ):  # fmt: skip
        page.wait_for_selector("figure.gone .lost", timeout=20_000)
        go_on(file, "cue.media", action="start")
        page.wait_for_selector("#playing", state="attached", timeout=20_000)
        assert page.locator("figure.video").bounding_box()["width"] < PROJECTOR["width"] / 2
    assert faults == []


def test_a_picture_that_is_lost_says_so_and_comes_back(tmp_path: Path) -> None:
    file, faults = asked(tmp_path, "sign.png", png(side=32)), list[str]()
    place = next(file.with_name("x.qa-files").iterdir())
    content = place.read_bytes()
    place.unlink()
    with (
        chromium() as browser, serving(file) as address,
        page_at(browser, f"{address}/board", PROJECTOR, faults) as page,
        page_at(browser, address, PHONE, faults) as phone,
    ):  # fmt: skip
        page.wait_for_selector("figure.gone .lost")
        assert "cannot be loaded; please tell the desk" in page.inner_text("figure.gone")
        phone.wait_for_selector("figure.gone")
        place.write_bytes(content)
        page.wait_for_selector("figure:not(.gone) img", timeout=20_000)
        phone.wait_for_selector("figure:not(.gone) img", timeout=20_000)
        assert phone.get_attribute("figure img", "alt") == "Picture 1"
        assert phone.locator("figure img").evaluate("it => getComputedStyle(it).objectFit") == "contain"
    assert faults == []
