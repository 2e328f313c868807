"""What may happen in any section of the quiz, and what it changes.

All name the question by its `number`, which a question that replaces a void one keeps. Who answers is not repeated in
the ruling: a corrected buzz takes its ruling along. A ruling carries the instant at which a person gave it.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import attrs

from quizarena.blanks import Press
from quizarena.clocks import Clock
from quizarena.facts import Fact, Intent
from quizarena.values import evolve, fast_init, replacer

from .state import FRESH, OUTCOMES, Pick, Question, State, Try, spent, with_question

_with_next = replacer(State, "past", "current", "highest", "numbers_by_team")
_turned = replacer(Question, "clock", "armed")
_completed = replacer(Question, "clock", "answered")
_passed_on = replacer(Question, "tries", *FRESH)
_judged = replacer(Try, "verdict", "ruled", "got", "of", "chosen", "used_ms", "extra_seconds", "begun")


@attrs.frozen
class QuizFact(Fact):
    """A fact of a section, which says what it changes."""

    def apply(self, state: State, seq: int) -> State:
        """Return the state after it, recorded as `seq`; nothing is judged here."""
        raise NotImplementedError


@attrs.frozen
class QuestionFact(QuizFact):
    """A fact about the question that is open; where none is, it changes nothing."""

    number: int

    def apply(self, state: State, seq: int) -> State:
        """Return the state with the open question as it is after the fact."""
        return state if state.current is None else with_question(state, self.change(state.current, state, seq))

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the open question after the fact."""
        raise NotImplementedError


@attrs.frozen
class PickFact(QuizFact):
    """A fact that picks something for a team's question before it is asked."""

    number: int
    team: str

    def apply(self, state: State, seq: int) -> State:
        """Return the state with one more pick."""
        return evolve(state, picks=(*state.picks, Pick(self.number, self.team, seq, self)))


@attrs.frozen
class PackTaken(PickFact, type="quiz.pack_taken", intent=Intent.CALL):
    """A team's pack of questions (题包) is picked, by itself or by another team."""

    pack: str
    by: str = ""


@attrs.frozen
class Named(PickFact, type="quiz.named", intent=Intent.CALL):
    """A member is named to answer: by another team before the question (互点将), or by the desk after a buzz."""

    member: str
    by: str = ""

    def apply(self, state: State, seq: int) -> State:
        """Return the state in which the member answers, has answered, or will."""
        question = state.current
        if question is not None and question.answering is not None and question.number == self.number:
            spoke = evolve(question.tries[-1], member=self.member)
            return state.with_current(member=self.member, tries=(*question.tries[:-1], spoke))
        asked = state.latest.get(self.number)
        if asked is not None and asked.unnamed(self.team):
            return state.with_asked(asked.with_member(self.team, self.member))
        return super().apply(state, seq)


@attrs.frozen
class Called(PickFact, type="quiz.called", intent=Intent.CALL):
    """A team is called up by the standings: the leader, or the last; `by` are the teams that set it the question."""

    by: tuple[str, ...] = ()


@attrs.frozen
class Asked(QuizFact, type="quiz.asked", intent=Intent.STEP):
    """A question is put (出题): to a team and its member, or to all, whoever buzzes.

    `question` is its id in the bank, empty where the host reads from a card. An `unscored` one only separates a tie.
    """

    number: int
    team: str = ""
    member: str = ""
    question: str = ""
    unscored: bool = False

    def apply(self, state: State, seq: int) -> State:
        """Return the state with another question open."""
        nth = state.turns(self.team, self.number) if self.team else 0
        asked = Question(
            self.number,
            seq,
            self.team,
            self.member,
            self.question,
            tries=(Try(self.team, seq, member=self.member, nth=nth),) if self.team else (),
            unscored=self.unscored,
            nth=nth,
            picked=tuple(each.fact for each in state.picks if each.number == self.number) if state.picks else (),
        )
        had = state.numbers_by_team
        if self.team:
            had = had.copy()
            had[self.team] = nth + 1
        return _with_next(state, state.questions, asked, max(state.highest, self.number), had)


@attrs.frozen
class ClockPressed(QuestionFact, type="quiz.clock", intent=Intent.CLOCK):
    """The clock of the question is turned: `action` is start, stop or reset.

    While nobody answers a buzzer question, a start is the host's 请抢答.
    """

    action: str
    at: datetime

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the question with its clock turned."""
        if self.action == "start":
            return _turned(question, question.clock.started(self.at), question.armed or question.answering is None)
        clock = question.clock.stopped(self.at) if self.action == "stop" else Clock(0)
        return _turned(question, clock, question.armed)


@attrs.frozen
class ClockMoved(QuestionFact, type="quiz.clock_moved", intent=Intent.TIMING):
    """Seconds are added to the time of the question, or taken from it where negative."""

    seconds: int

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the question with another time."""
        return evolve(question, extra_seconds=question.extra_seconds + self.seconds)


@fast_init
@attrs.frozen
class Pressed:
    """What buzzers measured for a try, the first press first, and when they were opened: its own part.

    `before_call` says that the host had not yet opened them: the team interrupted the reading.
    """

    presses: tuple[Press, ...] = ()
    called: datetime | None = None
    before_call: bool = False


@attrs.frozen
class Buzzed(QuestionFact, type="quiz.buzzed", intent=Intent.CALL):
    """A team buzzed: it may answer. `presses` are what buzzers measured, the first first; none where a hand was up."""

    team: str
    presses: tuple[Press, ...] = ()

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the question with the team that answers it."""
        called = question.clock.running_since if question.armed else None
        pressed = Pressed(self.presses, called, before_call=not question.armed)
        parts = () if pressed == Pressed() else (pressed,)
        return evolve(question, tries=(*question.tries, Try(self.team, seq, parts=parts)), member="", **FRESH)


@attrs.frozen
class FalseStart(QuestionFact, type="quiz.false_start", intent=Intent.PENALTY):
    """A team buzzed before the host's call (抢答犯规)."""

    team: str

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the question without that team."""
        foul = Try(self.team, seq, early=True, nth=state.false_starts(self.team))
        return evolve(question, tries=(*question.tries, foul))


@attrs.frozen
class Begun(QuestionFact, type="quiz.begun", intent=Intent.CLOCK):
    """The answer has begun within the time to start: the clock starts anew with the time to answer."""

    at: datetime

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the question with the time to answer running."""
        return evolve(question, clock=Clock(0).started(self.at), extra_seconds=0, begun=True)


@attrs.frozen
class Answered(QuestionFact, type="quiz.answered", intent=Intent.STEP):
    """The answer is complete (回答完毕): the clock stops."""

    at: datetime

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the question with its clock stopped."""
        return _completed(question, question.clock.stopped(self.at), True)


@attrs.frozen
class AnswerShown(QuestionFact, type="quiz.answer_shown", intent=Intent.STEP):
    """The right answer is shown to the hall before the ruling (亮答案)."""

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the question with its answer in the hall's sight."""
        return evolve(question, shown=True)


@attrs.frozen
class Ruled(QuestionFact, type="quiz.ruled", intent=Intent.RULING):
    """A person's ruling on the question.

    On an answer `verdict` is right, wrong, partial (`got`, of `of` parts where parts are counted), foul (prompting),
    late (begun too late) or passed. On the question it is void (作废重出: another question is asked in its place),
    swap (换题: the same at the team's wish), nobody (no team buzzed), to_audience, or audience (somebody there knew).
    `chosen` are the letters of a choice, ascending: then the verdict is the key's. A spoken answer has none.
    """

    verdict: str
    at: datetime
    got: Decimal | None = None
    of: int = 0
    chosen: tuple[str, ...] = ()

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the question with what was ruled on it, or on the last answer."""
        if self.verdict in OUTCOMES:
            return evolve(question, outcome=self.verdict, ended=seq, clock=question.clock.stopped(self.at))
        if self.verdict == "to_audience":
            return evolve(question, audience=True, **FRESH)
        used = spent(question, self.at).values()
        last = _judged(question.tries[-1], self.verdict, seq, self.got, self.of, self.chosen, *used)
        return _passed_on(question, (*question.tries[:-1], last), *FRESH.values())


QUIZ_FACTS: tuple[type[Fact], ...] = (
    PackTaken,
    Named,
    Called,
    Asked,
    ClockPressed,
    ClockMoved,
    Buzzed,
    FalseStart,
    Begun,
    Answered,
    AnswerShown,
    Ruled,
)
