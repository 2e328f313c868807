"""The steps in which the board opens something to the hall: marks, prizes, the lots of a draw.

Decides which programme has steps to open at a moment, how many, and which must be opened before the contest goes on in
front of the hall. All of it is cues: no score moves, and no fact waits for them.
"""

from __future__ import annotations

from ..scenes import Lots, Prizes, Scene
from . import reveal
from .facts import BoardShows
from .state import State


def stepped(state: State, scene: Scene) -> tuple[str, int]:
    """Return the programme whose steps are gone through now, and how many it has; ("", 0) where none has any.

    `scene` is the desk's. Prizes have none while the standings are frozen: the hall would see an empty page.
    """
    if state.reveal is not None:
        return "marks", reveal.steps(scene.blocks)
    if state.opening is not None:
        return "draw", state.opening.count
    if scene.of(Prizes) and state.frozen is None:
        return "prizes", max(1 + len(prizes.opening) for prizes in scene.of(Prizes))
    if state.board.programme == "marks" and reveal.steps(scene.blocks):
        return "marks", reveal.steps(scene.blocks)
    drawn = [lots for lots in scene.of(Lots) if any(name is not None for name in lots.order)]
    return ("draw", len(drawn[-1].order)) if drawn else ("", 0)


def step_now(state: State, programme: str) -> int:
    """Return the step at which the hall stands in a programme, 0 before the first."""
    if state.board.programme == programme:
        return state.board.step
    return state.opening.step if state.opening is not None and programme == "draw" else 0


def steps_left(state: State, scene: Scene) -> int:
    """Return how many steps are still to be opened before the contest goes on."""
    programme, most = stepped(state, scene)
    waits = state.reveal is not None or state.opening is not None or programme == "prizes"
    return max(0, most - step_now(state, programme)) if waits and state.signed is None else 0


def next_step(state: State, scene: Scene) -> BoardShows | None:
    """Return the cue that opens the next of them, None where there is none."""
    if not steps_left(state, scene):
        return None
    programme, _most = stepped(state, scene)
    return BoardShows(programme, step_now(state, programme) + 1)
