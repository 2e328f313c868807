"""Sheets of a workbook in which a score can be followed: a node a row, each sum a formula over the cells below it.

Each formula stands with its value, so that a preview that calculates nothing shows the figures too.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from ..points import Rounding, exact, show
from ..scores import Cap, Factor, Mean, Median, Op, Round, Score, Sum
from ..text import Text, draw
from .tables import Cell
from .words import _

_MOST_SUMMANDS = 200
_DEEPEST_OUTLINE = 7
_SURE = 9
"""Decimals to which a double is right whatever was added up in it."""
_DIGITS = 15
"""What a cell holds of a number."""


@attrs.frozen
class Place:
    """A cell of the working, by its row, counted from 1."""

    row: int

    @property
    def here(self) -> str:
        """Return how formulas of the same sheet call it."""
        return f"C{self.row}"


@attrs.define
class Working:
    """The sheet of workings: where each total and its parts stand."""

    name: str
    totals: dict[str, Place] = attrs.field(factory=dict)
    parts: dict[str, list[tuple[Score, Place]]] = attrs.field(factory=dict)


class Sheets:
    """Writes the sheets of one workbook in one language."""

    def __init__(self, book: Any, language: str) -> None:
        """Write into an open workbook of xlsxwriter."""
        self.book, self._language = book, language
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def word(self, text: Text | str) -> str:
        """Return a text in the workbook's language."""
        return draw(text, self._language)

    def format(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "top", **look})
        return self._formats[key]

    def head(self, sheet: Any, heads: Sequence[Text | str], row: int = 0) -> None:
        for column, head in enumerate(heads):
            sheet.write_string(row, column, self.word(head), self.format(bold=True, bottom=1, text_wrap=True))

    def cell(self, sheet: Any, row: int, column: int, value: Cell) -> None:
        """Write a text as a text, whatever it looks like, and a number as exactly as a cell can hold it."""
        if isinstance(value, (int, Decimal, Fraction)):
            if _fits(exact(value)):
                sheet.write_number(row, column, float(value), self.format(num_format=_pattern(exact(value))))
            else:
                sheet.write_string(row, column, show(value), self.format(align="right"))
        elif value is not None:
            sheet.write_string(row, column, self.word(value), self.format(text_wrap=True))

    def refer(
        self, sheet: Any, at: tuple[int, int], working: Working, found: tuple[Place, Fraction] | None, **look: Any
    ) -> None:
        """Write a cell that refers to one of the working, if there is one."""
        if found is not None:
            place, value = found
            pattern = self.format(num_format=_pattern(value), **look)
            sheet.write_formula(*at, f"='{working.name}'!{place.here}", pattern, float(value))

    def working(self, totals: Iterable[tuple[str, Text, Score]], whose: Text) -> Working:
        """Write totals with their parts, a node a row; each total has a key and a name, of what `whose` says."""
        found = Working(self.word(_("Working")))
        sheet = self.book.add_worksheet(found.name)
        sheet.outline_settings(True, False, True, False)  # the sum stands above its parts
        self.head(sheet, (whose, _("What"), _("Points"), _("Record"), _("Note"), _("Exactly")))
        for column, width in enumerate((20, 44, 14, 9, 34, 24)):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 3)
        last = 1
        for key, name, score in totals:
            found.totals[key] = Place(last + 1)
            sheet.write_string(last, 0, self.word(name), self.format(bold=True))
            found.parts[key] = []
            last = self._node(sheet, score, (last, 0), found.parts[key])
        return found

    def _node(self, sheet: Any, score: Score, at: tuple[int, int], noted: list[tuple[Score, Place]]) -> int:
        """Write a node and all below it from a row and a depth on, and return the first row behind them."""
        row, depth = at
        noted.append((score, Place(row + 1)))
        below, places = row + 1, []
        for part in score.parts:
            places.append((part, Place(below + 1)))
            below = self._node(sheet, part, (below, depth + 1), noted)
        self._node_row(sheet, score, at, _formula(score.op, _counted(places), score))
        return below

    def _node_row(self, sheet: Any, score: Score, at: tuple[int, int], formula: str | None) -> None:
        row, depth = at
        look = {} if score.counted else {"font_strikeout": True}
        level = min(depth, _DEEPEST_OUTLINE)
        sheet.set_row(row, None, None, {"level": level})
        if not depth:
            look["bold"] = True
        sheet.write_string(row, 1, self.word(score.label), self.format(indent=depth, text_wrap=True, **look))
        pattern = self.format(num_format=_pattern(score.value), **look)
        if formula is None:
            sheet.write_number(row, 2, float(score.value), pattern)
        else:
            sheet.write_formula(row, 2, formula, pattern, float(score.value))
        if score.record is not None:
            sheet.write_number(row, 3, score.record)
        if score.note is not None:
            sheet.write_string(row, 4, self.word(score.note), self.format(text_wrap=True))
        if not _fits(score.value):
            sheet.write_string(row, 5, show(score.value), self.format(align="right"))


def _counted(places: Sequence[tuple[Score, Place]]) -> list[str]:
    return [place.here for part, place in places if part.counted]


def _fits(value: Fraction) -> bool:
    """Whether a cell holds a number to its last digit."""
    text = show(value)
    return "/" not in text and len(text.replace("-", "").replace(".", "").lstrip("0")) <= _DIGITS


def _pattern(value: Fraction) -> str:
    """Return a number's format: the decimals it has, two at most where they never end."""
    text = show(value)
    if "/" in text:
        return "0.00##########"
    places = len(text.partition(".")[2])
    return f"0.{'0' * places}" if places else "0"


@functools.singledispatch
def _formula(op: Op, cells: Sequence[str], score: Score) -> str | None:
    """Return an operation as a formula; None where a cell cannot follow it, and the value stands alone."""
    return None


@_formula.register
def _sum(op: Sum, cells: Sequence[str], score: Score) -> str | None:
    return f"={'+'.join(cells)}" if 0 < len(cells) <= _MOST_SUMMANDS else None


@_formula.register
def _mean(op: Mean, cells: Sequence[str], score: Score) -> str | None:
    return f"=AVERAGE({','.join(cells)})" if 0 < len(cells) <= _MOST_SUMMANDS else None


@_formula.register
def _median(op: Median, cells: Sequence[str], score: Score) -> str | None:
    return f"=MEDIAN({','.join(cells)})" if 0 < len(cells) <= _MOST_SUMMANDS else None


@_formula.register
def _factor(op: Factor, cells: Sequence[str], score: Score) -> str | None:
    factor = exact(op.factor)
    divisor = f"/{factor.denominator}" if factor.denominator > 1 else ""
    return f"={cells[0]}*{factor.numerator}{divisor}" if len(cells) == 1 else None


@_formula.register
def _cap(op: Cap, cells: Sequence[str], score: Score) -> str | None:
    if not 0 < len(cells) <= _MOST_SUMMANDS:
        return None
    text = "+".join(cells)
    if op.high is not None:
        text = f"MIN({text},{_number(op.high)})"
    if op.low is not None:
        text = f"MAX({text},{_number(op.low)})"
    return f"={text}"


@_formula.register
def _round(op: Round, cells: Sequence[str], score: Score) -> str | None:
    """Round what is left when the noise of binary fractions is gone, if that gives the same as the exact number."""
    places, parts = op.rounding.places, [part.value for part in score.parts if part.counted]
    if [op.rounding.apply(Rounding(_SURE).apply(part)) for part in parts] != [score.value] or places > _SURE:
        return None
    match op.rounding.mode:
        case "half_up":
            return f"=ROUND(ROUND({cells[0]},{_SURE}),{places})"
        case "truncate":
            return f"=ROUNDDOWN(ROUND({cells[0]},{_SURE}),{places})"
        case _:
            return None


def _number(value: Fraction) -> str:
    return show(value) if "/" not in show(value) else f"({value.numerator}/{value.denominator})"
