"""What a file of tables holds before anybody knows what it means: sheets of cells, or lines of prose."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from quizarena.errors import Problem, QuizArenaError
from quizarena.nodes import Place
from quizarena.text import Text

MOST_ROWS = 20_000
MOST_COLUMNS = 64
LONGEST_CELL = 4_000


class TableError(QuizArenaError, ValueError):
    """A file cannot be read as a table at all; the message says why and what to do."""


@attrs.frozen
class Cell:
    """A cell as somebody reads it; `trouble` says why its text cannot be relied on, `counts` that it is a number."""

    text: str
    place: Place
    trouble: Text | None = None
    counts: bool = False

    def __bool__(self) -> bool:
        return bool(self.text) or self.trouble is not None


@attrs.frozen
class Merged:
    """Cells that were made one: rows and columns from the first to the last, counted from 1."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@attrs.frozen
class Sheet:
    """Rows of cells by number and column, empty cells and rows left out; `naming` says what a cell is called."""

    name: str
    place: Place
    naming: Callable[[int, int], str]
    rows: tuple[tuple[int, dict[int, Cell]], ...]
    hidden_rows: tuple[tuple[int, int], ...] = ()
    merged: tuple[Merged, ...] = ()
    pictures: tuple[Place, ...] = ()
    is_hidden: bool = False

    def place_of(self, row: int, column: int) -> Place:
        """Return where a cell is, an empty one too."""
        return Place(self.place.file, row, column, self.naming(row, column))


@attrs.frozen
class Prose:
    """Lines of text with their places."""

    lines: tuple[Cell, ...]


@attrs.frozen
class Found:
    """What a file holds: its sheets, and its text outside of them."""

    sheets: tuple[Sheet, ...] = ()
    prose: Prose | None = None


def problem(place: Place, message: Text) -> Problem:
    """Return a problem at `place`."""
    return Problem(place.file, place.line, place.column, "", message, place.cell)


def column_name(column: int) -> str:
    """Return what a spreadsheet calls a column: 1 is A, 28 is AB."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def cell_name(row: int, column: int) -> str:
    """Return what a spreadsheet calls a cell: "H7"."""
    return f"{column_name(column)}{row}"


def ranges(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of sorted `numbers` without a gap, from the first to the last."""
    known = set(numbers)
    for number in numbers:
        if number - 1 not in known:
            last = number
            while last + 1 in known:
                last += 1
            yield number, last
