"""A grid of terminal cells to draw on: text placed by cells, areas of lit cells, a pen of tokens for each.

Decides that nothing drawn ever leaves the grid and that a wide character is never halved. Knows no colour (a pen names
tokens of `palette`) and no Textual (`paint` turns rows into lines).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

import attrs

from .palette import Token
from .wide import cell_width, clusters, width


@attrs.frozen(cache_hash=True)
class Pen:
    """How a cell is drawn. `lit` cells are spaces on a ground of the ink's colour: bars and big digits."""

    ink: Token = "ink"
    ground: Token = "ground"
    bold: bool = False
    reverse: bool = False
    strike: bool = False
    lit: bool = False


INK, DIM = Pen(), Pen("dim")
BOLD = Pen(bold=True)
NOW = Pen(reverse=True)
AFF, NEG, RIGHT, WRONG = Pen("aff"), Pen("neg"), Pen("right"), Pen("wrong")


@attrs.frozen
class Cell:
    """One cell: a character with its marks and its pen; the right half of a wide character is empty text."""

    text: str = " "
    pen: Pen = INK


class _Cells(dict[str, Cell]):
    """The cells of one pen by their text, each made once: a picture is thousands of cells, drawn again every second."""

    def __init__(self, pen: Pen) -> None:
        super().__init__()
        self._pen = pen

    def __missing__(self, text: str) -> Cell:
        cell = self[text] = Cell(text, self._pen)
        return cell


def _pieces(text: str) -> tuple[tuple[str, int], ...]:
    """Return what each cell shows, with the cells it takes."""
    return tuple((char + marks, cell_width(char)) for char, marks in clusters(text))


@functools.lru_cache(maxsize=64)
def lit_pen(pen: Pen) -> Pen:
    """Return the pen that lights its cells in the ink of `pen`."""
    return attrs.evolve(pen, lit=True)


@functools.lru_cache(maxsize=64)
def _faded(pen: Pen) -> Pen:
    return attrs.evolve(pen, ink="dim", bold=False)


_cells = functools.cache(_Cells)
"""A pen's cells; all of them hold one and the same pen, so that equal pens are told by identity."""
_BLANK = _cells(INK)[" "]


@functools.lru_cache(maxsize=512)  # the texts of a picture or two: the next second has others
def _laid(text: str, pen: Pen) -> tuple[Cell, ...]:
    """Return the cells of a text, one a column: the second of a wide character holds nothing."""
    cells = _cells(pen)
    return tuple(cells[each] for shown, size in _pieces(text) for each in (shown, "")[:size])


class Canvas:
    """A grid of `width` by `height` cells, blank at first. Columns and rows count from 0.

    `caret` is the cell, column and row, in which the next character typed will stand, if text is being typed.
    """

    def __init__(self, width: int, height: int) -> None:
        """Take the size in cells, at least 1 by 1."""
        self.width, self.height = max(1, width), max(1, height)
        self._rows = [[_BLANK] * self.width for _ in range(self.height)]
        self.caret: tuple[int, int] | None = None

    def put(self, x: int, y: int, text: str, pen: Pen = INK, *, limit: int | None = None) -> int:
        """Draw a text from column `x` of row `y`; return the column behind it.

        What lies outside the grid, or at or beyond the column `limit`, is not drawn; control characters never are. Text
        of a contest goes through `wide.drawn` first, so that its width is known.
        """
        end = self.width if limit is None else min(limit, self.width)
        cells = _laid(text, pen)
        if x >= 0 and x + len(cells) <= end and 0 <= y < self.height:
            self._lay(x, y, cells)
            return x + len(cells)
        for shown, size in _pieces(text):
            if 0 <= y < self.height and x >= 0 and x + size <= end:
                self._lay(x, y, _laid(shown, pen))
            x += size
        return x

    def _lay(self, x: int, y: int, cells: Sequence[Cell]) -> None:
        """Put whole characters side by side; at most the first and the last can halve a wide one that was there."""
        if not cells:
            return
        row, behind = self._rows[y], x + len(cells)
        if not row[x].text or (behind < self.width and not row[behind].text):
            for place in (x, behind - 1):
                self._spare(row, place)
        row[x:behind] = cells

    def right(self, end: int, y: int, text: str, pen: Pen = INK) -> None:
        """Draw a text that ends before column `end`."""
        self.put(end - width(text), y, text, pen)

    def centre(self, y: int, text: str, pen: Pen = INK, *, left: int = 0, right: int | None = None) -> None:
        """Draw a text in the middle between columns `left` and `right`."""
        room = (self.width if right is None else right) - left
        self.put(left + max(0, (room - width(text)) // 2), y, text, pen)

    def light(self, x: int, y: int, across: int, down: int = 1, pen: Pen = INK) -> None:
        """Light a block of cells in the pen's ink."""
        self.fill(x, y, across, down, lit_pen(pen))

    def fill(self, x: int, y: int, across: int, down: int, pen: Pen) -> None:
        """Blank a block of cells with a pen, such as a surface or a reversed strip."""
        left, behind = max(0, x), min(self.width, x + across)
        if behind > left:
            blank = [_cells(pen)[" "]] * (behind - left)
            for row in range(max(0, y), min(self.height, y + down)):
                self._lay(left, row, blank)

    def bar(self, x: int, y: int, across: int, lit: int, pen: Pen = INK) -> None:
        """Draw a bar of `across` cells: the first `lit` of them lit, dots behind."""
        self.put(x, y, "." * max(0, across), DIM)
        self.light(x, y, max(0, min(lit, across)), 1, pen)

    def _spare(self, row: list[Cell], place: int) -> None:
        """Blank the other half of a wide character that is about to lose one half."""
        if not row[place].text and place:
            row[place - 1] = Cell(" ", row[place - 1].pen)
        if place + 1 < self.width and not row[place + 1].text:
            row[place + 1] = Cell(" ", row[place + 1].pen)

    def fade(self) -> None:
        """Draw everything in the dim ink, reversed strips too."""
        for row in self._rows:
            row[:] = [cell if cell.pen == DIM else _cells(_faded(cell.pen))[cell.text] for cell in row]

    def rows(self) -> Sequence[Sequence[Cell]]:
        """Return the cells, row by row."""
        return self._rows

    def runs(self, y: int) -> Iterator[tuple[str, Pen]]:
        """Yield the stretches of row `y` drawn with one pen: their text and the pen."""
        row = self._rows[y]
        said, pen = "", row[0].pen
        for cell in row:
            if cell.pen is not pen:
                yield said, pen
                said, pen = "", cell.pen
            said += cell.text
        yield said, pen
