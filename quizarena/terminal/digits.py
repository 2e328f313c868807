"""Big digits: a matrix of 3 by 5 dots, each dot a block of lit cells.

Decides the shapes and the size: no glyph is involved, so no font can break them. A dot is `px` columns by `py` rows,
2 <= px <= 12 and 1.3 <= px/py <= 3; between two characters stand ceil(2 px / 3) columns. Point and colon are one dot
wide.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from itertools import product

import attrs

from .canvas import INK, Canvas, Pen, lit_pen

ROWS = 5
_SHAPES: Mapping[str, str] = {
    "0": "### #.# #.# #.# ###",
    "1": ".#. ##. .#. .#. ###",
    "2": "### ..# ### #.. ###",
    "3": "### ..# ### ..# ###",
    "4": "#.# #.# ### ..# ..#",
    "5": "### #.. ### ..# ###",
    "6": "### #.. ### #.# ###",
    "7": "### ..# ..# ..# ..#",
    "8": "### #.# ### #.# ###",
    "9": "### #.# ### ..# ###",
    "a": "### #.# ### #.# #.#",
    "b": "#.. #.. ### #.# ###",
    "c": "### #.. #.. #.. ###",
    "d": "..# ..# ### #.# ###",
    "e": "### #.. ### #.. ###",
    "f": "### #.. ### #.. #..",
    "/": "..# ..# .#. #.. #..",
    "-": "... ... ### ... ...",
    "+": "... .#. ### .#. ...",
    ".": ". . . . #",
    ":": ". # . # .",
    " ": ". . . . .",
}
"""Five rows of dots for each character; the letters are those of a digest."""

DRAWABLE = frozenset(_SHAPES)


@attrs.frozen
class Dot:
    """The size of one dot: `px` columns by `py` rows; `tight` digits stand one column apart."""

    px: int
    py: int
    tight: bool = False

    @property
    def gap(self) -> int:
        """The columns between two characters."""
        return 1 if self.tight else -(-2 * self.px // 3)

    @property
    def height(self) -> int:
        """The rows a character takes."""
        return ROWS * self.py


DOTS = tuple(
    sorted(
        (Dot(px, py) for px, py in product(range(2, 13), range(1, 10)) if 1.3 * py <= px <= 3 * py),
        key=lambda dot: (dot.px * dot.py, dot.px),
        reverse=True,
    )
)
"""All sizes, the largest first."""


def digits_width(text: str, dot: Dot) -> int:
    """Return the columns that `text` takes; KeyError for a character that has no shape."""
    dots = sum(len(_SHAPES[char].split(" ", 1)[0]) for char in text)
    return dots * dot.px + max(0, len(text) - 1) * dot.gap


@functools.lru_cache(maxsize=256)
def largest(text: str, across: int, down: int) -> Dot | None:
    """Return the largest size in which `text` fits a slot of `across` columns by `down` rows, None if none does."""
    return next((dot for dot in DOTS if dot.height <= down and digits_width(text, dot) <= across), None)


@functools.cache
def _strokes(char: str) -> tuple[tuple[int, int, int], ...]:
    """Return the lit dots of a character, side by side ones together: row, first column, how many."""
    rows = enumerate(_SHAPES[char].split(" "))
    return tuple((row, found.start(), len(found.group())) for row, dots in rows for found in re.finditer("#+", dots))


def put_digits(canvas: Canvas, x: int, y: int, text: str, dot: Dot, *, pen: Pen = INK) -> None:
    """Draw `text` in lit cells, its upper left corner at column `x`, row `y`; KeyError as in `digits_width`."""
    px, py, lit = dot.px, dot.py, lit_pen(pen)
    for char in text:
        for row, column, count in _strokes(char):
            canvas.fill(x + column * px, y + row * py, count * px, py, lit)
        x += digits_width(char, dot) + dot.gap
