"""Share a contest between programs: three judges hand in their marks from processes of their own, on one file.

An `Arena` is a contest and the file it rests in. Whoever pushes writes under a lock, so nobody overwrites anybody;
whoever follows waits and calls `refresh()`. A record's id makes a retry count once.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

from quizarena import Arena, Move, loads
from quizarena.blanks import Choice, Number

RULES = """
quizarena: 1
contest: {title: Singing, language: en}
teams: [{id: red, name: Red}, {id: blue, name: Blue}]
judges: [Ann, Ben, Cem]
order: roster
panel: {rule: mean, places: 2, rounding: half_up}
rounds: [{id: song, use: scenario/talent, criteria: {voice: 60, stage: 40}}]
"""
SECONDS = 40


def judge(path: Path, seat: str) -> None:
    """Give a ballot whenever one is asked of this seat, until the contest is over."""
    with Arena.open(path) as arena:
        follow(arena, lambda move: move.fact.type == "scenario.ballot", seat)


def desk(path: Path) -> None:
    """Make whatever the desk may do next but give ballots, until the contest is over."""
    with Arena.open(path) as arena:
        follow(arena, lambda move: move.fact.type != "scenario.ballot", "desk")


def follow(arena: Arena, mine: Callable[[Move], bool], seat: str) -> None:
    """Push the first move of one's own as soon as there is one; wait for the others where there is none."""
    until = time.monotonic() + SECONDS
    while arena.contest.outcome() is None and time.monotonic() < until:
        moves = [move for move in arena.contest.moves(seat) if not move.aside and move.closed is None and mine(move)]
        if moves:
            arena.push(moves[0].fill(answers(moves[0])), seat=seat)
        else:
            arena.wait(0.2)
            arena.refresh()


def answers(move: Move) -> dict[str, str]:
    """Return three quarters of the full mark for each criterion, and the first of whatever else is to be chosen."""
    marks = {each.path: str((each.high or 0) * 3 / 4) for each in move.decisions if isinstance(each, Number)}
    return marks | {each.path: each.options[0].value for each in move.decisions if isinstance(each, Choice)}


def main() -> None:
    """Start the file, let everybody in, and read how it ended."""
    spawn = get_context("spawn")  # an open journal must not be inherited by a fork
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "singing.qa"
        Arena.create(path, loads(RULES)).close()
        people = [spawn.Process(target=judge, args=(path, f"judge:j{number}")) for number in (1, 2, 3)]
        people.append(spawn.Process(target=desk, args=(path,)))
        for person in people:
            person.start()
        for person in people:
            person.join()
        with Arena.open(path, read_only=True) as arena:
            for row in arena.contest.standings(audience=None).rows:
                print(row.place, row.entrant, row.total)
            print(len(arena.contest.records), "records by", *sorted({each.seat for each in arena.contest.records}))


if __name__ == "__main__":
    main()
