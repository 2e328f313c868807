"""Blocks of any kind as lines, one below the other: what a third party's round shows without code of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import assert_never

from ...points import show
from ...scenes import (
    Block,
    Bracket,
    Buzz,
    Clocks,
    Correction,
    Decision,
    Headline,
    Lots,
    Marks,
    OnAir,
    OnStage,
    Paragraph,
    Prizes,
    Question,
    Ranking,
    Role,
    Ruling,
    Say,
    Steps,
    Table,
    Versus,
    Votes,
)
from ...text import Text
from ..canvas import BOLD, DIM, INK, RIGHT
from ..wide import cut, pad, width, wrap
from ..words import _
from .options import TIGHT, Air, Line, option_lines, question_lines
from .page import Page

_ELSEWHERE = frozenset(
    {Role.MESSAGE, Role.TOPIC, Role.SEGMENT, Role.RETURNED, Role.INTERRUPTION, Role.NOTICE, Role.PROTEST}
)
"""Roles of paragraphs that have a place of their own."""


def body(page: Page, blocks: Sequence[Block], room: int, air: Air = TIGHT) -> list[Line]:
    """Return the lines of `blocks`, none wider than `room`: questions, paragraphs and tables; options with `air`."""
    return [line for block in blocks for line in _lines(page, block, room, air)]


def _lines(page: Page, block: Block, room: int, air: Air) -> Iterator[Line]:
    match block:
        case Question():
            yield from ((text, BOLD) for text in question_lines(page, block, room))
            yield from option_lines(page, block, room, air)
            if block.answer is not None:
                yield "", INK
                yield from ((text, RIGHT) for text in wrap(page.word(_("Answer: {answer}", answer=block.answer)), room))
        case Paragraph():
            pen = DIM if block.role is Role.NOTE else INK
            yield from ((text, pen) for text in _wrapped(page, block, room))
        case Ruling():
            yield from ((text, INK) for text in wrap(page.word(block.line), room))
        case Table():
            yield "", INK
            yield from _table(page, block, room)
        case Votes():
            cells = ((cell.name, *(cell.says or (None,) * len(block.heads))) for cell in block.cells)
            yield from _table(page, Table((_("judge"), *block.heads), tuple(cells)), room)
        case Headline() | Say() | Steps() | OnStage() | Buzz() | Clocks() | Marks() | Versus():
            return  # pictures of their own show them
        case Decision() | Lots() | Prizes() | Ranking() | Bracket() | OnAir() | Correction():
            return
        case _:
            assert_never(block)


def _wrapped(page: Page, block: Paragraph, room: int) -> list[str]:
    return [] if block.role in _ELSEWHERE else wrap(page.word(block.text), room)


def _table(page: Page, table: Table, room: int) -> Iterator[Line]:
    rows = [[page.word(head) for head in table.heads], *([_cell(page, each) for each in row] for row in table.rows)]
    numbers = {x for row in table.rows for x, each in enumerate(row) if isinstance(each, (int, Fraction))}
    depth = max(map(len, rows))
    widths = [max(width(row[x]) for row in rows if x < len(row)) for x in range(depth)]
    if table.title is not None:
        yield cut(page.word(table.title), room), DIM
    for nth, row in enumerate(rows):
        cells = (pad(text, widths[x], align=">" if x in numbers else "<") for x, text in enumerate(row))
        yield cut("   ".join(cells).rstrip(), room), INK if nth else DIM


def _cell(page: Page, value: Text | Fraction | int | None) -> str:
    if value is None:
        return "-"
    return show(value) if isinstance(value, (int, Fraction)) else page.word(value)
