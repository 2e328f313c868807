"""The running order of a contest and its rounds: each way to an order that a rulebook can name."""

from __future__ import annotations

import pytest

from quizarena.contest import Contest
from quizarena.rulebook import loads
from quizarena.testing import START, opened

BOOK = """
quizarena: 1
contest: {{title: Order, language: en}}
teams: [{{id: a, name: A}}, {{id: b, name: B}}, {{id: c, name: C}}]
order: {order}
rounds:
  - {{id: one, use: quiz/team_required, per_team: 1}}
  - {{id: two, use: quiz/team_required, per_team: 1{own}}}
"""
BY_TOTALS = "{by: standings}"
LOWEST_FIRST = "{by: standings, descending: false}"


def orders(order: str, own: str = "") -> tuple[str, str]:
    """Return the orders of both rounds where the first leaves a 0, b 10 and c 0 points."""
    contest = opened(loads(BOOK.format(order=order, own=own)))
    while contest.state.played("two") is None:
        step(contest)
    one, two = (contest.state.played(each) for each in ("one", "two"))
    assert one is not None
    assert two is not None
    return "".join(one.order), "".join(two.order)


def step(contest: Contest) -> None:
    """Make the desk's next step; b alone is right."""
    move = next(move for move in contest.moves() if not move.aside and move.closed is None)
    right = move.fact.type == "quiz.ruled" and contest.records[-1].fact.team == "b"  # type: ignore[attr-defined]
    verdict = {"verdict": "right" if right else "wrong"} if move.fact.type == "quiz.ruled" else {}
    contest.push(move.fill(verdict, now=START), at=START)


@pytest.mark.parametrize(
    ("order", "own", "expected"),
    [
        ("roster", "", ("abc", "abc")),
        ("reverse", "", ("cba", "cba")),
        (BY_TOTALS, "", ("abc", "bac")),
        (LOWEST_FIRST, "", ("abc", "acb")),
        ("roster", f", order: {LOWEST_FIRST}", ("abc", "acb")),
        ("reverse", ", order: reverse", ("cba", "abc")),
        ("reverse", f", order: {BY_TOTALS}", ("cba", "bca")),
    ],
)
def test_a_round_is_held_in_the_order_its_rulebook_names(order: str, own: str, expected: tuple[str, str]) -> None:
    assert orders(order, own) == expected
