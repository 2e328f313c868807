"""Whose move it is, what a fact that is out of turn is told, and which steps stand as they were taken."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import ContestOpened, RoundBegun
from quizarena.errors import QuizArenaError
from quizarena.moves import IllegalFact
from quizarena.rulebook import loads
from quizarena.testing import START
from tests.contest.telling import make, rule
from tests.contest.test_play_offs import tied

RULES = {
    "quizarena": 1,
    "contest": {"title": "T", "language": "en"},
    "order": "roster",
    "teams": [{"id": "red", "name": "Reds"}, {"id": "blue", "name": "Blues"}],
    "judges": ["J One", "J Two"],
    "panel": {"rule": "mean", "places": 2},
    "rounds": [{"id": "scene", "use": "scenario/talent", "criteria": {"content": 10}, "play_time": 0}],
}


def at_ballots() -> Contest:
    """Return a contest in which the first performance waits for its two ballots."""
    contest = Contest(loads(json.dumps(RULES)), at=START)
    make(contest, "contest.opened", mode="live")
    for type_ in ("round.begun", "scenario.entered", "scenario.entered"):
        make(contest, type_)
    return contest


@pytest.mark.parametrize(
    ("seat", "types", "judges"),
    [
        ("desk", ["scenario.ballot", "scenario.revealed", "scenario.absent"], ["j1", "j2"]),
        ("judge:j1", ["scenario.ballot"], ["j1"]),
        ("judge:j2", ["scenario.ballot"], ["j2"]),
        ("arbiter", ["scenario.absent"], []),
        ("host", [], []),
    ],
)
def test_a_seat_is_offered_its_own_moves_and_choices(seat: str, types: list[str], judges: list[str]) -> None:
    moves = [move for move in at_ballots().moves(seat) if move.fact.type.startswith("scenario.")]
    assert [move.fact.type for move in moves] == types
    offered = [option.value for move in moves for blank in move.blanks[:1] for option in getattr(blank, "options", ())]
    assert offered[: len(judges)] == judges


@pytest.mark.parametrize(
    ("seat", "said"), [("", "found ''"), ("stage", "found 'stage'"), ("judge:j3", "no judge 'j3'; known are j1, j2")]
)
def test_a_seat_that_there_is_not_is_refused(seat: str, said: str) -> None:
    with pytest.raises(QuizArenaError, match=said):
        at_ballots().moves(seat)


@pytest.mark.parametrize(
    ("seat", "refused"),
    [
        ("judge:j1", None),
        ("desk", None),
        ("judge:j2", "the seat judge:j2 may not do this; it takes judge:j1"),
        ("host", "the seat host may not do this; it takes judge:j1"),
        ("", "the seat - may not do this; it takes judge:j1"),
    ],
)
def test_a_ballot_comes_from_the_seat_it_is_of(seat: str, refused: str | None) -> None:
    contest = at_ballots()
    ballot = next(move for move in contest.moves() if move.fact.type == "scenario.ballot")
    fact = ballot.fill({"judge": "j1", "marks.content": "9"}, now=START)
    if refused is None:
        assert contest.push(fact, seat=seat, at=START).seat == seat
        return
    with pytest.raises(IllegalFact) as caught:
        contest.push(fact, seat=seat, at=START)
    assert (str(caught.value), caught.value.nearest) == (refused, ballot)


@pytest.mark.parametrize(
    ("mode", "again", "said"),
    [
        ("live", "live", "the contest is open already"),
        ("rehearsal", "rehearsal", "the contest is open already"),
        ("live", "rehearsal", "this contest is live and takes no rehearsal; rehearse in a file of its own"),
        ("rehearsal", "live", "this is a rehearsal and stays one; a live contest is a new file: quizarena start"),
    ],
)
def test_a_contest_stays_what_it_was_opened_as(mode: Any, again: Any, said: str) -> None:
    contest = Contest(loads(json.dumps(RULES)), at=START)
    make(contest, "contest.opened", mode=mode)
    with pytest.raises(IllegalFact) as refused:
        contest.push(ContestOpened(again), at=START)
    assert said in str(refused.value)


def test_what_is_out_of_turn_hears_what_is_possible() -> None:
    contest = at_ballots()
    begun = contest.records[2].fact
    assert isinstance(begun, RoundBegun)
    with pytest.raises(IllegalFact) as refused:
        contest.push(begun, at=START)
    assert str(refused.value) == "round.begun cannot happen now; possible are scenario.ballot"
    assert refused.value.nearest is None
    for _ in range(2):
        while offered(contest)[0] == "scenario.entered":
            make(contest, "scenario.entered")
        for judge in ("j1", "j2"):
            make(contest, "scenario.ballot", **{"judge": judge, "marks.content": "9"})
        make(contest, "scenario.revealed")
    make(contest, "contest.signed", by="J")
    with pytest.raises(IllegalFact) as refused:
        contest.push(begun, at=START)
    assert str(refused.value) == "round.begun cannot happen now; the contest is closed"


def offered(contest: Contest) -> list[str]:
    return [move.fact.type for move in contest.moves() if not move.aside and move.closed is None]


@pytest.mark.parametrize("step", ["playoff.called", "tie.shared"])
def test_a_step_between_rounds_stands_though_it_would_not_be_offered_now(step: str) -> None:
    """The tie was one as the hall saw it; a protest upheld later does not take the step back."""
    contest, rulings = tied("ab", [1, 1])
    make(contest, step)
    fact: Any = contest.resolution.fact(rulings[1])
    contest.correct([(rulings[1], attrs.evolve(fact, verdict="wrong"))], reason="a protest upheld")
    assert {row.entrant: row.place for row in contest.standings(audience=None).rows} == {"a": 1, "b": 2}
    assert contest.resolution.gone == {}
    contest.verify()


def test_a_step_between_rounds_does_not_stand_in_the_middle_of_one() -> None:
    contest, rulings = tied("ab", [1, 1])
    make(contest, "tie.shared")
    shared = contest.records[-1].fact
    with pytest.raises(IllegalFact, match=r"tie\.shared cannot happen now"):
        contest.push(shared, at=START)
    fresh = Contest(contest.rulebook, at=START)
    make(fresh, "contest.opened", mode="live")
    make(fresh, "round.begun")
    rule(fresh, "+")
    with pytest.raises(IllegalFact, match=r"tie\.shared cannot happen now; possible are quiz\.asked"):
        fresh.push(shared, at=START)
    assert len(rulings) == 2
