"""What all windows share: one picture that is the whole screen, every key in one place, and following the journal.

A window whose terminal is gone ends by itself: where no signal tells it so (a connection that broke, a container),
Textual would read the end of its input again and again on a whole core.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import ClassVar, TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.filter import ANSIToTruecolor
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from ..journal import Journal
from ..sessions.follow import following
from ..sessions.keys import Press, press
from .canvas import Canvas, Pen
from .palette import DARK, THEMES

LOOK_SECONDS = 1.0
"""How often a window looks whether its terminal is still there."""
GRACE_SECONDS = 2.0
"""How long it may then take to end: it can hang on writing to a terminal that is gone."""
LEAST_SECONDS = 0.001
"""The shortest wait: a timer that fires a moment early does not spin."""
HUNG_UP = 129
"""The exit status of a program that the signal of a hang-up has ended."""


class Picture(Widget):
    """The whole screen as one canvas, painted line by line; only rows that changed go to the terminal."""

    DEFAULT_CSS = "Picture { width: 100%; height: 100%; border: none; padding: 0; }"
    can_focus = False

    def __init__(self, theme: str) -> None:
        """Begin blank."""
        super().__init__()
        self._canvas = Canvas(1, 1)
        self._theme = theme
        self._strips: dict[int, Strip] = {}

    @property
    def canvas(self) -> Canvas:
        """What is painted now."""
        return self._canvas

    def show(self, canvas: Canvas, theme: str) -> None:
        """Take a new canvas and repaint the rows that differ."""
        before, self._canvas = self._canvas, canvas
        same = theme == self._theme and (before.width, before.height) == (canvas.width, canvas.height)
        self._theme = theme
        if not same:
            self._strips.clear()
            self.refresh()
            return
        old, new = before.rows(), canvas.rows()
        changed = [y for y in range(canvas.height) if old[y] != new[y]]
        for y in changed:
            self._strips.pop(y, None)
        if changed:
            self.refresh(*_stretches(changed, canvas.width))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return painted rows as they are kept: Textual would look for a border, padding and links around each."""
        width = self.size.width
        found = [self._row(y, width) for y in crop.line_range]
        for each in self.get_line_filters():
            if not isinstance(each, ANSIToTruecolor):  # the palette has no colour that depends on the terminal
                found = [row.apply_filter(each, self.background_colors[1]) for row in found]
        left, right = crop.column_span
        return found if (left, right) == (0, width) else [row.crop(left, right) for row in found]

    def render_line(self, y: int) -> Strip:
        """Return one painted row."""
        return self._row(y, self.size.width)

    def _row(self, y: int, width: int) -> Strip:
        if y >= self._canvas.height or width != self._canvas.width:
            return blank(width, self._theme)
        if y not in self._strips:
            rows, above = self._canvas.rows(), self._strips.get(y - 1)  # a row of big digits is as the one above it
            repeated = above is not None and rows[y] == rows[y - 1]
            self._strips[y] = above if above and repeated else strip(self._canvas, y, self._theme)
        return self._strips[y]


def _stretches(rows: list[int], width: int) -> Iterator[Region]:
    """Yield the regions of rows in order: what lies side by side is one, for each region costs its own walk."""
    first = rows[0]
    for y, following_row in zip(rows, (*rows[1:], None), strict=True):
        if following_row != y + 1:
            yield Region(0, first, width, y + 1 - first)
            first = following_row or 0


class Ground(Screen[None]):
    """What lies below the picture, which covers it: drawn without asking for styles line by line."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return blank rows."""
        return [Strip.blank(crop.width, self.visual_style.rich_style)] * crop.height


Now: TypeAlias = Callable[[], datetime]


def local_now() -> datetime:
    """Return this instant in the machine's own time zone."""
    return datetime.now(UTC).astimezone()


class Window(App[None]):
    """A window that is one canvas, with no keys but its own; it ends when its terminal is gone.

    Each window says what it draws (`draw`) and what a key does (`take_press`); one that follows a contest says whose
    journal wakes it, what it does then (`follow`), and when it looks by itself.
    """

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []
    CSS = "Screen { overflow: hidden; background: black; }"

    def __init__(self, now: Now = local_now, *, colours: str = DARK.name) -> None:
        """Take the clock, and the name of a theme."""
        super().__init__()
        self.now = now
        self.colours = colours if colours in THEMES else DARK.name
        self._gone = threading.Event()
        self._news = asyncio.Event()

    # What a window is

    def draw(self, columns: int, rows: int, now: datetime) -> Canvas:
        """Return the picture of this instant."""
        raise NotImplementedError

    def take_press(self, press: Press, now: datetime) -> bool:
        """Take a key; return whether the window closes."""
        raise NotImplementedError

    def take_paste(self, text: str, now: datetime) -> None:
        """Take pasted text: most windows have no place for it."""

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
            with contextlib.suppress(LookupError):
                self.query_one(Picture).show(canvas, self.colours)

    async def on_event(self, event: events.Event) -> None:
        """Take every key and paste here: one layer, no focus inside the window."""
        if isinstance(event, events.Key):
            event.stop()
            event.prevent_default()
            if self.take_press(press(event.key, event.character), self.now()):
                self.exit()
            self.paint()
        elif isinstance(event, events.Paste):
            self.take_paste(event.text, self.now())
            self.paint()
        else:
            await super().on_event(event)

    async def _follow_on(self) -> None:
        """Follow as long as the window is open."""
        loop = asyncio.get_running_loop()

        def wake() -> None:
            with contextlib.suppress(RuntimeError):  # the window has closed in this very moment
                loop.call_soon_threadsafe(self._news.set)

        with contextlib.ExitStack() as stack:
            if self.journal() is not None:
                stack.enter_context(following(self._watched, wake))
            while True:
                await self._until(self.seconds_to_look(self.now()))
                self.follow()

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
                loop.call_soon_threadsafe(self.exit)
            if not self._gone.wait(GRACE_SECONDS):
                os._exit(HUNG_UP)


def is_terminal() -> bool:
    """Whether standard input is a terminal that is still there."""
    try:
        return sys.__stdin__ is not None and os.isatty(sys.__stdin__.fileno())
    except (OSError, ValueError):
        return False


@functools.lru_cache(maxsize=256)
def style(pen: Pen, theme: str) -> Style:
    """Return the style of a pen in the theme of that name."""
    colours = THEMES[theme].colours
    ink, ground = colours[pen.ink], colours[pen.ground]
    if pen.lit:
        return Style(color=ink, bgcolor=ink)
    if pen.reverse:
        ink, ground = ground, ink
    return Style(color=ink, bgcolor=ground, bold=pen.bold, strike=pen.strike)


def strip(canvas: Canvas, row: int, theme: str) -> Strip:
    """Return row `row` of the canvas."""
    return Strip([Segment(text, style(pen, theme)) for text, pen in canvas.runs(row)], canvas.width)


def blank(width: int, theme: str) -> Strip:
    """Return an empty row."""
    return Strip([Segment(" " * width, style(Pen(), theme))], width)
