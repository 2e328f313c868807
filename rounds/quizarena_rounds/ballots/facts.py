"""What happens to the ballots of one performance, whatever the round.

A kind subclasses each of these, with its name on the wire and the fields that name the performance, and lists the
subclasses in a `Book`.
"""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

import attrs

from quizarena.facts import Fact, Intent


@attrs.frozen
class BallotGiven(Fact):
    """A judge's ballot. The subclass has the marks and seals them until its marks are revealed.

    A ballot is returned to its judge, never undone.
    """

    intent: ClassVar[Intent] = Intent.BALLOT
    undoable: ClassVar[bool] = False
    judge: str


@attrs.frozen
class BallotReturned(Fact):
    """A ballot went back to its judge for edit."""

    intent: ClassVar[Intent] = Intent.BALLOT_RETURN
    judge: str
    reason: str


@attrs.frozen
class JudgeAbsent(Fact):
    """A judge does not mark this performance."""

    intent: ClassVar[Intent] = Intent.ABSENCE
    judge: str
    reason: str


@attrs.frozen
class MarksRevealed(Fact):
    """The marks of a performance were opened (亮分)."""

    intent: ClassVar[Intent] = Intent.REVEAL
    reveals: ClassVar[bool] = True


@attrs.frozen
class ClosedUnmarked(Fact):
    """A performance was closed without a score, because the panel can give none."""

    intent: ClassVar[Intent] = Intent.UNMARKED
    reason: str


@attrs.frozen
class BallotsReopened(Fact):
    """A closed performance takes ballots again: one was forgotten."""

    intent: ClassVar[Intent] = Intent.REOPENING
    reason: str


F = TypeVar("F", bound=BallotGiven)


@attrs.frozen
class Book(Generic[F]):
    """The facts a kind collects its ballots with."""

    given: type[F]
    returned: type[BallotReturned]
    absent: type[JudgeAbsent]
    revealed: type[MarksRevealed]
    unmarked: type[ClosedUnmarked]
    reopened: type[BallotsReopened]

    @property
    def facts(self) -> tuple[type[Fact], ...]:
        """All of them, for a kind's own list."""
        return (self.given, self.returned, self.absent, self.revealed, self.unmarked, self.reopened)
