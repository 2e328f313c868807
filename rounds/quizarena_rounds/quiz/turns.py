"""Sections in which the teams answer in turn, one question each, in running order.

Decides the turn: the team with the fewest questions so far, the earliest of them in running order, so that a team which
withdraws is passed over and nobody loses a question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from quizarena.panels.panel import Panel
from quizarena.roster import Roster, Team
from quizarena.rounds import Moment
from quizarena.text import Text

from .bank import refuse_bank
from .section import Section
from .state import State
from .turn import Turn


class TurnSection(Section):
    """A section with `per_team` questions for each team."""

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse a bank with too few questions."""
        yield from refuse_bank(rules.questions, rules.per_team * len(roster.teams))

    def member(self, team: Team, turn: int) -> str:
        """Return the id of the member who answers the team's question number `turn`, counted from 0."""
        return ""

    def next_turn(self, state: State, moment: Moment) -> Turn | None:
        """Return the question of the team that has had the fewest, in running order."""
        had = asked(state)
        waiting = [team for team in moment.field.playing if had[team.id] < moment.rules.per_team]
        if not waiting:
            return None
        team = min(waiting, key=lambda each: had[each.id])
        return Turn(len(state.latest) + 1, team.id, self.member(team, had[team.id]))

    def planned(self, state: State, moment: Moment) -> int:
        """Return the numbers asked and those to come."""
        return len(state.latest) + sum(self.left(state, moment, team.id) for team in moment.field.playing)

    def left(self, state: State, moment: Moment, team: str) -> int:
        """Return how many questions the team has still to get."""
        plays = moment.field.team(team).plays
        return max(0, moment.rules.per_team - asked(state)[team]) if plays else 0


def asked(state: State) -> Counter[str]:
    """Return how many numbers each team has had; a void question and its replacement are one."""
    return Counter(question.team for question in state.latest.values())
