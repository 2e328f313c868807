"""A running order that a rulebook may say is one that the draw in public, a slip or the roster can give."""

from __future__ import annotations

import pytest

from quizarena.contest import Contest
from quizarena.errors import RulebookError
from quizarena.rulebook import loads
from quizarena.testing import forward_moves

CONTEST = """
quizarena: 1
contest: {title: Order}
order: %s
teams: [{id: red, name: Red}, {id: blue, name: Blue}]
rounds: [{id: quiz, use: quiz/team_required, per_team: 1}]
"""


def test_a_method_that_takes_no_seed_of_a_ceremony_is_refused() -> None:
    """It would leave the contest without a way on once the numbers are called."""
    with pytest.raises(
        RulebookError, match="'rfc3797' does not draw from the seed of a draw in public; say drawn, or paper"
    ):
        loads(CONTEST % "rfc3797")


@pytest.mark.parametrize("order", ["drawn", "tickets", "paper", "roster", "standings"])
def test_every_other_leads_on_to_the_first_round(order: str) -> None:
    contest = Contest(loads(CONTEST % order))
    contest.push(contest.moves()[0].fill(mode="live"))
    for _step in range(4):
        move = forward_moves(contest)[0]
        if move.fact.type == "round.begun":
            return
        blanks = {"date": "2026-11-23", "secret": "0123456789abcdef" * 2, "numbers": "3 17 8", "order": ("red", "blue")}
        values = {each.path: blanks.get(each.path, "x") for each in move.blanks if each.path != "watched_by"}
        contest.push(move.fill(values))
    pytest.fail("the draw leads nowhere")
