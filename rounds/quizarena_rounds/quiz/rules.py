"""The rules that sections share, declared once with their limits and their help.

Decides names, bounds and words; each section's own class says which of them it has. Points may be amended at any time,
what shapes the play only until the round begins.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs.validators import ge, instance_of, le

from quizarena.rules import scoring, shape
from quizarena.text import Words, both

MOST_QUESTIONS = 200
_HOUR = 3_600


def questions_rule() -> Any:
    """Return the field for the question bank."""
    words = both(
        "题库，或题库文件名；不写就由主持人照手卡出题",
        "the question bank, or its file; the host reads from cards if left out",
    )
    return shape(default=(), sealed=True, include=True, help=words)


def per_team_rule(default: int) -> Any:
    """Return the field for the number of questions each team gets."""
    return shape(default=default, validator=_count(), help=both("每队几题", "questions for each team"))


def items_rule(default: int, words: Words) -> Any:
    """Return the field for a number of questions or passes."""
    return shape(default=default, validator=_count(), help=words)


def points_rule(default: int) -> Any:
    """Return the field for the points of a right answer."""
    words = both("答对加几分", "points for a right answer")
    return scoring(default=Decimal(default), validator=ge(Decimal(0)), help=words)


def deduction_rule(default: int, words: Words) -> Any:
    """Return the field for points that are taken away: 0, or negative."""
    return scoring(default=Decimal(default), validator=le(Decimal(0)), help=words)


def wrong_rule(default: int) -> Any:
    """Return the field for the points of a wrong answer."""
    return deduction_rule(default, both("答错得几分: 0 或负数", "points for a wrong answer: 0, or negative"))


def answer_time_rule(default: int) -> Any:
    """Return the field for the answering time."""
    return _time(default, both("答题时间，从「请作答」算起", "time to answer, from the host's call"))


def buzz_time_rule(default: int) -> Any:
    """Return the field for the time to buzz."""
    return _time(default, both("抢答时间，从「请抢答」算起", "time to buzz, from the host's call"))


def _time(default: int, words: Words) -> Any:
    return scoring(default=default, validator=[instance_of(int), ge(1), le(_HOUR)], help=words)


def _count() -> Any:
    return [instance_of(int), ge(1), le(MOST_QUESTIONS)]
