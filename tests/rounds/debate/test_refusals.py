"""Rules that cannot be played, and what an organiser is told."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from quizarena.roster import Roster
from quizarena.text import both
from quizarena_rounds.debate.kind import Debate
from quizarena_rounds.debate.rules import Individual
from tests.rounds.debate.play import FREE, INDIVIDUAL, MOTIONS, TRIMMED, debate
from tests.rounds.driver import judges, teams

AWARD = both(zh="奖", en="Award")


def refused(playing: str = "abcd", panel: int = 3, members: int = 2, **rules: object) -> list[str]:
    roster = Roster(teams(*playing, members=members), judges(panel))
    return [path for path, _ in Debate().refuse(debate(**rules), roster, TRIMMED)]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ({}, []),
        ({"playing": "a"}, ["pairs"]),
        ({"panel": 0}, ["verdict", "verdict"]),
        ({"panel": 2}, ["verdict"]),
        ({"panel": 2, "verdict": "votes", "criteria": {}}, []),
        ({"criteria": {}}, ["criteria"]),
        ({"verdict": "votes"}, ["criteria"]),
        ({"criteria": {"立论": Decimal("30.05")}}, ["criteria.立论"]),
        ({"criteria": {"立论": Decimal(0)}}, ["criteria.立论"]),
        ({"step": Decimal(0)}, ["step"]),
        ({"individual": INDIVIDUAL}, []),
        ({"individual": INDIVIDUAL, "members": 0}, ["individual"]),
        ({"individual": Individual(award=AWARD, out_of=Decimal(10), step=Decimal(3))}, ["individual.out_of"]),
        ({"segments": (FREE, attrs.evolve(FREE, seconds=0))}, ["segments.1.seconds"]),
        (
            {"segments": (attrs.evolve(FREE, seconds=60, bells=(90, 30, 60)),)},
            ["segments.0.bells.0", "segments.0.bells.2"],
        ),
        ({"on_call": (attrs.evolve(FREE, seconds=60, bells=(61,)),)}, ["on_call.0.bells.0"]),
        ({"segments": (attrs.evolve(FREE, seconds=60, bells=(59, 1)),)}, []),
        ({"segments": (attrs.evolve(FREE, seconds=20),)}, []),  # the usual bell at 30 does not ring in it
        ({"motion": "drawn"}, ["motions"]),
        ({"motion": "drawn", "motions": MOTIONS[:2]}, []),
        ({"motion": "drawn", "motions": MOTIONS[:2], "playing": "abcde"}, []),
        ({"motion": "drawn", "motions": MOTIONS[:2], "playing": "abcde", "odd": "plays_twice"}, ["motions"]),
        ({"motion": "fixed", "motions": MOTIONS[:1]}, []),
    ],
)
def test_what_cannot_be_played_is_refused(case: dict[str, object], expected: list[str]) -> None:
    assert refused(**case) == expected  # type: ignore[arg-type]


def test_marks_without_a_panel_are_refused() -> None:
    roster = Roster(teams("a", "b"), judges(3))
    assert [path for path, _ in Debate().refuse(debate(), roster, None)] == ["verdict"]


@pytest.mark.parametrize(
    ("playing", "panel", "rules", "expected"),
    [
        ("abcd", 3, {}, []),
        ("abc", 3, {}, ["odd"]),
        ("ab", 4, {"verdict": "votes"}, ["votes.draw"]),
        ("ab", 3, {"verdict": "votes"}, []),
    ],
)
def test_what_an_organiser_is_told(playing: str, panel: int, rules: dict[str, object], expected: list[str]) -> None:
    roster = Roster(teams(*playing), judges(panel))
    assert [advice.where for advice in Debate().advise(debate(**rules), roster)] == expected
