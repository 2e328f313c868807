"""Contests on a PostgreSQL server, beside the same done by hand and beside the file.

`python -m tests.benchmarks.servers listen ADDRESS COUNT` hears of records, `... answer` of notifications, and
`... load ADDRESS FIRST COUNT SECONDS` pushes one record a second onto each of so many contests.
"""

from __future__ import annotations

import secrets
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from time import perf_counter, sleep
from typing import IO, Any

import psycopg

from quizarena.arena import Arena
from quizarena.journal import create_journal, linked, open_journal
from quizarena.journal.postgres.tables import COLUMNS, LOCK
from quizarena.journal.row import Head, Row
from tests.faults import contests
from tests.postgres import Unavailable, new_server_database

from . import journals
from .measures import Measure, seconds

_PUSHES, _HEARD = 400, 500
_CONTESTS, _PROCESSES, _SECONDS = 200, 4, 20


def servers() -> Iterator[Measure]:
    """Yield the measures; none where no server can be had."""
    try:
        server = new_server_database()
    except Unavailable as reason:
        sys.stdout.write(f"left out: {reason}\n")
        return
    yield _pushing(server)
    yield from _hearing(server)
    yield _opening(server)
    yield _many(server)


# A push beside the same transaction by hand


def _pushing(server: str) -> Measure:
    """A durable push through the arena, judged, beside BEGIN, lock, head, INSERT, COMMIT; they take turns."""
    by_hand = psycopg.connect(server, autocommit=True)
    with Arena.create(f"{server}#push", journals.rulebook(3)) as arena, by_hand as hand:
        arena.push(arena.contest.moves()[0].fill(mode="live"))
        create_journal(f"{server}#hand", lambda writer: writer.append(contests.first_row())).close()
        taken = [(_push(arena), _push_by_hand(hand, number)) for number in range(_PUSHES)]
    ours, theirs = (statistics.median(times) * 1e6 for times in zip(*taken, strict=True))
    return Measure("durable push to a server, median", ours, "the same transaction by hand", theirs, "<= 2")


def _push(arena: Arena) -> float:
    fact = journals.next_fact(arena.contest)
    began = perf_counter()
    arena.push(fact)
    return perf_counter() - began


def _push_by_hand(line: psycopg.Connection[Any], number: int) -> float:
    began = perf_counter()
    line.execute("BEGIN")
    line.execute("SELECT pg_advisory_xact_lock(%s, number) FROM quizarena.contests WHERE id = 'hand'", (LOCK,))
    found = line.execute("SELECT number, seq, digest FROM quizarena.contests WHERE id = 'hand'").fetchone()
    assert found is not None
    contest, *head = found
    row = _row_after(Head(*head), f"h-{number}")
    line.execute(_INSERT.encode(), (contest, *row))
    line.execute("COMMIT")
    return perf_counter() - began


_INSERT = f"INSERT INTO quizarena.records (contest, {COLUMNS}) VALUES (%s{', %s' * 9})"


def _row_after(head: Head, id: str) -> Row:
    fact = '{"chosen":"","seconds":"7.31","verdict":"right"}'
    return linked(head.digest, Row(head.seq + 1, id, "2026-11-23T14:03:05.120Z", "desk", "", "r0", "quiz.ruled", fact))


# Until another process has it


def _hearing(server: str) -> Iterator[Measure]:
    """From before the commit until another process has read the row, beside NOTIFY and back on bare lines."""
    address, count = f"{server}#heard", _HEARD
    with closing(create_journal(address, lambda writer: writer.append(contests.first_row()))) as journal:
        listener = run("listen", address, str(count))
        assert listener.stdout is not None
        listener.stdout.readline()
        begun = []
        for number in range(count):
            sleep(0.005)
            with journal.writing() as writer:
                writer.append(_row_after(writer.head(), f"n-{number}"))
                begun.append(perf_counter())
        heard = [float(line) for line in listener.stdout]
        listener.wait()
    found = sorted(there - here for here, there in zip(begun, heard, strict=True))
    bare = sorted(_there_and_back(server, count))
    for name, share in (("median", 0.5), ("p99", 0.99)):
        ours, theirs = (times[int(share * count)] * 1e6 for times in (found, bare))
        yield Measure(f"commit to a row read elsewhere, {name}", ours, "NOTIFY and back", theirs, "<= 5")


def _there_and_back(server: str, count: int) -> Iterator[float]:
    answerer = run("answer", server, str(count))
    with psycopg.connect(server, autocommit=True) as line:
        line.execute("LISTEN back")
        assert answerer.stdout is not None
        answerer.stdout.readline()
        for _each in range(count):
            sleep(0.005)
            began = perf_counter()
            line.execute("NOTIFY there")
            list(line.notifies(timeout=10, stop_after=1))
            yield perf_counter() - began
    answerer.wait()


def _listen(address: str, count: int) -> None:
    with closing(open_journal(address, read_only=True)) as journal:
        journal.wait(0.5)
        print(flush=True)  # noqa: T201
        after, times = 0, list[float]()
        while len(times) < count:
            journal.wait(1)
            rows = list(journal.read(after))
            times += [perf_counter()] * len(rows)
            after += len(rows)
    print("\n".join(map(str, times)))  # noqa: T201


def _answer(server: str, count: int) -> None:
    with psycopg.connect(server, autocommit=True) as line:
        line.execute("LISTEN there")
        print(flush=True)  # noqa: T201
        for _each in range(count):
            list(line.notifies(timeout=10, stop_after=1))
            line.execute("NOTIFY back")


# Opening, and a district


def _opening(server: str) -> Measure:
    """The example's whole afternoon, beside the file with the same records."""
    address = f"{server}#open"
    rows = contests.played(len(contests.lines()))
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder, "open.qa"))
        for each in (address, file):
            create_journal(each, lambda writer: [writer.append(row) for row in rows]).close()
        with Arena.open(address):  # a server's line is there, as in a program that runs
            ours, theirs = (
                seconds(lambda each=each: Arena.open(each, read_only=True).close(), 7, perf_counter) * 1e6  # type: ignore[misc]
                for each in (address, file)
            )
    return Measure(f"open {len(rows)} records on a server", ours, "the same in a file", theirs, "<= 2")


def _many(server: str) -> Measure:
    """A record a second on each of 200 contests at once, from four processes."""
    base, each = f"{server}#load-{secrets.token_hex(2)}", _CONTESTS // _PROCESSES
    loads = [run("load", base, str(number * each), str(each), str(_SECONDS)) for number in range(_PROCESSES)]
    _let_go(loads)
    waits = sorted(float(line) for load in loads if load.stdout is not None for line in load.stdout)
    for load in loads:
        load.wait()
    what = f"a record a second on {_CONTESTS} contests, p99"
    return Measure(what, waits[int(0.99 * len(waits))] * 1e6, "aim", 50_000, "<= 1")


def _let_go(loads: Sequence[subprocess.Popen[str]]) -> None:
    for load in loads:
        assert load.stdout is not None
        load.stdout.readline()
    for load in loads:
        assert load.stdin is not None
        load.stdin.write("go\n")
        load.stdin.flush()


def _load(base: str, first: int, count: int, duration: int) -> None:
    """Push onto each contest once a second, each at its own moment; those that are late are pushed at once."""
    arenas = [Arena.create(f"{base}-{first + number}", journals.rulebook(2)) for number in range(count)]
    for arena in arenas:
        arena.push(arena.contest.moves()[0].fill(mode="live"))
    print(flush=True)  # noqa: T201
    sys.stdin.readline()
    began, waits, luck = perf_counter(), list[float](), Random(first)
    due = sorted((luck.random() + second, number) for second in range(duration) for number in range(count))
    for at, number in due:
        sleep(max(0.0, began + at - perf_counter()))
        waits.append(_push(arenas[number]))
    print("\n".join(map(str, waits)))  # noqa: T201
    for arena in arenas:
        arena.close()


def run(*words: str) -> subprocess.Popen[str]:
    """Begin one of the processes of this module."""
    command = [sys.executable, "-m", "tests.benchmarks.servers", *words]
    pipe: IO[str] | int = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, encoding="utf-8")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["listen", address, count]:
            _listen(address, int(count))
        case ["answer", address, count]:
            _answer(address, int(count))
        case ["load", base, first, count, duration]:
            _load(base, int(first), int(count), int(duration))
