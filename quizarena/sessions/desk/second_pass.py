"""The second pass over the paper sheets: another person types them again and does not see the first.

The two are two people, by name, and every cell in which they differ is settled: as the first has it, or typed once more
from the paper.
"""

from __future__ import annotations

from ...text import Text
from ..dialog import Key
from ..keys import Press
from ..paper import Question
from .grid_cells import SheetCells
from .sheets import Difference, Doubt, Sheets
from .words import _


def begin(grid: SheetCells) -> None:
    """Ask for the names: of whoever typed the first pass, where nobody said, and of whoever types the second."""
    grid.naming, grid.typed = (SECOND if grid.first.by else FIRST), ""


FIRST, SECOND = "first", "second"
LONGEST = 40
"""Characters of a name."""


def name(grid: SheetCells, press: Press) -> None:
    """Take a press while a name is typed."""
    if press.key == "enter":
        _named(grid, grid.typed.strip())
    elif press.key == "backspace":
        grid.typed = grid.typed[:-1]
    elif press.key == "up":
        grid.naming, grid.typed = "", ""
    elif press.char and len(grid.typed) < LONGEST:
        grid.typed += press.char


def request(grid: SheetCells) -> Text:
    """Return whose name is asked for, and what has been typed of it."""
    name = f"{grid.typed}_"
    if grid.naming == FIRST:
        return _("Who typed the first pass: {name}", name=name)
    return _("The second pass is typed by (not {first}): {name}", first=grid.first.by, name=name)


def _named(grid: SheetCells, who: str) -> None:
    first = grid.first.by
    if not who:
        grid.desk.say(_("A name first: it stands in every ballot."))
    elif grid.naming == FIRST:
        grid.first.by, grid.naming, grid.typed = who, SECOND, ""
        grid.keep()
    elif who.casefold() == first.casefold():
        grid.desk.say(_("{name} typed the first pass; the second is for somebody else.", name=who), loud=True)
        grid.typed = ""
    else:
        go_on(grid, grid.first.blank(who))
        grid.desk.say(_("{name} types all sheets again, without seeing the first pass.", name=who))


def go_on(grid: SheetCells, second: Sheets) -> None:
    """Type the second pass from its first empty cell."""
    grid.second, grid.naming, grid.checking = second, "", False
    grid.start()


def ask_whether_to_go_on(grid: SheetCells, second: Sheets) -> None:
    """Ask what becomes of a second pass that was left."""

    def leave_out() -> None:
        grid.drop_second()
        grid.start()

    words = _("The second pass by {name} was left. Go on with it?", name=second.by)
    grid.ask(Doubt(Question("", "", words), _LEFT_KEYS, lambda: go_on(grid, second), leave_out))


def differences(grid: SheetCells) -> list[Difference]:
    """Return what the second pass typed otherwise, once it is whole."""
    if grid.second is None or grid.second.missing():
        return []
    return list(grid.first.differences(grid.second))


def ask_next(grid: SheetCells) -> None:
    """Ask about the next thing in which the passes differ; then about sums that are off now."""
    found = differences(grid)
    if found:
        _ask(grid, found[0])
    elif grid.second is not None and grid.sheets.doubtful():
        grid.finish()


def _ask(grid: SheetCells, each: Difference) -> None:
    words = _(
        "{judge}, {mark}: first {one}, second {two}. Is it {one}?",
        judge=grid.desk.contest.state.roster.name(grid.first.rows[each.row].judge),
        mark=_("total on paper") if each.column == len(grid.first.columns) else grid.first.columns[each.column].label,
        one=each.first,
        two=each.second,
    )
    question = Question(each.second, each.first, words)
    yes = _("yes: {value} stands in both passes", value=each.first)
    keys = Key("+", yes, _("yes, {value}", value=each.first)), _FROM_PAPER
    grid.ask(Doubt(question, keys, lambda: settle(grid, each, each.first), lambda: _type_again(grid, each)))


def settle(grid: SheetCells, each: Difference, text: str) -> None:
    """Put `text` into both passes."""
    for sheets in filter(None, (grid.first, grid.second)):
        sheets.rows[each.row].put(each.column, text)
    grid.keep()
    grid.checking = True
    ask_next(grid)


def _type_again(grid: SheetCells, each: Difference) -> None:
    """Put the cursor on the cell; what is typed there goes into both passes."""
    grid.settling, grid.checking = each, False
    grid.row, grid.column, grid.typed = each.row, each.column, ""
    grid.blank_cell()


_LEFT_KEYS = (
    Key("+", _("go on with it at its first empty cell"), _("go on")),
    Key("-", _("leave it out: the first pass alone counts"), _("leave it out")),
)
_FROM_PAPER = Key("-", _("no: type it once more from the paper, for both passes"), _("type it again"))
