"""Ties of a whole contest: which tie-breaks are asked, and what a team that left means for prizes."""

from __future__ import annotations

import pytest

from quizarena.contest import Contest
from quizarena.rulebook import loads
from quizarena.testing import Clockwork

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
    return [prize.entrants for prize in contest.standings().prizes]


def test_a_round_that_was_never_played_is_passed_over() -> None:
    contest, _clock = played()
    assert [move.identity for move in contest.moves() if move.fact.type == "playoff.called"] == [
        {"teams": ("red", "blue")}
    ]
    assert contest.standings().open_ties == (("red", "blue"),)


def test_a_round_to_come_is_waited_for() -> None:
    contest, clock = Contest(loads(RULES)), Clockwork()
    push(contest, clock, "contest.opened", mode="live")
    rows = contest.standings().rows
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
    found = contest.standings()
    assert " ".join(f"{row.place}{row.entrant}" for row in found.rows) == expected
    for row in found.rows:
        assert found.row(row.entrant) is row
        assert set(row.tied) == {other.entrant for other in found.rows if other.place == row.place} - {row.entrant}
        assert row.total == found.totals[row.entrant].value
    if "red" not in expected:
        with pytest.raises(KeyError, match="red"):
            found.row("red")


def test_the_withdrawal_rule_says_its_default() -> None:
    assert loads(RULES).resolved()["withdrawal"]["prizes"] == "finishers"


def test_a_team_that_left_is_in_no_play_off() -> None:
    contest, clock = played(wrong="nobody")
    push(contest, clock, "team.left", team="red", mode="withdrawn", reason="bus")
    assert contest.standings().open_ties == (("blue", "green"),)
