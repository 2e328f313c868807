"""How a value follows from its parts, written as a reader would redo it: "(85.8 + 85.3) / 2".

Decides how each operation is written; one that is not known here is written by its name and its parts.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from ..points import show
from ..scores import Cap, Factor, Mean, Median, Op, Round, Score, Sum
from ..text import Joined, Text, plain
from .words import _

_MODES = {"half_up": _("half up"), "half_even": _("half to even"), "truncate": _("cut off")}


def formula(score: Score) -> Text:
    """Return how the value follows from the counted parts."""
    numbers = [_bracketed(show(part.value)) for part in score.parts if part.counted and part.op != Factor(0)]
    return _formula(score.op, numbers)


def _bracketed(number: str) -> str:
    return f"({number})" if number.startswith("-") else number


@functools.singledispatch
def _formula(op: Op, numbers: Sequence[str]) -> Text:
    return plain(f"{op.name}({', '.join(numbers)})")


@_formula.register
def _sum(op: Sum, numbers: Sequence[str]) -> Text:
    return plain(" + ".join(numbers) or "0")


@_formula.register
def _mean(op: Mean, numbers: Sequence[str]) -> Text:
    return plain(f"({' + '.join(numbers)}) / {len(numbers)}" if numbers else "0")


@_formula.register
def _median(op: Median, numbers: Sequence[str]) -> Text:
    return _("the middle of {numbers}", numbers=", ".join(numbers))


@_formula.register
def _round(op: Round, numbers: Sequence[str]) -> Text:
    places, mode = op.rounding.places, _MODES[op.rounding.mode]
    return _("{number} rounded to {places} decimals, {mode}", number=numbers[0], places=places, mode=mode)


@_formula.register
def _factor(op: Factor, numbers: Sequence[str]) -> Text:
    return plain(f"{numbers[0]} x {show(op.factor)}")


@_formula.register
def _cap(op: Cap, numbers: Sequence[str]) -> Text:
    bounds: list[Text] = []
    if op.low is not None:
        bounds.append(_("at least {low}", low=op.low))
    if op.high is not None:
        bounds.append(_("at most {high}", high=op.high))
    return Joined((plain(" + ".join(numbers) or "0"), *bounds), ", ")
