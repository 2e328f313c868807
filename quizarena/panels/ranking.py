"""Panels that rank: the judges place everybody, and a rule makes one order of their places.

The order itself is worked out in `placings`; here are the rules that a rulebook names.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

import attrs

from quizarena.errors import RuleError
from quizarena.points import Number
from quizarena.scores import Score
from quizarena.text import Text, catalogue

from . import placings
from .placings import Placings
from .rules import Mark, PanelRule

_ = catalogue("panels", __file__)


class Ranking(PanelRule):
    """A rule of a panel that ranks; it makes no number of one performance's marks."""

    wants_odd: ClassVar[bool] = False

    def value(self, marks: Mapping[str, Number]) -> Fraction:
        """Refuse: places are of all entrants together."""
        raise RuleError(_("the panel rule {rule} ranks; it has no marks of one performance", rule=repr(self.name)))

    def score(self, marks: Mapping[str, Mark], label: Text | None = None) -> Score:
        """Refuse: places are of all entrants together."""
        raise RuleError(_("the panel rule {rule} ranks; it has no marks of one performance", rule=repr(self.name)))

    def places(self, parts: Mapping[str, Placings]) -> dict[str, Fraction]:
        """Return the place of each entrant of the places by judge in each part (dance); level ones share theirs."""
        raise NotImplementedError


def _together(parts: Mapping[str, Placings]) -> dict[str, list[Number]]:
    """Return all places of an entrant, every part counting alike."""
    entrants = next(iter(parts.values()), {})
    return {entrant: [place for part in parts.values() for place in part[entrant]] for entrant in entrants}


@attrs.frozen
class Skating(Ranking):
    """The skating system, rules 5 to 11."""

    name: ClassVar[str] = "skating"
    wants_odd: ClassVar[bool] = True

    def places(self, parts: Mapping[str, Placings]) -> dict[str, Fraction]:
        """Return the places, dance by dance and then over all."""
        return placings.skating(parts)


@attrs.frozen
class Borda(Ranking):
    """Points for everybody placed behind, see `placings.borda`."""

    name: ClassVar[str] = "borda"

    def places(self, parts: Mapping[str, Placings]) -> dict[str, Fraction]:
        """Return the places by all judges of all parts."""
        return placings.borda(_together(parts))


@attrs.frozen
class Duels(Ranking):
    """The majority of duels, see `placings.majority_pairs`."""

    name: ClassVar[str] = "duels"
    wants_odd: ClassVar[bool] = True

    def places(self, parts: Mapping[str, Placings]) -> dict[str, Fraction]:
        """Return the places by all judges of all parts."""
        return placings.majority_pairs(_together(parts))


@attrs.frozen
class SumOfPlaces(Ranking):
    """The lowest sum of places."""

    name: ClassVar[str] = "sum_of_places"

    def places(self, parts: Mapping[str, Placings]) -> dict[str, Fraction]:
        """Return the places by all judges of all parts."""
        return placings.sum_of_places(_together(parts))
