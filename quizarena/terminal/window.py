"""A terminal given to one screen: how the program ends.

However it ends it gives the terminal back. One whose terminal is gone ends by itself: where no signal tells it so (a
connection that broke, a container), Textual would read the end of its input again and again on a whole core.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import threading

from textual.app import App
from textual.worker import WorkerFailed

from .canvas_screen import CanvasScreen

LOOK_SECONDS = 1.0
"""How often a window looks whether its terminal is still there."""
GRACE_SECONDS = 2.0
"""How long it may then take to end: it can hang on writing to a terminal that is gone."""
BY_SIGNAL = 128
"""The exit status of a program that a signal has ended, less the signal's number."""
HUNG_UP = BY_SIGNAL + 1
"""That of a hang-up."""
ENDING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
"""The signals that end a window; Windows knows the first two."""


class Window(App[None], inherit_bindings=False):
    """A screen in an app of its own, with no keys but the screen's; it ends when its terminal is gone."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, shown: CanvasScreen) -> None:
        """Take the screen."""
        super().__init__()
        self._shown = shown
        self._gone = threading.Event()
        self._fault: BaseException | None = None

    def get_default_screen(self) -> CanvasScreen:
        """Return the screen, below which there is nothing: who leaves it ends the window."""
        return self._shown

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
        if self.console.is_dumb_terminal:  # the first picture would be drawn for 25 rows, whatever there are
            self.console.size = shutil.get_terminal_size()
        self.run(mouse=False)
        if self._fault is not None:
            raise self._fault
        if self.return_code:
            raise SystemExit(self.return_code)

    def on_mount(self) -> None:
        """Begin to look after the terminal, if there is one."""
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
