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
class Formed(Fact):
    """Who debates with whom: each four of `order`, one room after the other."""

    type: ClassVar[str] = "parliament.formed"
    intent: ClassVar[Intent] = Intent.DRAW
    order: tuple[str, ...]


@attrs.frozen
class Seated(Fact):
    """Who sits where in a room: opening government, opening opposition, closing government, closing opposition."""

    type: ClassVar[str] = "parliament.seated"
    intent: ClassVar[Intent] = Intent.DRAW
    room: int
    order: tuple[str, ...]


@attrs.frozen
class MotionSet(Fact):
    """The motion, typed in."""

    type: ClassVar[str] = "parliament.motion_set"
    intent: ClassVar[Intent] = Intent.STEP
    remarks: ClassVar[tuple[str, ...]] = ("text",)
    sealed: ClassVar[Mapping[str, str]] = {"text": "parliament.motion_shown"}
    room: int
    text: str


@attrs.frozen
class MotionShown(Fact):
    """The hall sees the motion."""

    type: ClassVar[str] = "parliament.motion_shown"
    intent: ClassVar[Intent] = Intent.STEP
    room: int


@attrs.frozen
class ClockPressed(Fact):
    """The clock of a speech is turned: `action` is start or stop. Speech 0 is the time to prepare."""

    type: ClassVar[str] = "parliament.clock"
    intent: ClassVar[Intent] = Intent.CLOCK
    room: int
    speech: int
    action: str
    at: datetime


@attrs.frozen
class ClockMoved(Fact):
    """The clock was corrected: `seconds` more left, less when negative."""

    type: ClassVar[str] = "parliament.clock_moved"
    intent: ClassVar[Intent] = Intent.TIMING
    room: int
    speech: int
    seconds: int


@attrs.frozen
class SpeechEnded(Fact):
    """A speech, or the time to prepare, is over or was left out."""

    type: ClassVar[str] = "parliament.speech_ended"
    intent: ClassVar[Intent] = Intent.STEP
    room: int
    speech: int


@attrs.frozen
class BallotGiven(ballots.BallotGiven):
    """The panel's ballot for a room, which the chair hands in: a score for each speaker."""

    type: ClassVar[str] = "parliament.ballot"
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
