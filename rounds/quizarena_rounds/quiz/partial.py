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
from quizarena.text import Text, both

from .state import Try
from .words import _

PartialName: TypeAlias = Literal["none", "proportional", "missed_only", "graded"]
MOST_PARTS = 20


@attrs.frozen
class Partial:
    """A way to give part of the points: the blanks to fill, a check across them, and the worth of what was typed."""

    label: Text
    blanks: Callable[[Points], tuple[Blank, ...]]
    worth: Callable[[Points, Try], Fraction]
    check: Check | None = None


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


PARTIALS: Mapping[str, Partial] = {
    "proportional": Partial(_("partly right"), _count, _share, _no_more_than_all),
    "missed_only": Partial(_("options missed, none wrong"), _count, _share, _no_more_than_all),
    "graded": Partial(_("graded by the judges"), _grade, _graded),
}
"""By their name; `none` has no entry."""


def partial_rule() -> Any:
    """Return the field for part of the points."""
    return shape(
        default="none",
        help=both(
            "部分得分: none 没有；proportional 按答对的部分折算；missed_only 只漏选按比例，错选不得分；graded 评委给分",
            "part of the points: none; proportional to the parts right; missed_only where options are missed but none "
            "is wrong; graded by judges",
        ),
    )
