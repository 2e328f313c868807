"""The criteria of a sheet: what a judge may write for each, and what it counts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

import attrs

from quizarena.points import exact
from quizarena.rules import scoring, shape
from quizarena.scores import SUM, Factor, Score, combine, leaf
from quizarena.sums import Sum
from quizarena.text import Text

from .words import _

ONCE = Decimal(1)


@attrs.frozen
class Criterion:
    """One criterion in full: a mark from `min` to `max`, which counts `base` + `factor` x mark."""

    max: Decimal = shape(
        default=Decimal(0),
        help=_("The highest mark, the full one; 0 where marks only deduct."),
    )
    min: Decimal = shape(
        default=Decimal(0),
        help=_("The lowest mark; below 0, such as -5, where marks deduct."),
    )
    factor: Decimal = scoring(
        default=ONCE,
        validator=attrs.validators.gt(Decimal(0)),
        help=_("What a mark is multiplied by, such as 1.2."),
    )
    base: Decimal = scoring(
        default=Decimal(0),
        help=_("The start value that marks are added to or deducted from."),
    )

    def label(self, name: Text) -> Text:
        """Return how sheets call the criterion, with what is made of a mark."""
        if self.base and self.factor != ONCE:
            return _("{criterion}, from {base}, x {factor}", criterion=name, base=self.base, factor=self.factor)
        if self.base:
            return _("{criterion}, from {base}", criterion=name, base=self.base)
        return name if self.factor == ONCE else _("{criterion} x {factor}", criterion=name, factor=self.factor)

    def value(self, mark: Decimal) -> Fraction:
        """Return what a mark counts."""
        return exact(self.base) + exact(self.factor) * exact(mark)

    def counted(self, mark: Score) -> Score:
        """Return that number with its working."""
        found = mark if self.factor == ONCE else combine(Factor(self.factor), mark.label, [mark])
        return combine(SUM, mark.label, [leaf(self.base, _("start value")), found]) if self.base else found


Criteria: TypeAlias = Mapping[str, Decimal | Criterion]
"""Criteria by name: the full mark alone, or all that there is to say."""


def by_key(criteria: Criteria) -> dict[str, Criterion]:
    """Return the criteria in full."""
    return {key: own if isinstance(own, Criterion) else Criterion(max=own) for key, own in criteria.items()}


def sum_of(criteria: Criteria, head: str = "marks") -> Sum:
    """Return what marks of the criteria add up to, `head` being that of their blanks."""
    known = by_key(criteria)
    factors, bases = (tuple(getattr(own, name) for own in known.values()) for name in ("factor", "base"))
    return Sum(tuple(f"{head}.{key}" for key in known), factors=factors, base=sum(bases, Decimal(0)))


def full_mark(criteria: Criteria) -> Decimal:
    """Return what all criteria give together at most."""
    return sum((own.base + own.factor * own.max for own in by_key(criteria).values()), Decimal(0))
