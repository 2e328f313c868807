"""The judges' ballots at the desk: who has handed in, and what may be done about one judge.

P goes straight to the sheets; what concerns one judge is J, then the seat, then the deed: 1 remind, 2 return, 3 absent,
4 type the paper in, 5 and on what else the moves offer for that judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from ...facts import Intent, instant_text
from ...moves import Move
from ...roster import Judge
from ...text import Joined, Text, plain
from ..bindings import seat_number
from ..judge import pin
from ..judge.draft import reminder_key
from .ballots import ballots, collections, has_marks, knows_absence, naming
from .desk import Desk
from .form import open_form
from .grid import open_grid
from .lists import Act, Deed, DeedList, deeds
from .words import _


def open_seats(desk: Desk, now: datetime) -> None:
    """Open the judges by seat, to pick the one whom something concerns."""

    def pick(judge: Judge) -> Act:
        return lambda later: open_judge(desk, judge.id, later)

    desk.refresh()
    judges = desk.contest.state.roster.judges
    if judges:
        desk.open(DeedList(desk, _("One judge: which seat?"), deeds(*((each.name, pick(each)) for each in judges))))
    else:
        desk.say(_("This contest has no judges."))


def open_judge(desk: Desk, judge: str, now: datetime) -> None:
    """Open what may be done about one judge."""
    desk.refresh()
    roster = desk.contest.state.roster
    title = Joined((plain(str(seat_number(roster, judge))), roster.name(judge)), "  ")
    desk.open(DeedList(desk, title, list(_deeds(desk, judge)), intro=_state(desk, judge)))


def _state(desk: Desk, judge: str) -> Text | None:
    moves = (each for each in desk.contest.moves() if each.intent is Intent.BALLOT and judge in each.judges)
    return next((each.closed for each in moves if each.closed is not None), None)


_DEEDS = (
    (Intent.BALLOT_RETURN, _("Return for changes"), _("nothing is handed in")),
    (Intent.ABSENCE, _("Absent"), _("not while nothing is awaited")),
    (Intent.BALLOT, _("Type the paper sheet in"), _("not while nothing is awaited")),
)
"""What is done about a judge, with why it cannot be done where no move offers it; numbered from 2."""

NO_ABSENCE = _("this round knows no absence; the sheet stays open")


def _deeds(desk: Desk, judge: str) -> Iterator[Deed]:
    moves = [move for move in desk.contest.moves() if judge in move.judges and not _is_over(move)]
    yield Deed(_("Remind"), lambda now: remind(desk, judge, now), 1)
    rest = list(moves)
    is_unknown = any(not knows_absence(desk.contest, move) for move in ballots(moves))
    for number, (intent, name, why) in enumerate(_DEEDS, 2):
        found = next((move for move in moves if move.intent is intent), None)
        if found is None:
            yield Deed(name, lambda now: None, number, NO_ABSENCE if is_unknown and intent is Intent.ABSENCE else why)
        else:
            rest.remove(found)
            yield _item(desk, found, judge, number, name)
    for number, move in enumerate(rest, 5):
        yield _item(desk, move, judge, number)
    if pin.read_pin(desk.arena.journal, judge) is not None:
        yield Deed(_("Clear the PIN, free the seat"), lambda now: _free(desk, judge), 5 + len(rest))


def _is_over(move: Move) -> bool:
    """Whether a move stands there only to say why a judge hands in no ballot."""
    return move.intent is Intent.BALLOT and move.closed is not None


def _item(desk: Desk, move: Move, judge: str, number: int, name: Text | None = None) -> Deed:
    label = Joined((name, move.label), ": ") if name is not None else move.label
    return Deed(label, lambda now: open_form(desk, move, naming(move, judge), now), number, move.closed)


def _free(desk: Desk, judge: str) -> None:
    """Forget the judge's PIN: whoever sits down there next chooses another."""
    if desk.write_draft(lambda: pin.clear(desk.arena.journal, judge)):
        desk.say(_("The PIN is cleared: {judge}", judge=desk.contest.state.roster.name(judge)))


def remind(desk: Desk, judge: str, now: datetime) -> None:
    """Leave a reminder beside the record for the judge's own screen, which says it in its own language."""
    journal, key = desk.arena.journal, reminder_key(judge)
    if desk.write_draft(lambda: journal.write_draft(key, instant_text(now), journal.draft(key))):
        desk.say(_("Reminded: {judge}", judge=desk.contest.state.roster.name(judge)))


def open_ballots(desk: Desk, now: datetime, typed: str = "") -> None:
    """Open the scorer's grid where one performance is marked; else a list of the judges and of each one's sheets.

    A character already `typed` goes into the first empty cell of the first sheets that wait for marks.
    """
    desk.refresh()
    marked = [move for move in ballots(desk.contest.moves()) if has_marks(move)]
    if typed and not marked:
        desk.say(_("A vote is typed for one judge: J, then the seat; P shows all judges."))
    elif marked and (typed or len(collections(marked)) == 1):
        open_sheets(desk, marked[0], now, typed)
    else:
        _open_list(desk, marked)


def open_sheets(desk: Desk, move: Move, now: datetime, typed: str = "") -> None:
    """Open the sheets that a move collects, row by row."""
    open_grid(desk, move, now, lambda judge, later: open_judge(desk, judge, later), typed)


def _open_list(desk: Desk, marked: Sequence[Move]) -> None:
    def grid(move: Move, number: int) -> Deed:
        text = _("The sheets, row by row: {what}", what=move.label)
        return Deed(text, lambda later: open_sheets(desk, move, later), number)

    def seat(judge: Judge, number: int) -> Deed:
        return Deed(judge.name, lambda later: open_judge(desk, judge.id, later), number)

    judges = [seat(judge, number) for number, judge in enumerate(desk.contest.state.roster.judges, 1)]
    grids = [grid(move, number) for number, move in enumerate(collections(marked), len(judges) + 1)]
    if not judges:
        desk.say(_("This contest has no judges."))
    else:
        desk.open(DeedList(desk, _("Ballots: a judge by seat"), [*judges, *grids]))
