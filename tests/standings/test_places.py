"""Five ways to number places."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.errors import RuleError
from quizarena.standings import places

HALF = Fraction(5, 2)


@pytest.mark.parametrize(
    ("style", "expected"),
    # rosettacode.org/wiki/Ranking_methods
    [
        ("standard", (1, 2, 2, 4, 4, 4, 7)),
        ("modified", (1, 3, 3, 6, 6, 6, 7)),
        ("dense", (1, 2, 2, 3, 3, 3, 4)),
        ("ordinal", (1, 2, 3, 4, 5, 6, 7)),
        ("fractional", (1, HALF, HALF, 5, 5, 5, 7)),
    ],
)
def test_styles(style: Any, expected: tuple[Fraction, ...]) -> None:
    assert places([44, 42, 42, 41, 41, 41, 39], style) == expected


def test_values_may_come_in_any_order_and_form() -> None:
    assert places(["88.5", Decimal("90"), Fraction(177, 2), 7]) == (2, 1, 2, 4)
    assert places([]) == ()


def test_a_style_that_does_not_exist_is_refused() -> None:
    with pytest.raises(
        RuleError, match="style: expected standard, modified, dense, ordinal, fractional, found 'olympic'"
    ):
        places([1], "olympic")  # type: ignore[call-overload]


@given(st.lists(st.fractions(0, 5, max_denominator=4), max_size=12))
def test_places_count_who_is_better(values: list[Fraction]) -> None:
    better = [sum(other > value for other in values) for value in values]
    not_worse = [sum(other >= value for other in values) for value in values]
    assert places(values) == tuple(count + 1 for count in better)
    assert places(values, "modified") == tuple(not_worse)
    assert places(values, "dense") == tuple(len({o for o in values if o >= value}) for value in values)
    assert sorted(places(values, "ordinal")) == list(range(1, len(values) + 1))
    assert sum(places(values, "fractional")) == sum(range(1, len(values) + 1))
