"""What happens in a debate, as facts.

Clocks are facts too: who began to speak when, and when both stopped. A motion is sealed until it is shown, sheets and
votes until the match is revealed.
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
class Paired(Fact):
    """Who meets whom: neighbours in `order` do."""

    type: ClassVar[str] = "debate.paired"
    intent: ClassVar[Intent] = Intent.DRAW
    order: tuple[str, ...]


@attrs.frozen
class Sided(Fact):
    """Which of the two teams of a match is the affirmative."""

    type: ClassVar[str] = "debate.sided"
    intent: ClassVar[Intent] = Intent.DRAW
    match: int
    teams: tuple[str, str]
    affirmative: str


@attrs.frozen
class MotionSet(Fact):
    """The motion, typed in."""

    type: ClassVar[str] = "debate.motion_set"
    intent: ClassVar[Intent] = Intent.STEP
    remarks: ClassVar[tuple[str, ...]] = ("text",)
    sealed: ClassVar[Mapping[str, str]] = {"text": "debate.motion_shown"}
    match: int
    text: str


@attrs.frozen
class MotionDrawn(Fact):
    """The motion of the list whose slip was drawn, by id."""

    type: ClassVar[str] = "debate.motion_drawn"
    intent: ClassVar[Intent] = Intent.CALL
    sealed: ClassVar[Mapping[str, str]] = {"motion": "debate.motion_shown"}
    match: int
    motion: str


@attrs.frozen
class MotionShown(Fact):
    """The hall sees the motion."""

    type: ClassVar[str] = "debate.motion_shown"
    intent: ClassVar[Intent] = Intent.STEP
    match: int


@attrs.frozen
class TurnTaken(Fact):
    """A side speaks from now on: its clock runs, the other stands. It sets a state, it never toggles."""

    type: ClassVar[str] = "debate.turn"
    intent: ClassVar[Intent] = Intent.CLOCK
    match: int
    segment: int
    side: str
    at: datetime


@attrs.frozen
class Stopped(Fact):
    """Every clock of the segment stands."""

    type: ClassVar[str] = "debate.stopped"
    intent: ClassVar[Intent] = Intent.CLOCK
    match: int
    segment: int
    at: datetime


@attrs.frozen
class ClockMoved(Fact):
    """A clock was corrected: `seconds` more left, less when negative."""

    type: ClassVar[str] = "debate.clock_moved"
    intent: ClassVar[Intent] = Intent.TIMING
    match: int
    segment: int
    side: str
    seconds: int


@attrs.frozen
class SegmentEnded(Fact):
    """A segment is over, or was left out."""

    type: ClassVar[str] = "debate.segment_ended"
    intent: ClassVar[Intent] = Intent.STEP
    match: int
    segment: int


@attrs.frozen
class SegmentCalled(Fact):
    """A side called for segment `call` of those on call (奇袭); it comes as segment `segment` of the match."""

    type: ClassVar[str] = "debate.segment_called"
    intent: ClassVar[Intent] = Intent.CALL
    match: int
    segment: int
    call: int
    side: str


@attrs.frozen
class WalkedOver(Fact):
    """A match that was not debated to its end, since a team left; `winner` is empty if both did."""

    type: ClassVar[str] = "debate.walked_over"
    intent: ClassVar[Intent] = Intent.STEP
    match: int
    teams: tuple[str, str]
    winner: str


@attrs.frozen
class BallotGiven(ballots.BallotGiven):
    """One judge's ballot for one side: the team sheet, and the marks of each debater where there are such marks.

    `speakers` has a mark by member, or by member and criterion ("t1-2.language").
    """

    type: ClassVar[str] = "debate.ballot"
    sealed: ClassVar[Mapping[str, str]] = {"marks": "debate.revealed", "speakers": "debate.revealed"}
    match: int
    team: str
    marks: Mapping[str, Decimal] = attrs.field(factory=dict, hash=False)
    speakers: Mapping[str, Decimal] = attrs.field(factory=dict, hash=False)


@attrs.frozen
class Voted(ballots.BallotGiven):
    """One judge's vote for the side that debated better.

    Where judges have three ballots `side` is the deciding one and `impression` the first, "half" for neither side.
    `nominated` are the best debaters the judge names, by number.
    """

    type: ClassVar[str] = "debate.voted"
    sealed: ClassVar[Mapping[str, str]] = {
        "side": "debate.revealed",
        "impression": "debate.revealed",
        "nominated": "debate.revealed",
    }
    match: int
    side: str
    impression: str = ""
    nominated: Mapping[str, str] = attrs.field(factory=dict, hash=False)


@attrs.frozen
class BallotReturned(ballots.BallotReturned):
    """A ballot goes back to its judge for edit."""

    type: ClassVar[str] = "debate.returned"
    match: int
    team: str


@attrs.frozen
class VoteReturned(ballots.BallotReturned):
    """A vote goes back to its judge."""

    type: ClassVar[str] = "debate.vote_returned"
    match: int


@attrs.frozen
class JudgeAbsent(ballots.JudgeAbsent):
    """A judge hands in nothing more for this match."""

    type: ClassVar[str] = "debate.absent"
    match: int


@attrs.frozen
class MarksRevealed(ballots.MarksRevealed):
    """Both sides' ballots, and the votes, are open."""

    type: ClassVar[str] = "debate.revealed"
    match: int


@attrs.frozen
class ClosedUnmarked(ballots.ClosedUnmarked):
    """A match is closed without a score, because the panel can give none."""

    type: ClassVar[str] = "debate.unmarked"
    match: int


@attrs.frozen
class BallotsReopened(ballots.BallotsReopened):
    """Ballots of a revealed match are collected again: a forgotten one comes in, a wrong one goes back."""

    type: ClassVar[str] = "debate.reopened"
    match: int


SHEETS = ballots.Book(BallotGiven, BallotReturned, JudgeAbsent, MarksRevealed, ClosedUnmarked, BallotsReopened)
VOTES = ballots.Book(Voted, VoteReturned, JudgeAbsent, MarksRevealed, ClosedUnmarked, BallotsReopened)
FACTS: tuple[type[Fact], ...] = (
    Paired,
    Sided,
    MotionSet,
    MotionDrawn,
    MotionShown,
    TurnTaken,
    Stopped,
    ClockMoved,
    SegmentEnded,
    SegmentCalled,
    WalkedOver,
    *SHEETS.facts,
    Voted,
    VoteReturned,
)
