"""Buzzer questions (抢答): whoever is first at the buzzer answers; wrong costs points.

Decides what a false start and a wrong answer mean for the question, as declared.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal

import attrs

from quizarena.moves import Choice, Move, Option
from quizarena.points import Number
from quizarena.rounds import Moment
from quizarena.rules import Seconds, shape
from quizarena.text import Text, both

from . import lines
from .bank import QuestionItem
from .buzzing import BuzzSection
from .facts import Buzzed
from .labels import desk_label, question_label
from .rules import (
    answer_time_rule,
    buzz_time_rule,
    deduction_rule,
    items_rule,
    points_rule,
    questions_rule,
    wrong_rule,
)
from .state import Question, Try
from .words import _

SecondChance = Literal["none", "rebuzz", "until_all_tried"]
EarlyBuzz = Literal["blocked", "others_continue", "question_void"]

_TRIES: dict[str, int | None] = {"none": 1, "rebuzz": 2, "until_all_tried": None}
"""How many answers a question takes; None is as many as there are teams."""


@attrs.frozen(cache_hash=True)
class BuzzRules:
    """What an organiser may set."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    items: int = items_rule(20, both("一共几题", "how many questions"))
    points: Decimal = points_rule(10)
    wrong: Decimal = wrong_rule(-10)
    early_buzz: EarlyBuzz = shape(
        default="others_continue",
        help=both(
            "抢答犯规: blocked 抢答器不认；others_continue 失去本题抢答权，其余各队继续；question_void 此题作废",
            "a false start: blocked by the device; others_continue without that team; question_void for all",
        ),
    )
    early_points: Decimal = deduction_rule(
        -10, both("抢答犯规得几分: 0 或负数", "points for a false start: 0, or negative")
    )
    second_chance: SecondChance = shape(
        default="none",
        help=both(
            "答错以后: none 此题结束；rebuzz 其余各队补抢一次；until_all_tried 补抢到各队都答过",
            "after a wrong answer: none ends the question; rebuzz once more; until_all_tried by every team",
        ),
    )
    buzz_time: Seconds = buzz_time_rule(15)
    answer_time: Seconds = answer_time_rule(30)


class Buzz(BuzzSection):
    """Right and wrong both count; a question nobody wants is void and not replaced."""

    name = "quiz.buzz"
    title = both("抢答题", "Buzzer questions")
    rules = BuzzRules

    def goes_on(self, question: Question, moment: Moment) -> bool:
        """Whether the rules leave the question to the other teams."""
        rules: BuzzRules = moment.rules
        answers = sum(not each.early for each in question.tries)
        fouls = len(question.tries) - answers
        if fouls and rules.early_buzz == "question_void":
            return False
        most = _TRIES[rules.second_chance]
        return most is None or answers < most

    def worth(self, question: Question, attempt: Try, rules: Any) -> Number:
        """Return the points of the answer, or of a false start."""
        points: Decimal = rules.early_points
        return points if attempt.early else super().worth(question, attempt, rules)

    def early_buzz(self, question: Question, moment: Moment) -> Iterator[Move]:
        """Yield the false start, unless the device blocks it."""
        if moment.rules.early_buzz == "blocked":
            return
        options = tuple(
            Option(team.id, desk_label(moment.field, team.id), team=team.id, say=self._foul(team.id, moment))
            for team in self.may_buzz(question, moment)
        )
        label = _("{question}: false start, before the host's call", question=question_label(question.number))
        given = {"number": question.number, "early": True}
        yield Move(Buzzed, label, given, open=(Choice("team", options, _("team")),))

    def ruling_line(self, question: Question, moment: Moment) -> Text | None:
        """Return the line on the last ruling, or on a false start."""
        if question.tries and question.tries[-1].early and not question.outcome:
            return self._foul(question.tries[-1].team, moment)
        return super().ruling_line(question, moment)

    def _foul(self, team: str, moment: Moment) -> Text:
        void = moment.rules.early_buzz == "question_void"
        return lines.foul(moment.field, team, moment.rules.early_points, void=void)
