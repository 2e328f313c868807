"""A screen is woken when others wrote, and when a shown second begins; never later, never for nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.clocks import Clock
from quizarena.journal import MemoryJournal, SqliteJournal
from quizarena.scenes import Clocks, Face, OnAir, Scene
from quizarena.screens.watch import seconds_to_tick, watching
from quizarena.text import plain as words

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
FOREVER = 3_600.0


async def test_whoever_writes_wakes_the_screens(tmp_path: Path) -> None:
    other = SqliteJournal.create(tmp_path / "a.qa")
    journal = SqliteJournal(other.path, read_only=True)
    with watching(lambda: journal) as watch:
        waiting = asyncio.create_task(watch.until(FOREVER))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        other.write_draft("key", "value", None)
        await waiting
        for _look in range(3):  # two commits may bear one stamp, so for a while the journal is asked at every look
            await watch.until(FOREVER)
    journal.close()
    other.close()


@pytest.mark.parametrize("deed", [Path.unlink, lambda path: path.rename(path.with_suffix(".old"))])
async def test_a_file_that_goes_wakes_the_screens(tmp_path: Path, deed: Callable[[Path], object]) -> None:
    journal = SqliteJournal.create(tmp_path / "a.qa")
    with watching(lambda: journal) as watch:
        await watch.until(0.1)
        deed(journal.path)
        await watch.until(FOREVER)
    journal.close()


async def test_without_news_the_wait_ends_by_itself(tmp_path: Path) -> None:
    journal = SqliteJournal.create(tmp_path / "a.qa")
    with watching(lambda: journal) as watch:
        await watch.until(0.05)
        await watch.until(-1.0)
    journal.close()


class Counting(MemoryJournal):
    """A journal that counts how often it is asked."""

    asked = 0

    def wait(self, seconds: float) -> bool:
        self.asked += 1
        return super().wait(seconds)

    def changed(self) -> bool:
        raise AssertionError("a journal that has no news is not asked by a window's thread")


async def test_a_journal_that_is_no_file_is_waited_for_and_not_asked_again_and_again() -> None:
    journal = Counting()
    with watching(lambda: journal) as watch:
        await watch.until(0.2)
        assert journal.asked == 1
        journal.write_draft("key", "value", None)
        await watch.until(FOREVER)
    journal.close()


async def test_a_window_goes_on_in_another_journal_once_the_first_is_closed() -> None:
    journals = [MemoryJournal(), MemoryJournal()]
    with watching(lambda: journals[0]) as watch:
        await watch.until(0.05)
        journals.pop(0).close()
        journals[0].write_draft("key", "value", None)
        await watch.until(FOREVER)


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
