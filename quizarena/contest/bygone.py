"""Steps between rounds that were taken on standings which a change of the past has moved since.

Decides that they stand: who was tied then was tied then, and who went on went on, as the hall saw it. Otherwise no
ruling could be put right once a play-off was held or a final begun. What should then be drawn or played anew is offered
by the moves, or left to the arbiter.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from ..facts import Fact
from . import facts as f
from .frame import ORDER, Frame
from .state import Ceremony, State

if TYPE_CHECKING:
    from ..rulebook import OrderRule


def stands(frame: Frame, state: State, fact: Fact) -> bool:
    """Whether `fact` is a step that stands here as it was taken then, though it would not be offered now."""
    running = state.running
    if not state.mode or state.interrupted is not None or _is_due(frame.rulebook.order, state, ORDER):
        return False
    return (running is None or frame.is_over(state, running)) and _is_step(fact, frame, state)


def _is_due(rule: OrderRule | None, state: State, purpose: str) -> bool:
    by_hand = rule is not None and rule.method.needs in ("seed", "order")
    return by_hand and state.draw(purpose).order is None


@functools.singledispatch
def _is_step(fact: Fact, frame: Frame, state: State) -> bool:
    return False


@_is_step.register
def _called(fact: f.PlayOffCalled, frame: Frame, state: State) -> bool:
    return state.played(fact.round) is None


@_is_step.register
def _shared(fact: f.TieShared, frame: Frame, state: State) -> bool:
    return True


@_is_step.register
def _begun(fact: f.RoundBegun, frame: Frame, state: State) -> bool:
    entry = frame.coming(state)
    return entry is not None and entry.id == fact.round and not _is_due(entry.order, state, f"{ORDER}/{entry.id}")


@_is_step.register(f.DrawCommitted)
@_is_step.register(f.NumbersCalled)
@_is_step.register(f.DrawOpened)
@_is_step.register(f.DrawEntered)
def _drawn(fact: f.DrawCommitted | f.NumbersCalled | f.DrawOpened | f.DrawEntered, frame: Frame, state: State) -> bool:
    """A lot among teams that were tied, or the next step of the draw of a round that comes."""
    draw, entry = state.draw(fact.purpose), frame.coming(state)
    if fact.purpose.startswith("tie/"):
        return draw.order is None
    return entry is not None and fact.purpose == f"{ORDER}/{entry.id}" and type(fact) in _next_steps(draw)


def _next_steps(draw: Ceremony) -> tuple[type[Fact], ...]:
    if draw.order is not None:
        return ()
    if draw.committed is None:
        return f.DrawCommitted, f.DrawEntered
    return (f.DrawOpened if draw.numbers else f.NumbersCalled), f.DrawEntered
