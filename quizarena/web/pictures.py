"""What each page shows: its picture from a feed, the same scene that terminals and paper draw."""

from __future__ import annotations

from ..rulebook import Rulebook
from ..sessions.hall import Feed
from .audience import audience
from .board import board
from .drawing import Drawing
from .host import host
from .views import Page, Picture

_PAGES = {"board": board, "audience": audience, "host": host}


def picture(page: Page, feed: Feed, rulebook: Rulebook, language: str) -> Picture:
    """Return the picture of a page now."""
    return _PAGES[page](Drawing(feed, rulebook, page, language))
