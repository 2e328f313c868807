"""Moments of a contest as the browser's board shows them: the story's records, and what it does not reach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import attrs

from quizarena.clocks import Clock
from quizarena.contest.facts import BoardShows
from quizarena.media import Media
from quizarena.rulebook import Look
from quizarena.scenes import OnAir
from quizarena.sessions.hall import Feed, Seal, feed_of
from quizarena.text import both, plain
from quizarena.web.drawing import Joining, WiFi, environment
from quizarena.web.pictures import picture
from quizarena.web.views import view_of
from tests.media import png, town
from tests.terminal.afternoon import until

from .odd_halls import HALLS


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
    said = {"language": language, "title": until(0).rulebook.title.in_language(language), "trouble": ""}
    dress = {"theme": theme or shot.look.theme, "own_theme": not theme, "look": shown.look}
    return found.render(view=view, picture=shown, overlay=False, **said, **dress)
