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
from datetime import timedelta
from functools import cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import attrs
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Route, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from quizarena.clocks import Clock
from quizarena.contest.facts import BoardShows
from quizarena.media import FILE_TYPES, Media, MediaKind
from quizarena.rulebook import Look
from quizarena.scenes import OnAir
from quizarena.sessions.hall import Feed, Seal, feed_of
from quizarena.text import both, plain
from quizarena.web.drawing import Joining, WiFi, environment
from quizarena.web.look import look_css
from quizarena.web.pictures import picture
from quizarena.web.views import view_of
from tests.media import png, tone, town
from tests.terminal.afternoon import until
from tests.web.browsers import film
from tests.web.odd_halls import HALLS, MEDIA

CHROMIUM = "/usr/bin/chromium"


@attrs.frozen
class Shot:
    """A picture: the feed it shows, how long after its last record it is taken, and how the contest looks."""

    feed: Feed
    after: timedelta = timedelta()
    look: Look = Look()
    joining: Joining = Joining("http://192.168.8.10:8000", WiFi("迎宾擂台", "yingbin2023"))


def at(seq: int, seconds: float = 3.0, **on_air: object) -> Callable[[], Shot]:
    """Return the story after the record `seq`, so many seconds later; `on_air` changes what the desk put on."""

    def make() -> Shot:
        feed = feed_of(until(seq), "hall")
        blocks = tuple(attrs.evolve(b, **on_air) if isinstance(b, OnAir) else b for b in feed.scene.blocks)
        return Shot(attrs.evolve(feed, scene=attrs.evolve(feed.scene, blocks=blocks)), timedelta(seconds=seconds))

    return make


def cue(seq: int, shown: BoardShows) -> Callable[[], Shot]:
    """Return the story after the record `seq`, the board cued once more."""

    def make() -> Shot:
        contest = until(seq).fork()
        contest.push(shown, at=contest.records[-1].at)
        return Shot(feed_of(contest, "hall"))

    return make


def signed(seq: int) -> Shot:
    """Return the story as if it had been signed after the record `seq`."""
    last = until(seq).records[-1]
    return Shot(attrs.evolve(feed_of(until(seq), "hall"), seal=Seal(seq + 1, last.digest, last.at)))


FILES = {sha256(each).hexdigest(): each for each in (png(200, 16, 46, 64), town())}
"""What the looks below name: a logo and a picture behind, made by code."""
LOGO, TOWN = (Media("made.png", digest) for digest in FILES)
ORGANISER, DAY = both("迎宾擂台组委会", "Yingbin Arena Committee"), both("2023年1月11日", "2023-01-11")


def dressed(make: Callable[[], Shot], **look: Any) -> Callable[[], Shot]:
    """Return the picture of a contest that says who holds it and when, and looks like that."""

    def dress() -> Shot:
        shot = make()
        said = {"organiser": ORGANISER, "held": DAY}
        blocks = tuple(attrs.evolve(b, **said) if isinstance(b, OnAir) else b for b in shot.feed.scene.blocks)
        feed = attrs.evolve(shot.feed, scene=attrs.evolve(shot.feed.scene, blocks=blocks))
        return attrs.evolve(shot, feed=feed, look=Look(organiser=ORGANISER, **{"logo": LOGO, **look}))

    return dress


BREAK = Clock(900_000, 132_000)
SHOTS: dict[str, Callable[[], Shot]] = {
    "title": at(1),
    "draw-sealed": at(2),
    "draw-numbers": at(3),
    "draw-lots": cue(4, BoardShows("draw", 3)),
    "draw-done": cue(4, BoardShows("draw", 4)),
    "question": at(25, 6),
    "question-last-seconds": at(25, 26),
    "verdict-right": at(8, 1),
    "verdict-wrong": at(26, 1),
    "settled": at(26),
    "round-over": at(53),
    "standings-quiz": at(54),
    "correction": at(55, 3),
    "stage": at(64),
    "performance": at(69, 40),
    "marking": at(75),
    "marks-opening": at(82),
    "marks-interval": at(85),
    "marks-struck": at(87),
    "marks-score": at(88),
    "marks-total": at(90),
    "standings": at(167, programme="standings"),
    "debate-begins": at(171),
    "debate": at(236, 20),
    "debate-one": at(173, 70),
    "debate-marks": at(212),
    "debate-both": at(278),
    "prizes-begin": at(279),
    "prizes-third": at(282),
    "prizes-second": at(283),
    "prizes-champion": at(284),
    "prizes-honour": at(285),
    "prizes-back": cue(285, BoardShows("prizes", 7)),
    "prizes-final": lambda: signed(285),
    "message": at(167, programme="message", message=plain("茶歇"), ends=BREAK),
    "join": at(167, programme="join"),
    "join-no-wifi": lambda: Shot(at(167, programme="join")().feed, joining=Joining("http://192.168.8.10:8000")),
    "title-countdown": at(1, message=plain("14:00 开始，还有"), ends=BREAK),
    "rehearsal": at(25, 6, rehearsal=True),
    "title-dressed": dressed(at(1)),
    "title-green": dressed(at(1), accent="#0a7d4f"),
    "title-picture": dressed(at(1), theme="dark", background=TOWN),
    "question-blue": dressed(at(25, 6), accent="#0b5cad"),
    "message-picture": dressed(
        at(167, programme="message", message=plain("茶歇"), ends=BREAK), theme="light", background=TOWN
    ),
    "final-dressed": dressed(lambda: signed(285)),
    **{name: (lambda make=make: Shot(make(), timedelta(seconds=3))) for name, make in HALLS.items()},
}


def shell(shot: Shot, theme: str, language: str) -> str:
    """Return the page as it is served."""
    shown = picture("board", shot.feed, attrs.evolve(until(0).rulebook, look=shot.look), language, shot.joining)
    view = view_of(shown, None)
    found = environment(language).get_template("board.html")
    title = until(0).rulebook.title.in_language(language)
    theme = theme or shot.look.theme
    return found.render(
        view=view, picture=shown, language=language, theme=theme, title=title, trouble="", overlay=False
    )


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
