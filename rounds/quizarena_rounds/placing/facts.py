"""What happens in a round that is placed.

`part` is what judges place by itself, such as a dance, from 1; a measured round has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

import attrs

from quizarena.facts import Fact, Intent
from quizarena_rounds import ballots


@attrs.frozen
class Entered(Fact, type="placing.entered", intent=Intent.STEP):
    """A team, or all of them where `team` is empty, came on stage in a part."""

    part: int
    team: str = ""


@attrs.frozen
class Measured(Fact, type="placing.measured", intent=Intent.CALL):
    """What was measured of a team: seconds, a count, metres."""

    team: str
    value: Decimal


@attrs.frozen
class NotMeasured(Fact, type="placing.not_measured", intent=Intent.UNMARKED):
    """A team has no valid result: it did not finish, or broke the rules."""

    team: str
    reason: str


@attrs.frozen
class BallotGiven(ballots.BallotGiven, type="placing.ballot"):
    """A judge's order of a part, the best first; where teams may be level, the place of each instead."""

    sealed: ClassVar[Mapping[str, str]] = {"order": "placing.revealed", "places": "placing.revealed"}
    part: int
    order: tuple[str, ...] = ()
    places: Mapping[str, int] = attrs.field(factory=dict, hash=False)

    @property
    def of_teams(self) -> dict[str, int]:
        """The place of each team."""
        return {team: place for place, team in enumerate(self.order, 1)} or dict(self.places)


BALLOTS = ballots.book_for(BallotGiven)
FACTS: tuple[type[Fact], ...] = (Entered, Measured, NotMeasured, *BALLOTS.facts)
