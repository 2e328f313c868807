"""The check page (drawing J2): what was typed, large, and the one number that hands it in.

Decides how one sheet stands and how several stand side by side. The same picture serves a ballot that has been handed
in.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...blanks import Blank, Number
from ...sessions.judge.sheet import Sheet
from ...text import Joined, Text, plain
from ..canvas import BOLD, DIM, INK, NOW
from ..digits import DRAWABLE, Dot, digits_width, largest, put_digits
from ..wide import cut, pad, width
from .entry import lines
from .frame import COLUMNS, Frame
from .words import _

_DESK, _SUM = Dot(4, 2), Dot(2, 2)
_MANY_LINES = 10
_ROOMY = 30
"""From this width on a sheet beside others has a number of full size."""
_TOP = 4
_BELOW_ONE = 17
"""The row below a sheet that stands by itself."""
_LINES = 9
"""The first row of the lines of sheets side by side."""
_NOTES = 4
"""The rows of what stands below the sheets."""


def draw_check(frame: Frame) -> None:
    """Draw the page."""
    bundle = frame.view.bundle
    if bundle is None:
        return
    y = draw_sheets(frame, _("Please check, then hand in"), bundle.sheets)
    back = next((sheet for sheet in bundle.sheets if sheet.why_back), None)
    if back is not None:
        frame.put(1, 3, pad(frame.word(_("Returned to you: {reason}", reason=back.why_back)), frame.columns - 2), NOW)
    several = len(bundle.sheets) > 1
    ask = _hand_in_all() if several else _hand_in(bundle.sheets[0], bundle.typed)
    frame.put(3, y, ask, BOLD)
    if bundle.spots:
        note = _("To change a mark: Esc goes back, or Up and Down to its line and type")
        frame.put(3, y + 1 if several else y + 2, note)
    note = _("Once handed in, it is locked. To change it, raise your hand: the desk will return it.")
    frame.put(3, y + 2 if several else y + 3, note, DIM)


def _hand_in(sheet: Sheet, typed: str) -> Text:
    number = sheet.number
    if sheet.team is None:
        return _("Hand in: press {number}      (no other key hands it in)", number=number)
    if typed:
        return _("Hand in: this team's desk number  {number}      typed: {typed}  Enter", number=number, typed=typed)
    return _("Hand in: press this team's desk number  {number}      (no other key hands it in)", number=number)


def _hand_in_all() -> Text:
    return _("Hand in: press each team's desk number, one sheet after the other")


def draw_sheets(frame: Frame, title: Text, sheets: Sequence[Sheet]) -> int:
    """Draw sheets to be read: one by itself as large as it goes, several side by side; return the row below them."""
    frame.put(1, 2, title, BOLD)
    if len(sheets) == 1 and len(sheets[0].fields) <= _MANY_LINES:
        _draw_one(frame, sheets[0])
        return _BELOW_ONE
    wide = (frame.columns - 4) // max(1, len(sheets))
    ends = [_draw_column(frame, sheet, 4 + place * wide, wide) for place, sheet in enumerate(sheets)]
    return max(_BELOW_ONE + (1 if len(sheets) > 1 else 0), *ends)


def _draw_one(frame: Frame, sheet: Sheet) -> None:
    more = frame.columns - COLUMNS
    sums = sheet.sums()
    large = sums[0][1] if sums else _only_mark(frame, sheet)
    large = large if set(large) <= DRAWABLE else ""
    across = digits_width(large, _SUM)
    narrow = across > 28
    x = 19 if narrow else 24
    sum_at = frame.columns - across - 1 if narrow else 50 + more
    _number(frame, 4, _TOP, str(sheet.number), 16)
    if large:
        left, top = frame.place(sum_at, _TOP)
        put_digits(frame.canvas, left, top, large, _SUM)
        frame.put(sum_at, 15, _("Total"), BOLD)
    parts = [f"{frame.word(label)} {text}" for label, text in sums[1:]]
    frame.put(sum_at if len(parts) == 1 else 4, 16, "   ".join(parts), DIM)
    _lines(frame, sheet, x, more)
    _whose(frame, sheet, 4, 15, sum_at - 2)


def _only_mark(frame: Frame, sheet: Sheet) -> str:
    """Return the mark of a sheet with one line, which is its total."""
    found = list(lines(frame, sheet))
    return found[0][1] if len(found) == 1 and isinstance(found[0][2], Number) else ""


def _number(frame: Frame, x: int, y: int, text: str, across: int) -> None:
    """Draw the number that hands the sheet in."""
    dot = _DESK if digits_width(text, _DESK) <= across else largest(text, across, _DESK.height)
    if dot is not None:
        left, top = frame.place(x, y)
        put_digits(frame.canvas, left, top, text, dot)


def _whose(frame: Frame, sheet: Sheet, x: int, y: int, end: int) -> None:
    team = sheet.team
    if team is None:
        frame.put(x, y, sheet.move.label, BOLD, end=end)
        return
    desk = frame.put(x, y, _("desk {number}", number=frame.view.people.podiums[team]), BOLD, end=end)
    frame.put(desk + 2, y, frame.view.people.roster.name(team), BOLD, end=end)


def _lines(frame: Frame, sheet: Sheet, x: int, more: int) -> None:
    """Draw the lines beside the large number, on every second row where there is room."""
    found = list(lines(frame, sheet))
    gap, y = (2, _TOP + 1) if len(found) <= _MANY_LINES // 2 else (1, _TOP)
    longest = max((width(label) for label, _value, blank in found if isinstance(blank, Number)), default=0)
    full = longest <= 10 + more
    mark = x + (15 if full else 24) + more
    for label, value, blank in found:
        if isinstance(blank, Number):
            frame.put(x, y, label, end=mark - 5 if full else mark - 1 - width(value))
            frame.right(mark, y, value, BOLD)
            if full and blank.high is not None and (blank.low is None or blank.low >= 0):
                frame.put(mark + 2, y, _("of {full}", full=blank.high), DIM, end=mark + 10)
        else:
            frame.wrap(x, y, _read_back(label, value), BOLD, end=frame.columns - 2, most=gap)
        y += gap


def _read_back(label: str, value: str) -> Text:
    """Return what was chosen as a sentence."""
    return plain(f"{label}: {value}")


def _draw_column(frame: Frame, sheet: Sheet, x: int, wide: int) -> int:
    """Draw one of several sheets: its number, its team, its sums, then its lines; return the row below them."""
    at = x + _number_small(frame, x, str(sheet.number), 13 if wide >= _ROOMY else 7)
    room = x + wide - 1 - at
    about = _about(frame, sheet, room) if at > x else (plain(str(sheet.number)), *_about(frame, sheet, room))
    for row, words in enumerate(about, _LINES - 3 - max(2, len(about))):
        frame.put(at, row, words, BOLD, end=at + room)
    for row, words in enumerate(_sums(sheet), _LINES - 3):
        frame.put(at, row, words, DIM if row > _LINES - 3 else BOLD, end=at + room)
    below = _draw_lines(frame, sheet, x, wide)
    return below + (1 if below + _NOTES < frame.rows else 0)


def _sums(sheet: Sheet) -> list[Text]:
    """Return the sums of a sheet on at most three rows: its total, then what makes it."""
    parts = [Joined((label, plain(text)), " ") for label, text in sheet.sums()[1:]]
    whole = [_("Total {sum}", sum=text) for _label, text in sheet.sums()[:1]]
    return [*whole, *(parts if len(parts) < 3 else [Joined(tuple(parts), "   ")])]


def _draw_lines(frame: Frame, sheet: Sheet, x: int, wide: int) -> int:
    """Draw the lines of a sheet in as many columns as they need; return the row below them."""
    spots, found = _spots(sheet.fields, max(2, frame.rows - _LINES - _NOTES)), list(lines(frame, sheet))
    part = wide // (spots[-1][0] + 1 if spots else 1)
    room = part - 4 - max((width(value) for _label, value, blank in found if isinstance(blank, Number)), default=0)
    labels = _told_apart([label for label, _value, _blank in found], room)
    below = _LINES
    for (across, down), short, (label, value, blank) in zip(spots, labels, found, strict=True):
        left, y = x + across * part, _LINES + down
        if isinstance(blank, Number):
            frame.put(left, y, short, end=left + part - 4 - width(value))
            frame.right(left + part - 3, y, value, BOLD)
        else:
            frame.wrap(left, y, _read_back(label, value), BOLD, end=left + part - 2)
        below = max(below, y + _tall(blank))
    return below


def _told_apart(labels: list[str], room: int) -> list[str]:
    """Return labels that can be told apart where they are cut: of what comes before the last word the initials."""
    if len({cut(label, room) for label in labels}) == len(set(labels)):
        return labels
    return [label if width(label) <= room else _initials(label) for label in labels]


def _initials(label: str) -> str:
    *first, last = label.split(" ")
    return " ".join(["".join(word[:1] for word in first), last]) if first else label


def _about(frame: Frame, sheet: Sheet, room: int) -> tuple[Text, ...]:
    """Return what a sheet beside others is about, on one row or two: its team with its side, or what it asks for."""
    team = sheet.move.subject.team
    if not team:
        return (sheet.move.label,)
    side, desk = frame.side(team), _("desk {number}", number=frame.view.people.podiums[team])
    place = desk if side is None else Joined((side, desk), "  ")
    name = frame.view.people.roster.name(team)
    whole = Joined((place, name), "  ")
    if width(frame.word(whole)) <= room:
        return (whole,)
    return (place if width(frame.word(place)) <= room else side or desk, name)


def _spots(fields: Sequence[Blank], down: int) -> list[tuple[int, int]]:
    """Return column and row of each field, in columns of so many rows; a sentence takes two."""
    across, y, spots = 0, 0, []
    for blank in fields:
        if y + _tall(blank) > down:
            across, y = across + 1, 0
        spots.append((across, y))
        y += _tall(blank)
    return spots


def _tall(blank: Blank) -> int:
    """Return the rows a field takes: a sentence may need two."""
    return 1 if isinstance(blank, Number) else 2


def _number_small(frame: Frame, x: int, text: str, across: int) -> int:
    """Draw the number that hands one of several sheets in; return the room it takes, none where it finds none."""
    dot = largest(text, across, 5)
    if dot is None:
        return 0
    left, top = frame.place(x, 3)
    put_digits(frame.canvas, left, top, text, dot, pen=INK)
    return across + 1
