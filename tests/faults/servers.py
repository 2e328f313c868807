"""PostgreSQL servers that stop, lose their lines, fail over or run full: what was acknowledged is in, each once."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import attrs

from quizarena.arena import Arena
from quizarena.contest.facts import Adjusted
from quizarena.documents import read_rows
from quizarena.errors import JournalError
from quizarena.journal import create_journal, first_bad
from quizarena.points import parse_number
from tests.postgres import PostgresServer, Unavailable, await_true

from . import contests

_SECONDS = 120.0


@attrs.define
class Tally:
    """What writers were told is in, and what of that is not there, or there twice."""

    name: str
    acknowledged: int = 0
    lost: int = 0
    twice: int = 0
    more: int = 0
    longest_wait_s: float = 0.0
    is_whole: bool = True
    wrong: list[str] = attrs.field(factory=list)

    @property
    def is_right(self) -> bool:
        """Whether every acknowledged record is in once, and no other, in a whole chain."""
        return self.is_whole and self.acknowledged > 0 and not (self.lost or self.twice or self.more or self.wrong)


@contextmanager
def own_server(*settings: str, folder: Path | None = None) -> Iterator[PostgresServer]:
    """Run a server that nobody else uses, so that it may be struck."""
    with tempfile.TemporaryDirectory(prefix="qa-pg-", dir=folder) as own:
        server = PostgresServer(Path(own))
        server.make()
        server.start(*settings)
        try:
            yield server
        finally:
            server.stop()


def begin(address: str) -> None:
    """Start the example's contest at an address, with the first of its facts."""
    create_journal(address, lambda writer: writer.append(contests.first_row())).close()
    with Arena.open(address) as arena:
        contests.tell(arena, 1)


def write(address: str, name: str, count: int, heard: Callable[[str], object]) -> float:
    """Push `count` facts, each again under its id until it is acknowledged; return the longest wait in seconds."""
    one, longest = Adjusted("yingbin", parse_number("1"), name), 0.0
    with Arena.open(address) as arena:
        for number in range(count):
            began = time.monotonic()
            while not _is_in(arena, one, f"{name}-{number}"):
                assert time.monotonic() - began < _SECONDS
                time.sleep(0.05)
            longest = max(longest, time.monotonic() - began)
            heard(f"{name}-{number}")
    return longest


def _is_in(arena: Arena, fact: Adjusted, id: str) -> bool:
    with suppress(JournalError):
        arena.push(fact, seat="arbiter", id=id)
        return True
    return False


def tally(name: str, address: str, acknowledged: list[str], longest: float = 0.0) -> Tally:
    """Compare what was acknowledged with what is there."""
    rows = read_rows(address)
    there = [row.id for row in rows if row.type == Adjusted.type]
    with Arena.open(address, read_only=True) as arena:
        arena.contest.verify()
    twice = len(there) - len(set(there))
    lost, more = set(acknowledged) - set(there), set(there) - set(acknowledged)
    return Tally(name, len(acknowledged), len(lost), twice, len(more), round(longest, 2), first_bad(rows) is None)


def restart_under_writers(server: PostgresServer, address: str, writers: int, count: int, times: int) -> Tally:
    """Pull the server's plug so many times while so many threads write."""
    acknowledged, waits = list[str](), list[float]()
    step = writers * count // (times + 1)

    def run(name: str) -> None:
        waits.append(write(address, name, count, acknowledged.append))

    with _running([lambda name=f"w{each}": run(name) for each in range(writers)]) as is_over:
        for each in range(1, times + 1):
            _restart_after(each * step, server, acknowledged, is_over)
    return tally(f"server restarted {times} times under {writers} writers", address, acknowledged, max(waits))


def _restart_after(count: int, server: PostgresServer, acknowledged: list[str], is_over: Callable[[], bool]) -> None:
    await_true(lambda: len(acknowledged) >= count or is_over())
    server.stop()
    server.start()


@contextmanager
def _running(deeds: list[Callable[[], object]]) -> Iterator[Callable[[], bool]]:
    threads = [threading.Thread(target=deed) for deed in deeds]
    for each in threads:
        each.start()
    try:
        yield lambda: not any(each.is_alive() for each in threads)
    finally:
        for each in threads:
            each.join(_SECONDS)


# What `make faults` does besides, each on servers of its own


def processes_and_restarts(writers: int, count: int, times: int) -> Tally:
    """As `restart_under_writers`, with a process a writer."""
    with own_server() as server:
        address = f"{server.address}#restarted"
        begin(address)
        command = [sys.executable, "-m", "tests.faults.servers", address]
        hands = [
            subprocess.Popen([*command, f"p{each}", str(count)], stdout=subprocess.PIPE, encoding="utf-8")
            for each in range(writers)
        ]
        acknowledged = list[str]()

        def listen(hand: subprocess.Popen[str]) -> None:
            assert hand.stdout is not None
            acknowledged.extend(line.strip() for line in hand.stdout)

        with _running([lambda hand=each: listen(hand) for each in hands]) as is_over:
            for each in range(1, times + 1):
                _restart_after(each * writers * count // (times + 1), server, acknowledged, is_over)
        found = tally(f"server restarted {times} times under {writers} processes", address, acknowledged)
        found.wrong += [f"{hand.args!r} ended with {hand.returncode}" for hand in hands if hand.wait(_SECONDS)]
        return found


def fail_over(writers: int, count: int) -> Tally:
    """Kill the primary under writers and let its synchronous standby take over."""
    with own_server() as primary, tempfile.TemporaryDirectory(prefix="qa-pg-") as folder:
        standby = PostgresServer(Path(folder))
        both = f"postgresql://postgres@/postgres?host={primary.folder},{standby.folder}&target_session_attrs=read-write"
        address = f"{both}#failed-over"
        begin(f"{primary.address}#failed-over")
        standby.run("pg_basebackup", "-h", str(primary.folder), "-U", "postgres", "-D", str(standby.data), "-R", "-X",
                    "stream", "--checkpoint=fast")  # fmt: skip
        try:
            standby.start()
            configure(primary, "synchronous_standby_names", "*")
            return _fail_over(primary, standby, address, writers, count)
        finally:
            standby.stop()


def _fail_over(primary: PostgresServer, standby: PostgresServer, address: str, writers: int, count: int) -> Tally:
    acknowledged, waits = list[str](), list[float]()

    def run(name: str) -> None:
        waits.append(write(address, name, count, acknowledged.append))

    with _running([lambda name=f"w{each}": run(name) for each in range(writers)]):
        await_true(lambda: len(acknowledged) > writers * count // 2)
        primary.stop()
        standby.run("pg_ctl", "promote", "-D", str(standby.data))
        configure(standby, "synchronous_standby_names", "")
    return tally(f"standby takes over under {writers} writers", address, acknowledged, max(waits))


def configure(server: PostgresServer, name: str, value: str) -> None:
    """Set a setting of a running server."""
    import psycopg

    with psycopg.connect(server.address, autocommit=True) as line:
        line.execute(f"ALTER SYSTEM SET {name} = '{value}'".encode())
        line.execute("SELECT pg_reload_conf()")


def full_disk(count: int) -> Tally:
    """Let the server's disk run full under a writer, make room, and go on.

    Raises:
        Unavailable: A small disk cannot be had here.
    """
    with small_disk(160) as disk, own_server("max_wal_size=32MB", "min_wal_size=32MB", folder=disk) as server:
        address, acknowledged = f"{server.address}#full", list[str]()
        begin(address)
        with Arena.open(address) as arena:
            refusal = _write_until_full(arena, disk / "filler", count, acknowledged)
        found = tally("disk of the server full", address, acknowledged)
        if not refusal:
            found.wrong.append("the disk never ran full")
        return found


def _write_until_full(arena: Arena, filler: Path, count: int, acknowledged: list[str]) -> str:
    """Write, fill the disk up, write until it is refused, make room, and write on; return the refusal."""
    long, refusal = Adjusted("yingbin", parse_number("1"), "字" * 200), ""
    for number in range(3 * count):
        id = f"w-{number}"
        if number == count:
            _fill(filler)
        try:
            arena.push(long, seat="arbiter", id=id)
        except JournalError as error:
            refusal = refusal or str(error)
            filler.unlink(missing_ok=True)
            await_true(lambda id=id: _is_in(arena, long, id))
        acknowledged.append(id)
    return refusal


def _fill(filler: Path) -> None:
    with suppress(OSError), filler.open("wb", buffering=0) as stream:
        while True:
            stream.write(bytes(4_096))


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """Have a disk of so many megabytes."""
    with tempfile.TemporaryDirectory(prefix="qa-disk-") as folder:
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "none", folder]
        if not shutil.which("mount") or subprocess.run(command, check=False, capture_output=True).returncode:
            raise Unavailable("a small disk cannot be mounted here")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=False)


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2], int(sys.argv[3]), lambda id: print(id, flush=True))  # noqa: T201
