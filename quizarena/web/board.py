"""The board on a projector: one layout a programme, from the scene of the hall."""

from __future__ import annotations

from ..scenes import Headline, OnStage, Question, Ranking
from .drawing import Drawing, Regions
from .views import Picture


def board(drawing: Drawing) -> Picture:
    """Return the board's picture."""
    regions, scene = Regions(), drawing.feed.scene
    regions.put("top", "top", [("top", drawing.html("top", headlines=scene.of(Headline)))])
    blocks = [("block", drawing.block(block)) for block in scene.of(OnStage, Question)]
    regions.put("main", "main", blocks)
    regions.put("strip", "strip", [("strip", drawing.block(ranking)) for ranking in scene.of(Ranking)])
    regions.put("over")
    return regions.picture("round")
