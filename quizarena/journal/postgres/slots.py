"""Presences in the table of seats: alive while their process holds the slot's advisory lock on a line of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

import psycopg

from ...errors import JournalError
from ..presence import MOST
from . import watch
from .lines import Line, Lines, close

SEAT_KEY = 1 << 20
"""Added to a contest's number it is the first key of its seats' locks; the second is the slot."""
_T = TypeVar("_T")
_TAKE = """
SELECT slot FROM generate_series(0, %(most)s - 1) slot
WHERE slot <> ALL(%(own)s) AND pg_try_advisory_lock(%(key)s, slot) LIMIT 1
"""
_SEEN = """
SELECT slot, said, EXISTS (
  SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database
    WHERE datname = current_database()) AND objsubid = 2 AND classid = %(key)s AND objid = slot AND granted
) FROM quizarena.seats WHERE contest = %(number)s ORDER BY slot
"""
_SAY = "INSERT INTO quizarena.seats VALUES (%s, %s, %s) ON CONFLICT (contest, slot) DO UPDATE SET said = EXCLUDED.said"


_PARENTS: list[Line | None] = []


class SeatLine:
    """The line on which all seats of this process on a server are held; opened anew where it broke."""

    def __init__(self, lines: Lines) -> None:
        """Begin without a line."""
        self._lines = lines
        self._lock = threading.RLock()
        self._line: Line | None = None
        self._held: dict[tuple[int, int], str] = {}

    def _ask(self, question: Callable[[Line], _T]) -> _T:
        """Return what `question` makes of the line.

        Raises:
            OSError: The server cannot be reached.
        """
        with self._lock:
            try:
                line = self._live()
                with self._lines.watch.within(line, watch.ANSWER_SECONDS):
                    return question(line)
            except (psycopg.Error, JournalError) as error:
                if self._line is not None and self._line.closed:
                    self._lines.drop_idle()
                raise OSError(str(error)) from error

    def _live(self) -> Line:
        if self._line is None or self._line.closed:
            self._line = self._lines.connect()
            for (number, slot), said in list(self._held.items()):
                self._sit_again(self._line, number, slot, said)
        return self._line

    def _sit_again(self, line: Line, number: int, slot: int, said: str) -> None:
        """Take a slot that was lost with its line, unless somebody else has it now."""
        row = line.execute("SELECT pg_try_advisory_lock(%s, %s)", (SEAT_KEY + number, slot)).fetchone()
        if row is not None and row[0]:
            line.execute(_SAY, (number, slot, said))
        else:
            del self._held[number, slot]

    def take(self, number: int) -> int | None:
        """Take the first free slot of a contest, None where there is none."""
        with self._lock:
            own = [slot for contest, slot in self._held if contest == number]
            asked = {"most": MOST, "own": own, "key": SEAT_KEY + number}
            row = self._ask(lambda line: line.execute(_TAKE, asked).fetchone())
            if row is None:
                return None
            self._held[number, row[0]] = ""
            return int(row[0])

    def say(self, number: int, slot: int, said: str, *, durable: bool) -> None:
        """Write what is said in a slot of one's own."""
        with self._lock:
            if (number, slot) not in self._held:
                return
            self._held[number, slot] = said
            self._ask(lambda line: _say(line, number, slot, said, durable=durable))

    def seen(self, number: int) -> list[tuple[Any, ...]]:
        """Return each slot of a contest in which anything was ever said, that, and whether somebody alive has it."""
        asked = {"number": number, "key": SEAT_KEY + number}
        return self._ask(lambda line: line.execute(_SEEN, asked).fetchall())

    def has(self, number: int, slot: int) -> bool:
        """Whether a slot is this process's own."""
        return (number, slot) in self._held

    def release(self, number: int, slot: int) -> None:
        """Give a slot up."""
        with self._lock:
            if self._held.pop((number, slot), None) is not None:
                self._ask(lambda line: line.execute("SELECT pg_advisory_unlock(%s, %s)", (SEAT_KEY + number, slot)))

    def leave_to_parent(self) -> None:
        """Have no line in a forked process: it is its parent's, and must not be closed here."""
        _PARENTS.append(self._line)

    def close(self) -> None:
        """Give all slots up."""
        with self._lock:
            self._held.clear()
            if self._line is not None:
                close(self._line)


def _say(line: Line, number: int, slot: int, said: str, *, durable: bool) -> None:
    """Write it; what need not last through a power cut waits for no disk."""
    if durable:
        line.execute(_SAY, (number, slot, said))
        return
    with line.transaction():
        line.execute("SET LOCAL synchronous_commit = off")
        line.execute(_SAY, (number, slot, said))


class PostgresSlots:
    """The slots of one contest."""

    def __init__(self, held: Callable[[], SeatLine], number: int) -> None:
        """Take what this process's seats are held on, another in a forked process, and the contest's number."""
        self._held, self._number = held, number

    def look(self) -> Iterator[tuple[int, bytes, bool]]:
        """Yield each slot in which somebody said something, its bytes, and whether somebody alive has it."""
        for slot, said, is_alive in self._held().seen(self._number):
            yield slot, said.encode(), is_alive

    def write(self, slot: int, content: bytes, *, durable: bool) -> None:
        """Put `content` into a slot of one's own."""
        self._held().say(self._number, slot, content.decode().strip(), durable=durable)

    def take(self) -> int | None:
        """Take the first free slot and keep it."""
        return self._held().take(self._number)

    def has(self, slot: int) -> bool:
        """Whether a slot is this process's own."""
        return self._held().has(self._number, slot)

    def release(self, slot: int) -> None:
        """Give a slot up."""
        with suppress(OSError):
            self._held().release(self._number, slot)
