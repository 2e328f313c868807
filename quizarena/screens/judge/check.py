"""The check page (drawing J2): what was typed, large, and the one number that hands it in.

Decides how one sheet stands and how several stand side by side. The same picture serves a ballot that has been handed
in.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...moves import Blank, Line, Number
from ...text import Text, plain
from ..canvas import BOLD, DIM, INK, NOW
from ..digits import DRAWABLE, Dot, digits_width, largest, put_digits
from ..wide import pad
from .entry import lines
from .frame import COLUMNS, Frame
from .sheet import Sheet
from .words import _

_DESK, _SUM = Dot(4, 2), Dot(2, 2)
_MANY_LINES = 10
_TOP = 4


def draw_check(frame: Frame) -> None:
    """Draw the page."""
    bundle = frame.judging.bundle
    if bundle is None:
        return
    numbers = bundle.numbers()
    draw_sheets(frame, _("Please check, then hand in"), bundle.sheets, numbers)
    back = next((sheet for sheet in bundle.sheets if sheet.why_back), None)
    if back is not None:
        frame.put(1, 3, pad(frame.word(_("Returned to you: {reason}", reason=back.why_back)), frame.columns - 2), NOW)
    several = len(bundle.sheets) > 1
    ask = _hand_in_all() if several else _hand_in(frame, bundle.sheets[0], numbers[0], bundle.typed)
    y = 18 if several else 17
    frame.put(3, y, ask, BOLD)
    if bundle.spots:
        note = _("To change: Esc goes back, or Up and Down to a line and type a new mark")
        frame.put(3, y + 1 if several else y + 2, note)
    note = _("Handed in is locked. To change it then, raise your hand: the desk returns it.")
    frame.put(3, y + 2 if several else y + 3, note, DIM)


def _hand_in(frame: Frame, sheet: Sheet, number: int, typed: str) -> Text:
    if sheet.team(frame.contest) is None:
        return _("Hand in: press {number}      (no other key hands it in)", number=number)
    if typed:
        return _("Hand in: this team's desk number  {number}      typed: {typed}  Enter", number=number, typed=typed)
    return _("Hand in: press this team's desk number  {number}      (no other key hands it in)", number=number)


def _hand_in_all() -> Text:
    return _("Hand in: press each team's desk number, one sheet after the other")


def draw_sheets(frame: Frame, title: Text, sheets: Sequence[Sheet], numbers: Sequence[int]) -> None:
    """Draw sheets to be read: one by itself as large as it goes, several side by side."""
    frame.put(1, 2, title, BOLD)
    if len(sheets) == 1 and len(sheets[0].fields) <= _MANY_LINES:
        _draw_one(frame, sheets[0], numbers[0])
        return
    wide = (frame.columns - 4) // max(1, len(sheets))
    for place, (sheet, number) in enumerate(zip(sheets, numbers, strict=True)):
        _draw_column(frame, sheet, number, 4 + place * wide, wide)


def _draw_one(frame: Frame, sheet: Sheet, number: int) -> None:
    more = frame.columns - COLUMNS
    sums = sheet.sums()
    large = sums[0][1] if sums and set(sums[0][1]) <= DRAWABLE else ""
    across = digits_width(large, _SUM)
    narrow = across > 28
    x = 19 if narrow else 24
    sum_at = frame.columns - across - 1 if narrow else 50 + more
    _number(frame, 4, _TOP, str(number), 16)
    if large:
        left, top = frame.place(sum_at, _TOP)
        put_digits(frame.canvas, left, top, large, _SUM)
        frame.put(sum_at, 15, _("Total"), BOLD)
    for place, (count, text) in enumerate(sums[1:]):
        frame.put(sum_at, 16 + place, _("the other {count} lines: {sum}", count=count, sum=text), DIM)
    _lines(frame, sheet, x, more)
    _whose(frame, sheet, 4, 15, sum_at - 2)


def _number(frame: Frame, x: int, y: int, text: str, across: int) -> None:
    """Draw the number that hands the sheet in."""
    dot = _DESK if digits_width(text, _DESK) <= across else largest(text, across, _DESK.height)
    if dot is not None:
        left, top = frame.place(x, y)
        put_digits(frame.canvas, left, top, text, dot)


def _whose(frame: Frame, sheet: Sheet, x: int, y: int, end: int) -> None:
    team = sheet.team(frame.contest)
    if team is None:
        frame.put(x, y, sheet.move.label, BOLD, end=end)
        return
    desk = frame.put(x, y, _("desk {number}", number=dict(frame.contest.desks)[team]), BOLD, end=end)
    frame.put(desk + 2, y, frame.contest.state.roster.name(team), BOLD, end=end)


def _lines(frame: Frame, sheet: Sheet, x: int, more: int) -> None:
    """Draw the lines beside the large number, on every second row where there is room."""
    found = list(lines(frame, sheet))
    gap, y = (2, _TOP + 1) if len(found) <= _MANY_LINES // 2 else (1, _TOP)
    for label, value, blank in found:
        if isinstance(blank, Number):
            frame.put(x, y, label, end=x + 10 + more)
            frame.right(x + 15 + more, y, value, BOLD)
            if blank.high is not None and (blank.low is None or blank.low >= 0):
                frame.put(x + 17 + more, y, _("of {full}", full=blank.high), DIM, end=x + 25 + more)
        else:
            frame.wrap(x, y, _read_back(label, value, blank), BOLD, end=frame.columns - 2, most=gap)
        y += gap


def _read_back(label: str, value: str, blank: Blank) -> Text:
    """Return what was chosen as a sentence."""
    if isinstance(blank, Line):
        return plain(f"{label}: {value}")
    return _("{what}: I say {choice}", what=label, choice=value)


def _draw_column(frame: Frame, sheet: Sheet, number: int, x: int, wide: int) -> None:
    """Draw one of several sheets: its number, its team, its sum, then its lines."""
    end = x + wide - 2
    _number_small(frame, x, 3, str(number))
    _whose(frame, sheet, x + 14, 4, end)
    for place, (count, text) in enumerate(sheet.sums()):
        said = _("Total {sum}", sum=text) if not place else _("the other {count} lines: {sum}", count=count, sum=text)
        frame.put(x + 14, 6 + place, said, DIM if place else BOLD, end=end)
    found, down = list(lines(frame, sheet)), max(1, frame.rows - 14)
    part = wide // max(1, -(-len(found) // down))
    for place, (label, value, blank) in enumerate(found):
        left, y = x + (place // down) * part, 9 + place % down
        if isinstance(blank, Number):
            frame.put(left, y, label, end=left + part - 10)
            frame.right(left + part - 4, y, value, BOLD)
        else:
            frame.wrap(left, y, _read_back(label, value, blank), BOLD, end=left + part - 2)


def _number_small(frame: Frame, x: int, y: int, text: str) -> None:
    dot = largest(text, 13, 5)
    if dot is not None:
        left, top = frame.place(x, y)
        put_digits(frame.canvas, left, top, text, dot, pen=INK)
