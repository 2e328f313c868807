"""What may happen in a relay. Points are no facts: they follow from these and the rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

import attrs

from quizarena.facts import Fact, Intent


@attrs.frozen
class ThemeSet(Fact, type="relay.theme_set", intent=Intent.STEP):
    """The word (令) is typed in; nobody but who typed it may read it until the relay is opened."""

    remarks: ClassVar[tuple[str, ...]] = ("theme",)
    sealed: ClassVar[Mapping[str, str]] = {"theme": "relay.opened"}
    theme: str


@attrs.frozen
class Opened(Fact, type="relay.opened", intent=Intent.CLOCK):
    """The word is shown, and the first team's time runs."""

    at: datetime


@attrs.frozen
class Ruled(Fact, type="relay.ruled", intent=Intent.RULING):
    """A team's turn is ruled: `verdict` is good, repeat, wrong, timeout, or void (that team again).

    `line` is what was said, where somebody types it. The instant starts the next team's time.
    """

    remarks: ClassVar[tuple[str, ...]] = ("line",)
    turn: int
    team: str
    verdict: str
    at: datetime
    line: str = ""


@attrs.frozen
class ClockPressed(Fact, type="relay.clock", intent=Intent.CLOCK):
    """The clock is turned: `action` is start, stop or reset."""

    turn: int
    action: str
    at: datetime


@attrs.frozen
class Ended(Fact, type="relay.ended", intent=Intent.STEP):
    """The host ends the relay before one team is left."""


RELAY_FACTS: tuple[type[Fact], ...] = (ThemeSet, Opened, Ruled, ClockPressed, Ended)
