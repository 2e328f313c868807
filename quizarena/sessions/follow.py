"""Waking whoever shows a contest: when others may have written, and when the next shown second begins.

News may be missed: whoever follows looks once a second all the same.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from datetime import datetime

from ..clocks import Clock
from ..journal import Journal
from ..scenes import Clocks, OnAir, Scene

LONGEST_WAIT = 1.0
"""Seconds a thread waits for one journal: then it looks whether its reader goes on in another."""
PAUSE = 0.02
"""Seconds before a journal that answered at once with no news, a closed one, is asked again."""


@contextlib.contextmanager
def following(journal: Callable[[], Journal], wake: Callable[[], object]) -> Iterator[None]:
    """Call `wake`, in a thread of its own, whenever others may have written, as long as the block runs.

    What `journal` returns may change: a desk can go on in another file.
    """
    stopped = threading.Event()
    threading.Thread(target=_wait_on, args=(journal, wake, stopped), name="follow", daemon=True).start()
    try:
        yield
    finally:
        stopped.set()


def _wait_on(journal: Callable[[], Journal], wake: Callable[[], object], stopped: threading.Event) -> None:
    while not stopped.is_set():
        if not journal().wait(LONGEST_WAIT):
            stopped.wait(PAUSE)
        elif not stopped.is_set():
            wake()


def running_clocks(scene: Scene) -> Iterator[Clock]:
    """Yield the clocks of a scene that run."""
    for block in scene.of(Clocks, OnAir):
        found = [face.clock for face in block.faces] if isinstance(block, Clocks) else [block.ends]
        yield from (clock for clock in found if clock is not None and clock.running)


def seconds_to_tick(scene: Scene, now: datetime) -> float:
    """Return the seconds until the next second begins, on the wall or on a running clock."""
    waits = [1 - now.microsecond / 1e6, *(clock.ms_to_tick(now) / 1_000 for clock in running_clocks(scene))]
    return min(waits)
