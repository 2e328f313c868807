"""A knock-out as a tree: a column a stage, each match between the two that lead to it."""

from __future__ import annotations

from ...points import show
from ...scenes import Bracket, Contender, Match
from ..canvas import BOLD, DIM, INK, NOW, Pen
from ..wide import cut, pad, width
from ..words import _
from .page import Page

_ROWS = 2
"""A match takes a row for each side."""


def put_bracket(page: Page, bracket: Bracket, top: int) -> None:
    """Draw the tree from row `top` to the foot of the page; of more matches than there is room for the last stages."""
    room = page.height - 1 - top
    stages = [stage for stage in bracket.stages if len(stage) * _ROWS <= room] or [bracket.stages[-1]]
    across = (page.width - 2) // len(stages)
    for column, stage in enumerate(stages):
        for nth, match in enumerate(stage):
            y = top + (2 * nth + 1) * room // (2 * len(stage)) - 1
            _match(page, match, 1 + column * across, y, across, leads=column < len(stages) - 1)
    if bracket.third is not None:
        x, y = 1 + (len(stages) - 1) * across, top + room - _ROWS - 1
        page.line(x, y, page.word(bracket.third.title), DIM)
        _match(page, bracket.third, x, y + 1, across, leads=False)


def _match(page: Page, match: Match, x: int, y: int, across: int, *, leads: bool) -> None:
    for row, side in enumerate(match.sides[:_ROWS]):
        score = "" if side.score is None else show(side.score)
        name = page.word(_("to come")) if side.name is None else page.word(side.name)
        room = across - 4 - width(score)
        said = f"{pad(cut(name, room), room)} {score}"
        page.canvas.put(x, y + row, said, _pen(side, match), limit=x + across - 2)
        if leads:
            page.canvas.put(x + across - 2, y + row, "\\" if row == 0 else "/", DIM)


def _pen(side: Contender, match: Match) -> Pen:
    if side.won:
        return BOLD
    if side.won is False or side.name is None:
        return DIM
    return NOW if match.is_on else INK
