"""The ballots of one performance: who has handed in, who edits, who is absent, and whether the marks are open.

A ballot that is in stays in, also when its judge is excused or stands down afterwards: the judge saw the performance.
The desk takes it out by returning it.
"""

from __future__ import annotations

from typing import Any, Generic

import attrs

from quizarena.facts import Fact
from quizarena.values import evolve, fast_init

from .facts import BallotGiven, BallotReturned, BallotsReopened, ClosedUnmarked, F, JudgeAbsent, MarksRevealed


@fast_init
@attrs.frozen
class Ballot(Generic[F]):
    """One judge's ballot as it was handed in: the fact, and the record it stands in."""

    judge: str
    record: int
    fact: F


@fast_init
@attrs.frozen
class Return(Generic[F]):
    """A ballot that is back with its judge for edit; its figures are kept."""

    ballot: Ballot[F]
    record: int
    reason: str


@fast_init
@attrs.frozen
class Absence:
    """A judge who does not mark this one performance."""

    judge: str
    record: int
    reason: str


@fast_init
@attrs.frozen
class Sheet(Generic[F]):
    """All ballots of one performance.

    A judge is in at most one of `ballots` (in the order they came in), `returned` and `absent`. `revealed` is the
    record that opened the marks, None while they are sealed, `unmarked` the one that closed them without a score.
    """

    ballots: tuple[Ballot[F], ...] = ()
    returned: tuple[Return[F], ...] = ()
    absent: tuple[Absence, ...] = ()
    revealed: int | None = None
    unmarked: int | None = None

    @property
    def closed(self) -> bool:
        """Whether nothing more is awaited: the marks are open, or there will be none."""
        return self.revealed is not None or self.unmarked is not None

    @property
    def records(self) -> dict[str, int]:
        """The record of each judge's ballot."""
        return {ballot.judge: ballot.record for ballot in self.ballots}

    @property
    def absentees(self) -> tuple[str, ...]:
        """The judges marked absent: to whom a panel with `missing: mean` gives the mean of the others."""
        return tuple(absence.judge for absence in self.absent)

    def ballot(self, judge: str) -> Ballot[F] | None:
        """Return the ballot `judge` has handed in, None if there is none."""
        return next((ballot for ballot in self.ballots if ballot.judge == judge), None)

    def given_back(self, judge: str) -> Return[F] | None:
        """Return the ballot `judge` has back for edit, None if there is none."""
        return next((each for each in self.returned if each.ballot.judge == judge), None)

    def absence(self, judge: str) -> Absence | None:
        """Return the absence of `judge`, None if the judge is not absent."""
        return next((each for each in self.absent if each.judge == judge), None)

    def after(self, seq: int, fact: Fact) -> Sheet[F] | None:
        """Return the sheet after `fact`, recorded as `seq`; None where it is no fact about ballots.

        A judge who hands in is neither absent nor editing. An absence takes no ballot out that is in.
        """
        match fact:
            case BallotGiven():
                return self._with_ballot(fact.judge, seq, fact)
            case BallotReturned():
                return self._with_return(fact.judge, seq, fact.reason)
            case JudgeAbsent():
                return self._with_absence(fact.judge, seq, fact.reason)
            case MarksRevealed():
                return evolve(self, revealed=seq)
            case ClosedUnmarked():
                return evolve(self, unmarked=seq)
            case BallotsReopened():
                return evolve(self, revealed=None, unmarked=None)
        return None

    def _with_ballot(self, judge: str, seq: int, fact: Any) -> Sheet[F]:
        cleared = self._without(judge)
        return evolve(cleared, ballots=(*cleared.ballots, Ballot(judge, seq, fact)))

    def _with_return(self, judge: str, seq: int, reason: str) -> Sheet[F]:
        ballot = self.ballot(judge)
        if ballot is None:
            return self
        cleared = self._without(judge)
        return evolve(cleared, returned=(*cleared.returned, Return(ballot, seq, reason)))

    def _with_absence(self, judge: str, seq: int, reason: str) -> Sheet[F]:
        if self.ballot(judge) is not None:
            return self
        cleared = self._without(judge)
        return evolve(cleared, absent=(*cleared.absent, Absence(judge, seq, reason)))

    def _without(self, judge: str) -> Sheet[F]:
        return evolve(
            self,
            ballots=tuple(each for each in self.ballots if each.judge != judge),
            returned=tuple(each for each in self.returned if each.ballot.judge != judge),
            absent=tuple(each for each in self.absent if each.judge != judge),
        )
