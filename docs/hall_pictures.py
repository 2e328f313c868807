"""Photographs the READMEs' pictures of the hall in browsers: the board, a judge's phone and the host's tablet.

Usage: python docs/hall_pictures.py [FOLDER]

Needs chromium and playwright. What is photographed is served by `quizarena serve` from a file with the Yingbin story.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.web.browsers import PHONE, PROJECTOR, cards, chromium, page_at, serving, sit_down
from tests.web.halls import FIRST_BALLOT, story_file

TABLET = {"width": 1024, "height": 768}
INTERVAL = 85
"""The record after which the board says what the last mark can still do."""


def seat(page: Any, language: str) -> None:
    """Press the button of a card, and speak the language."""
    sit_down(page)
    page.goto(f"{page.url.partition('?')[0]}?lang={language}")
    page.wait_for_selector("body[data-line=up]")


def marking(page: Any) -> None:
    """Type two marks and a half."""
    page.wait_for_selector(".ballot")
    for mark in ("26.6", "25.5"):
        for key in (*mark, "Enter"):
            page.click(f'.pad [data-key="{key}"]')
        page.wait_for_timeout(600)
    for key in "18":
        page.click(f'.pad [data-key="{key}"]')
    page.wait_for_timeout(900)


def photograph(page: Any, path: Path) -> None:
    """Write what a page shows, in few colours: a README is loaded over thin lines too."""
    page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(96).save(path, optimize=True)


def main(folder: Path) -> None:
    """Write a picture a page and language into `folder`."""
    with tempfile.TemporaryDirectory() as place, chromium() as browser:
        early, late = (story_file(Path(place, f"{seq}.qa"), seq) for seq in (FIRST_BALLOT - 1, INTERVAL))
        for language in ("en", "zh"):
            with serving(late) as address:
                with page_at(browser, f"{address}/board?lang={language}", PROJECTOR, []) as page:
                    page.evaluate("document.getElementById('sound').hidden = true")  # as after the click
                    page.wait_for_timeout(1_500)
                    photograph(page, folder / f"board.{language}.png")
                with page_at(browser, cards(late, address, "host")[0], TABLET, []) as page:
                    seat(page, language)
                    photograph(page, folder / f"host.{language}.png")
            with serving(early) as address, page_at(browser, cards(early, address, "j3")[0], PHONE, []) as page:
                seat(page, language)
                marking(page)
                photograph(page, folder / f"judge.{language}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "hall"))
