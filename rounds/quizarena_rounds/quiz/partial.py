"""Part of the points for part of an answer (部分得分): the ways a rule-set may give it.

Decides what is typed in for each way and what it is worth. Sources: tests/rulesets, CN11 (proportional), CN14 (several
right options, any wrong one scores nothing), CN05 (the judges' grade).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import attrs

from quizarena.blanks import Blank, Number
from quizarena.moves import Check
from quizarena.points import Points, exact
from quizarena.rules import shape
from quizarena.text import Text

from .question import QuestionItem
from .state import Try
from .words import _

PartialName: TypeAlias = Literal["none", "proportional", "missed_only", "graded"]
MOST_PARTS = 20


@attrs.frozen
class Partial:
    """A way to give part of the points: the blanks to fill, a check across them, and the worth of what was typed.

    `options` says how many of a multiple choice's right options count, from how many were chosen right and wrong; None
    where letters give no part.
    """

    label: Text
    blanks: Callable[[Points], tuple[Blank, ...]]
    worth: Callable[[Points, Try], Fraction]
    check: Check | None = None
    options: Callable[[int, int], int] | None = None


def _count(full: Points) -> tuple[Blank, ...]:
    got = Number("got", _("parts right"), Decimal(0), Decimal(MOST_PARTS), Decimal(1))
    return got, Number("of", _("of how many"), Decimal(1), Decimal(MOST_PARTS), whole=True)


def _grade(full: Points) -> tuple[Blank, ...]:
    high = Decimal(full.numerator) / full.denominator
    return (Number("got", _("points"), Decimal(0), high),)


def _share(full: Points, attempt: Try) -> Fraction:
    return full * exact(attempt.got or 0) / max(1, attempt.of)


def _graded(full: Points, attempt: Try) -> Fraction:
    return exact(attempt.got or 0)


def _no_more_than_all(fact: Any) -> Text | None:
    if fact.got <= fact.of:
        return None
    return _("got: expected at most {of} parts right, found {got}", of=fact.of, got=fact.got)


def _less_wrong(right: int, wrong: int) -> int:
    return max(0, right - wrong)


def _none_wrong(right: int, wrong: int) -> int:
    return 0 if wrong else right


PARTIALS: Mapping[str, Partial] = {
    "proportional": Partial(_("partly right"), _count, _share, _no_more_than_all, _less_wrong),
    "missed_only": Partial(_("options missed, none wrong"), _count, _share, _no_more_than_all, _none_wrong),
    "graded": Partial(_("graded by the judges"), _grade, _graded),
}
"""By their name; `none` has no entry."""


def counts_options(item: QuestionItem, name: str) -> bool:
    """Whether part of the points may follow from the letters chosen."""
    way = PARTIALS.get(name)
    return item.type == "multiple" and way is not None and way.options is not None


def options_counted(item: QuestionItem, chosen: tuple[str, ...], name: str) -> int:
    """Return how many of the right options count, each its share of the points; 0 where letters give no part."""
    way = PARTIALS.get(name)
    if item.type != "multiple" or way is None or way.options is None:
        return 0
    right = len(set(chosen) & set(item.key))
    return way.options(right, len(set(chosen)) - right)


def partial_rule() -> Any:
    """Return the field for part of the points."""
    return shape(
        default="none",
        help=_(
            "part of the points: none, a multiple choice all or nothing; proportional to the parts right, an option "
            "chosen wrongly taking one away; missed_only where options are missed but none is wrong; graded by judges"
        ),
    )
