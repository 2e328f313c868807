"""The menu: every action as a numbered row, so that no key is the only way; the board's programmes.

The moves of the moment come first, then the desk's own. A round nobody here has heard of is played from these rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from ...contest.facts import Adjusted, ContestSigned, ProtestLodged
from ...contest.roster_facts import DayFact, Occasion
from ...contest.standings import open_ties
from ...languages import LANGUAGES
from ...moves import Move
from ...points import show_signed
from ...text import Joined, Text, plain
from ..bindings import SEAT, Bound
from . import board_control
from .actions import Verdict, menu_numbers, special_rulings
from .amendment import open_rules
from .clock import open_times
from .copy_folder import open_copy_folder
from .desk import Desk
from .form import open_form
from .hall import open_hall
from .hall import row as hall_row
from .help import open_help
from .judges import open_ballots, open_seats
from .lists import Act, Deed, DeedList, deeds
from .log import open_log
from .message import open_message
from .person import open_person
from .preflight import open_preflight
from .presence import open_takeover
from .protest import before_prizes, open_protest
from .sealing import open_sealing
from .sentences import consequence
from .undo import bring_back, open_undo
from .why import open_why
from .words import _


def open_menu(desk: Desk, now: datetime) -> None:
    """Open the menu of the moment."""
    desk.refresh()
    rows = [Deed(move.label, _act(desk, move), number, _closed(move)) for number, move in menu_numbers(desk)]
    own = [Deed(text, act, number) for number, (text, act) in enumerate(_own(desk, now), len(rows) + 1)]
    signed = desk.contest.state.signed is not None
    today = [] if signed else [Deed(_("What happened today"), _later(desk, open_today), 0)]
    desk.open(DeedList(desk, _("Menu: every action"), [*today, *rows, *own], cursor=len(today)))


_TODAY: Mapping[Occasion, Text] = {
    Occasion.SUBSTITUTE: _("Substitute: whom for whom, and from which question on"),
    Occasion.LATE_TEAM: _("A team is late: it joins the roster; what it missed counts 0"),
    Occasion.LATER_TURN: _("Later: this team's turn comes behind others', with the reason"),
    Occasion.RENAMING: _("Rename: team, member, judge; the old name stays on record"),
    Occasion.WITHDRAWAL: _("Withdrawal: prizes, byes and pairs change; totals are shown first"),
    Occasion.JUDGES: _("Judges: one leaves, returns, stands down, is added"),
    Occasion.PROTEST: _("Protest: whose, about which record; the board says provisional"),
    Occasion.INTERRUPTION: _("Interruption: all clocks stop; the second from which they go on"),
}
"""The pages of what may happen on the day, in their order."""


def open_today(desk: Desk, now: datetime) -> None:
    """Open what may happen on the day (今天出的事): a page each, which says whom it concerns and what it does."""
    desk.refresh()
    moves: dict[Occasion, list[Move]] = {occasion: [] for occasion in _TODAY}
    for _number, move in menu_numbers(desk):
        if issubclass(move.fact, DayFact):
            moves[move.fact.occasion].append(move)
    rows = [_of_the_day(desk, text, moves[occasion]) for occasion, text in _TODAY.items()]
    rule = _("A rule: from now on or for the whole round; totals are shown first")
    rows.append((rule, _later(desk, open_rules), None))
    intro = _("A number opens its page: it says whom it concerns and what follows, and + records it.")
    numbered = [Deed(text, act, number, closed) for number, (text, act, closed) in enumerate(rows, 1)]
    desk.open(DeedList(desk, _("Menu > what happened today"), numbered, intro))


def _of_the_day(desk: Desk, text: Text, moves: list[Move]) -> tuple[Text, Act, Text | None]:
    """Return a row: it opens the only open move at once, several as a list; where none is open it says why."""
    ready = [move for move in moves if _closed(move) is None]
    if not ready:
        return text, _later(desk, open_today), moves[0].closed if moves else _("not possible now")
    if len(ready) == 1:
        return text, _act(desk, ready[0]), None
    rows = deeds(*((move.label, _act(desk, move)) for move in ready))
    return text, lambda now: desk.open(DeedList(desk, text, rows)), None


def _closed(move: Move) -> Text | None:
    """Return why a row cannot be chosen; what keeps the contest from being signed is listed on the page of that."""
    return None if move.fact is ContestSigned else move.closed


def _act(desk: Desk, move: Move) -> Act:
    if move.fact is ProtestLodged:
        return _later(desk, open_protest)
    if move.fact is ContestSigned:
        return _later(desk, open_sealing)
    return lambda now: open_form(desk, move, {}, now)


_PLAYING = (
    (_("Change a rule"), open_rules),
    (_("P  Ballots"), open_ballots),
    (_("J  One judge"), open_seats),
    (_("T  Time"), open_times),
    (_("Backspace  Undo"), open_undo),
    (_("Redo what was undone"), bring_back),
)
"""Rows that go once the contest is signed: nothing changes then but by a ruling."""


def _own(desk: Desk, now: datetime) -> Iterator[tuple[Text, Act]]:
    is_signed = desk.contest.state.signed is not None
    deeds: tuple[tuple[Text, Callable[[Desk, datetime], None]], ...] = (
        (_("B  The board"), open_board),
        (_("L  The log") if is_signed else _("L  The log; correct"), open_log),
        (_("W  Why this total"), open_why),
        *(() if is_signed else _PLAYING),
        (_("?  Help"), open_help),
        (_("G  {languages}", languages=" / ".join(each.name for each in LANGUAGES.values())), switch_language),
        (_("Try the bell"), try_bell),
        (_("Pre-start checks"), open_preflight),
        (desk.copies.in_words(now), open_copy_folder),
        (hall_row(desk), open_hall),
        (_("All papers of the day into a folder"), write_papers),
        (_("Who types at this desk"), open_person),
        *(((_("take over"), open_takeover),) if desk.look_only else ()),
        (_("Leave the desk"), _leave),
    )
    for text, deed in deeds:
        yield text, _later(desk, deed)


def _later(desk: Desk, deed: Callable[[Desk, datetime], None]) -> Act:
    return lambda now: deed(desk, now)


def _leave(desk: Desk, now: datetime) -> None:
    desk.wish = "leave"


def write_papers(desk: Desk, now: datetime) -> None:
    """Have all papers of the day written into a folder beside the contest's file."""
    desk.say(desk.papers.ask(desk.arena.journal.address, now))


def try_bell(desk: Desk, now: datetime) -> None:
    """Ask for two strokes where the desk is seen, whether or not a board is open."""
    desk.wish = "bell"


def switch_language(desk: Desk, now: datetime) -> None:
    """Ask to go on in the other language."""
    desk.wish = "language"


def open_adjust(desk: Desk, now: datetime) -> None:
    """Open the form that adds or takes points, and what else may be ruled about a question or a foul."""
    desk.refresh()
    moves = [move for move in desk.contest.moves(SEAT) if move.closed is None]
    points = [move for move in moves if move.fact is Adjusted]
    others = special_rulings(moves)
    if not points:
        desk.say(_("Points cannot be adjusted now."))
    else:  # one row too: a digit means the same in every moment
        rows = [(move.label, _act(desk, move)) for move in points]
        rows += [(_with_figure(desk, each, now), _ruling(desk, each)) for each in others]
        desk.open(DeedList(desk, _("Adjust"), deeds(*rows)))


def _with_figure(desk: Desk, verdict: Verdict, now: datetime) -> Text:
    """Return what a verdict is called, and what it gives or takes."""
    changes = consequence(desk.contest, Bound(verdict.move, verdict.values), now) or ()
    return Joined((verdict.label, *(plain(show_signed(each.by)) for each in changes)), "  ")


def _ruling(desk: Desk, verdict: Verdict) -> Act:
    return lambda now: open_form(desk, verdict.move, verdict.values, now, asked=True)


# The board


def open_board(desk: Desk, now: datetime) -> None:
    """Open the board's programmes by their digits."""
    rows = [
        Deed(name, _show(desk, programme), number, _no_prizes(desk) if programme == "prizes" else None)
        for number, (programme, name) in enumerate(board_control.PROGRAMMES.items())
    ]
    shown = board_control.showing(desk).programme
    intro = _("On air: {programme}", programme=board_control.PROGRAMMES[shown])
    desk.open(DeedList(desk, _("What the board shows"), rows, intro, list(board_control.PROGRAMMES).index(shown)))


def _no_prizes(desk: Desk) -> Text | None:
    """Return why no prizes can be shown now, None where they can."""
    if desk.contest.state.frozen is not None:
        return _("the standings are frozen")
    if open_ties(desk.contest.position):
        return _("a tie is open: play it off, or let it share the place (M)")
    return None


def _show(desk: Desk, programme: str) -> Act:
    if programme == "message":
        return _later(desk, open_message)
    if programme == "prizes":
        name = board_control.PROGRAMMES[programme]
        return lambda now: before_prizes(desk, name, lambda at: board_control.show(desk, programme, 0, at), now)
    return lambda now: board_control.show(desk, programme, 0, now)
