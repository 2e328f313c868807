"""A clock that counts what is used, and times in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from quizarena.clocks import Clock, countdown, duration, minutes


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (0, "0 秒", "0 seconds"),
        (1, "1 秒", "1 second"),
        (59, "59 秒", "59 seconds"),
        (60, "1 分钟", "1 minute"),
        (61, "1 分 1 秒", "1 minute 1 second"),
        (120, "2 分钟", "2 minutes"),
        (150, "2 分 30 秒", "2 minutes 30 seconds"),
    ],
)
def test_a_duration_is_read_out(seconds: int, zh: str, en: str) -> None:
    assert (duration(seconds).in_language("zh"), duration(seconds).in_language("en")) == (zh, en)


NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def later(ms: int) -> datetime:
    return NOON + timedelta(milliseconds=ms)


@pytest.mark.parametrize(
    ("ms", "left", "over", "tick"),
    [
        (-5_000, 30, 0, 1_000),  # an instant before the start counts as the start
        (0, 30, 0, 1_000),
        (1, 30, 0, 999),
        (999, 30, 0, 1),
        (1_000, 29, 0, 1_000),
        (29_000, 1, 0, 1_000),
        (29_001, 1, 0, 999),
        (30_000, 0, 0, 1_000),
        (30_001, 0, 0, 999),
        (30_999, 0, 0, 1),
        (31_000, 0, 1, 1_000),
        (71_500, 0, 41, 500),
    ],
)
def test_a_running_clock_shows_seconds_rounded_up_and_counts_whole_ones_over(
    ms: int, left: int, over: int, tick: int
) -> None:
    clock = countdown(30).started(NOON)
    assert (clock.seconds_left(later(ms)), clock.seconds_over(later(ms))) == (left, over)
    assert clock.ms_to_tick(later(ms)) == tick


def test_a_clock_counts_only_while_it_runs() -> None:
    fresh = countdown(30)
    assert not fresh.running
    assert fresh.seconds_left(later(90_000)) == 30
    stopped = fresh.started(NOON).stopped(later(10_400))
    assert (stopped.running, stopped.used_ms) == (False, 10_400)
    assert stopped.seconds_left(later(90_000)) == 20
    again = stopped.started(later(60_000))
    assert again.used_at(later(61_600)) == 12_000
    assert again.stopped(later(59_000)).used_ms == 10_400, "a stop before the start uses nothing"


def test_starting_twice_and_stopping_twice_is_once() -> None:
    running = countdown(30).started(NOON)
    assert running.started(later(5_000)) is running
    stopped = running.stopped(later(5_000))
    assert stopped.stopped(later(9_000)) is stopped


@pytest.mark.parametrize(("seconds", "used"), [(5, 5_000), (10, 0), (15, 0), (-5, 15_000), (0, 10_000)])
def test_time_is_given_back_and_taken_and_never_less_than_nothing_is_used(seconds: int, used: int) -> None:
    clock = countdown(30).started(NOON).stopped(later(10_000)).moved(seconds)
    assert (clock.used_ms, clock.limit_ms) == (used, 30_000)


def test_a_running_clock_moved_runs_on() -> None:
    moved = Clock(30_000, 8_000, NOON).moved(-2)
    assert moved.running
    assert moved.seconds_left(later(5_000)) == 15


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (9, "0:09"), (60, "1:00"), (341, "5:41"), (6_000, "100:00")]
)
def test_minutes_are_written_with_two_digits_of_seconds(seconds: int, shown: str) -> None:
    assert minutes(seconds) == shown
