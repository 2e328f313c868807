"""Difficulty: declared before the performance, the panel's result times it. Dives of tests/cases/judged.yaml."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from quizarena.panels import Panel
from quizarena.roster import Roster
from quizarena.testing import check_kind, rulebook_of
from quizarena_rounds.scenario.kind import Scenario
from quizarena_rounds.scenario.rules import Difficulty
from tests.parts import tries
from tests.rounds.driver import Table
from tests.rounds.scenario.stage import table

D = Decimal
DIVE: dict[str, Any] = {
    "topics": (),
    "slips": False,
    "prepare_time": 0,
    "play_time": 0,
    "criteria": {"dive": D(10)},
    "step": D("0.5"),
    "overtime": None,
    "difficulty": Difficulty(),
}


def diving(drop: int, judges: int, **changed: Any) -> Table:
    """Return a round of dives with a panel that leaves `drop` marks out at each end and adds the rest."""
    panel = Panel.of_mapping({"rule": "trimmed", "drop_low": drop, "drop_high": drop, "centre": "sum"})
    return table("a", "b", panel=panel, size=judges, **(DIVE | changed))


@pytest.mark.parametrize(
    ("drop", "marks", "difficulty", "points"),
    [
        (1, "6.0 5.5 6.5 7.0 6.0", "2.3", "42.55"),  # dive-usual-5: 18.5 x 2.3
        (2, "7.5 7.0 7.5 7.0 7.5 8.0 6.5", "3.0", "66.0"),  # dive-wa-7: 22 x 3
    ],
)
def test_a_published_dive(drop: int, marks: str, difficulty: str, points: str) -> None:
    sheets = marks.split()
    played = diving(drop, len(sheets))
    played.gesture("next")
    played.make("scenario.difficulty_declared", difficulty=difficulty)
    played.gesture("next")
    for number, mark in enumerate(sheets, 1):
        played.make("scenario.ballot", {"marks.dive": mark}, judge=f"j{number}")
    played.gesture("next")
    assert played.scores()["a"].value == D(points)
    assert played.refold() == played.state


def test_nothing_goes_on_before_the_difficulty_is_declared() -> None:
    played = diving(1, 3)
    played.gesture("next")
    assert [move.fact.type for move in played.open() if not move.aside] == ["scenario.difficulty_declared"]
    scene = played.kind.scene(played.state, played.moment, "hall").to_json("en")
    assert "difficulty" not in str(scene["blocks"])
    played.make("scenario.difficulty_declared", difficulty="3.1")
    scene = played.kind.scene(played.state, played.moment, "hall").to_json("en")
    assert "difficulty 3.1" in str(scene["blocks"])


@pytest.mark.parametrize(
    ("own", "path"),
    [
        (Difficulty(step=D(0)), "difficulty.step"),
        (Difficulty(lowest=D("1.05")), "difficulty.step"),
        (Difficulty(lowest=D(0)), "difficulty.lowest"),
        (Difficulty(lowest=D(6)), "difficulty.lowest"),
    ],
)
def test_difficulties_that_cannot_be_declared_are_refused(own: Difficulty, path: str) -> None:
    played = diving(1, 3, difficulty=own)
    roster = Roster(played.field.teams, played.field.judges)
    assert [where for where, _why in played.kind.refuse(played.rules, roster, played.panel)] == [path]


@pytest.mark.parametrize("name", ["difficulty", "speech"])
def test_the_kit_finds_nothing(name: str) -> None:
    rules = {"use": f"scenario/{name}"}
    assert rulebook_of(Scenario(), rules, teams=3, judges=1), "rules the kit would pass by prove nothing"
    check_kind(Scenario(), [rules], examples=tries(2), longest=40)
