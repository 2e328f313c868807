"""Each piece of advice by a rulebook that earns it, and a sound rulebook that earns none."""

from __future__ import annotations

import json
from typing import Any

import pytest

from quizarena.advice import advise
from quizarena.languages import LANGUAGES
from quizarena.rounds import Advice
from quizarena.rulebook import Rulebook, loads
from quizarena.simulation import Forecast, forecast

QUIZ = {"id": "quiz", "use": "quiz/team_required", "per_team": 4, "points": 5}
SCENE = {
    "id": "scene",
    "use": "scenario/staged",
    "criteria": {"content": 20, "manner": 20},
    "step": 0.1,
    "play_time": 300,
    "prepare_time": 60,
    "topics": [{"id": f"t{nth}", "title": f"Topic {nth}"} for nth in range(6)],
}
RISK = {"id": "risk", "use": "quiz/risk"}
TRIMMED = {"rule": "trimmed", "drop_low": 1, "drop_high": 1, "places": 2}
CHIEF = [{"id": "j1", "name": "J1", "chief": True}, *(f"J{nth}" for nth in range(2, 6))]
SOUND: dict[str, Any] = {
    "quizarena": 1,
    "contest": {"title": "Advice", "language": "en"},
    "teams": [{"id": team, "name": team.upper(), "members": [f"{team}{nth}" for nth in range(3)]} for team in "abcd"],
    "judges": CHIEF,
    "order": "roster",
    "panel": TRIMMED,
    "rounds": [QUIZ, SCENE],
    "ties": {"when": "always", "by": [{"round": "scene"}, {"chief_judge": "scene"}, "sudden_death"]},
    "prizes": [{"name": "First", "places": 1}, {"name": "Second", "places": 1}],
}


def rulebook(**changed: Any) -> Rulebook:
    return loads(json.dumps({**SOUND, **changed}))


def expected(book: Rulebook) -> Forecast:
    """Return the forecast of six plays: enough to see what is looked for."""
    found = forecast(book, plays=6)
    assert found is not None
    return found


def advice(**changed: Any) -> list[Advice]:
    book = rulebook(**changed)
    return list(advise(book, expected(book)))


@pytest.mark.parametrize(("performers", "earned"), [("teams", 2), ("members", 0)])
def test_points_of_their_own_that_no_member_has(performers: str, earned: int) -> None:
    rounds = [SCENE | {"performers": performers, "best_members": 2}]
    if performers == "members":
        rounds[0] |= {"topics": []}
    honours = [{"name": "Best", "rounds": ["scene"]}]
    about = [each.where for each in advice(rounds=rounds, honours=honours, ties={"by": []}, prizes=[])]
    assert [each for each in about if "best_members" in each or "honours" in each] == (
        ["rounds.scene.best_members", "honours.0.rounds"][:earned]
    )


@pytest.mark.parametrize(
    ("nth", "said", "where"),
    [
        (0, {"decides": True}, "rounds.quiz.decides"),
        (0, {"start_from": 0}, "rounds.quiz.start_from"),
        (1, {"decides": True, "start_from": 0}, None),
    ],
)
def test_a_round_that_decides_comes_last_and_a_new_start_not_first(nth: int, said: Any, where: str | None) -> None:
    rounds = [QUIZ, SCENE]
    rounds[nth] = rounds[nth] | said
    about = [each.where for each in advice(rounds=rounds) if "decides" in each.where or "start_from" in each.where]
    assert about == ([] if where is None else [where])


@pytest.mark.parametrize(
    ("regular", "spares", "earned"), [(16, 0, True), (17, 0, False), (16, 1, False), (0, 0, False)]
)
def test_a_bank_without_a_question_to_put_in_place_of_a_void_one(regular: int, spares: int, earned: bool) -> None:
    bank = [{"id": f"q{nth}", "text": f"Question {nth}", "spare": nth >= regular} for nth in range(regular + spares)]
    book = rulebook(rounds=[QUIZ | {"questions": bank}, SCENE])
    assert ("rounds.quiz.questions" in [each.where for each in advise(book, None)]) == earned


def test_a_sound_rulebook_earns_none() -> None:
    assert [each.where for each in advice()] == []


BY_ROUND = {"by": [{"round": "quiz"}]}
ONE_QUESTION = {"rounds": [QUIZ | {"per_team": 1}], "panel": None}
EARNED: list[tuple[dict[str, Any], str, str]] = [
    ({"judges": CHIEF[:3]}, "panel", "3 judges mark a team: only the mark in the middle counts"),
    (
        {"judges": CHIEF[:3], "panel": TRIMMED | {"small": "closest"}},
        "panel",
        "3 judges mark a team: too few marks to drop any: the mean of the two closest counts",
    ),
    ({"panel": {"rule": "sum"}}, "panel", "the others' sum is scaled up to 5"),
    ({"panel": TRIMMED | {"centre": "sum"}}, "panel", "the others' sum is scaled up to 5"),
    (
        {"judges": CHIEF[:4], "panel": {"rule": "mean", "places": 1}},
        "rounds.scene.panel",
        "4 marks count, an even number",
    ),
    ({"order": "drawn"}, "contest.date", "the draw in public uses the contest's date"),
    ({"judges": ["J1", "J2", "J3", "J4", "J5"]}, "ties.by.1", "separated no two teams"),
    ({"ties": {"by": [{"round": "scene"}, {"round": "scene"}]}}, "ties.by.1", "it is listed twice"),
    ({"ties": {"by": ["share", {"round": "scene"}]}}, "ties.by.0", "separates nobody"),
    (
        {"rounds": [QUIZ, SCENE | {"teams": {"top": 2, "of": ["quiz"]}}], "ties": {"by": []}},
        "rounds.scene.teams.top",
        "level at the edge all go on",
    ),
    ({"rounds": [QUIZ], "panel": None, "ties": BY_ROUND}, "ties.by.0", "what the total says already"),
    (ONE_QUESTION | {"ties": {"by": []}}, "ties.by", "settled by nothing"),
    ({"prizes": [], "ties": {"by": [{"round": "scene"}]}}, "ties.when", "no tie at the end is broken"),
    (
        {"prizes": [{"name": "Fair play", "given": "as_honour"}], "ties": {"by": [{"round": "scene"}]}},
        "ties.when",
        "no prize goes by place",
    ),
    (ONE_QUESTION | {"ties": {"by": ["sudden_death"]}}, "ties.by", "goes to a play-off"),
    ({"rounds": [QUIZ, SCENE | {"topics": SCENE["topics"][:4]}]}, "rounds.scene.topics", "all 4 are used up"),  # type: ignore[index]
    ({"rounds": [QUIZ, SCENE, RISK | {"levels": [10, 500]}]}, "rounds.risk.levels", "500 is at stake at once"),
    ({"rounds": [QUIZ, QUIZ | {"id": "again"}, SCENE]}, "rounds.again.title", "the round quiz has the same title"),
    ({"rounds": [QUIZ | {"weight": 40}, SCENE | {"weight": 60}]}, "rounds.scene.weight", "10 points become 600"),
    ({"rounds": [QUIZ, SCENE | {"play_time": 3600}]}, "rounds.scene", "the rounds take about 4."),
    ({"rounds": [QUIZ | {"points": 20, "wrong": -20}, SCENE]}, "rounds.scene", "33% of the points"),
    ({"rounds": [QUIZ | {"points": 20, "wrong": -20}, SCENE]}, "rounds.quiz", "it decides alone"),
]


@pytest.mark.parametrize(("changed", "where", "why"), EARNED, ids=[f"{case[1]}: {case[2]}" for case in EARNED])
def test_advice_says_where_and_why_and_what_to_change(changed: dict[str, Any], where: str, why: str) -> None:
    found = [each for each in advice(**changed) if each.where == where and why in each.why.in_language("en")]
    assert len(found) == 1, [(each.where, each.why.in_language("en")) for each in advice(**changed)]
    for language in LANGUAGES:
        assert found[0].why.in_language(language)
        assert found[0].change.in_language(language)
    assert found[0].why.in_language("zh") != found[0].why.in_language("en")


def test_namesakes_in_two_teams_are_told() -> None:
    teams = [team | {"members": ["Ann", *team["members"][1:]]} for team in SOUND["teams"]]
    assert [each.where for each in advice(teams=teams)] == [f"teams.{nth}.members.0.name" for nth in (1, 2, 3)]


def test_ties_that_are_always_broken_need_no_prize() -> None:
    assert advice(prizes=[], ties={"when": "always", "by": [{"round": "scene"}]}) == []


def test_a_lot_settles_every_tie() -> None:
    assert advice(**ONE_QUESTION, ties={"by": ["lot"]}) == []


def test_what_a_robot_cannot_finish_is_said() -> None:
    book = rulebook()
    assert [each.where for each in advise(book, None)] == ["rounds"]
