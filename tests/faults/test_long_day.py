"""Eight hours in fast motion: memory holds the records and nothing else that grows; `make faults` lives all of it."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.faults import long_day


def lived(facts: int, *, step: int, still_step: int, leaks: bool = False) -> long_day.Day:
    """Return a day lived in a process of its own: here, tables that other tests filled may grow at any moment."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(long_day.live, facts, step=step, still_step=still_step, leaks=leaks).result()


def test_a_long_day_keeps_its_records_and_nothing_else() -> None:
    day = lived(24, step=1_200, still_step=1_800)
    assert day.is_right, day
    assert day.facts > 20, "what was refused is not counted"
    assert day.bytes_a_fact > 0


def test_a_screen_that_kept_its_pictures_would_be_found() -> None:
    day = lived(8, step=3_600, still_step=7_200, leaks=True)
    assert not day.is_right
    assert day.still > long_day.STILL
