"""A seat beside a contest's file for tests."""

from __future__ import annotations

from pathlib import Path

from quizarena.journal import Seats
from quizarena.journal.file_slots import FileSlots


def sit(path: str | Path, role: str) -> Seats | None:
    """Take a seat beside the file `path`, which need not be there."""
    slots = FileSlots.of(Path(path))
    return None if slots is None else Seats.take(slots, role)
