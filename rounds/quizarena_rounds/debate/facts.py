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
class Paired(Fact, type="debate.paired", intent=Intent.DRAW):
    """Who meets whom: neighbours in `order` do."""

    order: tuple[str, ...]


@attrs.frozen
class JudgesAllotted(Fact, type="debate.allotted", intent=Intent.DRAW):
    """Which match each judge judges: `matches` has its number by judge, "0" for who sits out.

    A later one is about the matches that have not begun.
    """

    matches: Mapping[str, str] = attrs.field(factory=dict, hash=False)


@attrs.frozen
class Sided(Fact, type="debate.sided", intent=Intent.DRAW):
    """Which of the two teams of a match is the affirmative."""

    match: int
    teams: tuple[str, str]
    affirmative: str


@attrs.frozen
class MotionSet(Fact, type="debate.motion_set", intent=Intent.STEP):
    """The motion, typed in."""

    remarks: ClassVar[tuple[str, ...]] = ("text",)
    sealed: ClassVar[Mapping[str, str]] = {"text": "debate.motion_shown"}
    match: int
    text: str


@attrs.frozen
class MotionDrawn(Fact, type="debate.motion_drawn", intent=Intent.CALL):
    """The motion of the list whose slip was drawn, by id."""

    sealed: ClassVar[Mapping[str, str]] = {"motion": "debate.motion_shown"}
    match: int
    motion: str


@attrs.frozen
class MotionShown(Fact, type="debate.motion_shown", intent=Intent.STEP):
    """The hall sees the motion."""

    match: int


@attrs.frozen
class LinedUp(Fact, type="debate.lined_up", intent=Intent.CALL):
    """Who speaks for a side, the first speaker first; `reply` is "first" or "second", who replies."""

    match: int
    team: str
    order: tuple[str, ...]
    reply: str = ""


@attrs.frozen
class TurnTaken(Fact, type="debate.turn", intent=Intent.CLOCK):
    """A side speaks from now on: its clock runs, the other stands. It sets a state, it never toggles."""

    match: int
    segment: int
    side: str
    at: datetime


@attrs.frozen
class Stopped(Fact, type="debate.stopped", intent=Intent.CLOCK):
    """Every clock of the segment stands."""

    match: int
    segment: int
    at: datetime


@attrs.frozen
class ClockMoved(Fact, type="debate.clock_moved", intent=Intent.TIMING):
    """A clock was corrected: `seconds` more left, less when negative."""

    match: int
    segment: int
    side: str
    seconds: int


@attrs.frozen
class SegmentEnded(Fact, type="debate.segment_ended", intent=Intent.STEP):
    """A segment is over, or was left out."""

    match: int
    segment: int


@attrs.frozen
class SegmentCalled(Fact, type="debate.segment_called", intent=Intent.CALL):
    """A side called for segment `call` of those on call (奇袭); it comes as segment `segment` of the match."""

    match: int
    segment: int
    call: int
    side: str


@attrs.frozen
class WalkedOver(Fact, type="debate.walked_over", intent=Intent.STEP):
    """A match that was not debated to its end, since a team left; `winner` is empty if both did."""

    match: int
    teams: tuple[str, str]
    winner: str


@attrs.frozen
class BallotGiven(ballots.BallotGiven, type="debate.ballot"):
    """One judge's ballot for one side: the team sheet, and the marks of each debater where there are such marks.

    `speakers` has a mark by member, or by member and criterion ("t1-2.language").
    """

    sealed: ClassVar[Mapping[str, str]] = {"marks": "debate.revealed", "speakers": "debate.revealed"}
    match: int
    team: str
    marks: Mapping[str, Decimal] = attrs.field(factory=dict, hash=False)
    speakers: Mapping[str, Decimal] = attrs.field(factory=dict, hash=False)


@attrs.frozen
class Voted(ballots.BallotGiven, type="debate.voted"):
    """One judge's vote for the side that debated better.

    Where judges have three ballots `side` is the deciding one and `impression` the first, "half" for neither side.
    `nominated` are the best debaters the judge names, by number.
    """

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
class BallotReturned(ballots.BallotReturned, type="debate.returned"):
    """A ballot goes back to its judge for edit."""

    match: int
    team: str


@attrs.frozen
class VoteReturned(ballots.BallotReturned, type="debate.vote_returned"):
    """A vote goes back to its judge."""

    match: int


@attrs.frozen
class JudgeAbsent(ballots.JudgeAbsent, type="debate.absent"):
    """A judge hands in nothing more for this match."""

    match: int


@attrs.frozen
class MarksRevealed(ballots.MarksRevealed, type="debate.revealed"):
    """Both sides' ballots, and the votes, are open."""

    match: int


@attrs.frozen
class CastingVote(Fact, type="debate.casting_vote", intent=Intent.TIE):
    """The casting vote (决定票) on a match whose open votes are level: for `side`, by the chief judge.

    Where that judge did not judge the match it is the first in seat order who did.
    """

    advances_play: ClassVar[bool] = False
    match: int
    judge: str
    side: str


@attrs.frozen
class ClosedUnmarked(ballots.ClosedUnmarked, type="debate.unmarked"):
    """A match is closed without a score, because the panel can give none."""

    match: int


@attrs.frozen
class BallotsReopened(ballots.BallotsReopened, type="debate.reopened"):
    """Ballots of a revealed match are collected again: a forgotten one comes in, a wrong one goes back."""

    match: int


SHEETS = ballots.Book(BallotGiven, BallotReturned, JudgeAbsent, MarksRevealed, ClosedUnmarked, BallotsReopened)
VOTES = ballots.Book(Voted, VoteReturned, JudgeAbsent, MarksRevealed, ClosedUnmarked, BallotsReopened)
FACTS: tuple[type[Fact], ...] = (
    Paired,
    JudgesAllotted,
    Sided,
    MotionSet,
    MotionDrawn,
    MotionShown,
    LinedUp,
    TurnTaken,
    Stopped,
    ClockMoved,
    SegmentEnded,
    SegmentCalled,
    WalkedOver,
    *SHEETS.facts,
    Voted,
    VoteReturned,
    CastingVote,
)
