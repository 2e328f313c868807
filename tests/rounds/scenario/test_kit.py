"""The judged scene keeps what every kind has to keep, in a whole contest."""

from __future__ import annotations

from typing import Any

import pytest

from quizarena.testing import check_kind, rulebook_of
from quizarena_rounds.scenario.kind import Scenario
from tests.parts import tries

TIMED: dict[str, Any] = {
    "use": "scenario/staged",
    "criteria": {"content": 10, "delivery": 5},
    "overtime": {"per_started": 1, "points": -1, "floor": -5},
    "topics": [{"id": f"slip-{number}", "title": f"slip {number}"} for number in range(6)],
}
BARE: dict[str, Any] = {
    "use": "scenario/staged",
    "criteria": {"all": 10},
    "step": 1,
    "prepare_time": 0,
    "play_time": 0,
}
MEMBERS: dict[str, Any] = {
    "use": "scenario/talent",
    "performers": "members",
    "criteria": {"all": 10},
    "panel": {"rule": "mean", "places": 2, "chief": {"at_most": "0.1"}},
}


@pytest.mark.parametrize("rules", [TIMED, BARE, MEMBERS])
def test_the_kit_finds_nothing(rules: dict[str, Any]) -> None:
    assert rulebook_of(Scenario(), rules, teams=6, judges=1), "rules the kit would pass by prove nothing"
    check_kind(Scenario(), [rules], examples=tries(2), longest=40)
