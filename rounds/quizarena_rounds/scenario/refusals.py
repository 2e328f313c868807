"""What cannot be played, and what an organiser should know before the day.

Decides which rules contradict each other or the roster; the rulebook has checked each rule by itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from quizarena.panels.panel import Panel
from quizarena.points import exact
from quizarena.roster import Roster
from quizarena.rounds import Advice
from quizarena_rounds.ballots import Refusal, criteria_refusals, panel_refusals

from .rules import ScenarioRules
from .state import performers
from .words import _


def refusals(rules: ScenarioRules, roster: Roster, panel: Panel | None) -> Iterator[Refusal]:
    """Yield (path of the rule, reason) for what cannot be played."""
    yield from panel_refusals(roster, panel)
    yield from criteria_refusals(rules.criteria, rules.step)
    yield from _difficulty(rules)
    yield from _performers(rules, roster)
    yield from _topics(rules, roster)


def advice(rules: ScenarioRules) -> Iterator[Advice]:
    """Yield what is odd but can be played."""
    if rules.overtime is not None and not rules.play_time:
        why = _("play_time is 0, so there is no clock and nobody is ever over time")
        yield Advice("overtime", why, _("set play_time, or leave overtime out"))


def _difficulty(rules: ScenarioRules) -> Iterator[Refusal]:
    own = rules.difficulty
    if own is None:
        return
    if own.step <= 0 or exact(own.lowest) % exact(own.step) or exact(own.highest) % exact(own.step):
        yield "difficulty.step", _("expected a step above 0 of which lowest and highest are multiples")
    if not 0 < own.lowest <= own.highest:
        yield "difficulty.lowest", _("expected a lowest difficulty above 0 and at most {most}", most=own.highest)


def _performers(rules: ScenarioRules, roster: Roster) -> Iterator[Refusal]:
    for team in roster.teams if rules.performers == "members" else ():
        if not team.members:
            yield "performers", _("{team} has no members listed; name them, or let teams perform", team=team.name)


def _topics(rules: ScenarioRules, roster: Roster) -> Iterator[Refusal]:
    ids = [topic.id for topic in rules.topics]
    if ids and not rules.slips:
        yield "slips", _("topics are listed that nobody would draw; take them out, or let slips be drawn")
    for twice in dict.fromkeys(each for each in ids if ids.count(each) > 1):
        yield "topics", _("the topic {topic} stands there twice", topic=twice)
    needed = sum(1 for _each in performers(rules, roster.teams))
    if ids and len(ids) < needed:
        yield (
            "topics",
            _("expected a topic for each of {needed} performances, found {found}", needed=needed, found=len(ids)),
        )
