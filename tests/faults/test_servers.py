"""A server that stops and lines that are cut: an arena knows what is in. `make faults` does it with more of both."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from quizarena.arena import Arena
from quizarena.contest.facts import Adjusted
from quizarena.errors import JournalError, JournalUnknown
from quizarena.facts import Record
from quizarena.journal import open_journal
from quizarena.journal.postgres import watch
from quizarena.points import parse_number
from tests.faults.relay import Cut, Relay
from tests.faults.servers import begin, configure, own_server, restart_under_writers
from tests.postgres import PostgresServer, skipped_without_server

ONE = Adjusted("yingbin", parse_number("1"), "one")


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with skipped_without_server(), own_server() as server:
        yield server


@pytest.fixture
def relay(server: PostgresServer) -> Iterator[tuple[Relay, str]]:
    """Return a relay before the server, and the server's address through it."""
    with TemporaryDirectory(prefix="qa-relay-") as folder:
        relay = Relay(Path(folder), server.folder)
        yield relay, f"postgresql://postgres@/postgres?host={folder}"
        relay.close()


def push(arena: Arena) -> Record:
    return arena.push(ONE, seat="arbiter", id="once")


@pytest.mark.parametrize("cut", ["before", "after"])
def test_a_line_that_is_cut_at_a_commit(server: PostgresServer, relay: tuple[Relay, str], cut: Cut) -> None:
    begin(f"{server.address}#{cut}")
    with Arena.open(f"{relay[1]}#{cut}") as arena:
        relay[0].cut = cut
        if cut == "before":
            with pytest.raises(JournalError, match="it was not recorded, try again"):
                push(arena)
        assert push(arena).seq == 2
        assert push(arena).seq == 2
        assert relay[0].hits == 1
    with Arena.open(f"{server.address}#{cut}") as arena:
        assert [record.id for record in arena.contest.records] == ["0", "1", "once"]


def test_a_commit_that_comes_late_is_waited_for(server: PostgresServer, relay: tuple[Relay, str]) -> None:
    """The lock for writing is the lost transaction's until that has ended: so whoever looks then looks in time."""
    begin(f"{server.address}#late")
    found = list[Record]()
    with Arena.open(f"{relay[1]}#late") as arena:
        relay[0].cut = "late"
        deed = threading.Thread(target=lambda: found.append(push(arena)))
        deed.start()
        await_queue(server)
        assert found == []
        relay[0].let_go()
        deed.join(60)
    assert [record.seq for record in found] == [2]
    with Arena.open(f"{server.address}#late") as arena:
        assert [record.id for record in arena.contest.records] == ["0", "1", "once"]


def await_queue(server: PostgresServer) -> None:
    """Return once somebody waits for the turn to write."""
    asked = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with psycopg.connect(server.address, autocommit=True) as line:
        for _each in range(6_000):
            if line.execute(asked).fetchone():
                return
            threading.Event().wait(0.01)
    pytest.fail("nobody waits")


def test_a_server_whose_plug_is_pulled_under_eight_writers(server: PostgresServer) -> None:
    begin(f"{server.address}#plug")
    tally = restart_under_writers(server, f"{server.address}#plug", writers=8, count=6, times=1)
    assert tally.is_right, tally
    assert tally.acknowledged == 48


def test_a_record_that_its_standby_does_not_confirm_is_not_acknowledged(
    server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(f"{server.address}#unconfirmed")
    with Arena.open(f"{server.address}#unconfirmed") as arena:
        configure(server, "synchronous_standby_names", "nobody")
        monkeypatch.setattr(watch, "COMMIT_SECONDS", 0.1)
        with pytest.raises(JournalUnknown, match="synchronous replication"):
            push(arena)
        monkeypatch.undo()
        configure(server, "synchronous_standby_names", "")
        assert push(arena).seq == 2


def test_a_line_on_which_nothing_is_answered_any_more_is_replaced(
    server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(f"{server.address}#frozen")
    with Arena.open(f"{server.address}#frozen") as arena:
        asked = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        with psycopg.connect(server.address) as line:
            frozen = [pid for (pid,) in line.execute(asked).fetchall()]
        for pid in frozen:
            os.kill(pid, signal.SIGSTOP)
        monkeypatch.setattr(watch, "ANSWER_SECONDS", 0.1)
        monkeypatch.setattr(watch, "_CANCEL_SECONDS", 0.1)
        assert not arena.refresh()
        monkeypatch.undo()
        assert push(arena).seq == 2
        for pid in frozen:
            os.kill(pid, signal.SIGCONT)


def test_a_server_that_does_not_write_to_its_disk_is_refused(server: PostgresServer) -> None:
    server.stop("fast")
    server.start("fsync=off")
    with pytest.raises(JournalError, match="runs with fsync = off: a power cut would lose records"):
        open_journal(f"{server.address}#plug")
    open_journal(f"{server.address}#plug", read_only=True).close()
