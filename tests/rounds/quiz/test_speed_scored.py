"""Points by speed: what they come to, and that the section keeps what every kind has to keep."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from quizarena.roster import Roster
from quizarena.testing import check_kind
from quizarena_rounds.quiz.sections.speed_scored import SpeedScored
from tests.rounds.quiz.play import table

D = Decimal


@pytest.mark.parametrize(
    ("rules", "seconds", "points"),
    [
        ({}, "0", 1000),
        ({}, "5", 875),  # 1000 - 500 x 5/20
        ({}, "7.13", 822),  # 1000 - 500 x 0.3565 = 821.75
        ({}, "20", 500),
        ({"points": D(10), "slowest": D(0), "places": 1}, "3.3", D("8.4")),  # 10 - 10 x 0.165 = 8.35
        ({"points": D(10), "slowest": D(10)}, "19", 10),
    ],
)
def test_right_is_worth_less_each_second(rules: dict[str, Any], seconds: str, points: Any) -> None:
    played = table(SpeedScored(), "a", "b", items=1, **rules)
    played.make("quiz.asked")
    values = {"verdicts.a": "right", "verdicts.b": "wrong", "seconds.a": seconds, "seconds.b": "1"}
    played.make("quiz.timed", values)
    assert {team: score.value for team, score in played.scores().items()} == {"a": points, "b": 0}
    assert played.over
    assert played.refold() == played.state


def test_slow_is_never_worth_more_than_fast() -> None:
    played = table(SpeedScored(), "a", "b", slowest=D(2_000))
    (found,) = played.kind.refuse(played.rules, Roster(played.field.teams), None)
    assert found[0] == "slowest"


def test_the_kit_finds_nothing() -> None:
    check_kind(SpeedScored(), [{"use": "quiz/speed_scored"}], examples=4, longest=40)
