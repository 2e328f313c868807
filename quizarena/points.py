"""Exact numbers and their declared rounding.

Decides the grammar of a number that is typed or read, and how a value is rounded and shown. Numbers that
people give are `Decimal` (digits kept as typed), values that rules derive are `Fraction`; a binary float is
refused everywhere.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter, mul
from typing import Any, Literal, TypeAlias

import attrs

from .decimals import decimals_of, digits
from .errors import NumberError, RuleError
from .text import FRAME, Text, amount, plain

_ = FRAME
Points: TypeAlias = Fraction
Number: TypeAlias = str | int | Decimal | Fraction
Mode: TypeAlias = Literal["half_up", "half_even", "truncate"]

_GRAMMAR = re.compile(r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?", re.ASCII)
_MILLION = 1_000_000
"""The finest step the grammar allows, as parts of one."""


@functools.lru_cache(maxsize=65_536)
def parse_number(text: str) -> Decimal:
    """Return the number `text` stands for, its digits kept as typed.

    The grammar: an optional minus, one to nine digits without a leading zero, and, after a point, one to six
    more. No plus, exponent, underscore, space, full-width digit, infinity or NaN.

    Raises:
        NumberError: `text` is not of that grammar.
    """
    if not _GRAMMAR.fullmatch(text):
        raise NumberError(_("expected a number such as 9.25, found {found}", found=repr(text)))
    return Decimal(text)


def exact(value: Number) -> Points:
    """Return `value` as an exact fraction.

    Raises:
        NumberError: A text that is no number, or a decimal that is not finite.
        TypeError: A float, a bool or anything else: they are never scores.
    """
    if isinstance(value, str):
        value = parse_number(value)
    if isinstance(value, Decimal) and not value.is_finite():
        raise NumberError(_("expected a finite number, found {found}", found=str(value)))
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return Fraction(*value.as_integer_ratio())
    if isinstance(value, Fraction):
        return value
    raise TypeError(f"expected text, int, Decimal or Fraction, found {type(value).__name__} {value!r}")


@functools.lru_cache(maxsize=65_536)
def _millionths(text: str) -> int:
    return int(parse_number(text).scaleb(6))


_NUMERATOR, _DENOMINATOR = attrgetter("_numerator"), attrgetter("_denominator")
"""The slots themselves: the properties before them cost three times as much, and thousands of totals are read."""


def scaled(values: Iterable[Number]) -> tuple[list[int], int]:
    """Return `values` as integers over one common denominator, and that denominator.

    Adding and comparing integers is exact and costs a tenth of doing so with fractions; divide once, at the
    end.

    Raises:
        NumberError: A text that is no number, or a decimal that is not finite.
        TypeError: One of them is a float, a bool or no number at all.
    """
    given: list[Any] = list(values)
    types = set(map(type, given))
    if types == {str}:
        return list(map(_millionths, given)), _MILLION
    if types == {int}:
        return given, 1
    fractions = given if types == {Fraction} else list(map(exact, given))
    numerators, denominators = list(map(_NUMERATOR, fractions)), list(map(_DENOMINATOR, fractions))
    common = math.lcm(*(different := set(denominators)))
    factors = {denominator: common // denominator for denominator in different}
    return list(map(mul, numerators, map(factors.__getitem__, denominators))), common


def total(values: Iterable[Number]) -> Points:
    """Return the exact sum, 0 of nothing."""
    numbers, common = scaled(values)
    return Fraction(sum(numbers), common)


def mean(values: Collection[Number]) -> Points:
    """Return the exact arithmetic mean, 0 of nothing."""
    numbers, common = scaled(values)
    return Fraction(sum(numbers), common * (len(numbers) or 1))


def _half_up(value: Fraction) -> int:
    """Round half away from zero, as 四舍五入 does; the sign is kept aside."""
    rounded = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return rounded if value >= 0 else -rounded


def _half_even(value: Fraction) -> int:
    return round(value)


def _truncate(value: Fraction) -> int:
    """Cut towards zero, as FIG aerobic gymnastics 8.1.3 does."""
    cut = abs(value.numerator) // value.denominator
    return cut if value >= 0 else -cut


_ROUNDERS = {"half_up": _half_up, "half_even": _half_even, "truncate": _truncate}


def _counts_decimals(places: object) -> bool:
    return isinstance(places, int) and not isinstance(places, bool) and 0 <= places <= 9


@attrs.frozen
class Rounding:
    """A rounding that a rulebook declares: to `places` decimals, by `mode`."""

    places: int
    mode: Mode = "half_up"

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be rounded to.

        Raises:
            RuleError: `places` is no whole number from 0 to 9, or `mode` none of the three.
        """
        if not _counts_decimals(self.places):
            raise RuleError(_("places: expected a whole number from 0 to 9, found {found}", found=repr(self.places)))
        if self.mode not in _ROUNDERS:
            known = ", ".join(_ROUNDERS)
            raise RuleError(_("rounding: expected {known}, found {found}", known=known, found=repr(self.mode)))

    def apply(self, value: Points) -> Points:
        """Return `value` rounded."""
        scale: int = 10**self.places
        return Fraction(_ROUNDERS[self.mode](value * scale), scale)


def show(value: Number, places: int = 0) -> str:
    """Return `value` in decimal digits, with at least `places` decimals.

    A value with no finite decimal form is shown as a fraction in lowest terms ("256/3"): never rounded silently.
    """
    return digits(exact(value), places)


def show_signed(value: Number, places: int = 0) -> str:
    """Return `value` like `show`, a plus before a gain."""
    return ("+" if exact(value) > 0 else "") + show(value, places)


def spoken_points(value: Number) -> Text:
    """Return points without their sign as they are read out: 10 分, ten points."""
    count = abs(exact(value))
    return _("{count} point", count=amount(count)) if count == 1 else _("{count} points", count=amount(count))


def spoken_total(value: Number, places: int = 0) -> Text:
    """Return a total as it is read out: 负 10, minus 10; its digits are as `show` gives them."""
    digits = show(abs(exact(value)), places)
    return _("minus {number}", number=digits) if exact(value) < 0 else plain(digits)


def column_places(values: Iterable[Number], at_least: int = 0) -> int:
    """Return the decimals a column needs so that every finite decimal in it is shown whole, `at_least` that
    many.
    """
    needed = (decimals_of(exact(value).denominator) or 0 for value in values)
    return max([at_least, *needed])


def parts_lines(rows: list[tuple[Fraction, ...]]) -> list[str]:
    """Return what totals are made of, "100 + 40 - 2.50" a row, each column with the decimals its longest needs."""
    places = parts_places(rows)
    return [parts_line(row, places) for row in rows]


def parts_places(rows: list[tuple[Fraction, ...]]) -> list[int]:
    """Return the decimals that each column of such rows needs."""
    depth = max(map(len, rows), default=0)
    return [column_places(row[column] for row in rows if column < len(row)) for column in range(depth)]


def parts_line(row: tuple[Fraction, ...], places: list[int], names: Sequence[str] = ()) -> str:
    """Return what one total is made of, with so many decimals by column, and before each what it is of, if told."""
    said = ""
    for value, decimals, name in zip(row, places, names or [""] * len(row), strict=False):
        sign = ("-" if value < 0 else "") if not said else (" - " if value < 0 else " + ")
        said += f"{sign}{name} " if name else sign
        said += show(abs(value), decimals)
    return said
