"""The parliamentary debate keeps what every kind has to keep, in a whole contest."""

from __future__ import annotations

from typing import Any

import pytest

from quizarena.testing import check_kind, rulebook_of
from quizarena_rounds.parliament.kind import Parliament

FORMAT: dict[str, Any] = {"use": "parliament/british"}
DRAWN: dict[str, Any] = {
    "use": "parliament/british",
    "rooms": "drawn",
    "prepare_time": 0,
    "motions": ["one motion"],
    "lowest": 70,
    "highest": 79.5,
    "step": 0.5,
}


@pytest.mark.parametrize("rules", [FORMAT, DRAWN])
def test_the_kit_finds_nothing(rules: dict[str, Any]) -> None:
    assert rulebook_of(Parliament(), rules, teams=4, judges=1), "rules the kit would pass by prove nothing"
    check_kind(Parliament(), [rules], examples=6, longest=60)
