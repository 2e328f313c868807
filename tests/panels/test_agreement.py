"""Kendall's coefficient of concordance, reckoned by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from quizarena.errors import RuleError
from quizarena.panels.agreement import Agreement, kendall
from quizarena.points import Number


@pytest.mark.parametrize(
    ("rankings", "s", "w"),
    [
        ([[1, 2, 3], [1, 2, 3], [1, 2, 3]], 18, Fraction(1)),  # sums 3, 6, 9, squares 9 + 0 + 9; 12 * 18 / (9 * 24)
        ([[1, 2, 3], [3, 2, 1]], 0, Fraction(0)),  # sums 4, 4, 4
        ([[1, 2, 3], [1, 3, 2]], 6, Fraction(3, 4)),  # sums 2, 5, 5, middle 4: 4 + 1 + 1; 72 / 96
        ([[1, 2]], Fraction(1, 2), Fraction(1)),  # one judge agrees: sums 1, 2; 6 / 6
        # a tie: sums 2.5, 3.5, 6, middle 4, squares 2.25 + 0.25 + 4; 78 / 96
        ([[Decimal("1.5"), Decimal("1.5"), 3], [1, 2, 3]], Fraction(13, 2), Fraction(13, 16)),
    ],
)
def test_agreement_by_hand(rankings: list[list[Number]], s: Fraction, w: Fraction) -> None:
    assert kendall(rankings) == Agreement(Fraction(s), w)


@pytest.mark.parametrize("rankings", [[], [[1]], [[1, 2], [1, 2, 3]]], ids=["nobody", "one entrant", "other entrants"])
def test_judges_who_ranked_something_else_are_refused(rankings: list[list[int]]) -> None:
    with pytest.raises(RuleError, match="expected judges who ranked the same two or more entrants"):
        kendall(rankings)
