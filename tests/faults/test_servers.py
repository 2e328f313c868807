"""A server that stops and lines that are cut: an arena knows what is in. `make faults` does it with more of both."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

import pytest

from quizarena.arena import Arena
from quizarena.contest.facts import Adjusted
from quizarena.errors import JournalError, JournalUnknown
from quizarena.facts import Record
from quizarena.journal import open_journal
from quizarena.journal.addresses import name_of
from quizarena.journal.postgres import watch
from quizarena.points import parse_number
from tests.faults.relay import Cut, Relay
from tests.faults.servers import begin, configure, own_server, restart_under_writers
from tests.postgres import PostgresServer, await_true, database, new_address, rows_of, skipped_without_server

ONE = Adjusted("yingbin", parse_number("1"), "one")


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with skipped_without_server(), own_server() as server:
        yield server


@pytest.fixture
def relay() -> Iterator[tuple[Relay, str]]:
    """Return a relay before the server that all tests share, and the address of a contest through it."""
    start, _mark, folder = database().partition("?host=")
    if not folder.startswith("/"):
        pytest.skip("the relay stands before a server that the tests start themselves")
    name = f"relayed-{token_hex(4)}"
    begin(f"{database()}#{name}")
    with TemporaryDirectory(prefix="qa-relay-") as own:
        relay = Relay(Path(own), Path(folder))
        yield relay, f"{start}?host={own}#{name}"
        relay.close()


def ids(relayed: str) -> list[str]:
    """Return the records of a contest, asked for without the relay."""
    with Arena.open(f"{database()}#{name_of(relayed)}", read_only=True) as arena:
        return [record.id for record in arena.contest.records]


def push(arena: Arena, id: str = "once") -> Record:
    return arena.push(ONE, seat="arbiter", id=id)


@pytest.mark.parametrize("cut", ["before", "after"])
def test_a_line_that_is_cut_at_a_commit(relay: tuple[Relay, str], cut: Cut) -> None:
    with Arena.open(relay[1]) as arena:
        relay[0].cut = cut
        if cut == "before":
            with pytest.raises(JournalError, match="it was not recorded, try again"):
                push(arena)
        assert push(arena).seq == 2
        assert push(arena).seq == 2
        assert relay[0].hits == 1
    assert ids(relay[1]) == ["0", "1", "once"]


def test_a_commit_that_comes_late_is_waited_for(relay: tuple[Relay, str]) -> None:
    """The lock for writing is the lost transaction's until that has ended: so whoever looks then looks in time."""
    found = list[Record]()
    with Arena.open(relay[1]) as arena:
        relay[0].cut = "late"
        deed = threading.Thread(target=lambda: found.append(push(arena)))
        deed.start()
        await_true(lambda: rows_of(_QUEUE))
        assert found == []
        relay[0].let_go()
        deed.join(60)
    assert [record.seq for record in found] == [2]
    assert ids(relay[1]) == ["0", "1", "once"]


_QUEUE = """
SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def test_a_line_on_which_nothing_is_answered_any_more_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    address = new_address("frozen")
    begin(address)
    if "?host=/" not in address:
        pytest.skip("only processes of a server on this machine can be made to stand still")
    with Arena.open(address) as arena:
        frozen = [pid for (pid,) in rows_of(_LINES)]
        for pid in frozen:
            os.kill(pid, signal.SIGSTOP)
        monkeypatch.setattr(watch, "ANSWER_SECONDS", 0.2)
        monkeypatch.setattr(watch, "_CANCEL_SECONDS", 0.1)
        await_true(lambda: followed(arena))
        monkeypatch.undo()
        assert push(arena).seq == 2
        for pid in frozen:
            os.kill(pid, signal.SIGCONT)


_LINES = """
SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
AND backend_type = 'client backend'
"""


def followed(arena: Arena) -> bool:
    """Look for news; on a slow machine another line may be given up too."""
    with suppress(JournalError):
        arena.refresh()
        return True
    return False


def test_a_server_whose_plug_is_pulled_under_eight_writers_and_that_comes_back_careless(server: PostgresServer) -> None:
    begin(f"{server.address}#plug")
    tally = restart_under_writers(server, f"{server.address}#plug", writers=8, count=6, times=1)
    assert tally.is_right, tally
    assert tally.acknowledged == 48
    server.stop("fast")
    server.start("fsync=off")
    with pytest.raises(JournalError, match="runs with fsync = off: a power cut would lose records"):
        open_journal(f"{server.address}#plug")
    open_journal(f"{server.address}#plug", read_only=True).close()
    server.stop("fast")
    server.start()


def test_a_record_that_its_standby_does_not_confirm_is_not_acknowledged(
    server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(f"{server.address}#unconfirmed")
    with Arena.open(f"{server.address}#unconfirmed") as arena:
        configure(server, "synchronous_standby_names", "nobody")
        monkeypatch.setattr(watch, "COMMIT_SECONDS", 0.1)
        waits = (f"w-{number}" for number in count())
        await_true(lambda: is_unknown(arena, next(waits)))  # the server takes a setting over in its own time
        monkeypatch.undo()
        configure(server, "synchronous_standby_names", "")
        records = arena.contest.records
        assert push(arena, records[-1].id) == records[-1]
        assert [record.id for record in records[2:]] == [f"w-{number}" for number in range(len(records) - 2)]


def is_unknown(arena: Arena, id: str) -> bool:
    """Push, and return whether it is not known whether that is in."""
    try:
        push(arena, id)
    except JournalUnknown as error:
        return "whether it was recorded is not known" in str(error)
    return False
