"""Power cuts while a contest is played: what was acknowledged has to be there afterwards.

Decides where the power fails: at every sync, at points between, and sometimes again while the file is being mended.
The contest is played once and every change of the disk noted; each cut then plays the changes up to its moment on a
fresh disk, takes what a cut leaves of it, and opens the journal there.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import attrs

from quizarena.arena import Arena
from quizarena.errors import JournalError
from quizarena.journal import Row, SqliteJournal, first_bad

from . import contests
from .disk import Disk
from .vfs import Machine


@attrs.define
class Counts:
    """What a series of cuts came to."""

    cuts: int = 0
    syncs: int = 0
    second_cuts: int = 0
    gone_on: int = 0
    acknowledged: int = 0
    lost: int = 0
    broken: int = 0
    in_flight: int = 0
    unborn: int = 0
    """Files that cannot be opened because the power failed before they were made."""

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost and nothing broken."""
        return not self.lost and not self.broken


@attrs.frozen
class _Found:
    """What is in the file after a cut; `rows` is None where it cannot be opened or its chain is broken."""

    rows: tuple[Row, ...] | None


def strike(cuts: int, facts: int, *, seed: int = 1, synchronous: str = "EXTRA") -> Counts:
    """Cut the power `cuts` times while contests of `facts` facts are played; return what came of it."""
    random, counts = Random(seed), Counts()
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine(synchronous)
        path = Path(folder) / "contest.qa"
        log = _play(machine, path, facts)
        path.touch()
        while counts.cuts < cuts:
            for disk in _cuts(log, random, cuts - counts.cuts, counts):
                _judge(_after(machine, path, disk, random, counts), disk, facts, counts)
                if counts.cuts % 10 == 0 and counts.is_clean and disk.acknowledged >= 0:
                    _go_on(machine, path)
                    counts.gone_on += 1
    return counts


def _play(machine: Machine, path: Path, facts: int) -> list[tuple[str, tuple[object, ...]]]:
    disk = machine.disk = Disk()
    arena = Arena(contests.begin(path, machine.connect))
    disk.acknowledge(0)
    for seq in range(1, facts + 1):
        contests.tell(arena, seq)
        disk.acknowledge(seq)
    log = list(disk.log)
    arena.close()
    return log


def _cuts(log: list[tuple[str, tuple[object, ...]]], random: Random, most: int, counts: Counts) -> Iterator[Disk]:
    """Yield disks as cuts leave them: before and after every sync, and at every third change between."""
    disk, made = Disk(), 0
    for (what, values), after in zip(log, [*log[1:], ("end", ())], strict=True):
        disk.redo(what, values)
        at_sync = "sync" in what or "sync" in after[0]
        if made < most and (at_sync or random.random() < 1 / 3):
            made += 1
            counts.cuts += 1
            counts.syncs += at_sync
            counts.acknowledged += disk.acknowledged + 1
            yield disk.after_cut(random)


def _after(machine: Machine, path: Path, disk: Disk, random: Random, counts: Counts) -> _Found:
    """Open the file on what the cut left; one time in four the power fails again during that."""
    machine.disk = disk
    found = _opened(machine, path)
    changes = [entry for entry in disk.log if entry[0] != "acknowledge"]
    if not changes or random.random() > 1 / 4:
        return found
    counts.second_cuts += 1
    again = disk.before_log()
    for what, values in changes[: random.randrange(len(changes)) + 1]:
        again.redo(what, values)
    machine.disk = again.after_cut(random)
    return _opened(machine, path)


def _opened(machine: Machine, path: Path) -> _Found:
    if path.name not in machine.disk.names:
        return _Found(())
    try:
        journal = SqliteJournal(path, connect=machine.connect)
    except JournalError as error:
        return _Found(() if "is empty" in str(error) else None)
    try:
        rows = tuple(journal.read())
        return _Found(None if first_bad(rows) else rows)
    except JournalError:
        return _Found(None)
    finally:
        journal.close()


def _judge(found: _Found, disk: Disk, facts: int, counts: Counts) -> None:
    """Count what is missing and what should not be there: at most the one fact in flight is more than acknowledged."""
    rows, expected = found.rows, contests.played(facts)
    if rows is None and disk.acknowledged < 0:
        counts.unborn += 1
        return
    if rows is None or rows != expected[: len(rows)]:
        counts.broken += 1
        return
    counts.lost += max(0, disk.acknowledged + 1 - len(rows))
    counts.broken += len(rows) > disk.acknowledged + 2
    counts.in_flight += len(rows) == disk.acknowledged + 2


def _go_on(machine: Machine, path: Path) -> None:
    """Play on where the cut left the file: what is pushed again, because no reply came, counts once."""
    journal = SqliteJournal(path, connect=machine.connect)
    arena = Arena(journal)
    last = len(arena.contest.records) - 1
    if last:
        assert contests.tell(arena, last).seq == last
    assert contests.tell(arena, last + 1).seq == last + 1
    arena.contest.verify()
    arena.close()
