"""A desk at a moment of the Yingbin story and a hand on its keys.

Decides the clock of the hand: it stands at the story's instant plus a few seconds and moves on with every press.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.contest.facts import ContestOpened
from quizarena.facts import Record
from quizarena.journal import MemoryJournal
from quizarena.records import to_row
from quizarena.rulebook import loads
from quizarena.sessions.desk.session import DeskSession
from quizarena.sessions.dialog import Menu
from quizarena.sessions.keys import press
from quizarena.terminal.canvas import Canvas
from quizarena.terminal.desk.painter import paint
from quizarena.terminal.desk.terminal import DeskTerminal
from quizarena.terminal.sound import Sound

from ..afternoon import until
from ..golden import plain

NOON = datetime.fromisoformat("2026-11-23T12:00:00+08:00")
CHINA = timezone(timedelta(hours=8))
NAMES: Mapping[str, str] = {" ": "space", "+": "plus", "-": "minus", ".": "full_stop", "?": "question_mark"}
CHARACTERS: Mapping[str, str] = {"space": " ", "enter": "\r", "tab": "\t", "backspace": "\b"}


def arena_of(contest: Contest, kinds: Mapping[str, Any] | None = None) -> Arena:
    """Return an arena in memory that holds the contest's records."""
    journal = MemoryJournal()
    with journal.writing() as writer:
        for record in contest.records:
            writer.append(to_row(record, contest.book))
    return Arena(journal, kinds=kinds)


class Hand:
    """A desk, the hand on its keys, and the clock on the wall."""

    def __init__(
        self, contest: Contest, *, seconds: int = 7, language: str = "zh", kinds: Mapping[str, Any] | None = None
    ) -> None:
        """Sit down at the desk some seconds after the last record."""
        self.desk = DeskSession(arena_of(contest, kinds), file="yingbin.qa", person="计分员")
        self.screen = DeskTerminal(self.desk, language, Sound(players=("aplay",)))
        self.now: datetime = contest.records[-1].at.astimezone(CHINA) + timedelta(seconds=seconds)

    @property
    def contest(self) -> Contest:
        """The contest as it is now."""
        return self.desk.contest

    @property
    def last(self) -> Record:
        """The last record."""
        return self.contest.records[-1]

    @property
    def said(self) -> str:
        """The message line."""
        return self.screen.word(self.desk.message.text)

    @property
    def rows(self) -> dict[str, str]:
        """The rows of the list over the desk that can be chosen: what each says, and its number."""
        assert self.desk.overlay is not None
        menus = (each for each in self.desk.overlay.dialog(self.now).blocks if isinstance(each, Menu))
        return {
            self.screen.word(item.text): str(item.number)
            for menu in menus
            for item in menu.items
            if item.closed is None
        }

    def row(self, words: str) -> str:
        """Return the number of the first row that holds `words`."""
        return next(number for text, number in self.rows.items() if words in text)

    def press(self, *keys: str, gap_ms: int = 1_000) -> Hand:
        """Press keys one after the other, the picture painted before each."""
        for key in keys:
            self.desk.paint()
            self.strike(key)
            self.now += timedelta(milliseconds=gap_ms)
        return self

    def strike(self, key: str) -> None:
        """Press one key on whatever was painted last."""
        character = CHARACTERS.get(key, key if len(key) == 1 else None)
        self.screen.press(press(NAMES.get(key, key), character), self.now)

    def type(self, text: str) -> Hand:
        """Type a text."""
        return self.press(*text, gap_ms=30)

    def canvas(self, width: int = 120, height: int = 40) -> Canvas:
        """Return the painted desk."""
        return paint(self.screen, width, height, self.now)

    def picture(self, width: int = 120, height: int = 40) -> str:
        """Return the painted desk as text."""
        return "\n".join(plain(self.canvas(width, height)))

    def made(self, since: int) -> list[tuple[str, Any]]:
        """Return type and fact of the records made after number `since`."""
        return [(record.type, record.fact) for record in self.contest.records[since + 1 :]]


def at(seq: int, *, seconds: int = 7, language: str = "zh") -> Hand:
    """Return a hand at the desk some seconds after the story's record `seq`."""
    return Hand(until(seq), seconds=seconds, language=language)


def small_hall(
    *rounds: dict[str, Any], teams: int = 3, judges: int = 0, kinds: Mapping[str, Any] | None = None, **more: Any
) -> Hand:
    """Return a hand at the desk of a small contest that has just been opened, its first round begun."""
    panel = {"panel": {"rule": "mean", "of": "judge_total", "places": 2, "rounding": "half_up"}} if judges else {}
    rulebook = {
        "quizarena": 1,
        "contest": {"title": {"zh": "小赛", "en": "Small"}, "language": "zh"},
        "teams": [{"id": f"t{n}", "name": f"队{n}", "members": [f"甲{n}", f"乙{n}"]} for n in range(1, teams + 1)],
        **({"judges": [{"id": f"j{n}", "name": f"评委{n}"} for n in range(1, judges + 1)]} if judges else {}),
        "order": "roster",
        **panel,
        "rounds": [{"id": f"r{n}", "title": f"第{n}环节", **each} for n, each in enumerate(rounds, 1)],
        **more,
    }
    contest = Contest(loads(json.dumps(rulebook, ensure_ascii=False), kinds=kinds), kinds=kinds, at=NOON)
    contest.push(ContestOpened("live"), at=NOON)
    hand = Hand(contest, kinds=kinds)
    return hand.press("enter")
