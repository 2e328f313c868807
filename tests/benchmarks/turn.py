"""What two revisions are compared by; it stands on the public face alone, so that any revision can run it.

Run with the folder of the revision as the only argument and its code on PYTHONPATH; prints a JSON object of seconds.
"""

from __future__ import annotations

import gc
import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import Any

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.contest.facts import Corrected, Replacement
from quizarena.facts import parse_instant
from quizarena.journal import SqliteJournal
from quizarena.records import to_row
from quizarena.rulebook import load, loads

try:
    from tests.benchmarks.keys import slowest
except ImportError:  # run as a program, beside it
    from keys import slowest  # type: ignore[import-not-found, no-redef]

START = datetime(2026, 11, 28, 14, tzinfo=UTC)
VERDICTS = ("right", "right", "wrong", "right", "wrong")
LONG, SHORT = 23, 3
"""Rounds of 441 facts: a journal to open, and a contest to correct and to verify."""
AUDIENCES = ("desk", "host", "hall")


def rulebook(rounds: int) -> Any:
    """Return a quiz of ten teams with eleven questions each in every round."""
    teams = [{"id": f"t{n}", "name": f"Team {n}"} for n in range(10)]
    each = [{"id": f"r{n}", "use": "quiz/required", "title": f"Round {n}", "per_team": 11} for n in range(rounds)]
    head = {"quizarena": 1, "contest": {"title": "Turn", "language": "en"}, "order": "roster"}
    return loads(json.dumps({**head, "teams": teams, "rounds": each}))


def next_fact(contest: Contest) -> Any:
    """Return what comes next: a question is asked, its clock is started, and it is ruled on."""
    seq, last = len(contest.records), contest.records[-1].type
    moves = [move for move in contest.moves() if not move.aside and move.closed is None]
    clock = (move for move in moves if move.gesture == "clock" and last == "quiz.asked")
    move = next(clock, moves[0])
    chosen = {blank.path: blank.options[0].value for blank in move.decisions if hasattr(blank, "options")}
    if "verdict" in chosen:
        chosen["verdict"] = VERDICTS[seq // 4 % len(VERDICTS)]
    return move.fill(chosen, now=START + timedelta(seconds=7 * seq))


def play(contest: Contest, facts: int) -> Iterator[float]:
    """Push facts until there are so many; yield what each push took."""
    while len(contest.records) < facts:
        fact = next_fact(contest)
        start = process_time()
        contest.push(fact, at=START)
        yield process_time() - start


def opened(rounds: int) -> Contest:
    """Return a contest that was opened."""
    contest = Contest(rulebook(rounds), at=START)
    contest.push(next_fact(contest), at=START)
    return contest


def write(path: Path, contest: Contest) -> None:
    """Write the contest's journal."""
    with closing(SqliteJournal.create(path)) as journal, journal.writing() as writer:
        for record in contest.records:
            writer.append(to_row(record, contest.book))


def seconds(deed: Callable[[], object], times: int) -> float:
    """Return the shortest of `times` runs in processor time."""
    found = []
    for _time in range(times):
        gc.collect()
        start = process_time()
        deed()
        found.append(process_time() - start)
    return min(found)


def story(folder: Path, audiences: tuple[str, ...]) -> None:
    """Tell the story of examples/yingbin, looking at the scene of each of `audiences` after every record."""
    example = folder / "examples" / "yingbin"
    contest = Contest(load(example / "contest.yaml"), at=START)
    for line in (example / "facts.jsonl").read_text(encoding="utf-8").splitlines():
        known = json.loads(line)
        fact = contest.book.of_mapping(known["type"], known["fact"])
        contest.push(fact, seat=known.get("seat", "desk"), at=parse_instant(known["at"]))
        for audience in audiences:
            contest.scene(audience)


def bulk() -> Contest:
    """Play a whole contest from its moves, as a program does that plays thousands."""
    contest = opened(1)
    while contest.outcome() is None:
        contest.push(next_fact(contest), at=START)
    return contest


def measures(folder: Path) -> Iterator[tuple[str, float]]:
    """Yield each measure and its seconds."""
    contest = opened(LONG)
    taken = list(play(contest, LONG * 441))
    yield "a push in memory, median", statistics.median(taken)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "turn.qa")
        write(path, contest)
        yield f"opening {len(contest.records)} facts", seconds(lambda: Arena.open(path, read_only=True).close(), 3)
    short = opened(SHORT)
    list(play(short, SHORT * 441))
    yield f"verifying {len(short.records)} facts", seconds(short.verify, 2)
    yield "correcting the oldest ruling, with its preview", seconds(correcting(short), 3)
    bare, *looked = (seconds(lambda some=some: story(folder, some), 2) for some in ((), *zip(AUDIENCES, strict=True)))  # type: ignore[misc]
    yield "the story of an afternoon, pushed", bare
    for audience, whole in zip(AUDIENCES, looked, strict=True):
        yield f"its scenes for the {audience}, one a record", whole - bare
    if sys.platform != "win32":
        yield from slowest(folder)
    start = process_time()
    played = bulk()
    yield "bulk play from moves, a record", (process_time() - start) / len(played.records)


def correcting(contest: Contest) -> Callable[[], object]:
    """Return the deed: the oldest ruling is previewed otherwise and corrected."""
    record = next(record for record in contest.records if record.type == "quiz.ruled")
    fact = {**contest.book.to_mapping(record.fact), "verdict": "wrong"}
    change = Corrected((Replacement(record.seq, fact),), "recheck")

    def deed() -> None:
        desk = contest.fork()
        desk.preview(change)
        desk.push(change)

    return deed


if __name__ == "__main__":
    sys.stdout.write(json.dumps(dict(measures(Path(sys.argv[1])))))
