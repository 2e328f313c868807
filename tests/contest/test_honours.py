"""Honours to members over several rounds: own points added up, uncapped, once the rounds are over (CN14)."""

from __future__ import annotations

import pytest

from quizarena.contest import Contest
from quizarena.errors import RulebookError
from quizarena.rulebook import loads
from quizarena.testing import Clockwork

RULES = """
quizarena: 1
contest: {title: Honours}
teams:
  - {id: a, name: A, members: [A1, A2]}
  - {id: b, name: B, members: [B1, B2]}
rounds:
  - {id: first, use: quiz/required, per_team: 2, points: 10, individual: true, cap: 10}
  - {id: second, use: quiz/required, per_team: 2, points: 15, individual: true, counts: false}
honours: [{name: 全能之星, rounds: [ROUNDS]}]
"""
RIGHT = {"a-1": (True, False), "a-2": (True, True), "b-1": (False, True), "b-2": (True, False)}


def played(rounds: str, *, until: str = "second") -> Contest:
    """Play both rounds, or the first alone; the honour is over `rounds`."""
    contest, clock = Contest(loads(RULES.replace("ROUNDS", rounds))), Clockwork()
    make(contest, clock, "contest.opened", mode="live")
    for nth, name in enumerate(("first", "second")):
        make(contest, clock, "round.begun")
        while any(move.fact.type == "quiz.asked" for move in contest.moves()):
            member = make(contest, clock, "quiz.asked")
            make(contest, clock, "quiz.ruled", verdict="right" if RIGHT[member][nth] else "wrong")
        if name == until:
            break
    return contest


def make(contest: Contest, clock: Clockwork, type_: str, **values: str) -> str:
    """Push the first open move of a type and return the member it names, if any."""
    move = next(move for move in contest.moves() if move.fact.type == type_ and move.closed is None)
    fact = move.fill(values, now=clock())
    contest.push(fact)
    return str(getattr(fact, "member", ""))


@pytest.mark.parametrize(
    ("rounds", "winners", "points"),
    [
        ("first, second", ("a-2",), 25),  # 10 + 15, although the team's first round is capped at 10
        ("first", ("a-1", "a-2", "b-2"), 10),
        ("second", ("a-2", "b-1"), 15),
    ],
)
def test_the_members_own_points_are_added_up(rounds: str, winners: tuple[str, ...], points: int) -> None:
    (award, *others) = [
        each for each in played(rounds).awards(audience=None) if each.name.in_language("zh") == "全能之星"
    ]
    assert (award.winners, others) == (winners, [])
    assert award.score is not None
    award.score.check()
    assert award.score.value == points
    assert award.score == award.scores[winners[0]], "the working shown is that of the first"


def test_the_rounds_named_give_no_honour_of_their_own() -> None:
    names = [award.name.in_language("en") for award in played("first").awards(audience=None)]
    assert names == ["Best individual", "全能之星"]  # the second round's own, and the rulebook's


def test_nothing_is_said_before_the_last_of_the_rounds_is_over() -> None:
    assert played("first, second", until="first").awards(audience=None) == ()


def test_a_round_that_is_not_there_is_refused() -> None:
    with pytest.raises(RulebookError, match="no round has the id 'secund'; did you mean 'second'") as caught:
        loads(RULES.replace("ROUNDS", "first, secund"))
    assert "honours.0.rounds.1" in str(caught.value)
