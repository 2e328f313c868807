"""The paper sheets of one performance as typed text: cells, check sums, what is doubtful, two passes compared.

Decides when a sheet is whole and what is wrong with it; whether a mark is allowed is the blank's say. Knows no keys and
no screen.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from ...errors import NumberError
from ...moves import Number
from ...points import exact, parse_number, show, total
from ..drafts import read_draft

LOW_SHARE = Fraction(2, 5)
"""Under this share of the full mark a mark is asked about where tenfold would fit."""


@attrs.define
class Sheet:
    """One judge's sheet.

    The first `summed` cells make its total. `gone` is why there is none, `signed` that the sum was wrong and the
    marks stand. `absent`: the record says already that the judge does not mark.
    """

    judge: str
    cells: list[str]
    summed: int = 0
    paper: str = ""
    gone: str = ""
    signed: bool = False
    handed_in: bool = False
    absent: bool = False

    @property
    def whole(self) -> bool:
        """Whether nothing is left to type."""
        return self.closed or all(self.cells)

    @property
    def closed(self) -> bool:
        """Whether there is nothing to type at all."""
        return self.handed_in or self.absent or bool(self.gone)

    def sum(self) -> Fraction | None:
        """Return the sum of the marks, None while one is missing."""
        marks = self.cells[: self.summed]
        return total(parse_number(cell) for cell in marks) if all(marks) else None

    def off(self) -> Fraction | None:
        """Return by how much the marks miss the sheet's own total; None if they agree or there is none."""
        found = self.sum()
        if found is None or not self.paper or self.signed:
            return None
        difference = exact(parse_number(self.paper)) - found
        return difference if difference else None


@attrs.frozen
class Difference:
    """What two passes typed differently: the sheet's row, the column, both texts.

    The column after the last mark is the sheet's own total; None is the whole sheet, which one pass had and the other
    had not, or for another reason.
    """

    row: int
    column: int | None
    first: str
    second: str


@attrs.define
class Sheets:
    """All sheets of a performance, one a judge, the columns being the marks asked for; `by` is who types them."""

    columns: Sequence[Number]
    rows: list[Sheet]
    by: str = ""
    draft: str | None = attrs.field(default=None, init=False, eq=False)
    """The draft as this window has read or written it last."""

    def open_rows(self) -> list[int]:
        """Return the rows that are typed."""
        return [place for place, sheet in enumerate(self.rows) if not sheet.closed]

    def doubtful(self) -> list[int]:
        """Return the rows whose sum is off."""
        return [place for place, sheet in enumerate(self.rows) if sheet.off() is not None]

    def missing(self) -> list[int]:
        """Return the rows that are not whole."""
        return [place for place, sheet in enumerate(self.rows) if not sheet.whole]

    def blank(self, by: str) -> Sheets:
        """Return the same sheets with nothing typed, for the second pass."""
        rows = [
            sheet if sheet.handed_in or sheet.absent else Sheet(sheet.judge, [""] * len(self.columns), sheet.summed)
            for sheet in self.rows
        ]
        return Sheets(self.columns, rows, by)

    def differences(self, other: Sheets) -> Iterator[Difference]:
        """Yield where another pass typed something else; a total that only one of them typed is no difference."""
        for row, (one, two) in enumerate(zip(self.rows, other.rows, strict=True)):
            if one.gone or two.gone:
                if one.gone != two.gone:
                    yield Difference(row, None, one.gone, two.gone)
            elif not one.handed_in:
                yield from self._cells_that_differ(row, one, two)

    def _cells_that_differ(self, row: int, one: Sheet, two: Sheet) -> Iterator[Difference]:
        for column, (first, second) in enumerate(zip(one.cells, two.cells, strict=True)):
            if parsed(first) != parsed(second):
                yield Difference(row, column, first, second)
        if one.paper and two.paper and parsed(one.paper) != parsed(two.paper):
            yield Difference(row, len(self.columns), one.paper, two.paper)

    def settle(self, each: Difference, text: str) -> None:
        """Put `text` where a difference was; of a whole sheet it is why there is none, empty where there is one."""
        sheet = self.rows[each.row]
        if each.column is None:
            sheet.gone = text
        elif each.column == len(self.columns):
            sheet.paper, sheet.signed = text, False
        else:
            sheet.cells[each.column], sheet.signed = text, False

    def to_text(self) -> str:
        """Return what is typed as a draft's text."""
        sheets = {
            sheet.judge: {"cells": sheet.cells, "paper": sheet.paper, "gone": sheet.gone, "signed": sheet.signed}
            for sheet in self.rows
            if not sheet.handed_in
        }
        return json.dumps({"by": self.by, "sheets": sheets})

    def restore(self, text: str | None) -> None:
        """Take up a draft; what does not fit any more is left out."""
        self.draft = text
        kept = read_draft(text, _DRAFT)
        if kept is None:
            return
        self.by = kept["by"]
        for sheet in self.rows:
            found = kept["sheets"].get(sheet.judge)
            if found is None or sheet.handed_in or len(found["cells"]) != len(self.columns):
                continue
            sheet.cells = [
                cell if refuse(column, cell) is None else ""
                for column, cell in zip(self.columns, found["cells"], strict=True)
            ]
            sheet.paper, sheet.gone, sheet.signed = found["paper"], found["gone"], found["signed"]


_DRAFT = {"by": str, "sheets": {str: {"cells": [str], "paper": str, "gone": str, "signed": bool}}}


def parsed(typed: str) -> Decimal | None:
    """Return the number typed, None for none."""
    try:
        return parse_number(typed)
    except NumberError:
        return None


def refuse(column: Number, typed: str) -> object | None:
    """Return why a mark is not taken, None if it is."""
    value = parsed(typed)
    return "?" if value is None else column.refuse(column.read(value))


def tenth_of(column: Number, typed: str) -> str:
    """Return a tenth of a mark that is too high, where that fits; else nothing."""
    value = parsed(typed)
    if value is None or column.high is None or value <= column.high:
        return ""
    tenth = show(value.scaleb(-1))
    return tenth if refuse(column, tenth) is None else ""


def ten_times(column: Number, typed: str) -> str:
    """Return ten times a mark that is suspiciously low, where that fits; else nothing."""
    value = parsed(typed)
    if value is None or not column.high or value <= 0 or exact(value) >= LOW_SHARE * exact(column.high):
        return ""
    tenfold = show(value.scaleb(1))
    return tenfold if refuse(column, tenfold) is None else ""
