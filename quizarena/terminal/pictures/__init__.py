"""The board's pictures: one function a programme, from a scene to a canvas; nothing here knows Textual or a file.

`draw_board(feed, look)` is what the hall sees, `draw_host(feed, look)` the host's monitor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import attrs

from ...sessions.hall import Feed
from ...sessions.programme import Programme, programme_of
from ..canvas import Canvas
from ..wide import wrap
from ..words import _
from .host import host_picture
from .marks import marks_picture
from .page import Look, Motion, Page
from .prizes import prizes_picture
from .running import running_picture
from .standings import standings_picture
from .stills import black, draw, join, message, title

LEAST = (80, 24)
"""The smallest window there is a layout for."""

__all__ = ["Look", "Motion", "draw_board", "draw_host", "motion_ms"]


def draw_board(feed: Feed, look: Look) -> Canvas:
    """Return the picture of the programme that is on air."""
    return _board(Page(feed, look))


def motion_ms(feed: Feed, look: Look) -> int:
    """Return how many milliseconds after the last fact the picture is what it stays, by `look.motion`."""
    page = Page(feed, look)
    _board(page)
    return page.ends_ms


def _board(page: Page) -> Canvas:
    programme = _programme(page)
    if page.look.motion is not None:
        page.is_new = _programme(Page(page.look.motion.before, page.look)) is not programme
    return _too_small(page) or programme(page)


def draw_host(feed: Feed, look: Look) -> Canvas:
    """Return the host's monitor."""
    page = Page(attrs.evolve(feed, seal=None), look)  # the last row of this screen says whose it is
    return _too_small(page) or host_picture(page)


def _too_small(page: Page) -> Canvas | None:
    """Return the request for a larger window, None where the window is large enough."""
    across, down = LEAST
    if page.width >= across and page.height >= down:
        return None
    size, now = f"{across}x{down}", f"{page.width}x{page.height}"
    said = page.word(_("please make this window {size} or larger (it is {now})", size=size, now=now))
    for row, line in enumerate(wrap(said, max(2, page.width))):
        page.canvas.put(0, row, line)
    return page.canvas


def _programme(page: Page) -> Picture:
    """Return the picture of the programme on air."""
    return _PICTURES[programme_of(page.feed.scene)]


Picture: TypeAlias = Callable[[Page], Canvas]
_PICTURES: Mapping[Programme, Picture] = {
    "black": black,
    "title": title,
    "draw": draw,
    "round": running_picture,
    "standings": standings_picture,
    "marks": marks_picture,
    "prizes": prizes_picture,
    "message": message,
    "join": join,
}
