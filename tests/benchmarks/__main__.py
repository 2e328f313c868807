"""`make bench`: one table, ratios in one run. `--quick` opens a tenth of the facts.

`make bench AGAINST=REV`, or `--against REV`: this working copy beside another revision.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from . import against, banks, measures, screens, servers, web
from .measures import Measure


def lines(quick: bool) -> Iterator[Measure]:
    """Yield every measure."""
    facts = 10_000 if quick else 100_000
    yield from measures.opening(facts)
    yield from measures.opening_marks()
    yield from measures.pushing()
    yield from measures.growing(facts)
    yield from measures.ranking()
    yield from measures.trimming()
    yield from measures.correcting()
    yield from measures.pooling(100 if quick else 1_000)
    yield from measures.starting()
    yield from banks.banks()
    yield from banks.tables()
    yield from screens.screens()
    yield from web.web()
    yield from servers.servers()


def say(line: str) -> None:
    """Print a line at once: the whole takes minutes."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Print the table as it comes."""
    words = sys.argv[1:]
    revision = words[words.index("--against") + 1] if "--against" in words else None
    say(" ".join(("python -m tests.benchmarks", *words, f"  ({measures.machine()})")))
    say("processor time, the shortest of some runs; pushes and processes by the clock, medians of many or the shortest")
    say(f"{'what':48} {'':>9}  {'beside':38} {'':>9} {'ratio':>7}  aim")
    for each in lines("--quick" in words) if revision is None else against.compared(revision):
        say(each.line())


if __name__ == "__main__":
    main()
