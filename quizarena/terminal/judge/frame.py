"""The page a judge looks at: a canvas with the drawing's 80 columns in its middle, its foot at the bottom.

Decides where columns and rows of the drawings lie in a larger window; leaves what stands there to the pages.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...scenes import Versus
from ...sessions.dialog import Key
from ...sessions.judge.sheet import SIDES
from ...sessions.judge.view import View
from ...text import Text
from ..canvas import DIM, INK, Canvas, Pen
from ..wide import NO_NAMES, Names, cut, drawn, width, wrap

COLUMNS, ROWS = 80, 24
"""The size of the drawings, and the least a window may have."""
WIDEST = 100


class Frame:
    """A canvas to draw a page on; `y` counts as on the drawings, `foot` from the last row upwards."""

    def __init__(self, view: View, language: str, width: int, height: int, names: Names = NO_NAMES) -> None:
        """Take what is seen, the viewer's language, the window's size, and what is drawn in place of names."""
        self.view, self.language, self._names = view, language, names
        self.canvas = Canvas(width, height)
        self.columns = min(width, WIDEST)
        self._left, self._top = (width - self.columns) // 2, max(0, height - ROWS) // 4

    def side(self, team: str) -> Text | None:
        """Return the side a team debates on, None where it debates on none."""
        pairs = [pair for block in self.view.scene.of(Versus) for pair in (block.affirmative, block.negative)]
        return next((SIDES.get(pair.role) for pair in pairs if pair.team == team), None)

    @property
    def rows(self) -> int:
        """How many of the drawing's rows there are above the foot."""
        return self.canvas.height - 2 - self._top

    def word(self, text: Text | str) -> str:
        """Return a text as it is drawn."""
        return drawn(text, self.language, self._names)

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

    def foot_keys(self, keys: Iterable[Key]) -> None:
        """Draw keys, and what they do, in the row above the last."""
        words = "   ".join(self.word(key.text) for key in keys)
        self.canvas.put(self._left + 3, self.canvas.height - 2, cut(words, self.columns - 3), DIM)
