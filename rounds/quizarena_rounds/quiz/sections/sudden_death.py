"""Sudden death (加赛, 突然死亡) in passes: one question to each team, pass after pass, until the teams are separated.

A play-off ends with the first pass that parts anybody: those still tied for something that matters play off anew. It
counts right answers, never points, so amending points cannot lengthen or shorten what was played.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal

import attrs

from quizarena.panels import Panel
from quizarena.roster import Roster
from quizarena.rounds import Moment
from quizarena.rules import Seconds, shape
from quizarena.text import Text

from ..bank import refuse_bank
from ..question import QuestionItem
from ..rules import SectionRules, answer_time_rule, items_rule, points_rule, questions_rule, wrong_rule
from ..section import Section
from ..state import State
from ..turns import Turn
from ..words import _

Until = Literal["all_differ", "leader_alone"]


@attrs.frozen(cache_hash=True)
class SuddenDeathRules(SectionRules):
    """What an organiser may set."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    passes: int = items_rule(10, _("the most passes, one question a team in each"))
    until: Until = shape(
        default="all_differ",
        help=_("played until all_differ, or until the leader is alone"),
    )
    points: Decimal = points_rule(10)
    wrong: Decimal = wrong_rule(0)
    answer_time: Seconds = answer_time_rule(30)


class SuddenDeath(Section):
    """A pass is always finished: every team has answered as often as the others when the round is over."""

    name = "quiz.sudden_death"
    title = _("Sudden death")
    rules = SuddenDeathRules

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse a bank without a question for each team of the smallest tie; later ones come from cards."""
        yield from refuse_bank(rules.questions, 2)

    def next_turn(self, state: State, moment: Moment) -> Turn | None:
        """Return the next question of the pass, or of another pass while the teams are level."""
        had = state.numbers_by_team
        teams = moment.field.playing
        team = min(teams, key=lambda each: had[each.id], default=None)
        if team is None or (self._between_passes(state, moment) and self._decided(state, moment)):
            return None
        return Turn(len(state.latest) + 1, team.id)

    def planned(self, state: State, moment: Moment) -> int:
        """Return the numbers to the end of this pass."""
        had = state.numbers_by_team
        most = max([1, *(had[team.id] for team in moment.field.playing)])
        return len(state.latest) + sum(most - had[team.id] for team in moment.field.playing)

    def _between_passes(self, state: State, moment: Moment) -> bool:
        return len({state.numbers_by_team[team.id] for team in moment.field.playing}) == 1

    def _decided(self, state: State, moment: Moment) -> bool:
        """Whether the play-off is over, or cannot go on before a ruling or a replacement is in."""
        teams, had = moment.field.playing, state.numbers_by_team
        question = state.current
        waiting = (question is not None and self.is_open(question, self.then(question, state, moment))) or self.owed(
            state, moment
        ) is not None
        if waiting or len(teams) < 2 or had[teams[0].id] >= moment.rules.passes:
            return True
        right = Counter(each.team for each in state.latest.values() if each.right)
        counts = sorted((right[team.id] for team in teams), reverse=True)
        if moment.play_off:  # who is parted is asked no more, and what a pass has decided stands
            return counts[0] > counts[-1]
        if moment.rules.until == "leader_alone":
            return counts[0] > counts[1]
        return len(set(counts)) == len(counts)
