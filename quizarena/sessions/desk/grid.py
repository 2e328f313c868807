"""The scorer's grid (drawings D8 to D10): paper sheets typed row by row with the number pad alone, checked before they
count.

Where Enter goes, when something is asked about, and that the sheets are handed in by the team's desk number. No mark
holds a + or a -, so these answer questions; nothing else does. Every cell is kept as a draft beside the record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import attrs

from ...moves import Move, Number
from ...points import show
from ...scenes import Marks
from ...text import Joined, Text, plain
from .. import paper
from ..dialog import Dialog, Key, Line
from ..keys import Press
from ..paper import Question
from . import second_pass
from .ballots import alike, ballots, has_marks, knows_absence
from .desk import Desk
from .grid_submit import draft_key, hand_in, keep, second_key
from .sheets import Difference, Doubt, Sheet, Sheets
from .words import _

_TOTAL = Number("total")
OpenJudge = Callable[[str, datetime], None]


@attrs.define
class Grid:
    """The grid over the desk; `open_judge` opens what may be done about one judge, over it."""

    desk: Desk
    move: Move
    team: str
    first: Sheets
    open_judge: OpenJudge
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

    @property
    def blank(self) -> Number:
        """What is typed where the cursor stands."""
        return _TOTAL if self.on_total else self.first.columns[self.column]

    @property
    def judge(self) -> Text:
        """The name of the cursor's judge."""
        return self.desk.contest.state.roster.name(self.sheet.judge)

    def start(self) -> None:
        """Put the cursor on the first cell that is empty; where none is, go to the check page."""
        waiting = self.sheets.missing()
        if waiting:
            self._go_to(waiting[0], self.sheets.rows[waiting[0]].cells.index(""))
        else:
            self.finish()

    def take_up(self, typed: str, now: datetime) -> None:
        """Put what was typed at the desk in the first empty cell, and say whose it is."""
        if typed and self.doubt is None and not self.checking:
            self._cell(Press(typed, typed), now)
            self.desk.say(
                _("The sheets are open: {judge}. {typed} stands in the cell.", judge=self.judge, typed=self.typed)
            )

    def resume(self) -> None:
        """Come back from what was done about a judge: what the record says of the sheets by now is taken in."""
        self.desk.overlay = self
        for sheet in self.first.rows:
            fresh = _row(self.desk, self.move, sheet.judge, self.first.columns)
            sheet.handed_in, sheet.absent = fresh.handed_in, fresh.absent
        for one, two in zip(self.first.rows, self.second.rows if self.second is not None else (), strict=False):
            two.handed_in, two.absent = one.handed_in, one.absent
        if self.sheet.is_recorded and not self.checking:
            self._next_sheet()

    # Keys

    def press(self, press: Press, now: datetime) -> bool:
        """Take a press."""
        if self.naming:
            second_pass.name(self, press)
        elif self.doubt is not None:
            self._answer(self.doubt, press)
        elif self.checking:
            return self._check(press, now)
        else:
            return self._cell(press, now)
        return True

    def _answer(self, doubt: Doubt, press: Press) -> None:
        act = doubt.answer(press.key)
        if act is None:
            doubt.question = doubt.question.swallow(press.key)
            self.desk.say(doubt.question.reminder)
        else:
            self.doubt = None
            self.desk.hush()
            act()

    def _cell(self, press: Press, now: datetime) -> bool:
        key, typed = press.key, paper.append(self.blank, self.typed, press.key)
        if typed is not None:
            self.typed = typed
        elif key == "backspace":
            self._erase()
        elif key == "enter":
            self._enter()
        elif self.settling is not None:
            self.desk.say(_("The mark on the paper sheet, then Enter."))
        elif key in ("up", "down"):
            self._to_row(1 if key == "down" else -1)
        elif key == "tab":
            self.to_doubt()
        elif key == "j" or (key == "-" and self.column == 0 and not self.typed):
            self._about_judge(key, now)
        else:
            return False
        return True

    def _about_judge(self, key: str, now: datetime) -> None:
        """Open what may be done about the judge; without a sheet in a round that knows no absence it stays open."""
        judge = self.sheet.judge
        if key == "-" and not knows_absence(self.desk.contest, self.move):
            name = self.judge
            self.sheet.waits = True
            self.keep()
            self._next_sheet()
            self.desk.say(
                _("This round knows no absence: the sheet of {judge} stays open, the others go in.", judge=name)
            )
        else:
            self.open_judge(judge, now)
            if self.desk.overlay is not None and self.desk.overlay is not self:
                self.desk.cover(self.desk.overlay, self.resume)

    def _erase(self) -> None:
        if self.typed:
            self.typed = self.typed[:-1]
        else:
            self.blank_cell()

    def blank_cell(self) -> None:
        """Empty the cursor's cell."""
        self._put("")

    def _put(self, text: str) -> None:
        self.sheets.by = self.sheets.by or self.desk.person
        self.sheet.put(self.column, text)
        self.typed = ""

    def _enter(self) -> None:
        kept = self.sheet.asked.get(self.column, "")
        if self.typed or kept:
            self._take(self.typed or kept)
        elif self.sheet.text(self.column) or self.on_total:
            self._on()
        else:
            self.desk.say(_("A mark first; where there is no such sheet: J."))

    def _take(self, typed: str) -> None:
        """Put a typed number in its cell, or ask about it."""
        question, refusal = paper.question(self.blank, typed), paper.refusal(self.blank, typed)
        if question is not None:
            self._ask_about(question)
        elif refusal is not None:
            self.desk.say(refusal)
            self.typed = ""
        else:
            self._accept(paper.tidy(typed))

    def _ask_about(self, question: Question) -> None:
        """Ask about what was typed; it stands beside the cell until it is answered, whatever happens to this window."""
        self.sheets.by = self.sheets.by or self.desk.person
        self.sheet.ask(self.column, question.typed)
        self.typed = ""
        self.keep()
        whose = Joined((self.judge, plain(" "), self.blank.label, plain(": "), question.words))
        asked = attrs.evolve(question, words=whose)
        later = self._on if self.settling is None else None
        self.ask(Doubt(asked, lambda: self._accept(question.value), self.blank_cell, later))

    def ask(self, doubt: Doubt) -> None:
        """Ask about something."""
        self.doubt = doubt
        self.desk.say(doubt.words)

    def _accept(self, text: str) -> None:
        self._put(text)
        self._on()

    def _on(self) -> None:
        """Go to the next cell; ask about a sum that is off when its total has been typed."""
        self.keep()
        settling, self.settling = self.settling, None
        if settling is not None:
            second_pass.settle(self, settling, self.sheet.text(self.column))
        elif self.on_total:
            self._after_total()
        else:
            self.column += 1

    def _after_total(self) -> None:
        if self.sheet.off() is None:
            self._next_sheet()
        else:
            self._ask_sum()

    def _ask_sum(self) -> None:
        sheet = self.sheet
        found, off = sheet.sum(), sheet.off()
        words = _(
            "{judge}: the marks make {sum}, the sheet says {paper}, {off} apart. Wrong on paper, do the marks stand?",
            judge=self.judge,
            sum=show(found) if found is not None else "-",
            paper=sheet.paper,
            off=show(abs(off)) if off is not None else "-",
        )
        self.ask(Doubt(Question(sheet.paper, "", words), self._sign, self._from_start, self._next_sheet))

    def _from_start(self) -> None:
        self.column, self.typed = 0, ""

    def _sign(self) -> None:
        self.sheet.signed = True
        self.keep()
        self._next_sheet()

    def _next_sheet(self) -> None:
        """Go to the next sheet that is not whole, or to the check page."""
        waiting = self.sheets.missing()
        if waiting:
            self._go_to(next((row for row in waiting if row > self.row), waiting[0]), 0)
        else:
            self.finish()

    def _go_to(self, row: int, column: int) -> None:
        self.row, self.column, self.typed, self.checking = row, column, "", False
        if column in self.sheet.asked:
            self._take(self.sheet.asked[column])

    def _to_row(self, by: int) -> None:
        rows = self.sheets.open_rows()
        if rows:
            place = rows.index(self.row) if self.row in rows else 0
            self._go_to(rows[(place + by) % len(rows)], 0)

    def to_doubt(self) -> None:
        """Go to the next sheet in which something is asked, else to one that is not whole, else to the check page."""
        rows = self.sheets.doubtful() or self.sheets.missing()
        if not rows:
            self.finish()
            return
        self.row = next((row for row in rows if row > self.row), rows[0])
        asked = min(self.sheet.asked, default=None)
        if asked is not None:
            self._go_to(self.row, asked)
        elif self.sheet.off() is not None:
            self._go_to(self.row, len(self.first.columns))
        else:
            self._go_to(self.row, self.sheet.cells.index(""))

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
        here = Line(Joined((self.judge, self.blank.label, plain(f"{self.typed}_")), "  "), "emphasis")
        asked = (Line(self.doubt.words),) if self.doubt is not None else ()
        title = _("Sheets: {what}", what=self.move.label)
        return Dialog(title, (here, *asked), (*self._keys(), _KEPT), typing=True)

    def _keys(self) -> tuple[Key, ...]:
        if self.naming:
            return Key("", _("A name, then Enter")), Key("up", _("back"))
        if self.doubt is not None:
            later = (Key("tab", _("put off")),) if self.doubt.postpone is not None else ()
            return Key("+", _("yes")), Key("-", _("no, again")), *later
        if self.checking:
            return (
                Key("", _("The desk number hands them in")),
                Key("tab", _("second pass")),
                Key("", _("Up Down back")),
            )
        return (
            Key("enter", _("next cell")),
            Key("", _("Up Down judge")),
            Key("tab", _("to ! and ?")),
            Key("-", _("no sheet")),
        )


_KEPT = Key("escape", _("the desk (kept)"))


def open_grid(desk: Desk, move: Move, now: datetime, open_judge: OpenJudge, typed: str = "") -> None:
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
    summed = len(move.totals[0].paths) if move.totals else len(columns)
    cells = (
        cell
        for block in desk.scene().of(Marks)
        if block.entrant in (move.subject.team, move.subject.member)
        for cell in block.cells
    )
    absent = any(cell.judge == judge and cell.state == "absent" for cell in cells)
    return Sheet(judge, [""] * len(columns), summed, handed_in=not open_now, absent=absent)
