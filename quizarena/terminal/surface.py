"""What a window is painted on: one canvas that is the whole screen, of which only changed rows go to the terminal."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style
from textual.filter import ANSIToTruecolor
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from .canvas import Canvas, Pen
from .palette import THEMES


class Picture(Widget):
    """The whole screen as one canvas, painted line by line; only rows that changed go to the terminal."""

    DEFAULT_CSS = "Picture { width: 100%; height: 100%; border: none; padding: 0; }"
    can_focus = False

    def __init__(self, theme: str) -> None:
        """Begin blank."""
        super().__init__()
        self._canvas = Canvas(1, 1)
        self._theme = theme
        self._strips: dict[int, Strip] = {}

    @property
    def canvas(self) -> Canvas:
        """What is painted now."""
        return self._canvas

    def show(self, canvas: Canvas, theme: str) -> None:
        """Take a new canvas and repaint the rows that differ."""
        before, self._canvas = self._canvas, canvas
        same = theme == self._theme and (before.width, before.height) == (canvas.width, canvas.height)
        self._theme = theme
        if not same:
            self._strips.clear()
            self.refresh()
            return
        old, new = before.rows(), canvas.rows()
        changed = [y for y in range(canvas.height) if old[y] != new[y]]
        for y in changed:
            self._strips.pop(y, None)
        if changed:
            self.refresh(*_stretches(changed, canvas.width))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return painted rows as they are kept: Textual would look for a border, padding and links around each."""
        width = self.size.width
        found = [self._row(y, width) for y in crop.line_range]
        for each in self.get_line_filters():
            if not isinstance(each, ANSIToTruecolor):  # the palette has no colour that depends on the terminal
                found = [row.apply_filter(each, self.background_colors[1]) for row in found]
        left, right = crop.column_span
        return found if (left, right) == (0, width) else [row.crop(left, right) for row in found]

    def render_line(self, y: int) -> Strip:
        """Return one painted row."""
        return self._row(y, self.size.width)

    def _row(self, y: int, width: int) -> Strip:
        if y >= self._canvas.height or width != self._canvas.width:
            return blank(width, self._theme)
        if y not in self._strips:
            rows, above = self._canvas.rows(), self._strips.get(y - 1)  # a row of big digits is as the one above it
            repeated = above is not None and rows[y] == rows[y - 1]
            self._strips[y] = above if above and repeated else strip(self._canvas, y, self._theme)
        return self._strips[y]


def _stretches(rows: list[int], width: int) -> Iterator[Region]:
    """Yield the regions of rows in order: what lies side by side is one, for each region costs its own walk."""
    first = rows[0]
    for y, following_row in zip(rows, (*rows[1:], None), strict=True):
        if following_row != y + 1:
            yield Region(0, first, width, y + 1 - first)
            first = following_row or 0


@functools.lru_cache(maxsize=256)
def style(pen: Pen, theme: str) -> Style:
    """Return the style of a pen in the theme of that name."""
    colours = THEMES[theme].colours
    ink, ground = colours[pen.ink], colours[pen.ground]
    if pen.lit:
        return Style(color=ink, bgcolor=ink)
    if pen.reverse:
        ink, ground = ground, ink
    return Style(color=ink, bgcolor=ground, bold=pen.bold, strike=pen.strike)


def strip(canvas: Canvas, row: int, theme: str) -> Strip:
    """Return row `row` of the canvas."""
    return Strip([Segment(text, style(pen, theme)) for text, pen in canvas.runs(row)], canvas.width)


def blank(width: int, theme: str) -> Strip:
    """Return an empty row."""
    return Strip([Segment(" " * width, style(Pen(), theme))], width)
