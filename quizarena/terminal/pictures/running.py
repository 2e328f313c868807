"""The running round: a question or a performance with its clock, or whatever blocks a kind gives."""

from __future__ import annotations

from ...scenes import Clocks, Face, Marks, MediaShown, OnStage, Question, Versus, Votes
from ..canvas import BOLD, Canvas
from ..wide import wrap
from .debate import debate
from .flow import body
from .marks import marks_picture
from .options import TIGHT, Air, Line, put_media
from .page import Page
from .question import put_asked, question_picture
from .stage import foot, heading, put_clock, put_stage, put_strip, stage_line, topic_line
from .stills import middle

_LEAST_CLOCK, _FULL_CLOCK = 5, 10
_AIRS: tuple[Air, ...] = ((2, 2), (2, 1), (1, 1))
"""Blank rows before and between options, the roomiest first."""
_WIDE_AIRS: tuple[Air, ...] = ((4, 3), (3, 3), (3, 2), *_AIRS)
"""The same where no clock stands below them."""


def running_picture(page: Page) -> Canvas:
    """Draw the running round."""
    if page.feed.scene.of(Marks, Votes):
        return marks_picture(page)
    if page.all(Versus):
        return debate(page)
    asked = question_picture(page)
    if asked is not None:
        return asked
    page.header(*heading(page))
    if page.all(Question):
        put_asked(page)
    elif page.all(OnStage):
        put_stage(page, stage_line(page))
    faces = [face for block in page.all(Clocks) for face in block.faces]
    shown = [block.media for block in page.all(Question) if block.media is not None and block.answer is None]
    said = _body(page)
    if faces:
        _with_clock(page, _airy(page) if any(block.options for block in page.all(Question)) else said, faces[0], shown)
    else:
        if not said and not page.all(OnStage):
            middle(page, page.y(8, 12), heading(page)[0])
        _without_clock(page, said)
    put_strip(page)
    return page.finish()


def _without_clock(page: Page, said: list[Line]) -> None:
    """Draw the text; a question takes the room that a clock would have had, its options further apart."""
    top = page.y(4, 5)
    room = foot(page) - 1 - top
    if page.all(Question):
        said = next((lines for air in _WIDE_AIRS if len(lines := _body(page, air)) <= room), said)
        top += max(0, room - len(said)) // 3
    _put(page, said, top, foot(page) - 1 - top)


def _body(page: Page, air: Air = TIGHT) -> list[Line]:
    room = page.width - 2 * page.x(3, 5)
    topic = [(text, BOLD) for text in wrap(topic_line(page), room)] if topic_line(page) else []
    return topic + body(page, page.feed.scene.blocks, room, air)


def _airy(page: Page) -> list[Line]:
    """Return the lines with as much air between options as leaves a clock its full size, if any does."""
    rows = _lowest(page) - (2 if page.large else 0) - _FULL_CLOCK - page.y(4, 5) - 1
    found = (lines for air in _AIRS if len(lines := _body(page, air)) <= rows)
    return next(found, None) or _body(page)


def _lowest(page: Page) -> int:
    """Return the last row above the strip that the bar of a clock may take."""
    return foot(page) - (2 if page.large else 1)


def _put(page: Page, said: list[Line], y: int, most: int) -> None:
    for row, (text, pen) in enumerate(said[: max(0, most)]):
        page.canvas.put(page.x(3, 5), y + row, text, pen)


def _with_clock(page: Page, said: list[Line], face: Face, shown: list[MediaShown]) -> None:
    """Draw text, digits and bar below each other; longer text pushes the clock down, then makes it smaller.

    What a question shows or plays stands between text and digits.
    """
    top, start, bar = page.y(4, 5), page.y(6, 9), page.y(17, 26)
    gap = 2 if page.large else 1
    lowest = _lowest(page)
    most = lowest - gap - _LEAST_CLOCK - 1 - top
    said = said[: max(1, most)]
    _put(page, said, top, len(said))
    moved = max(0, top + len(said) + 1 - start)
    bar = min(max(bar, lowest), bar + moved)
    start += moved
    if shown:
        air = page.y(1, 2)
        start = air + put_media(page, shown[0], top + len(said) + air, lowest - 1 - _LEAST_CLOCK - air)
        bar, gap = lowest, 1
    elif any(block.options for block in page.all(Question)):
        bar, gap = lowest, gap if page.large else 0
    put_clock(page, face, y=start, down=max(1, bar - gap - start), bar_y=bar)
