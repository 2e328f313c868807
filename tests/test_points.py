"""Exact numbers: the grammar, rounding, and how values are shown."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.errors import NumberError, RuleError
from quizarena.points import (
    Rounding,
    column_places,
    exact,
    mean,
    parse_number,
    scaled,
    show,
    show_signed,
    total,
)

FRACTIONS = st.fractions(-1000, 1000, max_denominator=60)
DECIMALS = st.decimals(-(10**9) + 1, 10**9 - 1, places=6)


@pytest.mark.parametrize("text", ["0", "9.25", "-5", "-0.5", "100", "9.250000", "999999999.999999"])
def test_numbers_keep_their_digits(text: str) -> None:
    assert str(parse_number(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "", " 9", "9 ", "+9", "09", "00", ".5", "9.", "9,5", "1_000", "1e3", "NaN", "Infinity", "-", "--1", "0x1",
        "９", "٩", "9.25\n", "9\u200b", "9.1234567", "1234567890", "½", "五", "9.2.5",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NumberError, match="expected a number such as"):
        parse_number(text)


@pytest.mark.parametrize("value", [9.5, True, None, b"9", [9]])
def test_only_exact_types_are_numbers(value: Any) -> None:
    with pytest.raises(TypeError):
        exact(value)
    with pytest.raises(TypeError):
        scaled(["9", value])


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), Decimal("sNaN")])
def test_a_decimal_must_be_finite(value: Decimal) -> None:
    with pytest.raises(NumberError, match="finite"):
        exact(value)


@given(st.lists(st.one_of(FRACTIONS, DECIMALS, st.integers()), max_size=8))
def test_adding_scaled_integers_is_adding_fractions(values: list[Any]) -> None:
    assert total(values) == sum((Fraction(value) for value in values), Fraction(0))
    numbers, common = scaled(values)
    assert [Fraction(number, common) for number in numbers] == [Fraction(value) for value in values]
    assert mean(values) * (len(values) or 1) == total(values)


@given(st.lists(DECIMALS, max_size=8))
def test_text_and_decimals_scale_to_the_same_values(values: list[Decimal]) -> None:
    texts = [f"{value:f}" for value in values]
    assert total(texts) == total(values)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("half_up", ["2.68", "-2.68", "2.67", "0.13", "-0.13", "0.12", "0.01", "-0.01"]),
        ("half_even", ["2.68", "-2.68", "2.67", "0.12", "-0.12", "0.12", "0.01", "-0.01"]),
        ("truncate", ["2.67", "-2.67", "2.67", "0.12", "-0.12", "0.11", "0", "0"]),
    ],
)
def test_rounding_at_the_half(mode: Any, expected: list[str]) -> None:
    values = ["2.675", "-2.675", "2.6749", "0.125", "-0.125", "0.1199", "0.006", "-0.006"]
    assert [show(Rounding(2, mode).apply(exact(value))) for value in values] == expected


@given(value=FRACTIONS, places=st.integers(0, 9), mode=st.sampled_from(["half_up", "half_even", "truncate"]))
def test_rounding_is_near_signed_alike_and_done_once(value: Fraction, places: int, mode: Any) -> None:
    rounding = Rounding(places, mode)
    rounded = rounding.apply(value)
    assert abs(rounded - value) * 10**places <= (1 if mode == "truncate" else Fraction(1, 2))
    assert rounding.apply(-value) == -rounded
    assert rounding.apply(rounded) == rounded
    assert (rounded * 10**places).denominator == 1


@pytest.mark.parametrize(("places", "mode"), [(-1, "half_up"), (10, "half_up"), ("2", "half_up"), (True, "half_up")])
def test_places_are_a_whole_number(places: Any, mode: Any) -> None:
    with pytest.raises(RuleError, match="places: expected a whole number from 0 to 9"):
        Rounding(places, mode)


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(RuleError, match="rounding: expected half_up, half_even, truncate, found 'up'"):
        Rounding(2, "up")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        ("9.25", 0, "9.25"),
        ("9.250", 0, "9.25"),
        ("9", 2, "9.00"),
        ("-0.5", 0, "-0.5"),
        ("-0", 2, "0.00"),
        (Fraction(256, 3), 2, "256/3"),
        (Fraction(1, 8), 2, "0.125"),
        (10**12, 0, "1000000000000"),
    ],
)
def test_values_are_shown_in_full(value: Any, places: int, shown: str) -> None:
    assert show(value, places) == shown


def test_a_whole_number_is_shown_without_decimals_unless_they_are_asked_for() -> None:
    assert (show(9), show_signed(9)) == ("9", "+9")


@given(one=FRACTIONS, other=FRACTIONS, places=st.integers(0, 4))
def test_unequal_values_are_never_shown_as_equal(one: Fraction, other: Fraction, places: int) -> None:
    assert (show(one, places) == show(other, places)) == (one == other)


def test_a_gain_is_shown_with_a_plus() -> None:
    assert [show_signed(value) for value in ("10", "0.5", "0", "-5")] == ["+10", "+0.5", "0", "-5"]


def test_a_column_has_the_decimals_its_values_need() -> None:
    assert column_places(["9.5", "88", "7.125"], at_least=1) == 3
    assert column_places((each for each in [Fraction(9), Fraction(1, 3)]), at_least=2) == 2
    assert column_places(["9"]) == column_places([]) == 0
