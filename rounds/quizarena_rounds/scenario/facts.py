"""What happens in a judged scene."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Literal, TypeAlias

import attrs

from quizarena.facts import Fact

Segment: TypeAlias = Literal["prepare", "play", "ballots"]
Action: TypeAlias = Literal["start", "stop"]


@attrs.frozen
class TopicDrawn(Fact):
    """A team drew its topic: one of the rulebook's, or a slip of paper whose `title` was typed in."""

    type: ClassVar[str] = "scenario.topic_drawn"
    team: str
    topic: str = ""
    title: str = ""


@attrs.frozen
class SegmentEntered(Fact):
    """A team goes on to its next segment."""

    type: ClassVar[str] = "scenario.entered"
    team: str
    segment: Segment


@attrs.frozen
class ClockPressed(Fact):
    """The clock of a segment was started or stopped at an instant."""

    type: ClassVar[str] = "scenario.clock"
    team: str
    segment: Segment
    action: Action
    at: datetime


@attrs.frozen
class TimeSet(Fact):
    """The time a team played, in seconds, as the timekeeper has it; it takes the place of the clock's."""

    type: ClassVar[str] = "scenario.time_set"
    team: str
    seconds: int


@attrs.frozen
class BallotGiven(Fact):
    """A judge's marks by criterion, sealed until the team's marks open."""

    type: ClassVar[str] = "scenario.ballot"
    sealed: ClassVar[Mapping[str, str]] = {"marks": "scenario.revealed"}
    team: str
    judge: str
    marks: Mapping[str, Decimal] = attrs.field(hash=False)


@attrs.frozen
class BallotReturned(Fact):
    """A ballot went back to its judge for edit."""

    type: ClassVar[str] = "scenario.returned"
    team: str
    judge: str
    reason: str


@attrs.frozen
class JudgeAbsent(Fact):
    """A judge does not mark this performance."""

    type: ClassVar[str] = "scenario.absent"
    team: str
    judge: str
    reason: str


@attrs.frozen
class MarksRevealed(Fact):
    """The marks of a performance were opened (亮分)."""

    type: ClassVar[str] = "scenario.revealed"
    reveals: ClassVar[bool] = True
    team: str


@attrs.frozen
class ClosedUnmarked(Fact):
    """A performance was closed without a score, because the panel can give none."""

    type: ClassVar[str] = "scenario.unmarked"
    team: str
    reason: str


@attrs.frozen
class BallotsReopened(Fact):
    """A closed performance takes ballots again: one was forgotten."""

    type: ClassVar[str] = "scenario.reopened"
    team: str
    reason: str


FACTS: tuple[type[Fact], ...] = (
    TopicDrawn,
    SegmentEntered,
    ClockPressed,
    TimeSet,
    BallotGiven,
    BallotReturned,
    JudgeAbsent,
    MarksRevealed,
    ClosedUnmarked,
    BallotsReopened,
)
