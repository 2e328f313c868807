"""The scorer's grid: paper sheets typed row by row with the number pad alone, checked before they count.

What is done about a missing sheet, that nothing is handed in while something is asked about, and that the sheets are
handed in by the team's desk number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import attrs

from ...blanks import Number
from ...moves import Move
from ...points import column_places, show
from ...scenes import Headline, Marks
from ...sums import Sum
from ...text import Joined, Text, plain
from ..dialog import Block, Dialog, Key, Line, PaperSheet, PaperSheets, keys_text
from ..keys import Press
from . import second_pass
from .ballots import alike, ballots, has_marks, knows_absence, last_absence
from .desk import Desk
from .grid_cells import SheetCells
from .grid_submit import draft_key, drop_drafts, handed_in_text, record_sheets, second_key
from .sheets import Difference, Doubt, Sheet, Sheets
from .words import _

OpenJudge = Callable[[str, datetime], None]


@attrs.define
class Grid(SheetCells):
    """The grid over the desk; `open_judge` opens what may be done about one judge, over it."""

    open_judge: OpenJudge

    def resume(self) -> None:
        """Come back from what was done about a judge: what the record says of the sheets by now is taken in."""
        self.desk.overlay = self
        for sheet in self.first.rows:
            fresh = _row(self.desk, self.move, sheet.judge, self.first.columns)
            sheet.handed_in, sheet.absent, sheet.record = fresh.handed_in, fresh.absent, fresh.record
        for one, two in zip(self.first.rows, self.second.rows if self.second is not None else (), strict=False):
            two.handed_in, two.absent, two.record = one.handed_in, one.absent, one.record
        if self.sheet.is_recorded and not self.checking:
            self.next_sheet()

    # Keys

    def press(self, press: Press, now: datetime) -> bool:
        """Take a press."""
        if self.naming:
            second_pass.name(self, press)
        elif self.doubt is not None:
            self.answer(self.doubt, press)
        elif self.checking:
            return self._check(press, now)
        else:
            return self.take_cell(press, now)
        return True

    def about_judge(self, key: str, now: datetime) -> None:
        """Open what may be done about the judge; without a sheet in a round that knows no absence it stays open."""
        judge = self.sheet.judge
        if key == "-" and not knows_absence(self.desk.contest, self.move):
            name = self.judge
            self.sheet.waits = True
            self.keep()
            self.next_sheet()
            self.desk.say(
                _("This round knows no absence: the sheet of {judge} stays open, the others go in.", judge=name)
            )
        else:
            self.open_judge(judge, now)
            if self.desk.overlay is not None and self.desk.overlay is not self:
                self.desk.cover(self.desk.overlay, self.resume)

    def settle(self, each: Difference, text: str) -> None:
        """Put `text` into both passes, and go on with what they differ in."""
        second_pass.settle(self, each, text)

    # The check page

    def finish(self) -> None:
        """Go to the check page, once nothing is asked any more."""
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
            self.to_row(1 if press.key == "down" else -1)
        elif press.key == "tab" and self.second is None:
            second_pass.begin(self)
        elif press.key.isdecimal():
            self.typed += press.key
            if self.typed == podium_number:
                self._hand_in(now)
            elif not podium_number.startswith(self.typed):
                self.typed = ""
                self.desk.say(_("These sheets are of desk {desk}: press {desk}.", desk=podium_number))
        else:
            return False
        return True

    def _hand_in(self, now: datetime) -> None:
        """Record the ballots; whoever typed and whoever checked stand in each."""
        desk, by = self.desk, self.first.by or self.desk.person
        if self.second is not None:
            by = desk.in_record(_("{one}, checked by {two}", one=by, two=self.second.by))
        done = record_sheets(desk, self.move, self.first, by, now)
        self.typed = ""
        if done:
            desk.write_draft(lambda: drop_drafts(desk, self.move))
            if desk.overlay is self:
                desk.close()
            desk.say(handed_in_text(desk, self.team, self.first))

    # What is seen

    def dialog(self, now: datetime) -> Dialog:
        """Return the sheets, and below them what is asked, whose name is typed, or what the check found."""
        number = 1 if self.second is None else 2
        said = _("Paper sheets, pass {number}: a row a sheet; Enter to the next cell, then row.", number=number)
        blocks = Line(said, "quiet"), self._sheets(), *self._below()
        return Dialog(self._title(), blocks, (*self._keys(), _KEPT), typing=True)

    def _title(self) -> Text:
        podium, name = dict(self.desk.contest.podiums)[self.team], self.desk.contest.state.roster.name(self.team)
        team = _("desk {desk} {team}", desk=podium, team=name)
        heads = [head.text for head in self.desk.scene().of(Headline)]
        what = Joined(tuple(dict.fromkeys((heads[0], heads[-1]))), " ") if heads else self.move.label
        return Joined((_("Sheets: {what}", what=what), team), "   ")

    def _sheets(self) -> PaperSheets:
        columns = self.first.columns
        typing = not self.checking and not self.naming
        places = column_places(column.step or 1 for column in columns)
        return PaperSheets(
            heads=tuple(column.label for column in columns),
            bounds=tuple(_bounds(column) for column in columns),
            rows=tuple(self._paper_sheet(place, sheet, places) for place, sheet in enumerate(self.sheets.rows, 1)),
            at=(self.row, self.column) if typing else None,
            typed=self.typed if typing else "",
            asked=self.doubt is not None,
            ignored=self.doubt.question.swallowed if self.doubt is not None else (),
        )

    def _paper_sheet(self, number: int, sheet: Sheet, places: int) -> PaperSheet:
        name, found = self.desk.contest.state.roster.name(sheet.judge), sheet.sum()
        return PaperSheet(
            number,
            name,
            _state(sheet) if sheet.closed else None,
            tuple(f"{sheet.asked[n]}?" if n in sheet.asked else cell for n, cell in enumerate(sheet.cells)),
            show(found, places) if found is not None else "",
            sheet.paper,
            "!" if sheet.off() is not None else "*" if sheet.signed else "",
        )

    def _below(self) -> Iterator[Block]:
        if self.doubt is not None:
            yield from (Line(text, "emphasis") for text in _asked(self.doubt))
        elif self.naming:
            yield Line(second_pass.request(self), "emphasis", typing=True)
        elif self.checking:
            yield from (Line(text, "emphasis") for text in self._check_words())

    def _check_words(self) -> Iterator[Text]:
        roster, podium = self.desk.contest.state.roster, dict(self.desk.contest.podiums)[self.team]
        waiting = self.first.waiting()
        if waiting:
            names = Joined(tuple(roster.name(self.first.rows[row].judge) for row in waiting), ", ")
            yield _("No sheet of {judges}: it stays open.", judges=names)
        signed = self.first.signed()
        if signed:
            names = Joined(tuple(roster.name(self.first.rows[row].judge) for row in signed), ", ")
            yield _("* {judges}: the marks stand, the total on paper is wrong; have it signed.", judges=names)
        complete = sum(not each.closed for each in self.first.rows)
        if complete == 1:
            yield _("The sheet is complete, nothing left to check.")
        else:
            yield _("{count} sheets complete, nothing left to check.", count=complete)
        if self.second is None:
            yield _("Tab: a second pass by another person, who does not see the first.")
        else:
            yield _("Both passes agree (second: {name}).", name=self.second.by)
        hand_in = _("Hand in: press {desk}, the desk number of the team.", desk=podium)
        yield Joined((hand_in, plain(self.typed)), "  ")

    def _keys(self) -> tuple[Key, ...]:
        if self.naming:
            return Key("", _("A name, then Enter")), Key("up", _("back"))
        if self.doubt is not None:
            return self.doubt.keys
        if self.checking:
            return (
                Key("", _("Desk number: hand in")),
                Key("tab", _("second pass")),
                Key("", _("Up Down back")),
            )
        keys = Key("enter", _("next cell")), Key("", _("Up Down judge")), Key("tab", _("to ! ?"))
        return (*keys, Key("-", _("no sheet"))) if self.begins_sheet else keys


_KEPT = Key("escape", _("back to the desk; the question stays, and so does what is typed"), _("the desk (kept)"))


def _state(sheet: Sheet) -> Text:
    """Return what a row without figures says."""
    if sheet.record is not None:
        seq = f"{sheet.record:03}"
        return _("handed in #{seq}", seq=seq) if sheet.handed_in and not sheet.absent else _("absent #{seq}", seq=seq)
    if sheet.handed_in and not sheet.absent:
        return _("handed in")
    return _("absent") if sheet.absent else _("no sheet; it stays open")


def _bounds(column: Number) -> str:
    full = show(column.high) if column.high is not None else ""
    return f"{show(column.low or 0)} {'..' if (column.low or 0) < 0 else '-'} {full}"


def _asked(doubt: Doubt) -> tuple[Text, Text]:
    """Return a question and the keys that answer it."""
    return Joined((plain("? "), doubt.words)), Joined((plain("   "), keys_text(doubt.keys)))


def open_grid(desk: Desk, move: Move, now: datetime, open_judge: OpenJudge, typed: str = "") -> None:
    """Open the grid of the sheets a move collects, with its draft; a character already typed is in the first cell."""
    if desk.look_only:
        desk.say(_("This desk only looks on; to take over, use the menu: M."))
        return
    if not has_marks(move):
        desk.say(_("These ballots have no marks to type; use the judge's number."))
        return
    columns = [blank for blank in move.blanks if isinstance(blank, Number)]
    rows = [_row(desk, move, judge.id, columns) for judge in desk.contest.state.roster.judges]
    sheets = Sheets(columns, rows)
    desk.drafts.settle()
    draft, second = (desk.arena.journal.draft(key) for key in (draft_key(move), second_key(move)))
    if draft is not None:
        sheets.restore(draft)
    grid = Grid(desk, move, move.subject.team, sheets, open_judge)
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
    adds = move.totals[0] if move.totals else Sum(tuple(column.path for column in columns))
    cells = (
        cell
        for block in desk.scene().of(Marks)
        if block.entrant in (move.subject.team, move.subject.member)
        for cell in block.cells
    )
    cell = next((cell for cell in cells if cell.judge == judge), None)
    absent = cell is not None and cell.state == "absent"
    left = last_absence(desk.contest, judge) if absent else None
    record = left.seq if left is not None else cell.record if cell is not None else None
    return Sheet(judge, [""] * len(columns), adds, handed_in=not open_now, absent=absent, record=record)
