"""Sections in which the teams answer in turn, in running order.

Decides the turn: by default the team with the fewest questions so far, so that a team which withdraws is passed over
and nobody loses a question; or one team after the other, each with all its questions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quizarena.moves import Move
from quizarena.panels import Panel
from quizarena.roster import Roster, Team
from quizarena.rounds import Moment
from quizarena.text import Text
from quizarena.values import evolve

from .bank import refuse_bank
from .members import named_for
from .packs import pack_of, pack_to_pick, refuse_packs
from .section import Section
from .state import Question, State
from .turns import Turn, first_of


class TurnSection(Section):
    """A section with `per_team` questions for each team; its rules have questions, per_team, turns, packs and pick."""

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse a bank with too few questions, or too few packs."""
        yield from refuse_bank(rules.questions, rules.per_team * len(roster.teams))
        yield from refuse_packs(rules, roster)

    def member(self, team: Team, turn: int) -> str:
        """Return the id of the member who answers the team's question number `turn`, counted from 0."""
        return ""

    def next_turn(self, state: State, moment: Moment) -> Turn | None:
        """Return the question of the team whose turn it is."""
        had = state.numbers_by_team
        waiting = [team for team in moment.field.playing if had[team.id] < moment.rules.per_team]
        if not waiting:
            return None
        team = first_of(waiting, had, moment.rules.turns)
        return self.turn_of(team, had[team.id], state)

    def waiting(self, state: State, moment: Moment) -> Iterator[str]:
        """Yield the teams that have had the fewest questions: this pass has not come to them."""
        if state.picks and named_for(state, len(state.latest) + 1):  # whoever was named answers next
            return
        had, per_team = state.numbers_by_team, moment.rules.per_team
        left = [team.id for team in moment.field.playing if had[team.id] < per_team]
        fewest = min([had[team] for team in left], default=0)
        yield from [team for team in left if had[team] == fewest]

    def turn_of(self, team: Team, nth: int, state: State) -> Turn:
        """Return the question number `nth` of a team, counted from 0."""
        number = len(state.latest) + 1
        member = named_for(state, number) or self.member(team, nth)
        return Turn(number, team.id, member, pack=pack_of(state, team.id))

    def again(self, question: Question, state: State) -> Turn:
        """Return the turn that replaces a void question, from the team's own pack: another team's is not touched."""
        return evolve(super().again(question, state), pack=pack_of(state, question.team))

    def pick(self, turn: Turn, state: State, moment: Moment) -> Move | None:
        """Return the move that picks the team's pack, where there are packs."""
        return pack_to_pick(turn, state, moment)

    def steps(self, rules: Any) -> tuple[str, ...]:
        """Return the steps of the rail, the pick where there are packs."""
        return ("pick", *self.phases) if rules.packs else self.phases

    def planned(self, state: State, moment: Moment) -> int:
        """Return the numbers asked and those to come."""
        return len(state.latest) + sum(self.left(state, moment, team.id) for team in moment.field.playing)

    def left(self, state: State, moment: Moment, team: str) -> int:
        """Return how many questions the team has still to get."""
        plays = moment.field.team(team).plays
        return max(0, moment.rules.per_team - state.numbers_by_team[team]) if plays else 0
