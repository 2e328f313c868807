"""Pictures with room of their own for every hall: nothing that is read or scanned leaves the edge at any size."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import pytest

from quizarena.web.look import look_css
from tests.terminal.afternoon import until

from .browsers import BROKEN, chromium, page_at
from .moments import FILES, SHOTS, Shot, shell

pytestmark = pytest.mark.browser
SIZES = ((1920, 1080), (1280, 720), (1024, 768), (2560, 1080), (1080, 1920))
SHOWN = (
    "title-dressed", "title-countdown", "join", "draw-lots", "message", "prizes-champion", "prizes-long-name",
    "final-dressed", "estimated", "knock-out-begins", "choice-three", "poll",
)  # fmt: skip
READ = "h1,h2,.sub span, .teams span, .org span, .champ, .prize-name, .members, .came, .typed, .proof, .said,svg,img"
COVERED = """() => {
  const found = [], boxes = [...document.querySelectorAll(".top, h1, .q, .opts, .grid-table, .rail, .strip")]
    .map(node => [node.className || node.tagName, node.getBoundingClientRect()]).filter(each => each[1].width);
  boxes.forEach(([one, a], nth) => boxes.slice(nth + 1).forEach(([other, b]) => {
    if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
      found.push(`${one} over ${other}`);
  }));
  return found;
}"""
OUTSIDE = """([selector, width, height]) => [...document.querySelectorAll(selector)].filter(node => {
  const box = node.getBoundingClientRect();
  return box.width && !node.closest("[hidden], #sound")
    && (box.left < -1 || box.top < -1 || box.right > width + 1 || box.bottom > height + 1);
}).map(node => `${node.className.baseVal || node.className} ${node.textContent.slice(0, 20)}`)"""


def serve(page: Any, shot: Shot) -> None:
    """Answer from here what the page of a moment asks for."""
    now = json.dumps(until(min(285, shot.feed.seq)).records[-1].at.timestamp() * 1_000)

    def answer(route: Any) -> None:
        head, _slash, name = urlsplit(route.request.url).path.rpartition("/")
        if head == "/static":
            kind = "text/css" if name.endswith("css") else "text/javascript"
            route.fulfill(body=(files("quizarena.web") / "static" / name).read_bytes(), content_type=kind)
        elif head == "/media":
            route.fulfill(body=FILES[name], content_type="image/png")
        else:
            kinds = {"board": "text/html; charset=utf-8", "look.css": "text/css", "now": "application/json"}
            bodies = {"board": shell(shot, "", "zh"), "look.css": look_css(shot.look), "now": now}
            route.fulfill(body=bodies.get(name, ""), content_type=kinds.get(name, "text/event-stream"))

    page.route("**/*", answer)


def test_what_is_read_or_scanned_stays_inside_at_every_size() -> None:
    faults: list[str] = []
    with chromium() as browser, page_at(browser, "about:blank", {"width": 800, "height": 450}, faults) as page:
        for name in SHOWN:
            page.unroute("**/*")
            serve(page, SHOTS[name]())
            page.goto("http://hall.test/board", wait_until="load")
            page.wait_for_selector("body[data-line]")
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                page.wait_for_timeout(100)
                assert page.evaluate(OUTSIDE, [READ, width, height]) == [], (name, width, height)
                if width > height:
                    assert page.evaluate(COVERED) == [], (name, width, height)
                assert page.evaluate(BROKEN) == [], ("a word is broken", name, width, height)
                codes = page.evaluate("[...document.querySelectorAll('.join svg')].map(each => each.clientWidth)")
                assert all(code >= 0.26 * min(width, height * 16 / 9) for code in codes), (
                    "a code reaches ten times its width"
                )
    assert faults == []
