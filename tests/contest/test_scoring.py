"""From rounds to a total: members' sums, caps, weights, the arbiter's points, and what a team loses on leaving."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.contest.scoring import (
    ADJUSTMENT,
    FLOOR,
    START,
    NewStart,
    amounts,
    met_in,
    round_key,
    table_points,
    team_scores,
    total,
    worth,
)
from quizarena.contest.state import Adjustment
from quizarena.points import show
from quizarena.roster import Contestant, Roster, Team
from quizarena.rounds import Meeting
from quizarena.rulebook import Rulebook, Table, loads
from quizarena.scores import MEAN, SUM, Cap, Factor, Score, combine, leaf
from quizarena.text import plain
from quizarena.values import evolve

D, F = Decimal, Fraction
BOOK = """
quizarena: 1
contest: {title: T, language: en}
base_score: BASE
teams: [{id: a, name: A}, {id: b, name: B}]
rounds: [{id: quiz, title: The quiz, use: quiz/team_required, per_team: 5, points: 10, wrong: -5, MORE}]
withdrawal: {place: as_scored, points: POINTS}
"""
ANN, BEN = Contestant("ann", plain("Ann")), Contestant("ben", plain("Ben"))
TEAM = Team("a", plain("A"), (ANN,), former=(BEN,))


def book(more: str = "counts: true", *, base: str = "0", points: str = "keep") -> Rulebook:
    return loads(BOOK.replace("MORE", more).replace("BASE", base).replace("POINTS", points))


def made(said: Any) -> Score:
    """Return the score that a number, a list (their sum), a tuple (their mean) or "(5)", struck out, stands for."""
    if isinstance(said, (list, tuple)):
        return combine(SUM if isinstance(said, list) else MEAN, plain("x"), map(made, said))
    text = str(said)
    return (
        leaf(Decimal(text.strip("()")), plain("x")).struck()
        if text.startswith("(")
        else leaf(Decimal(text), plain("x"))
    )


def working(score: Score) -> str:
    """Return how a score is made up, what is struck out in brackets."""
    parts = " ".join(map(working, score.parts))
    text = f"{score.op.name}[{parts}]" if parts else show(score.value)
    return text if score.counted else f"({text})"


@pytest.mark.parametrize(
    ("said", "more", "value", "expected"),
    [
        ([20, 0, 10], "cap: 25", 25, "cap[sum[20 0 10]]"),
        ([20, -5, 10], "cap: 25", 20, "sum[cap[20 10] -5]"),
        ([20, 0, -5, 10, 0], "cap: 25", 20, "sum[cap[20 10] 0 -5 0]"),
        ([1, "0.5", -1], "cap: 1", 0, "sum[cap[1 0.5] -1]"),
        ([20, "(-5)", 10], "cap: 25", 25, "cap[sum[20 (-5) 10]]"),
        ([20, "(50)", -5, 10], "cap: 25", 20, "sum[cap[20 10] (50) -5]"),
        ([[20, -5], [10, -5], "(10)"], "cap: 25", 15, "sum[cap[20 10] -5 -5 (10)]"),
        ([(20, -5), 10, -1], "cap: 25", "16.5", "sum[cap[mean[20 -5] 10] -1]"),
        ((20, -4), "cap: 5", 5, "cap[mean[20 -4]]"),
        (-5, "cap: 25", -5, "sum[0 -5]"),
        (30, "cap: 25", 25, "cap[30]"),
        ([20, 30], "counts: true", 50, "sum[20 30]"),
        ([20, 30], "weight: 0.5", 25, "factor[sum[20 30]]"),
        ([20, 30], "weight: 2, cap: 25", 50, "factor[cap[sum[20 30]]]"),
        ([20, -5], "floor: 0", 15, "sum[sum[20 -5]]"),
        ([5, -10], "floor: 0", 0, "sum[sum[5 -10] 5]"),
        ([5, -10], "floor: -3", -3, "sum[sum[5 -10] 2]"),
        ([5, -10], "floor: 0, weight: 2", 0, "factor[sum[sum[5 -10] 5]]"),
    ],
)
def test_what_a_round_is_worth(said: Any, more: str, value: Any, expected: str) -> None:
    score = worth(made(said), book(more).rounds[0])
    score.check()
    assert (show(score.value), working(score)) == (str(value), expected)
    assert score.label.in_language("en") == "The quiz"


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({"a": 5, "ann": 3}, "5"),
        ({"ann": 3, "ben": 4, "x": 1}, "sum[3 4]"),
        ({"ben": 0}, "sum[0]"),
        ({"b": 1, "x": 1}, None),
    ],
)
def test_a_team_has_its_own_score_or_that_of_all_who_were_its_members(
    scores: dict[str, int], expected: str | None
) -> None:
    roster = Roster((TEAM, Team("b", plain("B"))))
    found = team_scores({entrant: made(points) for entrant, points in scores.items()}, roster)
    assert (working(found["a"]) if "a" in found else None) == expected
    assert ("b" in found) == ("b" in scores)


@pytest.mark.parametrize(
    ("points", "best", "expected"),
    [
        (("14.933", "14.1", "13.666", "15.2"), 3, "sum[14.933 14.1 (13.666) 15.2]"),
        (("14.933", "14.1"), 3, "sum[14.933 14.1]"),
        (("-1", "2", "2"), 1, "sum[(-1) 2 (2)]"),
        (("1", "2", "3", "4"), None, "sum[1 2 3 4]"),
    ],
)
def test_only_the_best_members_count(points: tuple[str, ...], best: int | None, expected: str) -> None:
    """Gymnastics, qualification of teams in Paris 2024: four on each apparatus, the three best scores count.

    https://africa.espn.com/olympics/story/_/id/40536752/olympic-gymnastics-events-formats-competitors; made-up scores.
    """
    team = Team("a", plain("A"), tuple(Contestant(f"m{nth}", plain("M")) for nth in range(len(points))))
    scores = {f"m{nth}": made(each) for nth, each in enumerate(points)}
    found = team_scores(scores, Roster((team,)), best)["a"]
    found.check()
    assert working(found) == expected


def recorded(*points: int | str) -> list[Score]:
    """Return numbers of the records 1, 2, 3, ..., "(5)" struck out."""
    return [evolve(made(each), record=nth) for nth, each in enumerate(points, 1)]


@pytest.mark.parametrize(
    ("points", "value", "given_back"),
    [
        ((-10, 10), 10, {1: 10}),  # at 0 there is nothing to take, then 10 are gained
        ((10, -10), 0, {}),
        ((5, -10, -10, 20, -5), 15, {2: 5, 3: 10}),
        ((-10, "(-5)", 3), 3, {1: 10}),
    ],
)
def test_a_floor_goes_by_the_order_of_the_records(points: Any, value: int, given_back: dict[int, int]) -> None:
    """A penalty takes what is there (扣完为止), and what comes later counts from there."""
    parts = recorded(*points)
    for score in (worth(combine(SUM, plain("x"), parts), book("floor: 0").rounds[0]), floored(parts)):
        score.check()
        assert score.value == value
        assert {node.record: node.value for node in score.walk() if node.key == FLOOR} == given_back


def floored(rounds: list[Score], base: str = "0", *given: Adjustment) -> Score:
    """Return the total of a contest whose totals never fall below 0."""
    return total(TEAM, attrs.evolve(book(base=base), floor=Decimal(0)), rounds, list(given))


def test_a_totals_floor_knows_base_score_weights_and_the_arbiter() -> None:
    weighted = combine(Factor(2), plain("x"), [combine(SUM, plain("x"), recorded(-6, 4))])
    assert floored([weighted], "10").value == 8  # 10, -2 given back, +8
    late = Adjustment(9, "a", Decimal(-20), "late", "quiz")
    assert floored([weighted], "10", late).value == 0
    assert floored([weighted], "100", late).value == 76


@given(st.lists(st.integers(-20, 20)), st.integers(0, 10))
def test_a_floor_is_what_a_scorer_at_the_board_would_write(points: list[int], base: int) -> None:
    board = base
    for each in points:
        board = max(0, board + each)
    assert floored(recorded(*points), str(base)).value == board


@pytest.mark.parametrize(
    ("points", "teams", "expected"),
    [
        ({"a": 5, "b": 3}, "ab", [(1, 2)]),
        ({"a": 3, "b": 5}, "ab", [(0, -2)]),
        ({"a": 4, "b": 3}, "ab", [(1, 1)]),
        ({"a": "3.5", "b": 4}, "ab", [(0, D("-0.5"))]),
        ({"a": 4, "b": 4, "c": 1}, "ab", [(D("0.5"), 0)]),
        ({"a": 4, "b": 4, "c": 1}, "abc", []),
        ({"a": 4}, "ab", []),
        ({"a": 4}, "a", []),
    ],
)
def test_two_who_had_a_round_to_themselves_have_met(
    points: dict[str, Any], teams: str, expected: list[tuple[Any, Any]]
) -> None:
    found = list(met_in({team: made(value) for team, value in points.items()}, teams))
    assert [(each.won, each.margin) for each in found] == expected
    assert {(each.first, each.second) for each in found} <= {("a", "b")}


WINS = Table(win=D(3), draw=D(1), lose=D("0.5"), bye=D(2))
WON, DRAWN = Meeting("a", "b", F(1), F(5)), Meeting("b", "a", F(1, 2), F(0))


@pytest.mark.parametrize(
    ("meetings", "expected"),
    [
        ([WON], {"a": "sum[3 (sum[7 1])] Win against B", "b": "sum[0.5 (4)] Loss to A", "c": "sum[2 (0)] Bye"}),
        (
            [WON, DRAWN],
            {
                "a": "sum[3 1 (sum[7 1])] Win against B, Draw with B",
                "b": "sum[0.5 1 (4)] Loss to A, Draw with A",
                "c": "sum[2 (0)] Bye",
            },
        ),
        ([], {}),
    ],
)
def test_what_a_table_gives_for_meetings(meetings: list[Meeting], expected: dict[str, str]) -> None:
    scores = {"a": combine(SUM, plain("x"), recorded(7, 1)), "b": evolve(made(4), record=5), "c": made(0)}
    found = table_points(scores, meetings, WINS, lambda team: plain(team.upper()))
    given = {
        team: f"{working(score)} {', '.join(part.label.in_language('en') for part in score.parts if part.counted)}"
        for team, score in found.items()
    }
    assert given == expected
    assert {part.record for part in found["a"].parts[:-1]} == {2} if found else True
    for score in found.values():
        score.check()


def test_a_floor_counts_what_is_no_sum_with_its_last_record_and_what_has_none_first() -> None:
    parts = [combine(MEAN, plain("x"), recorded(-4, -6)), evolve(made(7), record=3), made(2), made("(50)")]
    assert sorted(each for part in parts for each in amounts(part)) == [(-1, 2), (2, -5), (3, 7)]
    doubled = combine(Factor(2), plain("x"), [combine(SUM, plain("x"), recorded(-6, 4))])
    assert list(amounts(doubled)) == [(1, -12), (2, 8)]
    capped = combine(Cap(high=5), plain("x"), [combine(SUM, plain("x"), recorded(4, 3))])
    assert list(amounts(capped)) == [(2, 5)]
    assert floored(parts).value == 7  # 2, less 5 is 0, then 7


@pytest.mark.parametrize(
    ("points", "expected"),
    [("50", "sum[(100) (20) 50 7 (-2) (-3) -1 -4]"), ("0", "sum[(100) (20) 7 (-2) (-3) -1 -4]")],
)
def test_where_totals_begin_anew_nothing_from_before_counts(points: str, expected: str) -> None:
    rounds = [evolve(made(20), key=round_key("quiz")), evolve(made(7), key=round_key("final"))]
    given = [Adjustment(*each, "r", where) for each, where in (
        ((8, "a", D(-2)), "quiz"), ((9, "a", D(-3)), ""), ((10, "a", D(-1)), "final"), ((12, "a", D(-4)), "final"),
    )]  # fmt: skip
    start = NewStart(plain("Final"), D(points), 10, frozenset({"quiz"}))
    score = total(TEAM, book(base="100"), rounds, given, start)
    score.check()
    assert working(score) == expected
    notes = {part.note.in_language("en") for part in score.parts if part.note is not None}
    assert notes == {"no longer counted in Final"}
    begun = [part.label.in_language("en") for part in score.parts if part.key == START]
    assert begun == (["Start of Final"] if int(points) else [])


OTHERS = [Adjustment(6, "Z", Decimal(5), "r", "quiz"), Adjustment(7, "b", Decimal(9), "r", "quiz")]
GIVEN = [*OTHERS, Adjustment(8, "a", Decimal(-2), "late", "quiz")]


@pytest.mark.parametrize(
    ("base", "points", "standing", "value", "expected"),
    [
        ("0", "keep", "playing", 28, "sum[sum[20 10] -2]"),
        ("100", "keep", "playing", 128, "sum[100 sum[20 10] -2]"),
        ("100", "zero", "playing", 128, "sum[100 sum[20 10] -2]"),
        ("100", "keep", "withdrawn", 128, "sum[100 sum[20 10] -2]"),
        ("100", "zero", "withdrawn", 0, "sum[(100) (sum[20 10]) (-2)]"),
        ("100", "zero", "disqualified", 0, "sum[(100) (sum[20 10]) (-2)]"),
    ],
)
def test_a_total(base: str, points: str, standing: Any, value: int, expected: str) -> None:
    team = attrs.evolve(TEAM, standing=standing)
    score = total(team, book(base=base, points=points), [made([20, 10])], GIVEN)
    score.check()
    assert (show(score.value), working(score)) == (str(value), expected)
    last = score.parts[-1]
    assert (last.key, last.record, last.label) == (ADJUSTMENT, 8, plain("late"))
