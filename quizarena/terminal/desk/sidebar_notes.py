"""Short notes of the right column: how long the round will still take, the last points, who sits where.

The pace is that of the round so far, and a forecast only.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ...contest.facts import FRAME_FACTS
from ...journal import Presence
from ...points import show_signed
from ...roster import Seat
from ...scenes import Headline, Marks, Versus
from ...sessions.bindings import SEAT
from ...sessions.desk.words import _
from ...sessions.hall import MOST_ROWS
from ...text import Text
from .painting import Painting

_LOOK_BACK = 8
"""Records within which the last points are named."""


def pace(view: Painting) -> list[str]:
    """Return how many pieces of the round are still to come, and how long they take as it goes."""
    heads: tuple[Headline, ...] = view.all(Headline)
    head = next((each for each in heads if each.piece and each.pieces), None)
    if head is None or not head.piece or not head.pieces or head.piece >= head.pieces:
        return []
    left, begun = head.pieces - head.piece, view.desk.kept("begun", lambda: _begun(view))
    count = _("{left} of {all} still to come", left=left, all=head.pieces)
    if begun is None or head.piece == 1:
        return [view.word(count)]
    spent = (view.contest.records[-1].at - begun).total_seconds()
    minutes = max(1, round(spent * left * 2 / (2 * head.piece - 1) / 60))
    return [view.word(_("{count}, about {minutes} min at this pace", count=count, minutes=minutes))]


def _begun(view: Painting) -> datetime | None:
    """Return when the running round's first own record was written."""
    running = view.contest.state.running
    if running is None:
        return None
    records = (each for each in view.contest.records if each.round == running.id)
    return next((each.at for each in records if type(each.fact) not in FRAME_FACTS), None)


def just_now(view: Painting) -> list[str]:
    """Return the last points that were won or lost, with the time of day."""
    if view.revealing or view.contest.state.running is None:
        return []
    return view.desk.kept(
        ("just now", view.now.tzinfo, view.language, bool(view.terminal.names)), lambda: _just_now(view)
    )


def _just_now(view: Painting) -> list[str]:
    for record in view.contest.records[-1 : -1 - _LOOK_BACK : -1]:
        found = view.desk.teller.changed(view.contest, record.seq)
        if found:
            at, name = f"{record.at.astimezone(view.now.tzinfo):%H:%M:%S}", view.contest.state.roster.name
            back = "   " + view.word(_("(Backspace undoes it)")) if view.contest.undoable(SEAT) == record.seq else ""
            return [f"{at}  {view.word(name(each.team))} {show_signed(each.by)}{back}" for each in found[:2]]
    return []


def seats(view: Painting) -> list[str]:
    """Return the screens that are there: boards with their size, judges, desks; nothing where that cannot be known.

    Nothing either where the judges' table says it, or a debate needs the room.
    """
    hidden = view.desk.seats is None or view.scene.of(Marks, Versus)
    return [] if hidden else [view.word(each) for each in _seats(view)]


def _seats(view: Painting) -> Iterator[Text]:
    sizes = [f"{seat.size}  {view.word(_legible(seat))}".strip() for seat in view.company if seat.role == "board"]
    if sizes:
        yield _("boards: {count}  {sizes}", count=len(sizes), sizes="  ".join(sizes))
    else:
        yield _("no board is open")
    asked = len(view.contest.state.roster.judges)
    if asked:
        here = {seat.role for seat in view.company if Seat.of(seat.role).judge}
        yield _("judges: {asked}, here {here}", asked=asked, here=len(here))
    desks = 1 + sum(seat.role == SEAT for seat in view.company)
    yield _("desks: {count} (this is one)", count=desks)


def _legible(board: Presence) -> Text:
    """Return whether a board can be read from the back; a browser's letters grow with its picture."""
    if board.browser:
        return _("in a browser")
    return _("letters too small") if board.rows > MOST_ROWS else _("fine")
