"""Ties of a whole contest: which tie-breaks are asked, and what a team that left means for prizes."""

from __future__ import annotations

import json

import pytest

from quizarena.contest import Contest
from quizarena.rulebook import loads, resolved_mapping
from quizarena.testing import START, Clockwork
from tests.contest.telling import make, rule

RULES = """
quizarena: 1
contest: {title: T, language: en}
teams: [{id: red, name: Reds}, {id: blue, name: Blues}, {id: green, name: Greens}]
judges: [J One, J Two]
order: roster
panel: {rule: mean, places: 2, rounding: half_up}
rounds:
  - {id: quiz, use: quiz/team_required, per_team: 1, points: 10}
  - {id: scene, use: scenario/talent, criteria: {content: 10}, play_time: 0}
ties: {by: [{round: scene}, sudden_death]}
prizes: [{name: First prize, places: 1}, {name: Second prize, places: 1}]
withdrawal: {place: as_scored, points: keep}
"""


def push(contest: Contest, clock: Clockwork, type_: str, **values: object) -> None:
    """Push the first open move of a type that takes these values."""
    moves = [move for move in contest.moves() if move.fact.type == type_ and move.closed is None]
    contest.push(moves[0].fill(values, now=clock()))


def played(rules: str = RULES, *, wrong: str = "green") -> tuple[Contest, Clockwork]:
    """Play the quiz, every team right but `wrong`, and cut the scene before anybody plays."""
    contest, clock = Contest(loads(rules)), Clockwork()
    push(contest, clock, "contest.opened", mode="live")
    push(contest, clock, "round.begun")
    for team in ("red", "blue", "green"):
        push(contest, clock, "quiz.asked")
        push(contest, clock, "quiz.ruled", verdict="wrong" if team == wrong else "right")
    push(contest, clock, "round.begun")
    push(contest, clock, "round.cut", reason="the hall closes")
    return contest, clock


def winners(contest: Contest) -> list[tuple[str, ...]]:
    return [prize.entrants for prize in contest.standings(audience=None).prizes]


def test_a_round_that_was_never_played_is_passed_over() -> None:
    contest, _clock = played()
    assert [move.identity for move in contest.moves() if move.fact.type == "playoff.called"] == [
        {"teams": ("red", "blue")}
    ]
    assert contest.standings(audience=None).open_ties == (("red", "blue"),)


def test_a_round_to_come_is_waited_for() -> None:
    contest, clock = Contest(loads(RULES)), Clockwork()
    push(contest, clock, "contest.opened", mode="live")
    rows = contest.standings(audience=None).rows
    assert {row.waits_for.name for row in rows if row.waits_for is not None} == {"round"}


@pytest.mark.parametrize(
    ("withdrawal", "expected"),
    [
        ("{place: as_scored, points: keep}", [("blue",), ("green",)]),
        ("{place: last}", [("blue",), ("green",)]),
        ("{place: unplaced}", [("blue",), ("green",)]),
        ("{place: as_scored, points: zero}", [("blue",), ("green",)]),
        ("{place: as_scored, prizes: all}", [("red", "blue"), ()]),
        ("{place: last, prizes: all}", [("blue",), ("green",)]),
    ],
)
def test_prizes_go_to_those_who_finished(withdrawal: str, expected: list[tuple[str, ...]]) -> None:
    rules = RULES.replace("{place: as_scored, points: keep}", withdrawal)
    contest, clock = played(rules)
    push(contest, clock, "team.left", team="red", mode="withdrawn", reason="bus")
    assert winners(contest) == expected


@pytest.mark.parametrize(
    ("withdrawal", "gone", "expected"),
    [
        ("{place: as_scored, points: keep}", ["red"], "1red 1blue 3green"),
        ("{place: as_scored, points: zero}", ["red"], "1blue 2red 2green"),
        ("{place: last}", ["red"], "1blue 2green 3red"),
        ("{place: last}", ["red", "green"], "1blue 2red 2green"),
        ("{place: unplaced}", ["red"], "1blue 2green"),
    ],
)
def test_where_those_stand_who_left(withdrawal: str, gone: list[str], expected: str) -> None:
    contest, clock = played(RULES.replace("{place: as_scored, points: keep}", withdrawal))
    for team in gone:
        push(contest, clock, "team.left", team=team, mode="withdrawn", reason="bus")
    found = contest.standings(audience=None)
    assert " ".join(f"{row.place}{row.entrant}" for row in found.rows) == expected
    for row in found.rows:
        assert found.row(row.entrant) is row
        assert set(row.tied) == {other.entrant for other in found.rows if other.place == row.place} - {row.entrant}
        assert row.total == found.totals[row.entrant].value
    if "red" not in expected:
        with pytest.raises(KeyError, match="red"):
            found.row("red")


def test_the_withdrawal_rule_says_its_default() -> None:
    assert resolved_mapping(loads(RULES))["withdrawal"]["prizes"] == "finishers"


def test_a_team_that_left_is_in_no_play_off() -> None:
    contest, clock = played(wrong="nobody")
    push(contest, clock, "team.left", team="red", mode="withdrawn", reason="bus")
    assert contest.standings(audience=None).open_ties == (("blue", "green"),)


def decided(rounds: list[dict[str, object]], by: object, signs: str, **more: object) -> Contest:
    """Return a contest of Reds, Blues and Greens with these rounds of a question for each, all of them played."""
    teams = [{"id": team, "name": team} for team in ("red", "blue", "green")]
    head = {"quizarena": 1, "contest": {"title": "T", "language": "en"}, "teams": teams, "order": "roster", **more}
    played = [{"use": "quiz/team_required", "per_team": 1, **each} for each in rounds]
    contest = Contest(loads(json.dumps({**head, "rounds": played, "ties": {"when": "always", "by": [by]}})), at=START)
    make(contest, "contest.opened", mode="live")
    if "order" in more:
        make(contest, "draw.entered", order=("blue", "green", "red"), drawn_by="J")
    for said in signs.split():
        make(contest, "round.begun")
        assert not contest.standings(audience=None).complete
        rule(contest, said)
    return contest


def standing(contest: Contest) -> str:
    return " ".join(f"{row.place}{row.entrant}" for row in contest.standings(audience=None).rows)


TWICE_FIRST = [{"id": "one", "points": 20}, {"id": "two"}, {"id": "three", "teams": ["blue", "green"]}]
"""Reds win the first round; Blues win the other two, of which Reds play one."""


@pytest.mark.parametrize(
    ("rounds", "by", "signs", "more", "expected"),
    [
        (TWICE_FIRST, "most_firsts", "+-- -+- +-", {}, "1blue 2red 3green"),
        (TWICE_FIRST, "count_back", "+-- -+- +-", {}, "1blue 2red 3green"),
        ([*TWICE_FIRST, {"id": "show", "counts": False}], "most_firsts", "+-- -+- +- +--", {}, "1blue 2red 3green"),
        ([{"id": "one"}], "earlier_draw", "++-", {"order": "paper"}, "1blue 2green 3red"),
        ([{"id": "one"}], "earlier_draw", "-++", {"order": "paper"}, "1green 2red 3blue"),
        ([{"id": "one"}], "earlier_draw", "++-", {}, "1red 1blue 3green"),
    ],
)
def test_what_tells_equal_totals_apart(
    rounds: list[dict[str, object]], by: str, signs: str, more: dict[str, object], expected: str
) -> None:
    contest = decided(rounds, by, signs, **more)
    assert standing(contest) == expected
    assert contest.standings(audience=None).complete


@pytest.mark.parametrize(("chief", "expected"), [("j1", "1blue 2red"), ("j2", "1red 2blue"), ("", "1red 1blue")])
def test_the_chief_judge_tells_equal_totals_apart(chief: str, expected: str) -> None:
    rules = {
        "quizarena": 1,
        "contest": {"title": "T", "language": "en"},
        "order": "roster",
        "teams": [{"id": team, "name": team} for team in ("red", "blue")],
        "judges": [{"id": judge, "name": judge, "chief": judge == chief} for judge in ("j1", "j2")],
        "panel": {"rule": "mean", "places": 2},
        "rounds": [{"id": "scene", "use": "scenario/talent", "criteria": {"content": 10}, "play_time": 0}],
        "ties": {"when": "always", "by": [{"chief_judge": "scene"}]},
    }
    contest = Contest(loads(json.dumps(rules)), at=START)
    make(contest, "contest.opened", mode="live")
    make(contest, "round.begun")
    for marks in ({"j1": "8", "j2": "9"}, {"j1": "9", "j2": "8"}):
        for _ in range(2):
            make(contest, "scenario.entered")
        for judge, mark in marks.items():
            make(contest, "scenario.ballot", **{"judge": judge, "marks.content": mark})
        make(contest, "scenario.revealed")
    assert standing(contest) == expected


@pytest.mark.parametrize("rules", [{"points": 1}, {"points": 0, "wrong": -1}])
def test_a_play_off_worth_a_single_point_decides(rules: dict[str, int]) -> None:
    contest = decided([{"id": "one"}], "sudden_death", "++-", play_off={"use": "quiz/sudden_death", **rules})
    make(contest, "playoff.called")
    rule(contest, "+-")
    assert standing(contest) == "1red 2blue 3green"
