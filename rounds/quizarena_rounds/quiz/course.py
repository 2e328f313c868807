"""The course of a question: whose turn is next, when a question is over, what the host says on the way.

Every section fills in `next_turn` and `planned`, and says where else it differs; what is `final` is the same in all.
Moves follow in `moves` and `rulings`, what screens show in `scene`: they know a section by this class alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, ClassVar, final

from quizarena.blanks import Option
from quizarena.clocks import Clock
from quizarena.moves import Move
from quizarena.points import Number, exact
from quizarena.rounds import Moment
from quizarena.scenes import Block, OnStage, Ruling
from quizarena.text import Text
from quizarena.values import evolve

from . import lines
from .labels import SIGNS, member_label, phases
from .question import QuestionItem
from .state import VOID, Pick, Question, State, Try
from .turns import Turn, takes_part
from .words import _
from .worth import Worth, is_accepted_late, offered, start_time

_NOBODY = Option("nobody", _("nobody buzzed"), gesture="none", say=lines.NOBODY)
_NOBODY_ELSE = Option("nobody", _("nobody else"), gesture="none", say=lines.NOBODY_ELSE)
TO_AUDIENCE = Option("to_audience", _("nobody: to the audience"), gesture="none", say=lines.TO_AUDIENCE)
AUDIENCE = (
    Option("audience", _("the audience knew"), gesture="yes", say=lines.FROM_AUDIENCE, in_time=True),
    Option("nobody", _("nobody knew"), gesture="no", say=lines.NOBODY_KNEW),
)


def nobody(question: Question) -> Option:
    """Return the ruling that no team wants a question, or no other team after those who tried it."""
    return _NOBODY_ELSE if question.answered_before else _NOBODY


def stage(moment: Moment, team: str, member: str = "", *, buzzed: bool = False) -> OnStage:
    """Return the block of a team on stage, with the member who answers where one is named."""
    field = moment.field
    return OnStage(team, field.team(team).name, field.podium(team), member_label(field, team, member), buzzed=buzzed)


class Course(Worth):
    """How questions go in a section, from their turn to their last ruling."""

    phases: ClassVar[tuple[str, ...]] = ("ask", "answer", "complete", "show", "rule", "next")
    """The steps of the rail; see `labels.phases`."""
    wrong_for_all: ClassVar[tuple[str, ...]] = ()
    """The verdict on a wrong answer that ends a question others could have tried, where there are such."""

    # Turns

    def next_turn(self, state: State, moment: Moment) -> Turn | None:
        """Return the next new question, None if there is none to come (or none can be named yet)."""
        raise NotImplementedError

    def planned(self, state: State, moment: Moment) -> int:
        """Return how many numbers there will be in all, as far as one can say now."""
        raise NotImplementedError

    def is_open(self, question: Question, moment: Moment) -> bool:
        """Whether the question still waits for something."""
        return question.answering is not None

    def owed(self, state: State, moment: Moment) -> Turn | None:
        """Return the turn of the first void question whose replacement is still to be asked."""
        if VOID.isdisjoint([question.outcome for question in state.questions]):
            return None
        void = (each for each in state.latest.values() if each.voided and takes_part(each.team, moment))
        return next((self.again(question, state) for question in void), None)

    def again(self, question: Question, state: State) -> Turn:
        """Return the turn that replaces a void question."""
        return Turn(question.number, question.team, question.member, again=True, unscored=question.unscored)

    def then(self, question: Question, state: State, moment: Moment) -> Moment:
        """Return the moment of a question: under the rules of its beginning."""
        return moment.of(question.seq)

    def pick(self, turn: Turn, state: State, moment: Moment) -> Move | None:
        """Return the move that picks what has to be known before the question is asked, None if nothing has."""
        return None

    def left(self, state: State, moment: Moment, team: str) -> int:
        """Return how many questions are still to come for `team`, as far as turns are planned."""
        return 0

    def steps(self, rules: Any) -> tuple[str, ...]:
        """Return the steps of the rail under these rules."""
        return self.phases

    def phase(self, state: State, moment: Moment) -> str:
        """Return where on the rail the section stands."""
        question = state.current
        if question is None:
            return "pick" if self._picks(state, moment) else self.phases[0]
        then = self.then(question, state, moment)
        if not self.is_open(question, then):
            return "next"
        return phases(question, self.may_show(question, then), self.is_buzzing(question, then))

    def _picks(self, state: State, moment: Moment) -> bool:
        turn = self.next_turn(state, moment)
        return turn is not None and self.pick(turn, state, moment) is not None

    def pick_line(self, pick: Pick, moment: Moment) -> Text | None:
        """Return the host's line on what was picked last, None where nothing is said of it."""
        return None

    def between_line(self, state: State, moment: Moment) -> Text | None:
        """Return the host's line on what has happened since the last question, None where nothing is said of it."""
        return None if state.picked_since is None else self.pick_line(state.picked_since, moment)

    def ask_line(self, turn: Turn, coming: Question, moment: Moment) -> Text:
        """Return the line that asks `turn`, whose question will begin as `coming`."""
        gain, _loss = self.at_stake(coming, moment)
        buzzers = self.is_buzzing(coming, moment)
        return lines.ask(turn, moment.field, gain, buzzers=buzzers, play_off=moment.play_off)

    # The clock

    def limit(self, question: Question, rules: Any) -> int:
        """Return the seconds on the clock of the question as it stands, before any were added."""
        start = start_time(rules)
        return start if start is not None and self.starts(question, rules) else self.time_to_answer(question, rules)

    @final
    def starts(self, question: Question, rules: Any) -> bool:
        """Whether the clock runs for the time to begin an answer, not for the answer."""
        return question.answering is not None and not question.begun and start_time(rules) is not None

    def is_buzzing(self, question: Question, moment: Moment) -> bool:
        """Whether the clock runs for the buzzers."""
        return False

    @final
    def clock(self, question: Question, rules: Any) -> Clock:
        """Return the question's clock with its limit, which may have been amended meanwhile."""
        seconds = max(0, self.limit(question, rules) + question.extra_seconds)
        return evolve(question.clock, limit_ms=1_000 * seconds)

    def call(self, question: Question, moment: Moment) -> Text:
        """Return what the host says as the clock starts."""
        return lines.ANSWER_NOW

    # Answers and rulings

    def unanswered(self, question: Question, moment: Moment) -> tuple[Option, ...]:
        """Return the rulings, beside void, on a question that nobody is answering."""
        return (nobody(question),)

    def offered(self, question: Question, rules: Any) -> Iterable[str]:
        """Return what may be ruled on an answer with one click."""
        return offered(rules)

    def on_stage(self, question: Question, moment: Moment) -> Iterable[Block]:
        """Yield who stands on stage."""
        if question.tries:
            last = question.tries[-1]
            yield stage(moment, last.team, last.member or question.member, buzzed=not question.team)

    def signs(self, state: State, moment: Moment, team: str) -> Iterable[tuple[int, Text]]:
        """Yield the signs of a team's answers so far, each with the number of its question."""
        for question in state.latest.values():
            for attempt in question.tries:
                if attempt.team == team:
                    yield question.number, self._sign(question, attempt)

    def _sign(self, question: Question, attempt: Try) -> Text:
        if attempt.verdict and not attempt.early:
            return self.verdicts[attempt.verdict].sign
        return SIGNS["early" if attempt.early else question.outcome or "open"]

    def out(self, state: State, question: Question, moment: Moment) -> Iterable[tuple[str, Text]]:
        """Yield the teams that may not answer any more, with the word for why."""
        return ()

    def at_stake(self, question: Question, moment: Moment) -> tuple[Fraction | None, Fraction | None]:
        """Return what a right answer gives and a wrong one costs whoever answers now; None where nobody does."""
        attempt = question.answering
        if attempt is None or moment.play_off or question.unscored:
            return None, None
        loss = exact(self.loss(question, attempt, moment.rules))
        return exact(self.full(question, attempt, moment.rules)), max(Fraction(0), -loss)

    @final
    def gain(self, question: Question, attempt: Try, moment: Moment) -> Number:
        """Return the points that a ruling gives: none in a play-off, nor where a question only separates a tie."""
        return 0 if moment.play_off or question.unscored else self.worth(question, attempt, moment.rules)

    @final
    def ends_when_wrong(self, question: Question, moment: Moment) -> bool:
        """Whether a wrong answer now would end the question, so that its answer may be shown before the ruling."""
        wrong = evolve(question.tries[-1], verdict="wrong")
        return not self.is_open(evolve(question, tries=(*question.tries[:-1], wrong)), moment)

    @final
    def may_show(self, question: Question, moment: Moment) -> bool:
        """Whether the answer may be shown before the ruling: there is one, and nobody else may still answer."""
        item = self.item(question, moment.rules)
        if item is None or item.answer is None or question.answering is None or question.shown:
            return False
        return self.ends_when_wrong(question, moment)

    def is_revealed(self, question: Question, moment: Moment) -> bool:
        """Whether the hall may read the answer: it was shown, or the question is over and was not void."""
        return question.shown or not (question.voided or self.is_open(question, moment))

    def on_show(self, state: State) -> Question | None:
        """Return the question that screens show, None while what comes next has nothing to do with the last."""
        return state.current

    def around(self, state: State, moment: Moment) -> Iterable[Block]:
        """Yield the section's own blocks that stand whichever question is on, and while none is."""
        return ()

    def on_screen(self, question: Question, moment: Moment, curtain: bool) -> Iterable[tuple[QuestionItem, bool]]:
        """Yield what screens show of the bank, what is on now last; each with whether its answer may be read."""
        item = self.item(question, moment.rules)
        if item is not None:
            yield item, curtain or self.is_revealed(question, moment)

    def blocks(self, question: Question, moment: Moment, curtain: bool) -> Iterable[Block]:
        """Yield the section's own blocks under the question, behind the curtain perhaps more."""
        return ()

    def announced(self, question: Question, moment: Moment) -> Text | None:
        """Return what the host says of an open question before it is answered, None where nothing more."""
        return None

    def ruling_line(self, question: Question, moment: Moment) -> Text | None:
        """Return the host's line on the last ruling of the question, None while there is none."""
        if question.outcome:
            return lines.outcome(question.outcome, audience=question.audience, others=question.answered_before)
        last = question.tries[-1] if question.tries else None
        if last is None or not last.verdict:
            return None
        return self.verdict_line(question, last, moment)

    def verdict_line(self, question: Question, attempt: Try, moment: Moment) -> Text:
        """Return the host's line on the question's last try, which has its verdict."""
        worth = self.gain(question, attempt, moment)
        if worth and is_accepted_late(self, question, attempt, moment.rules):
            return lines.counted(moment.field, attempt.team, worth)
        return self.verdicts[attempt.verdict].line(moment.field, attempt.team, worth)

    def ruling(self, question: Question, moment: Moment) -> Ruling | None:
        """Return the last ruling of the question as screens show it, None while there is none."""
        line = self.ruling_line(question, moment)
        last = question.tries[-1] if question.tries else None
        if line is None:
            return None
        if question.outcome or last is None or [each.ruled for each in question.tries].count(last.ruled) > 1:
            return Ruling(line, line)
        word = _("FALSE START") if last.early else self.verdicts[last.verdict].word
        gain = exact(self.gain(question, last, moment))
        return Ruling(word, line, last.team, last.member or question.member, gain, chosen=last.chosen)
