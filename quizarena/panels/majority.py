"""A panel that votes: more than half decides. A vote is a number from 0 (against) to 1 (for), half votes included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import ClassVar

import attrs

from quizarena.errors import RuleError
from quizarena.points import Number, Points, exact, show, total
from quizarena.scores import Score, combine
from quizarena.text import Text, catalogue

from .rules import Mark, PanelRule, as_scores, some

_ = catalogue("panels", __file__)
HALF = Fraction(1, 2)


@attrs.frozen
class More:
    """1 if the counted votes for are more than half, 0 if they are less, one half if they are exactly half."""

    name: str = attrs.field(default="majority", init=False)

    def value(self, parts: Sequence[Points]) -> Points:
        """Return which side has more; one half of nothing."""
        doubled = 2 * total(parts)
        return HALF if doubled == len(parts) else Fraction(doubled > len(parts))


@attrs.frozen
class Majority(PanelRule):
    """1 where the panel votes for, 0 where it votes against, one half where the votes are equal."""

    name: ClassVar[str] = "majority"

    def value(self, marks: Mapping[str, Number]) -> Fraction:
        """Return 1, 0 or one half; RuleError for a vote outside 0 to 1."""
        return More().value([_vote(mark) for mark in some(marks).values()])

    def score(self, marks: Mapping[str, Mark], label: Text | None = None) -> Score:
        """Return that number with every vote."""
        votes = as_scores(some(marks)).values()
        for vote in votes:
            _vote(vote.value)
        return combine(More(), label or _("vote of the panel"), votes)


def _vote(mark: Number) -> Points:
    vote = exact(mark)
    if not 0 <= vote <= 1:
        raise RuleError(_("expected a vote from 0 (against) to 1 (for), found {found}", found=show(vote)))
    return vote
