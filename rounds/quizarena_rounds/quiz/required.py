"""Required questions (个人必答): each team's members answer in turn, nobody may help."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs

from quizarena.roster import Roster, Team
from quizarena.rounds import Advice
from quizarena.rules import Seconds
from quizarena.text import both

from .bank import QuestionItem
from .rules import answer_time_rule, per_team_rule, points_rule, questions_rule, wrong_rule
from .turns import TurnSection
from .words import _


@attrs.frozen(cache_hash=True)
class RequiredRules:
    """What an organiser may set; wrong is 0 in every published rule-set read."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    per_team: int = per_team_rule(4)
    points: Decimal = points_rule(10)
    wrong: Decimal = wrong_rule(0)
    answer_time: Seconds = answer_time_rule(30)


class Required(TurnSection):
    """Question k of a team is answered by its member k; after the last member the first follows again."""

    name = "quiz.required"
    title = both("必答题", "Required questions")
    rules = RequiredRules

    def member(self, team: Team, turn: int) -> str:
        """Return the member whose turn it is, empty for a team without named members."""
        return team.members[turn % len(team.members)].id if team.members else ""

    def advise(self, rules: Any, roster: Roster) -> Iterator[Advice]:
        """Advise also where some members answer more often than others."""
        yield from super().advise(rules, roster)
        uneven = [team for team in roster.teams if team.members and rules.per_team % len(team.members)]
        if uneven:
            why = _("{team} has members who answer more often than others", team=uneven[0].name)
            yield Advice("per_team", why, _("let per_team be a multiple of the number of members"))
