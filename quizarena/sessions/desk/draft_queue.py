"""Drafts written one after another beside the keys: no key waits for the disk, and a draft is one key late at most.

Without a window that works on them they are written at once. What comes of a draft is taken in by the desk itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeAlias

import attrs

Ending: TypeAlias = Callable[[], None]
"""What the desk has to take in once a draft was tried, such as that the disk is full."""
Write: TypeAlias = Callable[[], Ending | None]
"""Writes a draft, in whatever thread; returns None where it is kept."""


@attrs.define(eq=False)
class DraftQueue:
    """The drafts that wait, of each key only what was put last; one whose ending was not taken in yet holds its key."""

    _waiting: dict[str, Write] = attrs.field(factory=dict, init=False)
    _endings: dict[str, Ending] = attrs.field(factory=dict, init=False)
    _news: threading.Condition = attrs.field(factory=threading.Condition, init=False)
    _worker: threading.Thread | None = attrs.field(default=None, init=False)
    _is_writing: bool = attrs.field(default=False, init=False)
    _is_closing: bool = attrs.field(default=False, init=False)

    def start(self, wake: Callable[[], object]) -> None:
        """Write in a thread of its own from now on; `wake` is called from it when there is something to take in."""
        self._is_closing = False
        self._worker = threading.Thread(target=self._work, args=(wake,), name="drafts", daemon=True)
        self._worker.start()

    def stop(self) -> None:
        """Write what waits, and at once from now on."""
        worker, self._worker = self._worker, None
        if worker is not None:
            with self._news:
                self._is_closing = True
                self._news.notify_all()
            worker.join()
            self.settle()

    def put(self, key: str, write: Write) -> None:
        """Have a draft written, in place of one of that key which waits."""
        with self._news:
            self._waiting[key] = write
            self._news.notify_all()
        if self._worker is None:
            self.settle()

    def forget(self, key: str) -> None:
        """Drop what waits of a key."""
        with self._news:
            self._waiting.pop(key, None)

    def settle(self) -> None:
        """Return once all that waits is written, and take in what came of it."""
        while self._is_busy():
            if self._worker is None:
                self._write_next()
            else:
                with self._news:
                    self._news.wait_for(lambda: self._endings or not self._is_busy())
            self.take_in()

    def take_in(self) -> bool:
        """Take in what came of drafts; return whether there was anything."""
        with self._news:
            endings = dict(self._endings)
        for key, ending in endings.items():
            try:
                ending()
            finally:
                with self._news:
                    del self._endings[key]
                    self._news.notify_all()
        return bool(endings)

    def _is_busy(self) -> bool:
        return bool(self._waiting or self._endings or self._is_writing)

    def _next(self) -> str | None:
        return next((key for key in self._waiting if key not in self._endings), None)

    def _work(self, wake: Callable[[], object]) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._is_closing or self._next() is not None)
                if self._next() is None:
                    return
            if self._write_next():
                wake()

    def _write_next(self) -> bool:
        """Write the draft that has waited longest; return whether there is something to take in."""
        with self._news:
            key = self._next()
            if key is None:
                return False
            write, self._is_writing = self._waiting.pop(key), True
        try:
            ending = write()
        except BaseException as error:
            ending = _raising(error)
        with self._news:
            self._is_writing = False
            if ending is not None:
                self._endings[key] = ending
            self._news.notify_all()
        return ending is not None


def _raising(error: BaseException) -> Ending:
    """Return what raises a fault of the thread where the desk takes it in."""

    def ending() -> None:
        raise error

    return ending
