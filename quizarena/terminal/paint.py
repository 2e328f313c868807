"""Canvas rows as Textual's lines: tokens become colours of a theme.

Decides that every segment carries a style with both colours: under NO_COLOR Textual turns them to greys, and a segment
without a style makes its filter raise.
"""

from __future__ import annotations

import functools

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from .canvas import Canvas, Pen
from .palette import THEMES


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
