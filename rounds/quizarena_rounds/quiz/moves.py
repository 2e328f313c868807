"""The moves of a question: asking it, its clock, its completion.

Decides what the keys of the desk find: at most one next step, and never a ruling on it; those are in `rulings`.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from quizarena.blanks import Choice, Gesture, Instant, Number
from quizarena.clocks import minutes
from quizarena.moves import Check, Move
from quizarena.rounds import Moment
from quizarena.text import Deferred, Text

from . import lines
from .bank import may_be_asked, question_for, unused, used
from .course import Course
from .facts import Answered, AnswerShown, Asked, Begun, Called, ClockMoved, ClockPressed
from .labels import turn_label
from .question import Bank
from .state import Question, State
from .turns import Turn
from .words import _

AT = Instant("at")
_MOST_SECONDS = Decimal(600)
_SECONDS = Number("seconds", _("seconds"), -_MOST_SECONDS, _MOST_SECONDS, whole=True, relative=True)


def asking(course: Course, turn: Turn, state: State, moment: Moment, gesture: Gesture) -> Move:
    """Return the move that asks the bank's next question, or the host's next card."""
    return Move(
        Asked,
        _("Ask {question}", question=Deferred(turn_label, moment.field, turn.number, turn.team)),
        identity={"number": turn.number, "team": turn.team},
        derived={"member": turn.member, "question": question_for(turn, state, moment), "unscored": turn.unscored},
        check=_not_used_twice(state, moment),
        say=Deferred(_ask_line, course, turn, state, moment),
        gesture=gesture,
    )


def picking(course: Course, turn: Turn, state: State, moment: Moment) -> Iterator[Move]:
    """Yield the move that asks a question of the bank by name: one that a team drew, or that was read by mistake."""
    options = unused(bank_of(moment), used(state, moment), turn.pack)
    if options:
        yield Move(
            Asked,
            _("Ask a chosen question: {question}", question=Deferred(turn_label, moment.field, turn.number, turn.team)),
            identity={"number": turn.number, "team": turn.team},
            derived={"member": turn.member, "unscored": turn.unscored},
            blanks=(Choice("question", options, _("question")),),
            say=Deferred(_ask_line, course, turn, state, moment),
        )


def _ask_line(course: Course, turn: Turn, state: State, moment: Moment) -> Text:
    coming = Asked(turn.number, turn.team, turn.member).apply(state, 0).current
    assert coming is not None
    return course.ask_line(turn, coming, moment)


def bank_of(moment: Moment) -> Bank:
    """Return the section's questions; those that are only counted have none."""
    bank: Bank = moment.rules.questions
    return bank


def _not_used_twice(state: State, moment: Moment) -> Check:
    def check(fact: Any) -> Text | None:
        if not fact.question or may_be_asked(bank_of(moment), fact.question, used(state, moment)):
            return None
        return _("question {id} has been used in this event or is not in the bank; take another", id=fact.question)

    return check


def call_up(number: int, team: str, by: tuple[str, ...], moment: Moment) -> Move:
    """Return the move that calls up the team the standings name."""
    return Move(
        Called,
        _("{question}: called up by the standings", question=turn_label(moment.field, number, team)),
        identity={"number": number},
        derived={"team": team, "by": by},
        say=lines.called(moment.field, team),
        gesture="next",
    )


def next_step(course: Course, question: Question, moment: Moment) -> Iterator[Move]:
    """Yield the step that a team's answer waits for: it begins, it is complete, its right answer is shown."""
    if question.answering is None:
        return
    given = {"number": question.number}
    if question.timed and course.starts(question, moment.rules):
        yield Move(Begun, _("The answer has begun"), given, blanks=(AT,), say=lines.BEGIN, gesture="next")
    elif question.timed and not question.answered:
        label = _("Answer complete: stop the clock")
        yield Move(Answered, label, given, blanks=(AT,), say=lines.COMPLETE, gesture="next")
    elif question.answered and course.may_show(question, moment):
        yield Move(AnswerShown, _("Show the answer"), given, say=lines.SEE_ANSWER, gesture="next")


def clock_moves(course: Course, question: Question, moment: Moment) -> Iterator[Move]:
    """Yield the start or stop of the question's clock, and what puts it right."""
    yield _clock(course, question, moment)
    yield from _clock_asides(question)


def _clock(course: Course, question: Question, moment: Moment) -> Move:
    given: dict[str, Any] = {"number": question.number, "action": "stop" if question.clock.running else "start"}
    if question.clock.running:
        return Move(ClockPressed, _("Stop the clock"), given, blanks=(AT,), gesture="clock")
    label = Deferred(_start_label, course, question, moment)
    say = None if question.timed else course.call(question, moment)
    closed = _("the answer is complete; rule on it") if question.answered else None
    return Move(ClockPressed, label, given, blanks=(AT,), say=say, gesture="clock", closed=closed)


def _start_label(course: Course, question: Question, moment: Moment) -> Text:
    time = minutes(course.clock(question, moment.rules).limit_ms // 1_000)
    if course.is_buzzing(question, moment):
        return _("Open the buzzers: {time}", time=time)
    return _("Start the clock: {time}", time=time)


def _clock_asides(question: Question) -> Iterator[Move]:
    yield Move(ClockMoved, _("Change the clock"), {"number": question.number}, blanks=(_SECONDS,), aside=True)
    if question.timed:
        given = {"number": question.number, "action": "reset"}
        yield Move(ClockPressed, _("Set the clock back to its start"), given, blanks=(AT,), aside=True)
