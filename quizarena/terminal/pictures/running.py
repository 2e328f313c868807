"""The running round: a question or a performance with its clock, or whatever blocks a kind gives."""

from __future__ import annotations

from ...scenes import Clocks, Face, Marks, OnStage, Question, Versus, Votes
from ..canvas import BOLD, Canvas
from ..wide import wrap
from .debate import debate
from .flow import Line, body
from .marks import marks
from .page import Page
from .question import put_asked, question_picture
from .stage import foot, heading, put_clock, put_stage, put_strip, stage_line, topic_line
from .stills import middle

_LEAST_CLOCK = 5


def running(page: Page) -> Canvas:
    """Draw the running round."""
    if page.feed.scene.of(Marks, Votes):
        return marks(page)
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
    said = _body(page)
    if faces:
        _with_clock(page, said, faces[0])
    else:
        if not said and not page.all(OnStage):
            middle(page, page.y(8, 12), heading(page)[0])
        top = page.y(4, 5)
        _put(page, said, top, foot(page) - 1 - top)
    put_strip(page)
    return page.finish()


def _body(page: Page) -> list[Line]:
    room = page.width - 2 * page.x(3, 5)
    topic = [(text, BOLD) for text in wrap(topic_line(page), room)] if topic_line(page) else []
    return topic + body(page, page.feed.scene.blocks, room)


def _put(page: Page, said: list[Line], y: int, most: int) -> None:
    for row, (text, pen) in enumerate(said[: max(0, most)]):
        page.canvas.put(page.x(3, 5), y + row, text, pen)


def _with_clock(page: Page, said: list[Line], face: Face) -> None:
    """Draw text, digits and bar below each other; longer text pushes the clock down, then makes it smaller."""
    top, start, bar = page.y(4, 5), page.y(6, 9), page.y(17, 26)
    gap = 2 if page.large else 1
    lowest = foot(page) - (2 if page.large else 1)
    most = lowest - gap - _LEAST_CLOCK - 1 - top
    said = said[: max(1, most)]
    _put(page, said, top, len(said))
    moved = max(0, top + len(said) + 1 - start)
    bar = min(max(bar, lowest), bar + moved)
    start += moved
    put_clock(page, face, y=start, down=max(1, bar - gap - start), bar_y=bar)
