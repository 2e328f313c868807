"""A clock that nobody sets: what it makes of a system's time that is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from quizarena.contest import Contest
from quizarena.rulebook import loads
from quizarena.sessions.steady_clock import SteadyClock

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
RULES = """
quizarena: 1
contest: {title: T, language: en}
teams: [{id: a, name: A}, {id: b, name: B}]
rounds: [{id: r, use: quiz/required, per_team: 1}]
"""


class Machine:
    """A machine whose time is set, and whose seconds go on."""

    def __init__(self) -> None:
        """Begin at noon."""
        self.now, self.seconds = NOON, 0.0
        self.clock = SteadyClock(lambda: self.now, lambda: self.seconds)

    def goes_on(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds += seconds
        self.now += timedelta(seconds=seconds)


@pytest.mark.parametrize("by", [-HOUR, HOUR, -2 * SECOND, SECOND])
def test_it_counts_on_while_the_time_is_set(by: timedelta) -> None:
    machine = Machine()
    machine.goes_on(5)
    machine.now += by
    machine.goes_on(2.5)
    assert machine.clock() == NOON + timedelta(seconds=7.5)
    assert machine.clock.jump() == by
    machine.clock.adopt()
    assert machine.clock() == NOON + timedelta(seconds=7.5) + by
    assert not machine.clock.jump()


def test_what_is_slight_is_taken_over_without_a_word() -> None:
    machine = Machine()
    machine.now += SECOND / 2
    assert not machine.clock.jump()
    assert machine.clock() == NOON + SECOND / 2


def test_a_jump_is_news_once_and_again_when_the_time_is_set_again() -> None:
    machine = Machine()
    clock = machine.clock
    machine.now += HOUR
    assert [clock.is_news(clock.jump()), clock.is_news(clock.jump())] == [True, False]
    machine.now += HOUR
    assert clock.is_news(clock.jump())


@pytest.mark.parametrize(
    ("seat", "at", "follows"), [("desk", HOUR, True), ("desk", HOUR / 9, False), ("x", HOUR, False)]
)
def test_it_follows_the_desk(seat: str, at: timedelta, follows: bool) -> None:
    machine, contest = Machine(), Contest(loads(RULES), at=NOON)
    machine.now += HOUR
    record = contest.records[0]
    machine.clock.follow(attrs.evolve(record, seat=seat, at=NOON + at))
    assert machine.clock() == (NOON + HOUR if follows else NOON)
