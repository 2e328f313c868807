"""Share a contest between programs: three judges hand in their marks from processes of their own, on one file.

An `Arena` is a contest and the file it rests in. Whoever records writes under a lock, so nobody overwrites anybody;
what cannot be done yet is refused, and `wait` returns when somebody else has recorded something.
"""

from __future__ import annotations

import tempfile
from multiprocessing import get_context
from pathlib import Path

from quizarena import Arena, IllegalFact, loads

RULES = """
quizarena: 1
contest: {title: Singing, language: en}
teams: [{id: red, name: Red}, {id: blue, name: Blue}]
judges: [Ann, Ben, Cem]
order: roster
panel: {rule: mean, places: 2, rounding: half_up}
rounds: [{id: song, use: scenario/talent, criteria: {voice: 60, stage: 40}}]
"""
MARKS = {"marks.voice": "45", "marks.stage": "30"}
DESK = 2 * ["scenario.entered", "scenario.entered", "scenario.revealed"]  # on stage, to be marked, marks open


def judge(path: Path, seat: str) -> None:
    """Give a ballot whenever one is asked of this seat, until the contest is over."""
    with Arena.open(path) as arena:
        while arena.contest.outcome() is None:
            try:
                arena.do("scenario.ballot", MARKS, seat=seat)
            except IllegalFact:  # none is asked for now
                arena.wait(1)
                arena.refresh()


def desk(path: Path) -> None:
    """Do what the desk has to do, each as soon as it may be done."""
    with Arena.open(path) as arena:
        waiting = iter(DESK)
        deed = next(waiting, None)
        while deed is not None:
            try:
                arena.do(deed)
                deed = next(waiting, None)
            except IllegalFact:  # ballots are still to come
                arena.wait(1)
                arena.refresh()


if __name__ == "__main__":
    spawn = get_context("spawn")  # an open journal must not be inherited by a fork
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "singing.qa"
        with Arena.create(path, loads(RULES)) as arena:
            arena.do("contest.opened", mode="live")
            arena.do("round.begun")
        people = [spawn.Process(target=judge, args=(path, f"judge:j{number}")) for number in (1, 2, 3)]
        people.append(spawn.Process(target=desk, args=(path,)))
        for person in people:
            person.start()
        for person in people:
            person.join()
        with Arena.open(path, read_only=True) as arena:
            print(arena.contest.standings(audience=None))
            print(len(arena.contest.records), "records by", *sorted({each.seat for each in arena.contest.records}))
