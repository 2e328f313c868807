"""Words in lit cells: a name or a verdict as large as its place allows, framed where nothing can letter it.

Decides the sizes: twelve rows on the layouts drawn, as many columns a character as it takes to be read from afar, two
lines where one would be too narrow on a large screen.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..canvas import BOLD, INK, Pen
from ..lettering import Dots, is_wide
from ..wide import cut, width
from .page import Page

_ROWS, _FRAME_ROWS = 12, 9
_LEAST_COLUMNS, _MOST_COLUMNS = 14, {True: 24, False: 22}
"""Columns of a character of twelve rows: fewer cannot be read, more make it broad."""
_GAP, _MARGIN, _SIDE = 2, 2, 4
_MOST_IN_TWO_LINES = 8
_FRAME_ROOM = {True: 66, False: 42}


def rows(page: Page) -> int:
    """Return the rows of a lit word: 12 on the layouts drawn, more on larger screens."""
    height = page.height
    return (_ROWS * height + 17) // 34 if page.large else _ROWS * height // 24


def put_name(page: Page, text: str, y: int, *, down: int, pen: Pen = INK) -> int:
    """Draw a name in the middle from row `y` in at most `down` rows; return how many it took.

    A frame stands in the middle of the rows that a lettered name would take.
    """
    lines, slot = _lines(page, text, down), min(down, rows(page))
    if lines is None:
        high = min(slot, _FRAME_ROWS)
        _frame(page, text, y + (slot - high) // 2, high, pen)
        return slot
    for dots in lines:
        put_dots(page, (page.width - len(dots[0])) // 2, y, dots, pen)
        y += len(dots) + 1
    return sum(map(len, lines)) + len(lines) - 1


def takes_two_lines(page: Page, text: str) -> bool:
    """Whether a name is lettered in two lines where there is room for them."""
    lines = _lines(page, text, 2 * rows(page) + 1)
    return lines is not None and len(lines) == 2


def put_dots(page: Page, x: int, y: int, dots: Dots, pen: Pen) -> None:
    """Light the dots, their upper left corner at column `x`, row `y`."""
    for row, text in enumerate(dots, y):
        start = 0
        while (start := text.find("#", start)) >= 0:
            end = text.find(" ", start)
            end = len(text) if end < 0 else end
            page.canvas.light(x + start, row, end - start, 1, pen)
            start = end


def word(page: Page, text: str, most: int, down: int) -> Dots | None:
    """Return a word as dots in one line of at most `most` columns, None where it cannot be read in them."""
    if not is_wide(text):
        columns = page.look.letters.columns(text, down)
        if columns is None or 3 * most < 2 * columns:  # squeezed further, letters melt together
            return None
        return page.look.letters.line(text, down, most)
    least = -(-_LEAST_COLUMNS * down // _ROWS)
    for gap in (_GAP, 1):
        across = min(_MOST_COLUMNS[page.large] * down // _ROWS, (most - gap * (len(text) - 1)) // len(text))
        if across >= least:
            found = page.look.letters.wide(text, across, down)
            return None if found is None else tuple((" " * gap).join(row) for row in zip(*found, strict=True))
    return None


def _lines(page: Page, text: str, down: int) -> list[Dots] | None:
    """Return the lines a name takes, None where it cannot be lettered."""
    high = min(rows(page), down)
    halves = _halves(text) if page.large and 2 * high + 1 <= down else None
    tight = is_wide(text) and len(text) == 5 and not page.large
    one = word(page, text, page.width - (0 if tight else 2 * _MARGIN), high)
    if one is not None and (halves is None or not is_wide(text) or len(text) <= 5):
        return [one]
    if halves is None:
        return None
    two = [word(page, half, page.width - 2 * _MARGIN, high) for half in halves]
    return [each for each in two if each is not None] if None not in two else None


def _halves(text: str) -> tuple[str, str] | None:
    """Return a name in two lines: a Chinese one by half its characters, another between two words."""
    if is_wide(text):
        middle = (len(text) + 1) // 2
        return (text[:middle], text[middle:]) if 1 < len(text) <= _MOST_IN_TWO_LINES else None
    words = text.split(" ")
    if len(words) < 2:
        return None
    cuts = (" ".join(words[:place]) for place in range(1, len(words)))
    first = min(cuts, key=lambda start: max(width(start), width(text) - width(start)))
    return first, text[len(first) + 1 :]


def _frame(page: Page, text: str, y: int, down: int, pen: Pen) -> None:
    """Draw a name in a frame of lit cells."""
    spaced = _spaced(text, page.width - 6 * _SIDE)
    across = min(width(spaced) + _FRAME_ROOM[page.large] * page.width // (120 if page.large else 80), page.width - 12)
    across = max(across, min(width(spaced) + 4 * _SIDE, page.width))
    x = (page.width - across) // 2
    for top in (y, y + down - 1):
        page.canvas.light(x, top, across, 1, pen)
    for left in (x, x + across - _SIDE):
        page.canvas.light(left, y, _SIDE, down, pen)
    page.canvas.centre(y + down // 2, cut(spaced, across - 2 * _SIDE), BOLD, left=x, right=x + across)


def _spaced(text: str, room: int) -> str:
    """Return a short Chinese name with two spaces between its characters, as far as there is room."""
    spaced = ("  " if is_wide(text) else "").join(text)
    return spaced if width(spaced) <= room else text


def spaced_title(text: str) -> str:
    """Return a heading with air between its letters: 一   等   奖, F I R S T   P R I Z E."""
    if is_wide(text):
        return "   ".join(text) if len(text) <= 3 else " ".join(text)
    return "   ".join(" ".join(each) for each in text.upper().split(" ")) if len(text) <= 24 else text


def joined(lines: Sequence[str]) -> str:
    """Return facts of one line with a wide gap between them."""
    return "   ".join(filter(None, lines))
