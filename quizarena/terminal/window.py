"""What all windows share: every key in one place, following the journal, and how a window ends.

However it ends it gives the terminal back. One whose terminal is gone ends by itself: where no signal tells it so (a
connection that broke, a container), Textual would read the end of its input again and again on a whole core.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar, TypeAlias

from textual import events
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.geometry import Offset
from textual.screen import Screen
from textual.worker import WorkerFailed

from ..facts import Record
from ..journal import Journal
from ..sessions.follow import following
from ..sessions.keys import Press, press
from ..sessions.steady_clock import SteadyClock
from .canvas import Canvas
from .palette import DARK, THEMES
from .surface import Ground, Picture

LOOK_SECONDS = 1.0
"""How often a window looks whether its terminal is still there."""
GRACE_SECONDS = 2.0
"""How long it may then take to end: it can hang on writing to a terminal that is gone."""
LEAST_SECONDS = 0.001
"""The shortest wait: a timer that fires a moment early does not spin."""
BY_SIGNAL = 128
"""The exit status of a program that a signal has ended, less the signal's number."""
HUNG_UP = BY_SIGNAL + 1
"""That of a hang-up."""
ENDING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
"""The signals that end a window; Windows knows the first two."""
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


Now: TypeAlias = Callable[[], datetime]


class Window(App[None]):
    """A window that is one canvas, with no keys but its own; it ends when its terminal is gone.

    Each window says what it draws (`draw`) and what a key does (`take_press`); one that follows a contest says whose
    journal wakes it, what it does then (`follow`), and when it looks by itself.
    """

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []
    CSS = "Screen { overflow: hidden; background: black; }"

    def __init__(self, now: Now | None = None, *, colours: str = DARK.name) -> None:
        """Take the clock, one that nobody sets where none is given, and the name of a theme."""
        super().__init__()
        self.now = now or SteadyClock()
        self.colours = colours if colours in THEMES else DARK.name
        self._gone = threading.Event()
        self._news = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._fault: BaseException | None = None
        self._typed: list[events.Key] = []
        self._taken_at = 0.0
        self._asked: object = None
        self._asked_at = 0.0
        self._has_caret = False

    # What a window is

    def draw(self, columns: int, rows: int, now: datetime) -> Canvas:
        """Return the picture of this instant."""
        raise NotImplementedError

    def take_press(self, press: Press, now: datetime) -> bool:
        """Take a key; return whether the window closes."""
        raise NotImplementedError

    def take_paste(self, text: str, now: datetime) -> None:
        """Take pasted text: most windows have no place for it."""

    def is_typing(self) -> bool:
        """Whether a field takes the keys: there a paste is as good as typed."""
        return False

    def take_early(self, presses: Sequence[Press], now: datetime) -> None:
        """Take keys that were pressed before what they would answer was painted: they are dropped."""

    def asking(self) -> object:
        """Return what was painted last that keys would answer, None where nothing is asked; equal as long as it is."""
        return None

    def journal(self) -> Journal | None:
        """Return the journal whose news wake the window; None where it shows no contest that others write."""
        return None

    def seconds_to_look(self, now: datetime) -> float:
        """Return after how many seconds the window looks though nothing woke it."""
        return 1 - now.microsecond / 1e6

    def follow(self) -> None:
        """Look what has changed, and paint if anything has."""
        self.paint()

    # What all of them do

    def keep_time(self, record: Record) -> None:
        """Go by the time that the desk goes by, as its last record shows, where the system's was set meanwhile."""
        if isinstance(self.now, SteadyClock):
            self.now.follow(record)

    @property
    def measures(self) -> str:
        """The window's size as it is said: "80x24"."""
        return f"{self.size.width}x{self.size.height}"

    def compose(self) -> ComposeResult:
        """One widget is the whole screen."""
        yield Picture(self.colours)

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        """Draw the picture of this instant; only rows that changed go to the terminal."""
        width, height = self.size
        if width and height:
            canvas = self.draw(width, height, self.now())
            self._place_caret(canvas)
            with contextlib.suppress(LookupError):
                self.query_one(Picture).show(canvas, self.colours)
            asked = self.asking()
            if asked != self._asked:
                self._asked, self._asked_at = asked, _event_time()

    def _place_caret(self, canvas: Canvas) -> None:
        """Let the terminal's own cursor be seen where text is typed, and only there: input methods draw at it."""
        if canvas.caret is not None:
            self.cursor_position = Offset(*canvas.caret)
        shown = canvas.caret is not None
        if shown != self._has_caret and self._driver is not None and not self.is_headless:
            self._has_caret = shown
            self._driver.write(_SHOW if shown else _HIDE)

    async def on_event(self, event: events.Event) -> None:
        """Take every key and paste here: one layer, no focus inside the window."""
        if isinstance(event, events.Key):
            event.stop()
            event.prevent_default()
            self._take_key(event)
        elif isinstance(event, events.Paste):
            self.take_paste(event.text, self.now())
            self.paint()
        else:
            await super().on_event(event)

    def _take_key(self, event: events.Key) -> None:
        """Take a key; what comes right after it is gathered, so that a paste is known and painted once."""
        since, self._taken_at = event.time - self._taken_at, event.time
        is_first = not self._typed and since >= GATHER_SECONDS
        if self.is_headless or (is_first and self.is_typing()):
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
            self._handle_exception(error)

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
                self.exit()
                break
        self.paint()

    async def _follow_on(self) -> None:
        """Follow as long as the window is open."""
        self._loop = asyncio.get_running_loop()
        with contextlib.ExitStack() as stack:
            if self.journal() is not None:
                stack.enter_context(following(self._watched, self.wake))
            while True:
                await self._until(self.seconds_to_look(self.now()))
                self.follow()

    def wake(self) -> None:
        """Let the window look at once what has changed; any thread may call it."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the window has closed in this very moment
                self._loop.call_soon_threadsafe(self._news.set)

    def _watched(self) -> Journal:
        journal = self.journal()
        assert journal is not None
        return journal

    async def _until(self, seconds: float) -> None:
        """Return when others may have written, or after so many seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(seconds, LEAST_SECONDS)):
                await self._news.wait()
        self._news.clear()

    def get_default_screen(self) -> Screen[None]:
        """Return what lies below the picture."""
        return Ground()

    def on_load(self) -> None:
        """Let signals end the window, from before it takes the terminal."""
        if self.is_headless or sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for name in ENDING:
            number = signal.Signals[name]
            loop.add_signal_handler(number, self.exit, None, BY_SIGNAL + number)

    def _handle_exception(self, error: Exception) -> None:
        """End the window, its error is raised once the terminal is free; Textual prints locals, sealed ones too."""
        super()._handle_exception(error)
        self._fault = self._fault or (error.error if isinstance(error, WorkerFailed) else error)
        if not self.is_headless:
            self._exit_renderables.clear()

    def show(self) -> None:
        """Run the window on this terminal until it is left; the mouse stays the terminal's own, to mark text with.

        Raises:
            SystemExit: A signal has ended it, or its terminal is gone.
            Exception: Whatever fault ended it.
        """
        self.run(mouse=False)
        if self._fault is not None:
            raise self._fault
        if self.return_code:
            raise SystemExit(self.return_code)

    def on_mount(self) -> None:
        """Begin to follow the journal and the clock, and to look after the terminal, if there is one."""
        self.run_worker(self._follow_on(), exit_on_error=True)
        self.call_after_refresh(self.paint)
        if not self.is_headless and is_terminal():
            loop = asyncio.get_running_loop()
            threading.Thread(target=self._look_after, args=(loop,), name="terminal", daemon=True).start()

    def on_unmount(self) -> None:
        """Look no more."""
        self._gone.set()

    def _look_after(self, loop: asyncio.AbstractEventLoop) -> None:
        """End the window once its terminal is gone: the thread's work. What was recorded or drafted is on disk."""
        while not self._gone.wait(LOOK_SECONDS):
            if is_terminal():
                continue
            with contextlib.suppress(RuntimeError):  # the window has closed in this very moment
                loop.call_soon_threadsafe(self.exit, None, HUNG_UP)
            if not self._gone.wait(GRACE_SECONDS):
                os._exit(HUNG_UP)


def is_terminal() -> bool:
    """Whether standard input is a terminal that is still there."""
    try:
        return sys.__stdin__ is not None and os.isatty(sys.__stdin__.fileno())
    except (OSError, ValueError):
        return False


def _is_paste(keys: Sequence[events.Key]) -> bool:
    """Whether keys came as no hand types them."""
    return len(keys) >= PASTE_KEYS and keys[-1].time - keys[0].time < PASTE_SECONDS * len(keys)


def _event_time() -> float:
    """Return this instant as events have it: Textual takes another clock on Windows."""
    return events.Load().time
