"""Where a zone is being drawn: rows one below the other, between two rules."""

from __future__ import annotations

from fractions import Fraction

import attrs

from ...points import show
from ...text import Text
from ..canvas import INK, Canvas, Pen
from ..wide import cut, wrap
from .painting import Painting


@attrs.define
class LineWriter:
    """Where the zone is being drawn: the next free row, the last one, and the columns."""

    canvas: Canvas
    view: Painting
    y: int
    bottom: int
    width: int

    @property
    def room(self) -> int:
        """The rows left."""
        return self.bottom - self.y

    def line(self, text: str, pen: Pen = INK) -> None:
        """Draw one line, cut to the zone."""
        if self.room > 0:
            self.canvas.put(1, self.y, cut(text, self.width - 2), pen)
            self.y += 1

    def lines(self, text: str, pen: Pen = INK, *, indent: int = 0, most: int = 3) -> None:
        """Draw a text over a few lines, all but the first indented."""
        for nth, each in enumerate(wrap(text, self.width - 2 - indent)[:most]):
            self.line(("" if not nth else " " * indent) + each, pen)

    def gap(self, needed: int = 1) -> None:
        """Leave a row free where that leaves room for what comes."""
        if self.room > needed + 1:
            self.y += 1


def cell_words(view: Painting, cell: Text | Fraction | int | None) -> str:
    """Return what stands in a table's cell."""
    if cell is None:
        return "-"
    return show(cell) if isinstance(cell, (int, Fraction)) else view.word(cell)
