"""What is measured, each beside what a user would pick instead, in one run on one machine."""

from __future__ import annotations

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
from fractions import Fraction
from pathlib import Path
from time import perf_counter

import attrs

from quizarena.arena import Arena
from quizarena.contest.facts import Corrected, Replacement
from quizarena.panels import panel_rule
from quizarena.standings import places

from . import journals


@attrs.frozen
class Measure:
    """A line of the table: what took how long, beside what, and the ratio to it (ours / theirs)."""

    what: str
    ours_us: float
    beside: str = ""
    theirs_us: float | None = None
    aim: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours over theirs."""
        return self.ours_us / self.theirs_us if self.theirs_us else None


def seconds(deed: Callable[[], object], times: int = 5) -> float:
    """Return the shortest of `times` runs: what the machine can do when nothing else bothers it."""
    found = []
    for _time in range(times):
        gc.collect()
        start = perf_counter()
        deed()
        found.append(perf_counter() - start)
    return min(found)


def opening(facts: int) -> Iterator[Measure]:
    """Open a journal: chain checked, folded, not judged again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bench.qa")
        journals.file_of(path, facts)
        ours = seconds(lambda: journals.opened(path), 2) / facts * 1e6
        bare = seconds(lambda: _bare(path), 2) / facts * 1e6
        yield Measure(f"open {facts} facts, each", ours, "sqlite3 + json alone", bare)
        peer = _eventsourcing(Path(folder), facts) / facts * 1e6
        yield Measure(f"open {facts} facts, each", ours, "eventsourcing", peer, "<= 0.2")


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
    """A durable push through the arena beside raw sqlite3 with the same pragmas."""
    with tempfile.TemporaryDirectory() as folder:
        book, path = journals.rulebook(3), Path(folder, "push.qa")
        with Arena.create(path, book) as arena:
            arena.push(arena.contest.moves()[0].fill(mode="live"))
            judged = _each(lambda: _push_next(arena), 200)
        raw = _raw_pushes(Path(folder, "raw.db"), 200)
        yield Measure("durable push, median", judged * 1e6, "raw sqlite3, same pragmas", raw * 1e6, "<= 1.25")


def _push_next(arena: Arena) -> None:
    arena.push(journals.next_fact(arena.contest))


def _each(deed: Callable[[], object], times: int) -> float:
    return statistics.median(seconds(deed, 1) for _time in range(times))


def _raw_pushes(path: Path, times: int) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("CREATE TABLE records (seq INTEGER PRIMARY KEY, fact TEXT)")

    def push() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO records (fact) VALUES (?)", ('{"number":1,"verdict":"right"}',))
        connection.execute("COMMIT")

    taken = _each(push, times)
    connection.close()
    return taken


def growing(longest: int) -> Iterator[Measure]:
    """A push in memory at the beginning of an event and far into it."""
    first = _pushes_at(1_000)
    for facts in (10_000, longest):
        yield Measure(f"push in memory at fact {facts}", _pushes_at(facts), "at fact 1000", first, "<= 1.5")


def _pushes_at(facts: int) -> float:
    from quizarena.contest import Contest

    contest = Contest.of_records(list(journals.records(facts)))
    taken = []
    for _time in range(60):
        fact = journals.next_fact(contest)
        start = perf_counter()
        contest.push(fact)
        taken.append(perf_counter() - start)
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

    yield Measure("correct the oldest of 1300 facts, with preview", seconds(deed, 2) * 1e6, "aim", 100_000, "<= 1")
    yield Measure("verify 1300 facts", seconds(contest.verify, 1) * 1e6)


def starting() -> Iterator[Measure]:
    """How long a process takes until it answers, and what a contest weighs."""
    python = [sys.executable, "-c"]
    click = seconds(lambda: subprocess.run([*python, "import click"], check=True), 5) * 1e6
    version = [sys.executable, "-m", "quizarena", "--version"]
    ours = seconds(lambda: subprocess.run(version, check=True, stdout=subprocess.DEVNULL), 5) * 1e6
    yield Measure("quizarena --version", ours, "python -c 'import click'", click, "<= 2")
    tracemalloc.start()
    contest = journals.told(7, 1_300)
    held, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    yield Measure(f"memory of a contest of {len(contest.records)} facts: {held / 1e6:.1f} MB", 0)


def machine() -> str:
    """Return the size of this machine."""
    return f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}"
