"""What the game remembers: its pictures, one frozen node each, and whose turn follows from them."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import attrs

from quizarena.clocks import Clock
from quizarena.facts import Fact
from quizarena.roster import Team
from quizarena.rounds import Moment

from . import facts as f
from .rules import Picture, SpotRules


@attrs.frozen
class Claim:
    """A mistake the team named in record `seq`; for an extra one, the judges' verdict and its record."""

    number: int
    what: str
    seq: int
    verdict: str = ""
    ruled: int | None = None


@attrs.frozen
class Sight:
    """A picture as a team saw it."""

    turn: int
    team: str
    picture: str
    claims: tuple[Claim, ...] = ()
    clock: Clock = Clock(0)
    closed: bool = False
    void: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the team still looks at it."""
        return not (self.closed or self.void)

    @property
    def named(self) -> frozenset[str]:
        """What was named so far."""
        return frozenset(claim.what for claim in self.claims)

    @property
    def pending(self) -> Iterator[Claim]:
        """The extra mistakes on which the judges have not spoken."""
        return (claim for claim in self.claims if claim.what == "extra" and not claim.verdict and not self.void)


@attrs.frozen
class State:
    """The pictures shown so far; the last one may be open."""

    sights: tuple[Sight, ...] = ()

    @property
    def current(self) -> Sight | None:
        """The picture in front of a team now."""
        return self.sights[-1] if self.sights and self.sights[-1].is_open else None

    def with_sight(self, sight: Sight) -> State:
        """Return the state with that turn's picture replaced."""
        return State((*self.sights[: sight.turn - 1], sight, *self.sights[sight.turn :]))


@functools.singledispatch
def after(fact: Fact, state: State, seq: int) -> State:
    """Return the state after `fact`, recorded as `seq`."""
    return state


@after.register
def _shown(fact: f.Shown, state: State, seq: int) -> State:
    sight = Sight(fact.turn, fact.team, fact.picture, clock=Clock(0).started(fact.at))
    return State((*state.sights, sight))


@after.register
def _claimed(fact: f.Claimed, state: State, seq: int) -> State:
    sight = state.sights[fact.turn - 1]
    return state.with_sight(attrs.evolve(sight, claims=(*sight.claims, Claim(fact.claim, fact.what, seq))))


@after.register
def _ruled(fact: f.ExtraRuled, state: State, seq: int) -> State:
    sight, place = state.sights[fact.turn - 1], fact.claim - 1
    ruled = attrs.evolve(sight.claims[place], verdict=fact.verdict, ruled=seq)
    return state.with_sight(attrs.evolve(sight, claims=(*sight.claims[:place], ruled, *sight.claims[place + 1 :])))


@after.register
def _turned(fact: f.ClockPressed, state: State, seq: int) -> State:
    sight = state.sights[fact.turn - 1]
    clock = sight.clock.started(fact.at) if fact.action == "start" else sight.clock.stopped(fact.at)
    return state.with_sight(attrs.evolve(sight, clock=clock))


@after.register
def _closed(fact: f.Closed, state: State, seq: int) -> State:
    sight = state.sights[fact.turn - 1]
    return state.with_sight(attrs.evolve(sight, closed=True, clock=sight.clock.stopped(fact.at)))


@after.register
def _voided(fact: f.Voided, state: State, seq: int) -> State:
    return state.with_sight(attrs.evolve(state.sights[fact.turn - 1], void=True))


def next_team(state: State, moment: Moment) -> Team | None:
    """Return the first team in running order that has had no picture that counts."""
    had = {sight.team for sight in state.sights if not sight.void}
    return next((team for team in moment.field.playing if team.id not in had), None)


def next_picture(state: State, moment: Moment) -> str:
    """Return the first picture not used in this event, empty where none is left: then the desk only counts."""
    used = moment.so_far.used | {sight.picture for sight in state.sights}
    return next((each.id for each in moment.rules.pictures if each.id not in used), "")


def picture_of(sight: Sight, rules: SpotRules) -> Picture | None:
    """Return the picture of the rulebook, None where the desk only counts."""
    return next((each for each in rules.pictures if each.id == sight.picture), None)
