"""Pictures and sounds made by code, so that no test needs a file of anybody's."""

from __future__ import annotations

import io
import math
import struct
import wave
import zlib


def png(red: int = 0, green: int = 0, blue: int = 0, side: int = 8) -> bytes:
    """Return a square picture of one colour."""
    return _picture(side, [bytes((red, green, blue)) * side] * side)


def town() -> bytes:
    """Return a wide picture of houses before an evening sky."""
    width, height, rows = 160, 90, []
    roofs = [30 + (column // 10 * 37) % 41 for column in range(width)]
    for row in range(height):
        sky = bytes((40 + 2 * row, 60 + row, 120))
        rows.append(b"".join(sky if row < roof else b"\x23\x3a\x5e" for roof in roofs))
    return _picture(width, rows)


def _picture(width: int, rows: list[bytes]) -> bytes:
    """Return a picture of rows of pixels, each of red, green and blue."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, len(rows), 8, 2, 0, 0, 0)
    content = zlib.compress(b"".join(b"\x00" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", content) + chunk(b"IEND", b"")


def tone(seconds: int) -> bytes:
    """Return a siren."""
    swell = (math.sin(n / 8) * abs(math.sin(n / 9_000) + math.sin(n / 2_300)) for n in range(8_000 * seconds))
    return _sound(bytes(128 + int(50 * each) for each in swell))


def wav(milliseconds: int = 100) -> bytes:
    """Return a sound of silence."""
    return _sound(b"\x80" * (8 * milliseconds))


def mp4(milliseconds: int, *, version: int = 0, wide: bool = False) -> bytes:
    """Return a film of nothing, its header behind its frames, as cameras write it; `wide` sizes take 64 bits."""
    names = ">4xIIII" if not version else ">4xQQIQ"
    header = bytearray(struct.pack(names, 0, 0, 600, milliseconds * 600 // 1_000))
    header[0] = version
    frames = struct.pack(">I4sQ", 1, b"mdat", 20) + b"\0" * 4 if wide else _box(b"mdat", b"\0" * 30)
    return _box(b"ftyp", b"isom" + b"\0" * 4) + frames + _box(b"moov", _box(b"mvhd", bytes(header)))


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content


def _sound(frames: bytes) -> bytes:
    stream = io.BytesIO()
    with wave.open(stream, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8_000)
        sound.writeframes(frames)
    return stream.getvalue()
