"""`make bench`: one table, ratios in one run. `--quick` opens a tenth of the facts."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from . import measures, screens
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
    yield from measures.starting()
    yield from screens.screens()


def say(line: str) -> None:
    """Print a line at once: the whole takes minutes."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Print the table as it comes."""
    quick = "--quick" in sys.argv[1:]
    say(f"python -m tests.benchmarks{' --quick' if quick else ''}   ({measures.machine()})")
    say("processor time, the shortest of some runs; pushes and processes by the clock, medians of many or the shortest")
    say(f"{'what':52} {'us':>12}  {'beside':34} {'us':>12} {'ratio':>8}  aim")
    for each in lines(quick):
        theirs = "" if each.theirs_us is None else f"{each.theirs_us:.1f}"
        ratio = "" if each.ratio is None else f"{each.ratio:.2f}"
        say(f"{each.what:52} {each.ours_us:12.1f}  {each.beside:34} {theirs:>12} {ratio:>8}  {each.aim}")


if __name__ == "__main__":
    main()
