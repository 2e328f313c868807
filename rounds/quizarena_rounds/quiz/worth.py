"""What an answer is worth: the verdicts by their names, the points of each, the time there was.

Decides nothing about who may give which verdict: a section offers those whose points its rules declare.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

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
Points: TypeAlias = Callable[[Any], Number | None]
"""What rules say a verdict is worth, None where they know no such verdict."""


@attrs.frozen
class Verdict:
    """A ruling on an answer: its label for the desk, the word for the hall, the host's line, its worth.

    `declared` reads what rules say it is worth, where they have to; `in_time` marks what an answer after time is not.
    """

    label: Text
    word: Text
    line: Line
    worth: Price
    declared: Points | None = None
    gesture: Gesture | None = None
    in_time: bool = False


def _declared(
    label: Text, word: Text, line: Line, points: Points, gesture: Gesture | None = None, *, in_time: bool = False
) -> Verdict:
    """Return the verdict that is worth what the rules declare for it, and not given where they do not."""
    return Verdict(label, word, line, _as_declared(points), points, gesture, in_time)


def _as_declared(points: Points) -> Price:
    """Return the worth that is what rules declare; those that declare none cannot count such a ruling."""

    def worth(section: Worth, question: Question, attempt: Try, rules: Any) -> Number:
        found = points(rules)
        if found is None:
            raise RuleError(_("these rules know no such ruling"))
        return found

    return worth


def _partial(section: Worth, question: Question, attempt: Try, rules: Any) -> Fraction:
    item = section.item(question, rules) if attempt.chosen else None
    if item is not None:
        counted = options_counted(item, attempt.chosen, rules.partial)
        return exact(section.full(question, attempt, rules)) * counted / len(item.key)
    return PARTIALS[rules.partial].worth(exact(section.full(question, attempt, rules)), attempt)


def _counted(section: Worth, question: Question, attempt: Try, rules: Any) -> Fraction:
    right, wrong = exact(section.full(question, attempt, rules)), exact(section.loss(question, attempt, rules))
    return exact(attempt.got or 0) * right + attempt.of * wrong


VERDICTS: Mapping[str, Verdict] = {
    "right": Verdict(
        *(_("right"), _("RIGHT"), lines.right, lambda s, q, t, rules: s.full(q, t, rules)), gesture="yes", in_time=True
    ),
    "wrong": Verdict(_("wrong"), _("WRONG"), lines.wrong, lambda s, q, t, rules: s.loss(q, t, rules), gesture="no"),
    "power": _declared(
        _("right before the power mark"), _("RIGHT"), lines.right, lambda rules: rules.power, in_time=True
    ),
    "neg": _declared(_("wrong, interrupting"), _("WRONG"), lines.wrong, lambda rules: rules.neg),
    "wrong_last": Verdict(
        _("wrong, and nobody else knew"), _("WRONG"), lines.wrong, lambda s, q, t, rules: s.loss(q, t, rules)
    ),
    "neg_last": Verdict(
        _("wrong, interrupting, and nobody else knew"), _("WRONG"), lines.wrong, _as_declared(lambda rules: rules.neg)
    ),
    "partial": Verdict(_("partly right"), _("PARTLY RIGHT"), lines.partial, _partial, in_time=True),
    "foul": _declared(_("foul: prompting"), _("FOUL"), lines.prompted, lambda rules: rules.foul),
    "late": _declared(_("late start"), _("TOO LATE"), lines.late, lambda rules: rules.late_start),
    "passed": _declared(_("passes"), _("PASS"), lines.passes, lambda rules: rules.passed, gesture="none"),
    "counted": Verdict(_("answers counted"), _("TIME"), lines.counted, _counted),
    "spared": Verdict(_("lifeline used"), _("SPARED"), lines.spared, lambda s, q, t, rules: Fraction(0)),
}
"""The verdicts on an answer. Nobody rules `counted`, which follows from numbers typed in, nor `spared`, which is what a
lifeline leaves behind."""


_DECLARED = {name: verdict.declared for name, verdict in VERDICTS.items() if verdict.declared is not None}


@functools.lru_cache(maxsize=256)  # asked with every ruling on offer
def offered(rules: Any) -> tuple[str, ...]:
    """Return the verdicts of one click: right, wrong, and those whose points the rules declare."""
    return ("right", "wrong", *(name for name, declared in _DECLARED.items() if declared(rules) is not None))


class Worth:
    """What answers are worth in a section, and how much time there is for one; sections say where they differ."""

    def item(self, question: Question, rules: Any) -> QuestionItem | None:
        """Return the question's place in the bank, None for a card's."""
        return find(rules.questions, question.item)

    def worth(self, question: Question, attempt: Try, rules: Any) -> Number:
        """Return the points of a try that is early or has its verdict."""
        return VERDICTS[attempt.verdict].worth(self, question, attempt, rules)

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
