"""A desk's session as one terminal shows it: its language, who has the keys, how far a dialog is scrolled.

What the session leaves to whoever looks is done here: leaving, the other language, this machine's bell and viewer.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import attrs

from ...journal import Presence
from ...languages import next_language
from ...sessions.desk.desk import Wish
from ...sessions.desk.session import DeskSession
from ...sessions.desk.words import _
from ...sessions.keys import Press
from ...text import Text
from ..dialogs import Row
from ..sound import Sound
from ..wide import NO_NAMES, Names, drawn

_PAGES = {"pageup": -1, "pagedown": 1}
_STEPS = {"up": -1, "down": 1}


@attrs.define
class Pager:
    """Which rows of a dialog are shown: `room` of them fit, the cursor's among them until PgDn goes on."""

    room: int = 17
    hidden: int = attrs.field(default=0, init=False)
    _scrolled: int = attrs.field(default=0, init=False)
    _steered: bool = attrs.field(default=False, init=False)
    _of: object = attrs.field(default=None, init=False)

    def show(self, of: object, rows: Sequence[Row]) -> Sequence[Row]:
        """Return the rows to show of a dialog; another dialog than before begins at its top."""
        if of is not self._of:
            self._of, self._scrolled = of, 0
        self._steered = any(row.here for row in rows)
        self.hidden = max(0, len(rows) - (self.room - 1)) if len(rows) > self.room else 0
        if not self.hidden:
            return rows
        top = self._top(rows)
        return rows[top : top + self.room - 1]

    def _top(self, rows: Sequence[Row]) -> int:
        cursor = next((place for place, row in enumerate(rows) if row.here), 0)
        return min(self.hidden, max(0, cursor - self.room + 2) + self._scrolled)

    def below(self, rows: Sequence[Row]) -> int:
        """Return how many rows are left below those shown."""
        return self.hidden - self._top(rows)

    def turn(self, key: str) -> bool:
        """Scroll by a key, False where it is none of the pager's; with a cursor Up and Down are the dialog's own."""
        if not self.hidden or not (key in _PAGES or (key in _STEPS and not self._steered)):
            self._scrolled = 0
            return False
        by = _STEPS.get(key) or _PAGES[key] * max(1, self.room - 2)
        self._scrolled = max(0, min(self.hidden, self._scrolled + by))
        return True


_OPENERS = {"darwin": "open", "win32": "startfile"}
_LINUX = "xdg-open"


def opener() -> str:
    """Return what opens files on this machine, nothing where there is none."""
    name = _OPENERS.get(sys.platform, _LINUX)
    return name if name == "startfile" or shutil.which(name) is not None else ""


@attrs.define
class Viewer:
    """What opens a file; `command` is empty where this machine has nothing that does."""

    command: str = attrs.field(factory=opener)

    def show(self, file: Path) -> Text:
        """Begin to show a file, and say so or why not; the program is its own from then on."""
        if not self.command:
            return _("This machine has no program that opens files ({name}); the file is {file}", name=_LINUX,
                     file=str(file))  # fmt: skip
        try:
            self._open(file)
        except OSError:
            return _("The program for such files does not start; the file is {file}", file=str(file))
        return _("Opened beside; on the projector it is shown by hand.")

    def _open(self, file: Path) -> None:
        if self.command == "startfile":
            os.startfile(file)  # type: ignore[attr-defined]
            return
        nothing = subprocess.DEVNULL
        subprocess.Popen(
            [self.command, str(file)], stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
        )


@attrs.define(eq=False)
class DeskTerminal:
    """A desk on a terminal. A `blind` one has no room to paint its keys: none acts then; `ended` asks to be closed.

    `few_totals` shows of many totals only those that matter now, `turns_totals` says that Tab turns that on or off.
    """

    desk: DeskSession
    language: str = ""
    sound: Sound = attrs.field(factory=Sound)
    names: Names = NO_NAMES
    viewer: Viewer = attrs.field(factory=Viewer)
    focused: bool = attrs.field(default=True, init=False)
    blind: bool = attrs.field(default=False, init=False)
    ended: bool = attrs.field(default=False, init=False)
    few_totals: bool = attrs.field(default=False, init=False)
    turns_totals: bool = attrs.field(default=False, init=False)
    pager: Pager = attrs.field(factory=Pager, init=False)
    _company: tuple[object, list[Presence]] = attrs.field(default=(None, []), init=False)

    def __attrs_post_init__(self) -> None:
        """Speak the contest's language unless another is asked for."""
        self.language = self.language or self.desk.contest.rulebook.language

    def company(self, now: datetime) -> list[Presence]:
        """Return the other screens that are alive; looked at once a second, for each is a read of a file."""
        seats, second = self.desk.seats, int(now.timestamp())
        if self._company[0] != (seats, second):
            self._company = (seats, second), [] if seats is None else seats.others()
        return self._company[1]

    def word(self, text: Text | str) -> str:
        """Return a text as it is drawn."""
        return drawn(text, self.language, self.names)

    def press(self, press: Press, now: datetime) -> None:
        """Take one press; what scrolls a dialog does not reach the session."""
        if self.blind or (self.desk.overlay is not None and self.pager.turn(press.key)):
            return
        if press.key == "tab" and self.turns_totals and self.desk.overlay is None:
            self.few_totals = not self.few_totals
            return
        wish = self.desk.press(press, now)
        if wish is not None:
            self._grant(wish)

    def _grant(self, wish: Wish) -> None:
        """Do what a press asked of whoever looks."""
        match wish:
            case "leave":
                self.ended = True
            case "language":
                self.language = next_language(self.language)
            case "view":
                if self.desk.viewing is not None:
                    self.desk.say(self.viewer.show(self.desk.viewing))
            case "bell":
                self.sound.ring(2)
                how = self.sound.said()
                self.desk.say(_("Two strokes: {how}. Not heard in the hall? Look at the volume and the plug.", how=how))
