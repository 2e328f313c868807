"""Ballots and votes: what comes in, goes back, is missing; what opens and what it gives."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import attrs
import pytest

from quizarena.moves import IllegalFact
from quizarena.points import show
from quizarena.scenes import Marks, Say, Steps
from quizarena.scenes import Table as Rows
from quizarena_rounds.debate import facts
from quizarena_rounds.debate.rules import VotePoints
from tests.rounds.debate.play import (
    INDIVIDUAL,
    TRIMMED,
    excuse,
    leaves,
    mark_all,
    sheet,
    table,
    to_ballots,
)
from tests.rounds.driver import Table

MARKS = "20 10 20 10"


def ready(playing: str = "ab", panel: int = 3, **rules: object) -> Table:
    board = table(playing, panel, **rules)
    to_ballots(board)
    return board


def votes(cast: str, **rules: object) -> Table:
    """Return a match with these votes, one letter a judge, in and open."""
    board = ready(panel=len(cast), verdict="votes", criteria={}, **rules)
    for judge, vote in zip(board.field.judges, cast, strict=True):
        board.make("debate.voted", judge=judge.id, side={"a": "affirmative", "n": "negative"}[vote])
    board.make("debate.revealed")
    return board


@pytest.mark.parametrize(
    ("cast", "chinese", "english"),
    [
        (
            "aannnnn",
            ["正方两票，反方五票。", "反方，b获胜！"],
            ["Two votes to five.", "The negative, b, win the debate!"],
        ),
        ("an", ["一比一。", "本场打成平局。"], ["One vote each.", "The match is drawn."]),
        (
            "aaa",
            ["正方三票，反方零票。", "正方，a获胜！"],
            ["Three votes to none.", "The affirmative, a, win the debate!"],
        ),
    ],
)
def test_a_count_of_votes_is_read_with_its_winner(cast: str, chinese: list[str], english: list[str]) -> None:
    board = votes(cast, votes=VotePoints(win=Decimal(1), draw=Decimal("0.5"), lose=Decimal(0)))
    (say,) = board.kind.scene(board.state, board.moment, "host").of(Say)
    assert [line.in_language("zh") for line in say.now] == ["投票结束，请亮票！"]
    assert [stage for stage, _line in say.opening] == ["panel", "whole"]
    assert [line.in_language("zh") for _stage, line in say.opening] == chinese
    assert [line.in_language("en") for _stage, line in say.opening] == english


def test_votes_are_called_for_as_votes() -> None:
    board = ready(panel=2, verdict="votes", criteria={})
    (say,) = board.kind.scene(board.state, board.moment, "host").of(Say)
    assert [line.in_language("zh") for line in (*say.now, *say.then)] == ["请各位评委投票。"]
    for judge in board.field.judges:
        board.make("debate.voted", judge=judge.id, side="affirmative")
    (say,) = board.kind.scene(board.state, board.moment, "host").of(Say)
    assert [line.in_language("zh") for line in say.now] == ["投票结束，请亮票！"]


@pytest.mark.parametrize(("rules", "last"), [({"verdict": "votes", "criteria": {}}, ["收票", "亮票"]), ({}, ["收票"])])
def test_the_rail_ends_with_the_votes_where_judges_vote(rules: dict[str, Any], last: list[str]) -> None:
    board = ready(panel=2, **rules)
    (rail,) = board.kind.scene(board.state, board.moment, "desk").of(Steps)
    names = [name.in_language("zh") for name in rail.names]
    assert names[names.index("收票") :] == last
    assert rail.current == names.index("收票")


def test_while_votes_are_opened_the_rail_stands_there() -> None:
    board = votes("an")
    (rail,) = board.kind.scene(board.state, board.moment, "desk").of(Steps)
    assert rail.current is not None
    assert rail.names[rail.current].in_language("zh") == "亮票"


def test_both_sides_open_together() -> None:
    board = ready(panel=2)
    for judge in ("j1", "j2"):
        board.make("debate.ballot", sheet(MARKS), team="a", judge=judge)
    board.make("debate.ballot", sheet(MARKS), team="b", judge="j1")
    assert board.reason("debate.revealed").endswith("waiting for j2")
    assert not board.scores()
    board.make("debate.ballot", sheet(MARKS), team="b", judge="j2")
    assert not board.scores()
    board.make("debate.revealed")
    assert {team: score.value for team, score in board.scores().items()} == {"a": 60, "b": 60}


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        ("30.1 10 20 10", "at most 30"),
        ("-1 10 20 10", "at least 0"),
        ("20.05 10 20 10", "steps of 0.1"),
    ],
)
def test_a_mark_out_of_range_or_off_step_is_refused(marks: str, reason: str) -> None:
    board = ready()
    with pytest.raises(IllegalFact, match=reason):
        board.make("debate.ballot", sheet(marks), team="a", judge="j1")


def test_a_ballot_comes_once_unless_it_was_returned() -> None:
    board = ready()
    board.make("debate.ballot", sheet(MARKS), team="a", judge="j1")
    assert "To change it, ask the desk" in board.reason("debate.ballot", team="a", judge="j1")
    board.make("debate.returned", team="a", judge="j1", reason="sum is wrong")
    board.make("debate.ballot", sheet("10 10 10 10"), team="a", judge="j1")
    (ballot,) = board.state.running.sheet("a").ballots
    assert ballot.record == len(board.record)


def test_a_mark_nobody_asked_for_is_refused() -> None:
    board = ready()
    marks = {criterion: Decimal(1) for criterion in board.rules.criteria}
    with pytest.raises(IllegalFact, match="speakers"):
        board.push(facts.BallotGiven(match=1, team="a", judge="j1", marks=marks, speakers={"a-1": Decimal(9)}))


def test_a_judge_who_stands_down_for_one_side_marks_neither() -> None:
    board = table("ab", 3)
    first, *others = board.field.judges
    board.field = attrs.evolve(board.field, judges=(attrs.evolve(first, stands_down=frozenset("b")), *others))
    to_ballots(board)
    assert "stands down" in board.reason("debate.ballot", team="a", judge="j1")
    mark_all(board)
    board.make("debate.revealed")
    assert board.scores()["a"].value == 60


def test_an_absent_judge_keeps_nobody_waiting_and_what_was_in_counts() -> None:
    board = ready(panel=3)
    board.make("debate.ballot", sheet("30 20 30 20"), team="a", judge="j1")
    board.make("debate.absent", judge="j1", reason="taken ill")
    for team in "ab":
        for judge in ("j2", "j3"):
            board.make("debate.ballot", sheet(MARKS), team=team, judge=judge)
    board.make("debate.revealed")
    assert [len(board.state.matches[0].sheet(team).ballots) for team in "ab"] == [3, 2]


def test_a_match_nobody_can_mark_closes_without_marks() -> None:
    board = ready("abcd", panel=1)
    excuse(board, "j1")
    board.make("debate.unmarked", reason="the judge had to leave")
    assert not board.scores()
    assert {move.fact.type for move in board.open() if not move.aside} == {"debate.sided"}


def test_a_closed_match_takes_ballots_again() -> None:
    board = ready(panel=2)
    board.make("debate.absent", judge="j2", reason="not here")
    for team in "ab":
        board.make("debate.ballot", sheet(MARKS), team=team, judge="j1")
    board.make("debate.revealed")
    assert board.over
    board.make("debate.reopened", match=1, reason="a sheet was forgotten")
    assert not board.scores()
    leaves(board, "b")
    for team in "ab":
        board.make("debate.ballot", sheet("10 10 10 10"), team=team, judge="j2")
    board.make("debate.revealed")
    assert {team: score.value for team, score in board.scores().items()} == {"a": 50, "b": 50}


@pytest.mark.parametrize(
    ("cast", "expected"),
    [
        ("aan", {"a": "3", "b": "0"}),
        ("nnn", {"a": "0", "b": "3"}),
        ("an", {"a": "1", "b": "1"}),
        ("a", {"a": "3", "b": "0"}),
    ],
)
def test_the_majority_wins_the_declared_points(cast: str, expected: dict[str, str]) -> None:
    board = votes(cast, votes=VotePoints(win=Decimal(3), draw=Decimal(1), lose=Decimal(0)))
    assert {team: show(score.value) for team, score in board.scores().items()} == expected


def test_a_vote_says_how_many() -> None:
    score = votes("aan").scores()["b"]
    assert score.note is not None
    assert (score.note.in_language("zh"), score.label.in_language("zh")) == ("1 票比 2 票", "第 1 场: 负")


def test_votes_need_no_panel_and_may_be_returned() -> None:
    board = table("ab", 2, verdict="votes", criteria={})
    board.panel = None
    to_ballots(board)
    board.make("debate.voted", judge="j1", side="affirmative")
    board.make("debate.vote_returned", judge="j1", reason="pressed the wrong key")
    board.make("debate.voted", judge="j1", side="negative")
    board.make("debate.absent", judge="j2", reason="not here")
    board.make("debate.revealed")
    assert {team: show(score.value) for team, score in board.scores().items()} == {"a": "0", "b": "1"}


def award(board: Table) -> tuple[str, ...]:
    return tuple(winner for each in board.kind.awards(board.state, board.moment) for winner in each.winners)


@pytest.mark.parametrize("verdict", ["points", "votes"])
def test_the_best_debater_has_the_highest_mark_and_a_tie_names_all(verdict: str) -> None:
    rules = {"verdict": verdict, **({"criteria": {}} if verdict == "votes" else {})}
    board = ready(panel=1, individual=INDIVIDUAL, **rules)
    speakers = {"a": {"a-1": "40", "a-2": "42.5"}, "b": {"b-1": "42.5", "b-2": "1"}}
    for team, marks in speakers.items():
        filled = {f"speakers.{member}": mark for member, mark in marks.items()}
        if verdict == "points":
            filled |= sheet(MARKS)
        board.make("debate.ballot", filled, team=team, judge="j1")
    if verdict == "votes":
        board.make("debate.voted", judge="j1", side="affirmative")
    assert award(board) == ()
    board.make("debate.revealed")
    assert award(board) == ("a-2", "b-1")
    leaves(board, "b")
    assert award(board) == ("a-2",)


def test_the_award_waits_for_every_match() -> None:
    board = ready("abcd", panel=1, individual=INDIVIDUAL)
    for team in "ab":
        board.make("debate.ballot", sheet(MARKS, {f"{team}-1": "40", f"{team}-2": "9"}), team=team, judge="j1")
    board.make("debate.revealed")
    assert award(board) == ()
    leaves(board, "c")
    board.make("debate.walked_over")
    assert award(board) == ("a-1", "b-1")


@pytest.mark.parametrize("audience", ["desk", "host", "judge:j2", "hall"])
@pytest.mark.parametrize("verdict", ["points", "votes"])
def test_a_ballot_shows_nothing_before_it_opens(audience: str, verdict: str) -> None:
    """Two rounds that differ in one sealed ballot look alike to everybody but its judge."""
    ballots = {"points": ({"team": "a"}, sheet(MARKS), sheet("1 1 1 1")), "votes": ({}, *VOTES)}
    given, *filled = ballots[verdict]
    kinds = {"points": "debate.ballot", "votes": "debate.voted"}
    scenes = []
    for values in filled:
        board = ready(verdict=verdict, criteria={} if verdict == "votes" else table().rules.criteria)
        board.make(kinds[verdict], values, judge="j1", **given)
        scenes.append(json.dumps(board.kind.scene(board.state, board.moment, audience).to_json("en")))
    assert scenes[0] == scenes[1]


VOTES = ({"side": "affirmative"}, {"side": "negative"})


def test_the_cells_say_what_was_struck_once_they_are_open() -> None:
    board = ready(panel=4)
    marks = {"j1": "1 1 1 1", "j2": "2 2 2 2", "j3": "3 3 3 3", "j4": "4 4 4 4"}
    for team in "ab":
        for judge, given in marks.items():
            board.make("debate.ballot", sheet(given), team=team, judge=judge)
    board.make("debate.revealed")
    scene = board.kind.scene(board.state, board.moment, "hall")
    first, second = scene.of(Marks)
    assert (first.entrant, second.entrant) == ("a", "b")
    assert [cell.state for cell in first.cells] == ["struck_low", "shown", "shown", "struck_high"]
    (rows,) = scene.of(Rows)
    assert [row[-1] for row in rows.rows] == [10, 10]


def test_an_absent_judge_gets_the_mean_of_the_others_where_the_panel_says_so() -> None:
    board = ready(panel=4)
    board.panel = attrs.evolve(TRIMMED, missing="mean")
    for judge, marks in (("j1", "20 10 20 10"), ("j2", "20 20 20 20"), ("j3", "30 20 30 10")):
        for team in "ab":
            board.make("debate.ballot", sheet(marks), team=team, judge=judge)
    board.make("debate.absent", judge="j4", reason="a call")
    board.make("debate.revealed")
    assert [show(score.value) for score in board.scores().values()] == ["78.33", "78.33"]


@pytest.mark.parametrize(
    ("verdict", "first", "sums"),
    [("judges", "speakers", ["", "Speeches", "Team sheet"]), ("points", "marks", ["", "Speeches"])],
)
def test_a_ballot_asks_in_the_order_of_what_is_spoken(verdict: str, first: str, sums: list[str]) -> None:
    """The reply of World Schools is spoken last, and its marks were asked first."""
    board = ready(panel=3, verdict=verdict, individual=INDIVIDUAL)
    move = next(move for move in board.open() if move.fact is facts.BallotGiven)
    heads = [path.partition(".")[0] for path in (blank.path for blank in move.blanks) if "." in path]
    assert list(dict.fromkeys(heads)) == [first, "marks" if first == "speakers" else "speakers"]
    assert [each.label.in_language("en") for each in move.sums] == sums
    told = [path for each in move.sums for path in each.paths if not each.label.in_language("en")]
    assert told[0].startswith(first)
