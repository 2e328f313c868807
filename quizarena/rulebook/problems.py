"""Collecting problems while a tree becomes values: how each gets its path and place, what stands for a wrong value."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any, Final, Literal, Protocol, TypeAlias

import attrs

from quizarena.errors import Problem
from quizarena.languages import DEFAULT
from quizarena.nodes import Node, Place, Scalar
from quizarena.roster import Team
from quizarena.rules import Include
from quizarena.text import Text, Words
from quizarena.values import fast_init

from .kinds import Kinds


class _Bad(enum.Enum):
    BAD = enum.auto()


Bad: TypeAlias = Literal[_Bad.BAD]
BAD: Final = _Bad.BAD
"""Stands for a value that could not be made; the problem is recorded."""


@attrs.frozen
class HeatResult:
    """How a contest ended: its title, each team that still takes part with its place, the first first, and its head.

    `start` is the digest of record 0, the same in every copy. `missing` says what it lacks to be over, live and signed;
    `day` is the date that its rules say.
    """

    title: Words
    teams: tuple[tuple[int, Team], ...]
    records: int
    head: str
    start: str
    missing: tuple[Text, ...] = ()
    day: str | None = None


ReadHeat: TypeAlias = Callable[[str], HeatResult]
"""Returns how the contest at an address ended, its chain and every record judged; raises QuizArenaError."""


class Files(Protocol):
    """The files around a rulebook."""

    def include(self, scalar: Scalar, at: At, kind: Include) -> Node:
        """Return the tree of the file of `kind` that `scalar` names, or `Broken` after reporting why not."""
        ...

    def media(self, scalar: Scalar, at: At) -> Any:
        """Return the `Media` of the file that `scalar` names, or `BAD` after reporting why not."""
        ...

    def heat(self, address: str) -> HeatResult:
        """Return how the contest at `address`, beside the rulebook if it is a file, ended; raises QuizArenaError."""
        ...


@attrs.define
class Reading:
    """One reading of a rulebook: what went wrong so far and what the files around it offer.

    `files` are those around it; `formats` says whether a round starts from its format (a resolved rulebook
    holds every rule already); `rounds` are the ids the file gives its rounds, `language` is the contest's.
    """

    kinds: Kinds
    files: Files
    formats: bool = True
    problems: list[Problem] = attrs.field(factory=list)
    rounds: tuple[str, ...] = ()
    language: str = DEFAULT


@fast_init
@attrs.frozen
class At:
    """A path of a reading."""

    reading: Reading
    path: tuple[str, ...] = ()

    def down(self, key: str | int) -> At:
        """Return the path one step on."""
        return At(self.reading, (*self.path, str(key)))

    def refuse(self, place: Place, message: Text) -> Bad:
        """Record that what stands at `place` is wrong."""
        where = ".".join(self.path)
        self.reading.problems.append(Problem(place.file, place.line, place.column, where, message, place.cell))
        return BAD

    def apart(self) -> At:
        """Return the same path with problems of its own, to try a form without blame."""
        return At(attrs.evolve(self.reading, problems=[]), self.path)
