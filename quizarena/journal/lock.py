"""The lock that one writer of a contest's file holds: who comes first writes first.

SQLite's own busy handler sleeps and looks again, so that of many writers somebody always comes too late. This lock is a
courtesy on a file of its own, `FILE-queue`, which may be deleted when nobody has the contest open; SQLite's is the law.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import JournalBusy, JournalError
from ..text import FRAME, of_system
from .companions import QUEUE, beside, open_companion

_ = FRAME
_LOOK_SECONDS = 0.05
"""How often it is looked whether a lock is still wanted."""


@contextmanager
def exclusive(path: Path, seconds: float, wanted: Callable[[], bool] | None = None) -> Iterator[None]:
    """Wait until nobody else writes to `path`, and keep others from it for the block.

    Raises:
        JournalBusy: Somebody wrote for more than `seconds`, or it is no longer `wanted`.
        JournalError: The lock's file cannot be opened: the folder is gone or read-only, or a link lies there.
    """
    handle = _opened(path)
    try:
        if not _take(handle, seconds, wanted or (lambda: True)):
            problem = _(
                "{file}: another program has been writing for {seconds} seconds; nothing was recorded, try again",
                file=str(path),
                seconds=f"{seconds:g}",
            )
            raise JournalBusy(problem)
        yield
    finally:
        os.close(handle)  # which also gives the lock away


def _opened(path: Path) -> int:
    try:
        return open_companion(path, QUEUE, to_read=True)
    except OSError as error:
        problem = _(
            "{file}: cannot be written: {queue} beside it cannot be opened ({error})",
            file=str(path),
            queue=beside(path, QUEUE).name,
            error=of_system(error),
        )
        raise JournalError(problem) from None


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int, seconds: float, wanted: Callable[[], bool]) -> bool:
        """Take the lock on the first byte; Windows has no queue of its own, so look again every 2 ms."""
        until = time.monotonic() + seconds
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            except OSError:
                if time.monotonic() > until or not wanted():
                    return False
                time.sleep(0.002)
            else:
                return True

else:
    import fcntl

    def _take(handle: int, seconds: float, wanted: Callable[[], bool]) -> bool:
        """Take the lock at once, or wait in the kernel's queue.

        A thread waits there, because flock knows no time limit. Given up, it goes on waiting on a handle that
        is closed by then: the kernel frees the lock in the moment it is granted.
        """
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting = threading.Thread(target=_wait, args=(handle,), daemon=True)
            waiting.start()
            until = time.monotonic() + seconds
            while waiting.is_alive() and (left := until - time.monotonic()) > 0 and wanted():
                waiting.join(min(left, _LOOK_SECONDS))
            return not waiting.is_alive()
        except OSError:  # a file system without flock: no queue then, SQLite's lock remains
            return True
        return True

    def _wait(handle: int) -> None:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
