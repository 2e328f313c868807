"""The sheets of the scorer's grid handed in: what is kept until then, and who stands in the ballots.

Whoever typed and whoever checked stand in every ballot. A sheet that is missing is nobody's absence: it stays open.
"""

from __future__ import annotations

from datetime import datetime

from ...errors import JournalError
from ...moves import Move
from ...text import Joined, Text
from .ballots import alike, ballots, naming
from .desk import Desk
from .draft_queue import Ending
from .sheets import Sheets
from .words import _


def draft_key(move: Move) -> str:
    """Return the name of the draft of the sheets that a move collects."""
    return "grid:" + ":".join([move.fact.type, *(str(value) for value in move.identity.values())])


def second_key(move: Move) -> str:
    """Return the name of the draft of the second pass."""
    return draft_key(move) + ":second"


def keep(desk: Desk, key: str, sheets: Sheets) -> None:
    """Keep a pass as a draft, beside the keys; where that cannot be written, say so and go on.

    What another window has kept meanwhile is not overwritten: it is taken up here instead.
    """
    journal, text = desk.arena.journal, sheets.to_text()

    def write() -> Ending | None:
        try:
            if journal.write_draft(key, text, sheets.draft):
                sheets.draft = text
                return None
            found = journal.draft(key)
        except JournalError as error:
            why = error.message
            return lambda: desk.say(_("The draft could not be kept: {why}", why=why), loud=True)
        return lambda: _give_way(desk, key, sheets, found)

    desk.drafts.put(key, write)


def _give_way(desk: Desk, key: str, sheets: Sheets, found: str | None) -> None:
    """Take up what another window has kept."""
    desk.drafts.forget(key)
    sheets.restore(found)
    desk.say(_("Another window has typed into these sheets; its figures stand here now."), loud=True)


def drop_drafts(desk: Desk, move: Move) -> None:
    """Forget both passes."""
    desk.drafts.settle()
    for key in (draft_key(move), second_key(move)):
        desk.arena.journal.drop_draft(key)


def record_sheets(desk: Desk, move: Move, sheets: Sheets, by: str, now: datetime) -> bool:
    """Record the ballots in seat order, in the name of `by`; False once one is refused. What is closed stays so."""
    paths = [column.path for column in sheets.columns]
    for sheet in sheets.rows:
        if not sheet.closed:
            own = (each for each in ballots(desk.contest.moves()) if sheet.judge in each.judges)
            current = next((each for each in own if alike(each, move)), None)
            if current is None:
                desk.say(_("The picture has just changed; look again."))
                return False
            values = {**naming(current, sheet.judge), **dict(zip(paths, sheet.cells, strict=True))}
            if desk.do(current, values, now, by=by) is None:
                return False
            sheet.handed_in = True
    return True


def handed_in_text(desk: Desk, team: str, sheets: Sheets) -> Text:
    """Return what is said once the sheets of a team are in: whose are still awaited."""
    roster, number = desk.contest.state.roster, dict(desk.contest.podiums)[team]
    names = tuple(roster.name(sheets.rows[row].judge) for row in sheets.waiting())
    if not names:
        return _("All sheets of desk {desk} are in.", desk=number)
    return _("The sheets of desk {desk} are in; still open: {judges}.", desk=number, judges=Joined(names, ", "))
