"""What is measured, each beside what a user would pick instead, in one run on one machine."""

from __future__ import annotations

import collections
import gc
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time, process_time_ns
from typing import Literal

import attrs

from quizarena.arena import Arena
from quizarena.contest.facts import Corrected, Replacement
from quizarena.decoding import objects
from quizarena.documents import judged_document_of, read_rows
from quizarena.journal import SqliteJournal, first_bad
from quizarena.journal.jsonl import export
from quizarena.journal.schema import COLUMNS, SCHEMA
from quizarena.panels import panel_rule
from quizarena.records import to_row
from quizarena.standings import places

from . import journals


@attrs.frozen
class Measure:
    """A line of the table: what took how long, beside what, and the ratio to it (ours / theirs).

    `ours` and `theirs` are in microseconds, or in kilobytes where `unit` says so.
    """

    what: str
    ours: float
    beside: str = ""
    theirs: float | None = None
    aim: str = ""
    unit: Literal["us", "kB"] = "us"

    @property
    def ratio(self) -> float | None:
        """Ours over theirs."""
        return self.ours / self.theirs if self.theirs else None

    def line(self) -> str:
        """Return it as a line."""
        theirs = "" if self.theirs is None else shown(self.theirs, self.unit)
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return f"{self.what:48} {shown(self.ours, self.unit):>9}  {self.beside:38} {theirs:>9} {ratio:>7}  {self.aim}"


def shown(value: float, unit: Literal["us", "kB"]) -> str:
    """Return the value in the unit in which it is a short number."""
    for longer in ("ms", "s") if unit == "us" else ("MB",):
        if value < 1_000:
            break
        value, unit = value / 1_000, longer  # type: ignore[assignment]
    return f"{value:.1f} {unit}"


def seconds(deed: Callable[[], object], times: int = 5, clock: Callable[[], float] = process_time) -> float:
    """Return the shortest of `times` runs, in processor time: what the machine needs when nothing else bothers it."""
    found = []
    for _time in range(times):
        gc.collect()
        start = clock()
        deed()
        found.append(clock() - start)
    return min(found)


def opening(facts: int) -> Iterator[Measure]:
    """Open a journal: chain checked, folded, not judged again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bench.qa")
        journals.write(path, list(journals.records(facts)))
        ours = seconds(lambda: journals.opened(path), 2) / facts * 1e6
        bare = seconds(lambda: _bare(path), 2) / facts * 1e6
        yield Measure(f"open {facts} facts, each", ours, "sqlite3 + json alone", bare)
        peer = _eventsourcing(Path(folder), facts) / facts * 1e6
        yield Measure(f"open {facts} facts, each", ours, "eventsourcing", peer, "<= 0.2")
        floor = seconds(lambda: _floor(path), 2) / facts * 1e6
        yield Measure("of which rows, their chain and their JSON", floor, "eventsourcing", peer)
        judged = seconds(lambda: judged_document_of(read_rows(path)), 2) / facts * 1e6
        yield Measure(f"verify {facts} facts, each", judged, "opening them", ours, "<= 6")
        yield _importing(path, facts)


def _importing(path: Path, facts: int) -> Measure:
    lines, program = path.with_name("bench.jsonl"), "import resource, sys; from quizarena.arena import Arena\n"
    with lines.open("w", encoding="utf-8") as stream:
        stream.writelines(export(read_rows(path)))
    program += "Arena.import_lines(sys.argv[2], open(sys.argv[1], 'rb')).close()\n"
    program += "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    command = [sys.executable, "-c", program, str(lines), str(path.with_name("again.qa"))]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    return Measure(f"memory of the import of {facts} facts", int(found.stdout), "aim", 400_000, "<= 1", "kB")


def opening_marks() -> Iterator[Measure]:
    """Open a contest of judged scenes, and ask it for its standings."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "marks.qa")
        journals.write(path, journals.judged().records)
        ours = seconds(lambda: journals.opened(path)) * 1e6
        yield Measure(f"open a contest of {journals.MARKS} marks", ours, "aim", 50_000, "<= 1")
        contests = [journals.opened(path) for _time in range(3)]  # each asked once: an answer is kept
        yield Measure(
            f"its standings after {journals.MARKS} marks",
            seconds(lambda: contests.pop().standings(audience=None), 3) * 1e6,
        )


def _floor(path: Path) -> None:
    """Do what no opening in Python can do without, whatever becomes of the facts then."""
    with closing(SqliteJournal(path, read_only=True)) as journal:
        rows = list(journal.read())
    assert first_bad(rows) is None
    for start in range(0, len(rows), 256):
        assert objects([row.fact for row in rows[start : start + 256]]) is not None


def _bare(path: Path) -> int:
    connection = sqlite3.connect(path)
    rows = [json.loads(fact) for (fact,) in connection.execute("SELECT fact FROM records ORDER BY seq")]
    connection.close()
    return len(rows)


def _eventsourcing(folder: Path, facts: int) -> float:
    """Return the seconds in which eventsourcing loads the same facts, instants as instants; it only counts them."""
    from eventsourcing.application import Application
    from eventsourcing.domain import Aggregate, event

    class Hall(Aggregate):
        def __init__(self) -> None:
            self.facts = 0

        @event("Recorded")
        def record(self, type: str, seat: str, round: str, fact: dict[str, object]) -> None:
            self.facts += 1

    env = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(folder / "peer.db")}
    application: Application = Application(env=env)
    hall = Hall()
    for record in journals.records(facts):
        given = attrs.asdict(record.fact, filter=lambda field, value: value != field.default)
        hall.record(type=record.type, seat=record.seat, round=record.round, fact=given)
        if record.seq % 5_000 == 0:
            application.save(hall)
    application.save(hall)
    fresh: Application = Application(env=env)
    return seconds(lambda: fresh.repository.get(hall.id), 2)


def pushing() -> Iterator[Measure]:
    """A durable push through the arena, judged and chained, beside raw sqlite3 writing the same rows into such a table.

    The two take turns, so that both meet the same disk. Listing the moves, of which the fact is one, is apart: a desk
    does it when it draws its screen.
    """
    with tempfile.TemporaryDirectory() as folder:
        raw = _raw_table(Path(folder, "raw.db"))
        with Arena.create(Path(folder, "push.qa"), journals.rulebook(3)) as arena:
            arena.push(arena.contest.moves()[0].fill(mode="live"))
            taken = [_turn(arena, raw) for _time in range(300)]
        raw.close()
    moves, ours, theirs = (statistics.median(times) * 1e6 for times in zip(*taken, strict=True))
    yield Measure("durable push of a fact, median", ours, "raw sqlite3, same pragmas and table", theirs, "<= 1.25")
    yield Measure("the moves of a moment, one of them filled", moves)


def _turn(arena: Arena, raw: sqlite3.Connection) -> tuple[float, float, float]:
    began = perf_counter()
    fact = journals.next_fact(arena.contest)
    listed = perf_counter()
    record = arena.push(fact)
    pushed = perf_counter()
    row = to_row(record, arena.contest.book)
    ready = perf_counter()
    raw.execute("BEGIN IMMEDIATE")
    raw.execute(f"INSERT INTO records ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    raw.execute("COMMIT")
    return listed - began, pushed - listed, perf_counter() - ready


def _raw_table(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute(SCHEMA[0])
    return connection


def growing(longest: int) -> Iterator[Measure]:
    """A push in memory at the beginning of an event and far into it."""
    first = _pushes_at(1_000)
    for facts in (100, 10_000, longest):
        aim = "<= 1.5" if facts == longest else ""
        yield Measure(f"push in memory at fact {facts}", _pushes_at(facts), "at fact 1000", first, aim)


def _pushes_at(facts: int) -> float:
    from quizarena.contest import Contest

    contest = Contest.of_records(list(journals.records(facts)))
    taken = []
    for _time in range(60):
        fact = journals.next_fact(contest)
        start = process_time()
        contest.push(fact)
        taken.append(process_time() - start)
    return statistics.median(taken) * 1e6


def ranking() -> Iterator[Measure]:
    """Places of totals beside a bare sort of the same totals as scaled integers."""
    for teams in (10, 100, 1_000, 10_000):
        drawn = random.Random(teams)  # as they stand in a roster: in no order
        totals = [Fraction(drawn.randrange(30_000, 40_000), 100) for _team in range(teams)]
        whole = [int(total * 100) for total in totals]
        ours = seconds(lambda totals=totals: places(totals)) * 1e6  # type: ignore[misc]
        bare = seconds(lambda whole=whole: sorted(whole, reverse=True)) * 1e6  # type: ignore[misc]
        yield Measure(f"places of {teams} totals", ours, "sorted() of integers", bare, "<= 5" if teams > 100 else "")


def trimming() -> Iterator[Measure]:
    """One trimmed panel of seven marks, exact, beside what a script would use."""
    from scipy.stats import trim_mean

    marks = {f"j{n}": text for n, text in enumerate(["84.1", "85.8", "89.9", "85.3", "87.3", "83.7", "86.0"])}
    floats, whole = [float(text) for text in marks.values()], [841, 858, 899, 853, 873, 837, 860]
    rule = panel_rule("trimmed", drop_low=1, drop_high=1)
    times = 2_000
    ours = seconds(lambda: [rule.value(marks) for _time in range(times)]) / times * 1e6
    peers: dict[str, Callable[[], object]] = {
        "scipy.stats.trim_mean": lambda: trim_mean(floats, 1 / 7),
        "statistics.mean of sorted floats": lambda: statistics.mean(sorted(floats)[1:-1]),
        "scaled integers by hand": lambda: Fraction(sum(sorted(whole)[1:-1]), 50),
    }
    for name, peer in peers.items():
        theirs = seconds(lambda peer=peer: [peer() for _time in range(200)]) / 200 * 1e6  # type: ignore[misc]
        yield Measure("trimmed mean of seven marks", ours, name, theirs, "<= 0.02" if "scipy" in name else "")


def correcting() -> Iterator[Measure]:
    """Correct the oldest ruling of a contest of 1,300 facts, its preview included."""
    contest = journals.told(7, 1_300)
    seq = next(record.seq for record in contest.records if record.type == "quiz.ruled")
    fact = attrs.evolve(contest.records[seq].fact, verdict="wrong")
    change = Corrected((Replacement(seq, contest.book.to_mapping(fact)),), "recheck")

    def deed() -> None:
        desk = contest.fork()  # which has judged nothing yet
        desk.preview(change)
        desk.push(change)

    yield Measure("correct the oldest of 1300 facts, with preview", seconds(deed, 3) * 1e6, "aim", 100_000, "<= 1")
    yield Measure("verify 1300 facts", seconds(contest.verify, 1) * 1e6)


def pooling(contests: int) -> Iterator[Measure]:
    """Contests of 180 records, told in a pool of two processes that hand back the winners, beside one process.

    Of the pool it is what its busier process takes, and what the one that hands out takes besides.
    """
    alone = seconds(lambda: [journals.winners(number) for number in range(contests)], 1) * 1e6
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(_busy, range(2)))  # both have started, and imported what they need
        start, taken = process_time(), collections.Counter[int]()
        for _winners, process, took in pool.map(_busy, range(contests), chunksize=20):
            taken[process] += took
        both = (max(taken.values()) / 1e9 + process_time() - start) * 1e6
    yield Measure(f"{contests} contests of 180 records, two processes", both, "in one process", alone, "<= 0.6")


def _busy(number: int) -> tuple[list[str], int, int]:
    """Tell a contest; return who leads then, which process told it, and in how many nanoseconds."""
    start = process_time_ns()
    return journals.winners(number), os.getpid(), process_time_ns() - start


def starting() -> Iterator[Measure]:
    """How long a process takes until it answers, and what a contest weighs."""
    python = [sys.executable, "-c"]
    click = seconds(lambda: subprocess.run([*python, "import click"], check=True), 5, perf_counter) * 1e6
    version = [sys.executable, "-m", "quizarena", "--version"]
    ours = seconds(lambda: subprocess.run(version, check=True, stdout=subprocess.DEVNULL), 5, perf_counter) * 1e6
    yield Measure("quizarena --version", ours, "python -c 'import click'", click, "<= 2")
    tracemalloc.start()
    contest = journals.told(7, 1_300)
    held, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    yield Measure(f"memory of a contest of {len(contest.records)} facts", held / 1_000, unit="kB")


def machine() -> str:
    """Return the size of this machine."""
    return f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}"
