"""A program kept ready: started ahead, loaded, and waiting for the word to begin.

Decides how the word is passed: over a connection of the standard library, so that the terminal stays the program's own
on every system, and so that a program whose starter is gone hears of it and ends. Knows neither desk nor screen.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from multiprocessing.connection import Client, Connection, Listener

import attrs


@attrs.define(eq=False)
class Ready:
    """Starts the module `module` with `arguments`, one process after the other, the next of them ahead of its time."""

    module: str
    arguments: Sequence[str]
    _door: Listener = attrs.field(factory=Listener, init=False)
    _next: subprocess.Popen[bytes] | None = attrs.field(default=None, init=False)

    def __enter__(self) -> Ready:
        """Nothing runs yet."""
        return self

    def __exit__(self, *_raised: object) -> None:
        """End the process that waits."""
        self._door.close()
        if self._next is not None:
            self._next.kill()
            self._next.wait()

    def prepare(self) -> None:
        """Start a process that loads and waits, unless one waits already."""
        if self._next is None:
            command = [sys.executable, "-m", self.module, str(self._door.address), *self.arguments]
            self._next = subprocess.Popen(command)

    def begin(self, *words: str) -> subprocess.Popen[bytes]:
        """Let a process begin with `words`: the one that waits, or one started now."""
        self.prepare()
        assert self._next is not None
        process, self._next = self._next, None
        with self._door.accept() as line:
            line.send_bytes(json.dumps(words).encode())
        return process


def at_the_door(address: str) -> Connection:
    """Return the line on which the word will come; to be taken before anything is loaded, so that the starter knows."""
    return Client(address)


def words_on(line: Connection) -> list[str] | None:
    """Wait for the words; None where the starter has gone without any."""
    with line:
        try:
            words: list[str] = json.loads(line.recv_bytes())
        except EOFError:
            return None
        return words
