"""What all screens share: one canvas in a Textual app, every key in one place, following the journal.

A screen is pushed onto any app. The app's own bindings of priority come first; nothing else that it binds acts here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.strip import Strip

from ..sessions.keys import Press, press
from ..sessions.steady_clock import SteadyClock
from .canvas import Canvas
from .follower import Follower, Now
from .palette import DARK, THEMES
from .surface import Picture

LONG_PASTE = 400
"""The characters of a paste that are taken: nothing in a contest is longer."""
GATHER_SECONDS = 0.01
"""Keys that come closer than this are taken together: no hand types so fast."""
FIRST_SECONDS = 0.003
"""How long the first of them waits outside a field: with it a paste would press a key that was not meant."""
FEW_KEYS, QUIET_SECONDS = 3, 0.03
"""So many keys together may be a paste: whether more come shows after a quiet moment."""
PASTE_KEYS, PASTE_SECONDS = 24, 0.01
"""So many keys together, each so little after the one before, are a paste whose terminal does not say so."""
_SHOW, _HIDE = "\x1b[?25h", "\x1b[?25l"


class CanvasScreen(Screen[None], Follower, inherit_bindings=False):
    """A screen that is one canvas, with no keys but its own.

    Each says what it draws (`draw`) and what a key does (`take_press`); one that follows a contest says whose journal
    wakes it, what it does then (`follow`), and when it looks by itself.
    """

    AUTO_FOCUS = ""
    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = "CanvasScreen { overflow: hidden; background: black; padding: 0; }"

    def __init__(self, now: Now | None = None, *, colours: str = DARK.name) -> None:
        """Take the clock, one that nobody sets where none is given, and the name of a theme."""
        super().__init__()
        self.now = now or SteadyClock()
        self.colours = colours if colours in THEMES else DARK.name
        self._picture = Picture(self.colours)
        self._typed: list[events.Key] = []
        self._taken_at = 0.0
        self._asked: object = None
        self._asked_at = 0.0
        self._has_caret = False

    # What a screen is

    def draw(self, columns: int, rows: int, now: datetime) -> Canvas:
        """Return the picture of this instant."""
        raise NotImplementedError

    def take_press(self, press: Press, now: datetime) -> bool:
        """Take a key; return whether the screen closes."""
        raise NotImplementedError

    def take_paste(self, text: str, now: datetime) -> None:
        """Take pasted text: most screens have no place for it."""

    def is_typing(self) -> bool:
        """Whether a field takes the keys: there a paste is as good as typed."""
        return False

    def take_early(self, presses: Sequence[Press], now: datetime) -> None:
        """Take keys that were pressed before what they would answer was painted: they are dropped."""

    def asking(self) -> object:
        """Return what was painted last that keys would answer, None where nothing is asked; equal as long as it is."""
        return None

    def follow(self) -> None:
        """Paint as the clock goes on."""
        self.paint()

    # What all of them do

    @property
    def measures(self) -> str:
        """The screen's size as it is said: "80x24"."""
        return f"{self.size.width}x{self.size.height}"

    def compose(self) -> ComposeResult:
        """One widget is the whole screen."""
        yield self._picture

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return what lies below the picture, which covers it: blank, without asking for styles line by line."""
        return [Strip.blank(crop.width, self.visual_style.rich_style)] * crop.height

    def on_mount(self) -> None:
        """Paint as soon as there is a size."""
        self.call_after_refresh(self.paint)

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self.paint)

    def on_screen_resume(self) -> None:
        """Paint anew what another screen has covered."""
        self.call_after_refresh(self.paint)

    def on_screen_suspend(self) -> None:
        """Leave the terminal's cursor to the screen above."""
        self._show_caret(False)

    def on_unmount(self) -> None:
        """Take the terminal's cursor along."""
        self._show_caret(False)

    def leave(self) -> None:
        """Give the app back the screen below; where this is the only one, the app ends."""
        if len(self.app.screen_stack) > 1:
            self.dismiss()
        else:
            self.app.exit()

    def paint(self) -> None:
        """Draw the picture of this instant; only rows that changed go to the terminal."""
        width, height = self.size
        if width and height:
            canvas = self.draw(width, height, self.now())
            self._place_caret(canvas)
            self._picture.show(canvas, self.colours)
            asked = self.asking()
            if asked != self._asked:
                self._asked, self._asked_at = asked, _event_time()

    def _place_caret(self, canvas: Canvas) -> None:
        """Let the terminal's own cursor be seen where text is typed, and only there: input methods draw at it."""
        if self.is_current:
            if canvas.caret is not None:
                self.app.cursor_position = Offset(*canvas.caret)
            self._show_caret(canvas.caret is not None)

    def _show_caret(self, shown: bool) -> None:
        driver = self.app._driver
        if shown != self._has_caret and driver is not None and not self.app.is_headless:
            self._has_caret = shown
            driver.write(_SHOW if shown else _HIDE)

    async def on_event(self, event: events.Event) -> None:
        """Take every key and paste here: one layer, no focus inside the screen."""
        if isinstance(event, events.Key):
            event.stop()
            event.prevent_default()
            self._take_key(event)
        elif isinstance(event, events.Paste):
            event.stop()
            self.take_paste(event.text, self.now())
            self.paint()
        else:
            await super().on_event(event)

    def _take_key(self, event: events.Key) -> None:
        """Take a key; what comes right after it is gathered, so that a paste is known and painted once."""
        since, self._taken_at = event.time - self._taken_at, event.time
        is_first = not self._typed and since >= GATHER_SECONDS
        if self.app.is_headless or (is_first and self.is_typing()):
            self._take_keys([event])
            return
        self._typed.append(event)
        if len(self._typed) == 1:
            seconds = FIRST_SECONDS if is_first else GATHER_SECONDS
            asyncio.get_running_loop().call_later(seconds, self._take_gathered)

    def _take_gathered(self) -> None:
        """Take the keys that were gathered; of what may be a paste wait for the end."""
        if len(self._typed) >= FEW_KEYS and _event_time() - self._taken_at < QUIET_SECONDS:
            asyncio.get_running_loop().call_later(QUIET_SECONDS, self._take_gathered)
            return
        gathered, self._typed = self._typed, []
        try:
            self._take_keys(gathered)
        except Exception as error:  # not in a message of Textual's, which would do the same
            self.app._handle_exception(error)

    def _take_keys(self, keys: Sequence[events.Key]) -> None:
        """Take keys one by one; of a paste only what goes into a field."""
        now, pasted = self.now(), _is_paste(keys)
        early = [key for key in keys if self._asked is not None and key.time < self._asked_at]
        if early:
            self.take_early([press(key.key, key.character) for key in early], now)
        for place, key in enumerate(keys[len(early) :], len(early)):
            if pasted and not self.is_typing():
                self.take_paste("".join(each.character or "" for each in keys[place:]), now)
                break
            if self.take_press(press(key.key, key.character), now):
                self.leave()
                break
        self.paint()


def _is_paste(keys: Sequence[events.Key]) -> bool:
    """Whether keys came as no hand types them."""
    return len(keys) >= PASTE_KEYS and keys[-1].time - keys[0].time < PASTE_SECONDS * len(keys)


def _event_time() -> float:
    """Return this instant as events have it: Textual takes another clock on Windows."""
    return events.Load().time
