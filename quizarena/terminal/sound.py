"""The bell as a tone: made with the standard library, played by what the machine has, else the terminal's bell.

Decides that a player is never waited for: one that is missing, fails or hangs costs the tone and nothing else. Leaves
to `bells` when it rings.
"""

from __future__ import annotations

import functools
import io
import math
import shutil
import subprocess
import sys
import threading
from array import array
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs

from ..text import Text
from .words import _

PATIENCE_SECONDS = 5.0
"""How long a player may take; the tone itself lasts under two seconds."""
RATE, PITCH, STROKE_SECONDS = 22_050, 880.0, 0.7
_PARTIALS = ((1.0, 0.6), (2.0, 0.25), (3.01, 0.15))
_PLAYERS = {"win32": ("winsound",), "darwin": ("afplay",)}
_LINUX = ("paplay", "aplay")
_QUIETLY = {"aplay": ("-q",)}


def players() -> tuple[str, ...]:
    """Return the players this machine has, the likeliest first."""
    names = _PLAYERS.get(sys.platform, _LINUX)
    return tuple(name for name in names if name == "winsound" or shutil.which(name) is not None)


@functools.lru_cache
def tone(strokes: int) -> bytes:
    """Return so many strokes of a bell as a WAV file, 16 bits, one channel."""
    import wave

    one = array("h", map(_sample, range(int(RATE * STROKE_SECONDS))))
    if sys.byteorder == "big":
        one.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        written.writeframes(one.tobytes() * strokes)
    return file.getvalue()


def _sample(nth: int) -> int:
    seconds = nth / RATE
    fading = math.exp(-6 * seconds) * min(1.0, 200 * seconds)
    return int(28_000 * fading * sum(loud * math.sin(math.tau * PITCH * by * seconds) for by, loud in _PARTIALS))


@attrs.define(eq=False)
class Sound:
    """The bell of this machine: `fallback` rings the terminal's, `failed` is whether the last tone was not played."""

    players: tuple[str, ...] = attrs.field(factory=players)
    fallback: Callable[[], None] = lambda: None
    failed: bool = False
    _busy: threading.Lock = attrs.field(factory=threading.Lock, init=False)

    def ring(self, strokes: int) -> None:
        """Begin to ring and return at once; while a tone is still being played, only the terminal's bell rings."""
        if self.players and self._busy.acquire(blocking=False):
            threading.Thread(target=self._play, args=(strokes,), name="bell", daemon=True).start()
        else:
            self.fallback()

    def said(self) -> Text:
        """Return how the bell is heard."""
        if not self.players:
            return _("no player here, only the terminal's bell")
        return _("no player works, only the terminal's bell") if self.failed else _("by this machine")

    def _play(self, strokes: int) -> None:
        try:
            with TemporaryDirectory(prefix="quizarena-bell-", ignore_cleanup_errors=True) as folder:
                file = Path(folder, "bell.wav")
                file.write_bytes(tone(strokes))
                self.failed = not any(_played(name, file) for name in self.players)
        except OSError:
            self.failed = True
        finally:
            self._busy.release()
        if self.failed:
            self.fallback()


def _played(player: str, file: Path) -> bool:
    """Play a file to its end and return whether that worked."""
    if player == "winsound":
        return _played_by_windows(file)
    command = [player, *_QUIETLY.get(player, ()), str(file)]
    nothing = subprocess.DEVNULL
    try:
        done = subprocess.run(
            command, stdin=nothing, stdout=nothing, stderr=nothing, check=False, timeout=PATIENCE_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if sys.platform == "win32":
    import winsound

    def _played_by_windows(file: Path) -> bool:
        try:
            winsound.PlaySound(str(file), winsound.SND_FILENAME)
        except RuntimeError:
            return False
        return True

else:

    def _played_by_windows(file: Path) -> bool:
        return False
