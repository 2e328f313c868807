"""Disks that fail at step k, for k = 1, 2, 3 ... until the run passes: what the arena says has to be so.

Decides the faults, and what must hold after each: a record that was returned is in and stays in through a power cut;
one that was said not to be recorded is not in; what is pushed again under its id once the disk works counts once.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import apsw
import attrs

from quizarena.arena import Arena
from quizarena.errors import JournalError, JournalUnknown
from quizarena.journal import SqliteJournal

from . import contests
from .vfs import Machine, failure

TOLD = 3
"""Facts that are in before the disk fails."""
PUSHED = 2
"""Facts that are pushed meanwhile."""


@attrs.frozen
class Fault:
    """What fails: SQLite's result by the name of the disk's step; for `lasting` steps, until it is mended if None."""

    codes: dict[str, int] = attrs.field(hash=False)
    lasting: int | None = 1


FULL = {"write": apsw.SQLITE_FULL, "truncate": apsw.SQLITE_FULL, "create": apsw.SQLITE_CANTOPEN}
SYNC = {"sync": apsw.SQLITE_IOERR_FSYNC, "sync_folder": apsw.SQLITE_IOERR_DIR_FSYNC}
ALL = {
    "read": apsw.SQLITE_IOERR_READ,
    "write": apsw.SQLITE_IOERR_WRITE,
    "truncate": apsw.SQLITE_IOERR_TRUNCATE,
    "create": apsw.SQLITE_CANTOPEN,
    "delete": apsw.SQLITE_IOERR_DELETE,
    **SYNC,
}
FAULTS = {
    f"{name}, {how}": Fault(codes, lasting)
    for name, codes in {
        "disk full": FULL,
        "fsync error": SYNC,
        "folder not synced": {"sync_folder": apsw.SQLITE_IOERR_DIR_FSYNC},
        "read error": {"read": apsw.SQLITE_IOERR_READ},
        "any error": ALL,
    }.items()
    for how, lasting in (("once", 1), ("twice", 2), ("three times", 3), ("until mended", None))
}


@attrs.define
class Tally:
    """What a series of faults came to."""

    faults: int = 0
    recorded: int = 0
    refused: int = 0
    unknown: int = 0
    wrong: list[str] = attrs.field(factory=list)


@attrs.define
class Trap:
    """Fails from the `at`-th step on that the fault knows."""

    fault: Fault
    at: int
    seen: int = 0
    is_mended: bool = False

    def __call__(self, name: str) -> None:
        if self.is_mended or name not in self.fault.codes:
            return
        self.seen += 1
        past = self.seen - self.at
        if past >= 0 and (self.fault.lasting is None or past < self.fault.lasting):
            raise failure(self.fault.codes[name])

    @property
    def was_hit(self) -> bool:
        return self.seen >= self.at


def strike(fault: Fault, *, seed: int = 1) -> Tally:
    """Fail at step 1, 2, 3 ... of pushing two facts, until the disk would fail only after them."""
    tally, random = Tally(), Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        machine, path = Machine(), Path(folder) / "contest.qa"
        arena = Arena(contests.begin(path, machine.connect))
        for seq in range(1, TOLD + 1):
            contests.tell(arena, seq)
        arena.close()
        whole = machine.disk
        for trap in traps(fault):
            machine.disk = whole.copy()
            _push_on(machine, path, trap, tally, random)
    return tally


def traps(fault: Fault) -> Iterator[Trap]:
    at = 1
    while True:
        trap = Trap(fault, at)
        yield trap
        if not trap.was_hit:
            return
        at += 1


def _push_on(machine: Machine, path: Path, trap: Trap, tally: Tally, random: Random) -> None:
    arena = Arena(SqliteJournal(path, connect=machine.connect))
    machine.disk.before_step = trap
    for seq in range(TOLD + 1, TOLD + PUSHED + 1):
        if (said := _pushed(arena, seq)) != "recorded":
            setattr(tally, said, getattr(tally, said) + 1)
            trap.is_mended = True
            _compare(said, seq, machine, path, trap, tally)
            _again(arena, seq, trap, tally)
        else:
            tally.recorded += 1
        _cut(machine, path, seq, trap, tally, random)
    tally.faults += trap.was_hit
    arena.close()


def _pushed(arena: Arena, seq: int) -> str:
    try:
        contests.tell(arena, seq)
    except JournalUnknown:
        return "unknown"
    except JournalError:
        return "refused"
    return "recorded"


def _compare(said: str, seq: int, machine: Machine, path: Path, trap: Trap, tally: Tally) -> None:
    """Look with other eyes whether the fact is in."""
    disk = machine.disk
    machine.disk = disk.copy()
    found = _ids(machine, path)
    machine.disk = disk
    if said == "refused" and str(seq) in found:
        tally.wrong.append(f"step {trap.at}: record {seq} was said not to be recorded, and is in")


def _again(arena: Arena, seq: int, trap: Trap, tally: Tally) -> None:
    """Push again under the same id now that the disk works, from the same arena."""
    try:
        record = contests.tell(arena, seq)
    except JournalError as error:
        tally.wrong.append(f"step {trap.at}: the disk works again, and record {seq} is refused: {error}")
        return
    if record.seq != seq:
        tally.wrong.append(f"step {trap.at}: record {seq} became {record.seq}")


def _cut(machine: Machine, path: Path, seq: int, trap: Trap, tally: Tally, random: Random) -> None:
    """Cut the power: what was returned has to be in."""
    disk = machine.disk
    for _time in range(2):
        machine.disk = disk.after_cut(random)
        found = _ids(machine, path)
        if found != [str(each) for each in range(seq + 1)]:
            tally.wrong.append(f"step {trap.at}: record {seq} was returned, and a power cut left {found}")
    machine.disk = disk


def _ids(machine: Machine, path: Path) -> list[str]:
    found: list[str] = []
    with suppress(JournalError):
        journal = SqliteJournal(path, connect=machine.connect)
        found = [row.id for row in journal.read()]
        journal.close()
    return found
