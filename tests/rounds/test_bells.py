"""Bells as a rulebook writes them: of any strokes, from the start, from the end, past time, or silent."""

from __future__ import annotations

import pytest

from quizarena.errors import RuleError
from quizarena.text import draw
from quizarena_rounds.bells import BellRule, Bells, bell_refusals, bells_line, rung


@pytest.mark.parametrize(
    ("bells", "ringing", "line"),
    [
        ((30,), [(30, 1), (0, 2)], "One bell with 0:30 left, two at time."),
        ((120, 30), [(120, 1), (30, 1), (0, 2)], "One bell with 2:00 and 0:30 left, two at time."),
        ((), [(0, 2)], ""),
        ((BellRule(left=0, strokes=0),), [(0, 0)], "No bells ring."),
        ((200,), [(0, 2)], ""),
        # Sing Tao debate, organiser page: one ding with 30 s left, two at time, five at second 16 past it
        (
            (30, BellRule(over=16, strokes=5)),
            [(30, 1), (0, 2), (-16, 5)],
            "30 s left: one bell; at time: two bells; 16 s over: five bells",
        ),
        # a speech of three minutes of which the first is protected: from the start
        (
            (BellRule(after=60), BellRule(left=0, strokes=3)),
            [(120, 1), (0, 3)],
            "120 s left: one bell; at time: three bells",
        ),
    ],
)
def test_when_bells_of_three_minutes_ring(bells: Bells, ringing: list[tuple[int, int]], line: str) -> None:
    found = rung(bells, 180)
    assert [(bell.left, bell.strokes) for bell in found] == ringing
    words = bells_line(found)
    assert (draw(words, "en") if words is not None else "") == line


@pytest.mark.parametrize(
    ("bells", "places"),
    [
        ((30,), []),
        ((90, 60, 30), [0, 1]),
        ((BellRule(after=61), BellRule(after=60)), [0]),
        ((BellRule(left=60), BellRule(over=600)), [0]),
    ],
)
def test_bells_that_never_ring_in_a_minute(bells: Bells, places: list[int]) -> None:
    assert [place for place, _why in bell_refusals(bells, 60)] == places


@pytest.mark.parametrize("given", [{}, {"left": 30, "after": 10}])
def test_a_bell_has_one_time(given: dict[str, int]) -> None:
    with pytest.raises(RuleError, match="write one of left, after, over"):
        BellRule(**given)
