"""What the board opens to the hall step by step: marks and votes (亮分), lots, the prizes. All of it is cues.

Marks open in the order of their cells, one performance after the other; then what is struck, the panel's arithmetic,
the whole score, total and place. Votes open after the marks; then the count, the winner, whom the judges named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

from ..points import show
from ..scenes import Block, Decision, Lots, Mark, Marks, Prizes, Say, Scene, Stage, Vote, Votes
from ..scores import Score
from ..text import FRAME, SENTENCES, Joined, Text
from ..values import evolve
from .facts import BoardShows
from .state import State

_ = FRAME
Way: TypeAlias = Literal["each", "halves", "once"]
"""How the rules open marks: one by one, in two halves, all at once."""


def stages(blocks: Sequence[Block]) -> tuple[Stage, ...]:
    """Return the steps after the last mark: what is struck, where anything is, the panel's result, score, place.

    Of a match that is won or lost they are the count, the winner and, where judges named anybody, the best debater; the
    count alone while a casting vote is awaited.
    """
    cells = [cell for block in blocks if isinstance(block, Marks) for cell in block.cells]
    struck: tuple[Stage, ...] = ("struck",) if any(cell.state in _STRUCK for cell in cells) else ()
    decision = next((block for block in blocks if isinstance(block, Decision)), None)
    if decision is None:
        return (*struck, "panel", "whole", "place")
    if decision.winner is None:
        return (*struck, "panel")
    return (*struck, "panel", "whole", "best") if decision.best else (*struck, "panel", "whole")


_STRUCK = ("struck_high", "struck_low")


def steps(blocks: Sequence[Block]) -> int:
    """Return how many steps it takes to open the marks in `blocks`, 0 where there are none to open."""
    marks = _count(blocks)
    return marks + len(stages(blocks)) if marks else 0


def is_undecided(blocks: Sequence[Block]) -> bool:
    """Whether a match waits for its casting vote, so that more will be opened than there is now."""
    return any(isinstance(block, Decision) and block.winner is None for block in blocks)


def _count(blocks: Sequence[Block]) -> int:
    return sum(_handed_in(cell) for block in blocks if isinstance(block, (Marks, Votes)) for cell in block.cells)


def _handed_in(cell: Mark | Vote) -> bool:
    return bool(cell.says) if isinstance(cell, Vote) else cell.value is not None


def open_marks(blocks: Sequence[Block], step: int, scores: Mapping[str, Score]) -> Iterator[Block]:
    """Yield `blocks` with their marks opened up to `step`; `scores` are those of the round by entrant."""
    all_marks = _count(blocks)
    if not all_marks:
        yield from blocks
        return
    begun, shown = 0, frozenset(stages(blocks)[: max(0, step - all_marks)])
    for block in blocks:
        match block:
            case Marks():
                yield _opened(block, step - begun, step <= all_marks, shown, scores.get(block.entrant))
                begun += sum(map(_handed_in, block.cells))
            case Votes():
                yield _open_votes(block, step - begun, step <= all_marks)
                begun += sum(map(_handed_in, block.cells))
            case Decision():
                yield from _decided(block, [stage for stage in stages(blocks) if stage in shown])
            case _:
                yield block


def host_blocks(
    blocks: Sequence[Block], steps: tuple[int, int], name: Callable[[str], Text], placed: Iterable[Text]
) -> Iterator[Block]:
    """Yield the `blocks` of somebody backstage, in place of a kind's lines those of the step the board is at.

    `steps` are the step before and the one now: several that opened at once are read in one go. `name` gives an
    entrant's name, `placed` are the lines on total and place.
    """
    before, step = steps
    lines = None
    for block in blocks:
        if not isinstance(block, Say):
            yield block
            continue
        lines = lines or list(_lines(blocks, block, name, placed))
        last = min(step, len(lines) - 1)
        opened = [line for line in lines[min(before + 1, last) : last + 1] if line is not None]
        now, then = _one(opened), lines[step + 1 : step + 2]
        yield Say(() if now is None else (now,), tuple(line for line in then if line is not None) or block.then)


def _lines(
    blocks: Sequence[Block], say: Say, name: Callable[[str], Text], placed: Iterable[Text]
) -> Iterator[Text | None]:
    """Yield what is read at each step: the call for the marks, each mark, each stage; None where there is nothing."""
    own: dict[Stage, list[Text]] = {}
    for stage, line in say.opening or tuple(("whole", line) for line in say.now):
        own.setdefault(stage, []).append(line)
    own["place"] = list(placed)
    yield _one(say.now) if say.opening else _("Marks, please!")
    yield from _mark_lines(blocks, name)
    for stage in stages(blocks):
        yield _one(own.get(stage, ()))


def _one(lines: Iterable[Text]) -> Text | None:
    """Return lines as one that is read in one go, None for none."""
    parts = tuple(lines)
    return Joined(parts, SENTENCES) if len(parts) > 1 else parts[0] if parts else None


def _mark_lines(blocks: Sequence[Block], name: Callable[[str], Text]) -> Iterator[Text]:
    """Yield how each mark or vote is read out, as they open; with the team where several are marked."""
    marks = [block for block in blocks if isinstance(block, Marks)]
    for block in marks:
        for cell in block.cells:
            if cell.value is None:
                continue
            mark = show(cell.value)
            if len(marks) == 1:
                yield _("{judge}: {mark}.", judge=cell.name, mark=mark)
            else:
                yield _("{team}, {judge}: {mark}.", team=name(block.entrant), judge=cell.name, mark=mark)
    yield from (cell.line for block in blocks if isinstance(block, Votes) for cell in block.cells if cell.line)


def _opened(marks: Marks, own: int, newest: bool, shown: frozenset[Stage], score: Score | None) -> Marks:
    """Open the first `own` marks; `newest` says that the last stands out, `shown` are the stages behind them."""
    cells, last, count = [], None, 0
    for cell in marks.cells:
        if not _handed_in(cell):
            cells.append(cell)
            continue
        count += 1
        cells.append(_cell(cell, count <= own, shown))
        last = cell.judge if count == own else last
    return evolve(
        marks,
        cells=tuple(cells),
        opened=last if newest else None,
        deducted=_deducted(score),
        score=_working(score, shown),
        final=score is not None and "whole" in shown,
    )


def _open_votes(votes: Votes, own: int, newest: bool) -> Votes:
    """Open the first `own` votes; `newest` says that the last stands out."""
    given = [cell for cell in votes.cells if cell.says]
    closed = {cell.judge for cell in given[max(0, own) :]}
    cells = (evolve(cell, state="in", says=(), line=None) if cell.judge in closed else cell for cell in votes.cells)
    last = given[own - 1].judge if newest and 0 < own <= len(given) else None
    return evolve(votes, cells=tuple(cells), opened=last)


def _decided(decision: Decision, shown: Sequence[Stage]) -> Iterator[Decision]:
    """Yield a decision as far as its stages are open, nothing before the count."""
    if "panel" in shown:
        yield Decision(
            decision.count,
            decision.winner if "whole" in shown else None,
            decision.award if "best" in shown else None,
            decision.best if "best" in shown else (),
            shown[-1],
            decision.casting,
        )


def _cell(cell: Mark, is_open: bool, shown: frozenset[Stage]) -> Mark:
    if not is_open:
        return evolve(cell, state="in", value=None)
    return cell if "struck" in shown else evolve(cell, state="shown")


def _working(score: Score | None, shown: frozenset[Stage]) -> Score | None:
    if score is None or "panel" not in shown:
        return None
    return score if "whole" in shown else score.find("panel") or score


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
        return "prizes", max(prize_steps(prizes.opening, returns=prizes.returns) for prizes in scene.of(Prizes))
    if state.board.programme == "marks" and steps(scene.blocks):
        return "marks", steps(scene.blocks)
    drawn = [lots for lots in scene.of(Lots) if any(name is not None for name in lots.order)]
    return ("draw", len(drawn[-1].groups) or len(drawn[-1].order)) if drawn else ("", 0)


def prize_steps(opening: Sequence[int], *, returns: bool) -> int:
    """Return how many steps prizes have that open in this order: the closed page, each of them, the first again."""
    return 1 + len(opening) + returns


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


def next_step(state: State, scene: Scene, way: Way = "each") -> BoardShows | None:
    """Return the cue that opens the next of them, None where there is none; `way` is how the rules open marks."""
    if not steps_left(state, scene):
        return None
    programme, most = current_programme(state, scene)
    there = step_now(state, programme)
    stops = _stops(scene, most, way) if programme == "marks" else range(1, most + 1)
    return BoardShows(programme, next(stop for stop in stops if stop > there))


def all_steps(state: State, scene: Scene) -> BoardShows | None:
    """Return the cue that opens at once what is left of marks, but for total and place, or of lots; None for one."""
    if not steps_left(state, scene):
        return None
    programme, most = current_programme(state, scene)
    last = most - 1 if programme == "marks" else most
    return BoardShows(programme, last) if programme != "prizes" and last > step_now(state, programme) + 1 else None


def _stops(scene: Scene, most: int, way: Way) -> Sequence[int]:
    """Return the steps at which the opening of marks stops; the score closes it, total and place are the last."""
    marks = _count(scene.blocks)
    match way:
        case "each":
            return range(1, most + 1)
        case "halves":
            return ((marks + 1) // 2, marks, most - 1, most)
        case "once":
            return (most - 1, most)
