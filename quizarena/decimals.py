"""An exact fraction in decimal digits, never rounded."""

from __future__ import annotations

import functools
from fractions import Fraction


def digits(value: Fraction, places: int = 0) -> str:
    """Return `value` with at least `places` decimals; one with no finite decimal form as "256/3"."""
    needed = decimals_of(value.denominator)
    if needed is None:
        return f"{value.numerator}/{value.denominator}"
    return _fixed(value, max(places, needed))


@functools.lru_cache(maxsize=4_096)
def decimals_of(denominator: int) -> int | None:
    """Return the decimals a fraction in lowest terms with that denominator needs, None where no number is enough."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None


def _fixed(value: Fraction, places: int) -> str:
    numerator: int = value.numerator
    figures = str(abs(numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if numerator < 0 else ""
    return sign + (f"{figures[:-places]}.{figures[-places:]}" if places else figures)
