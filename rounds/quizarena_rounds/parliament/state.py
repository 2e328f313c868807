"""The rooms of a parliamentary debate, and what each fact makes of them.

Decides nothing about legality and looks at no rule. A room that is closed is one frozen node.
"""

from __future__ import annotations

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

    `seated` is the record that seated them, `speech` is the speech that comes or runs, 0 while the teams prepare;
    `clock` is its clock, counting what is used.
    """

    number: int
    order: tuple[str, ...]
    motion: str = ""
    motion_shown: bool = False
    speech: int = 0
    clock: Clock = _FRESH
    sheet: Sheet[facts.BallotGiven] = Sheet()
    seated: int = 0

    @property
    def begun(self) -> bool:
        """Whether the clock of the speech has ever run."""
        return self.clock.running or self.clock.used_ms > 0


@fast_init
@attrs.frozen
class State:
    """Who debates with whom once it is known, and the rooms that have begun."""

    order: tuple[str, ...] | None = None
    rooms: tuple[Room, ...] = ()

    @property
    def running(self) -> Room | None:
        """The room that is not closed; there is at most one."""
        return next((room for room in self.rooms if not room.sheet.closed), None)

    @property
    def planned(self) -> tuple[tuple[str, ...], ...]:
        """The teams of every room, in no order yet; the last room may be short."""
        order = self.order or ()
        return tuple(order[place : place + SEATS] for place in range(0, len(order), SEATS))

    def with_room(self, room: Room) -> State:
        """Return this state with `room` in the place of its number."""
        return evolve(self, rooms=(*self.rooms[: room.number - 1], room, *self.rooms[room.number :]))


def after(state: State, seq: int, fact: Any) -> State:
    """Return the state after `fact`, recorded as `seq`."""
    match fact:
        case facts.Formed():
            return evolve(state, order=fact.order)
        case facts.Seated():
            return state.with_room(Room(fact.room, fact.order, seated=seq))
    room = state.rooms[fact.room - 1]  # every other fact has its room
    return state.with_room(_after(room, seq, fact))


def _after(room: Room, seq: int, fact: Fact) -> Room:
    sheet = room.sheet.after(seq, fact)
    if sheet is not None:
        return evolve(room, sheet=sheet)
    match fact:
        case facts.MotionSet():
            return evolve(room, motion=fact.text)
        case facts.MotionShown():
            return evolve(room, motion_shown=True)
        case facts.ClockPressed():
            pressed = room.clock.started(fact.at) if fact.action == "start" else room.clock.stopped(fact.at)
            return evolve(room, clock=pressed)
        case facts.ClockMoved():
            return evolve(room, clock=room.clock.moved(fact.seconds))
        case facts.SpeechEnded():
            return evolve(room, speech=fact.speech + 1, clock=_FRESH)
        case _:
            raise TypeError(f"expected a fact of a parliamentary debate, found {fact.type}")
