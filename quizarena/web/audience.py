"""The audience's phone: what is on now, the standings as the board has them, and who won."""

from __future__ import annotations

from collections.abc import Iterator
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
from .drawing import Drawing, Regions
from .views import Picture

_BOARD_ONLY = frozenset({Role.MESSAGE})
"""What the desk puts on the board concerns the board alone, as black does."""


def audience(drawing: Drawing) -> Picture:
    """Return the picture of the audience's page."""
    regions, scene = Regions(), drawing.feed.scene
    regions.put("top", "hd", [("title", drawing.html("title", rehearsal=_is_rehearsal(drawing)))])
    regions.put("now", "now", [part for block in scene.blocks for part in _now(drawing, block)])
    regions.put("main", "bd", [part for block in scene.blocks for part in _below(drawing, block)])
    regions.put("foot", "ft", [("foot", drawing.html("foot"))])
    return regions.picture("audience")


def _is_rehearsal(drawing: Drawing) -> bool:
    return any(air.rehearsal for air in drawing.feed.scene.of(OnAir))


def _now(drawing: Drawing, block: Block) -> Iterator[tuple[str, str]]:
    """Yield what is on now: it is read out to who cannot see it, so nothing stands here that ticks or is long."""
    match block:
        case Headline() | OnStage() | Versus() | Ruling() | Correction() | Decision():
            yield type(block).__name__.lower(), drawing.block(block)
        case Paragraph():
            if block.role not in _BOARD_ONLY:
                yield "paragraph", drawing.block(block)
        case Question() | Clocks() | Marks() | Votes() | Table() | Lots() | Prizes() | Ranking():
            return  # below
        case OnAir() | Say() | Steps():
            return  # the board's own, the host's, the desk's
        case _:
            assert_never(block)


def _below(drawing: Drawing, block: Block) -> Iterator[tuple[str, str]]:
    match block:
        case Question() | Clocks() | Marks() | Votes() | Table() | Lots() | Prizes():
            yield type(block).__name__.lower(), drawing.block(block)
        case Ranking():
            yield "ranking", drawing.block(block)
        case Headline() | OnStage() | Versus() | Ruling() | Correction() | Decision() | Paragraph():
            return  # above
        case OnAir() | Say() | Steps():
            return
        case _:
            assert_never(block)
