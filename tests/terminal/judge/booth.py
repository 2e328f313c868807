"""A judge's sheet at a moment of the Yingbin story and a hand on its keys.

Decides the clock of the hand: it stands at the story's instant plus a few seconds and moves on with every press.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.facts import Record
from quizarena.sessions.judge.bundle import Bundle
from quizarena.sessions.judge.session import JudgeSession
from quizarena.sessions.judge.view import View
from quizarena.sessions.keys import press
from quizarena.terminal.canvas import Canvas
from quizarena.terminal.judge.painter import JudgeTerminal
from quizarena.terminal.wide import drawn

from ..afternoon import until
from ..desk.hand import CHINA, arena_of
from ..golden import plain

NAMES: Mapping[str, str] = {".": "full_stop", "-": "minus", "。": "ideographic_full_stop"}
CHARACTERS: Mapping[str, str] = {"enter": "\r", "backspace": "\b"}
PIN = "2468"
MARKS = ("26.6", "26.6", "18.0", "18.7")
SIDES = ("23", "18.8", "26.7", "18.8", "44", "45.5", "43", "41", "24.9", "17.9", "26.6", "17", "40", "41", "42", "43.5")
"""Marks of one performance, and of both sides of a match with their speakers."""


class Booth:
    """A judge's sheet, the hand on its keys, and the clock on the wall."""

    def __init__(self, arena: Arena, judge: str | None = "j3", *, language: str = "zh", sits: bool = True) -> None:
        """Open the window; with `sits` the judge has chosen a PIN and sits down."""
        self.arena = arena
        self.now: datetime = arena.contest.records[-1].at.astimezone(CHINA) + timedelta(seconds=7)
        self.session = JudgeSession(arena, judge)
        self.viewer = JudgeTerminal(self.session, language)
        if sits:
            self.type(PIN).type(PIN)

    @property
    def contest(self) -> Contest:
        """The contest."""
        return self.arena.contest

    @property
    def last(self) -> Record:
        """The last record."""
        return self.contest.records[-1]

    @property
    def view(self) -> View:
        """What the judge sees."""
        return self.session.view()

    @property
    def page(self) -> str:
        """Which page is open."""
        return self.session.page

    @property
    def bundle(self) -> Bundle:
        """The sheets being filled."""
        bundle = self.view.bundle
        assert bundle is not None
        return bundle

    @property
    def said(self) -> str:
        """The message line."""
        return drawn(self.view.message.text, self.viewer.language)

    @property
    def is_loud(self) -> bool:
        """Whether the message wants an answer, or tells of trouble."""
        return self.view.message.role == "alert"

    def press(self, *keys: str, gap_ms: int = 1_000) -> Booth:
        """Press keys one after the other, each after others' records were taken in."""
        for key in keys:
            self.now += timedelta(milliseconds=gap_ms)
            self.session.refresh()
            character = CHARACTERS.get(key, key if len(key) == 1 else None)
            self.viewer.press(press(NAMES.get(key, key), character), self.now)
        return self

    def type(self, text: str) -> Booth:
        """Type a text."""
        return self.press(*text, gap_ms=40)

    def marks(self, *marks: str) -> Booth:
        """Type marks, each ended by Enter."""
        for mark in marks:
            self.type(mark).press("enter")
        return self

    def desk(self, type_name: str, **values: Any) -> Record:
        """Let the desk make the first move for a fact of that type."""
        move = next(move for move in self.contest.moves("desk") if move.fact.type == type_name and move.closed is None)
        record = self.arena.push(move.fill(values), seat="desk")
        self.session.refresh()
        return record

    def canvas(self, width: int = 80, height: int = 24) -> Canvas:
        """Return the painted sheet."""
        self.session.refresh()
        return self.viewer.paint(width, height)

    def picture(self, width: int = 80, height: int = 24) -> str:
        """Return the painted sheet as text."""
        return "\n".join(plain(self.canvas(width, height)))

    def made(self, since: int) -> Iterable[tuple[str, Any]]:
        """Return seat and fact of the records made after number `since`."""
        return [(record.seat, record.fact) for record in self.contest.records[since + 1 :]]


def at(seq: int, judge: str | None = "j3", *, language: str = "zh", sits: bool = True) -> Booth:
    """Return a judge's sheet some seconds after the story's record `seq`."""
    return Booth(arena_of(until(seq)), judge, language=language, sits=sits)


def texts(booth: Booth) -> list[str]:
    """Return what has been taken, field by field."""
    return [sheet.texts.get(blank.path, "") for sheet, blank in booth.bundle.spots]


def place(booth: Booth) -> int:
    """Return the cursor's field."""
    return booth.bundle.place
