"""What to expect of a contest: the same on every run, shares that are shares, chances that counting gives too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest

from quizarena.rulebook import Rulebook, loads
from quizarena.simulation import forecast, robot

ROOT = Path(__file__).parents[2]
QUIZ = {"id": "quiz", "use": "quiz/team_required", "per_team": 4, "points": 5}
ONE_QUESTION = QUIZ | {"per_team": 1}
SCENE = {
    "id": "scene",
    "use": "scenario/talent",
    "criteria": {"content": 20, "manner": 20},
    "play_time": 300,
    "prepare_time": 60,
}
BOOK: dict[str, Any] = {
    "quizarena": 1,
    "contest": {"title": "Forecast", "language": "en"},
    "teams": [{"id": team, "name": team.upper()} for team in "abcd"],
    "judges": ["J1", "J2", "J3"],
    "order": "roster",
    "panel": {"rule": "mean", "places": 2},
    "rounds": [QUIZ, SCENE],
    "ties": {"by": []},
    "prizes": [{"name": "First", "places": 1}],
}


def rulebook(**changed: Any) -> Rulebook:
    return loads(json.dumps({**BOOK, **changed}))


def test_a_forecast_is_the_same_every_time() -> None:
    one, other = forecast(rulebook(), plays=6), forecast(rulebook(), plays=6)
    assert one is not None
    assert other is not None
    assert [position.state for position in one.plays] == [position.state for position in other.plays]
    assert attrs.evolve(one, plays=()) == attrs.evolve(other, plays=())


@pytest.mark.parametrize("command", [["check", "examples/yingbin/contest.yaml"]], ids=["check"])
def test_another_process_says_the_same_words(command: list[str]) -> None:
    def printed(hash_seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        run = [sys.executable, "-m", "quizarena", *command]
        return subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, check=True, encoding="utf-8").stdout

    assert printed("1") == printed("2") != ""


@pytest.mark.parametrize(("per_team", "plays"), [(1, 24), (50, 10), (100, 8)])
def test_fewer_contests_are_played_where_they_are_long(per_team: int, plays: int) -> None:
    found = forecast(rulebook(judges=[], panel=None, rounds=[QUIZ | {"per_team": per_team}]))
    assert found is not None
    assert len(found.plays) == plays


def test_a_contest_without_an_end_has_no_forecast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(robot.play.__kwdefaults__, "most", 20)
    assert forecast(rulebook()) is None


def test_shares_are_shares_and_the_length_is_that_of_the_clocks() -> None:
    found = forecast(rulebook(), plays=6)
    assert found is not None
    assert sum(found.pull.values()) == pytest.approx(1)
    assert found.given == {"quiz": pytest.approx(1 / 3), "scene": pytest.approx(2 / 3)}
    assert found.seconds["scene"] > 4 * (300 + 60)
    assert found.seconds["scene"] < 4 * (300 + 60 + 200)


def test_ties_are_as_likely_as_counting_says() -> None:
    """Two teams, a question each, right with 2 in 3: level in 5 of 9, less or more for there are only so many plays."""
    two = BOOK["teams"][:2]
    found = forecast(rulebook(teams=two, judges=[], panel=None, rounds=[ONE_QUESTION]), plays=60)
    assert found is not None
    assert found.ties[0] == pytest.approx(5 / 9, abs=0.2)
    assert found.left == found.ties[0]


COARSE = SCENE | {"criteria": {"content": 5, "manner": 5}, "step": 1}
ONE_POINT = ONE_QUESTION | {"points": 1}
DEBATES = [
    {
        "id": f"r{nth}",
        "use": "debate/pairs",
        "pairs": "drawn",
        "sides": "by_order",
        "segments": [{"name": "Case", "seconds": 60}],
        "verdict": "judges",
        "criteria": {"content": 20},
    }
    for nth in range(2)
]


@pytest.mark.parametrize(
    ("rounds", "by"),
    [
        ([COARSE, ONE_POINT], [{"sub_score": {"round": "scene", "part": "content"}}]),
        ([COARSE, ONE_POINT], [{"chief_judge": "scene"}]),
        (DEBATES, [{"sum": "speakers"}]),
        (DEBATES, ["margin"]),
        ([COARSE | {"id": "seen", "counts": False}, ONE_QUESTION], [{"round": "seen"}]),
    ],
)
def test_what_a_tie_break_asks_is_known_of_contests_put_together(rounds: list[Any], by: list[Any]) -> None:
    """A tie that a part of the score, a meeting or a round outside the total parts is not left."""
    judges = [{"id": "j1", "name": "J1", "chief": True}, "J2", "J3"]
    without = forecast(rulebook(rounds=rounds, judges=judges), plays=8)
    parted = forecast(rulebook(rounds=rounds, judges=judges, ties={"by": by}), plays=8)
    assert without is not None
    assert parted is not None
    assert without.ties == parted.ties
    assert parted.left < without.left


def test_a_round_that_decides_leaves_no_tie_behind_it() -> None:
    def of(**more: Any) -> Any:
        found = forecast(rulebook(rounds=[SCENE, ONE_QUESTION | more]), plays=6)
        assert found is not None
        return found.left

    assert of() == of(decides=True) < of(start_from=0)


def test_totals_that_stop_at_the_floor_are_level() -> None:
    """A wrong answer takes a point away and a right one gives none: without a floor 33 of 81 pairs are level."""

    def ties(**more: Any) -> float:
        quiz = QUIZ | {"per_team": 2, "points": 0, "wrong": -1}
        found = forecast(rulebook(teams=BOOK["teams"][:2], judges=[], panel=None, rounds=[quiz], **more), plays=60)
        assert found is not None
        return found.ties[0]

    assert ties(floor=-10) == ties() == pytest.approx(33 / 81, abs=0.15)
    assert ties(floor=0) == 1
