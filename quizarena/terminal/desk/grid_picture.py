"""The scorer's grid as it is drawn over the zones: a row a judge, a column a mark, sums, doubts, the check page."""

from __future__ import annotations

import attrs

from ...moves import Number
from ...points import column_places, show
from ...sessions.desk import second_pass
from ...sessions.desk.grid import Grid
from ...sessions.desk.sheets import Doubt, Sheet
from ...sessions.desk.words import _
from ...text import Joined, Text, plain
from ..canvas import BOLD, DIM, INK, NOW, WRONG, Canvas, Pen
from ..wide import cut, wrap
from ..wide import width as cells_of
from .layout import Layout
from .sidebar import rule
from .view import View

_NAME = 9
_NAME_AT = 4
_SUMS = 18
_HELP = (
    _("Digits .  the mark (with the input method on too)"),
    _("Enter     the next cell; a total may be left out"),
    _("Up Down   another judge      Tab  to what is doubtful"),
    _("Minus     no such sheet (in the first cell): J, one judge"),
    _("Esc       back to the desk; what is typed stays"),
)


def draw_grid(canvas: Canvas, view: View, layout: Layout, grid: Grid) -> None:
    """Draw the grid in place of the left zones."""
    canvas.fill(0, layout.now_top, layout.left, layout.message - layout.now_top, INK)
    GridPicture(canvas, view, layout, grid).draw()


def _state(sheet: Sheet) -> Text:
    """Return what a row without figures says."""
    if sheet.handed_in:
        return _("handed in")
    return _("absent") if sheet.absent else _("no sheet; it stays open")


def _bounds(column: Number, cells: int) -> str:
    """Return "0 - 30", without the spaces where the column is narrow."""
    full = show(column.high) if column.high is not None else ""
    said = f"{show(column.low or 0)} - {full}"
    return said if len(said) < cells else said.replace(" ", "")


@attrs.frozen
class GridPicture:
    """The grid being drawn."""

    canvas: Canvas
    view: View
    layout: Layout
    grid: Grid

    def draw(self) -> None:
        """Draw title, heads, rows, and what is asked below."""
        top, roomy = self.layout.now_top, 2 if self.layout.full else 1
        self._title(top)
        rows_at = self._heads(top + roomy + 1)
        for place, sheet in enumerate(self.grid.sheets.rows):
            self._row(place, sheet, rows_at + place)
        self._below(rows_at + 1 + len(self.grid.sheets.rows))

    @property
    def _each(self) -> int:
        """The columns of a mark."""
        room = self.layout.left - _NAME_AT - _NAME - _SUMS
        return max(6, min(11, room // max(1, len(self.grid.first.columns))))

    @property
    def _name(self) -> int:
        """The columns of a judge's name: what the longest needs, as far as the marks leave it."""
        left = self.layout.left - _NAME_AT - _SUMS - self._each * len(self.grid.first.columns)
        roster = self.view.contest.state.roster
        longest = max(cells_of(self.view.word(roster.name(sheet.judge))) for sheet in self.grid.sheets.rows)
        return max(_NAME, min(longest + 1, left))

    @property
    def _marks_at(self) -> int:
        return _NAME_AT + self._name

    @property
    def _sums_at(self) -> int:
        return self._marks_at + self._each * len(self.grid.first.columns)

    @property
    def _places(self) -> int:
        return column_places(column.step or 1 for column in self.grid.first.columns)

    @property
    def _podium_number(self) -> int:
        return dict(self.view.contest.podiums)[self.grid.team]

    def _put(self, x: int, y: int, text: str, pen: Pen = INK, cells: int | None = None) -> None:
        room = self.layout.left - 1 - x
        self.canvas.put(x, y, cut(text, min(room, cells if cells is not None else room)), pen)

    def _title(self, y: int) -> None:
        name = self.view.contest.state.roster.name(self.grid.team)
        team = self.view.word(_("desk {desk} {team}", desk=self._podium_number, team=name))
        self.canvas.put(
            0, y, rule(f"{self.view.word(self.grid.dialog(self.view.now).title)}   {team}", self.layout.left), DIM
        )
        number = 1 if self.grid.second is None else 2
        said = _("Paper sheets, pass {number}: a row a sheet; Enter to the next cell, then row.", number=number)
        self._put(1, y + 1, self.view.word(said), DIM)

    def _heads(self, y: int) -> int:
        """Draw the heads, a long one over two rows, and the bounds below them; return the row of the first sheet."""
        self._put(1, y, self.view.word(_("no.")) + " " + self.view.word(_("judge")), DIM)
        heads = [wrap(self.view.word(column.label), self._each - 1)[:2] for column in self.grid.first.columns]
        bounds_at = y + max(map(len, heads))
        for place, (column, head) in enumerate(zip(self.grid.first.columns, heads, strict=True)):
            x = self._marks_at + place * self._each
            for row, line in enumerate(head, y):
                self._put(x, row, line, DIM, self._each - 1)
            self._put(x, bounds_at, _bounds(column, self._each), DIM, self._each - 1)
        self._put(self._sums_at, y, self.view.word(_("total")), DIM)
        self._put(self._sums_at + 8, y, self.view.word(_("on paper")), DIM)
        return bounds_at + 1

    def _row(self, place: int, sheet: Sheet, y: int) -> None:
        grid = self.grid
        here = place == grid.row and not grid.checking and not grid.naming
        pen = BOLD if here else INK
        self._put(0, y, f"{'>' if here else ' '}{place + 1}", pen)
        self._put(_NAME_AT, y, self.view.word(self.view.contest.state.roster.name(sheet.judge)), pen, self._name - 1)
        if sheet.closed:
            self._put(
                self._marks_at,
                y,
                self.view.word(_state(sheet)),
                DIM,
            )
            return
        for column, cell in enumerate(sheet.cells):
            asked = f"{sheet.asked[column]}?" if column in sheet.asked else cell
            self._cell(self._marks_at + column * self._each, y, asked, here=here and column == grid.column)
        found = sheet.sum()
        self._put(self._sums_at, y, show(found, self._places) if found is not None else "", BOLD)
        self._cell(self._sums_at + 8, y, sheet.paper, here=here and grid.on_total)
        self._put(self._sums_at + 15, y, "!" if sheet.off() is not None else "*" if sheet.signed else "", WRONG)

    def _cell(self, x: int, y: int, text: str, *, here: bool) -> None:
        shown = f"{self.grid.typed or text}_" if self.grid.doubt is None else f"[{text.removesuffix('?')}]"
        self._put(x, y, shown if here else text, NOW if here else INK, 8)

    def _below(self, y: int) -> None:
        """Draw the doubt, the name being typed, or the check page."""
        grid, word = self.grid, self.view.word
        lines = wrap(self._asked(grid.doubt), self.layout.left - 2) if grid.doubt is not None else []
        if not lines and grid.naming:
            asked = (
                _("Who typed the first pass: {name}", name=grid.typed)
                if grid.naming == second_pass.FIRST
                else _("The second pass is typed by (not {first}): {name}", first=grid.first.by, name=grid.typed)
            )
            lines = [word(asked) + "_"]
        elif not lines and grid.checking:
            lines = self._check_words()
        for line in lines[: self.layout.message - y]:
            self._put(1, y, line, BOLD)
            y += 1
        room = self.layout.message - y
        if not lines and not self.layout.full and (room > len(_HELP) + 1 or room <= len(_HELP)):
            self._put(1, y, word(_("Every cell is kept: nothing is lost. Before handing in nothing counts.")), DIM)
            y += 1
        self._help(y + 1 if self.layout.full else y)

    def _asked(self, doubt: Doubt) -> str:
        later = _("   Tab  put off") if doubt.postpone is not None else plain("")
        answers = Joined((_("   +  yes   -  no, type it again"), later))
        return f"? {self.view.word(doubt.words)}{self.view.word(answers)}"

    def _help(self, y: int) -> None:
        """Draw what the keys do, where there is room."""
        if self.grid.checking or self.grid.naming or self.layout.message - y <= len(_HELP):
            return
        self.canvas.put(0, y, rule(self.view.word(_("You can")), self.layout.left), DIM)
        for row, line in enumerate(_HELP, y + 1):
            self._put(2, row, self.view.word(line), DIM)

    def _check_words(self) -> list[str]:
        grid, word = self.grid, self.view.word
        given, waiting = sum(not sheet.closed for sheet in grid.first.rows), grid.first.waiting()
        roster = self.view.contest.state.roster
        second = _("Tab: a second pass by another person, who does not see the first.")
        if grid.second is not None:
            second = _("Both passes agree (second: {name}).", name=grid.second.by)
        names = Joined(tuple(roster.name(grid.first.rows[row].judge) for row in waiting), ", ")
        return [
            *([word(_("No sheet of {judges}: it stays open.", judges=names))] if waiting else []),
            word(_("{count} sheets are whole, no doubt is left.", count=given)),
            word(second),
            word(_("Hand in: press {desk}, the desk number of the team.", desk=self._podium_number))
            + f"  {grid.typed}",
        ]
