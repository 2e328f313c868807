"""The second pass over the paper sheets: another person types them again and does not see the first.

Decides that the two are two people, by name, and that every cell in which they differ is settled: by the first, by the
second, or typed once more from the paper.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..keys import Press
from .sheets import Difference, Sheets
from .words import _

if TYPE_CHECKING:
    from .grid import Grid


def begin(grid: Grid) -> None:
    """Ask for the names: of whoever typed the first pass, where nobody said, and of whoever types the second."""
    grid.naming, grid.typed = (SECOND if grid.first.by else FIRST), ""


FIRST, SECOND = "first", "second"
LONGEST = 40
"""Characters of a name."""


def name(grid: Grid, press: Press) -> None:
    """Take a press while a name is typed."""
    if press.key == "enter":
        _named(grid, grid.typed.strip())
    elif press.key == "backspace":
        grid.typed = grid.typed[:-1]
    elif press.key == "up":
        grid.naming, grid.typed = "", ""
    elif press.char and len(grid.typed) < LONGEST:
        grid.typed += press.char


def _named(grid: Grid, who: str) -> None:
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


def go_on(grid: Grid, second: Sheets) -> None:
    """Type the second pass from its first empty cell."""
    grid.second, grid.naming, grid.checking = second, "", False
    grid.start()


def ask_whether_to_go_on(grid: Grid, second: Sheets) -> None:
    """Ask what becomes of a second pass that was left."""

    def leave_out() -> None:
        grid.drop_second()
        grid.start()

    words = _("The second pass by {name} was left.  1 go on with it  2 leave it out", name=second.by)
    grid.ask(words, {"1": lambda: go_on(grid, second), "2": leave_out})


def differences(grid: Grid) -> list[Difference]:
    """Return what the second pass typed otherwise, once it is whole."""
    if grid.second is None or grid.second.missing():
        return []
    return list(grid.first.differences(grid.second))


def ask_next(grid: Grid) -> None:
    """Ask about the next thing in which the passes differ; then about sums that are off now."""
    found = differences(grid)
    if found:
        _ask(grid, found[0])
    elif grid.second is not None and grid.sheets.doubtful():
        grid.finish()


def _ask(grid: Grid, each: Difference) -> None:
    judge = grid.desk.contest.state.roster.name(grid.first.rows[each.row].judge)
    if each.column is None:
        words = _(
            "{judge}: first {one}, second {two}.  1 the first  2 the second",
            judge=judge,
            one=each.first or _("a sheet"),
            two=each.second or _("a sheet"),
        )
        grid.ask(words, {"1": _use(grid, each, each.first), "2": _use(grid, each, each.second)})
        return
    words = _(
        "{judge}, {mark}: first {one}, second {two}.  1 the first  2 the second  3 type it again",
        judge=judge,
        mark=_("total on paper") if each.column == len(grid.first.columns) else grid.first.columns[each.column].label,
        one=each.first,
        two=each.second,
    )
    again = {"3": lambda: _type_again(grid, each)}
    grid.ask(words, {"1": _use(grid, each, each.first), "2": _use(grid, each, each.second), **again})


def _use(grid: Grid, each: Difference, text: str) -> Callable[[], None]:
    """Return the answer that puts `text` into both passes."""
    return lambda: settle(grid, each, text)


def settle(grid: Grid, each: Difference, text: str) -> None:
    """Put `text` into both passes; a sheet that one of them had is the one that stays."""
    for sheets in filter(None, (grid.first, grid.second)):
        sheets.settle(each, text)
    if each.column is None and not text and grid.second is not None:
        _copy_marks(grid, each.row)
    grid.keep()
    grid.checking = True
    ask_next(grid)


def _copy_marks(grid: Grid, row: int) -> None:
    """Let the pass that had no sheet have the other's marks."""
    assert grid.second is not None
    one, two = grid.first.rows[row], grid.second.rows[row]
    source, empty = (one, two) if all(one.cells) else (two, one)
    empty.cells, empty.paper, empty.signed = list(source.cells), source.paper, source.signed


def _type_again(grid: Grid, each: Difference) -> None:
    """Put the cursor on the cell; what is typed there goes into both passes."""
    assert each.column is not None
    grid.settling, grid.checking = each, False
    grid.row, grid.column, grid.typed = each.row, each.column, ""
    grid.blank_cell()
