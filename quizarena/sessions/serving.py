"""The server of a contest as a process of its own, which outlives whoever started it: begun, found, stopped.

It is found by its seat beside the record, and called by its own command.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import attrs

from ..journal import Presence
from ..journal.addresses import beside, password_of
from ..text import Text, of_system, plain
from .words import _

SERVER = "server"
"""The role in which a server sits beside the record; it acts from when on it serves."""
_ELSEWHERE = ("192.0.2.1", 9)
"""An address that no machine has (RFC 5737)."""
_SPEAKING = {**os.environ, "PYTHONUTF8": "1"}
"""What a command is run with, so that what it says is read as it was written."""
_PATIENCE = 60
"""Seconds after which a command that prints cards is given up."""


def server_among(screens: Iterable[Presence]) -> Presence | None:
    """Return the server of a contest among the screens on it, None where none serves."""
    return next((each for each in screens if each.role == SERVER and each.acting is not None), None)


@attrs.define(eq=False)
class Launch:
    """A server that was begun here: `failure` is why it has ended, None while it runs and where it was stopped."""

    failure: Text | None = attrs.field(default=None, init=False)

    def begin(self, address: str, *options: str) -> None:
        """Begin to serve the contest at `address`; raises OSError where no process can be begun."""
        errors = tempfile.TemporaryFile()  # noqa: SIM115 (the process writes to it as long as it lives)
        try:
            process = subprocess.Popen(
                [*_command("serve"), *options, "--", address], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=errors, env=_environment(address), **_apart(),
            )  # fmt: skip
        except OSError:
            errors.close()
            raise
        threading.Thread(target=self._wait, args=(process, errors), name="the server's end", daemon=True).start()

    def _wait(self, process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
        status = process.wait()
        with errors:
            errors.seek(0)
            lines = errors.read().decode(errors="replace").strip().splitlines()
        if status not in (0, -signal.SIGTERM, signal.SIGTERM):  # stopped: as POSIX and as Windows says it
            self.failure = plain(lines[-1]) if lines else _("it ended by itself ({status})", status=status)


def way_out() -> str:
    """Return this machine's address in the network of its way out, nothing where it is in none; nothing is sent."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.connect(_ELSEWHERE)
        return str(line.getsockname()[0])
    return ""


def stop(server: Presence) -> Text | None:
    """Ask a server to stop; return why that cannot be asked, None where it was."""
    try:
        os.kill(server.pid, signal.SIGTERM)
    except ProcessLookupError:
        return None
    except OSError as error:
        return of_system(error)
    return None


@attrs.frozen
class CardsPrinted:
    """New cards: the page they are on, and the address of each; or why there are none."""

    page: Path | None
    addresses: tuple[str, ...] = ()
    why: Text | None = None


@attrs.frozen
class CardsJob:
    """Cards to print for the seats of the contest at an address, all of them where none is named: `run` raises nothing.

    `server` is where the contest is served, which is what the cards lead to. Where there are `voters`, the cards are
    for so many of them and for no seat.
    """

    address: str
    server: str
    at: datetime
    seats: tuple[str, ...] = ()
    voters: int = 0

    def run(self) -> CardsPrinted:
        """Print them, onto a new page beside the contest's file; of one on a server, in the folder one works in."""
        file = beside(self.address)
        name, whose = ("voters", ["--voters", str(self.voters)]) if self.voters else ("cards", [])
        page = file.with_name(f"{file.stem}-{name}-{self.at:%Y%m%d-%H%M%S}.html")
        options = ["--at", self.server, "--cards", str(page), *whose]
        command = [*_command("seats"), *options, "--", self.address, *self.seats]
        try:
            ended = subprocess.run(
                command,
                capture_output=True,
                stdin=subprocess.DEVNULL,
                timeout=_PATIENCE,
                check=False,
                env=_environment(self.address),
            )
        except subprocess.TimeoutExpired:
            return CardsPrinted(None, why=_("no answer for {seconds} seconds", seconds=_PATIENCE))
        except OSError as error:
            return CardsPrinted(None, why=of_system(error))
        if ended.returncode:
            said = ended.stderr.decode(errors="replace").strip().splitlines()
            return CardsPrinted(None, why=plain(said[-1] if said else str(ended.returncode)))
        lines = ended.stdout.decode(errors="replace").splitlines()
        return CardsPrinted(page, tuple(line.rpartition("\t")[2] for line in lines))


def _command(name: str) -> list[str]:
    return [sys.executable, "-m", "quizarena", name]


def _environment(address: str) -> dict[str, str]:
    """Return what a command on a contest is run with; a password that was typed here, its own address does not have."""
    password = password_of(address)
    return _SPEAKING if password is None else {**_SPEAKING, "PGPASSWORD": password}


def _apart() -> dict[str, Any]:
    """Return what keeps a process going when the terminal closes that began it."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}
