"""A panel rule: marks too far from the middle of the panel do not count (偏离过大的评分无效).

Decides which marks count. A rulebook says `panel: {rule: near_median, limit: 5, places: 2}`: `limit` is this class's
own parameter, the other keys are the frame's.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar

import attrs

from quizarena.errors import RuleError
from quizarena.panels.rules import Mark, PanelRule, as_scores, some
from quizarena.parameters import number
from quizarena.points import Number
from quizarena.scores import MEAN, MEDIAN, Score, combine
from quizarena.text import Text, both

TOO_FAR = both("偏离中位数过大，不计", "too far from the median: not counted")
LABEL = both("中位数附近的评分平均", "mean of the marks near the median")


def _not_negative(rule: object, field: attrs.Attribute[Any], value: Fraction) -> None:
    if value < 0:
        raise RuleError(f"{field.name}: expected 0 or more, found {value}")


@attrs.frozen
class NearMedian(PanelRule):
    """The mean of the marks at most `limit` from the median; where no mark is, as in a panel split in two, of all."""

    limit: Fraction = attrs.field(default=Fraction(5), converter=number, validator=_not_negative)
    name: ClassVar[str] = "near_median"

    def value(self, marks: Mapping[str, Number]) -> Fraction:
        """Return the mean of the marks that count."""
        return self.score(marks).value

    def score(self, marks: Mapping[str, Mark], label: Text | None = None) -> Score:
        """Return that mean with its working: marks that do not count stand in it, struck."""
        parts = as_scores(some(marks))
        middle = MEDIAN.value([part.value for part in parts.values()])
        near = {judge for judge, part in parts.items() if abs(part.value - middle) <= self.limit}
        shown = [part if judge in (near or parts) else part.struck(TOO_FAR) for judge, part in parts.items()]
        return combine(MEAN, label or LABEL, shown)
