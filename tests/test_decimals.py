"""Exact fractions in digits: never rounded, and told apart from those that no digits can hold."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.decimals import decimals_of, digits


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("0", 0, "0"),
        ("0", 2, "0.00"),
        ("7", 0, "7"),
        ("120", 0, "120"),
        ("-7", 1, "-7.0"),
        ("1/2", 0, "0.5"),
        ("-1/2", 0, "-0.5"),
        ("1/20", 0, "0.05"),
        ("-1/40", 0, "-0.025"),
        ("137/8", 2, "17.125"),
        ("17/2", 2, "8.50"),
        ("1/1024", 0, "0.0009765625"),
        ("1/625", 0, "0.0016"),
        ("256/3", 0, "256/3"),
        ("-256/3", 2, "-256/3"),
        ("1/6", 2, "1/6"),
        ("1/15", 2, "1/15"),
    ],
)
def test_digits(value: str, places: int, text: str) -> None:
    assert digits(Fraction(value), places) == text


def test_no_more_decimals_than_are_needed_unless_they_are_asked_for() -> None:
    assert digits(Fraction(5)) == "5"


@pytest.mark.parametrize(
    ("denominator", "decimals"),
    [(1, 0), (2, 1), (5, 1), (10, 1), (4, 2), (25, 2), (8, 3), (40, 3), (250, 3), (1000, 3), (3, None), (70, None)],
)
def test_the_decimals_a_denominator_needs(denominator: int, decimals: int | None) -> None:
    assert decimals_of(denominator) == decimals


@given(st.decimals(-(10**9), 10**9, places=6), st.integers(0, 8))
def test_digits_read_back_are_the_number(value: Decimal, places: int) -> None:
    text = digits(Fraction(value), places)
    assert Fraction(text) == Fraction(value)
    assert len(text.partition(".")[2]) >= places
