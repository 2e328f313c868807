"""Photographs the browser's board: a picture a programme, from real records of the Yingbin story.

Usage: python docs/web_pictures.py FOLDER [NAME ...] [--size 1920x1080] [--theme dark] [--language zh]

Needs chromium and playwright. The page is the one `quizarena serve` gives out; what it asks for is answered from here,
its clock by the record's, so that the pictures are the same every time.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from io import BytesIO
from urllib.parse import urlsplit

from photographing import SITE, answer, page_of, run
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Route

from quizarena.media import FILE_TYPES, MediaKind
from quizarena.rulebook import Look
from quizarena.web.look import look_css
from tests.media import tone
from tests.terminal.afternoon import until
from tests.web.browsers import film
from tests.web.moments import FILES, SHOTS, shell
from tests.web.odd_halls import MEDIA

OPTIONS = {"size": ("1920x1080", ""), "theme": ("", "instead of the picture's own"), "language": ("zh", "")}


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

    def answers_one(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if answer(route, html, now_ms):
            return
        if path == "/look.css":
            route.fulfill(body=look_css(look), content_type="text/css")
        elif path.startswith("/media/"):
            kind, content = media[path.rpartition("/")[2]]
            route.fulfill(body=content, content_type=kind)
        else:
            route.fulfill(status=404, body="")

    return answers_one


def photograph(browser: Browser, name: str, asked: Namespace) -> Iterator[str]:
    """Write a picture, and yield what the page complains of."""
    shot = SHOTS[name]()
    last = until(min(285, shot.feed.seq)).records[-1].at + shot.after
    html = shell(shot, asked.theme, asked.language)
    by = answers(html, shot.look, last.timestamp() * 1_000, media_of(browser))
    with page_of(browser, asked.size, by) as (page, said):
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{SITE}/board", wait_until="load")
        page.wait_for_selector("body[data-line]")
        page.wait_for_timeout(300)
        page.evaluate("delete document.body.dataset.line")  # the stream was answered with nothing
        page.evaluate("document.getElementById('sound').hidden = true")  # as after the click
        page.screenshot(path=asked.folder / f"{name}.png")
        yield from said


if __name__ == "__main__":
    run(__doc__, SHOTS, OPTIONS, photograph)
