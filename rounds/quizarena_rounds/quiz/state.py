"""What a section remembers: its questions, one frozen node each, and how a fact changes them.

Decides nothing about points or legality, so it reads no rules. Who may still buzz, what is over and what counts is
derived elsewhere from these nodes and the rules.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import attrs

from quizarena.clocks import Clock
from quizarena.facts import Fact

from . import facts as f

PASS = "pass"


@attrs.frozen
class Try:
    """A team's turn at a question, with the record that gave it and the one that ruled on it."""

    team: str
    seq: int
    early: bool = False
    verdict: str = ""
    ruled: int | None = None
    used_ms: int = 0
    extra_seconds: int = 0


@attrs.frozen
class Question:
    """A question that was asked, and what became of it.

    `outcome` is "void" or "nobody" where the question as a whole was ruled on, by record `ended`. `barred` are teams
    that may not buzz for what happened before.
    """

    number: int
    seq: int
    team: str = ""
    member: str = ""
    item: str = ""
    level: str = ""
    tries: tuple[Try, ...] = ()
    outcome: str = ""
    ended: int | None = None
    clock: Clock = Clock(0)
    extra_seconds: int = 0
    armed: bool = False
    answered: bool = False
    shown: bool = False
    barred: tuple[str, ...] = ()

    @property
    def answering(self) -> Try | None:
        """The try that waits for its ruling."""
        last = self.tries[-1] if self.tries and not self.outcome else None
        return None if last is None or last.early or last.verdict else last

    @property
    def right(self) -> bool:
        """Whether somebody answered right."""
        return any(each.verdict == "right" for each in self.tries)

    @property
    def voided(self) -> bool:
        """Whether another question has to be asked in its place."""
        return self.outcome == "void"

    @property
    def timed(self) -> bool:
        """Whether its clock was started."""
        return self.clock.running or self.clock.used_ms > 0

    def may_try(self, team: str) -> bool:
        """Whether the team has neither had its turn, a false start included, nor is barred."""
        return team not in self.barred and all(each.team != team for each in self.tries)


@attrs.frozen
class Risked:
    """The level a team chose for a number, "pass" where it passed."""

    number: int
    team: str
    level: str
    seq: int


@attrs.frozen
class State:
    """The questions of the round so far; the last one may be open."""

    past: tuple[Question, ...] = ()
    current: Question | None = None
    risked: tuple[Risked, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order they were asked, void ones included."""
        return self.past if self.current is None else (*self.past, self.current)

    @property
    def latest(self) -> Mapping[int, Question]:
        """The question that stands for each number: the last one asked under it."""
        return {question.number: question for question in self.questions}

    @property
    def used(self) -> frozenset[str]:
        """The ids of the bank that were asked."""
        return frozenset(question.item for question in self.questions if question.item)

    def level(self, number: int) -> str:
        """Return the level risked under that number, empty where none was."""
        return next((each.level for each in self.risked if each.number == number), "")

    def with_current(self, **changes: Any) -> State:
        """Return the state with the open question changed."""
        if self.current is None:
            return self
        return attrs.evolve(self, current=attrs.evolve(self.current, **changes))


@functools.singledispatch
def after(fact: Fact, state: State, seq: int) -> State:
    """Return the state after `fact`, recorded as `seq`."""
    return state


@after.register
def _chosen(fact: f.Chosen, state: State, seq: int) -> State:
    return attrs.evolve(state, risked=(*state.risked, Risked(fact.number, fact.team, fact.level, seq)))


@after.register
def _asked(fact: f.Asked, state: State, seq: int) -> State:
    tries = (Try(fact.team, seq),) if fact.team else ()
    level = state.level(fact.number)
    asked = Question(fact.number, seq, fact.team, fact.member, fact.question, level, tries)
    return attrs.evolve(state, past=state.questions, current=asked)


@after.register
def _clock(fact: f.ClockTurned, state: State, seq: int) -> State:
    question = state.current
    if question is None:
        return state
    if fact.action == "start":
        armed = question.armed or question.answering is None
        return state.with_current(clock=question.clock.started(fact.at), armed=armed)
    clock = question.clock.stopped(fact.at) if fact.action == "stop" else Clock(0)
    return state.with_current(clock=clock)


@after.register
def _moved(fact: f.ClockMoved, state: State, seq: int) -> State:
    question = state.current
    return state if question is None else state.with_current(extra_seconds=question.extra_seconds + fact.seconds)


@after.register
def _buzzed(fact: f.Buzzed, state: State, seq: int) -> State:
    question = state.current
    if question is None:
        return state
    tries = (*question.tries, Try(fact.team, seq, fact.early))
    return state.with_current(tries=tries) if fact.early else state.with_current(tries=tries, **_FRESH)


_FRESH = {"clock": Clock(0), "extra_seconds": 0, "armed": False, "answered": False}
"""What starts anew when the question passes to a team, or back to all."""


@after.register
def _answered(fact: f.Answered, state: State, seq: int) -> State:
    question = state.current
    return state if question is None else state.with_current(clock=question.clock.stopped(fact.at), answered=True)


@after.register
def _shown(fact: f.AnswerShown, state: State, seq: int) -> State:
    return state.with_current(shown=True)


def _spent(question: Question, fact: f.Ruled) -> dict[str, Any]:
    return {"used_ms": question.clock.used_at(fact.at), "extra_seconds": question.extra_seconds}


@after.register
def _ruled(fact: f.Ruled, state: State, seq: int) -> State:
    question = state.current
    if question is None:
        return state
    if fact.verdict in ("void", "nobody"):
        return state.with_current(outcome=fact.verdict, ended=seq, clock=question.clock.stopped(fact.at))
    last = attrs.evolve(question.tries[-1], verdict=fact.verdict, ruled=seq, **_spent(question, fact))
    return state.with_current(tries=(*question.tries[:-1], last), **_FRESH)
