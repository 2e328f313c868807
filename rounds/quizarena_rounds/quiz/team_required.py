"""Team questions (共答, 团队必答): the team answers together, its members may confer."""

from __future__ import annotations

from decimal import Decimal

import attrs

from quizarena.rules import Seconds
from quizarena.text import both

from .bank import QuestionItem
from .rules import answer_time_rule, per_team_rule, points_rule, questions_rule, wrong_rule
from .turns import TurnSection


@attrs.frozen(cache_hash=True)
class TeamRequiredRules:
    """What an organiser may set."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    per_team: int = per_team_rule(2)
    points: Decimal = points_rule(10)
    wrong: Decimal = wrong_rule(0)
    answer_time: Seconds = answer_time_rule(30)


class TeamRequired(TurnSection):
    """Teams answer in turn, no member is named."""

    name = "quiz.team_required"
    title = both("共答题", "Team questions")
    rules = TeamRequiredRules
