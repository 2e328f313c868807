"""Marks open one a step, performance by performance; then what is struck, the panel, the whole, total and place."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest

from quizarena.contest.reveal import open_marks, stages, steps
from quizarena.scenes import Block, Headline, Mark, Marks
from quizarena.scores import MEAN, SUM, Score, combine, leaf
from quizarena.text import plain


def cell(judge: str, value: int | None, state: Any = "shown") -> Mark:
    return Mark(judge, plain(judge), state, None if value is None else Fraction(value))


RED = Marks("red", (cell("j1", 8), cell("j2", 9, "struck_high"), cell("j3", None, "absent"), cell("j4", 6)))
BLUE = Marks("blue", (cell("j1", 5), cell("j2", 7)))
BLOCKS: tuple[Block, ...] = (Headline(plain("scene")), RED, BLUE)
MARKS = 5


def score(value: int, penalty: int) -> Score:
    panel = attrs.evolve(combine(MEAN, plain("panel"), [leaf(value, plain("j1"), 1)]), key="panel")
    return combine(SUM, plain("team"), [panel, leaf(penalty, plain("penalty"), 2)])


SCORES = {"red": score(7, -2), "blue": score(6, 1)}


def at(step: int) -> dict[str, Marks]:
    return {each.entrant: each for each in open_marks(BLOCKS, step, SCORES) if isinstance(each, Marks)}


def shown(marks: Marks) -> list[tuple[str, int | None]]:
    return [(each.state, None if each.value is None else int(each.value)) for each in marks.cells]


def test_there_is_a_step_a_mark_and_one_a_stage() -> None:
    assert stages(BLOCKS) == ("struck", "panel", "whole", "place")
    assert steps(BLOCKS) == MARKS + 4
    assert stages((BLUE,)) == ("panel", "whole", "place"), "where nothing is struck that is no step"
    assert steps((BLUE,)) == 2 + 3
    assert steps((Headline(plain("scene")),)) == 0
    assert steps((Marks("red", (cell("j1", None, "waiting"),)),)) == 0, "nothing is in yet"
    assert list(open_marks((BLOCKS[0],), 3, {})) == [BLOCKS[0]]


CLOSED, ABSENT = ("in", None), ("absent", None)


@pytest.mark.parametrize(
    ("step", "red", "blue", "opened"),
    [
        (0, [CLOSED, CLOSED, ABSENT, CLOSED], [CLOSED, CLOSED], (None, None)),
        (1, [("shown", 8), CLOSED, ABSENT, CLOSED], [CLOSED, CLOSED], ("j1", None)),
        (2, [("shown", 8), ("shown", 9), ABSENT, CLOSED], [CLOSED, CLOSED], ("j2", None)),
        (3, [("shown", 8), ("shown", 9), ABSENT, ("shown", 6)], [CLOSED, CLOSED], ("j4", None)),
        (4, [("shown", 8), ("shown", 9), ABSENT, ("shown", 6)], [("shown", 5), CLOSED], (None, "j1")),
        (5, [("shown", 8), ("shown", 9), ABSENT, ("shown", 6)], [("shown", 5), ("shown", 7)], (None, "j2")),
        (6, [("shown", 8), ("struck_high", 9), ABSENT, ("shown", 6)], [("shown", 5), ("shown", 7)], (None, None)),
    ],
)
def test_a_mark_opens_a_step_and_none_is_struck_before_all_are_open(
    step: int, red: list[Any], blue: list[Any], opened: tuple[str | None, str | None]
) -> None:
    found = at(step)
    assert (shown(found["red"]), shown(found["blue"])) == (red, blue)
    assert (found["red"].opened, found["blue"].opened) == opened


@pytest.mark.parametrize(
    ("after", "red", "blue", "final"),
    [
        (0, None, None, False),
        (1, None, None, False),
        (2, 7, 6, False),
        (3, 5, 7, True),
        (4, 5, 7, True),
    ],
)
def test_the_panel_comes_before_the_penalty(after: int, red: int | None, blue: int | None, final: bool) -> None:
    found = at(MARKS + after)
    values = [None if each.score is None else int(each.score.value) for each in (found["red"], found["blue"])]
    assert values == [red, blue]
    assert [found["red"].final, found["blue"].final] == [final, final]
    assert (found["red"].deducted, found["blue"].deducted) == (2, 0), "what is added is no deduction"
