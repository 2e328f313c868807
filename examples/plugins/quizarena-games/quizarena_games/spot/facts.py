"""What may happen with a picture. All facts name it by its `turn`, counted from 1 over the round."""

from __future__ import annotations

from datetime import datetime

import attrs

from quizarena.facts import Fact, Intent


@attrs.frozen
class Shown(Fact, type="spot.shown", intent=Intent.CLOCK):
    """A picture is shown to a team and its time runs; `picture` is empty where the rulebook has none."""

    turn: int
    team: str
    at: datetime
    picture: str = ""


@attrs.frozen
class Claimed(Fact, type="spot.claimed", intent=Intent.RULING):
    """The team names a mistake: `what` is its id, "found" without a list, "false", or "extra" for the judges."""

    turn: int
    claim: int
    what: str


@attrs.frozen
class ExtraRuled(Fact, type="spot.extra_ruled", intent=Intent.RULING):
    """The judges have said whether a mistake that is not listed counts: `verdict` is accepted or refused."""

    turn: int
    claim: int
    verdict: str


@attrs.frozen
class ClockPressed(Fact, type="spot.clock", intent=Intent.CLOCK):
    """The picture's clock is turned: `action` is start or stop."""

    turn: int
    action: str
    at: datetime


@attrs.frozen
class Closed(Fact, type="spot.closed", intent=Intent.STEP):
    """The team is done, or its time is up: the picture is taken away."""

    turn: int
    at: datetime


@attrs.frozen
class Voided(Fact, type="spot.voided", intent=Intent.RULING):
    """The picture does not count (作废), and the team gets another one."""

    turn: int


SPOT_FACTS: tuple[type[Fact], ...] = (Shown, Claimed, ExtraRuled, ClockPressed, Closed, Voided)
