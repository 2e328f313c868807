"""What a question shows or plays beside its words: a picture, a sound, a film, named by its file and its digest.

Which kinds of files there are, how each begins, and how long those play that say so. Copying files is the journal's.
"""

from __future__ import annotations

import struct
import wave
from collections.abc import Iterator, Mapping
from contextlib import suppress
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import IO, Any

import attrs

MOST_BYTES = 64 * 1024 * 1024
"""The largest file: what a hall's network can still send to every screen."""


class MediaKind(Enum):
    """What a file is to those who look and listen."""

    PICTURE = "picture"
    SOUND = "sound"
    VIDEO = "video"


@attrs.frozen
class FileType:
    """A type of file: what it is, its media type (MIME), what it begins with, and where `further` stands in it."""

    kind: MediaKind
    mime: str
    starts: tuple[bytes, ...]
    at: int = 0
    further: bytes = b""

    def fits(self, content: bytes) -> bool:
        """Whether a content begins as a file of this type does."""
        return content.startswith(self.starts) and content[self.at : self.at + len(self.further)] == self.further


_PNG = FileType(MediaKind.PICTURE, "image/png", (b"\x89PNG\r\n\x1a\n",))
_JPEG = FileType(MediaKind.PICTURE, "image/jpeg", (b"\xff\xd8\xff",))
FILE_TYPES: Mapping[str, FileType] = {
    ".png": _PNG,
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".webp": FileType(MediaKind.PICTURE, "image/webp", (b"RIFF",), 8, b"WEBP"),
    ".mp3": FileType(MediaKind.SOUND, "audio/mpeg", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")),
    ".m4a": FileType(MediaKind.SOUND, "audio/mp4", (b"",), 4, b"ftyp"),
    ".wav": FileType(MediaKind.SOUND, "audio/wav", (b"RIFF",), 8, b"WAVE"),
    ".mp4": FileType(MediaKind.VIDEO, "video/mp4", (b"",), 4, b"ftyp"),
}
"""The types by the suffix of the name; nothing that could hold a program, such as SVG."""


def file_type(name: str) -> FileType | None:
    """Return the type that a file's name says, None for one that is not taken."""
    return FILE_TYPES.get(PurePosixPath(name).suffix.lower())


@attrs.frozen
class Media:
    """A file of a question: its path inside the rulebook's folder, with slashes, and the SHA-256 of its content."""

    file: str
    sha256: str

    @property
    def kind(self) -> MediaKind:
        """What it is to those who look and listen."""
        found = file_type(self.file)
        assert found is not None  # nothing else is read
        return found.kind

    @property
    def stored_name(self) -> str:
        """What its copy beside the records is called: the digest with the suffix that viewers go by."""
        return self.sha256 + PurePosixPath(self.file).suffix.lower()


def length_ms(path: Path) -> int | None:
    """Return how long a WAV, M4A or MP4 file plays; None for an MP3, which says it nowhere, and for what is damaged."""
    with suppress(OSError, EOFError, wave.Error, struct.error, ZeroDivisionError):
        if path.suffix.lower() == ".wav":
            with wave.open(str(path), "rb") as sound:
                return 1_000 * sound.getnframes() // sound.getframerate()
        if path.suffix.lower() in (".m4a", ".mp4"):
            with path.open("rb") as stream:
                return _movie_ms(stream)
    return None


def _movie_ms(stream: IO[bytes]) -> int | None:
    """Return what the header of a movie says, in whichever place it stands (ISO/IEC 14496-12: moov, in it mvhd)."""
    name = b""
    while name != b"mvhd":
        start, header = stream.tell(), stream.read(8)
        size, name = struct.unpack(">I4s", header)
        if size == 1:
            (size,) = struct.unpack(">Q", stream.read(8))
        if name not in (b"moov", b"mvhd"):
            if size < len(header):  # 0: to the end of the file
                return None
            stream.seek(start + size)
    layout = ">3xQQIQ" if stream.read(1) == b"\1" else ">3xIIII"
    found: tuple[int, ...] = struct.unpack(layout, stream.read(struct.calcsize(layout)))
    scale, duration = found[-2:]
    return 1_000 * duration // scale or None


def media_in(value: Any) -> Iterator[Media]:
    """Yield every file that stands in a value of attrs classes, tuples and mappings, such as a rulebook."""
    if isinstance(value, Media):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from media_in(each)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from media_in(each)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from media_in(getattr(value, field.name))
