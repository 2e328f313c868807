"""A panel that weighs its judges by group: experts and residents, and who may join them in the middle."""

from __future__ import annotations

import json
from typing import Any

import pytest

from quizarena.contest import Contest
from quizarena.errors import QuizArenaError, RulebookError
from quizarena.facts import Fact
from quizarena.moves import IllegalFact
from quizarena.points import exact, show
from quizarena.rulebook import Rulebook, loads

WEIGHTED = {"rule": "weighted", "weights": {"experts": "0.7", "residents": "0.3"}, "places": 2}


def rulebook(**changed: Any) -> Rulebook:
    """Return a judged round over two teams: two experts, two residents."""
    judges = [{"id": f"j{nth}", "name": f"J{nth}", "group": group} for nth, group in enumerate(["experts"] * 2, 1)]
    judges += [{"id": f"j{nth}", "name": f"J{nth}", "group": "residents"} for nth in (3, 4)]
    scene = {"id": "scene", "use": "scenario/talent", "criteria": {"all": 100}, "prepare_time": 0, "play_time": 0}
    said = {
        "quizarena": 1,
        "contest": {"title": "Panel", "language": "en"},
        "teams": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
        "judges": judges,
        "order": "roster",
        "panel": WEIGHTED,
        "rounds": [scene],
        **changed,
    }
    return loads(json.dumps(said))


def begun() -> Contest:
    contest = Contest(rulebook())
    make(contest, "contest.opened", mode="live")
    make(contest, "round.begun")
    return contest


def make(contest: Contest, type_: str, seat: str = "desk", **values: Any) -> Fact:
    """Fill the open move of that type and push it."""
    move = next(move for move in contest.moves() if move.fact.type == type_ and move.closed is None)
    return contest.push(move.fill({key.replace("__", "."): value for key, value in values.items()}), seat=seat).fact


def performed(contest: Contest, *marks: str) -> str:
    """Play the first team with these marks, a judge each, and return its score."""
    for _segment in ("play", "ballots"):
        make(contest, "scenario.entered")
    for judge, mark in zip(contest.state.roster.judges, marks, strict=True):
        make(contest, "scenario.ballot", seat=f"judge:{judge.id}", judge=judge.id, marks__all=mark)
    make(contest, "scenario.revealed")
    return show(contest.standings(audience=None).row("a").total)


def test_the_roster_says_who_is_in_which_group() -> None:
    assert exact(performed(begun(), "90", "80", "70", "60")) == exact("79")


def test_a_judge_who_joins_counts_in_their_group() -> None:
    contest = begun()
    make(contest, "judge.added", seat="arbiter", judge="j9", name="Nine", group="residents")
    assert exact(performed(contest, "90", "80", "70", "60", "20")) == exact("74.5")


def test_a_judge_without_a_weight_is_refused_by_the_rulebook() -> None:
    with pytest.raises(RulebookError, match="'j5'"):
        rulebook(judges=[{"id": "j5", "name": "Five"}])


def test_a_judge_without_a_weight_may_not_join() -> None:
    by_judge = {"rule": "weighted", "weights": {"j1": 2, "j2": 1}}
    judges = [{"id": "j1", "name": "One"}, {"id": "j2", "name": "Two"}]
    contest = Contest(rulebook(judges=judges, panel=by_judge))
    make(contest, "contest.opened", mode="live")
    with pytest.raises(IllegalFact, match="no weight for j9"):
        make(contest, "judge.added", seat="arbiter", judge="j9", name="Nine")
    contest.amend("panel", "{rule: weighted, weights: {j1: 2, j2: 1, j9: 1}}", reason="j9 joins")
    make(contest, "judge.added", seat="arbiter", judge="j9", name="Nine")
    with pytest.raises(QuizArenaError, match="'j9'"):
        contest.amend("panel", "{rule: weighted, weights: {j1: 2, j2: 1}}", reason="j9 does not count")
