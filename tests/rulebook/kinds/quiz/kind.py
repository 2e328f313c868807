"""A small kind with the rules of the Yingbin contest's quiz, so that these tests stand without the built-in kinds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs

from quizarena.rounds import BaseKind
from quizarena.rules import Id, Seconds, scoring, shape
from quizarena.text import Words, both


@attrs.frozen
class Question:
    id: Id
    text: Words
    answer: Words
    accepted: tuple[str, ...] = ()
    source: str | None = None
    spare: bool = False


@attrs.frozen
class QuizRules:
    questions: int | tuple[Question, ...] = shape(
        default=0, include="yaml", sealed=True, help=both("题目", "the questions, or how many")
    )
    per_team: int = shape(
        help=both("每队几题", "questions for each team"), validator=attrs.validators.in_(range(1, 100))
    )
    points: Decimal = scoring(help=both("答对得分", "points of a right answer"), validator=attrs.validators.ge(0))
    wrong: Decimal = scoring(help=both("答错得分", "points of a wrong answer"), validator=attrs.validators.le(0))
    answer_time: Seconds = shape(help=both("答题时间", "time for the answer"))
    aloud: bool = shape(default=False, help=both("主持人读题", "the host reads the question"))

    @wrong.validator
    def _not_more_than_right(self, attribute: Any, value: Decimal) -> None:
        if self.points >= 0 and abs(value) > 10 * self.points:
            raise ValueError("expected no more than ten times the points of a right answer")


class Quiz(BaseKind):
    name = "quiz"
    rules = QuizRules
