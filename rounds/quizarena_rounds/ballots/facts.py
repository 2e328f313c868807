"""What happens to the ballots of one performance, whatever the round.

A kind subclasses each of these, with its name on the wire and the fields that name the performance, and lists the
subclasses in a `Book`; where nothing else differs `book_of` makes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Generic, TypeVar

import attrs

from quizarena.facts import Fact, Intent


@attrs.frozen
class BallotGiven(Fact):
    """A judge's ballot. The subclass has what was marked, sealed until the marks are revealed.

    A ballot is returned to its judge, never undone.
    """

    intent: ClassVar[Intent] = Intent.BALLOT
    undoable: ClassVar[bool] = False
    judge: str


@attrs.frozen
class MarksGiven(BallotGiven):
    """A judge's ballot that holds a mark for each criterion."""

    marks: Mapping[str, Decimal] = attrs.field(hash=False)


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


def book_of(kind: str, **keys: type) -> Book[MarksGiven]:
    """Return the facts of a kind whose ballots hold marks by criterion: "posters.ballot", "posters.revealed" ...

    `keys` are the fields that name a performance, such as `team=str`. For ballots of another shape, or keys with
    defaults, subclass the facts and list them in a `Book`.
    """

    def made(base: type[Fact], name: str, **more: Any) -> Any:
        body = {"__annotations__": keys, "__doc__": base.__doc__, "type": f"{kind}.{name}", **more}
        return attrs.frozen(type(base.__name__, (base,), body))

    return Book(
        made(MarksGiven, "ballot", sealed={"marks": f"{kind}.revealed"}),
        made(BallotReturned, "returned"),
        made(JudgeAbsent, "absent"),
        made(MarksRevealed, "revealed"),
        made(ClosedUnmarked, "unmarked"),
        made(BallotsReopened, "reopened"),
    )
