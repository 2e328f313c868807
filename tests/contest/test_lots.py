"""Ties broken by a lot, and by who won when they met."""

from __future__ import annotations

import json
from typing import Any

import pytest

from quizarena.contest import Contest
from quizarena.draws import tickets
from quizarena.facts import Fact
from quizarena.moves import IllegalFact
from quizarena.rulebook import loads

SECRET = "9f2c51d07ae64b1f8d3e0c6a5b7f4e21"


def contest(*teams: str, **changed: Any) -> Contest:
    """Return an opened contest of one question a team that nobody answers: all are tied."""
    said = {
        "quizarena": 1,
        "contest": {"title": "Lots", "language": "en"},
        "teams": [{"id": team, "name": team.upper(), "members": [f"{team}1"]} for team in teams],
        "order": "roster",
        "rounds": [{"id": "quiz", "use": "quiz/required", "per_team": 1}],
        "ties": {"when": "always", "by": ["lot"]},
        "prizes": [{"name": "First", "places": 1}],
        **changed,
    }
    found = Contest(loads(json.dumps(said)))
    make(found, "contest.opened", mode="live")
    return found


def make(contest: Contest, type_: str, seat: str = "desk", **values: Any) -> Fact:
    """Fill the first open move of that type and push it."""
    move = next(move for move in contest.moves() if move.fact.type == type_ and move.closed is None)
    return contest.push(move.fill(values), seat=seat).fact


def unanswered(contest: Contest) -> Contest:
    make(contest, "round.begun")
    while any(move.fact.type == "quiz.asked" for move in contest.moves()):
        make(contest, "quiz.asked")
        make(contest, "quiz.ruled", verdict="wrong")
    return contest


def types(contest: Contest) -> list[str]:
    return [move.fact.type for move in contest.moves() if not move.aside]


def places(contest: Contest) -> list[tuple[str, int]]:
    return [(row.entrant, row.place) for row in contest.standings(audience=None).rows]


def test_a_lot_is_typed_in_from_paper() -> None:
    found = unanswered(contest("a", "b", "c"))
    assert found.standings(audience=None).open_ties == (("a", "b", "c"),)
    assert types(found) == ["draw.entered"]
    make(found, "draw.entered", order=("c", "a", "b"), drawn_by="the youngest of each team")
    assert places(found) == [("c", 1), ("a", 2), ("b", 3)]
    assert types(found) == ["contest.signed"]
    found.verify()


def test_a_lot_follows_from_the_seed_that_was_opened() -> None:
    found = contest("a", "b", order="drawn")
    make(found, "draw.committed", date="2026-11-23", secret=SECRET)
    make(found, "draw.called", numbers="3 17 8 22")
    opened = make(found, "draw.opened")
    unanswered(found)
    assert types(found) == ["draw.opened"], "where a seed is known nobody chooses between it and paper"
    assert make(found, "draw.opened") != opened
    seed = f"2026-11-23|3 17 8 22|{SECRET}"
    assert [team for team, _place in places(found)] == list(tickets(("a", "b"), seed=seed, purpose="tie/a+b").order)
    assert [place for _team, place in places(found)] == [1, 2]


def test_a_lot_is_drawn_again_among_those_who_are_tied_then() -> None:
    found = unanswered(contest("a", "b", "c"))
    make(found, "draw.entered", order=("c", "a", "b"), drawn_by="the youngest")
    make(found, "score.adjusted", seat="arbiter", team="c", points="-1", reason="late")
    assert found.standings(audience=None).open_ties == (("a", "b"),)
    with pytest.raises(IllegalFact, match="order"):
        make(found, "draw.entered", order=("a", "b", "c"), drawn_by="the youngest")
    make(found, "draw.entered", order=("b", "a"), drawn_by="the youngest")
    assert places(found) == [("b", 1), ("a", 2), ("c", 3)]


VOTED = {"id": "debate", "use": "debate/pairs", "motion": "set_by_judges", "verdict": "votes", "criteria": {}}


def debated(winner: str) -> Contest:
    """Return a contest after a debate of a against b whose loser is given a point that makes them level."""
    one = VOTED | {"sides": "by_order", "segments": [], "individual": None, "votes": {"win": 1, "draw": 0, "lose": 0}}
    found = contest(
        *("a", "b"),
        judges=["One"],
        panel={"rule": "mean"},
        rounds=[one],
        ties={"when": "always", "by": ["head_to_head"]},
    )
    for type_ in ("round.begun", "debate.paired", "debate.sided"):
        if type_ in types(found):
            make(found, type_)
    make(found, "debate.motion_set", text="a motion")
    make(found, "debate.motion_shown")
    make(found, "debate.voted", seat="judge:j1", judge="j1", side=winner)
    make(found, "debate.revealed")
    loser = "b" if winner == "affirmative" else "a"
    make(found, "score.adjusted", seat="arbiter", team=loser, points="1", reason="to be level")
    return found


@pytest.mark.parametrize(("winner", "first"), [("affirmative", "a"), ("negative", "b")])
def test_who_won_when_they_met_comes_from_the_debate(winner: str, first: str) -> None:
    rows = debated(winner).standings(audience=None).rows
    assert (rows[0].entrant, rows[0].place) == (first, 1)
    assert len({row.total for row in rows}) == 1
