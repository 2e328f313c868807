"""Waking a screen: when others may have written, and when the next shown second begins.

Decides how a journal is watched: a thread looks at its file's stamp fifty times a second, which costs a fifth of an
event loop that wakes as often. After a change the journal is asked at every look for two seconds, because some file
systems count time that coarsely and two commits may bear one stamp. Leaves asking the journal to the screens, which do
so once a second whatever the stamp says.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime

from ..clocks import Clock
from ..journal import Journal, SqliteJournal
from ..scenes import Clocks, OnAir, Scene

LOOKS_A_SECOND = 50
FRESH_SECONDS = 2.0
"""How long after a change of its stamp a file is asked at every look."""
LEAST_SECONDS = 0.001
"""The shortest wait: a timer that fires a moment early does not spin."""


class Watch:
    """Waits for news of a journal on behalf of one coroutine; made by `watching`."""

    def __init__(self, journal: Callable[[], Journal], loop: asyncio.AbstractEventLoop) -> None:
        """Watch what `journal` returns, which may change: a desk can go on in another file."""
        self._journal, self._loop = journal, loop
        self._news = asyncio.Event()
        self._stopped = False

    async def until(self, seconds: float) -> None:
        """Return when others may have written, or after so many seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(seconds, LEAST_SECONDS)):
                await self._news.wait()
        self._news.clear()

    def stop(self) -> None:
        """End the thread at its next look."""
        self._stopped = True

    def look_on(self) -> None:
        """Look at the stamp until stopped: the thread's work."""
        seen, fresh_until = self._stamp(), 0.0
        while not self._stopped:
            time.sleep(1 / LOOKS_A_SECOND)
            stamp, now = self._stamp(), time.monotonic()
            if stamp != seen:
                seen, fresh_until = stamp, now + FRESH_SECONDS
            if now < fresh_until:
                with contextlib.suppress(RuntimeError):  # the window has closed in this very moment
                    self._loop.call_soon_threadsafe(self._news.set)

    def _stamp(self) -> object:
        """Return what differs after somebody wrote; a journal that is no file is news at every look."""
        journal = self._journal()
        if not isinstance(journal, SqliteJournal):
            return object()
        try:
            found = journal.path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns


@contextlib.contextmanager
def watching(journal: Callable[[], Journal]) -> Iterator[Watch]:
    """Watch a journal while the block runs, in a coroutine of the running loop."""
    watch = Watch(journal, asyncio.get_running_loop())
    threading.Thread(target=watch.look_on, name="watch", daemon=True).start()
    try:
        yield watch
    finally:
        watch.stop()


def running_clocks(scene: Scene) -> Iterator[Clock]:
    """Yield the clocks of a scene that run."""
    for block in scene.of(Clocks, OnAir):
        found = [face.clock for face in block.faces] if isinstance(block, Clocks) else [block.ends]
        yield from (clock for clock in found if clock is not None and clock.running)


def seconds_to_tick(scene: Scene, now: datetime) -> float:
    """Return the seconds until the next second begins, on the wall or on a running clock."""
    waits = [1 - now.microsecond / 1e6, *(clock.ms_to_tick(now) / 1_000 for clock in running_clocks(scene))]
    return min(waits)
