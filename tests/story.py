"""The Yingbin story as values: one telling of the contest, and what must come out of it.

Decides how the file `tests/cases/yingbin_story.yaml` is read: marks, points and totals stay the text of the
file, because a mark is what was written on the sheet; only whole counts (seconds, places, positions) are
integers. Plays nothing and computes no score: the tests do, which turn the story into moves or facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import yaml

FILE = Path(__file__).parent / "cases" / "yingbin_story.yaml"

Sheet = list[str]
"""The marks of one judge for one team, criterion by criterion, as written."""
Ballots = dict[str, dict[str, Sheet]]
"""Team to judge to sheet; a judge who was absent for a team has no entry."""


@attrs.frozen
class Draw:
    """The lot: ticket = SHA-256 of `seed|purpose|team`, ascending, gives `order`."""

    seed: str
    purpose: str
    order: list[str]


@attrs.frozen
class Quiz:
    """The answers of each team as the hall heard them ruled, first to fourth; True is right.

    `corrected` names the answer (team, position from 0) that the arbiter turned from wrong to right after
    the round.
    """

    rulings: dict[str, list[bool]]
    corrected: tuple[str, int]


@attrs.frozen
class Scenario:
    """Topic drawn, seconds over time and ballots of each team."""

    topics: dict[str, str]
    seconds_over: dict[str, int]
    ballots: Ballots


@attrs.frozen
class Match:
    """One debate: its number from 1, the two sides and the motion set on the spot."""

    number: int
    affirmative: str
    negative: str
    motion: str


@attrs.frozen
class Debate:
    """The matches in order, the team ballots, and the mark of each judge for each speaker."""

    matches: list[Match]
    ballots: Ballots
    individual: dict[str, dict[str, str]]


@attrs.frozen
class Result:
    """What one team must end with: its score in each round, the total and the place."""

    quiz: str
    scenario: str
    debate: str
    total: str
    place: int


@attrs.frozen
class Story:
    """The whole afternoon, and its expected outcome by team."""

    draw: Draw
    quiz: Quiz
    scenario: Scenario
    debate: Debate
    expected: dict[str, Result]
    best_debater: str


@cache
def load() -> Story:
    """Read the story.

    Raises:
        TypeError: a mark in the file is not text (PyYAML reads a lone unquoted 40.5 as a binary float).
    """
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Story(
        draw=Draw(raw["draw"]["seed"], raw["draw"]["purpose"], raw["expected_order"]),
        quiz=_quiz(raw["quiz"]),
        scenario=_scenario(raw["scenario"]),
        debate=_debate(raw["debate"]),
        expected={team: _result(row) for team, row in raw["expected"].items()},
        best_debater=raw["expected_best_debater"],
    )


def _quiz(raw: Mapping[str, Any]) -> Quiz:
    rulings = {team: [letter == "R" for letter in letters] for team, letters in raw["right"].items()}
    return Quiz(rulings, corrected=("yingbin", 3))  # the file tells the correction in its note only


def _scenario(raw: Mapping[str, Any]) -> Scenario:
    return Scenario(raw["topics"], raw["seconds_over"], _ballots(raw["ballots"]))


def _debate(raw: Mapping[str, Any]) -> Debate:
    sides, motions = raw["sides"], raw["motions"]
    matches = [
        Match(int(number), sides[number]["affirmative"], sides[number]["negative"], motion)
        for number, motion in motions.items()
    ]
    marks = {
        speaker: {judge: _text(mark) for judge, mark in by_judge.items()}
        for speaker, by_judge in raw["individual"].items()
    }
    return Debate(matches, _ballots(raw["ballots"]), marks)


def _ballots(raw: Mapping[str, Mapping[str, Any]]) -> Ballots:
    return {team: {judge: _text(sheet).split() for judge, sheet in sheets.items()} for team, sheets in raw.items()}


def _result(raw: Mapping[str, Any]) -> Result:
    quiz, scenario, debate, total = (_text(raw[key]) for key in ("quiz", "scenario", "debate", "total"))
    return Result(quiz, scenario, debate, total, place=raw["rank"])


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{FILE.name}: a mark must be quoted text, got {value!r}")
    return value
