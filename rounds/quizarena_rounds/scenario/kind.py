"""The round kind `scenario`: the door between the frame and a judged scene.

A ballot that is in counts, also when its judge is excused or stands down afterwards; the desk takes it out by
returning it. A team that leaves is skipped, its performance stays unscored unless its marks were open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from quizarena.facts import Fact
from quizarena.moves import Move
from quizarena.panels.panel import Panel
from quizarena.roster import Roster
from quizarena.rounds import Advice, BaseKind, Moment
from quizarena.scenes import Audience, Scene
from quizarena.scores import Score
from quizarena.text import Text, both

from . import facts, moves, refusals, scene
from .rules import ScenarioRules
from .scoring import CHIEF, PENALTY
from .state import ScenarioState, after


class Scenario(BaseKind):
    """Each team draws a topic, prepares, plays, and is marked by the judges (情景模拟)."""

    name = "scenario"
    title = both("情景模拟", "Scenario simulation")
    rules = ScenarioRules
    facts = facts.FACTS

    def refuse(self, rules: ScenarioRules, roster: Roster, panel: Panel | None) -> Iterable[tuple[str, Text]]:
        """Yield what cannot be played: no panel, too few judges, no criteria, too few topics."""
        return refusals.refusals(rules, roster, panel)

    def advise(self, rules: ScenarioRules, roster: Roster) -> Iterable[Advice]:
        """Yield what is odd but can be played."""
        return refusals.advice(rules)

    def begin(self, moment: Moment) -> ScenarioState:
        """Return the state before the first team."""
        return ScenarioState()

    def moves(self, state: ScenarioState, moment: Moment) -> Iterable[Move]:
        """Yield the moves."""
        return moves.moves(state, moment)

    def apply(self, state: ScenarioState, seq: int, fact: Fact) -> ScenarioState:
        """Return the state after `fact`."""
        return after(state, seq, fact)

    def waiting(self, state: ScenarioState, moment: Moment) -> Iterable[str]:
        """Yield the teams that have not been on stage."""
        been = {each.by.team for each in state.performances}
        teams = moment.field.playing if moment.rules.performers == "teams" else ()
        return (team.id for team in teams if team.id not in been)

    def scores(self, state: ScenarioState, moment: Moment) -> Mapping[str, Score]:
        """Return the score of each team, or member, whose marks are open."""
        found = ((each.by.id, scene.score_now(each, moment)) for each in state.performances)
        return {performer: score for performer, score in found if score is not None}

    def full_mark(self, rules: ScenarioRules) -> Decimal | None:
        """Return what all criteria give together, None where a performance's difficulty multiplies it."""
        return sum(rules.criteria.values(), Decimal(0)) if rules.difficulty is None else None

    def bank(self, rules: ScenarioRules) -> Iterable[tuple[str, str]]:
        """Yield the topic slips."""
        return ((f"topics.{nth}", topic.id) for nth, topic in enumerate(rules.topics))

    def parts(self, rules: ScenarioRules) -> Iterable[str]:
        """Yield the criteria, the chief judge's adjustment and the penalty."""
        return (*rules.criteria, CHIEF, PENALTY)

    def uses(self, state: ScenarioState) -> Iterable[str]:
        """Yield the topics drawn."""
        return (performance.topic for performance in state.performances if performance.topic)

    def scene(self, state: ScenarioState, moment: Moment, audience: Audience) -> Scene:
        """Return what a screen shows."""
        return scene.scene(state, moment, audience)
