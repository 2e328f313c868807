"""Presences in `FILE-seats`: a slot of 256 bytes each, alive while its process holds the lock on these bytes.

All screens of one process share one handle: the system drops every lock of a process with the first handle it closes.
A process that was forked has none of its parent's slots, as it has none of its locks.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from ..errors import JournalError
from .companions import SEATS, beside, open_companion
from .presence import MOST, SLOT, is_slot
from .sqlite_file import identity


class FileSlots:
    """The slots beside one contest's file, as this process has them open."""

    _open: ClassVar[dict[tuple[int, int], FileSlots]] = {}
    _lock: ClassVar[threading.RLock] = threading.RLock()

    def __init__(self, path: Path, handle: int, key: tuple[int, int]) -> None:
        """Take an open handle on the slots beside the contest's file `path`; made by `of`."""
        self._path, self._handle, self._key = path, handle, key
        self._own: set[int] = set()

    @classmethod
    def of(cls, path: Path) -> FileSlots | None:
        """Return the slots beside the contest's file `path`, None where they cannot be had."""
        with cls._lock:
            known = identity(beside(path, SEATS))
            if known in cls._open:
                return cls._open[known]
            handle = _opened(path)
            if handle is None:
                return None
            key = _key(handle)
            return cls._open.setdefault(key, cls(path, handle, key))

    def look(self) -> Iterator[tuple[int, bytes, bool]]:
        """Yield each slot in which somebody said something, its bytes, and whether somebody alive has it."""
        for slot in range(MOST):
            content = self._read(slot)
            if content.strip():
                yield slot, content, self._is_held(slot)

    def _read(self, slot: int) -> bytes:
        with self._lock:
            os.lseek(self._handle, slot * SLOT, os.SEEK_SET)
            return os.read(self._handle, SLOT)

    def write(self, slot: int, content: bytes, *, durable: bool) -> None:
        """Put `content` into a slot of one's own."""
        with self._lock:
            if slot not in self._own:
                return
            os.lseek(self._handle, slot * SLOT, os.SEEK_SET)
            os.write(self._handle, content)
        if durable:
            os.fsync(self._handle)

    def take(self) -> int | None:
        """Take the first free slot and keep it."""
        return next((slot for slot in range(MOST) if self._hold(slot)), None)

    def _hold(self, slot: int) -> bool:
        with self._lock:
            if slot in self._own or not _lock(self._handle, slot):
                return False
            self._own.add(slot)
            return True

    def _is_held(self, slot: int) -> bool:
        """Whether a living screen has a slot, in this process or another; it is tried for a moment only."""
        with self._lock:
            if slot in self._own:
                return True
            if not _lock(self._handle, slot):
                return True
            _unlock(self._handle, slot)
            return False

    def has(self, slot: int) -> bool:
        """Whether a slot is this process's own."""
        return slot in self._own

    def release(self, slot: int) -> None:
        """Give a slot up, and the file with the last one."""
        with self._lock:
            if slot not in self._own:
                return
            self._own.remove(slot)
            _unlock(self._handle, slot)
            if not self._own:
                self._open.pop(self._key, None)
                os.close(self._handle)

    @classmethod
    def _begin_anew(cls) -> None:
        """Own nothing in a forked process, and read and write at a place in the file that is not its parent's too."""
        cls._lock = threading.RLock()
        for each in cls._open.values():
            each._own.clear()
            with suppress(OSError, JournalError):
                handle = open_companion(each._path, SEATS)
                if _key(handle) == each._key:
                    os.dup2(handle, each._handle, inheritable=False)
                os.close(handle)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=FileSlots._begin_anew)


def _key(handle: int) -> tuple[int, int]:
    found = os.fstat(handle)
    return found.st_dev, found.st_ino


def _opened(path: Path) -> int | None:
    """Open `FILE-seats`; None where that cannot be, or where it is somebody's own file, which is left as it is."""
    try:
        handle = open_companion(path, SEATS)
    except (OSError, JournalError):
        return None
    if _is_ours(os.read(handle, MOST * SLOT + 1)):
        return handle
    os.close(handle)
    return None


def _is_ours(content: bytes) -> bool:
    """Whether a file holds slots and nothing else: each blank, never used, or what a screen said."""
    slots = (content[at : at + SLOT] for at in range(0, len(content), SLOT))
    return len(content) <= MOST * SLOT and all(is_slot(each) for each in slots)


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 20
    """Locks lie behind the data: Windows lets nobody read what is locked."""

    def _lock(handle: int, slot: int) -> bool:
        os.lseek(handle, _FAR + slot, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: int, slot: int) -> None:
        os.lseek(handle, _FAR + slot, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(handle: int, slot: int) -> bool:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, SLOT, slot * SLOT, os.SEEK_SET)
        except OSError:
            return False
        return True

    def _unlock(handle: int, slot: int) -> None:
        fcntl.lockf(handle, fcntl.LOCK_UN, SLOT, slot * SLOT, os.SEEK_SET)
