"""What each page shows: its picture from a feed, the same scene that terminals and paper draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from ...rulebook import Rulebook
from ...sessions.hall import Feed
from ..drawing import Drawing, Joining
from ..look import look_digest
from ..views import Page, Picture
from .audience import audience_picture
from .board import board_picture
from .host import host_picture
from .voter import voter_picture

_PAGES: Mapping[Page, Callable[[Drawing], Picture]] = {
    "board": board_picture, "audience": audience_picture, "voter": voter_picture, "host": host_picture
}  # fmt: skip

_NOBODY = Joining()


def picture(page: Page, feed: Feed, rulebook: Rulebook, language: str, joining: Joining = _NOBODY) -> Picture:
    """Return the picture of a page now; a judge's sheet is drawn by `sheets`."""
    found = _PAGES[page](Drawing(feed, rulebook, page, language, joining))
    return attrs.evolve(found, theme=rulebook.look.theme, look=look_digest(rulebook.look))
