"""A screen is woken when others wrote, and when a shown second begins; never later, never for nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.clocks import Clock
from quizarena.journal import Journal, MemoryJournal, SqliteJournal
from quizarena.scenes import Clocks, Face, OnAir, Scene
from quizarena.sessions.follow import following, seconds_to_tick
from quizarena.text import plain as words

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


PATIENCE = 30.0


@contextmanager
def woken(journal: Journal) -> Iterator[Event]:
    """Follow a journal: the event is set by its news."""
    news = Event()
    with following(lambda: journal, news.set):
        yield news


def test_whoever_writes_wakes_the_screens(tmp_path: Path) -> None:
    other = SqliteJournal.create(tmp_path / "a.qa")
    journal = SqliteJournal(other.path, read_only=True)
    with woken(journal) as news:
        other.write_draft("key", "value", None)
        assert news.wait(PATIENCE)
    journal.close()
    other.close()


@pytest.mark.parametrize("deed", [Path.unlink, lambda path: path.rename(path.with_suffix(".old"))])
def test_a_file_that_goes_wakes_the_screens(tmp_path: Path, deed: Callable[[Path], object]) -> None:
    journal = SqliteJournal.create(tmp_path / "a.qa")
    with woken(journal) as news:
        deed(journal.path)
        assert news.wait(PATIENCE)
    journal.close()


def test_the_journal_a_desk_goes_on_in_is_followed() -> None:
    closed, news, journals = MemoryJournal(), Event(), []
    closed.close()
    journals.append(closed)
    with following(lambda: journals[-1], news.set):
        journals.append(MemoryJournal())
        journals[-1].write_draft("key", "value", None)
        assert news.wait(PATIENCE)


@given(
    st.integers(0, 400_000), st.integers(0, 500_000), st.integers(0, 500_000), st.booleans(), st.integers(0, 999_999)
)
def test_a_tick_is_where_a_shown_second_changes(limit: int, used: int, ran: int, in_message: bool, us: int) -> None:
    now = NOON.replace(microsecond=us)
    clock = Clock(limit, used, now - timedelta(milliseconds=ran))
    block = OnAir("message", ends=clock) if in_message else Clocks((Face(clock, words("")),))
    wait = timedelta(seconds=seconds_to_tick(Scene(words(""), (block,)), now))
    assert timedelta() < wait <= timedelta(seconds=1)

    def shown(at: datetime) -> tuple[int, int, int]:
        return clock.seconds_left(at), clock.seconds_over(at), at.second

    just_before = now + wait - timedelta(milliseconds=1, microseconds=1)
    assert just_before < now or shown(just_before) == shown(now)
    assert shown(now + wait + timedelta(microseconds=1)) != shown(now)


def test_a_stopped_clock_waits_for_the_wall() -> None:
    scene = Scene(words(""), (Clocks((Face(Clock(30_000, 1_234), words("")),)), OnAir()))
    assert seconds_to_tick(scene, NOON.replace(microsecond=250_000)) == 0.75
