"""The round kind `scenario`: the door between the frame and a judged scene.

A ballot that is in counts, also when its judge is excused or stands down afterwards; the desk takes it out by
returning it. A team that leaves is skipped, its performance stays unscored unless its marks were open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from quizarena.facts import Fact
from quizarena.moves import Drawing, Move
from quizarena.panels import Panel
from quizarena.points import exact
from quizarena.roster import Roster
from quizarena.rounds import Advice, BaseKind, Moment
from quizarena.scenes import Audience, Scene
from quizarena.scores import Score
from quizarena_rounds.ballots import Refusal, criteria_refusals, full_mark, panel_refusals
from quizarena_rounds.bells import bell_refusals

from . import facts, moves, scene
from .rules import ScenarioRules
from .scoring import CHIEF, PENALTY
from .state import ScenarioState, after, performers, to_mark
from .words import _


class Scenario(BaseKind):
    """Each team draws a topic, prepares, plays, and is marked by the judges (情景模拟)."""

    name = "scenario"
    title = _("Scenario simulation")
    rules = ScenarioRules
    facts = facts.FACTS
    unit = _("performance")

    def refuse(self, rules: ScenarioRules, roster: Roster, panel: Panel | None) -> Iterable[Refusal]:
        """Yield what cannot be played: no panel, too few judges, no criteria, too few topics."""
        return _refusals(rules, roster, panel)

    def advise(self, rules: ScenarioRules, roster: Roster) -> Iterable[Advice]:
        """Yield what is odd but can be played."""
        return _advice(rules)

    def begin(self, moment: Moment) -> ScenarioState:
        """Return the state before the first team."""
        return ScenarioState()

    def moves(self, state: ScenarioState, moment: Moment) -> Iterable[Move]:
        """Yield the moves."""
        return moves.moves(state, moment)

    def apply(self, state: ScenarioState, seq: int, fact: Fact) -> ScenarioState:
        """Return the state after `fact`."""
        return after(state, seq, fact)

    def begun(self, state: ScenarioState) -> int | None:
        """Return the record that began the last performance."""
        return state.performances[-1].begun if state.performances else None

    def waiting(self, state: ScenarioState, moment: Moment) -> Iterable[str]:
        """Yield the teams that have not been on stage."""
        been = {each.by.team for each in state.performances}
        teams = moment.field.playing if moment.rules.performers == "teams" else ()
        return (team.id for team in teams if team.id not in been)

    def upcoming(self, state: ScenarioState, moment: Moment) -> Iterable[Sequence[ScenarioState]]:
        """Yield the performances still to be marked, once with each of two topics where none is drawn yet."""
        return (tuple(to_mark(state, moment.rules, moment.field, topic)) for topic in ("1", "2"))

    def scores(self, state: ScenarioState, moment: Moment) -> Mapping[str, Score]:
        """Return the score of each team, or member, whose marks are open."""
        found = ((each.by.id, scene.score_now(each, moment)) for each in state.performances)
        return {performer: score for performer, score in found if score is not None}

    def full_mark(self, rules: ScenarioRules) -> Decimal | None:
        """Return what all criteria give together, None where a performance's difficulty multiplies it."""
        own, most = rules.difficulty, full_mark(rules.criteria)
        if own is None:
            return most
        return most + own.highest if own.counts == "plus" else None

    def bank(self, rules: ScenarioRules) -> Iterable[tuple[str, str]]:
        """Yield the topic slips."""
        return ((f"topics.{nth}", topic.id) for nth, topic in enumerate(rules.topics))

    def parts(self, rules: ScenarioRules) -> Iterable[str]:
        """Yield the criteria, the chief judge's adjustment and the penalty."""
        return (*rules.criteria, CHIEF, PENALTY)

    def uses(self, state: ScenarioState) -> Iterable[str]:
        """Yield the topics drawn."""
        return (performance.topic for performance in state.performances if performance.topic)

    def draws(self, state: ScenarioState, moment: Moment) -> Iterable[Drawing]:
        """Yield the draw of topic slips, where there are any."""
        return moves.drawings(state, moment.next) if moment.rules.slips else ()

    def scene(self, state: ScenarioState, moment: Moment, audience: Audience) -> Scene:
        """Return what a screen shows."""
        return scene.scene(state, moment, audience)


def _refusals(rules: ScenarioRules, roster: Roster, panel: Panel | None) -> Iterator[Refusal]:
    """Yield (path of the rule, reason) for what cannot be played."""
    yield from panel_refusals(roster, panel)
    yield from criteria_refusals(rules.criteria, rules.step)
    yield from ((f"bells.{nth}", why) for nth, why in bell_refusals(rules.bells, rules.play_time))
    yield from _difficulty(rules)
    yield from _performers(rules, roster)
    yield from _topics(rules, roster)


def _advice(rules: ScenarioRules) -> Iterator[Advice]:
    """Yield what is odd but can be played."""
    if rules.overtime is not None and not rules.play_time:
        why = _("play_time is 0, so there is no clock and nobody is ever over time")
        yield Advice("overtime", why, _("set play_time, or leave overtime out"))
    if rules.criteria and full_mark(rules.criteria) <= 0:
        why = _("marks only deduct here and have no start value, so nobody can score above 0")
        yield Advice("criteria", why, _("write a base, such as {example}", example="base: 10"))


def _difficulty(rules: ScenarioRules) -> Iterator[Refusal]:
    own = rules.difficulty
    if own is None:
        return
    if own.step <= 0 or exact(own.lowest) % exact(own.step) or exact(own.highest) % exact(own.step):
        yield "difficulty.step", _("expected a step above 0 of which lowest and highest are multiples")
    if own.counts == "plus" and not 0 <= own.lowest <= own.highest:
        yield "difficulty.lowest", _("expected a lowest difficulty from 0 to {most}", most=own.highest)
    elif own.counts == "times" and not 0 < own.lowest <= own.highest:
        yield "difficulty.lowest", _("expected a lowest difficulty above 0 and at most {most}", most=own.highest)


def _performers(rules: ScenarioRules, roster: Roster) -> Iterator[Refusal]:
    for team in roster.teams if rules.performers == "members" else ():
        if not team.members:
            yield "performers", _("{team} has no members listed; name them, or let teams perform", team=team.name)


def _topics(rules: ScenarioRules, roster: Roster) -> Iterator[Refusal]:
    if rules.topics and not rules.slips:
        yield "slips", _("topics are listed that nobody would draw; take them out, or let slips be drawn")
    needed = sum(1 for _each in performers(rules, roster.teams))
    if 0 < len(rules.topics) < needed:
        reason = _("expected a topic for each of {needed} performances, found {found}", needed=needed,
                   found=len(rules.topics))  # fmt: skip
        yield "topics", reason
