"""A process of its own that pushes rows onto a shared file: `pusher.py FILE NAME COUNT`.

Prints its worst wait in milliseconds.
"""

from __future__ import annotations

import sys
import time

from quizarena.journal import Row, SqliteJournal, linked


def main(path: str, name: str, count: int) -> None:
    journal = SqliteJournal(path)
    worst = 0.0
    for number in range(count):
        began = time.perf_counter()
        with journal.writing() as writer:
            seq, digest = writer.head()
            row = Row(seq + 1, f"{name}-{number}", "2026-11-23T14:03:05.120Z", "desk", name, "", "x.y", "{}")
            writer.append(linked(digest, row))
        worst = max(worst, time.perf_counter() - began)
    journal.close()
    sys.stdout.write(f"{worst * 1000:.1f}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
