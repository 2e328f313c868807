"""The board's pictures: one function a programme, from a scene to a canvas; nothing here knows Textual or a file.

`draw_board(feed, look)` is what the hall sees, `draw_host(feed, look)` the host's monitor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...scenes import Headline, Lots, Prizes
from ..canvas import Canvas
from ..wide import wrap
from ..words import _
from .host import host
from .marks import marks
from .page import Feed, Look, Page
from .prizes import prizes
from .running import running
from .standings import standings
from .stills import black, draw, message, signed, title

LEAST = (80, 24)
"""The smallest window there is a layout for."""

__all__ = ["Feed", "Look", "draw_board", "draw_host"]


def draw_board(feed: Feed, look: Look) -> Canvas:
    """Return the picture of the programme that is on air."""
    page = Page(feed, look)
    return _too_small(page) or _PROGRAMMES.get(page.air.programme, _follow)(page)


def draw_host(feed: Feed, look: Look) -> Canvas:
    """Return the host's monitor."""
    page = Page(feed, look)
    return _too_small(page) or host(page)


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


def _follow(page: Page) -> Canvas:
    """Draw what the contest is at: the end, the prizes, the running round, the draw, or the title."""
    if page.air.signed:
        return signed(page)
    if page.one(Prizes) is not None:
        return standings(page)
    if page.one(Headline) is not None:
        return running(page)
    return draw(page) if page.one(Lots) is not None else title(page)


_PROGRAMMES: Mapping[str, Callable[[Page], Canvas]] = {
    "black": black,
    "follow": _follow,
    "title": title,
    "draw": draw,
    "round": running,
    "standings": standings,
    "marks": marks,
    "prizes": prizes,
    "message": message,
}
