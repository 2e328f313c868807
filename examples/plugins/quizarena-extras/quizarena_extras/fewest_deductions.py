"""A tie-break: of equal totals the team that lost fewer points stands first (扣分少者列前).

Decides what a deduction is: every negative number that counts in the working of a counted round. A rulebook says
`ties: {by: [fewest_deductions, sudden_death]}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

import attrs

from quizarena.scores import LEAF, Score
from quizarena.standings.breakers import Parts, TieBreak, TieContext
from quizarena.text import Text, both


@attrs.frozen
class FewestDeductions(TieBreak):
    """Fewer points deducted over all rounds that count."""

    name: ClassVar[str] = "fewest_deductions"

    @property
    def label(self) -> Text:
        """Return what it compares."""
        return both("扣分较少", "fewer points deducted")

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Parts:
        """Return each team's deductions as a number at most 0: the higher is placed first."""
        scores = {team: [context.round_score(team, each) for each in context.counted_rounds()] for team in tied}
        return {team: sum((_lost(score) for score in each if score), Fraction(0)) for team, each in scores.items()}


def _lost(score: Score) -> Fraction:
    return sum((leaf.value for leaf in _counted_leaves(score) if leaf.value < 0), Fraction(0))


def _counted_leaves(score: Score) -> Iterator[Score]:
    if score.counted:
        yield from (score,) if score.op == LEAF else ()
        for part in score.parts:
            yield from _counted_leaves(part)
