"""The files beside a contest's file, `FILE-queue` and `FILE-seats`: regular files of its own rights, never links.

A link in their place would have them made, or overwritten, wherever it leads.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from ..errors import JournalError
from ..text import FRAME

_ = FRAME
QUEUE, SEATS = "-queue", "-seats"
SUFFIXES = QUEUE, SEATS, "-journal", "-wal", "-shm"
"""What the files beside a contest's file end in: ours, and SQLite's."""
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
_RIGHTS = 0o666


def beside(path: Path, suffix: str) -> Path:
    """Return the companion of the file `path` that ends in `suffix`."""
    return path.with_name(path.name + suffix)


def refuse_links(path: Path) -> None:
    """Refuse a contest's file with a link, a folder or a device where one of its companions would be.

    Raises:
        JournalError: It names what is there; a second name of another file (a hard link) counts too.
    """
    for suffix in SUFFIXES:
        place = beside(path, suffix)
        with suppress(FileNotFoundError, PermissionError):
            _check_own(path, place, os.lstat(place))


def open_companion(path: Path, suffix: str, *, to_read: bool = False) -> int:
    """Open the companion of the file `path` for reading and writing, or make it with the rights of `path`.

    `to_read` is content with reading where the rights allow no more: enough to lock by.

    Raises:
        OSError: It cannot be opened.
        JournalError: It is no regular file of its own.
    """
    place = beside(path, suffix)
    try:
        handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_EXCL | _NO_LINKS, _RIGHTS)
    except FileExistsError:
        _check_own(path, place, os.lstat(place))
        return _opened(path, place, to_read=to_read)
    _follow_rights(path, handle)
    return handle


def _opened(path: Path, place: Path, *, to_read: bool) -> int:
    try:
        handle = os.open(place, os.O_RDWR | _NO_LINKS)
    except PermissionError:
        if not to_read:
            raise
        handle = os.open(place, os.O_RDONLY | _NO_LINKS)
    try:
        _check_own(path, place, os.fstat(handle))
    except BaseException:
        os.close(handle)
        raise
    return handle


def _check_own(path: Path, place: Path, found: os.stat_result) -> None:
    if stat.S_ISREG(found.st_mode) and found.st_nlink <= 1:
        return
    problem = _(
        "{file}: {companion} beside it is no file of its own but a link, a folder or a device; take it away",
        file=str(path),
        companion=place.name,
    )
    raise JournalError(problem)


def _follow_rights(path: Path, handle: int) -> None:
    """Give a new companion the group and rights of the contest's file: whoever may write that may write this."""
    if not hasattr(os, "fchmod"):
        return
    with suppress(OSError):
        found = path.stat()
        os.fchmod(handle, stat.S_IMODE(found.st_mode) & _RIGHTS)
        if os.fstat(handle).st_gid != found.st_gid:
            os.fchown(handle, -1, found.st_gid)
