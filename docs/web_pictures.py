"""Photographs the browser's board: a picture a programme, from real records of the Yingbin story.

Usage: python docs/web_pictures.py FOLDER [NAME ...] [--size 1920x1080] [--theme dark] [--language zh]

Needs chromium and playwright. The page is the one `quizarena serve` gives out; what it asks for is answered from here,
its clock by the record's, so that the pictures are the same every time.
"""

from __future__ import annotations

import argparse
import json
import mimetypes
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Route, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from quizarena.media import FILE_TYPES, MediaKind
from quizarena.rulebook import Look
from quizarena.web.look import look_css
from tests.media import tone
from tests.terminal.afternoon import until
from tests.web.browsers import film
from tests.web.moments import FILES, SHOTS, Shot, shell
from tests.web.odd_halls import MEDIA

CHROMIUM = "/usr/bin/chromium"


def gauge() -> bytes:
    """Return a picture for a question: the gauge of a fire extinguisher that has lost its pressure."""
    image, out = Image.new("RGB", (800, 800), "#f4f1ea"), BytesIO()
    draw = ImageDraw.Draw(image)
    draw.ellipse((40, 40, 760, 760), "#fff", "#8a8d90", 34)
    for begin, end, colour in ((150, 234, "#cf2130"), (234, 306, "#1f9d57"), (306, 390, "#f0b400")):
        draw.arc((110, 110, 690, 690), begin, end, colour, 90)
    draw.polygon(((400, 380), (400, 420), (180, 470)), "#222")
    draw.ellipse((360, 360, 440, 440), "#333")
    image.save(out, "PNG")
    return out.getvalue()


@cache
def media_of(browser: Browser) -> Mapping[str, tuple[str, bytes]]:
    """Return what pages show and play, by digest: its type and content."""
    made = {MediaKind.PICTURE: gauge(), MediaKind.SOUND: tone(19), MediaKind.VIDEO: film(browser, 5)}
    asked = {name.partition(".")[0]: (FILE_TYPES[name[64:]].mime, made[kind]) for kind, name in MEDIA.items()}
    return {**{digest: ("image/png", content) for digest, content in FILES.items()}, **asked}


def answers(html: str, look: Look, now_ms: float, media: Mapping[str, tuple[str, bytes]]) -> Callable[[Route], None]:
    """Return who answers what the page asks for."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/board":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif path == "/now":
            route.fulfill(body=json.dumps(now_ms), content_type="application/json")
        elif path == "/look.css":
            route.fulfill(body=look_css(look), content_type="text/css")
        elif path.startswith("/media/"):
            kind, content = media[path.rpartition("/")[2]]
            route.fulfill(body=content, content_type=kind)
        elif path.startswith("/static/"):
            found = files("quizarena.web") / "static" / path.rpartition("/")[2]
            route.fulfill(body=found.read_bytes(), content_type=mimetypes.guess_type(path)[0] or "text/plain")
        elif path == "/events":
            route.fulfill(body="retry: 600000\n\n", content_type="text/event-stream")
        else:
            route.fulfill(status=404, body="")

    return answer


def photograph(browser: Browser, shot: Shot, to: Path, *, size: str, theme: str, language: str) -> list[str]:
    """Write a picture, and return what the page complained of."""
    said: list[str] = []
    width, height = map(int, size.split("x"))
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    last = until(min(285, shot.feed.seq)).records[-1].at + shot.after
    page.route("**/*", answers(shell(shot, theme, language), shot.look, last.timestamp() * 1_000, media_of(browser)))
    page.goto("http://hall.test/board", wait_until="load")
    page.wait_for_selector("body[data-line]")
    page.wait_for_timeout(300)
    page.evaluate("delete document.body.dataset.line")  # the stream was answered with nothing
    page.evaluate("document.getElementById('sound').hidden = true")  # as after the click
    page.screenshot(path=to)
    context.close()
    return said


def main() -> Iterator[str]:
    """Photograph what is asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("names", nargs="*")
    asked.add_argument("--size", default="1920x1080")
    asked.add_argument("--theme", default="", help="instead of the picture's own")
    asked.add_argument("--language", default="zh")
    told = asked.parse_args()
    look = {"size": told.size, "theme": told.theme, "language": told.language}
    told.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name in told.names or SHOTS:
            to = told.folder / f"{name}.png"
            for line in photograph(browser, SHOTS[name](), to, **look):
                yield f"{name}: {line}"
        browser.close()


if __name__ == "__main__":
    for complaint in main():
        sys.stdout.write(f"{complaint}\n")
