"""What may happen with a picture. All facts name it by its `turn`, counted from 1 over the round."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import attrs

from quizarena.facts import Fact, Intent


@attrs.frozen
class Shown(Fact):
    """A picture is shown to a team and its time runs; `picture` is empty where the rulebook has none."""

    type: ClassVar[str] = "spot.shown"
    intent: ClassVar[Intent] = Intent.CLOCK
    turn: int
    team: str
    at: datetime
    picture: str = ""


@attrs.frozen
class Claimed(Fact):
    """The team names a mistake: `what` is its id, "found" without a list, "false", or "extra" for the judges."""

    type: ClassVar[str] = "spot.claimed"
    intent: ClassVar[Intent] = Intent.RULING
    turn: int
    claim: int
    what: str


@attrs.frozen
class ExtraRuled(Fact):
    """The judges have said whether a mistake that is not listed counts: `verdict` is accepted or refused."""

    type: ClassVar[str] = "spot.extra_ruled"
    intent: ClassVar[Intent] = Intent.RULING
    turn: int
    claim: int
    verdict: str


@attrs.frozen
class ClockPressed(Fact):
    """The picture's clock is turned: `action` is start or stop."""

    type: ClassVar[str] = "spot.clock"
    intent: ClassVar[Intent] = Intent.CLOCK
    turn: int
    action: str
    at: datetime


@attrs.frozen
class Closed(Fact):
    """The team is done, or its time is up: the picture is taken away."""

    type: ClassVar[str] = "spot.closed"
    intent: ClassVar[Intent] = Intent.STEP
    turn: int
    at: datetime


@attrs.frozen
class Voided(Fact):
    """The picture does not count (作废), and the team gets another one."""

    type: ClassVar[str] = "spot.voided"
    intent: ClassVar[Intent] = Intent.RULING
    turn: int


SPOT_FACTS: tuple[type[Fact], ...] = (Shown, Claimed, ExtraRuled, ClockPressed, Closed, Voided)
