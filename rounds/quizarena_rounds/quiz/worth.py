"""What an answer is worth: the verdicts by their names, the points of each, the time there was.

Decides nothing about who may give which verdict: a section offers those whose points its rules declare.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, TypeAlias, final

import attrs

from quizarena.blanks import Gesture
from quizarena.errors import RuleError
from quizarena.points import Number, exact
from quizarena.roster import Field
from quizarena.rounds import Moment
from quizarena.text import Text

from . import lines
from .bank import find
from .partial import PARTIALS, options_counted
from .question import QuestionItem
from .state import Question, Try
from .words import _

Price: TypeAlias = Callable[["Worth", Question, Try, Any], Number]
Line: TypeAlias = Callable[[Field, str, Number], Text]
Entry: TypeAlias = Callable[[int], Text]
Points: TypeAlias = Callable[[Any], Number | None]
"""What rules say a verdict is worth, None where they know no such verdict."""


@attrs.frozen
class Verdict:
    """A ruling on an answer, with its words and its worth.

    `label` is the desk's, `word` the hall's, `sign` stands in the desk's column of the round, `line` is the host's,
    `entry` names it in a score, by the question's number. `declared` reads what rules say it is worth, where they have
    to; `in_time` marks what an answer after time is not.
    """

    label: Text
    word: Text
    sign: Text
    line: Line
    entry: Entry
    worth: Price
    declared: Points | None = None
    gesture: Gesture | None = None
    in_time: bool = False


def _as_declared(points: Points) -> Price:
    """Return the worth that is what rules declare; those that declare none cannot count such a ruling."""

    def worth(section: Worth, question: Question, attempt: Try, rules: Any) -> Number:
        found = points(rules)
        if found is None:
            raise RuleError(_("these rules know no such ruling"))
        return found

    return worth


def _extra(label: Text, word: Text, sign: Text, line: Line, entry: Entry, *, points: Points, **more: Any) -> Verdict:
    """Return the verdict that is worth what the rules declare for it, and not given where they do not."""
    return Verdict(label, word, sign, line, entry, _as_declared(points), points, **more)


def _partial(section: Worth, question: Question, attempt: Try, rules: Any) -> Fraction:
    item = section.item(question, rules) if attempt.chosen else None
    if item is not None:
        counted = options_counted(item, attempt.chosen, rules.partial)
        return exact(section.full(question, attempt, rules)) * counted / len(item.key)
    return PARTIALS[rules.partial].worth(exact(section.full(question, attempt, rules)), attempt)


def _full(section: Worth, question: Question, attempt: Try, rules: Any) -> Number:
    return section.full(question, attempt, rules)


def _loss(section: Worth, question: Question, attempt: Try, rules: Any) -> Number:
    return section.loss(question, attempt, rules)


def _right(number: int) -> Text:
    return _("Question {number}: right", number=number)


def _wrong(number: int) -> Text:
    return _("Question {number}: wrong", number=number)


def _interrupting(number: int) -> Text:
    return _("Question {number}: wrong, interrupting", number=number)


_R, _W = _("R"), _("W")
VERDICTS: Mapping[str, Verdict] = {
    "right": Verdict(_("right"), _("RIGHT"), _R, lines.right, _right, _full, gesture="yes", in_time=True),
    "wrong": Verdict(_("wrong"), _("WRONG"), _W, lines.wrong, _wrong, _loss, gesture="no"),
    "power": _extra(
        *(_("right before the power mark"), _("RIGHT"), _R, lines.right),
        lambda number: _("Question {number}: right before the power mark", number=number),
        points=lambda rules: rules.power,
        in_time=True,
    ),
    "neg": _extra(_("wrong, interrupting"), _("WRONG"), _W, lines.wrong, _interrupting, points=lambda rules: rules.neg),
    "wrong_last": Verdict(_("wrong, and nobody else knew"), _("WRONG"), _W, lines.wrong, _wrong, _loss),
    "neg_last": Verdict(
        *(_("wrong, interrupting, and nobody else knew"), _("WRONG"), _W, lines.wrong),
        _interrupting,
        _as_declared(lambda rules: rules.neg),
    ),
    "partial": Verdict(
        *(_("partly right"), _("PARTLY RIGHT"), _("H"), lines.partial),
        lambda number: _("Question {number}: partly right", number=number),
        _partial,
        in_time=True,
    ),
    "foul": _extra(
        *(_("foul: prompting"), _("FOUL"), _("F"), lines.prompted),
        lambda number: _("Question {number}: prompting", number=number),
        points=lambda rules: rules.foul,
    ),
    "late": _extra(
        *(_("late start"), _("TOO LATE"), _("L"), lines.late),
        lambda number: _("Question {number}: late start", number=number),
        points=lambda rules: rules.late_start,
    ),
    "passed": _extra(
        *(_("passes"), _("PASS"), _("P"), lines.passes),
        lambda number: _("Question {number}: passed", number=number),
        points=lambda rules: rules.passed,
        gesture="none",
    ),
}
"""The verdicts on an answer that any section may give; a section that has others of its own adds them."""
_DECLARED = {name: verdict.declared for name, verdict in VERDICTS.items() if verdict.declared is not None}


@functools.lru_cache(maxsize=256)  # asked with every ruling on offer
def offered(rules: Any) -> tuple[str, ...]:
    """Return the verdicts of one click: right, wrong, and those whose points the rules declare."""
    return ("right", "wrong", *(name for name, declared in _DECLARED.items() if declared(rules) is not None))


class Worth:
    """What answers are worth in a section, and how much time there is for one; sections say where they differ."""

    verdicts: ClassVar[Mapping[str, Verdict]] = VERDICTS
    """The verdicts on an answer that the section knows."""

    @final
    def item(self, question: Question, rules: Any) -> QuestionItem | None:
        """Return the question's place in the bank, None for a card's."""
        return find(rules.questions, question.item)

    def worth(self, question: Question, attempt: Try, rules: Any) -> Number:
        """Return the points of a try that is early or has its verdict."""
        return self.verdicts[attempt.verdict].worth(self, question, attempt, rules)

    def full(self, question: Question, attempt: Try, rules: Any) -> Number:
        """Return the points of a right answer."""
        points: Decimal = rules.points
        return points

    def loss(self, question: Question, attempt: Try, rules: Any) -> Number:
        """Return the points of a wrong answer: 0, or negative."""
        points: Decimal = rules.wrong
        return points

    def answer_time(self, question: Question, rules: Any) -> int:
        """Return the seconds there are to answer."""
        seconds: int = rules.answer_time
        return seconds

    @final
    def time_to_answer(self, question: Question, rules: Any) -> int:
        """Return the seconds there are to answer: the question's own where it has some."""
        item = self.item(question, rules)
        return self.answer_time(question, rules) if item is None or item.time is None else item.time


# What follows from a key


def verdict_on(item: QuestionItem, chosen: tuple[str, ...], partial: str) -> str:
    """Return the verdict that follows from the key; `partial` is the rule for part of the points."""
    if set(chosen) == set(item.key):
        return "right"
    return "partial" if options_counted(item, chosen, partial) else "wrong"


def agrees(item: QuestionItem, chosen: tuple[str, ...], verdict: str, partial: str) -> bool:
    """Whether a verdict is the key's, whatever more it says."""
    return _PLAIN.get(verdict, verdict) == verdict_on(item, chosen, partial)


_PLAIN = {"wrong_last": "wrong", "neg_last": "wrong", "power": "right", "neg": "wrong"}
"""What verdicts with more to them say of the answer alone."""


# An answer over time


def start_time(rules: Any) -> int | None:
    """Return the seconds to begin an answer, None where the rules name none."""
    seconds: int | None = rules.start_time
    return seconds


def over_time(section: Worth, question: Question, attempt: Try, rules: Any) -> Text | None:
    """Return by how much an answer was over time, None for one in time."""
    over = _over_ms(section, question, attempt, rules)
    return _("{seconds} s over time", seconds=Decimal(over) / 1_000) if over > 0 else None


def is_accepted_late(section: Worth, question: Question, attempt: Try, rules: Any) -> bool:
    """Whether an answer was ruled right though it came over time."""
    return attempt.verdict == "right" and _over_ms(section, question, attempt, rules) > 0


def beside_ruling(section: Worth, question: Question, moment: Moment) -> Text | None:
    """Return what stands beside the line on the last ruling for the host alone: by how much an answer was late."""
    last = question.tries[-1] if question.tries else None
    if last is None or not is_accepted_late(section, question, last, moment.rules):
        return None
    tenths = _over_ms(section, question, last, moment.rules) // 100
    return _("{seconds} s over time, accepted by the host", seconds=Decimal(tenths) / 10)


def _over_ms(section: Worth, question: Question, attempt: Try, rules: Any) -> int:
    """Return the milliseconds of an answer over time; 0, or negative, for one in time."""
    start = start_time(rules)
    limit = section.time_to_answer(question, rules) if attempt.begun or start is None else start
    return 0 if attempt.early else attempt.used_ms - 1_000 * (limit + attempt.extra_seconds)
