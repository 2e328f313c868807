"""Rehearse contests: a robot plays each rulebook to its signed end, from its moves alone.

Run it with rulebooks: `python examples/rehearse.py examples/rulesets/*.yaml`. The robot knows no round kind, so a new
one is rehearsed the day it is written; the same luck plays the same contest.
"""

from __future__ import annotations

import sys

from quizarena import load
from quizarena.simulation import rehearse

if __name__ == "__main__":
    for path in sys.argv[1:]:
        contest = rehearse(load(path), luck=1)
        print(f"{path}: {len(contest.records)} records", contest, sep="\n", end="\n\n")
