"""A judge's mark before it counts: a point forgotten, a mark unlike this judge's others.

A mark is compared with the same judge's marks alone: showing what others give would herd.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from ...blanks import Blank, Number
from ...points import exact
from ..paper import Question, number, question, refusal
from .words import _

OUTSIDE = Fraction(3, 20)
"""How far outside the judge's own range, in shares of the full mark, a mark is asked about."""
RANGE_OF = 2
"""Marks that make a range."""


def question_about(blank: Blank, typed: str, before: Sequence[Decimal]) -> Question | None:
    """Return what to ask about a typed value, None if it is beyond doubt; `before` are this judge's marks there."""
    if not isinstance(blank, Number):
        return None
    return question(blank, typed) or _unlike(blank, typed, before)


def _unlike(blank: Number, typed: str, before: Sequence[Decimal]) -> Question | None:
    """Return the question about a mark far outside this judge's own range."""
    value = number(typed)
    if value is None or not blank.high or len(before) < RANGE_OF or refusal(blank, typed) is not None:
        return None
    low, high = min(before), max(before)
    far = OUTSIDE * exact(blank.high)
    if exact(low) - far <= exact(value) <= exact(high) + far:
        return None
    words = _("So far you have given {low} to {high} here. Really {typed}?", low=low, high=high, typed=typed)
    return Question(typed, typed, words)
