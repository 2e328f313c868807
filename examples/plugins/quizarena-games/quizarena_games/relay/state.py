"""What a relay remembers, and what follows from it: whose turn it is, who is still in, who has won.

Decides nothing about points. The state holds what was said and ruled; who is out follows from the rules, so that no
rule is frozen into it.
"""

from __future__ import annotations

import functools

import attrs

from quizarena.clocks import Clock
from quizarena.facts import Fact
from quizarena.roster import Team
from quizarena.rounds import Moment

from . import facts as f


@attrs.frozen
class Said:
    """A turn that was ruled, by record `seq`."""

    turn: int
    team: str
    verdict: str
    line: str
    seq: int


@attrs.frozen
class State:
    """The relay so far."""

    theme: str = ""
    opened: bool = False
    said: tuple[Said, ...] = ()
    clock: Clock = Clock(0)
    ended: bool = False

    @property
    def turn(self) -> int:
        """The number of the turn that is to be ruled next."""
        return len(self.said) + 1


@functools.singledispatch
def after(fact: Fact, state: State, seq: int) -> State:
    """Return the state after `fact`, recorded as `seq`."""
    return state


@after.register
def _theme(fact: f.ThemeSet, state: State, seq: int) -> State:
    return attrs.evolve(state, theme=fact.theme)


@after.register
def _opened(fact: f.Opened, state: State, seq: int) -> State:
    return attrs.evolve(state, opened=True, clock=Clock(0).started(fact.at))


@after.register
def _ruled(fact: f.Ruled, state: State, seq: int) -> State:
    said = Said(fact.turn, fact.team, fact.verdict, fact.line, seq)
    return attrs.evolve(state, said=(*state.said, said), clock=Clock(0).started(fact.at))


@after.register
def _turned(fact: f.ClockPressed, state: State, seq: int) -> State:
    turned = {"start": state.clock.started(fact.at), "stop": state.clock.stopped(fact.at), "reset": Clock(0)}
    return attrs.evolve(state, clock=turned[fact.action])


@after.register
def _ended(fact: f.Ended, state: State, seq: int) -> State:
    return attrs.evolve(state, ended=True)


def out(state: State, moment: Moment) -> dict[str, int]:
    """Return the record that put each team out."""
    return {said.team: said.seq for said in state.said if said.verdict in moment.rules.out_on}


def still_in(state: State, moment: Moment) -> tuple[Team, ...]:
    """Return the teams still in, in running order; one that withdrew is not."""
    gone = out(state, moment)
    return tuple(team for team in moment.field.playing if team.id not in gone)


def next_team(state: State, moment: Moment) -> Team | None:
    """Return the team whose turn it is: after a void turn the same one, else the next still in; None if it is over."""
    left = {team.id: team for team in still_in(state, moment)}
    if state.ended or len(left) < 2:
        return None
    order = [team.id for team in moment.field.teams]
    last = next((said.team for said in reversed(state.said) if said.verdict != "void"), None)
    first = 0 if last is None else order.index(last) + 1
    return next(left[team] for team in (*order[first:], *order[:first]) if team in left)


def winner(state: State, moment: Moment) -> str | None:
    """Return the only team left in, None while there are more or where the host has ended the relay before."""
    left = still_in(state, moment)
    return left[0].id if state.opened and not state.ended and len(left) == 1 else None
