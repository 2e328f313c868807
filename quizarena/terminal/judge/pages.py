"""The pages on which nothing is marked: the seats, the PIN, waiting, handed in, open, and standing down.

Decides what they say. Numbers of other judges are shown only as far as the hall has seen them.
"""

from __future__ import annotations

from ...moves import Move
from ...points import show
from ...scenes import Marks, MarkState, OnStage, Versus
from ...sessions.dialog import MANY, Key
from ...sessions.judge.duties import Handed
from ...sessions.judge.pin import DIGITS
from ...sessions.judge.sheet import SIDES
from ...text import Joined, Text, plain
from ..canvas import BOLD, DIM, NOW
from ..digits import largest, put_digits
from ..wide import width
from .check import draw_sheets
from .frame import Frame
from .words import _

_LIST_TOP, _LIST_ROWS = 16, 4


def draw_seats(frame: Frame) -> None:
    """Draw the seats to choose from."""
    judges = frame.view.people.roster.judges
    frame.put(1, 2, _("Which seat is yours? Type its number") if judges else _("This contest has no judges."), BOLD)
    down = frame.rows - 6
    wide = (frame.columns - 5) // max(1, -(-len(judges) // down))
    for place, judge in enumerate(judges):
        x = 5 + (place // down) * wide
        frame.put(x, 4 + place % down, f"{place + 1:>2}  {frame.word(judge.name)}", end=x + wide - 1)
    if len(judges) >= MANY:
        frame.put(3, frame.rows - 2, _("Digits, then Enter: {typed}", typed=frame.view.typed + "_"))
    _foot(frame)


def _foot(frame: Frame) -> None:
    """Draw the keys: the window's own first."""
    frame.foot_keys((Key("l", _("language")), Key("t", _("colours")), *frame.view.keys))


def draw_pin(frame: Frame) -> None:
    """Draw the pad: how many digits were typed, never which."""
    pad, judge = frame.view.pad, frame.view.judge
    if pad is None or judge is None:
        return
    frame.put(5, 5, judge.name, BOLD)
    frame.put(5, 8, pad.request, BOLD)
    if not pad.is_blocked:
        frame.put(5, 11, "   ".join("*" * pad.typed + "_" * (DIGITS - pad.typed)), BOLD)
        frame.put(5, 14, _("The digits are not shown. Tell them to nobody."), DIM)
        frame.put(5, 15, _("Forgotten? The desk can clear the PIN; your marks are kept."), DIM)
    frame.foot_keys(frame.view.keys)


def draw_waiting(frame: Frame) -> None:
    """Draw who is on stage, large, and the judge's own ballots so far."""
    frame.put(1, 2, _("Nothing to mark yet. The sheet opens by itself."), BOLD)
    stage = frame.view.scene.of(OnStage, Versus)
    sides = [side for block in stage for side in _sides(block)]
    wide = (frame.columns - 4) // max(1, len(sides))
    for place, side in enumerate(sides):
        _on_stage(frame, side, 4 + place * wide, wide - 2)
    _own_ballots(frame)
    _rest(frame)


def _sides(block: OnStage | Versus) -> tuple[OnStage, ...]:
    return (block,) if isinstance(block, OnStage) else (block.affirmative, block.negative)


def _on_stage(frame: Frame, side: OnStage, x: int, wide: int) -> None:
    text = str(side.podium)
    dot = largest(text, 12, 10)
    if dot is not None:
        left, top = frame.place(x, 4)
        put_digits(frame.canvas, left, top, text, dot)
    role = SIDES.get(side.role)
    y = 5
    for words in (role, _("desk {number}", number=side.podium), _spaced(frame, side.name, wide - 18), side.member):
        if words is not None:
            frame.put(x + 18, y, words, BOLD, end=x + wide)
            y += 2


def _spaced(frame: Frame, name: Text, across: int) -> str:
    """Return a name with room between its characters where it is short and wide: as large as a terminal writes."""
    words = frame.word(name)
    spread = "  ".join(words)
    return spread if width(words) == 2 * len(words) and width(spread) <= across else words


def _own_ballots(frame: Frame) -> None:
    """Draw the judge's own ballots, the last ones if there are many."""
    handed, desks = frame.view.handed, frame.view.people.podiums
    if not handed:
        return
    frame.put(3, _LIST_TOP - 1, _("Your ballots so far"), DIM)
    wide = (frame.columns - 5) // 2
    for place, each in enumerate(handed[-2 * _LIST_ROWS :]):
        x, y = 5 + (place // _LIST_ROWS) * wide, _LIST_TOP + place % _LIST_ROWS
        if each.team in desks:
            end = frame.put(x, y, _("desk {number}", number=desks[each.team]))
            frame.put(end + 2, y, frame.view.people.roster.name(each.team), end=x + wide - 16)
        frame.right(x + wide - 9, y, each.sum)
        frame.put(x + wide - 7, y, f"#{each.seq:03}", DIM)


def _rest(frame: Frame) -> None:
    """Draw what else the judge may do, and the keys."""
    asides = frame.view.asides
    for place, move in enumerate(asides[:2]):
        frame.put(3, frame.rows - 2 + place - len(asides[:2]) + 1, f"{place + 1}  {frame.word(move.label)}")
    _foot(frame)


def draw_locked(frame: Frame) -> None:
    """Draw the ballots that are in."""
    locked = frame.view.locked
    y = draw_sheets(frame, _("Handed in"), [each.sheet for each in locked])
    receipts = Joined(tuple(_receipt(each.handed) for each in locked), "   ")
    frame.put(3, y, _("Handed in {receipts}, waiting for the marks to open", receipts=receipts), BOLD)
    frame.put(3, y + 2, locked[0].closed, DIM)
    _rest(frame)


def _receipt(handed: Handed) -> Text:
    record = f"#{handed.seq:03}"
    return plain(f"{record}  {handed.sum}" if handed.sum else record)


_STATES: dict[MarkState, Text] = {
    "in": _("not open yet"),
    "waiting": _("not open yet"),
    "shown": _("counts"),
    "struck_high": _("highest, dropped"),
    "struck_low": _("lowest, dropped"),
    "absent": _("absent"),
    "barred": _("stands down"),
}


def draw_revealed(frame: Frame) -> None:
    """Draw the marks as far as the hall has seen them, this judge's own among them."""
    opening = frame.view.page == "opening"
    frame.put(1, 2, _("The marks are being opened") if opening else _("The marks are open"), BOLD)
    blocks = frame.view.opened
    wide = min(56, (frame.columns - 5) // max(1, len(blocks)))
    for place, block in enumerate(blocks):
        _opened(frame, block, 5 + place * wide, wide - 2)
    _rest(frame)


def _opened(frame: Frame, block: Marks, x: int, wide: int) -> None:
    desk = frame.put(x, 4, _("desk {number}", number=frame.view.people.podiums.get(block.entrant, 0)), BOLD)
    frame.put(desk + 2, 4, frame.view.people.roster.name(block.entrant), BOLD, end=x + wide)
    for place, cell in enumerate(block.cells[: frame.rows - 10]):
        y, own = 6 + place, frame.view.judge is not None and cell.judge == frame.view.judge.id
        pen = BOLD if own else DIM
        frame.put(x - 2, y, ">" if own else " ", pen)
        frame.put(x, y, cell.name, pen, end=x + wide - 25)
        struck = cell.state in ("struck_high", "struck_low")
        value = "" if cell.value is None else show(cell.value, block.places)
        frame.right(x + wide - 17, y, f"({value})" if struck else value + " ", pen)
        state = _("open") if cell.state == "shown" and block.score is None else _STATES[cell.state]
        frame.put(x + wide - 16, y, state, pen, end=x + wide)
    if block.score is not None and block.total is not None:
        frame.put(x, frame.rows - 3, _("Final mark {value}", value=show(block.score.value, block.places)), BOLD)


def draw_barred(frame: Frame) -> None:
    """Draw why this judge does not mark now."""
    frame.put(1, 2, _("You do not mark here"), BOLD)
    for place, move in enumerate(frame.view.barred[:4]):
        y = 5 + 3 * place
        frame.put(4, y, _what(frame, move), BOLD)
        frame.put(4, y + 1, move.closed or "", NOW)
    _own_ballots(frame)
    _rest(frame)


def _what(frame: Frame, move: Move) -> Text:
    team = move.subject.team
    if not team:
        return move.label
    number, name = frame.view.people.podiums[team], frame.view.people.roster.name(team)
    return _("desk {number}  {name}", number=number, name=name)
