"""The test card (测试卡): frame, ruler, a Chinese sample, colours, the running second, and how far it reads.

Decides from how far a row of text can be read: on a picture 1.5 m high, 200 times the height of a text row.
"""

from __future__ import annotations

from ...scenes import Scene
from ...sessions.hall import MOST_ROWS, Feed
from ...text import Text
from ..canvas import AFF, BOLD, DIM, INK, NEG, NOW, RIGHT, WRONG, Canvas
from ..digits import digits_width, largest, put_digits
from ..wide import cut, width, wrap
from ..words import _
from .page import Look, Page

PICTURE_MM, READABLE = 1_500, 200


def card(look: Look, sound: Text | None = None) -> Canvas:
    """Draw the test card for the screen's size; `sound` says how the bell is heard that has just been rung."""
    page = Page(Feed(Scene(_("Test card")), 0, ""), look)
    _frame(page)
    _ruler(page)
    lines = [*_advice(page), page.word(_("The quick brown fox 0123456789"))]
    if sound is not None:
        lines.append(page.word(_("Bell, one stroke: {how}", how=sound)))
    y = 3
    for text in lines:
        for piece in wrap(text, page.width - 6):
            page.canvas.put(3, y, piece, BOLD)
            y += 1
    _colours(page, y + 1)
    _clock(page, y + 3)
    return page.canvas


def _frame(page: Page) -> None:
    for x in range(page.width):
        page.canvas.put(x, 0, "-", DIM)
        page.canvas.put(x, page.height - 1, "-", DIM)
    for y in range(page.height):
        for x in (0, page.width - 1):
            page.canvas.put(x, y, "+" if y in (0, page.height - 1) else "|", DIM)
    page.canvas.centre(0, f" {page.word(_('Test card'))} {page.width}x{page.height} ", NOW)


def _ruler(page: Page) -> None:
    for x in range(10, page.width - 2, 10):
        page.canvas.put(x, 1, str(x), DIM)


def _advice(page: Page) -> list[str]:
    metres = PICTURE_MM * READABLE // page.height // 100
    far = f"{metres // 10}.{metres % 10}"
    said = [page.word(_("{rows} rows: readable to {metres} m on a picture 1.5 m high", rows=page.height, metres=far))]
    if page.height > MOST_ROWS:
        said.append(page.word(_("too small for the back rows; enlarge with Ctrl plus to 24 to 34 rows")))
    return said


def _colours(page: Page, y: int) -> None:
    samples = (
        (_("Affirmative"), AFF),
        (_("Negative"), NEG),
        (_("right"), RIGHT),
        (_("wrong"), WRONG),
        (_("now"), NOW),
        (_("dim"), DIM),
    )
    x = 3
    for words, pen in samples:
        text = page.word(words)
        if x + width(text) < page.width - 1:
            page.canvas.put(x, y, cut(text, page.width - 1 - x), pen)
        x += width(text) + 3


def _clock(page: Page, y: int) -> None:
    said = f"{page.look.now:%H:%M:%S}"
    dot = largest(said, page.width - 6, page.height - 2 - y)
    if dot is None:
        page.canvas.put(3, y, said, BOLD)
    else:
        put_digits(page.canvas, (page.width - digits_width(said, dot)) // 2, y, said, dot, pen=INK)
