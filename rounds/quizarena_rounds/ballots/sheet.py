"""The state of one performance's collection of ballots.

Decides who has handed in, who has a ballot back for edit, who is absent, and whether the marks are open. A
ballot that is in stays in, also when its judge is excused or stands down afterwards: the judge saw the
performance. The desk takes it out by returning it.
"""

from __future__ import annotations

from typing import Generic, TypeVar

import attrs

from quizarena.facts import Fact
from quizarena.values import evolve, fast_init

F = TypeVar("F", bound=Fact)


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

    A judge is in at most one of `ballots` (in the order they came in), `returned` and `absent`. `revealed` is
    the record that opened the marks, None while they are sealed.
    """

    ballots: tuple[Ballot[F], ...] = ()
    returned: tuple[Return[F], ...] = ()
    absent: tuple[Absence, ...] = ()
    revealed: int | None = None

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

    def handed_in(self, judge: str, record: int, fact: F) -> Sheet[F]:
        """Return this sheet with the ballot of `judge`, who is then neither absent nor editing."""
        cleared = self._without(judge)
        return evolve(cleared, ballots=(*cleared.ballots, Ballot(judge, record, fact)))

    def returned_to(self, judge: str, record: int, reason: str) -> Sheet[F]:
        """Return this sheet with the ballot of `judge` back for edit; as it is if there is no such ballot."""
        ballot = self.ballot(judge)
        if ballot is None:
            return self
        cleared = self._without(judge)
        return evolve(cleared, returned=(*cleared.returned, Return(ballot, record, reason)))

    def without(self, judge: str, record: int, reason: str) -> Sheet[F]:
        """Return this sheet with `judge` absent."""
        cleared = self._without(judge)
        return evolve(cleared, absent=(*cleared.absent, Absence(judge, record, reason)))

    def opened(self, record: int) -> Sheet[F]:
        """Return this sheet with its marks open."""
        return evolve(self, revealed=record)

    def reopened(self) -> Sheet[F]:
        """Return this sheet collecting again, nothing lost."""
        return evolve(self, revealed=None)

    def _without(self, judge: str) -> Sheet[F]:
        return evolve(
            self,
            ballots=tuple(each for each in self.ballots if each.judge != judge),
            returned=tuple(each for each in self.returned if each.ballot.judge != judge),
            absent=tuple(each for each in self.absent if each.judge != judge),
        )
