"""Gives up what a server does not answer in time: a commit that waits for a standby, a machine that stands still.

The server's own limits do not reach so far: none is for commits, and a machine that stands still keeps none.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg

STATEMENT_SECONDS = 10
"""How long the server itself works on a statement or waits for a lock."""
ANSWER_SECONDS = STATEMENT_SECONDS + 5.0
"""How long an answer is waited for."""
COMMIT_SECONDS = 10.0
"""How long a commit may take; after that whether it lasts is unknown."""
FILE_SECONDS = 300.0
"""How long a film may be under way."""
_LOOK_SECONDS = 0.25
_CANCEL_SECONDS = 5.0


class Watch:
    """Watches lines in a thread of its own, which begins with the first."""

    def __init__(self) -> None:
        """Watch nothing."""
        self._due: dict[psycopg.Connection[Any], float] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._over = threading.Event()

    @contextmanager
    def within(self, line: psycopg.Connection[Any], seconds: float) -> Iterator[None]:
        """Give up what the line does in the block once it takes longer: it is cancelled, then the line is cut."""
        with self._lock:
            self._due[line] = time.monotonic() + seconds
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="answers of a server", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:  # a line that is being cut is not closed meanwhile
                self._due.pop(line, None)

    def close(self) -> None:
        """End the thread, soon."""
        self._over.set()

    def _look(self) -> None:
        while not self._over.wait(_LOOK_SECONDS):
            now = time.monotonic()
            with self._lock:
                late = [line for line, due in self._due.items() if due < now]
                far = [line for line in late if self._due[line] + _CANCEL_SECONDS < now]
                for line in far:
                    cut(line)
            for line in set(late) - set(far):
                cancel(line)


def cancel(line: psycopg.Connection[Any]) -> None:
    """Have the server give up what it does for a line, where it listens."""
    with suppress(psycopg.Error, OSError):
        line.cancel_safe(timeout=1)


def cut(line: psycopg.Connection[Any]) -> None:
    """Break a line that another thread waits on."""
    with suppress(psycopg.Error, OSError):
        own = socket.socket(fileno=line.fileno())
        try:
            own.shutdown(socket.SHUT_RDWR)
        finally:
            own.detach()
