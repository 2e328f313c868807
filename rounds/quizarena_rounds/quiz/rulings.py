"""The moves that rule on a question: on the answer, on part of it, or on the question as a whole.

Decides which rulings stand together in one choice, so that each is one key. What a verdict is worth is in `verdicts`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from quizarena.blanks import Choice, Instant, Option
from quizarena.moves import Move
from quizarena.points import exact
from quizarena.rounds import Moment
from quizarena.text import Deferred, Text
from quizarena.values import evolve

from . import lines
from .choices import contradiction, letters, verdict_by_key
from .facts import Ruled
from .labels import question_label, turn_label
from .members import keeps_members
from .partial import PARTIALS, counts_options
from .state import Question, State, Try
from .verdicts import option
from .words import _

if TYPE_CHECKING:
    from .section import Section

AT = Instant("at")
_NOBODY = Option("nobody", _("nobody buzzed"), gesture="none", say=lines.NOBODY)
_NOBODY_ELSE = Option("nobody", _("nobody else"), gesture="none", say=lines.NOBODY_ELSE)
TO_AUDIENCE = Option("to_audience", _("nobody: to the audience"), gesture="none", say=lines.TO_AUDIENCE)
AUDIENCE = (
    Option("audience", _("the audience knew"), gesture="yes", say=lines.FROM_AUDIENCE, in_time=True),
    Option("nobody", _("nobody knew"), gesture="no", say=lines.NOBODY_KNEW),
)
_VOID = Option("void", _("void, ask another"), say=lines.VOID)
_SWAP = Option("swap", _("swap for another"), say=lines.SWAP)


def nobody(question: Question) -> Option:
    """Return the ruling that no team wants a question, or no other team after those who tried it."""
    return _NOBODY_ELSE if question.answered_before else _NOBODY


def rulings(section: Section, state: State, question: Question, moment: Moment) -> Iterator[Move]:
    """Yield the rulings that are possible now."""
    who = question.answering
    if who is None:
        yield _ruling(question, moment, (*section.unanswered(question, moment), _VOID))
        return
    verdicts = tuple(option(section, question, who, name, moment) for name in section.verdicts(question, moment.rules))
    swap = (_SWAP,) if swaps_left(who.team, state, moment) else ()
    yield _ruling(question, moment, (*verdicts, *swap, _VOID))
    yield from _by_letters(section, question, who, moment)
    yield from _partly(section, question, who, moment)


def swaps_left(team: str, state: State, moment: Moment) -> int:
    """Return how often `team` may still have its question swapped; 0 where the rules know no swap."""
    rules = moment.rules
    most: int = rules.swaps
    if not most or (rules.swappers and team not in rules.swappers):
        return 0
    return most - sum((each.team, each.outcome) == (team, "swap") for each in state.questions)


def _ruling(question: Question, moment: Moment, options: tuple[Option, ...]) -> Move:
    verdict = Choice("verdict", options, _("verdict"))
    return Move(Ruled, Deferred(rule_label, question, moment), {"number": question.number}, blanks=(verdict, AT))


def _by_letters(section: Section, question: Question, who: Try, moment: Moment) -> Iterator[Move]:
    """Yield the ruling that takes the letters chosen, where the question has a key: the verdict is the key's."""
    item, way = section.item(question, moment.rules), moment.rules.partial
    if item is None or not item.key:
        return
    names = ("right", "wrong", *(["partial"] if counts_options(item, way) else []), *section.wrong_for_all)
    verdicts = (evolve(option(section, question, who, name, moment), gesture=None) for name in names)
    said = tuple(evolve(each, say=None) if each.value == "partial" else each for each in verdicts)  # by the letters
    verdict = Choice("verdict", said, _("verdict"))
    yield Move(
        Ruled,
        _("{ruling}, by the letters chosen", ruling=Deferred(rule_label, question, moment)),
        {"number": question.number},
        blanks=(letters(item), verdict, AT),
        check=contradiction(item, way),
        follows={"verdict": verdict_by_key(item, way)},
    )


def _partly(section: Section, question: Question, who: Try, moment: Moment) -> Iterator[Move]:
    """Yield the ruling that gives part of the points, with what has to be typed for it."""
    way = PARTIALS.get(moment.rules.partial)
    if way is None:
        return
    verdict = Choice("verdict", (Option("partial", way.label),), _("verdict"))
    blanks = way.blanks(exact(section.full(question, who, moment.rules)))
    label = _("{ruling}, in part", ruling=Deferred(rule_label, question, moment))
    yield Move(Ruled, label, {"number": question.number}, blanks=(verdict, *blanks, AT), check=way.check)


def void_ruling(question: Question, moment: Moment) -> Move:
    """Return the ruling that has a question asked anew, where no other ruling is one click."""
    label = _("Rule on the question itself: {question}", question=question_label(question.number))
    return evolve(_ruling(question, moment, (_VOID,)), label=label)


def rule_label(question: Question, moment: Moment) -> Text:
    """Return "Rule on question 7: desk 3 NAME"."""
    who = question.answering
    label = _("Rule on {question}", question=turn_label(moment.field, question.number, who.team if who else ""))
    if who is None or who.member or not keeps_members(moment.rules) or not moment.field.team(who.team).members:
        return label
    return _("{ruling}; first say who answers, for the best individual", ruling=label)
