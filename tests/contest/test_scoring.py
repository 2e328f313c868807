"""From rounds to a total: members' sums, caps, weights, the arbiter's points, and what a team loses on leaving."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest

from quizarena.contest.scoring import ADJUSTMENT, team_scores, total, worth
from quizarena.contest.state import Adjustment
from quizarena.points import show
from quizarena.roster import Contestant, Roster, Team
from quizarena.rulebook import Rulebook, loads
from quizarena.scores import MEAN, SUM, Score, combine, leaf
from quizarena.text import plain

BOOK = """
quizarena: 1
contest: {title: T, language: en}
base_score: BASE
teams: [{id: a, name: A}, {id: b, name: B}]
rounds: [{id: quiz, title: The quiz, use: quiz/team_required, per_team: 5, points: 10, wrong: -5, MORE}]
withdrawal: {place: as_scored, points: POINTS}
"""
ANN, BEN = Contestant("ann", plain("Ann")), Contestant("ben", plain("Ben"))
TEAM = Team("a", plain("A"), (ANN,), former=(BEN,))


def book(more: str = "counts: true", *, base: str = "0", points: str = "keep") -> Rulebook:
    return loads(BOOK.replace("MORE", more).replace("BASE", base).replace("POINTS", points))


def made(said: Any) -> Score:
    """Return the score that a number, a list (their sum), a tuple (their mean) or "(5)", struck out, stands for."""
    if isinstance(said, (list, tuple)):
        return combine(SUM if isinstance(said, list) else MEAN, plain("x"), map(made, said))
    text = str(said)
    return (
        leaf(Decimal(text.strip("()")), plain("x")).struck()
        if text.startswith("(")
        else leaf(Decimal(text), plain("x"))
    )


def working(score: Score) -> str:
    """Return how a score is made up, what is struck out in brackets."""
    parts = " ".join(map(working, score.parts))
    text = f"{score.op.name}[{parts}]" if parts else show(score.value)
    return text if score.counted else f"({text})"


@pytest.mark.parametrize(
    ("said", "more", "value", "expected"),
    [
        ([20, 0, 10], "cap: 25", 25, "cap[sum[20 0 10]]"),
        ([20, -5, 10], "cap: 25", 20, "sum[cap[20 10] -5]"),
        ([20, 0, -5, 10, 0], "cap: 25", 20, "sum[cap[20 10] 0 -5 0]"),
        ([1, "0.5", -1], "cap: 1", 0, "sum[cap[1 0.5] -1]"),
        ([20, "(-5)", 10], "cap: 25", 25, "cap[sum[20 (-5) 10]]"),
        ([20, "(50)", -5, 10], "cap: 25", 20, "sum[cap[20 10] (50) -5]"),
        ([[20, -5], [10, -5], "(10)"], "cap: 25", 15, "sum[cap[20 10] -5 -5 (10)]"),
        ([(20, -5), 10, -1], "cap: 25", "16.5", "sum[cap[mean[20 -5] 10] -1]"),
        ((20, -4), "cap: 5", 5, "cap[mean[20 -4]]"),
        (-5, "cap: 25", -5, "sum[0 -5]"),
        (30, "cap: 25", 25, "cap[30]"),
        ([20, 30], "counts: true", 50, "sum[20 30]"),
        ([20, 30], "weight: 0.5", 25, "factor[sum[20 30]]"),
        ([20, 30], "weight: 2, cap: 25", 50, "factor[cap[sum[20 30]]]"),
    ],
)
def test_what_a_round_is_worth(said: Any, more: str, value: Any, expected: str) -> None:
    score = worth(made(said), book(more).rounds[0])
    score.check()
    assert (show(score.value), working(score)) == (str(value), expected)
    assert score.label.in_language("en") == "The quiz"


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({"a": 5, "ann": 3}, "5"),
        ({"ann": 3, "ben": 4, "x": 1}, "sum[3 4]"),
        ({"ben": 0}, "sum[0]"),
        ({"b": 1, "x": 1}, None),
    ],
)
def test_a_team_has_its_own_score_or_that_of_all_who_were_its_members(
    scores: dict[str, int], expected: str | None
) -> None:
    roster = Roster((TEAM, Team("b", plain("B"))))
    found = team_scores({entrant: made(points) for entrant, points in scores.items()}, roster)
    assert (working(found["a"]) if "a" in found else None) == expected
    assert ("b" in found) == ("b" in scores)


GIVEN = [Adjustment(7, "b", Decimal(9), "r", "quiz"), Adjustment(8, "a", Decimal(-2), "late", "quiz")]


@pytest.mark.parametrize(
    ("base", "points", "standing", "value", "expected"),
    [
        ("0", "keep", "playing", 28, "sum[sum[20 10] -2]"),
        ("100", "keep", "playing", 128, "sum[100 sum[20 10] -2]"),
        ("100", "zero", "playing", 128, "sum[100 sum[20 10] -2]"),
        ("100", "keep", "withdrawn", 128, "sum[100 sum[20 10] -2]"),
        ("100", "zero", "withdrawn", 0, "sum[(100) (sum[20 10]) (-2)]"),
        ("100", "zero", "disqualified", 0, "sum[(100) (sum[20 10]) (-2)]"),
    ],
)
def test_a_total(base: str, points: str, standing: Any, value: int, expected: str) -> None:
    team = attrs.evolve(TEAM, standing=standing)
    score = total(team, book(base=base, points=points), [made([20, 10])], GIVEN)
    score.check()
    assert (show(score.value), working(score)) == (str(value), expected)
    last = score.parts[-1]
    assert (last.key, last.record, last.label) == (ADJUSTMENT, 8, plain("late"))
