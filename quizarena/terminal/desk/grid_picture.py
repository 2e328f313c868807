"""The scorer's grid as it is drawn over the zones: a row a judge, a column a mark, sums, and what is asked below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import attrs

from ...scenes import Headline, Paragraph, Role, Versus
from ...sessions.desk.grid import Grid
from ...sessions.desk.words import _
from ...sessions.dialog import Dialog, Key, Line, PaperSheet, PaperSheets, key_name
from ...text import Text
from ..canvas import BOLD, DIM, INK, NOW, WRONG, Canvas, Pen
from ..wide import cut, pad, rule, wrap
from ..wide import width as cells_of
from .layout import Layout
from .painting import Painting
from .sidebar import Panel, fixed_panels

_NAME = 9
_NAME_AT = 4
_SUMS = 18
_QUESTION = 2
"""Rows kept for a question: it stays where it is, whichever sheet is typed."""
_MORE = ".."
"""What stands for sheets above or below, where not all have room."""
_HELP = (
    _("Digits .  the mark; a comma is the point too"),
    _("Enter     the next cell; after the last mark the total, which may be left out"),
    _("Up Down   another judge      Tab  to what is doubtful"),
    _("Minus     no such sheet (in the first cell): J, one judge"),
    _("Esc       back to the desk; what is typed stays"),
)


def draw_sheets(canvas: Canvas, view: Painting, layout: Layout, dialog: Dialog, sheets: PaperSheets) -> None:
    """Draw a dialog that holds paper sheets in place of the left zones."""
    canvas.fill(0, layout.now_top, layout.left, layout.message - layout.now_top, INK)
    SheetsPicture(canvas, view, layout, sheets).draw(dialog)


@attrs.frozen
class SheetsPicture:
    """The sheets being drawn."""

    canvas: Canvas
    view: Painting
    layout: Layout
    sheets: PaperSheets

    def draw(self, dialog: Dialog) -> None:
        """Draw title, heads, rows, and what is asked below."""
        place = dialog.blocks.index(self.sheets)
        top, roomy = self.layout.now_top, 2 if self.layout.full else 1
        self.canvas.put(0, top, rule(self.view.word(dialog.title), self.layout.left), DIM)
        for line in _lines(dialog.blocks[:place]):
            self._put(1, top + 1, self.view.word(line.text), DIM)
        rows_at = self._heads(top + roomy + 1)
        below = self._asked(list(_lines(dialog.blocks[place + 1 :])))
        shown = self._shown(self.layout.message - rows_at - 1 - max(_QUESTION, len(below)))
        for y, nth in enumerate(shown, rows_at):
            self._row(nth, self.sheets.rows[nth], y)
        if shown[0] > 0:
            self._put(1, rows_at - 1, _MORE, DIM)
        if shown[-1] < len(self.sheets.rows) - 1:
            self._put(1, rows_at + len(shown), _MORE, DIM)
        self._below(rows_at + 1 + len(shown), below, dialog)

    def _shown(self, room: int) -> range:
        """Return the sheets there is room for: those round the one that is typed, the last ones where none is."""
        count = len(self.sheets.rows)
        middle = self.sheets.at[0] if self.sheets.at is not None else count
        first = max(0, min(middle - room // 2, count - room))
        return range(first, min(count, first + max(1, room)))

    @cached_property
    def _each(self) -> int:
        """The columns of a mark."""
        room = self.layout.left - _NAME_AT - _NAME - _SUMS
        return max(6, min(11, room // max(1, len(self.sheets.heads))))

    @cached_property
    def _name(self) -> int:
        """The columns of a judge's name: what the longest needs, as far as the marks leave it."""
        left = self.layout.left - _NAME_AT - _SUMS - self._each * len(self.sheets.heads)
        longest = max(cells_of(self.view.word(row.judge)) for row in self.sheets.rows)
        return max(_NAME, min(longest + 1, left))

    @cached_property
    def _marks_at(self) -> int:
        return _NAME_AT + self._name

    @cached_property
    def _sums_at(self) -> int:
        return self._marks_at + self._each * len(self.sheets.heads)

    def _put(self, x: int, y: int, text: str, pen: Pen = INK, cells: int | None = None) -> int:
        room = self.layout.left - 1 - x
        return self.canvas.put(x, y, cut(text, min(room, cells if cells is not None else room)), pen)

    def _heads(self, y: int) -> int:
        """Draw the heads, a long one over two rows, and the bounds below them; return the row of the first sheet."""
        self._put(1, y, self.view.word(_("no.")) + " " + self.view.word(_("judge")), DIM)
        heads = [_two_rows(self.view.word(head), self._each - 1) for head in self.sheets.heads]
        bounds_at = y + max(map(len, heads))
        for place, (bounds, head) in enumerate(zip(self.sheets.bounds, heads, strict=True)):
            x = self._marks_at + place * self._each
            for row, line in enumerate(head, y):
                self._put(x, row, line, DIM, self._each - 1)
            narrow = bounds if len(bounds) < self._each else bounds.replace(" ", "")
            self._put(x, bounds_at, narrow, DIM, self._each - 1)
        self._put(self._sums_at, y, self.view.word(_("total")), DIM)
        self._put(self._sums_at + 8, y, self.view.word(_("on paper")), DIM)
        return bounds_at + 1

    def _row(self, place: int, sheet: PaperSheet, y: int) -> None:
        at = self.sheets.at
        here = at is not None and at[0] == place
        pen = BOLD if here else INK
        self._put(0, y, f"{'>' if here else ' '}{sheet.number}", pen)
        self._put(_NAME_AT, y, self.view.word(sheet.judge), pen, self._name - 1)
        if sheet.state is not None:
            self._put(self._marks_at, y, self.view.word(sheet.state), DIM)
            return
        for column, cell in enumerate(sheet.cells):
            self._cell(self._marks_at + column * self._each, y, cell, here=at == (place, column))
        self._put(self._sums_at, y, sheet.sum, BOLD)
        self._cell(self._sums_at + 8, y, sheet.paper, here=at == (place, len(sheet.cells)))
        self._put(self._sums_at + 15, y, sheet.sign, WRONG)

    def _cell(self, x: int, y: int, text: str, *, here: bool) -> None:
        typed = f"[{text.removesuffix('?')}]" if self.sheets.asked else f"{self.sheets.typed or text}_"
        behind = self._put(x, y, typed if here else text, NOW if here else INK, 8)
        if here and not self.sheets.asked:
            self.canvas.caret = behind - 1, y

    def _asked(self, asked: list[Line]) -> list[str]:
        """Return what is asked or was found in rows, a question and its answers in one where they fit."""
        texts = [self.view.word(each.text) for each in asked]
        if self.sheets.asked and cells_of("".join(texts)) <= self.layout.left - 2:
            texts = ["".join(texts)]
        return [line for text in texts for line in wrap(text, self.layout.left - 2)]

    def _below(self, y: int, lines: list[str], dialog: Dialog) -> None:
        """Draw what is asked or was found, and what the keys do where there is room."""
        for line in lines[: self.layout.message - y]:
            behind = self._put(1, y, line, BOLD)
            if _is_typed(dialog) and line is lines[-1]:
                self.canvas.caret = behind - 1, y
            y += 1
        room = self.layout.message - y
        if not lines and not self.layout.full and (room > len(_HELP) + 1 or room <= len(_HELP)):
            kept = _("Every cell is kept: nothing is lost. Before handing in nothing counts.")
            self._put(1, y, self.view.word(kept), DIM)
            y += 1
        self._help(y + 1 if self.layout.full else y, dialog.keys)

    def _help(self, y: int, keys: Sequence[Key]) -> None:
        """Draw what the keys do, those of a question alone while it is asked, where there is room."""
        lines = [self.view.word(line) for line in _HELP]
        if self.sheets.asked:
            lines = [f"{pad(self.view.word(key_name(each.press)), 7)} {self.view.word(each.does)}" for each in keys]
        if self.sheets.at is None or self.layout.message - y <= len(lines):
            return
        self.canvas.put(0, y, rule(self.view.word(_("You can")), self.layout.left), DIM)
        for row, line in enumerate(lines, y + 1):
            self._put(2, row, line, DIM)


def _lines(blocks: Iterable[object]) -> list[Line]:
    return [block for block in blocks if isinstance(block, Line)]


def _two_rows(text: str, cells: int) -> list[str]:
    """Return a head over at most two rows; of one that needs more the end is left out, and that is seen."""
    first, *rest = wrap(text, cells)
    return [first, cut(" ".join(rest), cells)] if rest else [first]


def _is_typed(dialog: Dialog) -> bool:
    """Whether the last line is where something is typed."""
    last = dialog.blocks[-1]
    return isinstance(last, Line) and last.typing


_DRAFT = (
    _("Every cell is kept as a draft; switching off loses nothing."),
    _("Before handing in nothing counts, and the board does not see it."),
)
_ANSWERS = (
    _("+ accepts   - refuses, type again   Tab puts it off"),
    _("No mark holds + or -: the marks that follow answer no question."),
    _("Digits typed before the answer go into no cell; the last row but one lists them, to be typed again."),
)


def grid_panels(view: Painting, width: int, grid: Grid) -> Iterator[Panel]:
    """Yield the panels of a column of `width` cells, from the top down."""
    yield from fixed_panels(view, width)
    yield _panel(view, width, _("Draft"), *_DRAFT)
    yield _panel(view, width, _("What is asked here"), *_ANSWERS)
    yield _panel(view, width, _("Progress"), *_progress(grid), pen=BOLD)
    yield _panel(view, width, _("This table"), *_about(view, grid))


def _panel(view: Painting, width: int, title: Text, *said: Text, pen: Pen = INK) -> Panel:
    lines = [line for text in said for line in wrap(view.word(text), width - 1)]
    return Panel(view.word(title), [*((" " + line, pen) for line in lines), ("", INK)])


def _about(view: Painting, grid: Grid) -> Iterator[Text]:
    """Yield whose sheets they are: team, round and performance, topic or motion, the time used."""
    number, name = dict(view.contest.podiums)[grid.team], view.contest.state.roster.name(grid.team)
    yield _("Team     desk {desk} {team}", desk=number, team=name)
    heads = [head.text for head in view.all(Headline)]
    yield _("Of       {round} {performance}", round=heads[0], performance=heads[-1] if len(heads) > 1 else "")
    yield from (_("Topic    “{topic}”", topic=each.text) for each in view.all(Paragraph) if each.role is Role.TOPIC)
    yield from (_("Motion   “{motion}”", motion=each.motion) for each in view.all(Versus) if each.motion)
    yield from (each.text for each in view.all(Paragraph) if each.role is Role.TIME)


def _progress(grid: Grid) -> Iterator[Text]:
    sheets = grid.sheets
    typed, count = len(sheets.rows) - len(sheets.missing()), len(sheets.rows)
    judge = grid.desk.contest.state.roster.name(grid.sheet.judge)
    if sheets.missing():
        yield _("typed: {typed} of {count}, now {judge}", typed=typed, count=count, judge=judge)
    else:
        yield _("typed: all {count}", count=count)
    asked = int(grid.doubt is not None)
    yield _("to settle:  ! {sums}   ? {doubts}", sums=len(sheets.doubtful()), doubts=asked)
