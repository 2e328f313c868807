"""Toss-up and bonus (quiz bowl): all teams buzz for a toss-up while it is read, a right answer earns a bonus in parts.

Decides what is right before the power mark and what a wrong answer that interrupts costs. A part of the bonus is its
team's, or after it the others' where parts bounce back. Sources: the rules of NAQT (15, 10, -5, bonus of three parts of
10) and ACF (the same without powers).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs
from attrs.validators import ge, le, optional

from quizarena.blanks import PressWay
from quizarena.errors import RuleError
from quizarena.moves import Move
from quizarena.rounds import Moment
from quizarena.rules import Seconds, scoring, shape
from quizarena.text import Text

from .. import lines
from ..bonuses import BONUS_FACTS, BonusSection
from ..buzzing import BuzzSection
from ..facts import QUIZ_FACTS
from ..members import individual_rule, keeps_members, speaker
from ..question import QuestionItem
from ..rules import (
    SectionRules,
    answer_time_rule,
    buzz_time_rule,
    buzzers_rule,
    items_rule,
    points_rule,
    questions_rule,
    wrong_rule,
)
from ..state import Question, State, Try
from ..words import _


def _no_negative(instance: object, attribute: attrs.Attribute[Any], value: tuple[Decimal, ...]) -> None:
    if any(points < 0 for points in value) or len(value) > 20:
        raise RuleError(_("expected at most 20 parts of 0 points or more, such as [10, 10, 10]"))


@attrs.frozen(cache_hash=True)
class TossUpRules(SectionRules):
    """What an organiser may set."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    items: int = items_rule(20, _("how many toss-ups"))
    points: Decimal = points_rule(10)
    power: Decimal | None = scoring(
        default=Decimal(15),
        validator=optional(ge(Decimal(0))),
        help=_("points before the power mark; none if null"),
    )
    wrong: Decimal = wrong_rule(0)
    neg: Decimal | None = scoring(
        default=Decimal(-5),
        validator=optional(le(Decimal(0))),
        help=_("points for interrupting with a wrong answer; no such ruling if null"),
    )
    bonus: tuple[Decimal, ...] = shape(
        default=(Decimal(10), Decimal(10), Decimal(10)),
        validator=_no_negative,
        help=_("the points of each part of the bonus, where the bank does not say them; no bonus if empty"),
    )
    bounce_back: bool = shape(
        default=False,
        help=_("whether others may answer a part that the bonus's team missed"),
    )
    individual: bool = individual_rule()
    buzzers: PressWay = buzzers_rule()
    buzz_time: Seconds = buzz_time_rule(5)
    answer_time: Seconds = answer_time_rule(5)


class TossUp(BonusSection, BuzzSection):
    """The buzzers are open while the host reads; a team that was wrong is out of the question and the host reads on."""

    name = "quiz.tossup"
    title = _("Toss-up and bonus")
    rules = TossUpRules
    facts = (*QUIZ_FACTS, *BONUS_FACTS)

    def offered(self, question: Question, rules: Any) -> Iterator[str]:
        """Yield right, wrong, right before the power mark, and the neg, which only the first to answer can get.

        Wrong and neg come once more for a question that is then over. So an answer ruled right by mistake can be put
        right after the next question was asked.
        """
        first = len(question.tries) == 1
        found = [name for name in super().offered(question, rules) if name != "neg" or first]
        yield from found
        yield from (last for name, last in (("wrong", "wrong_last"), ("neg", "neg_last")) if name in found)

    def advances_play(self, question: Question, moment: Moment) -> bool:
        """Whether others may still answer: until somebody is right."""
        return True

    def may_buzz_now(self, question: Question, moment: Moment) -> bool:
        """Whether the buzzers are open: always."""
        return True

    def more_moves(self, state: State, question: Question, moment: Moment) -> Iterator[Move]:
        """Yield the buzz, and who answers where members have points of their own."""
        who = question.answering
        if who is not None and not who.member and keeps_members(moment.rules):
            yield from speaker(question.number, who.team, moment)
        yield from super().more_moves(state, question, moment)

    def verdict_line(self, question: Question, attempt: Try, moment: Moment) -> Text:
        """Return the line; after an answer that interrupted the others hear the rest of the question."""
        line = super().verdict_line(question, attempt, moment)
        goes_on = attempt.verdict == "neg" and self.is_open(question, moment)
        return lines.rest_of_question(line) if goes_on else line
