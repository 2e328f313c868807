"""Two machines on one: this one keeps a PostgreSQL server, the other is a network namespace at the end of a cable.

What runs there reaches the server through the cable (a veth pair) alone. It takes the rights of root; without them the
tests are skipped, and say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import attrs
import pytest

from tests.postgres import PostgresServer, Unavailable


@attrs.frozen
class Machines:
    """The server on this machine, the addresses of both, and what a command on the other begins with."""

    server: PostgresServer
    here: str
    there: str
    far: tuple[str, ...]
    cable: str

    def contest(self, name: str) -> str:
        """Return the address of a contest on the server, by the net."""
        return f"postgresql://postgres@{self.here}/postgres#{name}"

    def pull(self) -> None:
        """Pull the cable out."""
        _ip("link", "set", self.cable, "down")

    def plug(self) -> None:
        """Plug it in again."""
        _ip("link", "set", self.cable, "up")


@contextmanager
def two_machines() -> Iterator[Machines]:
    """Lay the cable, and run the server as long as the block does; skipped without rights, or without a server."""
    number = os.getpid() % 250
    name, cable, end = f"quizarena-{os.getpid()}", f"qa{os.getpid()}", f"qb{os.getpid()}"
    here, there = f"10.219.{number}.1", f"10.219.{number}.2"
    _begin(name)
    try:
        _ip("link", "add", cable, "type", "veth", "peer", "name", end, "netns", name)
        _ip("addr", "add", f"{here}/30", "dev", cable)
        _ip("link", "set", cable, "up")
        for words in (
            ("addr", "add", f"{there}/30", "dev", end), ("link", "set", end, "up"), ("link", "set", "lo", "up"),
            ("route", "add", "default", "via", here),
        ):  # fmt: skip
            _ip("-n", name, *words)
        with _serving(here) as server:
            yield Machines(server, here, there, ("ip", "netns", "exec", name), cable)
    finally:
        with suppress(subprocess.CalledProcessError):
            _ip("netns", "del", name)


def _begin(name: str) -> None:
    if shutil.which("ip") is None:
        pytest.skip("there is no `ip` (Linux: package iproute2), so one machine cannot be two")
    done = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"one machine cannot be two here, it takes root: {done.stderr.strip()}")


@contextmanager
def _serving(here: str) -> Iterator[PostgresServer]:
    folder = Path(tempfile.mkdtemp(prefix="quizarena-pg-"))
    try:
        folder.chmod(0o755)
        server = PostgresServer(folder)
        server.make()
        with (server.data / "pg_hba.conf").open("a", encoding="utf-8") as rights:
            rights.write(f"host all all {here}/30 trust\n")
        server.start(f"listen_addresses={here}")
    except Unavailable as reason:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(str(reason))
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
