"""Safety copies of a contest in a folder such as a stick's: dated, checked, the last two kept.

A copy takes its name only once it is whole, so the stick may be pulled at any moment; nothing else there is touched.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from string import ascii_uppercase

import attrs

from ..errors import JournalError
from ..media import Media
from ..text import FRAME, Text, of_system
from .addresses import SUFFIX, name_of, scheme_of
from .copies import checked_head
from .opening import open_journal
from .protocol import Journal
from .row import Head
from .stored_files import copy_files, hand_on_files
from .unsafe_paths import mounts

_ = FRAME
KEY = "desk:safety-copy"
"""The draft that remembers the folder: beside the record, not in it."""
_STAMP = "%Y%m%d-%H%M%S"
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_PLACES = ("/media/", "/run/media/", "/mnt/")
"""Where systems put sticks."""


@attrs.frozen
class CopyFolder:
    """Where the copies go; `apart` is whether that was another disk than the contest's when it was chosen."""

    path: str
    apart: bool

    @classmethod
    def of(cls, address: str, path: str) -> CopyFolder:
        """Return a folder as it is chosen for the contest at an address.

        Raises:
            JournalError: There is no such folder.
        """
        _check_there(Path(path))
        return cls(str(Path(path).absolute()), _is_apart(address, Path(path)))

    def check(self, address: str) -> None:
        """See that the folder is there, and still on its own disk: a stick pulled out may leave an empty folder.

        Raises:
            JournalError: It is gone.
        """
        _check_there(Path(self.path))
        if self.apart and not _is_apart(address, Path(self.path)):
            problem = _(
                "plug the stick in again: {folder} is on the computer's own disk now",
                folder=self.path,
            )
            raise JournalError(problem)


def _check_there(folder: Path) -> None:
    if not folder.is_dir():
        raise JournalError(_("plug the stick in again: {folder} is not there", folder=str(folder)))


def _is_apart(address: str, folder: Path) -> bool:
    home = Path.home() if scheme_of(address) else Path(address).absolute().parent
    return home.stat().st_dev != folder.stat().st_dev


def remembered(journal: Journal) -> CopyFolder | None:
    """Return the folder that was chosen for a contest, None where none was."""
    text = journal.draft(KEY)
    try:
        found = json.loads(text or "null")
        return CopyFolder(str(found["path"]), found["apart"] is True)
    except (ValueError, KeyError, TypeError):
        return None


def remember(journal: Journal, folder: CopyFolder | None) -> None:
    """Keep the choice with the contest, beside its record; raises like a draft."""
    if folder is None:
        journal.drop_draft(KEY)
    else:
        journal.write_draft(KEY, json.dumps(attrs.asdict(folder), ensure_ascii=False), journal.draft(KEY))


def likely_folders(address: str) -> list[str]:
    """Return the sticks and other disks that are plugged in, other than the contest's own."""
    own = Path(address).absolute() if not scheme_of(address) else Path.home()
    found = {str(path) for path in _disks() if not own.is_relative_to(path)}
    return sorted(found)


def _disks() -> Iterator[Path]:
    for mount in mounts():
        if mount.writable and str(mount.path).startswith(_PLACES):
            yield mount.path
    if os.name == "nt":
        yield from (path for letter in ascii_uppercase if (path := Path(f"{letter}:\\")).is_dir())
    elif Path("/Volumes").is_dir():
        yield from Path("/Volumes").iterdir()


# Copying


@attrs.frozen
class SafetyCopy:
    """A copy that was opened and found whole: its head is the contest's as it was then.

    `missing` says of each picture or sound why it is not beside it.
    """

    path: Path
    head: Head
    missing: tuple[Text, ...] = ()

    @property
    def time(self) -> str:
        """When it was made, as its name has it, in local time."""
        return f"{datetime.strptime(self.path.stem[-15:], _STAMP):%Y-%m-%d %H:%M:%S}"


def copy_into(address: str, folder: CopyFolder, now: datetime, media: Iterable[Media] = ()) -> SafetyCopy:
    """Return a checked copy of the contest in the folder: the newest there if nothing came since, else a new one.

    Its pictures and sounds, `media`, follow once its records are there. The name has the local time of `now`. Others
    may write to the contest meanwhile. Takes as long as the stick does.

    Raises:
        JournalError: The folder is gone or full, or the contest or its copy cannot be read. What was there stays.
    """
    folder.check(address)
    with _snapshot(address) as (source, head):
        kept = kept_copies(address, folder, source)
        last = kept[-1] if kept else None
        if last is None or last.head != head:
            last = _new_copy(source, head, Path(folder.path) / _name(address, now))
            _take_out(kept[:-1], last)
        return attrs.evolve(last, missing=tuple(copy_files(address, last.path, media)))


@contextmanager
def _snapshot(address: str) -> Iterator[tuple[Journal, Head]]:
    """Copy the contest to this computer's disk first: whoever records waits for no stick."""
    with tempfile.TemporaryDirectory(prefix="quizarena-") as scratch:
        path = Path(scratch) / f"copy{SUFFIX}"
        with closing(open_journal(address, read_only=True)) as journal:
            head = journal.copy_to(str(path))
        with closing(open_journal(path, read_only=True)) as source:
            yield source, head


def kept_copies(address: str, folder: CopyFolder, contest: Journal) -> list[SafetyCopy]:
    """Return the whole copies in the folder that hold nothing but what `contest` holds too, the newest last.

    A copy that went on by itself on another computer is none of them.
    """
    form = re.compile(rf"{re.escape(_stem(address))}-copy-\d{{8}}-\d{{6}}{re.escape(SUFFIX)}")
    try:
        paths = [path for path in Path(folder.path).iterdir() if form.fullmatch(path.name) and not path.is_symlink()]
    except OSError as error:
        problem = _("cannot be read ({error}): {folder}", folder=folder.path, error=of_system(error))
        raise JournalError(problem) from error
    found = [SafetyCopy(path, head) for path in paths if (head := _contained(path, contest)) is not None]
    return sorted(found, key=lambda each: (each.head.seq, each.path.name))


def _contained(path: Path, contest: Journal) -> Head | None:
    """Return the head of a copy whose records are all the contest's, None of any other file."""
    try:
        with closing(open_journal(path, read_only=True)) as copy:
            head = checked_head(copy)
    except (JournalError, OSError):
        return None
    row = next(iter(contest.read(head.seq - 1)), None)
    return head if row is not None and row.digest == head.digest else None


def _stem(address: str) -> str:
    return Path(name_of(address)).stem


def _name(address: str, now: datetime) -> str:
    return f"{_stem(address)}-copy-{now:{_STAMP}}{SUFFIX}"


def _new_copy(source: Journal, head: Head, path: Path) -> SafetyCopy:
    """Write a copy under the name of an unfinished one, check it there, and only then give it its own.

    That name bears the digest of the contest's first record: what lies there was left by a stick pulled out too early.
    """
    first = next(iter(source.read()))
    part = path.with_name(f"quizarena-{first.digest[:16]}.part")
    try:
        if part.is_file() and not part.is_symlink():
            part.unlink()
        _write(Path(source.address), part)
        _check(part, head)
        if path.exists():
            raise JournalError(_("{file}: exists already and is never overwritten", file=str(path)))
        part.rename(path)
        _sync_folder(path.parent)
    except OSError as error:
        problem = _("no copy can be written ({error}): {folder}", folder=str(path.parent), error=of_system(error))
        raise JournalError(problem) from error
    return SafetyCopy(path, head)


def _write(source: Path, part: Path) -> None:
    """Write a new file and have the disk take it; what was written of it goes where that fails."""
    handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _NO_LINKS, 0o666)
    try:
        with source.open("rb") as pages, open(handle, "wb", closefd=False) as copy:
            while page := pages.read(1 << 20):
                copy.write(page)
        os.fsync(handle)
        if hasattr(os, "posix_fadvise"):  # what is read next comes from the stick and not from memory
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    finally:
        os.close(handle)


def _check(part: Path, head: Head) -> None:
    with closing(open_journal(part, read_only=True)) as copy:
        found = checked_head(copy)
    if found != head:
        problem = _("{file}: was copied, but what is there is not what was written; try another stick", file=part.name)
        raise JournalError(problem)


def _sync_folder(folder: Path) -> None:
    """Have the disk take the new name; where a system cannot, the copy is there all the same."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _take_out(copies: list[SafetyCopy], last: SafetyCopy) -> None:
    """Take older copies away, whose pictures and sounds the last one takes over; one that will not go is no trouble."""
    for each in copies:
        with suppress(OSError):
            each.path.unlink()
            hand_on_files(each.path, last.path)
