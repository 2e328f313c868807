"""What a judge types, looked at before it counts: bounds, a point forgotten, a mark unlike this judge's others.

Decides when a typed value is refused, asked about or taken. A judge's mark is compared with the same judge's marks
alone: showing what others give would herd. Whether a value is allowed is the blank's say.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from ...errors import NumberError
from ...moves import Blank, Number
from ...points import exact, show, total
from ...text import Text
from ..desk.sheets import parsed, ten_times, tenth_of
from .words import _

OUTSIDE = Fraction(3, 20)
"""How far outside the judge's own range, in shares of the full mark, a mark is shown again."""
RANGE_OF = 2
"""Marks that make a range."""


@attrs.frozen
class Doubt:
    """Something asked about a typed value: `tenth` is offered in its place, else Enter once more keeps it."""

    typed: str
    words: Text
    tenth: str = ""


def refusal(blank: Blank, typed: str) -> Text | None:
    """Return in plain words why a typed value is not taken, None if it is."""
    try:
        value = blank.read(typed)
    except NumberError:
        return _("A number such as 9.5 is needed.")
    reason = blank.refuse(value)
    if reason is None or not isinstance(blank, Number) or not isinstance(value, (int, Decimal)):
        return reason
    return _out_of_bounds(blank, value) or reason


def _out_of_bounds(blank: Number, value: int | Decimal) -> Text | None:
    if blank.high is not None and value > blank.high:
        return _("{value} is above the full mark {high}; type it again.", value=value, high=blank.high)
    if blank.low is not None and value < blank.low:
        return _("{value} is below the lowest mark {low}; type it again.", value=value, low=blank.low)
    if blank.step is not None:
        return _("{value} is not allowed: steps of {step} only; type it again.", value=value, step=blank.step)
    return None


def doubt(blank: Blank, typed: str, before: Sequence[Decimal]) -> Doubt | None:
    """Return what to ask about a typed value, None if it is beyond doubt; `before` are this judge's marks there."""
    if not isinstance(blank, Number):
        return None
    tenth = tenth_of(blank, typed)
    if tenth:
        full = show(blank.high or 0)
        words = _("{typed} of {full}? Is it {tenth}?  1 yes  2 type again", typed=typed, full=full, tenth=tenth)
        return Doubt(typed, words, tenth)
    tenfold = ten_times(blank, typed)
    if tenfold:
        full = show(blank.high or 0)
        words = _("{typed} of {full}, not {tenth}?  Enter keeps it", typed=typed, full=full, tenth=tenfold)
        return Doubt(typed, words)
    return _unlike(blank, typed, before)


def _unlike(blank: Number, typed: str, before: Sequence[Decimal]) -> Doubt | None:
    """Return the doubt about a mark far outside this judge's own range."""
    value = parsed(typed)
    if value is None or not blank.high or len(before) < RANGE_OF or blank.refuse(blank.read(typed)) is not None:
        return None
    low, high = min(before), max(before)
    far = OUTSIDE * exact(blank.high)
    if exact(low) - far <= exact(value) <= exact(high) + far:
        return None
    words = _("So far you gave {low} to {high} here.  Enter keeps {typed}", low=low, high=high, typed=typed)
    return Doubt(typed, words)


def padded(blank: Number, typed: str) -> str:
    """Return a typed number with the decimals of its step, so that columns line up; what is no number as it is."""
    value = parsed(typed)
    return typed if value is None else show(value, decimals(blank))


def decimals(blank: Number) -> int:
    """Return the decimals that a blank's step has."""
    exponent = blank.step.as_tuple().exponent if blank.step is not None else 0
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def sum_of(numbers: Sequence[tuple[Number, str]]) -> str:
    """Return the sum of typed marks, with the decimals of their steps; nothing of none."""
    values = [value for _blank, typed in numbers if (value := parsed(typed)) is not None]
    return show(total(values), max(decimals(blank) for blank, _typed in numbers)) if values else ""
