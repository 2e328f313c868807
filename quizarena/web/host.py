"""The page of the host."""

from __future__ import annotations

from ..scenes import Headline, OnStage, Question, Ranking
from .drawing import Drawing, Regions
from .views import Picture


def host(drawing: Drawing) -> Picture:
    """Return the picture."""
    regions, scene = Regions(), drawing.feed.scene
    regions.put("top", "hd", [("top", drawing.html("top", headlines=scene.of(Headline)))])
    regions.put("main", "bd", [("block", drawing.block(block)) for block in scene.of(OnStage, Question, Ranking)])
    regions.put("foot")
    return regions.picture("round")
