"""A debate inside a contest: what can be corrected afterwards, and what that changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import attrs
import pytest

from quizarena.cli.filling import replaced
from quizarena.contest import Contest
from quizarena.contest.narration import most_open
from quizarena.errors import QuizArenaError
from quizarena.points import show
from quizarena.scenes import Versus
from quizarena.testing import opened, rulebook_of
from quizarena_rounds.debate.kind import Debate
from tests.rounds.debate.play import CRITERIA, sheet

SHEET = {name: int(full) for name, full in CRITERIA.items()}
RULES = {"use": "debate/pairs", "pairs": "drawn", "segments": [{"name": "opening", "seconds": 60}], "criteria": SHEET}
"""Pairs and sides are drawn on paper, since this contest has no seed."""


def played() -> Contest:
    """Return a contest of two teams and two judges, its one match revealed."""
    kind = Debate()
    contest = opened(rulebook_of(kind, RULES, 2, 2), {kind.name: kind})
    while "debate.paired" not in types(contest):
        contest.push(next(move for move in contest.moves() if move.gesture == "next").fill())
    make(contest, "debate.paired", order=("t1", "t2"))
    make(contest, "debate.sided", affirmative="t1")
    make(contest, "debate.motion_set", text="a motoin")
    for type_ in ("motion_shown", "segment_ended"):
        make(contest, f"debate.{type_}")
    for team in ("t1", "t2"):
        for judge in ("j1", "j2"):
            make(contest, "debate.ballot", sheet("20 10 20 10"), seat=f"judge:{judge}", team=team, judge=judge)
    make(contest, "debate.revealed")
    return contest


def types(contest: Contest) -> set[str]:
    return {move.fact.type for move in contest.moves() if move.closed is None}


def make(
    contest: Contest, type_: str, values: Mapping[str, Any] | None = None, seat: str = "desk", **given: Any
) -> None:
    for move in contest.moves():
        known = {name: value for name, value in given.items() if name in move.identity}
        if move.fact.type == type_ and move.closed is None and all(move.identity[n] == v for n, v in known.items()):
            rest = {name: value for name, value in given.items() if name not in known}
            contest.push(move.fill({**(values or {}), **rest}), seat=seat)
            return
    raise LookupError(type_)


def find(contest: Contest, type_: str) -> tuple[int, Any]:
    return next((record.seq, record.fact) for record in contest.records if record.type == type_)


def totals(contest: Contest) -> dict[str, str]:
    return {team: show(score.value) for team, score in contest.standings(audience=None).totals.items()}


def test_a_motion_typed_wrong_is_corrected_after_the_match() -> None:
    contest = played()
    seq, fact = find(contest, "debate.motion_set")
    contest.correct([(seq, attrs.evolve(fact, text="a motion"))], reason="a slip of the keys")
    shown = json.dumps(contest.scene("hall").to_json("en"))
    assert "a motion" in shown
    assert "a motoin" not in shown


def test_a_mark_is_corrected_and_corrected_back() -> None:
    contest = played()
    before, was = contest.state, totals(contest)
    seq, fact = find(contest, "debate.ballot")
    marks = {criterion: mark + 1 for criterion, mark in fact.marks.items()}
    contest.correct([(seq, attrs.evolve(fact, marks=marks))], reason="recheck")
    assert totals(contest) == {**was, "t1": "62"}
    contest.correct([(seq, fact)], reason="the first was right")
    assert contest.state == before
    assert totals(contest) == was


@pytest.mark.parametrize("order", [("t1", "t1"), ("t1",), ("t1", "nobody"), ()])
def test_an_announcement_is_not_corrected_to_what_cannot_be(order: tuple[str, ...]) -> None:
    contest = played()
    seq, fact = find(contest, "debate.paired")
    with pytest.raises(QuizArenaError, match="each of t1, t2 once"):
        contest.correct([(seq, attrs.evolve(fact, order=order))], reason="a try")


def test_sides_drawn_wrong_are_corrected() -> None:
    contest = played()
    seq, fact = find(contest, "debate.sided")
    contest.correct([(seq, attrs.evolve(fact, affirmative="t2"))], reason="read wrong")
    (versus,) = contest.scene("desk").of(Versus)
    assert (versus.affirmative.team, versus.negative.team) == ("t2", "t1")
    with pytest.raises(QuizArenaError, match="expected one of t1, t2, found t3"):
        contest.correct([(seq, attrs.evolve(fact, affirmative="t3"))], reason="a try")


def voted() -> Contest:
    """Return a contest of one match won by votes, its sides by order: t1 is affirmative, and all votes are for it."""
    rules = {
        "use": "debate/pairs",
        "verdict": "votes",
        "pairs": "by_order",
        "sides": "by_order",
        "segments": [{"name": "opening", "seconds": 60}],
        "motion": "fixed",
        "motions": [{"id": "m1", "title": "a motion"}],
        "criteria": {},
    }
    contest = opened(rulebook_of(Debate(), rules, 2, 3, extra={"order": "roster"}), {"debate": Debate()})
    for type_ in ("round.begun", "debate.paired", "debate.sided", "debate.motion_shown", "debate.segment_ended"):
        make(contest, type_)
    for judge in ("j1", "j2", "j3"):
        make(contest, "debate.voted", {"side": "affirmative"}, seat=f"judge:{judge}", judge=judge)
    make(contest, "debate.revealed")
    return contest


def test_sides_by_order_are_corrected_where_the_teams_sat_the_other_way_round() -> None:
    contest = voted()
    assert totals(contest) == {"t1": "1", "t2": "0"}
    seq, _fact = find(contest, "debate.sided")
    contest.correct(replaced(contest, [str(seq), "affirmative=t2"]), reason="sides were swapped")
    assert totals(contest) == {"t1": "0", "t2": "1"}
    move = most_open(contest, seq, contest.resolution.fact(seq) or _fact)
    assert move is not None
    assert [option.value for option in move.choices("affirmative")] == ["t1", "t2"], "the desk's form asks for it"


def test_sides_by_lot_are_set_by_no_hand() -> None:
    contest = played()
    moves = contest.before(find(contest, "debate.sided")[0]).moves()
    assert [move.gesture for move in moves if move.fact.type == "debate.sided"] == ["next"]
