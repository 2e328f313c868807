"""Scores: every operation recomputes, and a wrong working is found."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.errors import ScoreError
from quizarena.points import Rounding
from quizarena.scores import LEAF, MEAN, MEDIAN, SUM, Cap, Factor, Round, Score, combine, leaf, rounded
from quizarena.text import plain

X = plain("x")


def leaves(*values: str) -> list[Score]:
    return [leaf(value, X) for value in values]


@pytest.mark.parametrize(
    ("op", "values", "expected"),
    [
        (SUM, ["1", "2.5"], "3.5"),
        (SUM, [], "0"),
        (MEAN, ["1", "2"], "1.5"),
        (MEDIAN, ["5", "1", "2"], "2"),
        (MEDIAN, ["4", "5", "1", "2"], "3"),
        (MEDIAN, [], "0"),
        (Round(Rounding(1)), ["2.25"], "2.3"),
        (Factor("0.6"), ["50"], "30"),
        (Cap(high="10"), ["7", "8"], "10"),
        (Cap(low="-5"), ["-4", "-3"], "-5"),
        (Cap(low="0", high="10"), ["7"], "7"),
    ],
)
def test_operations(op: Any, values: list[str], expected: str) -> None:
    score = combine(op, X, leaves(*values))
    score.check()
    assert score.value == Fraction(expected)


def test_struck_parts_are_shown_and_not_counted() -> None:
    low, high = leaves("1", "9")
    score = combine(SUM, X, [low.struck(plain("dropped: lowest")), high])
    assert score.value == 9
    assert [(part.value, part.counted) for part in score.parts] == [(Fraction(1), False), (Fraction(9), True)]
    assert low.counted


@given(st.lists(st.fractions(0, 10, max_denominator=8), min_size=1, max_size=5), st.integers(0, 4))
def test_a_changed_node_is_found_wherever_it_is(values: list[Fraction], place: int) -> None:
    parts = [leaf(value, X) for value in values]
    inner = combine(SUM, X, parts)
    for off in (1, -1):
        wrong = attrs.evolve(inner, value=inner.value + off)
        with pytest.raises(ScoreError, match="sum of its parts is"):
            combine(SUM, X, [wrong, *parts]).check()


@pytest.mark.parametrize("op", [Round(Rounding(1)), Factor("2")])
def test_some_operations_take_one_part(op: Any) -> None:
    for values in ([], ["1", "2"]):
        with pytest.raises(ScoreError, match=f"expected one counted part, found {len(values)}"):
            combine(op, X, leaves(*values))


def test_operations_have_the_names_of_exports_and_are_equal_where_they_do_the_same() -> None:
    operations = [LEAF, SUM, MEAN, MEDIAN, Round(Rounding(1)), Factor("2"), Cap()]
    assert [op.name for op in operations] == ["leaf", "sum", "mean", "median", "round", "factor", "cap"]
    assert copy.deepcopy(operations) == operations


def test_a_copy_of_a_score_checks_like_the_score() -> None:
    copy.deepcopy(combine(SUM, X, leaves("1", "2"))).check()


def test_a_leaf_has_no_parts() -> None:
    with pytest.raises(ScoreError, match="a leaf has parts"):
        Score(Fraction(1), X, parts=tuple(leaves("1"))).check()
    with pytest.raises(ScoreError, match="a leaf is not computed"):
        LEAF.value([])


def test_rounding_is_a_node_of_its_own_only_where_declared() -> None:
    score = attrs.evolve(leaf("2.25", X, record=7), key="panel")
    assert rounded(score, None) is score
    node = rounded(score, Rounding(1))
    assert (node.value, node.parts, node.key, node.op.name) == (Fraction(23, 10), (score,), "panel", "round")


def test_nodes_are_walked_parents_first_and_found_by_key() -> None:
    marked = attrs.evolve(leaf("2", X), key="judge:j1")
    score = combine(SUM, X, [combine(SUM, X, [leaf("1", X), marked]), leaf("4", X)])
    assert [node.value for node in score.walk()] == [7, 3, 1, 2, 4]
    assert score.find("judge:j1") is marked
    assert score.find("judge:j2") is None
