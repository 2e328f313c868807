"""A queue in front of a journal file: who comes first writes first.

SQLite's own busy handler sleeps and looks again, so with many writers somebody always comes too late (20
writers on one file: seconds of waiting for one, none for another). An operating-system lock hands the turn on
instead. It lies on a file of its own, `FILE-queue`: closing any handle of the database itself would drop
SQLite's POSIX locks. The queue is a courtesy, SQLite's own lock stays the law; the file may be deleted when
nobody has the contest open.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import JournalBusy, JournalError
from ..text import FRAME, of_system

_ = FRAME


@contextmanager
def turn(path: Path, seconds: float) -> Iterator[None]:
    """Wait for the turn to write to `path`, and hold it for the block.

    Raises:
        JournalBusy: It did not come within `seconds`.
        JournalError: The queue's file cannot be opened: the folder is gone or read-only.
    """
    queue = path.with_name(path.name + "-queue")
    try:
        handle = os.open(queue, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        problem = _(
            "{file}: cannot be written: {queue} beside it cannot be opened ({error})",
            file=str(path),
            queue=queue.name,
            error=of_system(error),
        )
        raise JournalError(problem) from None
    try:
        if not _take(handle, seconds):
            problem = _(
                "{file}: another program has been writing for {seconds} seconds; nothing was recorded, try again",
                file=str(path),
                seconds=f"{seconds:g}",
            )
            raise JournalBusy(problem)
        yield
    finally:
        os.close(handle)  # which also gives the turn away


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int, seconds: float) -> bool:
        """Take the lock on the first byte; Windows has no queue of its own, so look again every 2 ms."""
        until = time.monotonic() + seconds
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            except OSError:
                if time.monotonic() > until:
                    return False
                time.sleep(0.002)
            else:
                return True

else:
    import fcntl

    def _take(handle: int, seconds: float) -> bool:
        """Take the lock at once, or wait in the kernel's queue.

        A thread waits there, because flock knows no time limit. Given up, it goes on waiting on a handle that
        is closed by then: the kernel frees the lock in the moment it is granted.
        """
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting = threading.Thread(target=_wait, args=(handle,), daemon=True)
            waiting.start()
            waiting.join(seconds)
            return not waiting.is_alive()
        except OSError:  # a file system without flock: no queue then, SQLite's lock remains
            return True
        return True

    def _wait(handle: int) -> None:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
