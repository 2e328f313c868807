"""Who is there: every screen on a contest's file, seen by the others without a write to the record.

Decides the file beside the contest's, `FILE-seats`: each process owns a slot of 256 bytes and is alive while it holds
the slot's lock, so that a killed screen is gone at once and what it wrote last stays to be read. It is a courtesy:
where the file cannot be had, screens work without it. It may be deleted when nobody has the contest open.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs

from ..facts import instant_text, parse_instant

SLOT, MOST = 256, 64


@attrs.frozen
class Seat:
    """What a screen says of itself.

    `role` is "desk", "board", "host" or "judge:ID"; `acting` whether a desk records and since when; `alive_at` the
    second it was last seen, kept on disk while a clock runs; `notice` is for the desk: the instant at which somebody
    typed into a window that has no keys. `card` is whether the test card was shown there.
    """

    role: str
    size: str = ""
    notice: str = ""
    alive_at: datetime | None = None
    acting: datetime | None = None
    card: bool = False

    def to_bytes(self) -> bytes:
        """Return the slot's bytes: JSON on one line, filled with spaces; too long a notice is cut."""
        alive, acting = (None if each is None else instant_text(each) for each in (self.alive_at, self.acting))
        fields = {"role": self.role, "size": self.size, "alive": alive, "acting": acting, "notice": self.notice[:24]}
        fields |= {"card": "shown"} if self.card else {}
        return json.dumps(fields, ensure_ascii=False).encode().ljust(SLOT - 1)[: SLOT - 1] + b"\n"


def seat_of(slot: bytes) -> Seat | None:
    """Return the seat in a slot's bytes, None where nobody ever sat or it is torn."""
    try:
        found = json.loads(slot)
        alive, acting = (found[name] and parse_instant(found[name]) for name in ("alive", "acting"))
        role, size, notice = (str(found[name]) for name in ("role", "size", "notice"))
        return Seat(role, size, notice, alive or None, acting or None, card="card" in found)
    except (ValueError, KeyError, TypeError):
        return None


@attrs.define
class Seats:
    """This process's slot among the others'."""

    _handle: int
    _slot: int
    own: Seat
    left: Seat | None = None

    @classmethod
    def take(cls, contest: str | Path, role: str) -> Seats | None:
        """Take a seat beside the contest's file; None where that cannot be.

        `left` is the desk that was alive last and left no goodbye, for whoever follows it.
        """
        path = Path(contest)
        try:
            handle = os.open(path.with_name(path.name + "-seats"), os.O_RDWR | os.O_CREAT, 0o666)
        except OSError:
            return None
        left = _left(handle, role)
        slot = next((slot for slot in range(MOST) if _lock(handle, slot)), None)
        if slot is None:
            os.close(handle)
            return None
        seats = cls(handle, slot, Seat(role), left)
        seats.say()
        return seats

    def say(self, *, durable: bool = False, **fields: Any) -> None:
        """Write what this screen says of itself; `durable` keeps it through a power cut."""
        self.own = attrs.evolve(self.own, **fields)
        try:
            os.lseek(self._handle, self._slot * SLOT, os.SEEK_SET)
            os.write(self._handle, self.own.to_bytes())
            if durable:
                os.fsync(self._handle)
        except OSError:
            return

    def others(self) -> list[Seat]:
        """Return the other screens that are alive now."""
        return [seat for _slot, seat in self._others()]

    def is_first(self) -> bool:
        """Whether no other living screen of this role sits before this one: of several boards one rings the bell."""
        return all(slot > self._slot or seat.role != self.own.role for slot, seat in self._others())

    def _others(self) -> Iterator[tuple[int, Seat]]:
        for slot in range(MOST):
            seat = seat_of(_read(self._handle, slot)) if slot != self._slot else None
            if seat is None:
                continue
            if _lock(self._handle, slot):
                _unlock(self._handle, slot)
            else:
                yield slot, seat

    def close(self) -> None:
        """Say goodbye: the slot is blank and free."""
        try:
            os.lseek(self._handle, self._slot * SLOT, os.SEEK_SET)
            os.write(self._handle, b" " * SLOT)
        except OSError:
            pass
        finally:
            os.close(self._handle)


def _left(handle: int, role: str) -> Seat | None:
    """Return who of that role was alive last and is no more; each slot is held for a moment only."""
    gone = []
    for slot in range(MOST):
        seat = seat_of(_read(handle, slot))
        if seat is not None and seat.role == role and seat.alive_at is not None and _lock(handle, slot):
            _unlock(handle, slot)
            gone.append((seat.alive_at, seat))
    return max(gone, key=lambda pair: pair[0])[1] if gone else None


def _read(handle: int, slot: int) -> bytes:
    try:
        os.lseek(handle, slot * SLOT, os.SEEK_SET)
        return os.read(handle, SLOT)
    except OSError:
        return b""


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
