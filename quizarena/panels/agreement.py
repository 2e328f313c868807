"""How far judges agree: a number for the organiser, never part of a score."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from quizarena.errors import RuleError
from quizarena.points import Number, exact


@attrs.frozen
class Agreement:
    """Kendall's coefficient of concordance `w`, from 0 (none) to 1 (all alike), and the sum of squares `s`
    behind it.
    """

    s: Fraction
    w: Fraction


def kendall(rankings: Sequence[Sequence[Number]]) -> Agreement:
    """Return the agreement of judges who each ranked the same entrants, in the same order of entrants.

    W = 12 S / (m^2 (n^3 - n)) for m judges and n entrants, without a correction for ties.

    Source: M. G. Kendall, Rank Correlation Methods.

    Raises:
        RuleError: There are no judges, fewer than two entrants, or judges who ranked different numbers of
        them.
    """
    counts = {len(ranking) for ranking in rankings}
    if len(counts) != 1 or min(counts) < 2:
        raise RuleError(f"expected judges who ranked the same two or more entrants, found {sorted(counts)} ranks each")
    judges, entrants = len(rankings), counts.pop()
    sums = [sum((exact(rank) for rank in ranks), Fraction(0)) for ranks in zip(*rankings, strict=True)]
    middle = sum(sums, Fraction(0)) / entrants
    s = sum(((each - middle) ** 2 for each in sums), Fraction(0))
    return Agreement(s, 12 * s / (judges**2 * (entrants**3 - entrants)))
