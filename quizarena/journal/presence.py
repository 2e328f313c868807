"""Who is there: every screen on a contest, seen by the others without a write to the record.

Each has a slot and is alive while it holds that slot's lock, so that a killed screen is gone at once and what it wrote
last stays to be read. It is a courtesy: where it cannot be had, screens work without it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any, Protocol

import attrs

from ..facts import instant_text, parse_instant

SLOT, MOST = 256, 256
_LONGEST_ADDRESS = 48
"""What fits into a slot beside the rest."""


@attrs.frozen
class Presence:
    """What a screen says of itself.

    `role` is "desk", "board", "host", "judge:ID" or "server"; `acting` whether a desk records and since when;
    `alive_at` the second it was last seen, kept on disk while a clock runs; `notice` is for the desk: the instant at
    which somebody typed into a window that has no keys, or at which a server was tried with cards that are none.
    `card` is whether the test card was shown there, `pid` the process. `browser` says that the screen is one of a
    server's, `address` where a server is reached, empty where that is longer than a slot, and `reached` from where
    another machine has reached it last; `trouble` says that it could not write the contest's file.
    """

    role: str
    size: str = ""
    notice: str = ""
    alive_at: datetime | None = None
    acting: datetime | None = None
    card: bool = False
    pid: int = 0
    browser: bool = False
    address: str = ""
    reached: str = ""
    trouble: bool = False

    @property
    def rows(self) -> int:
        """How many rows its window has, 0 where it says none."""
        rows = self.size.partition("x")[2]
        return int(rows) if rows.isdecimal() else 0

    def to_bytes(self) -> bytes:
        """Return the slot's bytes: JSON on one line, filled with spaces; too long a notice is cut."""
        alive, acting = (None if each is None else instant_text(each) for each in (self.alive_at, self.acting))
        fields = {"role": self.role, "size": self.size, "alive": alive, "acting": acting, "notice": self.notice[:24]}
        fields |= {"card": "shown"} if self.card else {}
        fields |= {"browser": "yes"} if self.browser else {}
        fields |= {"trouble": "yes"} if self.trouble else {}
        fields |= {"address": self.address} if 0 < len(self.address.encode()) <= _LONGEST_ADDRESS else {}
        fields |= {"reached": self.reached[:39]} if self.reached else {}
        text = json.dumps({**fields, "pid": self.pid}, ensure_ascii=False, separators=(",", ":"))
        return text.encode().ljust(SLOT - 1)[: SLOT - 1] + b"\n"


def presence_of(slot: bytes) -> Presence | None:
    """Return what is said in a slot's bytes, None where nobody ever sat or it is torn."""
    try:
        found = json.loads(slot)
        alive, acting = (found[name] and parse_instant(found[name]) for name in ("alive", "acting"))
        role, size, notice = (str(found[name]) for name in ("role", "size", "notice"))
        pid = found["pid"] if type(found["pid"]) is int else 0
        address, reached = (str(found.get(name, "")) for name in ("address", "reached"))
        is_card, is_browser, is_trouble = (name in found for name in ("card", "browser", "trouble"))
        own = role, size, notice, alive or None, acting or None, is_card, pid
        return Presence(*own, is_browser, address, reached, is_trouble)
    except (AttributeError, ValueError, KeyError, TypeError):
        return None


def is_slot(content: bytes) -> bool:
    """Whether bytes are a slot's: blank, never used, or what a screen says of itself, if only its beginning."""
    return not content.strip(b" \n\0") or content.startswith(b'{"role":')


class Slots(Protocol):
    """Where presences stand; an OSError of `look` or `write` is no more than a missed look."""

    def look(self) -> Iterable[tuple[int, bytes, bool]]:
        """Yield each slot in which somebody may have said something, its bytes, and whether somebody alive has it."""
        ...

    def write(self, slot: int, content: bytes, *, durable: bool) -> None:
        """Put `content` into a slot of one's own, none other; `durable` keeps it through a power cut."""
        ...

    def take(self) -> int | None:
        """Take the first free slot and keep it; None where there is none."""
        ...

    def has(self, slot: int) -> bool:
        """Whether a slot is this process's own."""
        ...

    def release(self, slot: int) -> None:
        """Give a slot up."""
        ...


@attrs.define
class Seats:
    """A screen's own slot among the others'; made by `Journal.sit`, given up by `close`, after which it says nothing.

    `left` is who of the same role was alive last and left no goodbye, for whoever follows.
    """

    _slots: Slots
    _slot: int
    own: Presence
    left: Presence | None = None

    @classmethod
    def take(cls, slots: Slots, role: str) -> Seats | None:
        """Take the first free slot; None where there is none."""
        left = _left(slots, role)
        slot = slots.take()
        if slot is None:
            return None
        seats = cls(slots, slot, Presence(role, pid=os.getpid()), left)
        seats.say()
        return seats

    def say(self, *, durable: bool = False, **fields: Any) -> None:
        """Write what this screen says of itself; `durable` keeps it through a power cut."""
        self.own = attrs.evolve(self.own, **fields)
        self._write(self.own.to_bytes(), durable=durable)

    def others(self) -> list[Presence]:
        """Return the other screens that are alive now."""
        own = self._slot if self._slots.has(self._slot) else None
        return [presence for slot, presence in _alive(self._slots) if slot != own]

    def is_first(self) -> bool:
        """Whether no other living screen of this role sits before this one: of several boards one rings the bell.

        Windows and browsers are counted apart, for a browser is silent until it is touched.
        """
        own = self.own.role, self.own.browser
        return all(slot >= self._slot or (each.role, each.browser) != own for slot, each in _alive(self._slots))

    def close(self) -> None:
        """Say goodbye: the slot is blank and free."""
        self._write(b" " * (SLOT - 1) + b"\n", durable=False)
        self._slots.release(self._slot)

    def _write(self, content: bytes, *, durable: bool) -> None:
        try:
            self._slots.write(self._slot, content, durable=durable)
        except OSError:
            return


def _alive(slots: Slots) -> Iterator[tuple[int, Presence]]:
    """Yield each slot whose screen is alive, with what that says."""
    for slot, presence, is_alive in _look(slots):
        if is_alive:
            yield slot, presence


def _left(slots: Slots, role: str) -> Presence | None:
    """Return who of that role was alive last and is no more."""
    gone = [
        (each.alive_at, each)
        for _slot, each, is_alive in _look(slots)
        if each.role == role and each.alive_at is not None and not is_alive
    ]
    return max(gone, key=lambda pair: pair[0])[1] if gone else None


def _look(slots: Slots) -> Iterator[tuple[int, Presence, bool]]:
    with suppress(OSError):
        for slot, content, is_alive in slots.look():
            presence = presence_of(content)
            if presence is not None:
                yield slot, presence, is_alive
