"""The sheets of the scorer's grid handed in: what is kept until then, and who stands in the ballots.

Whoever typed and whoever checked stand in every ballot. A sheet that is missing is nobody's absence: it stays open.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ...errors import JournalError
from ...moves import Move
from ...text import Joined, Text
from .ballots import alike, ballots, naming
from .desk import Desk
from .sheets import Sheet, Sheets
from .words import _

if TYPE_CHECKING:
    from .grid import Grid


def draft_key(move: Move) -> str:
    """Return the name of the draft of the sheets that a move collects."""
    return "grid:" + ":".join([move.fact.type, *(str(value) for value in move.identity.values())])


def second_key(move: Move) -> str:
    """Return the name of the draft of the second pass."""
    return draft_key(move) + ":second"


def keep(desk: Desk, key: str, sheets: Sheets) -> None:
    """Keep a pass as a draft; where that cannot be written, say so and go on.

    What another window has kept meanwhile is not overwritten: it is taken up here instead.
    """
    journal = desk.arena.journal
    try:
        text = sheets.to_text()
        if journal.write_draft(key, text, sheets.draft):
            sheets.draft = text
            return
        sheets.restore(journal.draft(key))
        desk.say(_("Another window has typed into these sheets; its figures stand here now."), loud=True)
    except JournalError as error:
        desk.say(_("The draft could not be kept: {why}", why=error.message), loud=True)


def hand_in(grid: Grid, now: datetime) -> None:
    """Record the ballots in seat order; whoever typed and checked stands in each. A sheet that waits stays open."""
    desk, by = grid.desk, grid.first.by or grid.desk.person
    if grid.second is not None:
        by = desk.in_record(_("{one}, checked by {two}", one=by, two=grid.second.by))
    done = all(_record(grid, sheet, by, now) for sheet in grid.first.rows if not sheet.closed)
    grid.typed = ""
    if done:
        desk.write_draft(lambda: _drop_drafts(grid))
        if desk.overlay is grid:
            desk.close()
        desk.say(_said(grid))


def _said(grid: Grid) -> Text:
    """Return what is said once the sheets are in: whose are still awaited."""
    roster, number = grid.desk.contest.state.roster, dict(grid.desk.contest.podiums)[grid.team]
    names = tuple(roster.name(grid.first.rows[row].judge) for row in grid.first.waiting())
    if not names:
        return _("All sheets of desk {desk} are in.", desk=number)
    return _("The sheets of desk {desk} are in; still open: {judges}.", desk=number, judges=Joined(names, ", "))


def _drop_drafts(grid: Grid) -> None:
    for key in (draft_key(grid.move), second_key(grid.move)):
        grid.desk.arena.journal.drop_draft(key)


def _record(grid: Grid, sheet: Sheet, by: str, now: datetime) -> bool:
    """Record one sheet by the move of now."""
    desk = grid.desk
    own = (move for move in ballots(desk.contest.moves()) if sheet.judge in move.judges)
    move = next((move for move in own if alike(move, grid.move)), None)
    marks = zip((column.path for column in grid.first.columns), sheet.cells, strict=True)
    if move is None:
        desk.say(_("The picture has just changed; please look again."))
        return False
    if desk.do(move, {**naming(move, sheet.judge), **dict(marks)}, now, by=by) is None:
        return False
    sheet.handed_in = True
    return True
