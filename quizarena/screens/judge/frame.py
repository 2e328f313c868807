"""The page a judge looks at: a canvas with the drawing's 80 columns in its middle, its foot at the bottom.

Decides where columns and rows of the drawings lie in a larger window; leaves what stands there to the pages.
"""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from ...contest import Contest
from ...scenes import Scene, Versus
from ...text import Text
from ..canvas import INK, Canvas, Pen
from ..wide import cut, drawn, width, wrap
from .controller import Judging
from .duties import seat_of
from .sheet import SIDES

COLUMNS, ROWS = 80, 24
"""The size of the drawings, and the least a window may have."""
WIDEST = 100


class Frame:
    """A canvas to draw a page on; `y` counts as on the drawings, `foot` from the last row upwards."""

    def __init__(self, judging: Judging, width: int, height: int, now: datetime) -> None:
        """Take the sheet, the window's size and the instant."""
        self.judging, self.now = judging, now
        self.canvas = Canvas(width, height)
        self.columns = min(width, WIDEST)
        self._left, self._top = (width - self.columns) // 2, max(0, height - ROWS) // 4

    @property
    def contest(self) -> Contest:
        """The contest, for reading."""
        return self.judging.contest

    @cached_property
    def scene(self) -> Scene:
        """What this judge may see."""
        return self.contest.scene(seat_of(self.judging.judge or ""))

    def side(self, team: str) -> Text | None:
        """Return the side a team debates on, None where it debates on none."""
        pairs = [pair for block in self.scene.of(Versus) for pair in (block.affirmative, block.negative)]
        return next((SIDES.get(pair.role) for pair in pairs if pair.team == team), None)

    @property
    def rows(self) -> int:
        """How many of the drawing's rows there are above the foot."""
        return self.canvas.height - 2 - self._top

    def word(self, text: Text | str) -> str:
        """Return a text as it is drawn."""
        return drawn(text, self.judging.language)

    def put(self, x: int, y: int, text: Text | str, pen: Pen = INK, *, end: int | None = None) -> int:
        """Draw a text, cut before column `end`; return the column behind it."""
        words = self.word(text)
        words = cut(words, (self.columns if end is None else end) - x)
        return self.canvas.put(self._left + x, self._top + y, words, pen) - self._left

    def right(self, end: int, y: int, text: Text | str, pen: Pen = INK) -> None:
        """Draw a text that ends before column `end`."""
        words = self.word(text)
        self.put(end - width(words), y, words, pen)

    def wrap(self, x: int, y: int, text: Text | str, pen: Pen = INK, *, end: int | None = None, most: int = 2) -> int:
        """Draw a text on at most so many rows; return the row behind it."""
        lines = wrap(self.word(text), (self.columns if end is None else end) - x)
        for place, line in enumerate(lines[:most]):
            words = line if place < most - 1 or len(lines) <= most else cut(line + "  ..", width(line))
            self.put(x, y + place, words, pen, end=end)
        return y + min(len(lines), most)

    def place(self, x: int, y: int) -> tuple[int, int]:
        """Return the canvas's column and row for those of the drawing."""
        return self._left + x, self._top + y

    def foot(self, up: int, x: int, text: Text | str, pen: Pen = INK) -> None:
        """Draw in the row `up` rows above the last."""
        words = cut(self.word(text), self.columns - x)
        self.canvas.put(self._left + x, self.canvas.height - 1 - up, words, pen)
