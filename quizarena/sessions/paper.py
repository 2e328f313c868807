"""Numbers as people type them: what a key adds, what stands there, why it is refused, what is asked about it.

The desk's grid and forms and the judge's sheet ask here. How a question looks, and where the cursor goes, is theirs.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction

import attrs

from ..blanks import Blank, Number
from ..errors import NumberError
from ..points import exact, parse_number, show
from ..sums import Sum
from ..text import Joined, Text, plain
from .dialog import key_name
from .keys import half_width
from .words import _

LOW_SHARE = Fraction(2, 5)
"""Under this share of the full mark a mark is asked about where tenfold would fit."""
LONGEST = 12
"""Characters of a number while it is typed."""
_POINTS = frozenset(".,")


def append(blank: Number, typed: str, key: str) -> str | None:
    """Return `typed` with the character of a key behind it, None where no number goes on so.

    A comma is the point. The sign stands first, and only where the blank takes numbers below 0.
    """
    if key in _POINTS:
        key = "."
        fits = "." not in typed
    elif key == "-":
        fits = not typed and blank.low is not None and blank.low < 0
    else:
        fits = key.isdecimal() and key.isascii()
    return (typed + key)[:LONGEST] if fits else None


def tidy(typed: str) -> str:
    """Return a typed number as it is read: half width, with a point for a comma and none at its end."""
    return "".join(map(half_width, typed)).strip().replace(",", ".").removesuffix(".")


@functools.lru_cache(maxsize=1_024)
def number(typed: str) -> Decimal | None:
    """Return the number typed, None where it is none."""
    try:
        return parse_number(tidy(typed))
    except NumberError:
        return None


def refusal(blank: Blank, typed: str) -> Text | None:
    """Return why the blank does not take what is typed and what it takes instead, None if it takes it."""
    if not isinstance(blank, Number):
        return blank.refuse(blank.read(typed))
    value = number(typed)
    if value is None:
        return _("Type a whole number such as 9.") if blank.whole else _("Type a number such as 9.5.")
    if blank.high is not None and value > blank.high:
        return _("{value} is too high: {bounds}", value=value, bounds=bounds(blank))
    if blank.low is not None and value < blank.low:
        return _("{value} is too low: {bounds}", value=value, bounds=bounds(blank))
    if blank.refuse(blank.read(value)) is not None:
        return _("{value} does not fit: steps of {step} only", value=value, step=blank.step or 1)
    return None


def bounds(blank: Number) -> Text:
    """Return the bounds of a number in words, nothing where it has none."""
    if blank.low is not None and blank.high is not None:
        return _("{low} to {high}", low=blank.low, high=blank.high)
    if blank.high is not None:
        return _("at most {high}", high=blank.high)
    return plain("") if blank.low is None else _("at least {low}", low=blank.low)


# Questions


class Answer(Enum):
    """What answers a question about a number: no mark begins with any of these keys."""

    ACCEPT = "+"
    RETYPE = "-"
    POSTPONE = "tab"


@attrs.frozen
class Question:
    """Something asked about what was typed; `value` stands in its place once it is accepted.

    `swallowed` are the keys pressed while it was open that answer nothing: they are shown, never typed.
    """

    typed: str
    value: str
    words: Text
    swallowed: tuple[str, ...] = ()

    def swallow(self, key: str) -> Question:
        """Return the question with one more key that answered nothing."""
        return attrs.evolve(self, swallowed=(*self.swallowed, key))

    @property
    def reminder(self) -> Text:
        """What is said to a key that answers nothing."""
        keys = Joined(tuple(map(key_name, self.swallowed)), " ")
        return _("Answer first: + or -. Ignored: {keys}", keys=keys)


def answer(key: str) -> Answer | None:
    """Return what a key answers, None for every other key."""
    return next((each for each in Answer if each.value == key), None)


def question(blank: Number, typed: str) -> Question | None:
    """Return what is asked about a number whose point may have slipped, None where nothing is.

    Ten times too much: whether a tenth is meant. So little that tenfold would fit: whether that is really meant.
    A whole number has no point that may slip.
    """
    if blank.whole:
        return None
    full = show(blank.high or 0)
    tenth = _tenth(blank, typed)
    if tenth:
        words = _("{typed} is above the full mark {full}. Is it {tenth}?", typed=typed, full=full, tenth=tenth)
        return Question(typed, tenth, words)
    tenfold = _tenfold(blank, typed)
    if tenfold:
        words = _("{typed} out of {full} is very low. Not {tenfold}?", typed=typed, full=full, tenfold=tenfold)
        return Question(typed, tidy(typed), words)
    return None


def _tenth(blank: Number, typed: str) -> str:
    """Return a tenth of a number that is too high, where that fits; else nothing."""
    value = number(typed)
    if value is None or blank.high is None or value <= blank.high:
        return ""
    tenth = show(value.scaleb(-1))
    return tenth if refusal(blank, tenth) is None else ""


def _tenfold(blank: Number, typed: str) -> str:
    """Return ten times a number that fits but is suspiciously low, where that fits too; else nothing."""
    value = number(typed)
    if value is None or refusal(blank, typed) is not None or not blank.high:
        return ""
    if value <= 0 or exact(value) >= LOW_SHARE * exact(blank.high):
        return ""
    tenfold = show(value.scaleb(1))
    return tenfold if refusal(blank, tenfold) is None else ""


# Numbers as they are shown


def padded(blank: Number, typed: str) -> str:
    """Return a typed number with the decimals of its step, so that columns line up; what is no number as it is."""
    value = number(typed)
    return typed if value is None else show(value, decimals(blank))


def decimals(blank: Number) -> int:
    """Return the decimals that a blank's step has."""
    exponent = blank.step.as_tuple().exponent if blank.step is not None else 0
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def sum_of(numbers: Sequence[tuple[Number, str]], adds: Sum) -> str:
    """Return what typed numbers add up to, with the decimals of their steps; nothing of none."""
    values = [number(typed) for _blank, typed in numbers]
    if all(value is None for value in values):
        return ""
    return show(adds.of([value or 0 for value in values]), max(decimals(blank) for blank, _typed in numbers))
