"""What a section remembers: its questions, one frozen node each, and how a fact changes them.

Decides nothing about points or legality, so it reads no rules. Who may still buzz, what is over and what counts is
derived elsewhere from these nodes and the rules.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import attrs

from quizarena.blanks import Press
from quizarena.clocks import Clock
from quizarena.facts import Fact
from quizarena.values import evolve, fast_init, replacer

from . import facts as f

PASS = "pass"
VOID = frozenset({"void", "swap"})
"""The outcomes after which another question is asked in the place of this one."""
RIGHT = frozenset({"right", "power"})
"""The verdicts of a right answer."""
LAST = frozenset({"wrong_last", "neg_last"})
"""The verdicts of a wrong answer after which nobody else may try: the question is over."""
OUTCOMES = VOID | {"nobody", "audience"}
"""The verdicts on a question as a whole."""


@fast_init
@attrs.frozen
class Try:
    """A team's turn at a question, with the record that gave it and the one that ruled on it.

    `nth` counts the team's earlier turns of this sort in the round: its questions, or its false starts. `got` of `of`
    are a partial answer's; where answers are counted, `got` were right and `of` wrong. `clue` is the clue it came at,
    `chosen` are the letters of a choice. `presses` are what buzzers measured, `called` is when they were opened.
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
    clue: int = 1
    chosen: tuple[str, ...] = ()
    presses: tuple[Press, ...] = ()
    called: datetime | None = None


@fast_init
@attrs.frozen
class Bonus:
    """Who was right on a part of the bonus that a right answer earned, and by which record."""

    part: int
    team: str
    seq: int


@fast_init
@attrs.frozen
class Question:
    """A question that was asked, and what became of it.

    `outcome` is one of `OUTCOMES` where the question as a whole was ruled on, by record `ended`. `nth` counts the
    team's questions before it. `barred` are teams that may not buzz for what happened before. `by` are the
    teams that set it, `clues` the clues opened, `lifelines` the teams that used one here.
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
    begun: bool = False
    answered: bool = False
    audience: bool = False
    unscored: bool = False
    nth: int = 0
    by: tuple[str, ...] = ()
    clues: int = 1
    lifelines: tuple[str, ...] = ()
    bonus: tuple[Bonus, ...] = ()
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
class Risked:
    """The level a team chose for a number, "pass" where it passed."""

    number: int
    team: str
    level: str
    seq: int


@fast_init
@attrs.frozen
class Pick:
    """What was picked for a number before its question was asked: a pack, a member, the team itself."""

    number: int
    team: str
    seq: int
    pack: str = ""
    member: str = ""
    by: tuple[str, ...] = ()


@fast_init
@attrs.frozen
class State:
    """The questions of the round so far; the last one may be open. `highest` is the highest number asked.

    `numbers_by_team` counts how many numbers each team has had; a void one and its replacement are one.
    """

    past: tuple[Question, ...] = ()
    current: Question | None = None
    risked: tuple[Risked, ...] = ()
    picks: tuple[Pick, ...] = ()
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
    def chosen_since(self) -> Risked | Pick | None:
        """What was chosen last for a question still to be asked, None where a question was asked since."""
        asked = -1 if self.current is None else self.current.seq
        chosen: list[Risked | Pick] = [*self.risked[-1:], *self.picks[-1:]]
        return next((each for each in sorted(chosen, key=lambda each: -each.seq) if each.seq > asked), None)

    def level(self, number: int) -> str:
        """Return the level risked under that number, empty where none was."""
        return next((each.level for each in self.risked if each.number == number), "")

    def pack(self, team: str) -> str:
        """Return the pack picked for `team`, empty while there is none."""
        return next((each.pack for each in self.picks if each.team == team and each.pack), "")

    def named(self, number: int) -> str:
        """Return the member named for that number, empty while nobody was."""
        return next((each.member for each in self.picks if each.number == number and each.member), "")

    def called(self, number: int) -> Pick | None:
        """Return who was called up for that number."""
        return next((each for each in self.picks if (each.number, each.pack, each.member) == (number, "", "")), None)

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
            return _with_question(self, question)
        return evolve(self, past=tuple(question if each is old else each for each in self.past))

    def with_current(self, **changes: Any) -> State:
        """Return the state with the open question changed."""
        return self if self.current is None else _with_question(self, evolve(self.current, **changes))


FRESH = {"clock": Clock(0), "extra_seconds": 0, "armed": False, "begun": False, "answered": False}
"""What starts anew when the question passes to a team, or back to all."""
_with_question = replacer(State, "current")
_with_next = replacer(State, "past", "current", "highest", "numbers_by_team")
_turned = replacer(Question, "clock", "armed")
_completed = replacer(Question, "clock", "answered")
_passed_on = replacer(Question, "tries", *FRESH)
_judged = replacer(Try, "verdict", "ruled", "got", "of", "chosen", "used_ms", "extra_seconds", "begun")


@functools.singledispatch
def after(fact: Fact, state: State, seq: int) -> State:
    """Return the state after `fact`, recorded as `seq`."""
    return state


CHANGES = after.registry
"""What `after` finds its functions in, those of other modules included: by class, for there are no subclasses."""


@after.register
def _chosen(fact: f.Chosen, state: State, seq: int) -> State:
    return evolve(state, risked=(*state.risked, Risked(fact.number, fact.team, fact.level, seq)))


@after.register
def _asked(fact: f.Asked, state: State, seq: int) -> State:
    nth = state.turns(fact.team, fact.number) if fact.team else 0
    call = state.called(fact.number) if state.picks else None
    asked = Question(
        fact.number,
        seq,
        fact.team,
        fact.member,
        fact.question,
        state.level(fact.number) if state.risked else "",
        tries=(Try(fact.team, seq, member=fact.member, nth=nth),) if fact.team else (),
        unscored=fact.unscored,
        nth=nth,
        by=() if call is None else call.by,
    )
    had = state.numbers_by_team
    if fact.team:
        had = had.copy()
        had[fact.team] = nth + 1
    return _with_next(state, state.questions, asked, max(state.highest, fact.number), had)


@after.register
def _pack(fact: f.PackTaken, state: State, seq: int) -> State:
    pick = Pick(fact.number, fact.team, seq, pack=fact.pack, by=(fact.by,))
    return evolve(state, picks=(*state.picks, pick))


@after.register
def _called(fact: f.Called, state: State, seq: int) -> State:
    return evolve(state, picks=(*state.picks, Pick(fact.number, fact.team, seq, by=fact.by)))


@after.register
def _named(fact: f.Named, state: State, seq: int) -> State:
    question = state.current
    if question is not None and question.answering is not None and question.number == fact.number:
        spoke = evolve(question.tries[-1], member=fact.member)
        return state.with_current(member=fact.member, tries=(*question.tries[:-1], spoke))
    asked = state.latest.get(fact.number)
    if asked is not None and asked.unnamed(fact.team):
        return state.with_asked(asked.with_member(fact.team, fact.member))
    return evolve(state, picks=(*state.picks, Pick(fact.number, fact.team, seq, "", fact.member, (fact.by,))))


@after.register
def _clock(fact: f.ClockPressed, state: State, seq: int) -> State:
    question = state.current
    if question is None:
        return state
    if fact.action == "start":
        armed = question.armed or question.answering is None
        return _with_question(state, _turned(question, question.clock.started(fact.at), armed))
    clock = question.clock.stopped(fact.at) if fact.action == "stop" else Clock(0)
    return _with_question(state, _turned(question, clock, question.armed))


@after.register
def _moved(fact: f.ClockMoved, state: State, seq: int) -> State:
    question = state.current
    return state if question is None else state.with_current(extra_seconds=question.extra_seconds + fact.seconds)


@after.register
def _buzzed(fact: f.Buzzed, state: State, seq: int) -> State:
    question = state.current
    if question is None:
        return state
    called = question.clock.running_since if question.armed else None
    buzz = Try(fact.team, seq, clue=question.clues, presses=fact.presses, called=called)
    tries = (*question.tries, buzz)
    return state.with_current(tries=tries, member="", **FRESH)


@after.register
def _false_start(fact: f.FalseStart, state: State, seq: int) -> State:
    question = state.current
    if question is None:
        return state
    foul = Try(fact.team, seq, early=True, nth=state.false_starts(fact.team), clue=question.clues)
    return state.with_current(tries=(*question.tries, foul))


@after.register
def _begun(fact: f.Begun, state: State, seq: int) -> State:
    return state.with_current(clock=Clock(0).started(fact.at), extra_seconds=0, begun=True)


@after.register
def _answered(fact: f.Answered, state: State, seq: int) -> State:
    question = state.current
    if question is None:
        return state
    return _with_question(state, _completed(question, question.clock.stopped(fact.at), True))


@after.register
def _shown(fact: f.AnswerShown, state: State, seq: int) -> State:
    return state.with_current(shown=True)


def spent(question: Question, at: datetime) -> dict[str, Any]:
    """Return the time taken until the ruling at `at`, as fields of a try."""
    used = question.clock.used_at(at)
    return {"used_ms": used, "extra_seconds": question.extra_seconds, "begun": question.begun}


@after.register
def _ruled(fact: f.Ruled, state: State, seq: int) -> State:
    question = state.current
    if question is None:
        return state
    if fact.verdict in OUTCOMES:
        return state.with_current(outcome=fact.verdict, ended=seq, clock=question.clock.stopped(fact.at))
    if fact.verdict == "to_audience":
        return state.with_current(audience=True, **FRESH)
    used = spent(question, fact.at).values()
    last = _judged(question.tries[-1], fact.verdict, seq, fact.got, fact.of, fact.chosen, *used)
    return _with_question(state, _passed_on(question, (*question.tries[:-1], last), *FRESH.values()))
