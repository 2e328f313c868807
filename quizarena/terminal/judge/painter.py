"""The judge's screen as a canvas: header, page, message; and what the person before this terminal has chosen.

What stands on the pages the session says; language, colours and room are the terminal's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import attrs

from ...languages import next_language
from ...scenes import Headline
from ...sessions.judge.session import JudgeSession
from ...sessions.judge.view import Page, View
from ...sessions.keys import Press
from ...text import Text
from ..canvas import BOLD, DIM, INK, NOW, WRONG, Canvas
from ..palette import DARK, following
from ..wide import NO_NAMES, Names, cut, drawn, width, wrap
from .check import draw_check
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


@attrs.define(eq=False)
class JudgeTerminal:
    """A person at one terminal, looking at a session: the language, the theme, and whether the window has room.

    Without room no key acts whose effect nobody could see, but for that of an empty seat to leave.
    """

    session: JudgeSession
    language: str = ""
    colours: str = DARK.name
    names: Names = NO_NAMES
    _is_too_small: bool = attrs.field(default=False, init=False)

    def __attrs_post_init__(self) -> None:
        """Speak the contest's language unless another is asked for."""
        self.language = self.language or self.session.contest.rulebook.language

    def press(self, press: Press, now: datetime) -> None:
        """Take one press: language and colours here, everything else is the session's."""
        chooses = self.session.page not in ("pin", "entry", "check")
        if self._is_too_small and not (press.key == "ctrl+c" and self.session.judge is None):
            return
        if chooses and press.key in ("l", "t"):
            self.session.hush()
        if chooses and press.key == "l":
            self.language = next_language(self.language)
        elif chooses and press.key == "t":
            self.colours = following(self.colours).name
        else:
            self.session.press(press, now)

    def paint(self, columns: int, rows: int) -> Canvas:
        """Draw the sheet for a window of that size."""
        self._is_too_small = columns < COLUMNS or rows < ROWS
        if self._is_too_small:
            return _too_small(self.language, columns, rows)
        frame = Frame(self.session.view(), self.language, columns, rows, self.names)
        _header(frame)
        _PAGES[frame.view.page](frame)
        _message(frame)
        return frame.canvas


def _too_small(language: str, columns: int, rows: int) -> Canvas:
    canvas = Canvas(columns, rows)
    now = f"{columns}x{rows}"
    words = drawn(_("Please make the window at least 80x24 (now {now})", now=now), language)
    for row, line in enumerate(wrap(words, max(2, columns))):
        canvas.put(0, row, line, BOLD)
    return canvas


def _header(frame: Frame) -> None:
    canvas, view = frame.canvas, frame.view
    heads = view.scene.of(Headline)
    parts = [*(frame.word(head.text) for head in heads[:1]), frame.word(_NAMES[view.page])]
    right = "   ".join(parts) + " "
    canvas.right(canvas.width, 0, right, BOLD)
    if view.is_rehearsal:
        ribbon = frame.word(_(" REHEARSAL "))
        canvas.right(canvas.width - width(right) - 2, 0, ribbon, attrs.evolve(WRONG, reverse=True))
        right += ribbon + "  "
    canvas.put(1, 0, cut(_whose(frame, view), canvas.width - width(right) - 3), BOLD)
    if view.is_elsewhere:
        twice = _("This judge's sheet is open in another window too; use only one.")
        canvas.put(1, 1, cut(frame.word(twice), canvas.width - 2), NOW)


def _whose(frame: Frame, view: View) -> str:
    if view.judge is None:
        return frame.word(view.title)
    seat = frame.word(_("seat {number}", number=view.people.seat(view.judge.id)))
    return frame.word(view.judge.name) + "   " + seat


def _message(frame: Frame) -> None:
    view, last = frame.view, frame.canvas.height - 1
    saved = "" if view.saved is None else frame.word(_("draft saved {time}", time=f"{view.saved:%H:%M:%S}")) + " "
    words, loud = frame.word(view.message.text), view.message.role == "alert"
    pen = NOW if loud else BOLD
    if not words and view.bundle is not None:
        words, pen = view.bundle.typed, INK
    if width(words) + width(saved) + _MARGINS > frame.canvas.width:
        saved = ""  # a question is read to its end; when the draft was saved can wait
    if loud:
        frame.canvas.fill(0, last, frame.canvas.width, 1, NOW)
    if words:
        frame.canvas.put(1, last, cut("> " + words, frame.canvas.width - width(saved) - 2), pen)
    frame.canvas.right(frame.canvas.width, last, saved, NOW if loud else DIM)
