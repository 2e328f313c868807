"""The desk of a season on a terminal: the list of members, a dialog over it, message and keys; keys in, canvas out."""

from __future__ import annotations

from datetime import datetime

from ..arena import Arena
from ..journal import Journal, Patience
from ..languages import next_language
from ..sessions.dialog import Dialog
from ..sessions.keys import HeldKeys, Press
from ..sessions.season.desk import SeasonDesk
from ..sessions.season.session import SeasonSession, View
from ..text import Text
from .canvas import BOLD, DIM, INK, NOW, Canvas
from .canvas_screen import LONG_PASTE, CanvasScreen
from .dialogs import dialog_rows, put_box
from .follower import Now
from .palette import DARK, following
from .wide import cut, drawn, pad, width, wrap
from .window import Window
from .words import _

LEAST = (80, 24)
PATIENT_SECONDS = 1.0
"""How long the desk waits for whoever keeps the file locked."""
_TOP = 3
"""The row of the first member."""
_ID, _CATEGORY, _POINTS = 8, 14, 10
"""Columns of the list's cells."""
_MARGIN, _FOOT = 4, 3
"""Columns beside a dialog; rows of message and keys."""


def draw_season(view: View, size: tuple[int, int], language: str) -> Canvas:
    """Return the picture of the desk."""
    columns, rows = size
    canvas = Canvas(columns, rows)
    if columns < LEAST[0] or rows < LEAST[1]:
        words = drawn(_("Please make the window at least 80x24 (now {now})", now=f"{columns}x{rows}"), language)
        for row, line in enumerate(wrap(words, max(2, columns))):
            canvas.put(0, row, line, BOLD)
        return canvas
    _draw_head(canvas, view, language)
    _draw_members(canvas, view, language)
    if view.dialog is not None:
        canvas.fade()
        _draw_dialog(canvas, view.dialog, language)
    _draw_foot(canvas, view, language)
    return canvas


def _draw_head(canvas: Canvas, view: View, language: str) -> None:
    canvas.fill(0, 0, canvas.width, 1, NOW)
    seq, digest = view.head
    right = f"{view.person}   #{seq:03} {digest[:4]}"
    canvas.right(canvas.width - 1, 0, drawn(right, language), NOW)
    title = drawn(view.title, language)
    canvas.put(1, 0, cut(title, canvas.width - 4 - width(right)), NOW)
    count = drawn(_("members: {count}", count=len(view.rows)), language)
    x = canvas.put(1, 1, count, DIM) + 3
    if view.waiting:
        x = canvas.put(x, 1, drawn(_("claims to check: {count} (C)", count=view.waiting), language), BOLD) + 3
    if view.find or view.is_finding:
        x = canvas.put(x, 1, drawn(_("find: {text}", text=view.find), language), BOLD)
        if view.is_finding:
            canvas.put(x, 1, "_", BOLD)
            canvas.caret = x, 1


def _draw_members(canvas: Canvas, view: View, language: str) -> None:
    def word(text: Text) -> str:
        return drawn(text, language)

    name = canvas.width - 2 - _ID - _CATEGORY - 2 * _POINTS - 4
    heads = pad(word(_("Id")), _ID), pad(word(_("Name")), name), pad(word(_("Category")), _CATEGORY)
    points = pad(word(_("Earned")), _POINTS, align=">"), pad(word(_("Left")), _POINTS, align=">")
    canvas.put(1, _TOP - 1, " ".join((*heads, *points)), DIM)
    room = canvas.height - _TOP - _FOOT
    top = view.cursor // room * room
    for place, row in enumerate(view.rows[top : top + room], top):
        member = row.member
        cells = (
            pad(cut(member.id, _ID), _ID),
            pad(cut(drawn(member.name, language), name), name),
            pad(cut(drawn(member.category, language), _CATEGORY), _CATEGORY),
            pad(row.earned, _POINTS, align=">"),
            pad(row.left, _POINTS, align=">"),
        )
        pen = NOW if place == view.cursor else DIM if member.has_left else INK
        canvas.put(1, _TOP + place - top, " ".join(cells), pen)
    if not view.rows:
        canvas.put(
            1, _TOP, word(_("nobody yet; E enrols somebody") if not view.find else _("nobody is called so")), DIM
        )


def _draw_dialog(canvas: Canvas, dialog: Dialog, language: str) -> None:
    across = canvas.width - 2 * _MARGIN
    room = canvas.height - _TOP - _FOOT - 2
    rows = dialog_rows(dialog, across - 4, room, lambda text: drawn(text, language))[:room]
    put_box(canvas, drawn(dialog.title, language), rows, _MARGIN, _TOP)


def _draw_foot(canvas: Canvas, view: View, language: str) -> None:
    said, row = drawn(view.message.text, language), canvas.height - _FOOT
    if said:
        is_loud = view.message.role == "alert"
        canvas.fill(0, row, canvas.width, 1, NOW if is_loud else INK)
        canvas.put(1, row, cut(f"> {said}", canvas.width - 2), NOW if is_loud else BOLD)
    words = [drawn(key.text, language) for key in view.keys]
    words += [] if view.dialog is not None else [drawn(_("T colours  G language"), language)]
    x, y = 1, row + 1
    for word in words:
        if x > 1 and x + width(word) >= canvas.width:
            x, y = 1, y + 1
        x = canvas.put(x, y, word, DIM) + 2


class SeasonScreen(CanvasScreen):
    """The desk of a season before one person; language and colours are this terminal's."""

    def __init__(
        self, session: SeasonSession, language: str, *, colours: str = DARK.name, now: Now | None = None
    ) -> None:
        """Take the session."""
        super().__init__(now, colours=colours)
        self.session, self.spoken = session, language
        self._held = HeldKeys()
        session.begin(self.now())

    def journal(self) -> Journal:
        """Return what to watch."""
        return self.session.desk.arena.journal

    def follow(self) -> None:
        """Take in what others recorded, and paint if there was anything."""
        if self.session.desk.refresh():
            self.paint()

    def draw(self, columns: int, rows: int, now: datetime) -> Canvas:
        """Return the desk of this instant."""
        return draw_season(self.session.view(now), (columns, rows), self.spoken)

    def take_press(self, press: Press, now: datetime) -> bool:
        """Take a key; return whether the desk is left. A `+` that is held down records once."""
        if press.key == "+" and not self._held.accepts("+", now):
            return False
        is_free = not self.session.typing and self.session.desk.overlay is None
        if is_free and press.key == "t":
            self.colours = following(self.colours).name
        elif is_free and press.key == "g":
            self.spoken = next_language(self.spoken)
        else:
            self.session.press(press, now)
        return self.session.desk.has_ended

    def is_typing(self) -> bool:
        """Whether an entry takes the keys."""
        return self.session.typing

    def take_paste(self, text: str, now: datetime) -> None:
        """Give an entry what it may take of a paste, character by character."""
        if self.session.typing:
            for character in text[:LONG_PASTE]:
                if character.isprintable():
                    self.session.press(Press("", character), now)


def run_season(address: str, *, person: str, language: str, theme: str) -> None:
    """Run the desk on the season at `address` until it is left; raises like `Arena.open`."""
    with Arena.open(address) as arena:
        arena.journal.patience = Patience(PATIENT_SECONDS)
        Window(SeasonScreen(SeasonSession(SeasonDesk(arena, person)), language, colours=theme)).show()
