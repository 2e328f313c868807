"""One of many hands: `python -m tests.faults.pusher FILE NAME COUNT`, started by a line on its standard input.

Pushes COUNT facts of its own, each twice as by a double Enter, and COUNT that every hand pushes under the same id.
Prints its worst wait in milliseconds.
"""

from __future__ import annotations

import sys
import time

from quizarena.arena import Arena
from quizarena.contest.facts import Adjusted
from quizarena.points import parse_number


def main(path: str, name: str, count: int) -> None:
    one = Adjusted("yingbin", parse_number("1"), "one")
    worst = 0.0
    with Arena.open(path) as arena:
        print("ready", flush=True)  # noqa: T201
        sys.stdin.readline()
        for number in range(count):
            for id in (f"{name}-{number}", f"{name}-{number}", f"all-{number}"):
                began = time.perf_counter()
                arena.push(one, seat="arbiter", person=name, id=id)
                worst = max(worst, time.perf_counter() - began)
    print(f"{worst * 1000:.1f}")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
