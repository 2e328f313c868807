"""The chief judge's adjustment: a bounded change of the panel's result, for marks that are plainly
unreasonable.

Decides which changes are allowed. Leaves to the round kinds when the chief judge may make one.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from quizarena.errors import RuleError
from quizarena.parameters import number, plain_value, refuse_unknown
from quizarena.points import Number, Points, exact
from quizarena.scores import SUM, Cap, Score, combine
from quizarena.text import Text, catalogue

_ = catalogue("panels", __file__)


@attrs.frozen
class ChiefAdjustment:
    """By how much the chief judge may move the panel's result, up or down: nothing, or from `at_least` to
    `at_most`.
    """

    at_most: Points = attrs.field(converter=number)
    at_least: Points = attrs.field(default=Fraction(0), converter=number)

    def __attrs_post_init__(self) -> None:
        """Refuse bounds that allow nothing."""
        if not 0 <= self.at_least <= self.at_most or not self.at_most:
            raise RuleError(
                _(
                    "chief: expected at_most above 0 and at_least from 0 to at_most, found {low} to {high}",
                    low=str(plain_value(self.at_least)),
                    high=str(plain_value(self.at_most)),
                )
            )

    @classmethod
    def of_mapping(cls, said: object) -> ChiefAdjustment:
        """Return what a rulebook declares, such as {at_least: 0.05, at_most: 0.1}; RuleError for what is
        wrong.
        """
        if not isinstance(said, Mapping) or "at_most" not in said:
            problem = _(
                "chief: expected {{at_most: 0.1}}, by how much the chief may move a result, found {found}",
                found=repr(said),
            )
            raise RuleError(problem)
        refuse_unknown("chief", said, ("at_least", "at_most"))
        return cls(**said)

    def to_mapping(self) -> dict[str, object]:
        """Return the mapping; `of_mapping` reads it back."""
        return {"at_least": plain_value(self.at_least), "at_most": plain_value(self.at_most)}

    def refuses(self, change: Number) -> Text | None:
        """Say why the result may not be moved by `change`; None if it may."""
        size = abs(exact(change))
        if not size or self.at_least <= size <= self.at_most:
            return None
        return _("the chief judge may move a result by {low} to {high}", low=self.at_least, high=self.at_most)

    def applied(self, result: Score, change: Score) -> Score:
        """Return `result` moved by `change`; a change larger than the bounds now allow is cut to them."""
        if abs(change.value) > self.at_most:
            change = combine(Cap(-self.at_most, self.at_most), change.label, [change])
        return attrs.evolve(combine(SUM, result.label, [result, change]), key="adjusted")
