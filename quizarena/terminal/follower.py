"""What follows a contest that others write: woken at once by their news, and at every second that it shows."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from textual.widget import Widget

from ..facts import Record
from ..journal import Journal
from ..sessions.follow import following
from ..sessions.steady_clock import SteadyClock

LEAST_SECONDS = 0.001
"""The shortest wait: a timer that fires a moment early does not spin."""
Now: TypeAlias = Callable[[], datetime]


class Follower(Widget):
    """A widget or a screen on a contest: says whose journal wakes it, what it does then, and when it looks by itself.

    It follows from the moment it is mounted until it is taken away, whatever lies over it meanwhile. Among bases it
    comes last: Textual's style sheets know a class by the first.
    """

    now: Now
    _loop: asyncio.AbstractEventLoop | None = None

    def journal(self) -> Journal | None:
        """Return the journal whose news wake it, another one each time it likes; None where nobody else writes."""
        return None

    def seconds_to_look(self, now: datetime) -> float:
        """Return after how many seconds it looks though nothing woke it."""
        return 1 - now.microsecond / 1e6

    def follow(self) -> None:
        """Look what has changed, and paint if anything has."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Begin to follow."""
        self._news = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self.run_worker(self._follow_on(), exit_on_error=True)

    def wake(self) -> None:
        """Let it look at once what has changed; any thread may call it."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the app has ended in this very moment
                self._loop.call_soon_threadsafe(self._news.set)

    def keep_time(self, record: Record) -> None:
        """Go by the time that the desk goes by, as its last record shows, where the system's was set meanwhile."""
        if isinstance(self.now, SteadyClock):
            self.now.follow(record)

    async def _follow_on(self) -> None:
        with contextlib.ExitStack() as stack:
            if self.journal() is not None:
                stack.enter_context(following(self._watched, self.wake))
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
