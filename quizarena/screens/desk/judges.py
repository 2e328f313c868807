"""The judges' ballots at the desk: who has handed in, and what may be done about one judge.

Decides that P goes straight to the sheets, for whoever types marks into a list of judges excuses one; and the numbers
of a judge's actions: 1 remind, 2 return, 3 absent, 4 type the paper in, 5 and on what else the moves offer for that
judge. Which of them there are, and why not, is the moves' say.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ...contest.facts import FRAME_FACTS
from ...facts import instant_text
from ...moves import Move, Number
from ...roster import Judge
from ...sessions.judge import pin
from ...sessions.judge.draft import reminder_key
from ...text import Joined, Text, plain
from .ballots import ballots, choice_of, offers
from .desk import Desk
from .form import open_form
from .grid import open_grid
from .lists import Deed, DeedList
from .moment import seat_number
from .words import _


def open_judge(desk: Desk, judge: str, now: datetime) -> None:
    """Open what may be done about one judge."""
    desk.refresh()
    roster = desk.contest.state.roster
    title = Joined((plain(str(seat_number(roster, judge))), roster.name(judge)), "  ")
    desk.open(DeedList(desk, title, list(_deeds(desk, judge)), intro=_state(desk, judge)))


def _state(desk: Desk, judge: str) -> Text | None:
    closed = [each for each in desk.contest.moves() if each.identity.get("judge") == judge and each.closed is not None]
    return closed[0].closed if closed else None


def _deeds(desk: Desk, judge: str) -> Iterator[Deed]:
    moves = [move for move in desk.contest.moves() if offers(move, judge)]
    yield Deed(_("Remind"), lambda now: remind(desk, judge, now), 1)
    own = [move for move in moves if move.fact not in FRAME_FACTS and choice_of(move) is not None]
    returned = [move for move in own if move.aside and move.seat == "desk"]
    absent = [move for move in own if move.aside and move.seat == "arbiter"]
    typed = ballots(own)
    number = 2
    none = _("nothing is handed in"), _("not while nothing is awaited"), _("not while nothing is awaited")
    names = _("Return for edit"), _("Absent"), _("Type the paper sheet in")
    for kind, name, why in zip((returned, absent, typed), names, none, strict=True):
        if kind:
            yield _item(desk, kind[0], judge, number, name)
        else:
            yield Deed(name, lambda now: None, number, why)
        number += 1
    rest = [*returned[1:], *absent[1:], *typed[1:], *(move for move in moves if move.fact in FRAME_FACTS)]
    for number, move in enumerate(rest, 5):
        yield _item(desk, move, judge, number)
    if pin.read_pin(desk.arena.journal, judge) is not None:
        yield Deed(_("Clear the PIN, free the seat"), lambda now: _free(desk, judge), 5 + len(rest))


def _item(desk: Desk, move: Move, judge: str, number: int, name: Text | None = None) -> Deed:
    choice = choice_of(move)
    path = choice.path if choice is not None else "judge"

    def act(now: datetime) -> None:
        open_form(desk, move, {path: judge}, now)

    label = Joined((name, move.label), ": ") if name is not None else move.label
    return Deed(label, act, number, move.closed)


def _free(desk: Desk, judge: str) -> None:
    """Forget the judge's PIN: whoever sits down there next chooses another."""
    if desk.write_draft(lambda: pin.clear(desk.arena.journal, judge)):
        desk.say(_("The PIN is cleared: {judge}", judge=desk.contest.state.roster.name(judge)))


def remind(desk: Desk, judge: str, now: datetime) -> None:
    """Leave a reminder beside the record for the judge's own screen, which says it in its own language."""
    journal, key = desk.arena.journal, reminder_key(judge)
    if desk.write_draft(lambda: journal.write_draft(key, instant_text(now), journal.draft(key))):
        desk.say(_("Reminded: {judge}", judge=desk.contest.state.roster.name(judge)))


def open_ballots(desk: Desk, now: datetime) -> None:
    """Open the scorer's grid where one performance is marked; else a list of the judges and of each one's sheets."""
    desk.refresh()
    collected = ballots(desk.contest.moves())
    if len(collected) == 1 and any(isinstance(blank, Number) for blank in collected[0].blanks):
        open_grid(desk, collected[0], now)
        return

    def grid(move: Move, number: int) -> Deed:
        text = _("The sheets, row by row: {what}", what=move.label)
        return Deed(text, lambda later: open_grid(desk, move, later), number)

    def seat(judge: Judge, number: int) -> Deed:
        return Deed(judge.name, lambda later: open_judge(desk, judge.id, later), number)

    judges = [seat(judge, number) for number, judge in enumerate(desk.contest.state.roster.judges, 1)]
    grids = [grid(move, number) for number, move in enumerate(collected, len(judges) + 1)]
    if not judges:
        desk.say(_("This contest has no judges."))
    else:
        desk.open(DeedList(desk, _("Ballots: a judge by seat"), [*judges, *grids]))
