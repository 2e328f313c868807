"""Strike the journal with every fault and print what came of it: `python -m tests.faults --cuts 10000`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

import attrs

from .cuts import Counts, strike

FACTS = 12


def _power_cuts(cuts: int) -> Iterator[tuple[str, Counts, bool]]:
    """Yield a name, counts and whether they are as they should be."""
    counts = strike(cuts, FACTS)
    yield "power cuts, synchronous=EXTRA", counts, counts.is_clean
    for synchronous in ("FULL", "NORMAL", "OFF"):
        control = strike(max(400, cuts // 10), FACTS, synchronous=synchronous)
        yield f"control run, synchronous={synchronous}", control, control.lost > 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--cuts", type=int, default=10_000)
    is_well = True
    for name, counts, is_right in _power_cuts(parser.parse_args().cuts):
        is_well &= is_right
        told = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in attrs.asdict(counts).items())
        print(f"{name}: {told}: {'as it should be' if is_right else 'WRONG'}", flush=True)  # noqa: T201
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
