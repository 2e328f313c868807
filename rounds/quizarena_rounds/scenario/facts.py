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
class TopicDrawn(Fact, type="scenario.topic_drawn", intent=Intent.CALL):
    """A team drew its topic: one of the rulebook's, or a slip of paper whose `title` was typed in."""

    remarks: ClassVar[tuple[str, ...]] = ("title",)
    team: str
    topic: str = ""
    title: str = ""
    member: str = ""


@attrs.frozen
class DifficultyDeclared(Fact, type="scenario.difficulty_declared", intent=Intent.CALL):
    """How difficult the performance is, as its performer declared it (申报难度)."""

    team: str
    difficulty: Decimal
    member: str = ""


@attrs.frozen
class SegmentEntered(Fact, type="scenario.entered", intent=Intent.STEP):
    """A performance goes on to its next segment; without topic slips the first one begins it."""

    team: str
    segment: Segment
    member: str = ""


@attrs.frozen
class ClockPressed(Fact, type="scenario.clock", intent=Intent.CLOCK):
    """The clock of a segment was started or stopped at an instant."""

    team: str
    segment: Segment
    action: Action
    at: datetime
    member: str = ""


@attrs.frozen
class TimeSet(Fact, type="scenario.time_set", intent=Intent.TIMING):
    """The time a team played, in seconds, as the timekeeper has it; it takes the place of the clock's."""

    team: str
    seconds: int
    member: str = ""


@attrs.frozen
class BallotGiven(ballots.MarksGiven, type="scenario.ballot"):
    """A judge's marks by criterion."""

    sealed: ClassVar[Mapping[str, str]] = {"marks": "scenario.revealed"}
    team: str
    member: str = ""


@attrs.frozen
class ChiefAdjusted(Fact, type="scenario.chief_adjusted", intent=Intent.RULING):
    """The chief judge moves the panel's result of a performance, within the panel's bounds; 0 takes it back."""

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
