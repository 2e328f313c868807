"""The pictures and sounds of a contest, copied beside its file into `FILE-files` under the digests of their content.

What was started with is what is shown: a file that is gone or is another one is noticed. Where a contest rests on a
server, its plug-in keeps them there and brings them to this machine.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from ..errors import JournalError
from ..media import Media
from ..text import FRAME, Text, of_system
from .addresses import is_taken, scheme_of, without_password
from .schemes import kind_of

_ = FRAME
FILES = "-files"
_STORED = re.compile(r"[0-9a-f]{64}\.[a-z0-9]+(\.part)?")


def files_folder(address: str | Path) -> Path | None:
    """Return the folder of the files of a contest at an address, None where it rests in no file."""
    if scheme_of(address) or not str(address):
        return None
    path = Path(address)
    return path.with_name(path.name + FILES)


def stored_file(address: str | Path, stored_name: str) -> Path | None:
    """Return where a file lies on this machine, None where it cannot be had."""
    kind = kind_of(address)
    if kind is not None:
        with suppress(JournalError):
            return kind.file(without_password(address), stored_name)
        return None
    folder = files_folder(address)
    place = None if folder is None else folder / stored_name
    return place if place is not None and place.is_file() else None


def whole_file(address: str | Path, stored_name: str) -> Path | None:
    """Return where a file lies, None where it is not there or is not any more what was copied."""
    place = stored_file(address, stored_name)
    if place is None:
        return None
    found = place.stat()
    is_whole = _digest_as_of(place, found.st_mtime_ns, found.st_size) == stored_name.partition(".")[0]
    return place if is_whole else None


@lru_cache(maxsize=256)
def _digest_as_of(place: Path, _changed_ns: int, _size: int) -> str:
    """Return the digest of a file that was last changed then: read once, not with every request."""
    return _digest(place)


def store_files(address: str | Path, media: Iterable[Media], source: Path) -> None:
    """Copy the files of a contest from the folder `source` of its rulebook; each is checked as it is copied.

    Raises:
        JournalError: One is gone, is another one than was read, or cannot be copied; or the contest rests in memory.
    """
    for each in {each.stored_name: each for each in media}.values():
        _store(address, source / each.file, each)


@contextmanager
def storing(address: str | Path, media: Iterable[Media], source: Path) -> Iterator[None]:
    """Copy the files of a contest that is made in the block: beside its file before, to a server once it is there.

    Raises:
        JournalError: As `store_files`; where a file is gone or another one, the block is not begun.
    """
    wanted = list(media)
    if scheme_of(address):
        for each in wanted:
            _checked(source / each.file, each)
        yield
        store_files(address, wanted, source)
        return
    if not is_taken(address):
        store_files(address, wanted, source)
    yield


def copy_files(address: str | Path, target: str | Path, media: Iterable[Media]) -> list[Text]:
    """Copy the files of a contest beside a copy of it; return a sentence for each that cannot be copied.

    What lies there whole is not written again: it has its name only once it is.
    """
    troubles = list[Text]()
    if not str(address) or not str(target):
        return troubles
    for each in {each.stored_name: each for each in media}.values():
        kept = stored_file(address, each.stored_name)
        if kept is None:
            troubles.append(_gone(each))
        elif not _is_there(target, each, kept):
            try:
                _store(target, kept, each)
            except JournalError as error:
                troubles.append(error.message)
    return troubles


def _is_there(address: str | Path, media: Media, source: Path) -> bool:
    folder = files_folder(address)
    copy = None if folder is None else folder / media.stored_name
    return copy is not None and copy.is_file() and copy.stat().st_size == source.stat().st_size


def hand_on_files(address: str | Path, heir: str | Path) -> None:
    """Leave the files of a copy that is given up to another copy, or take them away; nothing of others is touched."""
    own, other = files_folder(address), files_folder(heir)
    if own is None or other is None or not own.is_dir() or own.is_symlink():
        return
    with suppress(OSError):
        if not other.exists():
            own.rename(other)
            return
        for each in own.iterdir():
            if _STORED.fullmatch(each.name):
                each.unlink()
        own.rmdir()


def file_troubles(address: str | Path, media: Iterable[Media]) -> Iterator[Text]:
    """Yield a sentence for each file that is gone, or is not the one that the contest was started with."""
    for each in {each.stored_name: each for each in media}.values():
        place = stored_file(address, each.stored_name)
        if place is None:
            yield _gone(each)
        elif _digest(place) != each.sha256:
            yield _("{file}: was changed since the contest was started; put it back from a copy", file=each.file)


def _gone(media: Media) -> Text:
    return _("{file}: is not there any more; put it back from a copy of the contest's folder", file=media.file)


def _digest(place: Path) -> str:
    try:
        return sha256(place.read_bytes()).hexdigest()
    except OSError:
        return ""


def _store(address: str | Path, source: Path, media: Media) -> None:
    kind, folder = kind_of(address), files_folder(address)
    if kind is not None:
        kind.store_file(without_password(address), media.stored_name, _checked(source, media))
    elif folder is None:
        raise JournalError(_("{file}: a contest in memory keeps no pictures and sounds", file=str(address)))
    else:
        _copy(source, folder / media.stored_name, media)


def _checked(source: Path, media: Media) -> bytes:
    """Return the content of a file, which is that it had when it was read."""
    try:
        content = source.read_bytes()
    except OSError as error:
        raise JournalError(_cannot_copy(source, media, error)) from error
    if sha256(content).hexdigest() != media.sha256:
        raise JournalError(_("{file}: has changed since it was read; start again", file=media.file))
    return content


def _cannot_copy(target: Path, media: Media, error: OSError) -> Text:
    return _("{file}: cannot be copied to {target}: {reason}", file=media.file, target=str(target.parent),
             reason=of_system(error))  # fmt: skip


def _copy(source: Path, target: Path, media: Media) -> None:
    if target.is_file() and _digest(target) == media.sha256:
        return
    content = _checked(source, media)
    try:
        target.parent.mkdir(exist_ok=True)
        if target.parent.is_symlink():
            raise JournalError(_("{file}: is a link and no folder; take it away", file=str(target.parent)))
        _write(target, content)
    except OSError as error:
        raise JournalError(_cannot_copy(target, media, error)) from error


def _write(target: Path, content: bytes) -> None:
    """Write a file whole or not at all: it takes its name once it lies on the disk."""
    partial = target.with_name(f"{target.name}.part")
    partial.unlink(missing_ok=True)
    with partial.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(target)
