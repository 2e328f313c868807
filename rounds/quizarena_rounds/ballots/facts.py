"""What happens to the ballots of one performance, whatever the round.

A kind's facts are subclasses of these, with its name on the wire and the fields that name the performance: `book_of`
makes all, `book_for` those beside a ballot of the kind's own; where more differs they are listed in a `Book`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Generic, TypeVar

import attrs

from quizarena.facts import Fact, Intent


@attrs.frozen
class BallotGiven(Fact, intent=Intent.BALLOT):
    """A judge's ballot. The subclass has what was marked, sealed until the marks are revealed.

    A ballot is returned to its judge, never undone.
    """

    undoable: ClassVar[bool] = False
    judge: str


@attrs.frozen
class MarksGiven(BallotGiven):
    """A judge's ballot that holds a mark for each criterion."""

    marks: Mapping[str, Decimal] = attrs.field(hash=False)


@attrs.frozen
class BallotReturned(Fact, intent=Intent.BALLOT_RETURN):
    """A ballot went back to its judge for edit."""

    judge: str
    reason: str


@attrs.frozen
class JudgeAbsent(Fact, intent=Intent.ABSENCE):
    """A judge does not mark this performance."""

    judge: str
    reason: str


@attrs.frozen
class MarksRevealed(Fact, intent=Intent.REVEAL):
    """The marks of a performance were opened (亮分)."""

    reveals: ClassVar[bool] = True


@attrs.frozen
class ClosedUnmarked(Fact, intent=Intent.UNMARKED):
    """A performance was closed without a score, because the panel can give none."""

    reason: str


@attrs.frozen
class BallotsReopened(Fact, intent=Intent.REOPENING):
    """A closed performance takes ballots again: one was forgotten."""

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

    `keys` are the fields that name a performance, such as `team=str`. The book is called BALLOTS in the module that
    makes it, for its facts are pickled as what stands there.
    """
    module = sys._getframe(1).f_globals["__name__"]
    more = {"__annotations__": keys, "__module__": module, "sealed": {"marks": f"{kind}.revealed"}}
    return book_for(_made(MarksGiven, f"{kind}.ballot", more, "given"))


def book_for(given: type[F]) -> Book[F]:
    """Return the book of ballots of that class, "posters.ballot", with the other five facts of its kind.

    They have the fields that name a performance: those of the ballot that are neither the judge nor sealed. The book
    is called BALLOTS in the module of that class, for its facts are pickled as what stands there.
    """
    kind = given.type.partition(".")[0]
    keys = [each for each in attrs.fields(given) if each.name != "judge" and each.name not in given.sealed]
    more = {"__annotations__": {each.name: each.type for each in keys}, "__module__": given.__module__}
    more |= {each.name: each.default for each in keys if each.default is not attrs.NOTHING}
    return Book(
        given,
        _made(BallotReturned, f"{kind}.returned", more, "returned"),
        _made(JudgeAbsent, f"{kind}.absent", more, "absent"),
        _made(MarksRevealed, f"{kind}.revealed", more, "revealed"),
        _made(ClosedUnmarked, f"{kind}.unmarked", more, "unmarked"),
        _made(BallotsReopened, f"{kind}.reopened", more, "reopened"),
    )


def _made(base: type[Fact], name: str, more: Mapping[str, Any], place: str) -> Any:
    known = {"__doc__": base.__doc__, "__qualname__": f"BALLOTS.{place}", "type": name}
    return attrs.frozen(type(base.__name__, (base,), {**known, **more}))
