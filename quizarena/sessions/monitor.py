"""What the host is told beside the scene: what to read now and next, what the board shows, what not to say yet.

Decides from the scene of the host alone; the lines come from its `Say` blocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar

import attrs

from ..clocks import minutes
from ..contest.asides import PROGRAMMES
from ..points import show
from ..scenes import (
    Clocks,
    Correction,
    Decision,
    Face,
    Headline,
    Marks,
    OnAir,
    Paragraph,
    Prizes,
    Role,
    Say,
    Scene,
    Votes,
)
from ..text import Joined, Text, plain
from .words import _

T = TypeVar("T")
GAP = "   "
_SHOWN = {**PROGRAMMES, "follow": _("following the desk")}
_STEPPED = {"draw": PROGRAMMES["draw"], "marks": _("marks"), "prizes": _("prizes")}


def _last(scene: Scene, kind: type[T]) -> T | None:
    """Return the scene's last block of a kind: the frame's own come last."""
    found = scene.of(kind)
    return found[-1] if found else None


def air_of(scene: Scene) -> OnAir:
    """Return what is on air."""
    return _last(scene, OnAir) or OnAir()


def faces_of(scene: Scene) -> list[Face]:
    """Return the clocks that are shown."""
    return [face for block in scene.of(Clocks) for face in block.faces]


def speech(scene: Scene) -> Say:
    """Return what the host reads now, a correction before all else, and what follows, the frame's own lines last."""
    found: tuple[Say, ...] = scene.of(Say) or (Say(()),)
    first, *others = found
    corrected = _last(scene, Correction)
    if corrected is not None and corrected.line is not None:
        read = corrected.line.parts if isinstance(corrected.line, Joined) else ()
        first = Say((corrected.line,), tuple(line for line in first.then if line not in read))
    elif first.reading is not None and is_at_the_round(scene):
        *before, last = first.now
        first = attrs.evolve(first, now=(*before, first.reading), then=(last, *first.then), reading=None)
    then = (*first.then, *(line for each in others for line in (*each.now, *each.then)))
    return attrs.evolve(first, then=then)


def due(scene: Scene, said: Say, now: datetime) -> tuple[tuple[Text, ...], Text | None]:
    """Return what is to be read now, of clocks that have run out before anything else, and what stands beside it."""
    out = [not face.clock.seconds_left(now) for face in faces_of(scene)]
    if not any(out):
        return said.now, said.remark
    if not said.over:
        return (said.now, said.remark) if said.over_remark is None else ((), said.over_remark)
    return (said.over[-1 if all(out) else out.index(True)],), said.over_remark


def is_at_the_round(scene: Scene) -> bool:
    """Whether the board is at the round itself, or at nothing that takes its place."""
    return air_of(scene).programme not in ("standings", "marks", "draw", "prizes")


def moment(scene: Scene) -> Text | None:
    """Return which question, performance or match is on, without how many there are."""
    lines = scene.of(Headline)
    return lines[-1].text if lines and lines[-1].text != lines[0].text else None


# What the board shows


def on_board(scene: Scene, now: datetime | None) -> Text:
    """Return what the board shows; of steps, which of how many. With no `now` clocks are left to who draws them."""
    air, prizes = air_of(scene), _last(scene, Prizes)
    steps = air.steps if prizes is None or air.programme != "prizes" else air.steps - prizes.returns
    if steps and air.step > steps:
        return _("the first prize again, it stays")
    if steps and air.steps:
        name = _("votes") if _are_votes(scene) else _STEPPED.get(air.programme, plain(air.programme))
        stepped = _("{what}, step {step} of {steps}", what=name, step=air.step, steps=steps)
        newest = _newest(scene)
        return stepped if newest is None else Joined((stepped, newest), ": ")
    words = tuple(_round(scene, now)) if air.programme in ("follow", "round") else ()
    return Joined(words, GAP) if words else _SHOWN.get(air.programme, plain(air.programme))


def _round(scene: Scene, now: datetime | None) -> Iterator[Text]:
    """Yield what of the running round the board shows: which piece of it, and its clocks."""
    faces, piece = faces_of(scene), moment(scene)
    if faces and piece is not None:
        yield piece
    if now is not None:
        yield from (Joined((face.label, plain(minutes(face.clock.seconds_left(now)))), " ") for face in faces)
    if any(face.clock.running for face in faces):
        yield _("the clock runs")


def _newest(scene: Scene) -> Text | None:
    """Return the mark or vote that this step of the board has opened."""
    opened, air = _opened(scene), air_of(scene)
    return opened[air.step - 1] if air.programme == "marks" and 0 < air.step <= len(opened) else None


def _opened(scene: Scene) -> list[Text]:
    """Return each mark and vote there is, in the order they open: the judge, and what the board shows of it."""
    marks = [
        Joined((cell.name, plain(show(cell.value))), " ")
        for block in scene.of(Marks)
        for cell in block.cells
        if cell.value is not None
    ]
    votes = [cell for block in scene.of(Votes) for cell in block.cells if cell.says]
    return [*marks, *(Joined((cell.name, *cell.says), " ") for cell in votes)]


def _are_votes(scene: Scene) -> bool:
    """Whether what is opened step by step are votes, and no marks before them."""
    return air_of(scene).programme == "marks" and bool(scene.of(Votes)) and not scene.of(Marks)


# What is not on it yet


def not_yet(scene: Scene) -> Text | None:
    """Return what the hall does not know yet and the host must not say, None where there is nothing."""
    air = _opening(scene)
    if air.programme == "marks" and air.step < air.steps:
        decision, left = _last(scene, Decision), len(_opened(scene)) - air.step
        return _closed(air.steps - air.step, left) if decision is None else _undecided(decision, left, scene)
    if air.programme == "marks" and (decision := _last(scene, Decision)) is not None and decision.winner is None:
        return _("the winner")
    if air.programme == "draw" and air.steps - air.step > 0:
        left = air.steps - air.step
        return _("one more lot") if left == 1 else _("{count} more lots", count=left)
    block = _last(scene, Prizes)
    closed = block.opening[max(0, air.step - 1) :] if block is not None and air.programme == "prizes" else ()
    if block is not None and closed and not air.signed:
        row, given = closed[0], block.opening[: max(0, air.step - 1)]
        return _("the other one") if row in given else block.rows[row][0]
    if any(each.role is Role.PROTEST for each in scene.of(Paragraph)):
        return _("what becomes of the protest is not known yet")
    return None


def _opening(scene: Scene) -> OnAir:
    """Return what is on air; where marks or lots wait while the board shows something else, as if it were at them."""
    air = air_of(scene)
    waits = air.waits
    return air if waits is None else attrs.evolve(air, programme=waits.programme, step=waits.step, steps=waits.steps)


def _closed(steps: int, marks: int) -> Text:
    """Return what is closed of marks with so many steps to come, of which so many marks."""
    if marks == 1:
        return _("one more mark, the score, total and place")
    if marks > 1:
        return _("{count} more marks, the score, total and place", count=marks)
    return _("total and place") if steps == 1 else _("the score, total and place")


def _undecided(decision: Decision, left: int, scene: Scene) -> Text:
    """Return what is closed of a match that is won or lost: votes, the count, the winner, whom the judges named."""
    if left > 0 and _are_votes(scene):
        one = _("one more vote, the count and the winner")
        return one if left == 1 else _("{count} more votes, the count and the winner", count=left)
    if left > 0:
        one = _("one more mark, the count and the winner")
        return one if left == 1 else _("{count} more marks, the count and the winner", count=left)
    if left == 0:
        return _("the count and the winner")
    return _("the winner") if left == -1 else decision.award or _("the winner")
