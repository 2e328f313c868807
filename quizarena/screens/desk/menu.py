"""The menu: every action as a numbered row, so that no key is the only way; the board's programmes.

Decides the order: the moves of the moment as they come, then the desk's own. A round nobody here has heard of is played
from these rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from ...contest.facts import Adjusted, BoardMessage, BoardShows
from ...moves import Choice, Move, Option
from ...text import Text
from . import air, openers
from .company import open_takeover
from .lists import Act, Deed, DeedList, deeds
from .message import open_message
from .moment import SEAT
from .preflight import open_preflight
from .undo import bring_back
from .words import _

if TYPE_CHECKING:
    from .controller import Desk

_CUES = (BoardShows, BoardMessage)


def open_menu(desk: Desk, now: datetime) -> None:
    """Open the menu of the moment."""
    desk.refresh()
    rows = [Deed(move.label, _act(desk, move), number, move.closed) for number, move in menu_numbers(desk)]
    own = [Deed(text, act, number) for number, (text, act) in enumerate(_own(desk), len(rows) + 1)]
    desk.open(DeedList(desk, _("Menu: every action"), [*rows, *own]))


def menu_numbers(desk: Desk) -> list[tuple[int, Move]]:
    """Return the moves that are rows of the menu with their numbers: forward ones, then those of any time."""
    moves = [move for move in desk.moves() if move.fact not in _CUES and move.seat != "judge"]
    kept = [move for move in moves if not (move.closed is not None and move.seat.startswith("judge:"))]
    return list(enumerate(sorted(kept, key=lambda move: move.aside), 1))


def _act(desk: Desk, move: Move) -> Act:
    return lambda now: openers.open_form(desk, move, {}, now)


def _own(desk: Desk) -> Iterator[tuple[Text, Act]]:
    deeds: tuple[tuple[Text, Callable[[Desk, datetime], None]], ...] = (
        (_("B  The board"), open_board),
        (_("L  The log; correct"), openers.OPENERS["l"]),
        (_("W  Why this total"), openers.OPENERS["w"]),
        (_("P  Ballots"), openers.OPENERS["p"]),
        (_("T  Time"), openers.OPENERS["t"]),
        (_("Backspace  Undo"), openers.OPENERS["backspace"]),
        (_("Redo what was undone"), bring_back),
        (_("?  Help"), openers.OPENERS["?"]),
        (_("G  English / 中文"), switch_language),
        (_("Try the bell"), try_bell),
        (_("Check before the start"), open_preflight),
        (_("Who types at this desk"), openers.open_person),
        *(((_("take over"), open_takeover),) if desk.look_only else ()),
        (_("Leave the desk"), _leave),
    )
    for text, deed in deeds:
        yield text, _later(desk, deed)


def _later(desk: Desk, deed: Callable[[Desk, datetime], None]) -> Act:
    return lambda now: deed(desk, now)


def _leave(desk: Desk, now: datetime) -> None:
    desk.wish = "leave"


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
    points = next((move for move in moves if move.fact is Adjusted), None)
    others = special_rulings(moves)
    if points is None:
        desk.say(_("Points cannot be adjusted now."))
    elif not others:
        openers.open_form(desk, points, {}, now)
    else:
        rows = [(points.label, _act(desk, points))]
        rows += [(option.label, _ruling(desk, move, path, option.value)) for move, path, option in others]
        desk.open(DeedList(desk, _("Adjust"), deeds(*rows)))


def special_rulings(moves: Iterable[Move]) -> list[tuple[Move, str, Option]]:
    """Return what stands beside the keys of a ruling without a key of its own, such as "void"."""
    return [
        (move, blank.path, option)
        for move in moves
        for blank in move.blanks
        if isinstance(blank, Choice) and move.closed is None and _ruled(blank)
        for option in blank.options
        if option.gesture is None
    ]


def _ruled(blank: Choice) -> bool:
    """Whether a choice is a ruling: by + and -, or that nobody has answered with one thing beside it."""
    gestures = [option.gesture for option in blank.options]
    return "yes" in gestures or "no" in gestures or ("none" in gestures and gestures.count(None) == 1)


def _ruling(desk: Desk, move: Move, path: str, value: str) -> Act:
    return lambda now: openers.open_form(desk, move, {path: value}, now, asked=True)


# The board


def open_board(desk: Desk, now: datetime) -> None:
    """Open the board's programmes by their digits."""
    frozen = _("the standings are frozen") if desk.contest.state.frozen is not None else None
    rows = [
        Deed(name, _show(desk, programme), number, frozen if programme == "prizes" else None)
        for number, (programme, name) in enumerate(air.PROGRAMMES.items())
    ]
    shown = air.showing(desk).programme
    intro = _("On air: {programme}", programme=air.PROGRAMMES[shown])
    desk.open(DeedList(desk, _("What the board shows"), rows, intro, list(air.PROGRAMMES).index(shown)))


def _show(desk: Desk, programme: str) -> Act:
    if programme == "message":
        return _later(desk, open_message)
    return lambda now: air.show(desk, programme, 0, now)
