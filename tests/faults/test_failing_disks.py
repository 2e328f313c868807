"""A disk that fails: what the arena says is so, and it goes on once the disk works."""

from __future__ import annotations

import shutil
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from quizarena.arena import Arena
from quizarena.errors import JournalError
from quizarena.facts import parse_instant
from quizarena.journal import SqliteJournal
from tests.faults import contests
from tests.faults.failing import FAULTS, strike


@pytest.mark.parametrize("name", [name for name in FAULTS if not name.startswith("any") or "three" in name])
def test_after_a_fault_at_any_step_the_arena_knows_what_is_in(name: str) -> None:
    tally = strike(FAULTS[name])
    assert tally.wrong == []
    assert tally.faults >= 2
    assert tally.recorded > 0
    assert tally.refused + tally.unknown > 0 or name.startswith("folder not synced")


def test_the_faults_reach_every_answer_an_arena_has() -> None:
    tally = strike(FAULTS["any error, three times"])
    assert min(tally.recorded, tally.refused, tally.unknown) > 0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A contest's file with three facts after record 0."""
    found = tmp_path / "contest.qa"
    journal = SqliteJournal.create(found)
    contests.put_first(journal)
    with Arena(journal) as arena:
        for seq in (1, 2, 3):
            contests.tell(arena, seq)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps an open file from being deleted")
def test_a_file_moved_away_is_missed_and_welcome_back(path: Path) -> None:
    with Arena.open(path) as arena:
        path.rename(path.with_name("away.qa"))
        for _time in range(2):
            with pytest.raises(JournalError, match=r"deleted or moved away"):
                contests.tell(arena, 4)
        path.with_name("away.qa").rename(path)
        assert contests.tell(arena, 4).seq == 4


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps an open file from being replaced")
def test_a_whole_copy_in_its_place_is_gone_on_with_and_an_older_one_is_not(path: Path) -> None:
    older, whole = path.with_name("older.qa"), path.with_name("whole.qa")
    shutil.copy(path, older)
    with Arena.open(path) as arena:
        contests.tell(arena, 4)
        shutil.copy(path, whole)
        whole.replace(path)
        with pytest.raises(JournalError, match=r"moved away|put in its place"):
            contests.tell(arena, 5)
        assert contests.tell(arena, 5).seq == 5
        older.replace(path)
        before = path.read_bytes()
        for _time in range(3):
            with pytest.raises(JournalError):
                contests.tell(arena, 6)
        assert path.read_bytes() == before


def test_a_clock_set_back_changes_no_order(path: Path) -> None:
    """Records follow one another by number; their instants only say what the clock said."""
    with Arena.open(path) as arena:
        line = contests.lines()[3]
        fact = arena.contest.book.of_mapping(line["type"], line["fact"])
        arena.push(fact, at=parse_instant(line["at"]) - timedelta(days=400))
        contests.tell(arena, 5)
        assert [record.seq for record in arena.contest.records] == list(range(6))
        arena.contest.verify()
        state = arena.contest.state
    with Arena.open(path) as again:
        assert again.contest.state == state


def test_an_answer_ruled_before_its_clock_started_breaks_nothing(path: Path) -> None:
    """The desk's clock was set back between the two instants that are in the facts."""
    with Arena.open(path) as arena:
        for seq in range(4, 8):
            contests.tell(arena, seq)
        line = contests.lines()[7]
        assert line["type"] == "quiz.ruled"
        earlier = {**line["fact"], "at": "2023-01-11T13:00:00+08:00"}
        arena.push(arena.contest.book.of_mapping(line["type"], earlier))
        arena.contest.verify()
        for audience in (None, "desk", "hall", "host"):
            assert arena.contest.scene(audience) is not None
