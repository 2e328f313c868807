"""What may happen in a relay. Points are no facts: they follow from these and the rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

import attrs

from quizarena.facts import Fact, Intent


@attrs.frozen
class ThemeSet(Fact):
    """The word (令) is typed in; nobody but who typed it may read it until the relay is opened."""

    type: ClassVar[str] = "relay.theme_set"
    intent: ClassVar[Intent] = Intent.STEP
    remarks: ClassVar[tuple[str, ...]] = ("theme",)
    sealed: ClassVar[Mapping[str, str]] = {"theme": "relay.opened"}
    theme: str


@attrs.frozen
class Opened(Fact):
    """The word is shown, and the first team's time runs."""

    type: ClassVar[str] = "relay.opened"
    intent: ClassVar[Intent] = Intent.CLOCK
    at: datetime


@attrs.frozen
class Ruled(Fact):
    """A team's turn is ruled: `verdict` is good, repeat, wrong, timeout, or void (that team again).

    `line` is what was said, where somebody types it. The instant starts the next team's time.
    """

    type: ClassVar[str] = "relay.ruled"
    intent: ClassVar[Intent] = Intent.RULING
    remarks: ClassVar[tuple[str, ...]] = ("line",)
    turn: int
    team: str
    verdict: str
    at: datetime
    line: str = ""


@attrs.frozen
class ClockPressed(Fact):
    """The clock is turned: `action` is start, stop or reset."""

    type: ClassVar[str] = "relay.clock"
    intent: ClassVar[Intent] = Intent.CLOCK
    turn: int
    action: str
    at: datetime


@attrs.frozen
class Ended(Fact):
    """The host ends the relay before one team is left."""

    type: ClassVar[str] = "relay.ended"
    intent: ClassVar[Intent] = Intent.STEP


RELAY_FACTS: tuple[type[Fact], ...] = (ThemeSet, Opened, Ruled, ClockPressed, Ended)
