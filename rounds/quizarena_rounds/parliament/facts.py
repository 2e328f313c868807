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
class BallotGiven(Fact):
    """The panel's ballot for a room, which the chair hands in: a score for each speaker.

    It is returned, never undone.
    """

    type: ClassVar[str] = "parliament.ballot"
    intent: ClassVar[Intent] = Intent.BALLOT
    undoable: ClassVar[bool] = False
    sealed: ClassVar[Mapping[str, str]] = {"speakers": "parliament.revealed"}
    room: int
    judge: str
    speakers: Mapping[str, Decimal] = attrs.field(hash=False)


@attrs.frozen
class BallotReturned(Fact):
    """The ballot goes back to the chair for edit."""

    type: ClassVar[str] = "parliament.returned"
    intent: ClassVar[Intent] = Intent.BALLOT_RETURN
    room: int
    judge: str
    reason: str


@attrs.frozen
class JudgeAbsent(Fact):
    """A judge cannot hand in the ballot of this room; the next one of the panel does."""

    type: ClassVar[str] = "parliament.absent"
    intent: ClassVar[Intent] = Intent.ABSENCE
    room: int
    judge: str
    reason: str


@attrs.frozen
class MarksRevealed(Fact):
    """The ballot of a room is open."""

    type: ClassVar[str] = "parliament.revealed"
    intent: ClassVar[Intent] = Intent.REVEAL
    reveals: ClassVar[bool] = True
    room: int


@attrs.frozen
class BallotReopened(Fact):
    """The ballot of a closed room is collected again."""

    type: ClassVar[str] = "parliament.reopened"
    intent: ClassVar[Intent] = Intent.REOPENING
    room: int
    reason: str


@attrs.frozen
class ClosedUnmarked(Fact):
    """A room is closed without places: too few teams are left, or there is no judge."""

    type: ClassVar[str] = "parliament.unmarked"
    intent: ClassVar[Intent] = Intent.UNMARKED
    room: int
    reason: str


FACTS: tuple[type[Fact], ...] = (
    Formed,
    Seated,
    MotionSet,
    MotionShown,
    ClockPressed,
    ClockMoved,
    SpeechEnded,
    BallotGiven,
    BallotReturned,
    JudgeAbsent,
    MarksRevealed,
    BallotReopened,
    ClosedUnmarked,
)
