"""What happens in a judged scene.

Every fact names the performance by its `team`, and by its `member` where members perform one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Literal, TypeAlias

import attrs

from quizarena.facts import Fact, Intent
from quizarena_rounds import ballots

Segment: TypeAlias = Literal["prepare", "play", "ballots"]
Action: TypeAlias = Literal["start", "stop"]


@attrs.frozen
class TopicDrawn(Fact):
    """A team drew its topic: one of the rulebook's, or a slip of paper whose `title` was typed in."""

    type: ClassVar[str] = "scenario.topic_drawn"
    intent: ClassVar[Intent] = Intent.CALL
    remarks: ClassVar[tuple[str, ...]] = ("title",)
    team: str
    topic: str = ""
    title: str = ""
    member: str = ""


@attrs.frozen
class DifficultyDeclared(Fact):
    """How difficult the performance is, as its performer declared it (申报难度)."""

    type: ClassVar[str] = "scenario.difficulty_declared"
    intent: ClassVar[Intent] = Intent.CALL
    team: str
    difficulty: Decimal
    member: str = ""


@attrs.frozen
class SegmentEntered(Fact):
    """A performance goes on to its next segment; without topic slips the first one begins it."""

    type: ClassVar[str] = "scenario.entered"
    intent: ClassVar[Intent] = Intent.STEP
    team: str
    segment: Segment
    member: str = ""


@attrs.frozen
class ClockPressed(Fact):
    """The clock of a segment was started or stopped at an instant."""

    type: ClassVar[str] = "scenario.clock"
    intent: ClassVar[Intent] = Intent.CLOCK
    team: str
    segment: Segment
    action: Action
    at: datetime
    member: str = ""


@attrs.frozen
class TimeSet(Fact):
    """The time a team played, in seconds, as the timekeeper has it; it takes the place of the clock's."""

    type: ClassVar[str] = "scenario.time_set"
    intent: ClassVar[Intent] = Intent.TIMING
    team: str
    seconds: int
    member: str = ""


@attrs.frozen
class BallotGiven(ballots.MarksGiven):
    """A judge's marks by criterion."""

    type: ClassVar[str] = "scenario.ballot"
    sealed: ClassVar[Mapping[str, str]] = {"marks": "scenario.revealed"}
    team: str
    member: str = ""


@attrs.frozen
class ChiefAdjusted(Fact):
    """The chief judge moves the panel's result of a performance, within the panel's bounds; 0 takes it back."""

    type: ClassVar[str] = "scenario.chief_adjusted"
    intent: ClassVar[Intent] = Intent.RULING
    advances_play: ClassVar[bool] = False
    team: str
    points: Decimal
    reason: str
    member: str = ""


BALLOTS = ballots.book_for(BallotGiven)
FACTS: tuple[type[Fact], ...] = (
    TopicDrawn,
    DifficultyDeclared,
    SegmentEntered,
    ClockPressed,
    TimeSet,
    *BALLOTS.facts,
    ChiefAdjusted,
)
