"""The screens of a hall on one contest's file, without their windows: a desk, a judge's sheet and a board.

Decides nothing about faults; whoever strikes the file asks here what each screen then says.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import attrs

from quizarena.arena import Arena
from quizarena.errors import JournalError
from quizarena.facts import Fact, Record, parse_instant
from quizarena.sessions.desk.session import DeskSession
from quizarena.sessions.judge.session import JudgeSession
from quizarena.sessions.keys import press
from quizarena.text import plain
from tests.faults import contests


@attrs.frozen
class Told:
    """What the screens say, empty where they have no trouble."""

    desk: str
    judge: str
    board: str

    def __iter__(self) -> Iterator[str]:
        """Yield the three."""
        return iter(attrs.astuple(self))


@attrs.define
class Hall:
    """Screens in English on the afternoon, each with an arena of its own."""

    desk: DeskSession
    judge: JudgeSession
    board: Arena
    now: datetime

    @classmethod
    def of(cls, desk: Arena, judge: Arena, board: Arena, file: str = "contest.qa") -> Hall:
        """Open the screens on these arenas; the judge sits."""
        session = JudgeSession(judge)
        session.sit_down("j1")
        now = desk.contest.records[-1].at + timedelta(seconds=2)
        return cls(DeskSession(desk, file=file), session, board, now)

    @classmethod
    def open(cls, path: Path) -> Hall:
        """Open the screens on a file."""
        return cls.of(Arena.open(path), Arena.open(path), Arena.open(path, read_only=True), str(path))

    def close(self) -> None:
        """Close the screens."""
        for arena in (self.desk.arena, self.judge.arena, self.board):
            arena.close()

    def look(self) -> Told:
        """Let each screen look at the file, and return what each says of it."""
        self.desk.hush()
        self.judge.hush()
        self.desk.refresh()
        self.judge.refresh()
        try:
            self.board.refresh()
        except JournalError as error:
            return Told(self.desk.message.text.in_language("en"), self._of_judge(), error.sentence("en"))
        return Told(self.desk.message.text.in_language("en"), self._of_judge(), "")

    def _of_judge(self) -> str:
        return self.judge.view().message.text.in_language("en")

    def fact(self, seq: int) -> Fact:
        """Return the afternoon's fact `seq`."""
        line = contests.lines()[seq - 1]
        return self.desk.contest.book.of_mapping(line["type"], line["fact"])

    def record(self, seq: int) -> Record | None:
        """Record the afternoon's fact `seq` at the desk."""
        self.now = max(self.now, parse_instant(contests.lines()[seq - 1]["at"]))
        return self.desk.record(self.fact(seq), plain(f"#{seq:03}"), self.now)

    def press(self, key: str) -> None:
        """Press a key at the desk as it is painted, a second later."""
        self.desk.paint()
        self.now += timedelta(seconds=1)
        self.desk.press(press(key, key if len(key) == 1 else None), self.now)
