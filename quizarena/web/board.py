"""The board on a projector: one layout a programme, from the scene of the hall."""

from __future__ import annotations

from ..scenes import Headline, OnStage, Question, Ranking
from .drawing import Drawing, Sheet
from .views import Picture


def board(drawing: Drawing) -> Picture:
    """Return the board's picture."""
    sheet, scene = Sheet(), drawing.feed.scene
    sheet.region("top", "top", [("top", drawing.html("top", headlines=scene.of(Headline)))])
    blocks = [("block", drawing.block(block)) for block in scene.of(OnStage, Question)]
    sheet.region("main", "main", blocks)
    sheet.region("strip", "strip", [("strip", drawing.block(ranking)) for ranking in scene.of(Ranking)])
    sheet.region("over")
    return sheet.picture("round")
