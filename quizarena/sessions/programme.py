"""What stands on a board: the programme the desk chose, else what the contest is at; one answer for every board."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

from ..scenes import Clocks, Headline, Lots, Marks, OnAir, OnStage, Prizes, Ruling, Scene

Programme: TypeAlias = Literal["black", "title", "draw", "round", "standings", "marks", "prizes", "message"]
_OWN: dict[str, Programme] = {each: each for each in get_args(Programme)}


def programme_of(scene: Scene) -> Programme:
    """Return the programme on air; without one of its own, "follow" is one, a board follows the contest."""
    chosen = [air.programme for air in scene.of(OnAir)]
    return _OWN.get(chosen[-1] if chosen else "") or _followed(scene)


def _followed(scene: Scene) -> Programme:
    """Return what the contest is at: its winners, the standings, the running round, the draw, or the title.

    Where prizes are still to be given the last ruling stays: who won is not for the standings to say.
    """
    given, has_headline = scene.of(Prizes), bool(scene.of(Headline))
    if given and given[-1].rows and scene.of(OnAir) and scene.of(OnAir)[-1].signed:
        return "prizes"
    if given and not (given[-1].rows and has_headline):
        return "standings"
    if scene.of(Lots):
        return "draw"
    return "round" if has_headline else "title"


def prize_stays(given: Prizes, *, is_signed: bool) -> bool:
    """Whether the first prize is there again after the last row, or the result is signed: the picture that stays."""
    is_back = given.returns and given.now == 0 and all(names is not None for _name, names in given.rows)
    return is_back or is_signed


def marks_on_show(blocks: Sequence[Marks]) -> Marks | None:
    """Return the performance whose marks are opening, None once all of several are open."""
    if len(blocks) == 1:
        return blocks[0]
    closed = (block for block in blocks if any(cell.state in ("in", "waiting") for cell in block.cells))
    return next((block for block in blocks if block.opened is not None), next(closed, None))


def first_at_buzzer(scene: Scene) -> OnStage | None:
    """Return who was first at the buzzer, until the clock for the answer has run."""
    stages, faces = scene.of(OnStage), [face for block in scene.of(Clocks) for face in block.faces]
    if not stages or not stages[-1].buzzed or scene.of(Ruling):
        return None
    was_timed = any(face.clock.running or face.clock.used_ms for face in faces)
    return None if was_timed else stages[-1]
