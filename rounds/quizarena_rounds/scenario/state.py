"""The performances of a judged scene, and how facts change them.

Decides where a performance stands. No rule that scores is looked at in here; the limits of the clocks come in where
they are shown and scored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import attrs

from quizarena.clocks import Clock, countdown
from quizarena.facts import Fact
from quizarena.roster import Field, Team
from quizarena.rounds import COMING
from quizarena.values import evolve, fast_init
from quizarena_rounds.ballots import Sheet

from . import facts as f
from .rules import ScenarioRules

Stage: TypeAlias = Literal["prepare", "play", "ballots", "done"]


@fast_init
@attrs.frozen
class Performer:
    """Who performs: a team or, where members perform one by one, one of its members."""

    team: str
    member: str = ""

    @property
    def id(self) -> str:
        """The id the score goes to."""
        return self.member or self.team

    @property
    def identity(self) -> dict[str, Any]:
        """The fields by which facts name the performance."""
        return {"team": self.team, "member": self.member} if self.member else {"team": self.team}


@fast_init
@attrs.frozen
class Adjustment:
    """What the chief judge did to the panel's result, and the record that says so."""

    points: Decimal
    reason: str
    record: int


@fast_init
@attrs.frozen
class Performance:
    """One performer on stage.

    `begun` is the record that began it, `entered` the segment the desk went to last, `timed` the record that
    gave the time played, `declared` that of the difficulty.
    """

    by: Performer
    begun: int
    topic: str = ""
    title: str = ""
    difficulty: Decimal | None = None
    declared: int | None = None
    entered: f.Segment = "prepare"
    prepare: Clock = countdown(0)
    play: Clock = countdown(0)
    timed: int | None = None
    sheet: Sheet[f.BallotGiven] = Sheet()
    chief: Adjustment | None = None

    def stage(self, rules: ScenarioRules) -> Stage:
        """Return where the performance stands; the end of play is the beginning of marking."""
        if self.sheet.closed:
            return "done"
        if self.play.running:
            return "play"
        if self.timed is not None or self.entered == "ballots":
            return "ballots"
        return "prepare" if self.entered == "prepare" and rules.prepare_time else "play"

    def seconds_over(self, rules: ScenarioRules) -> int:
        """Return the whole seconds played over time; 0 without a clock."""
        return max(0, self.play.used_ms // 1_000 - rules.play_time) if rules.play_time else 0


@fast_init
@attrs.frozen
class ScenarioState:
    """The performances in the order in which they began."""

    performances: tuple[Performance, ...] = ()

    def open(self, field: Field) -> Iterator[Performance]:
        """Yield the performances that are not closed, of teams that still take part."""
        playing = {team.id for team in field.playing}
        return (each for each in self.performances if not each.sheet.closed and each.by.team in playing)

    def current(self, field: Field) -> Performance | None:
        """Return the first performance that is not closed, of a team that still takes part."""
        return next(self.open(field), None)

    def coming(self, rules: ScenarioRules, field: Field) -> Iterator[Performer]:
        """Yield who is still to be on stage; a substitute is not who sits where somebody has been already.

        Members go in the order of their seats, so the n-th performance of a team is its n-th seat's, whoever sat there.
        """
        had = Counter(each.by.team for each in self.performances)
        return (each for nth, each in _by_seat(rules, field.playing) if nth >= had[each.team])

    def number(self, performance: Performance) -> int:
        """Return the place of `performance`, counted from 1."""
        return 1 + self.performances.index(performance)


def performers(rules: ScenarioRules, teams: Sequence[Team]) -> Iterator[Performer]:
    """Yield who performs, in order: the teams or, one by one, the first member of every team, then the second, ..."""
    return (each for _nth, each in _by_seat(rules, teams))


def _by_seat(rules: ScenarioRules, teams: Sequence[Team]) -> Iterator[tuple[int, Performer]]:
    """Yield who performs with the place among those of the same team, from 0."""
    if rules.performers == "teams":
        yield from ((0, Performer(team.id)) for team in teams)
        return
    for nth in range(max((len(team.members) for team in teams), default=0)):
        yield from ((nth, Performer(team.id, team.members[nth].id)) for team in teams if nth < len(team.members))


def to_mark(state: ScenarioState, rules: ScenarioRules, field: Field, topic: str) -> Iterator[ScenarioState]:
    """Yield the states in which each performance still to come is marked; those not begun have drawn `topic`."""
    begun = {each.by: each for each in state.performances}
    title = topic if rules.slips else ""
    fresh = [Performance(by, COMING, title=title) for by in state.coming(rules, field)]
    lowest = None if rules.difficulty is None else rules.difficulty.lowest
    for each in (*state.open(field), *fresh):
        difficulty = each.difficulty or lowest
        shown = Performance(
            each.by, each.begun, each.topic, each.title, difficulty, entered="ballots", sheet=each.sheet
        )
        yield ScenarioState(tuple({**begun, each.by: shown}.values()))
        begun[each.by] = evolve(shown, sheet=Sheet(unmarked=0))


def after(state: ScenarioState, seq: int, fact: Any) -> ScenarioState:
    """Return the state after `fact`, recorded as `seq`; a performance begins with the first fact that names it."""
    by, begun = Performer(fact.team, fact.member), state.performances
    for place in range(len(begun) - 1, -1, -1):  # the one on stage is the last to have begun
        if begun[place].by == by:
            changed = _after(begun[place], seq, fact)
            return ScenarioState((*begun[:place], changed, *begun[place + 1 :]))
    return ScenarioState((*begun, _after(Performance(by, seq), seq, fact)))


def _after(performance: Performance, seq: int, fact: Fact) -> Performance:
    sheet = performance.sheet.after(seq, fact)
    if sheet is not None:
        return evolve(performance, sheet=sheet)
    match fact:
        case f.TopicDrawn():
            return evolve(performance, topic=fact.topic, title=fact.title)
        case f.DifficultyDeclared():
            return evolve(performance, difficulty=fact.difficulty, declared=seq)
        case f.SegmentEntered():
            return evolve(performance, entered=fact.segment)
        case f.ClockPressed():
            return _clock_pressed(performance, seq, fact)
        case f.TimeSet():
            return evolve(performance, play=Clock(0, used_ms=1_000 * fact.seconds), timed=seq)
        case f.ChiefAdjusted():
            return evolve(performance, chief=Adjustment(fact.points, fact.reason, seq))
        case _:
            raise TypeError(f"expected a fact of a judged scene, found {fact.type}")


def _clock_pressed(performance: Performance, seq: int, fact: f.ClockPressed) -> Performance:
    clock = performance.prepare if fact.segment == "prepare" else performance.play
    pressed = clock.started(fact.at) if fact.action == "start" else clock.stopped(fact.at)
    if fact.segment == "prepare":
        return evolve(performance, prepare=pressed)
    return evolve(performance, play=pressed, timed=performance.timed if pressed.running else seq)
