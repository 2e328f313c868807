"""What the board opens to the hall step by step: marks (亮分), the lots of a draw, the prizes. All of it is cues.

Marks open in the order of their cells, one performance after the other; then what is struck, the panel's arithmetic,
the whole score, total and place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from ..points import show
from ..scenes import Block, Lots, Mark, Marks, Prizes, Say, Scene
from ..scores import Score
from ..text import FRAME, Text
from ..values import evolve
from .facts import BoardShows
from .state import State

_ = FRAME
STRIKE, PANEL, WHOLE, PLACE = 1, 2, 3, 4
"""The steps after the last mark."""


def steps(blocks: Sequence[Block]) -> int:
    """Return how many steps it takes to open the marks in `blocks`, 0 where there are none to open."""
    marks = sum(_handed_in(cell) for block in blocks if isinstance(block, Marks) for cell in block.cells)
    return marks + PLACE if marks else 0


def _handed_in(cell: Mark) -> bool:
    return cell.value is not None


def open_marks(blocks: Sequence[Block], step: int, scores: Mapping[str, Score]) -> Iterator[Block]:
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


def host_blocks(blocks: Sequence[Block], step: int, name: Callable[[str], Text], places: int) -> Iterator[Block]:
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
        final=score is not None and after >= WHOLE,
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


def current_programme(state: State, scene: Scene) -> tuple[str, int]:
    """Return the programme whose steps are gone through now, and how many it has; ("", 0) where none has any.

    `scene` is the desk's. Prizes have none while the standings are frozen: the hall would see an empty page.
    """
    if state.reveal is not None:
        return "marks", steps(scene.blocks)
    if state.opening is not None:
        return "draw", state.opening.count
    if scene.of(Prizes) and state.frozen is None:
        return "prizes", max(1 + len(prizes.opening) + prizes.returns for prizes in scene.of(Prizes))
    if state.board.programme == "marks" and steps(scene.blocks):
        return "marks", steps(scene.blocks)
    drawn = [lots for lots in scene.of(Lots) if any(name is not None for name in lots.order)]
    return ("draw", len(drawn[-1].order)) if drawn else ("", 0)


def step_now(state: State, programme: str) -> int:
    """Return the step at which the hall stands in a programme, 0 before the first."""
    if state.board.programme == programme:
        return state.board.step
    return state.opening.step if state.opening is not None and programme == "draw" else 0


def steps_left(state: State, scene: Scene) -> int:
    """Return how many steps are still to be opened before the contest goes on."""
    programme, most = current_programme(state, scene)
    waits = state.reveal is not None or state.opening is not None or programme == "prizes"
    return max(0, most - step_now(state, programme)) if waits and state.signed is None else 0


def next_step(state: State, scene: Scene) -> BoardShows | None:
    """Return the cue that opens the next of them, None where there is none."""
    if not steps_left(state, scene):
        return None
    programme, _most = current_programme(state, scene)
    return BoardShows(programme, step_now(state, programme) + 1)
