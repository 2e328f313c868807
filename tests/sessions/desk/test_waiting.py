"""A deed at the desk while another program keeps the file locked: it waits, is seen to wait, and can be given up."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import attrs
import pytest

from quizarena.arena import Arena
from quizarena.journal import Patience
from quizarena.rulebook import loads
from quizarena.sessions.desk.session import DeskSession
from quizarena.sessions.keys import Press

NOON = datetime.fromisoformat("2026-11-28T12:00:00+08:00")
SECOND = timedelta(seconds=1)
RULES = """
quizarena: 1
contest: {title: T, language: en}
teams: [{id: a, name: A}, {id: b, name: B}]
order: roster
rounds: [{id: r, use: quiz/required, per_team: 1}]
"""


@attrs.define
class Day:
    """A desk on a file, the instant, and another connection to the file."""

    desk: DeskSession
    other: sqlite3.Connection
    now: datetime = NOON

    def press(self, *keys: str) -> None:
        """Press keys, a second before each."""
        for key in keys:
            self.now += SECOND
            self.desk.paint()
            self.desk.press(Press(key), self.now)

    def ends(self) -> None:
        """Wait until what waits has ended, and let the desk look."""
        assert self.desk.pending is not None
        assert self.desk.pending.ended.wait(30)
        assert self.desk.refresh()
        assert self.desk.pending is None

    @property
    def said(self) -> str:
        """The message line."""
        return self.desk.view(self.now).message.text.in_language("en")

    @property
    def dialog(self) -> str:
        """What lies over the desk, as text."""
        dialog = self.desk.view(self.now).dialog
        return "" if dialog is None else str([dialog.title.in_language("en"), *map(_text, dialog.blocks)])


def _text(block: object) -> str:
    text = getattr(block, "text", None)
    return "" if text is None else text.in_language("en")


@contextmanager
def day(path: Path) -> Iterator[Day]:
    """Sit at the desk of a contest that is about to be opened, another program beside it."""
    Arena.create(path, loads(RULES)).close()
    with Arena.open(path) as arena, closing(sqlite3.connect(path, isolation_level=None)) as other:
        desk = DeskSession(arena, file=str(path), person="x")
        arena.journal.patience = Patience(0.0)
        yield Day(desk, other)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Day]:
    """Return a day at the desk."""
    with day(tmp_path / "a.qa") as found:
        yield found


def test_it_is_recorded_once_the_file_is_free(here: Day) -> None:
    here.other.execute("BEGIN IMMEDIATE")
    here.press("1")
    assert len(here.desk.contest.records) == 1
    assert here.dialog == ""
    here.now += SECOND
    assert "another program keeps the file" in here.dialog
    assert "Open the contest" in here.dialog
    here.press("2", "enter")
    assert "Not taken: 2 Enter" in here.said
    here.other.execute("COMMIT")
    here.ends()
    assert here.desk.contest.records[-1].fact.mode == "live"  # type: ignore[attr-defined]
    assert here.desk.contest.records[-1].at == NOON + SECOND
    assert len(here.desk.contest.records) == 2


def test_escape_drops_it(here: Day) -> None:
    here.other.execute("BEGIN IMMEDIATE")
    here.press("1", "escape")
    here.ends()
    assert here.said.startswith("Given up, not recorded: ")
    here.other.execute("COMMIT")
    assert not here.desk.refresh()
    assert len(here.desk.contest.records) == 1
    here.press("1")
    assert len(here.desk.contest.records) == 2


def test_what_was_recorded_before_escape_is_said_to_be(here: Day) -> None:
    here.other.execute("BEGIN IMMEDIATE")
    here.press("1")
    assert here.desk.pending is not None
    here.other.execute("COMMIT")
    assert here.desk.pending.ended.wait(30)
    here.press("escape")
    here.ends()
    assert here.said.startswith("It was recorded before Esc: ")
    assert len(here.desk.contest.records) == 2


def test_a_reader_inside_a_transaction_is_waited_for_too(here: Day) -> None:
    here.other.execute("BEGIN")
    assert here.other.execute("SELECT count(*) FROM records").fetchone() == (1,)
    here.press("1")
    assert here.desk.pending is not None
    here.other.execute("COMMIT")
    here.ends()
    assert len(here.desk.contest.records) == 2


def test_a_desk_that_cannot_read_for_a_moment_says_nothing(here: Day) -> None:
    before = here.said
    here.other.execute("BEGIN EXCLUSIVE")
    assert not here.desk.refresh()
    assert here.said == before
    here.other.execute("COMMIT")
    assert not here.desk.refresh()
    assert here.said == before
