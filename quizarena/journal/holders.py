"""Which programs have a contest's file open, and which of them lock it, as far as the system tells.

Linux tells both; elsewhere only the screens that sit beside the file are known.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from ..text import FRAME, Text
from .companions import SEATS, beside
from .presence import MOST, SLOT, presence_of
from .protocol import Holder

_ = FRAME
PROC = Path("/proc")
OWN = "quizarena"
_TTY, _FIRST_PTS, _LAST_PTS = 4, 136, 143
"""The major numbers of consoles and of windows' terminals."""


def holders(path: Path) -> list[Holder]:
    """Return the other programs that have the file `path` open, those that lock it first."""
    roles, locking = _roles(path), set(_locking(path))
    pids = ({*_opening(path), *locking} or set(roles)) - {os.getpid()}
    found = [Holder(pid, _program(pid), roles.get(pid, ""), pid in locking, _terminal(pid)) for pid in sorted(pids)]
    return sorted(found, key=lambda each: not each.locks)


def named(found: Iterable[Holder]) -> str:
    """Return holders as a sentence names them, nothing where the system tells none."""
    return ", ".join(map(str, found))


def kept_locked(path: Path) -> Text:
    """Say that nothing was recorded, and who keeps the file locked: whoever locks it, else whoever has it open."""
    found = holders(path)
    who = named([each for each in found if each.locks] or found)
    if not who:
        return _("{file}: another program keeps it locked; nothing was recorded, try again", file=str(path))
    return _(
        "{file}: nothing was recorded: the program {who} keeps the file locked; close it there, then try again",
        file=str(path),
        who=who,
    )


def _roles(path: Path) -> dict[int, str]:
    """Return what the processes beside the file say they are."""
    try:
        content = beside(path, SEATS).read_bytes()[: MOST * SLOT]
    except OSError:
        return {}
    found = (presence_of(content[at : at + SLOT]) for at in range(0, len(content), SLOT))
    return {each.pid: each.role for each in found if each is not None and each.pid and _is_alive(each.pid)}


def _is_alive(pid: int) -> bool:
    return not PROC.is_dir() or (PROC / str(pid)).exists()


def _locking(path: Path) -> Iterator[int]:
    """Yield the processes that hold a lock on the file: "1: POSIX  ADVISORY  READ 4711 08:02:1234 0 EOF"."""
    with suppress(OSError):
        inode = path.stat().st_ino
        for line in (PROC / "locks").read_text(encoding="ascii", errors="replace").splitlines():
            fields = line.split()
            if len(fields) >= 6 and fields[5].rpartition(":")[2] == str(inode) and fields[4].isdecimal():
                yield int(fields[4])


def _opening(path: Path) -> Iterator[int]:
    """Yield the processes that have the file open, as far as this user may look."""
    with suppress(OSError):
        wanted = path.stat()
        for folder in PROC.glob("[0-9]*/fd"):
            with suppress(OSError):
                if any(_is_same(each, wanted) for each in folder.iterdir()):
                    yield int(folder.parent.name)


def _is_same(link: Path, wanted: os.stat_result) -> bool:
    try:
        found = link.stat()
    except OSError:
        return False
    return (found.st_dev, found.st_ino) == (wanted.st_dev, wanted.st_ino)


def _program(pid: int) -> str:
    """Return a program as it was called: "quizarena report", "sqlite3"."""
    with suppress(OSError):
        words = (PROC / str(pid) / "cmdline").read_text(encoding="utf-8", errors="replace").split("\0")
        own = next((place for place, word in enumerate(words[:3]) if Path(word).name == OWN), None)
        if own is not None:
            return " ".join((OWN, *words[own + 1 : own + 2])).strip()
        return (PROC / str(pid) / "comm").read_text(encoding="utf-8", errors="replace").strip()
    return ""


def _terminal(pid: int) -> str:
    """Return the terminal a program runs on, "pts/3"; the system keeps it as one number of two parts."""
    with suppress(OSError, ValueError, IndexError):
        fields = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        device = int(fields[4])
        major, minor = os.major(device), os.minor(device)
        if _FIRST_PTS <= major <= _LAST_PTS:
            return f"pts/{(major - _FIRST_PTS) * 256 + minor}"
        return f"tty{minor}" if major == _TTY else ""
    return ""
