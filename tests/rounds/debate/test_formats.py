"""The formats of a debate keep what every kind has to keep, in a whole contest."""

from __future__ import annotations

import pytest

from quizarena.testing import check_kind, rulebook_of
from quizarena_rounds.debate.kind import Debate
from tests.parts import tries

SHORT = [{"name": "opening", "seconds": 60, "side": "both"}]
USED = ["chinese_4v4", "cross_examination", "nine_votes", "world_schools"]


@pytest.mark.parametrize("name", USED)
def test_the_kit_finds_nothing(name: str) -> None:
    rules = {"use": f"debate/{name}", "segments": SHORT, "motion": "set_by_judges"}
    assert rulebook_of(Debate(), rules, 3, 3), "rules the kit would pass by prove nothing"
    check_kind(Debate(), [rules], examples=tries(2), longest=25)
