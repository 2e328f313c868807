"""The host's tablet: what to read now and next, what not to say yet, who is asked, and what the board shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import assert_never

from ..scenes import (
    Block,
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
from ..sessions.monitor import due, is_at_the_round, not_yet, on_board, speech
from ..text import Text, draw
from .drawing import Drawing, Regions
from .views import Picture

_SIZES = ((24, "short"), (60, "middle"), (140, "long"))
"""How large what is read now stands, by its length."""
_BESIDE = frozenset({Role.NOTE, Role.DIFFICULTY, Role.TOPIC, Role.MOTION, Role.SEGMENT, Role.TIME, Role.OVERTIME})


def host(drawing: Drawing) -> Picture:
    """Return the picture of the host's page."""
    regions, scene = Regions(), drawing.feed.scene
    said = speech(scene)
    lines, remark = due(scene, said, datetime.now(UTC))
    regions.put("top", "hd", [("title", drawing.html("title", headlines=scene.of(Headline)))])
    hushed = not_yet(scene)
    answers = [each for each in scene.of(Question) if each.answer is not None] if is_at_the_round(scene) else []
    regions.put(
        "left",
        "reading",
        [
            ("now", drawing.html("now", lines=lines, remark=remark, size=_size(lines, drawing.language))),
            ("next", drawing.html("next", lines=said.then)),
            ("hush", "" if hushed is None else drawing.html("hush", what=hushed)),
        ],
    )
    right = [part for block in scene.blocks for part in _beside(drawing, block)]
    regions.put("right", "beside", [*right, *(("answer", drawing.html("answer", block=each)) for each in answers)])
    notes = [each for each in scene.of(Paragraph) if each.role is Role.DESK_NOTE]
    regions.put("foot", "ft", [("foot", drawing.html("foot", board=on_board(scene, None), notes=notes[-1:]))])
    return regions.picture("host")


def _size(lines: tuple[Text, ...], language: str) -> str:
    length = sum(len(draw(line, language)) for line in lines) // (1 if language == "zh" else 2)
    return next((size for most, size in _SIZES if length <= most), "longest")


def _beside(drawing: Drawing, block: Block) -> Iterator[tuple[str, str]]:
    """Yield what stands beside what is read: who, the question, the clocks, marks and totals."""
    match block:
        case OnStage() | Versus() | Clocks() | Marks() | Votes() | Decision() | Table() | Ranking():
            yield type(block).__name__.lower(), drawing.block(block)
        case Question():
            if is_at_the_round(drawing.feed.scene):
                yield "question", drawing.block(block)
        case Paragraph():
            if block.role in _BESIDE:
                yield "paragraph", drawing.block(block)
        case Headline() | Ruling() | Correction() | Lots() | Prizes() | OnAir() | Say() | Steps():
            return  # in the lines, in the title, or on the board's own line
        case _:
            assert_never(block)
