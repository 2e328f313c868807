"""The entry page (drawing J1): the sheet of the cursor, line by line.

Decides the columns, how many lines are seen at once, and what stands below: this judge's own earlier marks, or the
numbers of a choice.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...blanks import Blank, Choice, Number, Permutation
from ...scenes import Paragraph, Role, Versus
from ...sessions.judge.bundle import Bundle
from ...sessions.judge.sheet import Sheet
from ...sessions.paper import padded, refusal
from ...text import Text, cardinal, plain
from ..canvas import BOLD, DIM, INK, NOW
from ..digits import DRAWABLE, largest, put_digits
from ..wide import pad, width
from .frame import Frame
from .words import _

_TOP = 8
_BELOW = 14
"""The first row of fields, and the rows above and below them."""
_EARLIER = 5


@attrs.frozen
class Columns:
    """Where full marks and marks end, by the widest label."""

    full: int
    mark: int

    @classmethod
    def of(cls, frame: Frame, sheet: Sheet) -> Columns:
        """Return the columns for a sheet's labels."""
        labels = max((width(frame.word(blank.label)) for blank in sheet.fields if isinstance(blank, Number)), default=0)
        full = min(max(26, labels + 11), frame.columns - 36)
        return cls(full, full + 12)


def draw_entry(frame: Frame) -> None:
    """Draw the page."""
    bundle = frame.view.bundle
    if bundle is None:
        return
    sheet, columns = bundle.sheet, Columns.of(frame, bundle.sheet)
    draw_heading(frame, bundle, sheet)
    _heads(frame, bundle, columns)
    under = _fields(frame, bundle, columns)
    _sums(frame, bundle, columns, under)
    if isinstance(bundle.blank, (Choice, Permutation)):
        _options(frame, sheet, bundle.blank, under + 2)
    else:
        _earlier(frame, bundle, under + 2)
        note = _("Every line is saved at once, as a draft. Until you hand in, only you see it.")
        frame.put(3, under + 4, note, DIM)
    if bundle.question is not None:
        _large(frame, bundle.question.typed, columns)
    frame.foot_keys(frame.view.keys)


def draw_heading(frame: Frame, bundle: Bundle, sheet: Sheet) -> None:
    """Draw what is asked for, why a ballot came back, and whose sheet it is."""
    team = sheet.team
    if sheet.why_back or sheet.after >= 0:
        frame.put(1, 2, pad(frame.word(_("Returned to you: {reason}", reason=sheet.why_back)), frame.columns - 2), NOW)
    else:
        given = team is not None and not bundle.aside
        frame.put(1, 2, _("Please mark this team") if given else sheet.move.label, BOLD)
    if len(bundle.sheets) > 1:
        number, count = bundle.sheets.index(sheet) + 1, len(bundle.sheets)
        frame.right(frame.columns - 1, 2, _("sheet {number} of {count}", number=number, count=count))
    end = _whose(frame, sheet, team)
    topic = _topic(frame)
    if topic is not None:
        frame.wrap(end, 4, topic, end=frame.columns - 1)


def _whose(frame: Frame, sheet: Sheet, team: str | None) -> int:
    """Draw whose sheet it is; return the column where its topic may begin."""
    if team is None:
        label = sheet.move.label if sheet.after >= 0 else ""
        return frame.put(5, 4, label, BOLD) + (3 if label else 0)
    desk, side = frame.view.people.podiums[team], frame.side(team)
    end = max(12, 2 + frame.put(5, 4, _("desk {number}", number=desk), BOLD))
    end = frame.put(end, 4, frame.view.people.roster.name(team), BOLD)
    if side is not None:
        end = frame.put(end + 2, 4, side, BOLD)
    return max(29, end + 3)


def _topic(frame: Frame) -> Text | None:
    """Return what is played or debated."""
    scene = frame.view.scene
    motion = next((block.motion for block in scene.of(Versus) if block.motion is not None), None)
    if motion is not None:
        return _("motion: {text}", text=motion)
    topic = next((block.text for block in scene.of(Paragraph) if block.role is Role.TOPIC), None)
    return None if topic is None else _("topic: {text}", text=topic)


def _heads(frame: Frame, bundle: Bundle, columns: Columns) -> None:
    numbers = [blank for blank in bundle.sheet.fields if isinstance(blank, Number)]
    if not numbers:
        return
    frame.put(5, 6, _("Criterion"), DIM)
    frame.right(columns.full + 1, 6, _("Max"), DIM)
    frame.right(columns.mark + 1, 6, _("Your mark"), DIM)
    steps = {blank.step for blank in numbers}
    step = bundle.blank.step if isinstance(bundle.blank, Number) else numbers[0].step if len(steps) == 1 else None
    if step is not None:
        frame.put(columns.mark + 7, 6, _("in steps of {step}", step=step), DIM)


def _fields(frame: Frame, bundle: Bundle, columns: Columns) -> int:
    """Draw the lines round the cursor; return the row of the sum."""
    fields, room = bundle.sheet.fields, max(1, frame.rows - _BELOW)
    now = fields.index(bundle.blank)
    gap = 2 if 2 * len(fields) <= room else 1
    first = max(0, min(now - room // 2, len(fields) - room)) if gap == 1 else 0
    seen = fields[first : first + room]
    if len(seen) < len(fields):
        span = _("lines {first} to {last} of {count}", first=first + 1, last=first + len(seen), count=len(fields))
        frame.right(frame.columns - 1, _TOP - 1, span, DIM)
    for place, blank in enumerate(seen):
        y = _TOP + gap * place
        pen = BOLD if blank is bundle.blank else INK
        frame.put(3, y, ">" if blank is bundle.blank else " ", pen)
        frame.put(5, y, f"{first + place + 1} {label_of(frame, blank)}", pen, end=columns.full - 3)
        _value(frame, bundle, blank, y, columns)
    return _TOP + gap * len(seen)


def _value(frame: Frame, bundle: Bundle, blank: Blank, y: int, columns: Columns) -> None:
    here, sheet = blank is bundle.blank, bundle.sheet
    cursor, pen = "_" if here else "", BOLD if here else INK
    if not isinstance(blank, Number):
        shown = bundle.typed if here and bundle.typed else frame.word(sheet.shown(blank))
        behind = frame.put(columns.full - 2, y, shown + cursor, pen, end=frame.columns - 1)
        if here:
            frame.canvas.caret = frame.place(behind - 1, y)
        return
    text = bundle.typed if here and bundle.typed else padded(blank, sheet.texts.get(blank.path, ""))
    if blank.path in sheet.asked and not here:
        text, cursor = sheet.asked[blank.path], "?"
    if blank.high is not None:
        frame.right(columns.full, y, plain(str(blank.high)), DIM)
    frame.right(columns.mark, y, text, pen)
    frame.put(columns.mark, y, cursor, pen)
    if here:
        frame.canvas.caret = frame.place(columns.mark, y)
    if here and blank.low:
        frame.put(columns.mark + 7, y, _("{low} to {high}", low=blank.low, high=blank.high or "-"), DIM)


def _typing(bundle: Bundle) -> dict[str, str]:
    """Return the number being typed, where it would be taken as it stands."""
    blank = bundle.blank
    taken = isinstance(blank, Number) and bundle.typed and refusal(blank, bundle.typed) is None
    return {blank.path: bundle.typed} if taken else {}


def _sums(frame: Frame, bundle: Bundle, columns: Columns, y: int) -> None:
    typing = _typing(bundle)
    sums = bundle.sheet.sums(typing)
    missing = sum(blank.path not in typing for blank in bundle.sheet.missing)
    if sums and sums[0][1]:
        frame.put(5, y, _("Total"))
        frame.right(columns.mark, y, sums[0][1], BOLD)
    if missing:
        frame.put(columns.mark + 7, y, _("{count} to go", count=missing))
    parts = [f"{frame.word(label)} {text}" for label, text in sums[1:] if text]
    frame.put(5, y + 1, "   ".join(parts), DIM)


def _earlier(frame: Frame, bundle: Bundle, y: int) -> None:
    """Draw what this judge gave on this line before; never what others gave."""
    before, desks = bundle.sheet.earlier(bundle.blank, frame.view.handed)[-_EARLIER:], frame.view.people.podiums
    if not before or not isinstance(bundle.blank, Number):
        return
    end = frame.put(3, y, _("Your marks here so far ({count}):", count=cardinal(len(before))))
    marks = [
        frame.word(_("desk {number}", number=desks[each.team])) + f" {padded(bundle.blank, str(value))}"
        for each, value in before
        if each.team in desks
    ]
    frame.put(end + 1, y, "   ".join(marks))


def _options(frame: Frame, sheet: Sheet, blank: Choice | Permutation, y: int) -> None:
    """Draw the numbers of a choice, in as many columns as they need."""
    options = sheet.options(blank)
    down = max(1, frame.rows - 1 - y)
    across = -(-len(options) // down)
    wide = (frame.columns - 5) // max(1, across)
    for place, (number, option) in enumerate(options):
        x = 5 + (place // down) * wide
        frame.put(x, y + place % down, f"{number:>2}  {frame.word(option.label)}", end=x + wide - 1)


def _large(frame: Frame, text: str, columns: Columns) -> None:
    """Draw a doubtful mark large."""
    x, y = columns.mark + 14, _TOP
    dot = largest(text, frame.columns - 1 - x, 6) if set(text) <= DRAWABLE else None
    if dot is not None:
        left, top = frame.place(x, y)
        put_digits(frame.canvas, left, top, text, dot, pen=INK)


def label_of(frame: Frame, blank: Blank) -> str:
    """Return what a line is called."""
    return frame.word(blank.label) or frame.word(blank.path)


def lines(frame: Frame, sheet: Sheet) -> Iterator[tuple[str, str, Blank]]:
    """Yield label, value and blank of each line of a sheet, as it is read back."""
    for blank in sheet.fields:
        yield label_of(frame, blank), frame.word(sheet.shown(blank)), blank
