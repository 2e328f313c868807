"""The moves of a question: asking it, its clock, its completion, its ruling.

Decides what the keys of the desk find: at most one next step, and never a ruling on it. What a verdict is worth is the
section's; which question comes next is the bank's.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from quizarena.clocks import minutes
from quizarena.moves import Check, Choice, Gesture, Instant, Move, Number, Option
from quizarena.rounds import Moment
from quizarena.text import Text

from . import lines
from .bank import Bank, unused
from .facts import Answered, AnswerShown, Asked, ClockMoved, ClockTurned, Ruled
from .labels import turn_label
from .state import Question, State, Try
from .turn import Turn, question_for, used
from .words import _

if TYPE_CHECKING:
    from .section import Section

_MOST_SECONDS = Decimal(600)
AT = Instant("at")


def asking(turn: Turn, state: State, moment: Moment, gesture: Gesture | None) -> Move:
    """Return the move that asks the bank's next question, or the host's next card."""
    return Move(
        Asked,
        _("Ask {question}", question=turn_label(moment.field, turn.number, turn.team)),
        given={"number": turn.number, "team": turn.team},
        taken={"member": turn.member, "question": question_for(turn, state, moment)},
        check=_not_used_twice(moment.rules.questions, used(state, moment)),
        say=lines.ask(turn, moment.field),
        gesture=gesture,
    )


def picking(turn: Turn, state: State, moment: Moment) -> Iterator[Move]:
    """Yield the move that asks a question of the bank by name: one that a team drew, or that was read by mistake."""
    left = unused(moment.rules.questions, used(state, moment))
    options = tuple(Option(item.id, item.text) for item in left)
    if options:
        yield Move(
            Asked,
            _("Ask a chosen question: {question}", question=turn_label(moment.field, turn.number, turn.team)),
            given={"number": turn.number, "team": turn.team},
            taken={"member": turn.member},
            open=(Choice("question", options, _("question")),),
            say=lines.ask(turn, moment.field),
        )


def _not_used_twice(bank: Bank, taken: frozenset[str]) -> Check:
    def check(fact: Any) -> Text | None:
        if fact.question and not any(item.id == fact.question for item in unused(bank, taken)):
            return _("question {id} has been used in this event or is not in the bank; take another", id=fact.question)
        return None

    return check


def question_moves(section: Section, question: Question, moment: Moment) -> Iterator[Move]:
    """Yield what may happen while a question is open."""
    yield from _next_step(section, question, moment)
    if question.answering is None:
        yield from section.more_moves(question, moment)
    yield _ruling(section, question, moment)
    yield _clock(section, question, moment)
    yield from _clock_asides(question)


def _next_step(section: Section, question: Question, moment: Moment) -> Iterator[Move]:
    if question.answering is None:
        return
    given = {"number": question.number}
    if question.timed and not question.answered:
        label = _("Answer complete: stop the clock")
        yield Move(Answered, label, given, open=(AT,), say=lines.COMPLETE, gesture="next")
    elif question.answered and section.may_show(question, moment):
        yield Move(AnswerShown, _("Show the answer"), given, say=lines.SEE_ANSWER, gesture="next")


def _ruling(section: Section, question: Question, moment: Moment) -> Move:
    who = question.answering
    options = _nobody() if who is None else _verdicts(section, question, who, moment)
    label = _("Rule on {question}", question=turn_label(moment.field, question.number, who.team if who else ""))
    return Move(Ruled, label, {"number": question.number}, open=(Choice("verdict", options, _("verdict")), AT))


def _verdicts(section: Section, question: Question, who: Try, moment: Moment) -> tuple[Option, ...]:
    right, wrong = (
        section.worth(question, attrs.evolve(who, verdict=verdict), moment.rules) for verdict in ("right", "wrong")
    )
    field = moment.field
    return (
        Option("right", _("right"), gesture="yes", say=lines.right(field, who.team, right)),
        Option("wrong", _("wrong"), gesture="no", say=lines.wrong(field, who.team, wrong)),
        _VOID,
    )


_VOID = Option("void", _("void, ask another"), say=lines.VOID)


def _nobody() -> tuple[Option, ...]:
    return Option("nobody", _("nobody buzzed"), gesture="none", say=lines.NOBODY), _VOID


def _clock(section: Section, question: Question, moment: Moment) -> Move:
    given: dict[str, Any] = {"number": question.number, "action": "stop" if question.clock.running else "start"}
    if question.clock.running:
        return Move(ClockTurned, _("Stop the clock"), given, open=(AT,), gesture="clock")
    time = minutes(section.clock(question, moment.rules).limit_ms // 1_000)
    buzzing = question.answering is None
    label = _("Open the buzzers: {time}", time=time) if buzzing else _("Start the clock: {time}", time=time)
    say = None if question.timed else lines.BUZZ_NOW if buzzing else lines.ANSWER_NOW
    closed = _("the answer is complete; rule on it") if question.answered else None
    return Move(ClockTurned, label, given, open=(AT,), say=say, gesture="clock", closed=closed)


def _clock_asides(question: Question) -> Iterator[Move]:
    seconds = Number("seconds", _("seconds"), -_MOST_SECONDS, _MOST_SECONDS, whole=True)
    yield Move(ClockMoved, _("Add or take seconds"), {"number": question.number}, open=(seconds,), aside=True)
    if question.timed:
        given = {"number": question.number, "action": "reset"}
        yield Move(ClockTurned, _("Set the clock back to its start"), given, open=(AT,), aside=True)
