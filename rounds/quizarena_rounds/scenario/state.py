"""The performances of a judged scene, and how facts change them.

Decides where a performance stands. No rule that scores is looked at in here; the limits of the clocks come in where
they are shown and scored.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Literal, TypeAlias

import attrs

from quizarena.clocks import Clock, countdown
from quizarena.facts import Fact
from quizarena.roster import Field, Team
from quizarena_rounds.ballots import Sheet

from . import facts as f
from .rules import ScenarioRules

Stage: TypeAlias = Literal["prepare", "play", "ballots", "done"]


@attrs.frozen
class Performance:
    """One team on stage.

    `drawn` is the record of its topic, `entered` the segment the desk went to last, `timed` the record that gave the
    time played, `unmarked` the record that closed it without a score.
    """

    team: str
    drawn: int
    topic: str
    title: str
    entered: f.Segment = "prepare"
    prepare: Clock = countdown(0)
    play: Clock = countdown(0)
    timed: int | None = None
    sheet: Sheet[f.BallotGiven] = Sheet()
    unmarked: int | None = None

    @property
    def closed(self) -> bool:
        """Whether nothing is left to do."""
        return self.sheet.revealed is not None or self.unmarked is not None

    def stage(self, rules: ScenarioRules) -> Stage:
        """Return where the performance stands; the end of play is the beginning of marking."""
        if self.closed:
            return "done"
        if self.play.running:
            return "play"
        if self.timed is not None or self.entered == "ballots":
            return "ballots"
        return "prepare" if self.entered == "prepare" and rules.prepare_time else "play"

    def seconds_over(self, rules: ScenarioRules) -> int:
        """Return the whole seconds played over time; 0 without a clock."""
        return max(0, self.play.used_ms // 1_000 - rules.play_time) if rules.play_time else 0


@attrs.frozen
class ScenarioState:
    """The performances in the order in which they began."""

    performances: tuple[Performance, ...] = ()

    def current(self, field: Field) -> Performance | None:
        """Return the first performance that is not closed, of a team that still takes part."""
        playing = {team.id for team in field.playing}
        return next((each for each in self.performances if not each.closed and each.team in playing), None)

    def coming(self, field: Field) -> Team | None:
        """Return the next team that has not been on stage."""
        been = {each.team for each in self.performances}
        return next((team for team in field.playing if team.id not in been), None)

    def number(self, performance: Performance) -> int:
        """Return the place of `performance`, counted from 1."""
        return 1 + self.performances.index(performance)


def after(state: ScenarioState, seq: int, fact: Fact) -> ScenarioState:
    """Return the state after `fact`, recorded as `seq`."""
    if isinstance(fact, f.TopicDrawn):
        begun = Performance(fact.team, seq, fact.topic, fact.title)
        return ScenarioState((*state.performances, begun))
    team: str = getattr(fact, "team", "")
    return ScenarioState(tuple(_after(fact, each, seq) if each.team == team else each for each in state.performances))


@singledispatch
def _after(fact: Fact, performance: Performance, seq: int) -> Performance:
    raise TypeError(f"expected a fact of a judged scene, found {fact.type}")


@_after.register
def _(fact: f.SegmentEntered, performance: Performance, seq: int) -> Performance:
    return attrs.evolve(performance, entered=fact.segment)


@_after.register
def _(fact: f.ClockPressed, performance: Performance, seq: int) -> Performance:
    clock = performance.prepare if fact.segment == "prepare" else performance.play
    pressed = clock.started(fact.at) if fact.action == "start" else clock.stopped(fact.at)
    if fact.segment == "prepare":
        return attrs.evolve(performance, prepare=pressed)
    return attrs.evolve(performance, play=pressed, timed=performance.timed if pressed.running else seq)


@_after.register
def _(fact: f.TimeSet, performance: Performance, seq: int) -> Performance:
    return attrs.evolve(performance, play=Clock(0, used_ms=1_000 * fact.seconds), timed=seq)


@_after.register
def _(fact: f.BallotGiven, performance: Performance, seq: int) -> Performance:
    return attrs.evolve(performance, sheet=performance.sheet.handed_in(fact.judge, seq, fact))


@_after.register
def _(fact: f.BallotReturned, performance: Performance, seq: int) -> Performance:
    return attrs.evolve(performance, sheet=performance.sheet.returned_to(fact.judge, seq, fact.reason))


@_after.register
def _(fact: f.JudgeAbsent, performance: Performance, seq: int) -> Performance:
    return attrs.evolve(performance, sheet=performance.sheet.without(fact.judge, seq, fact.reason))


@_after.register
def _(fact: f.MarksRevealed, performance: Performance, seq: int) -> Performance:
    return attrs.evolve(performance, sheet=performance.sheet.opened(seq))


@_after.register
def _(fact: f.ClosedUnmarked, performance: Performance, seq: int) -> Performance:
    return attrs.evolve(performance, unmarked=seq)


@_after.register
def _(fact: f.BallotsReopened, performance: Performance, seq: int) -> Performance:
    return attrs.evolve(performance, sheet=performance.sheet.reopened(), unmarked=None)
