"""A section of the quiz: required questions whose points stand on the question itself (分值题).

Decides what a right answer is worth; everything else (turns, clock, void and spare questions, screens) is inherited. In
the bank `level: 15` makes a question worth 15; one without a level is worth the round's `points`. A rulebook says
`kind: quiz.graded`.
"""

from __future__ import annotations

from typing import Any

from quizarena.points import Number
from quizarena.text import both
from quizarena_rounds.quiz.sections.required import Required
from quizarena_rounds.quiz.state import Question, Try


class Graded(Required):
    """Required questions of unequal points."""

    name = "quiz.graded"
    title = both("分值题", "Graded questions")

    def worth(self, question: Question, attempt: Try, rules: Any) -> Number:
        """Return the level of the question for a right answer."""
        item = self.item(question, rules)
        if attempt.verdict != "right" or item is None or item.level is None:
            return super().worth(question, attempt, rules)
        return item.level
