"""The paper sheets of one performance as typed text: cells, check sums, what is asked about, two passes compared.

What a number is, and what is asked about it, is `sessions.paper`'s; keys and pictures are the grid's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import attrs

from ...blanks import Number
from ...points import exact
from ...sums import Sum
from ...text import Text
from .. import paper
from ..dialog import Key
from ..drafts import read_draft
from ..paper import Answer, Question


@attrs.define
class Sheet:
    """One judge's sheet.

    `adds` says which cells, from the first, make its total, which stands on it as `paper`; `signed`: the sum is wrong
    there and the marks stand. `asked` is what was typed in cells, by column, that is asked about; such a cell is empty.
    `handed_in` and `absent` are what `record` says already; `waits`: there is no such sheet, and it stays open.
    """

    judge: str
    cells: list[str]
    adds: Sum = Sum(())
    paper: str = ""
    asked: dict[int, str] = attrs.field(factory=dict)
    signed: bool = False
    handed_in: bool = False
    absent: bool = False
    record: int | None = None
    waits: bool = False

    @property
    def summed(self) -> int:
        """How many cells, from the first, make the total."""
        return len(self.adds.paths)

    @property
    def is_recorded(self) -> bool:
        """Whether the record says what becomes of it."""
        return self.handed_in or self.absent

    @property
    def closed(self) -> bool:
        """Whether there is nothing to type."""
        return self.is_recorded or self.waits

    @property
    def whole(self) -> bool:
        """Whether nothing is left to type or to answer."""
        return self.closed or all(self.cells)

    def sum(self) -> Fraction | None:
        """Return the sum of the marks, None while one is missing."""
        marks = [paper.number(cell) for cell in self.cells[: self.summed]]
        known = [mark for mark in marks if mark is not None]
        return self.adds.of(known) if len(known) == len(marks) else None

    def off(self) -> Fraction | None:
        """Return by how much the marks miss the sheet's own total; None if they agree or there is none."""
        found, own = self.sum(), paper.number(self.paper)
        if self.closed or found is None or own is None or self.signed:
            return None
        return exact(own) - found or None

    def text(self, column: int) -> str:
        """Return what stands in a cell; the column after the last mark is the sheet's own total."""
        return self.paper if column == len(self.cells) else self.cells[column]

    def put(self, column: int, text: str) -> None:
        """Put a text in a cell."""
        self.asked.pop(column, None)
        self.signed = self.waits = False
        if column == len(self.cells):
            self.paper = text
        else:
            self.cells[column] = text

    def ask(self, column: int, typed: str) -> None:
        """Leave what was typed in a cell beside it, for it is asked about."""
        self.put(column, "")
        self.asked[column] = typed


@attrs.frozen
class Difference:
    """What two passes typed differently: the sheet's row, the column, both texts.

    The column after the last mark is the sheet's own total.
    """

    row: int
    column: int
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
        """Return the rows that are typed, or could be."""
        return [place for place, sheet in enumerate(self.rows) if not sheet.is_recorded]

    def doubtful(self) -> list[int]:
        """Return the rows in which something is asked about: a cell, or a sum that is off."""
        return [
            place
            for place, sheet in enumerate(self.rows)
            if not sheet.closed and (sheet.asked or sheet.off() is not None)
        ]

    def missing(self) -> list[int]:
        """Return the rows that are not whole."""
        return [place for place, sheet in enumerate(self.rows) if not sheet.whole]

    def signed(self) -> list[int]:
        """Return the rows whose total on paper is wrong, and whose marks stand all the same."""
        return [place for place, sheet in enumerate(self.rows) if sheet.signed and not sheet.closed]

    def waiting(self) -> list[int]:
        """Return the rows that stay open, for there is no such sheet."""
        return [place for place, sheet in enumerate(self.rows) if sheet.waits]

    def blank(self, by: str) -> Sheets:
        """Return the same sheets with nothing typed, for the second pass."""
        rows = [
            sheet if sheet.closed else Sheet(sheet.judge, [""] * len(self.columns), sheet.adds) for sheet in self.rows
        ]
        return Sheets(self.columns, rows, by)

    def differences(self, other: Sheets) -> Iterator[Difference]:
        """Yield where another pass typed something else; a total that only one of them typed is no difference."""
        for row, (one, two) in enumerate(zip(self.rows, other.rows, strict=True)):
            if not one.closed and not two.closed:
                yield from self._cells_that_differ(row, one, two)

    def _cells_that_differ(self, row: int, one: Sheet, two: Sheet) -> Iterator[Difference]:
        for column in range(len(self.columns) + 1):
            first, second = one.text(column), two.text(column)
            both = column < len(self.columns) or (first and second)
            if both and paper.number(first) != paper.number(second):
                yield Difference(row, column, first, second)

    def to_text(self) -> str:
        """Return what is typed as a draft's text."""
        sheets = {
            sheet.judge: {
                "cells": sheet.cells,
                "paper": sheet.paper,
                "asked": {str(column): typed for column, typed in sheet.asked.items()},
                "signed": sheet.signed,
                "waits": sheet.waits,
            }
            for sheet in self.rows
            if not sheet.is_recorded
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
            if found is None or sheet.is_recorded or len(found["cells"]) != len(self.columns):
                continue
            pairs = zip(self.columns, found["cells"], strict=True)
            sheet.cells = [cell if paper.refusal(column, cell) is None else "" for column, cell in pairs]
            columns = {str(place): place for place, cell in enumerate(sheet.cells) if not cell}
            sheet.asked = {columns[key]: typed for key, typed in found["asked"].items() if key in columns}
            sheet.paper, sheet.signed, sheet.waits = found["paper"], found["signed"], found["waits"]


_DRAFT = {
    "by": str,
    "sheets": {str: {"cells": [str], "paper": str, "asked": {str: str}, "signed": bool, "waits": bool}},
}


@attrs.define
class Doubt:
    """Something asked about: + does `accept`, - `retype`, Tab `postpone` where it can be put off, as `keys` say."""

    question: Question
    keys: tuple[Key, ...]
    accept: Callable[[], None]
    retype: Callable[[], None]
    postpone: Callable[[], None] | None = None

    @property
    def words(self) -> Text:
        """What is asked, with the answers."""
        return self.question.words

    def answer(self, key: str) -> Callable[[], None] | None:
        """Return what a key does, None where it answers nothing."""
        found = paper.answer(key)
        if found is None:
            return None
        return {Answer.ACCEPT: self.accept, Answer.RETYPE: self.retype, Answer.POSTPONE: self.postpone}[found]
