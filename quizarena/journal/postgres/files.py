"""The pictures, sounds and films of contests on a server, and where they lie on this machine.

Each is called by the digest of its content, so what was brought here once need not be asked for again.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp

from ...errors import JournalError
from ...text import FRAME, of_system
from .journal import PostgresJournal
from .place import Place

_ = FRAME
_AGAIN_SECONDS = 5.0
"""How long one that could not be had is not asked for again: screens ask with every picture they paint."""
_missed: dict[tuple[str, str], float] = {}
_fetching = threading.Lock()


def folder() -> Path:
    """Return where this user's copies lie."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "quizarena" / "files"


def local_file(place: Place, stored_name: str) -> Path | None:
    """Return where a file of the contest lies on this machine, brought from the server if need be; None: there is none.

    Raises:
        JournalError: The server cannot be reached, or the file cannot be written here.
    """
    target = folder() / stored_name
    if target.is_file():
        return target
    with _fetching:
        if target.is_file() or time.monotonic() < _missed.get((place.address, stored_name), 0.0):
            return target if target.is_file() else None
        _missed[place.address, stored_name] = time.monotonic() + _AGAIN_SECONDS
        content = _fetch(place, stored_name)
        if content is None or sha256(content).hexdigest() != stored_name.partition(".")[0]:
            return None
        try:
            _write(target, content)
        except OSError as error:
            problem = _("{folder}: cannot be written: {error}", folder=str(target.parent), error=of_system(error))
            raise JournalError(problem) from error
        del _missed[place.address, stored_name]
    return target


def _fetch(place: Place, stored_name: str) -> bytes | None:
    with closing(PostgresJournal(place, read_only=True)) as journal:
        return journal.file(stored_name)


def _write(target: Path, content: bytes) -> None:
    """Write a file whole or not at all, for this user alone: what it shows may be secret still."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    Path(name).replace(target)


def store_file(place: Place, stored_name: str, content: bytes) -> None:
    """Keep a file with its contest on the server; raises JournalError."""
    with closing(PostgresJournal(place)) as journal:
        journal.store_file(stored_name, content)
    _missed.pop((place.address, stored_name), None)
