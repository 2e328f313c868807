"""Team questions (共答, 团队必答): the team answers together, its members may confer."""

from __future__ import annotations

from decimal import Decimal

import attrs

from quizarena.rules import Seconds, TeamId
from quizarena.text import both

from .item import QuestionItem
from .partial import PartialName, partial_rule
from .picks import Packs, PickedBy, packs_rule, pick_rule
from .rules import (
    SectionRules,
    answer_time_rule,
    foul_rule,
    late_start_rule,
    passed_rule,
    per_team_rule,
    points_rule,
    questions_rule,
    start_time_rule,
    swappers_rule,
    swaps_rule,
    wrong_rule,
)
from .turns import Turns, TurnSection, turns_rule


@attrs.frozen(cache_hash=True)
class TeamRequiredRules(SectionRules):
    """What an organiser may set."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    per_team: int = per_team_rule(2)
    turns: Turns = turns_rule()
    packs: Packs = packs_rule()
    pick: PickedBy = pick_rule()
    points: Decimal = points_rule(10)
    wrong: Decimal = wrong_rule(0)
    partial: PartialName = partial_rule()
    foul: Decimal | None = foul_rule()
    late_start: Decimal | None = late_start_rule()
    passed: Decimal | None = passed_rule()
    swaps: int = swaps_rule()
    swappers: tuple[TeamId, ...] = swappers_rule()
    start_time: Seconds | None = start_time_rule()
    answer_time: Seconds = answer_time_rule(30)


class TeamRequired(TurnSection):
    """Teams answer in turn, no member is named."""

    name = "quiz.team_required"
    title = both("共答题", "Team questions")
    rules = TeamRequiredRules
