"""What a section remembers: its questions, one frozen node each; what only some remember are parts of their own.

Decides nothing about points or legality, so it reads no rules. Who may still buzz, what is over and what counts is
derived elsewhere from these nodes and the rules; how a fact changes them the fact says.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Self, TypeVar

import attrs

from quizarena.clocks import Clock
from quizarena.facts import Fact
from quizarena.values import evolve, fast_init, replacer

VOID = frozenset({"void", "swap"})
"""The outcomes after which another question is asked in the place of this one."""
RIGHT = frozenset({"right", "power"})
"""The verdicts of a right answer."""
LAST = frozenset({"wrong_last", "neg_last"})
"""The verdicts of a wrong answer after which nobody else may try: the question is over."""
OUTCOMES = VOID | {"nobody", "audience"}
"""The verdicts on a question as a whole."""
Own = TypeVar("Own")
F = TypeVar("F", bound=Fact)


class Whole:
    """A state, a question or a try, to which a section or what several share may add a part: a value of its own class.

    A part is a frozen value that can be made without arguments: so it stands until a fact changes it.
    """

    __slots__ = ()
    parts: tuple[object, ...]

    def own(self, kind: type[Own]) -> Own:
        """Return the part of that class, as it begins where nothing has changed it."""
        for part in self.parts:
            if part.__class__ is kind:
                return part
        return kind()

    def with_own(self, part: object) -> Self:
        """Return this with `part` in the place of the one of its class."""
        parts = tuple(part if each.__class__ is part.__class__ else each for each in self.parts)
        return evolve(self, parts=parts if part in parts else (*parts, part))


@fast_init
@attrs.frozen
class Try(Whole):
    """A team's turn at a question, with the record that gave it and the one that ruled on it.

    `nth` counts the team's earlier turns of this sort in the round: its questions, or its false starts. `got` of `of`
    are a partial answer's; where answers are counted, `got` were right and `of` wrong. `chosen` are the letters of a
    choice.
    """

    team: str
    seq: int
    early: bool = False
    verdict: str = ""
    ruled: int | None = None
    used_ms: int = 0
    extra_seconds: int = 0
    member: str = ""
    nth: int = 0
    begun: bool = False
    got: Decimal | None = None
    of: int = 0
    chosen: tuple[str, ...] = ()
    parts: tuple[object, ...] = ()


@fast_init
@attrs.frozen
class Question(Whole):
    """A question that was asked, and what became of it.

    `outcome` is one of `OUTCOMES` where the question as a whole was ruled on, by record `ended`. `nth` counts the
    team's questions before it. `barred` are teams that may not buzz for what happened before. `picked` are the
    facts that picked something for its number before it was asked.
    """

    number: int
    seq: int
    team: str = ""
    member: str = ""
    item: str = ""
    tries: tuple[Try, ...] = ()
    outcome: str = ""
    ended: int | None = None
    clock: Clock = Clock(0)
    extra_seconds: int = 0
    armed: bool = False
    begun: bool = False
    answered: bool = False
    audience: bool = False
    unscored: bool = False
    nth: int = 0
    shown: bool = False
    barred: tuple[str, ...] = ()
    picked: tuple[Fact, ...] = ()
    parts: tuple[object, ...] = ()

    @property
    def answering(self) -> Try | None:
        """The try that waits for its ruling."""
        last = self.tries[-1] if self.tries and not self.outcome else None
        return None if last is None or last.early or last.verdict else last

    @property
    def right(self) -> bool:
        """Whether somebody answered right."""
        return any(each.verdict in RIGHT for each in self.tries)

    @property
    def given_up(self) -> bool:
        """Whether an answer was wrong and nobody else may try: the question is over."""
        return any(each.verdict in LAST for each in self.tries)

    @property
    def answered_before(self) -> bool:
        """Whether somebody has tried it, a false start aside."""
        return any(not each.early for each in self.tries)

    @property
    def voided(self) -> bool:
        """Whether another question has to be asked in its place."""
        return self.outcome in VOID

    @property
    def timed(self) -> bool:
        """Whether its clock was started."""
        return self.clock.running or self.clock.used_ms > 0

    def pick(self, kind: type[F]) -> F | None:
        """Return the fact of that class that picked something for it, None where nothing was."""
        return next((each for each in self.picked if isinstance(each, kind)), None)

    def unnamed(self, team: str) -> bool:
        """Whether the team's answer was ruled on without saying which member gave it."""
        return any(each.team == team and each.ruled is not None and not each.member for each in self.tries)

    def with_member(self, team: str, member: str) -> Question:
        """Return the question with `member` as who gave the team's answers that nobody is named for."""
        tries = (evolve(each, member=member) if each.team == team and not each.member else each for each in self.tries)
        return evolve(self, tries=tuple(tries))

    def may_try(self, team: str) -> bool:
        """Whether the team has neither had its turn, a false start included, nor is barred."""
        return team not in self.barred and all(each.team != team for each in self.tries)


@fast_init
@attrs.frozen
class Pick:
    """What was picked for a number before its question was asked, as `fact` says: a pack, a member, the team itself."""

    number: int
    team: str
    seq: int
    fact: Fact


@fast_init
@attrs.frozen
class State(Whole):
    """The questions of the round so far; the last one may be open. `highest` is the highest number asked.

    `numbers_by_team` counts how many numbers each team has had; a void one and its replacement are one.
    """

    past: tuple[Question, ...] = ()
    current: Question | None = None
    picks: tuple[Pick, ...] = ()
    parts: tuple[object, ...] = ()
    highest: int = 0
    numbers_by_team: Counter[str] = attrs.field(factory=Counter, hash=False)

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order they were asked, void ones included."""
        return self.past if self.current is None else (*self.past, self.current)

    @functools.cached_property
    def latest(self) -> Mapping[int, Question]:
        """The question that stands for each number: the last one asked under it."""
        return {question.number: question for question in self.questions}

    @property
    def used(self) -> frozenset[str]:
        """The ids of the bank that were asked."""
        return frozenset(question.item for question in self.questions if question.item)

    @property
    def picked_since(self) -> Pick | None:
        """What was picked last for a question still to be asked, None where a question was asked since."""
        last = self.picks[-1] if self.picks else None
        return None if last is None or (self.current is not None and last.seq < self.current.seq) else last

    def picked(self, kind: type[F]) -> Iterator[F]:
        """Yield the facts of that class that picked something, in their order."""
        return (each.fact for each in self.picks if isinstance(each.fact, kind))

    def pick(self, kind: type[F], number: int) -> F | None:
        """Return the fact of that class that picked something for a number, None while none did."""
        facts = (each.fact for each in self.picks if each.number == number)
        return next((each for each in facts if isinstance(each, kind)), None)

    def turns(self, team: str, but: int) -> int:
        """Return how many numbers other than `but` were asked of `team`."""
        if but > self.highest:
            return self.numbers_by_team[team]
        return sum(each.team == team and each.number != but for each in self.latest.values())

    def false_starts(self, team: str) -> int:
        """Return how many false starts `team` committed."""
        return sum(each.early and each.team == team for question in self.questions for each in question.tries)

    def with_asked(self, question: Question) -> State:
        """Return the state with a question in the place of the one that stands for its number."""
        old = self.latest[question.number]
        if old is self.current:
            return with_question(self, question)
        return evolve(self, past=tuple(question if each is old else each for each in self.past))

    def with_current(self, **changes: Any) -> State:
        """Return the state with the open question changed."""
        return self if self.current is None else with_question(self, evolve(self.current, **changes))


FRESH = {"clock": Clock(0), "extra_seconds": 0, "armed": False, "begun": False, "answered": False}
"""What starts anew when the question passes to a team, or back to all."""
with_question = replacer(State, "current")
"""The state with another question in the place of the open one."""


def spent(question: Question, at: datetime) -> dict[str, Any]:
    """Return the time taken until the ruling at `at`, as fields of a try."""
    used = question.clock.used_at(at)
    return {"used_ms": used, "extra_seconds": question.extra_seconds, "begun": question.begun}
