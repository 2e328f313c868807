"""What happens in a parliamentary debate, as facts.

A motion is sealed until it is shown, speaker scores until the room is revealed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

import attrs

from quizarena.facts import Fact, Intent
from quizarena_rounds import ballots


@attrs.frozen
class Formed(Fact, type="parliament.formed", intent=Intent.DRAW):
    """Who debates with whom: each four of `order`, one room after the other."""

    order: tuple[str, ...]


@attrs.frozen
class Seated(Fact, type="parliament.seated", intent=Intent.DRAW):
    """Who sits where in a room: opening government, opening opposition, closing government, closing opposition."""

    room: int
    order: tuple[str, ...]


@attrs.frozen
class MotionSet(Fact, type="parliament.motion_set", intent=Intent.STEP):
    """The motion, typed in."""

    remarks: ClassVar[tuple[str, ...]] = ("text",)
    sealed: ClassVar[Mapping[str, str]] = {"text": "parliament.motion_shown"}
    room: int
    text: str


@attrs.frozen
class MotionShown(Fact, type="parliament.motion_shown", intent=Intent.STEP):
    """The hall sees the motion."""

    room: int


@attrs.frozen
class ClockPressed(Fact, type="parliament.clock", intent=Intent.CLOCK):
    """The clock of a speech is turned: `action` is start or stop. Speech 0 is the time to prepare."""

    room: int
    speech: int
    action: str
    at: datetime


@attrs.frozen
class ClockMoved(Fact, type="parliament.clock_moved", intent=Intent.TIMING):
    """The clock was corrected: `seconds` more left, less when negative."""

    room: int
    speech: int
    seconds: int


@attrs.frozen
class SpeechEnded(Fact, type="parliament.speech_ended", intent=Intent.STEP):
    """A speech, or the time to prepare, is over or was left out."""

    room: int
    speech: int


@attrs.frozen
class BallotGiven(ballots.BallotGiven, type="parliament.ballot"):
    """The panel's ballot for a room, which the chair hands in: a score for each speaker."""

    sealed: ClassVar[Mapping[str, str]] = {"speakers": "parliament.revealed"}
    room: int
    speakers: Mapping[str, Decimal] = attrs.field(hash=False)


BALLOTS = ballots.book_for(BallotGiven)
FACTS: tuple[type[Fact], ...] = (
    Formed,
    Seated,
    MotionSet,
    MotionShown,
    ClockPressed,
    ClockMoved,
    SpeechEnded,
    *BALLOTS.facts,
)
