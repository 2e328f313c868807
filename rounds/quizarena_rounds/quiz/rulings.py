"""The moves that rule on a question: on the answer, by the letters chosen, in part, or on the question as a whole.

Decides which rulings stand together in one choice, so that each is one key. What a verdict is worth is in `worth`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quizarena.blanks import Choice, Option, Selection
from quizarena.moves import Check, Follow, Move
from quizarena.points import exact
from quizarena.rounds import Moment
from quizarena.text import Deferred, Joined, Text, plain
from quizarena.values import evolve

from . import lines
from .course import Course
from .facts import Ruled
from .labels import question_label, turn_label
from .members import keeps_members
from .moves import AT
from .partial import PARTIALS, counts_options
from .question import QuestionItem
from .state import Question, State, Try
from .words import _
from .worth import VERDICTS, agrees, verdict_on

_VOID = Option("void", _("void, ask another"), say=lines.VOID)
_SWAP = Option("swap", _("swap for another"), say=lines.SWAP)


def rulings(course: Course, state: State, question: Question, moment: Moment) -> Iterator[Move]:
    """Yield the rulings that are possible now."""
    who = question.answering
    if who is None:
        yield _ruling(question, moment, (*course.unanswered(question, moment), _VOID))
        return
    verdicts = tuple(_option(course, question, who, name, moment) for name in course.offered(question, moment.rules))
    swap = (_SWAP,) if swaps_left(who.team, state, moment) else ()
    yield _ruling(question, moment, (*verdicts, *swap, _VOID))
    yield from _by_letters(course, question, who, moment)
    yield from _partly(course, question, who, moment)


def _option(course: Course, question: Question, attempt: Try, name: str, moment: Moment) -> Option:
    """Return the option that rules `name` on an answer, with the host's line for it."""
    verdict = course.verdicts[name]
    say = Deferred(_line, course, question, attempt, name, moment)
    return Option(name, verdict.label, gesture=verdict.gesture, say=say, in_time=verdict.in_time)


def _line(course: Course, question: Question, attempt: Try, name: str, moment: Moment) -> Text:
    ruled = evolve(attempt, verdict=name)
    return course.verdict_line(evolve(question, tries=(*question.tries[:-1], ruled)), ruled, moment)


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


def _by_letters(course: Course, question: Question, who: Try, moment: Moment) -> Iterator[Move]:
    """Yield the ruling that takes the letters chosen, where the question has a key: the verdict is the key's."""
    item, way = course.item(question, moment.rules), moment.rules.partial
    if item is None or not item.key:
        return
    names = ("right", "wrong", *(["partial"] if counts_options(item, way) else []), *course.wrong_for_all)
    verdicts = (evolve(_option(course, question, who, name, moment), gesture=None) for name in names)
    said = tuple(evolve(each, say=None) if each.value == "partial" else each for each in verdicts)  # by the letters
    verdict = Choice("verdict", said, _("verdict"))
    yield Move(
        Ruled,
        _("{ruling}, by the letters chosen", ruling=Deferred(rule_label, question, moment)),
        {"number": question.number},
        blanks=(_letters(item), verdict, AT),
        check=_contradiction(item, way),
        follows={"verdict": _verdict_by_key(item, way)},
    )


def _letters(item: QuestionItem) -> Selection:
    """Return the blank for what was chosen."""
    options = tuple(Option(letter, Joined((plain(letter), words), " ")) for letter, words in item.lettered)
    return Selection("chosen", options, _("chosen"), None if item.type == "multiple" else 1)


def _verdict_by_key(item: QuestionItem, partial: str) -> Follow:
    """Return how the verdict follows from the letters."""

    def verdict(values: Mapping[str, Any]) -> str:
        chosen = values.get("chosen")
        return verdict_on(item, chosen, partial) if isinstance(chosen, tuple) else "wrong"

    return verdict


def _contradiction(item: QuestionItem, partial: str) -> Check:
    """Return what refuses a ruling whose verdict is not the key's."""

    def check(fact: Any) -> Text | None:
        if agrees(item, fact.chosen, fact.verdict, partial):
            return None
        return _(
            "chosen: {chosen}, the answer: {key}; that is {verdict}, not {found}",
            chosen="".join(fact.chosen),
            key="".join(item.key),
            verdict=VERDICTS[verdict_on(item, fact.chosen, partial)].label,
            found=VERDICTS[fact.verdict].label,
        )

    return check


def _partly(course: Course, question: Question, who: Try, moment: Moment) -> Iterator[Move]:
    """Yield the ruling that gives part of the points, with what has to be typed for it."""
    way = PARTIALS.get(moment.rules.partial)
    if way is None:
        return
    verdict = Choice("verdict", (Option("partial", way.label),), _("verdict"))
    blanks = way.blanks(exact(course.full(question, who, moment.rules)))
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
