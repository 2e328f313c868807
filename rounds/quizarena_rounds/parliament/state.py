"""The rooms of a parliamentary debate, and what each fact makes of them.

Decides nothing about legality and looks at no rule. A room that is closed is one frozen node.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from quizarena.clocks import Clock
from quizarena.facts import Fact
from quizarena.values import evolve, fast_init
from quizarena_rounds.ballots import Sheet

from . import facts
from .benches import SEATS

_FRESH = Clock(0)


@fast_init
@attrs.frozen
class Room:
    """A room, from its seats on: `order` are its teams seat by seat.

    `speech` is the speech that comes or runs, 0 while the teams prepare; `clock` is its clock, counting what is used.
    """

    number: int
    order: tuple[str, ...]
    motion: str = ""
    motion_shown: bool = False
    speech: int = 0
    clock: Clock = _FRESH
    sheet: Sheet[facts.BallotGiven] = Sheet()
    unmarked: int | None = None

    @property
    def begun(self) -> bool:
        """Whether the clock of the speech has ever run."""
        return self.clock.running or self.clock.used_ms > 0

    @property
    def closed(self) -> bool:
        """Whether nothing more is awaited from this room."""
        return self.sheet.revealed is not None or self.unmarked is not None


@fast_init
@attrs.frozen
class State:
    """Who debates with whom once it is known, and the rooms that have begun."""

    order: tuple[str, ...] | None = None
    rooms: tuple[Room, ...] = ()

    @property
    def running(self) -> Room | None:
        """The room that is not closed; there is at most one."""
        return next((room for room in self.rooms if not room.closed), None)

    @property
    def planned(self) -> tuple[tuple[str, ...], ...]:
        """The teams of every room, in no order yet; the last room may be short."""
        order = self.order or ()
        return tuple(order[place : place + SEATS] for place in range(0, len(order), SEATS))

    def with_room(self, room: Room) -> State:
        """Return this state with `room` in the place of its number."""
        return evolve(self, rooms=(*self.rooms[: room.number - 1], room, *self.rooms[room.number :]))


def _motion_set(room: Room, seq: int, fact: facts.MotionSet) -> Room:
    return evolve(room, motion=fact.text)


def _motion_shown(room: Room, seq: int, fact: facts.MotionShown) -> Room:
    return evolve(room, motion_shown=True)


def _clock(room: Room, seq: int, fact: facts.ClockPressed) -> Room:
    turned = room.clock.started(fact.at) if fact.action == "start" else room.clock.stopped(fact.at)
    return evolve(room, clock=turned)


def _clock_moved(room: Room, seq: int, fact: facts.ClockMoved) -> Room:
    return evolve(room, clock=room.clock.moved(fact.seconds))


def _ended(room: Room, seq: int, fact: facts.SpeechEnded) -> Room:
    return evolve(room, speech=fact.speech + 1, clock=_FRESH)


def _ballot(room: Room, seq: int, fact: facts.BallotGiven) -> Room:
    return evolve(room, sheet=room.sheet.handed_in(fact.judge, seq, fact))


def _returned(room: Room, seq: int, fact: facts.BallotReturned) -> Room:
    return evolve(room, sheet=room.sheet.returned_to(fact.judge, seq, fact.reason))


def _absent(room: Room, seq: int, fact: facts.JudgeAbsent) -> Room:
    return evolve(room, sheet=room.sheet.without(fact.judge, seq, fact.reason))


def _revealed(room: Room, seq: int, fact: facts.MarksRevealed) -> Room:
    return evolve(room, sheet=room.sheet.opened(seq))


def _reopened(room: Room, seq: int, fact: facts.BallotReopened) -> Room:
    return evolve(room, sheet=room.sheet.reopened(), unmarked=None)


def _unmarked(room: Room, seq: int, fact: facts.ClosedUnmarked) -> Room:
    return evolve(room, unmarked=seq)


_OF_ROOM: Mapping[type[Fact], Callable[[Room, int, Any], Room]] = {
    facts.MotionSet: _motion_set,
    facts.MotionShown: _motion_shown,
    facts.ClockPressed: _clock,
    facts.ClockMoved: _clock_moved,
    facts.SpeechEnded: _ended,
    facts.BallotGiven: _ballot,
    facts.BallotReturned: _returned,
    facts.JudgeAbsent: _absent,
    facts.MarksRevealed: _revealed,
    facts.BallotReopened: _reopened,
    facts.ClosedUnmarked: _unmarked,
}


def after(state: State, seq: int, fact: Fact) -> State:
    """Return the state after `fact`, recorded as `seq`."""
    if isinstance(fact, facts.Formed):
        return evolve(state, order=fact.order)
    if isinstance(fact, facts.Seated):
        return state.with_room(Room(fact.room, fact.order))
    room = state.rooms[getattr(fact, "room") - 1]  # noqa: B009  # every other fact has its room
    return state.with_room(_OF_ROOM[type(fact)](room, seq, fact))
