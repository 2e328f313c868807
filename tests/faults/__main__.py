"""Strike the journal with every fault and print what came of it: `python -m tests.faults --cuts 10000`.

`--only days --first 100 --days 200` lives the second half of the random days, and nothing else.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from tests.postgres import Unavailable

from . import cuts, failing, hands, long_day, random_day, servers

FACTS = 12


@attrs.frozen
class Result:
    """What a series of faults came to, and whether that is as it should be."""

    name: str
    counts: Any
    is_right: bool

    def __str__(self) -> str:
        counts = attrs.asdict(self.counts, filter=lambda field, value: field.name not in ("name", "wrong", "kinds"))
        told = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in counts.items())
        return f"{'ok   ' if self.is_right else 'WRONG'} {self.name}: {told}"


def power_cuts(number: int) -> Iterator[Result]:
    """Cut the power, then again with lower durability: a harness that finds no loss there would prove nothing."""
    counts = cuts.strike(number, FACTS)
    yield Result("power cuts, synchronous=EXTRA", counts, counts.is_clean)
    for synchronous in ("FULL", "NORMAL", "OFF"):
        control = cuts.strike(max(400, number // 10), FACTS, synchronous=synchronous)
        yield Result(f"control run, synchronous={synchronous}", control, control.lost > 0)


def failing_disks() -> Iterator[Result]:
    """Let the disk fail at every step in turn."""
    for name, fault in failing.FAULTS.items():
        tally = failing.strike(fault)
        yield Result(f"fail at step k: {name}", tally, not tally.wrong)


def many_hands() -> Iterator[Result]:
    """Let 1, 5 and 20 processes push at once."""
    for processes in (1, 5, 20):
        found = hands.rush(processes, 10)
        yield Result("many hands", found, found.is_right)


def long_days() -> Iterator[Result]:
    """Live eight hours in fast motion, then a second time with screens that keep their pictures: the control."""
    day = long_day.live(600, step=48, still_step=300)
    yield Result("8 hours in fast motion", day, day.is_right)
    control = long_day.live(60, step=480, still_step=600, leaks=True)
    yield Result("control run, screens that keep their pictures", control, not control.is_right)


def random_days(seeds: range) -> Iterator[Result]:
    """Play every example and format to its end, once a seed, with anything happening between the steps."""
    for name, days in random_day.live_all(seeds):
        yield Result(f"days of random deeds, {name}", days, not days.wrong)


def stricken_servers() -> Iterator[Result]:
    """Restart a PostgreSQL server under writers, let its standby take over, let its disk run full."""
    series: dict[str, Callable[[], servers.Tally]] = {
        "restarts": lambda: servers.processes_and_restarts(8, 60, 3),
        "fail-over": lambda: servers.fail_over(8, 60),
        "full disk": lambda: servers.full_disk(100),
    }
    for name, strike in series.items():
        try:
            found = strike()
            yield Result(found.name, found, found.is_right)
        except Unavailable as reason:
            print(f"left out: {name}: {reason}", flush=True)  # noqa: T201


SERIES: Mapping[str, Callable[[argparse.Namespace], Iterator[Result]]] = {
    "cuts": lambda wanted: power_cuts(wanted.cuts),
    "disks": lambda _wanted: failing_disks(),
    "hands": lambda _wanted: many_hands(),
    "servers": lambda _wanted: stricken_servers(),
    "long-day": lambda _wanted: long_days(),
    "days": lambda wanted: random_days(range(wanted.first, wanted.days)),
}
"""The series of faults by the names that `--only` takes."""


def main() -> int:
    """Print every result; the exit status is 0 if all are as they should be."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--cuts", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=200, help="random days of each contest")
    parser.add_argument("--first", type=int, default=0, help="leave out the random days before this one")
    parser.add_argument("--only", action="append", choices=SERIES, help="this series alone; may be given again")
    wanted = parser.parse_args()
    is_well, began = True, time.monotonic()
    for name in wanted.only or SERIES:
        for result in SERIES[name](wanted):
            is_well &= result.is_right
            print(result, *getattr(result.counts, "wrong", ()), sep="\n  ", flush=True)  # noqa: T201
    seconds = int(time.monotonic() - began)
    print(f"{'all as it should be' if is_well else 'SOMETHING IS WRONG'}, {seconds // 60} min {seconds % 60} s")  # noqa: T201
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
