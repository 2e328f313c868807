"""The judge's screen as a canvas: header, page, message.

Decides what stands on every page: whose seat it is, what goes on, what was said, and when the draft was saved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import attrs

from ...scenes import Headline
from ...text import Text, plain
from ..canvas import BOLD, DIM, INK, NOW, WRONG, Canvas
from ..desk.moment import seat_number
from ..wide import cut, drawn, width, wrap
from .check import draw_check
from .controller import Judging, Page
from .entry import draw_entry
from .frame import COLUMNS, ROWS, Frame
from .pages import draw_barred, draw_locked, draw_pin, draw_revealed, draw_seats, draw_waiting
from .words import _

_PAGES: Mapping[Page, Callable[[Frame], None]] = {
    "seat": draw_seats,
    "pin": draw_pin,
    "entry": draw_entry,
    "check": draw_check,
    "waiting": draw_waiting,
    "locked": draw_locked,
    "opening": draw_revealed,
    "revealed": draw_revealed,
    "barred": draw_barred,
}
_MARGINS = 4
"""What stands round the words of the message line."""
_NAMES: Mapping[Page, Text] = {
    "seat": _("choose your seat"),
    "pin": _("PIN"),
    "entry": _("marking"),
    "check": _("please check"),
    "waiting": _("waiting"),
    "locked": _("handed in, waiting for the marks to open"),
    "opening": _("the marks are being opened"),
    "revealed": _("the marks are open"),
    "barred": _("not marking"),
}


def paint(judging: Judging, columns: int, rows: int, now: datetime) -> Canvas:
    """Draw the sheet for a window of that size."""
    judging.blind = columns < COLUMNS or rows < ROWS
    if judging.blind:
        return _too_small(judging, columns, rows)
    frame, page = Frame(judging, columns, rows, now), judging.page
    _header(frame, page)
    _PAGES[page](frame)
    _message(frame, page)
    return frame.canvas


def _too_small(judging: Judging, columns: int, rows: int) -> Canvas:
    canvas = Canvas(columns, rows)
    now = f"{columns}x{rows}"
    words = drawn(_("Please make the window at least 80x24 (now {now})", now=now), judging.language)
    for row, line in enumerate(wrap(words, max(2, columns))):
        canvas.put(0, row, line, BOLD)
    return canvas


def _header(frame: Frame, page: Page) -> None:
    canvas, judge = frame.canvas, frame.judging.who
    heads = frame.scene.of(Headline)
    parts = [*(frame.word(head.text) for head in heads[:1]), frame.word(_NAMES[page])]
    right = "   ".join(parts) + " "
    canvas.right(canvas.width, 0, right, BOLD)
    if frame.contest.state.mode == "rehearsal":
        said = frame.word(_(" REHEARSAL "))
        canvas.right(canvas.width - width(right) - 2, 0, said, attrs.evolve(WRONG, reverse=True))
        right += said + "  "
    if judge is None:
        left = frame.word(frame.contest.rulebook.title)
    else:
        seat = frame.word(_("seat {number}", number=seat_number(frame.contest.state.roster, judge.id)))
        left = frame.word(judge.name) + "   " + seat
    canvas.put(1, 0, cut(left, canvas.width - width(right) - 3), BOLD)
    if frame.judging.elsewhere:
        twice = _("Another window has this judge's sheet open: mark in one of them only.")
        canvas.put(1, 1, cut(frame.word(twice), canvas.width - 2), NOW)


def _message(frame: Frame, page: Page) -> None:
    judging, bundle, last = frame.judging, frame.judging.bundle, frame.canvas.height - 1
    entering = bundle is not None and page in ("entry", "check")
    saved = _("draft saved {time}", time=f"{judging.saved:%H:%M:%S}") if judging.saved is not None else None
    said, pen = judging.said.words, NOW if judging.said.loud else BOLD
    right = frame.word(saved) + " " if entering and saved is not None else ""
    if width(said) + width(right) + _MARGINS > frame.canvas.width:
        right = ""  # a question is read to its end; when the draft was saved can wait
    room = frame.canvas.width - width(right) - 2
    if not said and judging.reminder:
        said = judging.reminder
    if not said and bundle is not None and entering and bundle.typed:
        said, pen = bundle.typed, INK
    if judging.said.loud:
        frame.canvas.fill(0, last, frame.canvas.width, 1, NOW)
    if said:
        frame.canvas.put(1, last, cut("> " + frame.word(plain(said)), room), pen)
    frame.canvas.right(frame.canvas.width, last, right, NOW if judging.said.loud else DIM)
