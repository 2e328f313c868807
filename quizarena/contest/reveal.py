"""Marks opened one by one (亮分), as far as the board's cue has come.

Decides the steps of a reveal: every mark in the order of its cells, one performance after the other, then what is
struck, the panel's arithmetic, the whole score, total and place; and what the host reads meanwhile. Leaves to `stage`
what the hall sees around them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ..points import show
from ..scenes import Block, Mark, Marks, Say
from ..scores import Score
from ..text import FRAME, Text
from ..values import evolve
from .state import Played, State

if TYPE_CHECKING:
    from .frame import Frame

_ = FRAME
STRIKE, PANEL, WHOLE, PLACE = 1, 2, 3, 4
"""The steps after the last mark."""


def steps(blocks: Sequence[Block]) -> int:
    """Return how many steps it takes to open the marks in `blocks`, 0 where there are none to open."""
    marks = sum(_handed_in(cell) for block in blocks if isinstance(block, Marks) for cell in block.cells)
    return marks + PLACE if marks else 0


def pending_steps(frame: Frame, state: State) -> int:
    """Return how many steps the pending reveal has, 0 where none is pending."""
    played = state.played(state.reveal.round) if state.reveal is not None else None
    return 0 if played is None else steps(_blocks(frame, state, played))


def told(frame: Frame, state: State) -> State:
    """Return the state with its reveal done if the board has come to the last step."""
    if state.reveal is None or state.reveal.step < pending_steps(frame, state):
        return state
    return evolve(state, reveal=None)


def _blocks(frame: Frame, state: State, played: Played) -> tuple[Block, ...]:
    return frame.kind(played).scene(played.state, frame.moment(state, played), None).blocks


def _handed_in(cell: Mark) -> bool:
    return cell.value is not None


def opened(blocks: Sequence[Block], step: int, scores: Mapping[str, Score]) -> Iterator[Block]:
    """Yield `blocks` with their marks opened up to `step`; `scores` are those of the round by entrant."""
    all_marks = steps(blocks) - PLACE
    if all_marks < 0:
        yield from blocks
        return
    begun = 0
    for block in blocks:
        if not isinstance(block, Marks):
            yield block
            continue
        yield _opened(block, step - begun, step - all_marks, scores.get(block.entrant))
        begun += sum(map(_handed_in, block.cells))


def said(blocks: Sequence[Block], step: int, name: Callable[[str], Text], places: int) -> Iterator[Block]:
    """Yield the host's `blocks`: the lines on the result wait until every mark is open on the board.

    Until then the host reads the mark opened last. `name` gives an entrant's, `places` are the decimals the board shows
    marks with.
    """
    lines = list(_mark_lines(blocks, name, places))
    for block in blocks:
        if isinstance(block, Say) and step < len(lines):
            now = lines[step - 1] if step else _("Judges, show your marks, please.")
            yield Say((now,), (*block.now, *block.then))
        else:
            yield block


def _mark_lines(blocks: Sequence[Block], name: Callable[[str], Text], places: int) -> Iterator[Text]:
    """Yield how each mark is read out, in the order they open; with the team where there are several."""
    marks = [block for block in blocks if isinstance(block, Marks)]
    for block in marks:
        for cell in block.cells:
            if cell.value is None:
                continue
            mark = show(cell.value, places)
            if len(marks) == 1:
                yield _("{judge}: {mark}.", judge=cell.name, mark=mark)
            else:
                yield _("{team}, {judge}: {mark}.", team=name(block.entrant), judge=cell.name, mark=mark)


def _opened(marks: Marks, own: int, after: int, score: Score | None) -> Marks:
    """Open the first `own` marks; `after` is how far the board is behind the last mark of all."""
    cells, last, count = [], None, 0
    for cell in marks.cells:
        if not _handed_in(cell):
            cells.append(cell)
            continue
        count += 1
        cells.append(_cell(cell, count <= own, after))
        last = cell.judge if count == own else last
    return evolve(
        marks,
        cells=tuple(cells),
        opened=last if after <= 0 else None,
        deducted=_deducted(score),
        score=_working(score, after),
    )


def _cell(cell: Mark, is_open: bool, after: int) -> Mark:
    if not is_open:
        return evolve(cell, state="in", value=None)
    return cell if after >= STRIKE else evolve(cell, state="shown")


def _working(score: Score | None, after: int) -> Score | None:
    if score is None or after < PANEL:
        return None
    return score if after >= WHOLE else score.find("panel") or score


def _deducted(score: Score | None) -> Fraction:
    """Return the points a round takes off the panel's result."""
    panel = score.find("panel") if score is not None else None
    return Fraction(0) if score is None or panel is None else max(Fraction(0), panel.value - score.value)
