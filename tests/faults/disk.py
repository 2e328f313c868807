"""A disk in memory that can lose what was not synced.

Decides what a power cut leaves: what was synced, and of each later write any of its sectors, whole, torn or not at all,
in any order; of each later change of the folder (a file made, a file deleted) any. A folder is synced by a delete that
asks for it, and by the first sync of a new file, as SQLite does both on Unix. Leaves to `vfs` how SQLite sees it.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import attrs

SECTOR = 512


@attrs.define
class Inode:
    """A file's bytes as programs see them, as they are safe, and the writes between the two."""

    data: bytearray = attrs.field(factory=bytearray)
    safe: bytearray = attrs.field(factory=bytearray)
    pending: list[tuple[int, bytes | None]] = attrs.field(factory=list)
    is_new: bool = True


def _write(data: bytearray, offset: int, piece: bytes) -> None:
    data.extend(bytes(max(0, offset - len(data))))
    data[offset : offset + len(piece)] = piece


def _truncate(data: bytearray, size: int) -> None:
    del data[size:]
    data.extend(bytes(max(0, size - len(data))))


@attrs.define
class Disk:
    """Files by name; every change is noted in `log`, so that it can be done again on another disk.

    `before_step` is called with the name of each step that a disk can fail at, before it is done.
    """

    names: dict[str, int] = attrs.field(factory=dict)
    safe_names: dict[str, int] = attrs.field(factory=dict)
    pending_names: list[tuple[str, int | None]] = attrs.field(factory=list)
    inodes: dict[int, Inode] = attrs.field(factory=dict)
    log: list[tuple[str, tuple[Any, ...]]] = attrs.field(factory=list)
    acknowledged: int = -1
    before_step: Callable[[str], None] | None = None
    _start: dict[str, bytes] = attrs.field(factory=dict)

    def step(self, name: str) -> None:
        """Give a fault its chance."""
        if self.before_step is not None:
            self.before_step(name)

    def read(self, inode: int, amount: int, offset: int) -> bytes:
        self.step("read")
        return bytes(self.inodes[inode].data[offset : offset + amount])

    def change(self, what: str, *values: Any) -> None:
        """Do one of `create`, `write`, `truncate`, `sync`, `delete`, `sync_folder` and note it.

        After a sync that failed the machine forgets that anything was to be written, as Linux does: programs still read
        the new bytes, a later sync succeeds, and the next power cut shows the old ones.
        """
        try:
            self.step(what)
        except Exception:
            if what == "sync":
                self.inodes[values[0]].pending.clear()
            raise
        self.redo(what, values)

    def acknowledge(self, seq: int) -> None:
        """Note that the record `seq` was acknowledged at this moment."""
        self.redo("acknowledge", (seq,))

    def redo(self, what: str, values: tuple[Any, ...]) -> None:
        """Do a noted change."""
        self.log.append((what, values))
        getattr(self, f"_{what}")(*values)

    def _acknowledge(self, seq: int) -> None:
        self.acknowledged = seq

    def _create(self, name: str) -> None:
        inode = len(self.inodes)
        self.inodes[inode] = Inode()
        self._rename(name, inode)

    def _write(self, inode: int, offset: int, piece: bytes) -> None:
        _write(self.inodes[inode].data, offset, piece)
        self.inodes[inode].pending.append((offset, piece))

    def _truncate(self, inode: int, size: int) -> None:
        _truncate(self.inodes[inode].data, size)
        self.inodes[inode].pending.append((size, None))

    def _sync(self, inode: int) -> None:
        found = self.inodes[inode]
        for offset, piece in found.pending:
            _truncate(found.safe, offset) if piece is None else _write(found.safe, offset, piece)
        found.pending.clear()
        if found.is_new:
            found.is_new = False
            self._sync_folder()

    def _delete(self, name: str) -> None:
        self._rename(name, None)

    def _rename(self, name: str, inode: int | None) -> None:
        _set(self.names, name, inode)
        self.pending_names.append((name, inode))

    def _sync_folder(self) -> None:
        self.safe_names = dict(self.names)
        self.pending_names.clear()

    def after_cut(self, random: Random) -> Disk:
        """Return a disk as a power cut at this moment may leave it."""
        likely = random.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        names = dict(self.safe_names)
        for name, inode in self.pending_names:
            if random.random() < likely:
                _set(names, name, inode)
        files = {name: bytes(_surviving(self.inodes[inode], random, likely)) for name, inode in names.items()}
        return _disk_of(files, self.acknowledged)

    def copy(self) -> Disk:
        """Return a disk whose files are safe as programs see them now."""
        return _disk_of({name: bytes(self.inodes[inode].data) for name, inode in self.names.items()}, self.acknowledged)

    def before_log(self) -> Disk:
        """Return this disk as it was before anything was noted in `log`."""
        return _disk_of(self._start, self.acknowledged)


def _disk_of(files: dict[str, bytes], acknowledged: int) -> Disk:
    disk = Disk(acknowledged=acknowledged, start=files)
    for number, (name, data) in enumerate(files.items()):
        disk.inodes[number] = Inode(bytearray(data), bytearray(data), is_new=False)
        disk.names[name] = disk.safe_names[name] = number
    return disk


def _set(names: dict[str, int], name: str, inode: int | None) -> None:
    if inode is None:
        names.pop(name, None)
    else:
        names[name] = inode


def _surviving(inode: Inode, random: Random, likely: float) -> bytearray:
    data = bytearray(inode.safe)
    for offset, piece in inode.pending:
        if piece is None:
            if random.random() < likely:
                _truncate(data, offset)
            continue
        start = 0
        while start < len(piece):
            end = min(len(piece), start + SECTOR - (offset + start) % SECTOR)
            if random.random() < likely:
                _write(data, offset + start, piece[start:end])
            elif random.random() < 0.05:
                _write(data, offset + start, piece[start : random.randint(start, end)])
            start = end
    return data
