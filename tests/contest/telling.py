"""The Yingbin story as a contest in memory, told as far as a test wants it."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from quizarena.contest import Contest
from quizarena.facts import parse_instant
from quizarena.rulebook import Rulebook, load
from quizarena.testing import START

FOLDER = Path(__file__).parents[2] / "examples" / "yingbin"


@functools.cache
def rulebook() -> Rulebook:
    """Return the rulebook of the example."""
    return load(FOLDER / "contest.yaml")


def told(until: int | None = None) -> Contest:
    """Return the contest after the record `until`, the whole story if None."""
    return _whole().fork() if until is None else _whole().at(until)


@functools.cache
def _whole() -> Contest:
    """Tell the story once; what is asked for is a copy."""
    lines = (FOLDER / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    contest = Contest(rulebook(), at=parse_instant("2023-01-11T14:00:05+08:00"), id="0")
    for seq, line in enumerate(lines, 1):
        said = json.loads(line)
        fact = contest.book.of_mapping(said["type"], said["fact"])
        seat, person = said.get("seat", "desk"), said.get("person", "")
        contest.push(fact, seat=seat, person=person, id=str(seq), at=parse_instant(said["at"]))
    return contest


def make(contest: Contest, type_: str, seat: str = "desk", **values: Any) -> int:
    """Fill the first open move of that type, push it, and return its record's number."""
    move = next(move for move in contest.moves() if move.fact.type == type_ and move.closed is None)
    return contest.push(move.fill(values, now=START), seat=seat, at=START).seq


def rule(contest: Contest, signs: str) -> list[int]:
    """Ask and rule, `+` right and `-` wrong; return the records of the rulings."""
    found = []
    for sign in signs:
        make(contest, "quiz.asked")
        found.append(make(contest, "quiz.ruled", verdict={"+": "right", "-": "wrong"}[sign]))
    return found


def frozen(points: str) -> Contest:
    """Return the story's first hour with its standings frozen, and a team's points changed behind them."""
    contest = told(60)
    at = contest.records[-1].at
    moves = {move.fact.type: move for move in contest.moves()}
    adjusted = moves["score.adjusted"].fill(team="kaiyuan", points=points, reason="r")
    contest.push(moves["cue.frozen"].fill(frozen="on"), id="f", at=at)
    contest.push(adjusted, seat="arbiter", id="a", at=at)
    return contest
