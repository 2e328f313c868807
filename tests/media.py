"""Pictures and sounds made by code, so that no test needs a file of anybody's."""

from __future__ import annotations

import io
import struct
import wave
import zlib


def png(red: int = 0, green: int = 0, blue: int = 0, side: int = 8) -> bytes:
    """Return a square picture of one colour."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = (b"\x00" + bytes((red, green, blue)) * side) * side
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def wav(milliseconds: int = 100) -> bytes:
    """Return a sound of silence."""
    stream = io.BytesIO()
    with wave.open(stream, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8_000)
        sound.writeframes(b"\x80" * (8 * milliseconds))
    return stream.getvalue()
