"""The team's page in a real browser: over crooked lines, and without one; the second story has all its states."""

from __future__ import annotations

from pathlib import Path

import pytest

from .browsers import PHONE, cards, chromium, page_at, serving
from .buzzing import buzz_file
from .pressed import record, tally

pytestmark = pytest.mark.browser


def test_what_the_desk_is_told_for_sure_is_right_over_crooked_lines(tmp_path: Path) -> None:
    found = tally(4, tmp_path)
    assert found["wrong"] == 0
    assert sum(found.values()) == 4


def test_a_page_without_its_server_says_so_and_drops_what_is_pressed(tmp_path: Path) -> None:
    path, faults = buzz_file(tmp_path / "buzz.qa"), list[str]()
    with chromium() as browser, serving(path) as address:
        (card,) = cards(path, address, "team:red")
        with page_at(browser, card, PHONE, faults) as page:
            page.click("button.btn")
            page.wait_for_selector("body[data-state=wait]")
            record(path, "quiz.clock")
            page.wait_for_selector("body[data-state=armed]")
            circle = page.locator("#buzz").bounding_box()
            assert min(circle["width"], circle["height"]) > PHONE["width"] / 2, "a thumb finds it unseen"
            page.context.set_offline(True)
            page.evaluate("() => dispatchEvent(new Event('offline'))")
            page.wait_for_selector("body[data-state=off]")
            page.locator("#buzz").dispatch_event("pointerdown")
            page.context.set_offline(False)
            page.evaluate("() => dispatchEvent(new Event('online'))")
            page.wait_for_selector("body[data-state=armed]", timeout=20_000)
            assert page.locator("#big").inner_text() == "BUZZ", "what was pressed without a line is gone"
            page.keyboard.press("Tab")
            page.keyboard.press("Space")
            page.wait_for_selector("body[data-state=sent]")
    assert faults == []
