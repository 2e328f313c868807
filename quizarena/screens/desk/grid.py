"""The scorer's grid (drawing D6): paper sheets typed row by row with the number pad alone, checked before they count.

Decides where Enter goes, when a doubt is asked about, that nothing is handed in while a doubt stands, and that the
sheets are handed in by the team's desk number. Every cell is kept as a draft beside the record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import attrs

from ...facts import instant_text
from ...moves import Move, Number
from ...points import show
from ...text import Text
from .field import ABSENCES
from .judges import ballots, choice_of, offers
from .keymap import Press
from .overlay import Row
from .sheets import Difference, Sheet, Sheets, refuse, ten_times, tenth_of
from .words import _

if TYPE_CHECKING:
    from .controller import Desk

GONE = (ABSENCES[0], ABSENCES[1], ABSENCES[2])
"""Why there is no sheet: 1 absent, 2 stands down, 3 void."""


@attrs.define
class Doubt:
    """Something asked about, with its answers by digit."""

    words: str
    answers: Mapping[str, Callable[[], None]]


@attrs.define
class Grid:
    """The grid over the desk."""

    desk: Desk
    move: Move
    team: str
    first: Sheets
    second: Sheets | None = None
    checker: str = ""
    row: int = 0
    column: int = 0
    doubt: Doubt | None = None
    checking: bool = False
    naming: bool = False
    typed: str = attrs.field(default="", init=False)
    typing: bool = attrs.field(default=True, init=False)

    @property
    def title(self) -> str:
        """What is typed."""
        return self.desk.word(_("Sheets: {what}", what=self.move.label))

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

    def differences(self) -> list[Difference]:
        """Return what the second pass typed otherwise, once it is whole."""
        if self.second is None or self.second.missing():
            return []
        return list(self.first.differences(self.second))

    # Keys

    def press(self, press: Press, now: datetime) -> None:
        """Take a press."""
        if self.naming:
            self._name(press)
        elif self.doubt is not None:
            self._answer(press)
        elif self.checking:
            self._check(press, now)
        else:
            self._cell(press, now)

    def _answer(self, press: Press) -> None:
        doubt = self.doubt
        act = doubt.answers.get(press.key) if doubt is not None else None
        if doubt is None or act is None:
            self.desk.say(doubt.words if doubt is not None else "")
            return
        self.doubt = None
        self.desk.say("")
        act()

    def _cell(self, press: Press, now: datetime) -> None:
        key = press.key
        if key.isdecimal() or (key == "." and "." not in self.typed):
            self.typed += key
        elif key == "backspace":
            self._erase()
        elif key == "enter":
            self._enter(now)
        elif key in ("up", "down"):
            self._to_row(1 if key == "down" else -1)
        elif key == "tab":
            self._to_doubt()
        elif key == "-" and self.column == 0 and not self.typed:
            self._no_sheet(now)
        else:
            self.desk.say(self.keys())

    def _erase(self) -> None:
        if self.typed:
            self.typed = self.typed[:-1]
        else:
            self._set("")

    def _set(self, text: str) -> None:
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
            self._ask(words, {"1": lambda: self._replace(tenth), "2": self._again})
        else:
            low, high = show(column.low or 0), show(column.high) if column.high is not None else "-"
            self.desk.say(_("{typed} does not fit: {low} to {high}, in steps.", typed=typed, low=low, high=high))
            self.typed = ""

    def _ask_ten(self, typed: str, high: str) -> None:
        words = _("{typed} is very low. Is it {high}?  1 yes  2 it is {typed}", typed=typed, high=high)
        self._ask(words, {"1": lambda: self._replace(high), "2": lambda: self._replace(typed)})

    def _ask(self, words: Text, answers: Mapping[str, Callable[[], None]]) -> None:
        self.doubt = Doubt(self.desk.word(words), answers)
        self.desk.say(self.doubt.words)

    def _replace(self, text: str) -> None:
        self._set(text)
        self._on(None)

    def _again(self) -> None:
        self.typed = ""

    def _on(self, now: datetime | None) -> None:
        """Go to the next cell; ask about a sum that is off when its total has been typed."""
        self.keep(now)
        if self.on_total:
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
        self._ask(words, {"1": self._from_start, "2": self._sign, "3": self._next_sheet})

    def _from_start(self) -> None:
        self.column, self.typed = 0, ""

    def _sign(self) -> None:
        self.sheet.signed = True
        self.keep(None)
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

    def _to_doubt(self) -> None:
        rows = self.sheets.doubtful() or self.sheets.missing()
        if not rows:
            self.finish()
            return
        self.row, self.typed = next((row for row in rows if row > self.row), rows[0]), ""
        self.column = len(self.first.columns) if self.sheet.off() is not None else 0

    def _no_sheet(self, now: datetime) -> None:
        reasons = "  ".join(f"{number} {self.desk.word(reason)}" for number, reason in enumerate(GONE, 1))
        answers = {str(number): self._gone(self.desk.word(reason), now) for number, reason in enumerate(GONE, 1)}
        self._ask(_("No such sheet, because: {reasons}", reasons=reasons), answers)

    def _gone(self, reason: str, now: datetime) -> Callable[[], None]:
        def act() -> None:
            self.sheet.gone, self.sheet.cells = reason, [""] * len(self.first.columns)
            self.keep(now)
            self._next_sheet()

        return act

    # The check page

    def finish(self) -> None:
        """Go to the check page, once no doubt is left."""
        if self.sheets.doubtful():
            self._to_doubt()
            self.desk.say(_("A sum is off; settle it first."))
            return
        self.checking = True
        self._next_difference()

    def _next_difference(self) -> None:
        """Ask about the next cell in which the passes differ."""
        found = self.differences()
        if not found:
            return
        each = found[0]
        words = _(
            "{judge}, {mark}: first {one}, second {two}.  1 the first  2 the second",
            judge=self.desk.contest.state.roster.name(self.first.rows[each.row].judge),
            mark=self.first.columns[each.column].label,
            one=each.first,
            two=each.second,
        )
        self._ask(words, {"1": self._use(each, each.first), "2": self._use(each, each.second)})

    def _use(self, each: Difference, text: str) -> Callable[[], None]:
        """Return the answer that puts `text` into both passes."""

        def act() -> None:
            for sheets in filter(None, (self.first, self.second)):
                sheets.rows[each.row].cells[each.column] = text
            self._next_difference()

        return act

    def _check(self, press: Press, now: datetime) -> None:
        desk_number = str(dict(self.desk.contest.desks)[self.team])
        if press.key in ("up", "down"):
            self.checking, self.typed = False, ""
            self._to_row(1 if press.key == "down" else -1)
        elif press.key == "tab" and self.second is None:
            self.naming, self.typed = True, ""
        elif press.key.isdecimal():
            self.typed += press.key
            if self.typed == desk_number:
                hand_in(self, now)
            elif not desk_number.startswith(self.typed):
                self.typed = ""
                self.desk.say(_("These sheets are of desk {desk}: press {desk}.", desk=desk_number))
        else:
            self.desk.say(self.keys())

    def _name(self, press: Press) -> None:
        """Take the name of whoever types the second pass."""
        if press.key == "enter":
            self.checker, self.typed, self.naming = self.typed.strip() or "2", "", False
            self.second, self.checking, self.row, self.column = self.first.blank(), False, 0, 0
            self.row = next(iter(self.second.open_rows()), 0)
        elif press.key == "backspace":
            self.typed = self.typed[:-1]
        elif press.char:
            self.typed += press.char

    def keep(self, now: datetime | None) -> None:
        """Keep the first pass as a draft."""
        if self.second is None:
            at = now or self.desk.contest.records[-1].at
            self.desk.arena.journal.keep_draft(draft_key(self.move), self.first.to_text(), instant_text(at))

    def rows(self, width: int, now: datetime) -> list[Row]:
        """Return nothing: `grid_picture` draws it over the zones."""
        return []

    def keys(self) -> str:
        """Return the keys that act."""
        if self.naming:
            return self.desk.word(_("The name of whoever types the second pass, then Enter"))
        if self.checking:
            return self.desk.word(
                _("The desk number hands them in  Tab second pass  Up Down back  Esc the desk (kept)")
            )
        return self.desk.word(
            _("Digits and point  Enter next  Up Down judge  Tab to the doubts  - no sheet  Esc the desk (kept)")
        )


def draft_key(move: Move) -> str:
    """Return the name of the draft of the sheets that a move collects."""
    return "grid:" + ":".join([move.fact.type, *(str(value) for value in move.given.values())])


def open_grid(desk: Desk, move: Move, now: datetime) -> None:
    """Open the grid of the sheets a move collects, with its draft."""
    columns = [blank for blank in move.open if isinstance(blank, Number)]
    team = next((str(value) for value in move.given.values() if value in dict(desk.contest.desks)), "")
    if not columns or not team:
        desk.say(_("These ballots have no marks to type; use the judge's number."))
        return
    rows = [_row(desk, move, judge.id, columns) for judge in desk.contest.state.roster.judges]
    sheets = Sheets(columns, rows)
    draft = desk.arena.journal.draft(draft_key(move))
    if draft is not None:
        sheets.restore(draft)
    waiting = sheets.missing() or sheets.open_rows()
    desk.open(Grid(desk, move, team, sheets, row=waiting[0] if waiting else 0))


def _row(desk: Desk, move: Move, judge: str, columns: Sequence[Number]) -> Sheet:
    """Return a judge's sheet; marks of one mapping make its total, those of speakers beside them do not."""
    choice = choice_of(move)
    open_now = choice is not None and choice.option(judge) is not None
    head = columns[0].path.partition(".")[0]
    summed = sum(column.path.partition(".")[0] == head for column in columns)
    return Sheet(judge, [""] * len(columns), summed, handed_in=not open_now)


def hand_in(grid: Grid, now: datetime) -> None:
    """Record absences, then the ballots in seat order; whoever typed and checked stands in each."""
    desk, person = grid.desk, grid.desk.person
    if grid.checker:
        desk.person = desk.word(_("{one}, checked by {two}", one=person or "1", two=grid.checker))
    done = all(_record(grid, sheet, now) for sheet in grid.first.rows if not sheet.handed_in)
    desk.person = person
    grid.typed = ""
    if done:
        desk.arena.journal.drop_draft(draft_key(grid.move))
        if desk.overlay is grid:
            desk.close()
        desk.say(_("All sheets of desk {desk} are in.", desk=dict(desk.contest.desks)[grid.team]))


def _record(grid: Grid, sheet: Sheet, now: datetime) -> bool:
    """Record one sheet or its absence, by the move of now."""
    desk = grid.desk
    moves = [move for move in desk.contest.moves() if move.closed is None and offers(move, sheet.judge)]
    if sheet.gone:
        move = next((move for move in moves if move.aside and move.seat == "arbiter" and "." in move.fact.type), None)
        values: dict[str, object] = {"judge": sheet.judge, "reason": sheet.gone}
    else:
        same = [move for move in ballots(moves) if move.fact is grid.move.fact and move.given == grid.move.given]
        move = same[0] if same else None
        marks = zip((column.path for column in grid.first.columns), sheet.cells, strict=True)
        values = {"judge": sheet.judge, **dict(marks)}
    if move is None:
        desk.say(_("The picture has just changed; please look again."))
        return False
    if desk.do(move, values, now) is None:
        return False
    sheet.handed_in = True
    return True
