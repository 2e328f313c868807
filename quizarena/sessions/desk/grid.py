"""The scorer's grid (drawing D6): paper sheets typed row by row with the number pad alone, checked before they count.

Decides where Enter goes, when a doubt is asked about, that nothing is handed in while a doubt stands, and that the
sheets are handed in by the team's desk number. Every cell is kept as a draft beside the record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import attrs

from ...moves import Move, Number
from ...points import show
from ...scenes import Marks
from ...text import Joined, Text, plain
from ..dialog import Dialog, Key
from ..keys import Press
from . import second_pass
from .ballots import alike, ballots, has_marks
from .desk import Desk
from .entry import ABSENCES
from .grid_submit import draft_key, hand_in, keep, second_key
from .sheets import Difference, Sheet, Sheets, refuse, ten_times, tenth_of
from .words import _

GONE = (ABSENCES[0], ABSENCES[1], ABSENCES[2])
"""Why there is no sheet: 1 absent, 2 stands down, 3 void."""


@attrs.define
class Doubt:
    """Something asked about, with its answers by digit."""

    text: Text
    answers: Mapping[str, Callable[[], None]]


@attrs.define
class Grid:
    """The grid over the desk."""

    desk: Desk
    move: Move
    team: str
    first: Sheets
    second: Sheets | None = attrs.field(default=None, init=False)
    row: int = attrs.field(default=0, init=False)
    column: int = attrs.field(default=0, init=False)
    doubt: Doubt | None = attrs.field(default=None, init=False)
    settling: Difference | None = attrs.field(default=None, init=False)
    checking: bool = attrs.field(default=False, init=False)
    naming: str = attrs.field(default="", init=False)
    typed: str = attrs.field(default="", init=False)
    typing: bool = attrs.field(default=True, init=False)

    @property
    def sheets(self) -> Sheets:
        """The pass being typed."""
        return self.second if self.second is not None else self.first

    @property
    def sheet(self) -> Sheet:
        """The cursor's sheet."""
        return self.sheets.rows[self.row]

    @property
    def on_total(self) -> bool:
        """Whether the cursor is in the sheet's own total."""
        return self.column == len(self.first.columns)

    def start(self) -> None:
        """Put the cursor on the first cell that is empty; where none is, go to the check page."""
        waiting = self.sheets.missing()
        if waiting:
            self.row = waiting[0]
            self.column, self.typed = self.sheet.cells.index(""), ""
        else:
            self.finish()

    def take_up(self, typed: str, now: datetime) -> None:
        """Put what was typed at the desk in the first empty cell, and say whose it is."""
        if typed and not self.checking:
            self._cell(Press(typed, typed), now)
            judge = self.desk.contest.state.roster.name(self.sheet.judge)
            self.desk.say(_("The sheets are open: {judge}. {typed} stands in the cell.", judge=judge, typed=self.typed))

    # Keys

    def press(self, press: Press, now: datetime) -> bool:
        """Take a press."""
        if self.checking and not self.naming and self.doubt is None:
            return self._check(press, now)
        if self.naming:
            second_pass.name(self, press)
        elif self.doubt is not None:
            self._answer(press)
        else:
            return self._cell(press, now)
        return True

    def _answer(self, press: Press) -> None:
        doubt = self.doubt
        act = doubt.answers.get(press.key) if doubt is not None else None
        if doubt is None or act is None:
            self.desk.say(doubt.text if doubt is not None else plain(""))
            return
        self.doubt = None
        self.desk.hush()
        act()

    def _cell(self, press: Press, now: datetime) -> bool:
        key = press.key
        if key.isdecimal() or (key in ".," and "." not in self.typed):
            self.typed += "." if key == "," else key
        elif key == "backspace":
            self._erase()
        elif key == "enter":
            self._enter(now)
        elif self.settling is not None:
            self.desk.say(_("The mark on the paper sheet, then Enter."))
        elif key in ("up", "down"):
            self._to_row(1 if key == "down" else -1)
        elif key == "tab":
            self.to_doubt()
        elif key == "-" and self.column == 0 and not self.typed:
            self._no_sheet(now)
        else:
            return False
        return True

    def _erase(self) -> None:
        if self.typed:
            self.typed = self.typed[:-1]
        else:
            self._set("")

    def blank_cell(self) -> None:
        """Empty the cursor's cell."""
        self._set("")

    def _set(self, text: str) -> None:
        self.sheets.by = self.sheets.by or self.desk.person
        if self.on_total:
            self.sheet.paper, self.sheet.signed = text, False
        else:
            self.sheet.cells[self.column], self.sheet.signed = text, False
        self.typed = ""

    def _kept(self) -> str:
        return self.sheet.paper if self.on_total else self.sheet.cells[self.column]

    def _enter(self, now: datetime) -> None:
        if not self.typed and not self._kept() and not self.on_total:
            self.desk.say(_("A mark first; - in the first cell says there is no such sheet."))
        elif not self.typed or self._take(self.typed):
            self._on(now)

    def _take(self, typed: str) -> bool:
        """Put a typed number in its cell, or ask about it."""
        if self.on_total:
            if refuse(Number("total"), typed) is not None:
                self.desk.say(_("A number such as 9.5 is needed."))
                return False
            self._set(typed)
            return True
        column = self.first.columns[self.column]
        if refuse(column, typed) is not None:
            self._refused(column, typed)
            return False
        high = ten_times(column, typed)
        if high:
            self._ask_ten(typed, high)
            return False
        self._set(typed)
        return True

    def _refused(self, column: Number, typed: str) -> None:
        tenth = tenth_of(column, typed)
        if tenth:
            words = _("{typed} is too much. Is it {tenth}?  1 yes  2 type again", typed=typed, tenth=tenth)
            self.ask(words, {"1": lambda: self._replace(tenth), "2": self._again})
        else:
            low, high = show(column.low or 0), show(column.high) if column.high is not None else "-"
            self.desk.say(_("{typed} does not fit: {low} to {high}, in steps.", typed=typed, low=low, high=high))
            self.typed = ""

    def _ask_ten(self, typed: str, high: str) -> None:
        words = _("{typed} is very low. Is it {high}?  1 yes  2 it is {typed}", typed=typed, high=high)
        self.ask(words, {"1": lambda: self._replace(high), "2": lambda: self._replace(typed)})

    def ask(self, words: Text, answers: Mapping[str, Callable[[], None]]) -> None:
        """Ask about something; digits answer."""
        self.doubt = Doubt(words, answers)
        self.desk.say(words)

    def _replace(self, text: str) -> None:
        self._set(text)
        self._on(None)

    def _again(self) -> None:
        self.typed = ""

    def _on(self, now: datetime | None) -> None:
        """Go to the next cell; ask about a sum that is off when its total has been typed."""
        self.keep()
        settling, self.settling = self.settling, None
        if settling is not None:
            second_pass.settle(self, settling, self._kept())
        elif self.on_total:
            if self.sheet.off() is not None:
                self._ask_sum()
            else:
                self._next_sheet()
        else:
            self.column += 1

    def _ask_sum(self) -> None:
        sheet = self.sheet
        found = sheet.sum()
        words = _(
            "{judge}: the marks make {sum}, the sheet says {paper}.  1 look again  2 the marks stand, signed  3 later",
            judge=self.desk.contest.state.roster.name(sheet.judge),
            sum=show(found) if found is not None else "-",
            paper=sheet.paper,
        )
        self.ask(words, {"1": self._from_start, "2": self._sign, "3": self._next_sheet})

    def _from_start(self) -> None:
        self.column, self.typed = 0, ""

    def _sign(self) -> None:
        self.sheet.signed = True
        self.keep()
        self._next_sheet()

    def _next_sheet(self) -> None:
        """Go to the next sheet that is not whole, or to the check page."""
        self.column, self.typed = 0, ""
        waiting = self.sheets.missing()
        if waiting:
            self.row = next((row for row in waiting if row > self.row), waiting[0])
        else:
            self.finish()

    def _to_row(self, by: int) -> None:
        rows = self.sheets.open_rows()
        if rows:
            place = rows.index(self.row) if self.row in rows else 0
            self.row, self.column, self.typed = rows[(place + by) % len(rows)], 0, ""

    def to_doubt(self) -> None:
        """Go to the next sheet whose sum is off, else to one that is not whole, else to the check page."""
        self.checking = False
        rows = self.sheets.doubtful() or self.sheets.missing()
        if not rows:
            self.finish()
            return
        self.row, self.typed = next((row for row in rows if row > self.row), rows[0]), ""
        self.column = len(self.first.columns) if self.sheet.off() is not None else 0

    def _no_sheet(self, now: datetime) -> None:
        reasons = Joined(tuple(Joined((plain(str(n)), reason), " ") for n, reason in enumerate(GONE, 1)), "  ")
        answers = {str(number): self._gone(self.desk.in_record(reason), now) for number, reason in enumerate(GONE, 1)}
        self.ask(_("No such sheet, because: {reasons}", reasons=reasons), answers)

    def _gone(self, reason: str, now: datetime) -> Callable[[], None]:
        def act() -> None:
            self.sheet.gone, self.sheet.cells = reason, [""] * len(self.first.columns)
            self.keep()
            self._next_sheet()

        return act

    # The check page

    def finish(self) -> None:
        """Go to the check page, once no doubt is left."""
        if self.sheets.doubtful():
            self.to_doubt()
            self.desk.say(_("A sum is off; settle it first."))
            return
        self.checking = True
        second_pass.ask_next(self)

    def _check(self, press: Press, now: datetime) -> bool:
        podium_number = str(dict(self.desk.contest.podiums)[self.team])
        if press.key in ("up", "down"):
            self.checking, self.typed = False, ""
            self._to_row(1 if press.key == "down" else -1)
        elif press.key == "tab" and self.second is None:
            second_pass.begin(self)
        elif press.key.isdecimal():
            self.typed += press.key
            if self.typed == podium_number:
                hand_in(self, now)
            elif not podium_number.startswith(self.typed):
                self.typed = ""
                self.desk.say(_("These sheets are of desk {desk}: press {desk}.", desk=podium_number))
        else:
            return False
        return True

    def keep(self) -> None:
        """Keep what is typed as drafts, each pass by itself."""
        keep(self.desk, draft_key(self.move), self.first)
        if self.second is not None:
            keep(self.desk, second_key(self.move), self.second)

    def drop_second(self) -> None:
        """Forget the second pass."""
        self.second = None
        self.desk.write_draft(lambda: self.desk.arena.journal.drop_draft(second_key(self.move)))

    def dialog(self, now: datetime) -> Dialog:
        """Return what is asked; `grid_picture` draws the sheets over the zones."""
        return Dialog(_("Sheets: {what}", what=self.move.label), (), (*self._keys(), _KEPT), typing=True)

    def _keys(self) -> tuple[Key, ...]:
        if self.naming:
            return Key("", _("A name, then Enter")), Key("up", _("back"))
        if self.doubt is not None:
            return (Key("", _("Digits answer")),)
        if self.checking:
            return (
                Key("", _("The desk number hands them in")),
                Key("tab", _("second pass")),
                Key("", _("Up Down back")),
            )
        return (
            Key("", _("Digits and point")),
            Key("enter", _("next cell")),
            Key("", _("Up Down judge")),
            Key("tab", _("to the doubts")),
            Key("-", _("no sheet")),
        )


_KEPT = Key("escape", _("the desk (kept)"))


def open_grid(desk: Desk, move: Move, now: datetime, typed: str = "") -> None:
    """Open the grid of the sheets a move collects, with its draft; a character already typed is in the first cell."""
    if desk.look_only:
        desk.say(_("This desk only looks on; take over in the menu: M."))
        return
    if not has_marks(move):
        desk.say(_("These ballots have no marks to type; use the judge's number."))
        return
    columns = [blank for blank in move.blanks if isinstance(blank, Number)]
    rows = [_row(desk, move, judge.id, columns) for judge in desk.contest.state.roster.judges]
    sheets = Sheets(columns, rows)
    draft, second = (desk.arena.journal.draft(key) for key in (draft_key(move), second_key(move)))
    if draft is not None:
        sheets.restore(draft)
    grid = Grid(desk, move, move.subject.team, sheets)
    desk.open(grid)
    if second is None:
        grid.start()
        grid.take_up(typed, now)
    else:
        again = sheets.blank("")
        again.restore(second)
        second_pass.ask_whether_to_go_on(grid, again)


def _row(desk: Desk, move: Move, judge: str, columns: Sequence[Number]) -> Sheet:
    """Return a judge's sheet; its total is the one the move tells of, whose numbers come first."""
    open_now = any(judge in each.judges for each in ballots(desk.contest.moves()) if alike(each, move))
    summed = len(move.totals[0].paths) if move.totals else len(columns)
    cells = (
        cell
        for block in desk.scene().of(Marks)
        if block.entrant in (move.subject.team, move.subject.member)
        for cell in block.cells
    )
    absent = any(cell.judge == judge and cell.state == "absent" for cell in cells)
    return Sheet(judge, [""] * len(columns), summed, handed_in=not open_now, absent=absent)
