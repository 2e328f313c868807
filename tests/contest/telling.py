"""The Yingbin story as a contest in memory, told as far as a test wants it."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from quizarena.contest import Contest
from quizarena.facts import parse_instant
from quizarena.rulebook import Rulebook, load

FOLDER = Path(__file__).parents[2] / "examples" / "yingbin"


@functools.cache
def rulebook() -> Rulebook:
    """Return the rulebook of the example."""
    return load(FOLDER / "contest.yaml")


def told(until: int | None = None) -> Contest:
    """Return the contest after the record `until`, the whole story if None."""
    lines = (FOLDER / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    contest = Contest(rulebook(), at=parse_instant("2023-01-11T14:00:05+08:00"), id="0")
    for seq, line in enumerate(lines[:until], 1):
        said = json.loads(line)
        fact = contest.book.of_mapping(said["type"], said["fact"])
        seat, person = said.get("seat", "desk"), said.get("person", "")
        contest.push(fact, seat=seat, person=person, id=str(seq), at=parse_instant(said["at"]))
    return contest
