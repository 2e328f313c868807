"""Waking a screen: when others may have written, and when the next shown second begins.

A thread waits for the journal's news on behalf of the event loop. The screens ask the journal once a second all the
same: news may be missed.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from datetime import datetime

from ..clocks import Clock
from ..journal import Journal
from ..scenes import Clocks, OnAir, Scene

LONGEST_WAIT = 1.0
"""Seconds a thread waits for one journal: then it looks whether the window goes on in another."""
PAUSE = 0.02
"""Seconds before a journal that answered at once with no news, a closed one, is asked again."""
LEAST_SECONDS = 0.001
"""The shortest wait: a timer that fires a moment early does not spin."""


class Watch:
    """Waits for news of a journal on behalf of one coroutine; made by `watching`."""

    def __init__(self, journal: Callable[[], Journal], loop: asyncio.AbstractEventLoop) -> None:
        """Watch what `journal` returns, which may change: a desk can go on in another file."""
        self._journal, self._loop = journal, loop
        self._news = asyncio.Event()
        self._stopped = threading.Event()

    async def until(self, seconds: float) -> None:
        """Return when others may have written, or after so many seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(seconds, LEAST_SECONDS)):
                await self._news.wait()
        self._news.clear()

    def stop(self) -> None:
        """End the thread after its wait."""
        self._stopped.set()

    def look_on(self) -> None:
        """Wait for news until stopped: the thread's work."""
        while not self._stopped.is_set():
            if not self._journal().wait(LONGEST_WAIT):
                self._stopped.wait(PAUSE)
                continue
            with contextlib.suppress(RuntimeError):  # the window has closed in this very moment
                self._loop.call_soon_threadsafe(self._news.set)


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
