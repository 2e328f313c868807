"""Who waits for a contest on a server, and the one thread of this process that listens for all of them.

A notification is a hint that saves time: once a second the server is asked anyway.
"""

from __future__ import annotations

import selectors
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg

from ...errors import JournalError
from . import watch
from .lines import Line, Lines, close
from .tables import CHANNEL

_LOOK_SECONDS = 1.0


class Bell:
    """What is known of the writes to one contest: `stamp` counts them, and whoever waits is woken when it moves."""

    def __init__(self, stamp: int) -> None:
        """Begin with what was written when it was opened."""
        self.changed = threading.Condition()
        self.stamp = stamp
        self.waiting = 0

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Hold the bell while somebody waits for it: the server is asked for those alone."""
        with self.changed:
            self.waiting += 1
            try:
                yield
            finally:
                self.waiting -= 1

    def tell(self, stamp: int) -> None:
        """Wake everybody where the count is above what was known: a notification may be late."""
        with self.changed:
            if stamp > self.stamp:
                self._ring(stamp)

    def tell_after(self, known: int, stamp: int) -> None:
        """Wake everybody where the count was `known` before it was asked for; one below is an older copy's."""
        with self.changed:
            if self.stamp == known != stamp:
                self._ring(stamp)

    def _ring(self, stamp: int) -> None:
        self.stamp = stamp
        self.changed.notify_all()

    def wake(self) -> None:
        """Have everybody look whether they still wait."""
        with self.changed:
            self.changed.notify_all()


class News:
    """The bells of a server's contests, rung by a thread that begins when somebody waits."""

    def __init__(self, lines: Lines) -> None:
        """Begin without a thread."""
        self._lines = lines
        self._bells: dict[int, Bell] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._over = threading.Event()
        self._end, self._ended = socket.socketpair()

    def bell(self, number: int, stamp: int) -> Bell:
        """Return the bell of the contest with that number, which stands at `stamp` now."""
        with self._lock:
            bell = self._bells.setdefault(number, Bell(stamp))
        bell.tell(stamp)
        return bell

    def listen(self) -> None:
        """Begin to listen, if nobody does yet."""
        with self._lock:
            if self._thread is None and not self._over.is_set():
                self._thread = threading.Thread(target=self._listen, name="news of contests", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """End the thread and its line."""
        with self._lock:  # a thread that is just being begun is waited for too
            self._over.set()
            thread = self._thread
        self._end.close()
        if thread is None or thread is threading.current_thread():
            self._ended.close()
        else:
            thread.join(_LOOK_SECONDS)

    def _listen(self) -> None:
        with self._ended:
            while not self._over.is_set():
                with suppress(psycopg.Error, JournalError):
                    line = self._lines.connect(read_only=True, anew=True)
                    try:
                        self._follow(line)
                    finally:
                        close(line)
                self._over.wait(_LOOK_SECONDS)

    def _follow(self, line: Line) -> None:
        """Pass on what the server says until the line breaks; a standby has nothing to say."""
        with suppress(psycopg.errors.ReadOnlySqlTransaction):
            line.execute(f"LISTEN {CHANNEL}".encode())
        look_at = 0.0
        with selectors.DefaultSelector() as selector:
            selector.register(line.fileno(), selectors.EVENT_READ)
            selector.register(self._ended, selectors.EVENT_READ)
            while not self._over.is_set():
                if time.monotonic() >= look_at:
                    self._look(line)
                    look_at = time.monotonic() + _LOOK_SECONDS
                for note in line.notifies(timeout=0):
                    self._ring(note.payload)
                selector.select(max(0.0, look_at - time.monotonic()))

    def _ring(self, payload: str) -> None:
        """Pass a notification on, "number stamp"; others may send what they like on this channel."""
        number, _space, stamp = payload.partition(" ")
        if number.isdecimal() and stamp.isdecimal() and (bell := self._bells.get(int(number))) is not None:
            bell.tell(int(stamp))

    def _look(self, line: Line) -> None:
        """Ask for all contests that somebody waits for at once."""
        with self._lock:
            awaited = {number: (bell, bell.stamp) for number, bell in self._bells.items() if bell.waiting}
        if not awaited:
            return
        asked = "SELECT number, stamp FROM quizarena.contests WHERE number = ANY(%s)"
        with self._lines.watch.within(line, watch.ANSWER_SECONDS):
            found = line.execute(asked, (list(awaited),)).fetchall()
        for number, stamp in found:
            bell, before = awaited[number]
            bell.tell_after(before, stamp)
