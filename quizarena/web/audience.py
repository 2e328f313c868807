"""The page of the audience."""

from __future__ import annotations

from ..scenes import Headline, OnStage, Question, Ranking
from .drawing import Drawing, Sheet
from .views import Picture


def audience(drawing: Drawing) -> Picture:
    """Return the picture."""
    sheet, scene = Sheet(), drawing.feed.scene
    sheet.region("top", "hd", [("top", drawing.html("top", headlines=scene.of(Headline)))])
    sheet.region("main", "bd", [("block", drawing.block(block)) for block in scene.of(OnStage, Question, Ranking)])
    sheet.region("foot")
    return sheet.picture("round")
