"""Three ballots a judge, and judges whose totals are their votes: what comes in, what decides, whom they name."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from quizarena.moves import IllegalFact
from quizarena.panels import Panel
from quizarena.panels.rules import Mean
from quizarena.roster import Roster
from quizarena.scenes import Say
from quizarena.text import both
from quizarena.values import evolve
from quizarena_rounds.debate.rules import Nominations, VotePoints
from quizarena_rounds.debate.tallies import panel_or_mean, speaker_score
from tests.rounds.debate.play import INDIVIDUAL, sheet, table, to_ballots
from tests.rounds.driver import Table

NAMED = Nominations(award=both(zh="最佳辩手", en="Best debater"), names=2)
DROP, LOW_POINT = VotePoints(dissent="drop"), VotePoints(low_point_wins=True)
HIGH, LOW = "21 10 20 10", "20 10 20 10"
SIDES = {"a": "affirmative", "n": "negative", "h": "half"}


def three(ballots: str, **rules: Any) -> Table:
    """Return an open match of a (affirmative) and b: "aan" is impression a, stages a, deciding n, a word a judge."""
    words = ballots.split()
    board = table("ab", len(words), verdict="three_ballots", **rules)
    to_ballots(board)
    for number, (impression, stages, deciding) in enumerate(words, 1):
        judge = f"j{number}"
        own = {"a": (HIGH, LOW), "n": (LOW, HIGH), "h": (LOW, LOW)}[stages]
        for team, marks in zip("ab", own, strict=True):
            board.make("debate.ballot", sheet(marks), team=team, judge=judge)
        board.make("debate.voted", judge=judge, impression=SIDES[impression], side=SIDES[deciding])
    board.make("debate.revealed")
    return board


@pytest.mark.parametrize(
    ("ballots", "counted", "points"),
    [
        ("aaa nnn aan", "ballots 5 to 4", (1, 0)),
        ("hha hha nnn", "ballots 4 to 5", (0, 1)),
        ("aaa hna nnn", "ballots 4.5 to 4.5; deciding ballots 2 to 1", (1, 0)),
        ("ana hha nnn", "ballots 4 to 5", (0, 1)),
        ("nna nna aan", "ballots 4 to 5", (0, 1)),  # two of three deciding ballots do not help at 4 to 5
        ("aan aan hha", "ballots 6 to 3", (1, 0)),
    ],
)
def test_nine_ballots(ballots: str, counted: str, points: tuple[int, int]) -> None:
    board = three(ballots)
    scores = board.scores()
    note = scores["a"].note
    assert note is not None
    assert note.in_language("en") == counted
    assert (scores["a"].value, scores["b"].value) == points
    assert board.refold() == board.state


def test_an_even_panel_can_draw() -> None:
    half = Fraction(1, 2)
    assert {team: score.value for team, score in three("aaa nnn").scores().items()} == {"a": half, "b": half}


def test_a_deciding_ballot_is_for_one_side() -> None:
    board = table("ab", 1, verdict="three_ballots")
    to_ballots(board)
    with pytest.raises(IllegalFact, match="side"):
        board.make("debate.voted", judge="j1", impression="half", side="half")


def test_every_ballot_stands_in_the_working() -> None:
    score = three("aaa hna nnn").scores()["a"]
    ballots = score.find("ballots")
    assert ballots is not None
    assert [judge.value for judge in ballots.parts] == [3, 1.5, 0]
    assert all(leaf.record is not None for judge in ballots.parts for leaf in judge.parts)


def test_no_panel_is_needed_where_the_majority_decides() -> None:
    board = table("ab", 3, verdict="three_ballots")
    assert panel_or_mean(board.moment) == board.panel
    assert panel_or_mean(evolve(board.moment, panel=None)) == Panel(Mean())
    roster = Roster(board.field.teams, board.field.judges)
    assert list(board.kind.refuse(board.rules, roster, None)) == []


@pytest.mark.parametrize(
    ("named", "winners", "by"),
    [
        (("a-1 b-1", "a-1 a-2", "b-1 b-2"), {"a-1", "b-1"}, ["j1", "j2"]),
        (("a-1 b-1", "a-1 a-2", "a-1 b-2"), {"a-1"}, ["j1", "j2", "j3"]),
    ],
)
def test_the_best_debater_is_whom_most_judges_name(named: tuple[str, ...], winners: set[str], by: list[str]) -> None:
    board = table("ab", 3, verdict="votes", criteria={}, nominations=NAMED)
    to_ballots(board)
    for number, names in enumerate(named, 1):
        chosen = {f"nominated.{place}": name for place, name in enumerate(names.split(), 1)}
        board.make("debate.voted", {"side": "affirmative", **chosen}, judge=f"j{number}")
    assert list(board.kind.awards(board.state, board.moment)) == []
    board.make("debate.revealed")
    (award,) = board.kind.awards(board.state, board.moment)
    assert set(award.winners) == winners
    assert award.name.in_language("zh") == "第 1 场最佳辩手"
    assert [(each.label.in_language("en"), each.value) for each in award.score.parts] == [(judge, 1) for judge in by]


def test_a_judge_names_different_debaters() -> None:
    board = table("ab", 1, verdict="votes", criteria={}, nominations=NAMED)
    to_ballots(board)
    with pytest.raises(IllegalFact, match="name different debaters"):
        board.make("debate.voted", {"side": "affirmative", "nominated.1": "a-1", "nominated.2": "a-1"}, judge="j1")


@pytest.mark.parametrize(("least", "winners"), [(1, ["a-1"]), (2, ["a-1"]), (3, None)])
def test_a_best_debater_needs_enough_nominations(least: int, winners: list[str] | None) -> None:
    board = table("ab", 3, verdict="votes", criteria={}, nominations=evolve(NAMED, names=1, least=least))
    to_ballots(board)
    for number, name in enumerate(("a-1", "a-1", "b-2"), 1):
        board.make("debate.voted", {"side": "affirmative", "nominated.1": name}, judge=f"j{number}")
    board.make("debate.revealed")
    awards = list(board.kind.awards(board.state, board.moment))
    assert [list(each.winners) for each in awards] == ([] if winners is None else [winners])


def judged(*totals: tuple[str, str], votes: str = "", votes_rules: VotePoints | None = None) -> Table:
    """Return an open match of a and b by judges' totals, one mark more or less on the first criterion.

    `votes` are whom each judge says won, "a" or "n", where that is said beside the marks.
    """
    board = table("ab", len(totals), verdict="judges", votes=votes_rules or VotePoints())
    to_ballots(board)
    for number, marks in enumerate(totals, 1):
        for team, mark in zip("ab", marks, strict=True):
            board.make("debate.ballot", sheet(f"{mark} 10 20 10"), team=team, judge=f"j{number}")
    for number, side in enumerate(votes, 1):
        board.make("debate.voted", {"side": SIDES[side]}, judge=f"j{number}")
    board.make("debate.revealed")
    return board


def speakers(board: Table) -> dict[str, Fraction]:
    """Return the mean of the judges' totals that each side's score shows."""
    return {team: node.value for team, score in board.scores().items() if (node := score.find("speakers"))}


def test_each_judge_votes_by_the_higher_total_and_the_majority_wins() -> None:
    scores = judged(("20", "21"), ("22", "23"), ("30", "10")).scores()
    assert (scores["a"].value, scores["b"].value) == (0, 1)
    assert scores["a"].note is not None
    assert scores["a"].note.in_language("en") == "judges 1 to 2"
    assert speakers(judged(("20", "21"), ("22", "23"), ("30", "10"))) == {"a": 64, "b": 58}


def test_marks_of_the_minority_are_left_out_where_the_rules_say_so() -> None:
    """Scores are averaged over the judges in the majority (Tabbycat's documentation: dissenting adjudicators)."""
    board = judged(("20", "21"), ("22", "23"), ("30", "10"), votes_rules=DROP)
    assert {team: score.value for team, score in board.scores().items()} == {"a": 0, "b": 1}
    assert speakers(board) == {"a": 61, "b": 62}
    assert [part.counted for part in board.scores()["a"].find("speakers").parts] == [True, True, False]  # type: ignore[union-attr]


def test_nobody_is_a_minority_of_a_level_count() -> None:
    assert speakers(judged(("20", "21"), ("30", "10"), votes_rules=DROP)) == {"a": 65, "b": Fraction("55.5")}


def test_marks_of_debaters_by_the_minority_are_left_out_too() -> None:
    board = table("ab", 3, verdict="judges", individual=INDIVIDUAL, votes=DROP)
    to_ballots(board)
    for judge, own in {"j1": "40 30", "j2": "40 30", "j3": "20 50"}.items():
        for team, mark in zip("ab", own.split(), strict=True):
            filled = sheet(LOW, {f"{team}-1": mark, f"{team}-2": "30"})
            board.make("debate.ballot", filled, team=team, judge=judge)
    board.make("debate.revealed")
    (award,) = board.kind.awards(board.state, board.moment)
    assert award.winners == ("a-1",)
    assert award.score.value == 40
    match, dropped = board.state.matches[0], frozenset(("j3",))
    first, second = board.field.teams
    turned = evolve(board.field, teams=(evolve(first, members=first.members[::-1]), second))
    moment = evolve(board.moment, field=turned)
    for member, mark in (("a-1", 40), ("a-2", 30), ("b-1", 30), ("b-2", 30)):
        found = speaker_score(match, member[0], member, moment, dropped)
        assert found is not None
        assert (found.label.in_language("en"), found.value) == (member, mark)


def test_a_judge_may_say_that_the_side_with_fewer_marks_won() -> None:
    """A low-point win: the decision and the marks are asked for apart, equal totals included."""
    board = judged(("20", "21"), ("22", "22"), ("30", "10"), votes="aan", votes_rules=LOW_POINT)
    assert {team: score.value for team, score in board.scores().items()} == {"a": 1, "b": 0}
    assert board.scores()["a"].note.in_language("en") == "judges 2 to 1"  # type: ignore[union-attr]
    assert speakers(board) == {"a": 64, "b": Fraction(173, 3)}
    assert [each.judge for each in board.state.matches[0].votes.ballots] == ["j1", "j2", "j3"]
    assert board.refold() == board.state


@pytest.mark.parametrize(
    ("board", "margins"),
    [
        (judged(("20", "21"), ("22", "23"), ("30", "10")), [("a", "b", 0, 6)]),  # behind in judges, ahead in marks
        (judged(("20", "21"), ("22", "23"), ("30", "10"), votes_rules=DROP), [("a", "b", 0, -1)]),
        (three("aaa nnn aan"), [("a", "b", 1, None)]),
    ],
)
def test_a_meeting_has_the_margin_of_the_marks(board: Table, margins: list[tuple[Any, ...]]) -> None:
    met = board.kind.meetings(board.state, board.moment)
    assert [(each.first, each.second, each.won, each.margin) for each in met] == margins


def test_the_judges_are_counted_and_the_winner_named() -> None:
    board = judged(("20", "21"), ("22", "23"), ("30", "10"))
    (say,) = board.kind.scene(board.state, board.moment, "host").of(Say)
    read = [(stage, line.in_language("en")) for stage, line in say.opening]
    assert read == [("panel", "One judge to two."), ("whole", "The negative, b, win the debate!")]


def test_no_judge_may_give_both_sides_the_same_total() -> None:
    with pytest.raises(IllegalFact, match="both sides have 60"):
        judged(("20", "20"))


def test_debaters_marks_are_part_of_a_judges_total() -> None:
    board = table("ab", 1, verdict="judges", individual=INDIVIDUAL)
    to_ballots(board)
    board.make("debate.ballot", sheet(LOW, {"a-1": "40", "a-2": "40"}), team="a", judge="j1")
    board.make("debate.ballot", sheet(HIGH, {"b-1": "39", "b-2": "39"}), team="b", judge="j1")
    board.make("debate.revealed")
    assert board.scores()["a"].value == 1


@pytest.mark.parametrize(
    ("rules", "path"),
    [
        ({"verdict": "three_ballots", "criteria": {}}, "criteria"),
        ({"verdict": "judges", "criteria": {}}, "criteria"),
        ({"verdict": "points", "nominations": NAMED}, "nominations"),
        ({"verdict": "votes", "criteria": {}, "votes": LOW_POINT}, "votes.low_point_wins"),
        ({"verdict": "points", "votes": DROP}, "votes.dissent"),
    ],
)
def test_what_a_verdict_cannot_do_is_refused(rules: dict[str, Any], path: str) -> None:
    board = table("ab", 3, **rules)
    roster = Roster(board.field.teams, board.field.judges)
    assert path in [where for where, _why in board.kind.refuse(board.rules, roster, board.panel)]
