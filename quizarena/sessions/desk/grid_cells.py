"""Paper sheets being typed (drawings D8 to D10): the cursor, the cell under it, and what is asked about it.

Where Enter goes and when something is asked about. No mark holds a + or a -, so these answer questions; nothing else
does. Every cell is kept as a draft beside the record.
"""

from __future__ import annotations

from datetime import datetime

import attrs

from ...blanks import Number
from ...moves import Move
from ...points import show
from ...text import Joined, Text, plain
from .. import paper
from ..dialog import Key
from ..keys import Press
from ..paper import Question
from .desk import Desk
from .grid_submit import draft_key, keep, second_key
from .sheets import Difference, Doubt, Sheet, Sheets
from .words import _

_TOTAL = Number("total")


@attrs.define
class SheetCells:
    """Sheets being typed; `checking` says that nothing is left to type, `naming` whose name is being typed instead."""

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

    @property
    def blank(self) -> Number:
        """What is typed where the cursor stands."""
        return _TOTAL if self.on_total else self.first.columns[self.column]

    @property
    def begins_sheet(self) -> bool:
        """Whether the cursor stands in the first cell of a sheet with nothing typed: there may be no such sheet.

        There `-` is about the judge, but for a mark that may be below 0: it takes the sign.
        """
        signed = self.blank.low is not None and self.blank.low < 0
        return self.column == 0 and not self.typed and self.settling is None and not signed

    @property
    def judge(self) -> Text:
        """The name of the cursor's judge."""
        return self.desk.contest.state.roster.name(self.sheet.judge)

    def take_up(self, typed: str, now: datetime) -> None:
        """Put what was typed at the desk in the first empty cell, and say whose it is."""
        if typed and self.doubt is None and not self.checking:
            self.take_cell(Press(typed, typed), now)
            self.desk.say(
                _("The sheets are open: {judge}. {typed} stands in the cell.", judge=self.judge, typed=self.typed)
            )

    def start(self) -> None:
        """Put the cursor on the first cell that is empty; where none is, go to the check page."""
        waiting = self.sheets.missing()
        if waiting:
            self.go_to(waiting[0], self.sheets.rows[waiting[0]].cells.index(""))
        else:
            self.finish()

    # Keys

    def answer(self, doubt: Doubt, press: Press) -> None:
        """Take a press while something is asked about."""
        act = doubt.answer(press.key)
        if act is None:
            doubt.question = doubt.question.swallow(press.key)
            self.desk.say(doubt.question.reminder)
        else:
            self.doubt = None
            self.desk.hush()
            act()

    def take_cell(self, press: Press, now: datetime) -> bool:
        """Take a press in a cell, False where it is none of its keys."""
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
            self.to_row(1 if key == "down" else -1)
        elif key == "tab":
            self.to_doubt()
        elif key == "j" or (key == "-" and self.begins_sheet):
            self.about_judge(key, now)
        else:
            return False
        return True

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
            self.desk.say(_("Type a mark; if there is no such sheet, press J."))

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
        keys = _cell_keys(question.value, later=later is not None)
        self.ask(Doubt(asked, keys, lambda: self._accept(question.value), self.blank_cell, later))

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
            self.settle(settling, self.sheet.text(self.column))
        elif self.on_total or (self.sheet.summed == 1 and self.column == len(self.first.columns) - 1):
            self._after_total()  # where there is one mark it is the total
        else:
            self.column += 1

    def _after_total(self) -> None:
        if self.sheet.off() is None:
            self.next_sheet()
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
        self.ask(Doubt(Question(sheet.paper, "", words), _SUM_KEYS, self._sign, self._from_start, self.next_sheet))

    def _from_start(self) -> None:
        self.column, self.typed = 0, ""

    def _sign(self) -> None:
        self.sheet.signed = True
        self.keep()
        self.next_sheet()

    def next_sheet(self) -> None:
        """Go to the next sheet that is not whole, or to the check page."""
        waiting = self.sheets.missing()
        if waiting:
            self.go_to(next((row for row in waiting if row > self.row), waiting[0]), 0)
        else:
            self.finish()

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor on a cell; what is asked about it is asked again."""
        self.row, self.column, self.typed, self.checking = row, column, "", False
        if column in self.sheet.asked:
            self._take(self.sheet.asked[column])

    def to_row(self, by: int) -> None:
        """Go to another sheet that is typed."""
        rows = self.sheets.open_rows()
        if rows:
            place = rows.index(self.row) if self.row in rows else 0
            self.go_to(rows[(place + by) % len(rows)], 0)

    def to_doubt(self) -> None:
        """Go to the next sheet in which something is asked, else to one that is not whole, else to the check page."""
        rows = self.sheets.doubtful() or self.sheets.missing()
        if not rows:
            self.finish()
            return
        self.row = next((row for row in rows if row > self.row), rows[0])
        asked = min(self.sheet.asked, default=None)
        if asked is not None:
            self.go_to(self.row, asked)
        elif self.sheet.off() is not None:
            self.go_to(self.row, len(self.first.columns))
        else:
            self.go_to(self.row, self.sheet.cells.index(""))

    def keep(self) -> None:
        """Keep what is typed as drafts, each pass by itself."""
        keep(self.desk, draft_key(self.move), self.first)
        if self.second is not None:
            keep(self.desk, second_key(self.move), self.second)

    def drop_second(self) -> None:
        """Forget the second pass."""
        self.second = None
        self.desk.drafts.settle()
        self.desk.write_draft(lambda: self.desk.arena.journal.drop_draft(second_key(self.move)))

    # What the whole grid does

    def finish(self) -> None:
        """Go to the check page, once nothing is asked any more."""
        raise NotImplementedError

    def about_judge(self, key: str, now: datetime) -> None:
        """Open what may be done about the cursor's judge."""
        raise NotImplementedError

    def settle(self, each: Difference, text: str) -> None:
        """Put `text` into both passes, where they differed."""
        raise NotImplementedError


def _cell_keys(value: str, *, later: bool) -> tuple[Key, ...]:
    """Return what answers a question about a cell, and what the answers do."""
    yes = Key("+", _("yes: {value} is taken, on to the next cell", value=value), _("yes, {value}", value=value))
    no = Key("-", _("no: the cell is emptied, type it again"), _("type it again"))
    return (yes, no, _LATER) if later else (yes, no)


_LATER = Key("tab", _("put it off: ? stays in the cell, go on with others"), _("put off"))
_SUM_KEYS = (
    Key("+", _("wrong on paper: the marks stand, noted with *; the judge signs the sheet"), _("the marks stand")),
    Key("-", _("misread: back to the first mark, marks and total can be changed"), _("go back")),
    Key("tab", _("put it off: ! stays in the row, and with ! nothing is handed in"), _("put off")),
)
