"""Who meets whom, on which side, and what becomes of a team without an opponent."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

from quizarena.draws import tickets
from quizarena.moves import IllegalFact
from quizarena.rounds import Meeting, SoFar
from quizarena.scenes import Paragraph
from quizarena.scores import leaf
from quizarena.text import plain
from quizarena_rounds.debate import facts
from quizarena_rounds.debate.pairing import Fixture, affirmative, fixtures, sides_lot, sits_out
from quizarena_rounds.debate.rules import Bye, Walkover
from quizarena_rounds.debate.tallies import bye_score
from tests.rounds.debate.play import SEED, leaves, mark_all, table, to_ballots, to_floor, to_motion


def meetings(board: object) -> list[str]:
    """Announce the pairs of `board`, play on by walking over nobody, and return who meets whom."""
    board.make("debate.paired")
    found = []
    while not board.over:
        board.make("debate.sided")
        found.append("".join(board.state.running.teams))
        board.make("debate.motion_set", text="x")
        board.make("debate.motion_shown")
        for _ in board.rules.segments:
            board.make("debate.segment_ended")
        mark_all(board)
        board.make("debate.revealed")
    return found


@pytest.mark.parametrize(
    ("teams", "odd", "expected"),
    [
        ("ab", "bye", ["ab"]),
        ("abcd", "bye", ["ab", "cd"]),
        ("abcde", "bye", ["ab", "cd"]),
        ("abcde", "plays_twice", ["ab", "cd", "ea"]),
        ("abc", "plays_twice", ["ab", "ca"]),
        ("a", "plays_twice", []),
        ("a", "bye", []),
    ],
)
def test_neighbours_of_the_running_order_meet(teams: str, odd: str, expected: list[str]) -> None:
    assert meetings(table(teams, 1, odd=odd)) == expected


def test_neighbours_of_the_standings_meet_and_equal_totals_keep_the_running_order() -> None:
    board = table("abcd", pairs="by_standings")
    board.totals = {"a": Fraction(1), "b": Fraction(3), "c": Fraction(1), "d": Fraction(4)}
    board.make("debate.paired")
    assert board.state.order == ("d", "b", "a", "c")


def test_pairs_are_drawn_by_tickets_where_there_is_a_seed() -> None:
    board = table("abcde", pairs="drawn", seed=SEED)
    board.make("debate.paired")
    assert board.state.order == tickets("abcde", seed=SEED, purpose="pairs/round").order


def test_pairs_drawn_on_paper_are_typed_in() -> None:
    board = table("abc", pairs="drawn")
    with pytest.raises(IllegalFact, match="each of a, b, c once"):
        board.push(facts.Paired(("a", "b")))
    board.make("debate.paired", order=("c", "a", "b"))
    assert board.state.order == ("c", "a", "b")


def test_a_team_that_left_before_the_announcement_is_not_paired() -> None:
    board = table("abcd")
    leaves(board, "b")
    board.make("debate.paired")
    assert board.state.order == ("a", "c", "d")


@pytest.mark.parametrize(("seed", "purpose"), [(SEED, "sides/round/1"), ("another", "sides/round/1")])
def test_the_first_ticket_is_affirmative(seed: str, purpose: str) -> None:
    board = table("ab", sides="drawn", seed=seed)
    to_motion(board)
    assert (board.state.running.affirmative, board.state.running.negative) == tickets(
        "ab", seed=seed, purpose=purpose
    ).order


@pytest.mark.parametrize(("affirmative", "negative"), ["ab", "ba"])
def test_sides_drawn_on_paper_are_typed_in(affirmative: str, negative: str) -> None:
    board = table("abcd", sides="drawn")
    board.make("debate.paired")
    with pytest.raises(IllegalFact, match="expected one of a, b, found c"):
        board.make("debate.sided", affirmative="c")
    board.make("debate.sided", affirmative=affirmative)
    assert (board.state.running.affirmative, board.state.running.negative) == (affirmative, negative)


def test_the_team_that_sits_out_gets_the_declared_points() -> None:
    board = table("abc", bye=Bye(points=Decimal("70")))
    seq = board.make("debate.paired")
    score = board.scores()["c"]
    assert (score.value, score.record) == (70, seq)


def test_the_team_that_sits_out_gets_the_mean_of_the_others_once_they_have_debated() -> None:
    board = table("abcdefg")
    for marks in ("20 10 20 10", "10 10 10 12", "10 10 10 11"):
        assert "g" not in board.scores()
        to_ballots(board)
        mark_all(board, marks)
        board.make("debate.revealed")
    scores = board.scores()
    scores["g"].check()
    assert scores["g"].value == Decimal("47.67")  # (60 + 42 + 41) / 3
    assert scores["g"].label.in_language("en") == "Sits out: the mean of the other teams"


def test_without_a_panel_the_mean_of_the_others_is_not_rounded() -> None:
    moment = attrs.evolve(table("abcd").moment, panel=None)
    others = {team: leaf(points, plain(team)) for team, points in (("a", 1), ("b", 0), ("c", 0))}
    given = bye_score("mean", others, moment, 4)
    assert given is not None
    assert (given.value, given.record) == (Fraction(1, 3), 4)
    assert bye_score("mean", None, moment, 4) is None


@pytest.mark.parametrize(
    ("playing", "rules", "said"),
    [
        ("abcde", {}, "The last in the order of pairs sits out and gets the mean of the other teams."),
        ("abcde", {"bye": Bye(points=Decimal("7.5"))}, "The last in the order of pairs sits out and gets 7.5."),
        ("abcde", {"odd": "plays_twice"}, None),
        ("abcd", {}, None),
    ],
)
def test_before_the_pairs_are_fixed_everybody_reads_of_the_bye(
    playing: str, rules: dict[str, Any], said: str | None
) -> None:
    board = table(playing, **rules)
    read = [each.text.in_language("en") for each in board.kind.scene(board.state, board.moment, "hall").of(Paragraph)]
    assert read == ([said] if said else [])


def test_of_a_team_that_plays_twice_only_the_first_match_counts() -> None:
    board = table("abc", odd="plays_twice")
    for marks in ("20 10 20 10", "10 10 10 10"):
        to_ballots(board)
        mark_all(board, marks)
        board.make("debate.revealed")
    assert {team: score.value for team, score in board.scores().items()} == {"a": 60, "b": 60, "c": 40}
    assert board.over


@pytest.mark.parametrize("points", [Decimal("60"), None])
@pytest.mark.parametrize(("interrupted", "gone", "winner"), [(False, "b", "a"), (True, "b", "a"), (True, "a", "b")])
def test_a_match_whose_team_left_is_a_walkover(
    points: Decimal | None, interrupted: bool, gone: str, winner: str
) -> None:
    board = table("abcd", walkover=Walkover(points=points))
    if interrupted:
        to_floor(board)
        board.gesture("clock")
    else:
        board.make("debate.paired")
    leaves(board, gone)
    seq = board.make("debate.walked_over")
    found = {team: (score.value, score.record) for team, score in board.scores().items()}
    assert found == ({winner: (60, seq)} if points else {})
    assert {move.fact.type for move in board.open()} == {"debate.sided"}, "in the order drawn, or by hand"


def test_nobody_wins_a_match_that_both_teams_left() -> None:
    board = table("ab", walkover=Walkover(points=Decimal(60)))
    board.make("debate.paired")
    leaves(board, "a", "b")
    board.make("debate.walked_over")
    assert not board.scores()
    assert board.over


def test_a_team_that_left_after_its_debate_is_marked_with_its_opponent() -> None:
    board = table("ab")
    to_ballots(board)
    leaves(board, "b")
    mark_all(board)
    board.make("debate.revealed")
    assert {team: score.value for team, score in board.scores().items()} == {"a": 60, "b": 60}


@pytest.mark.parametrize(("playing", "lots"), [("abc", "ab"), ("abcde", "abcd")])
def test_a_team_that_plays_twice_is_drawn_for_once(playing: str, lots: str) -> None:
    board = table(playing, odd="plays_twice", sides="drawn")
    board.make("debate.paired")
    (drawing,) = board.kind.draws(board.state, board.moment)
    assert "".join(drawing.labels) == lots
    assert len(drawing.places) == len(drawing.takers) == len(lots)


@pytest.mark.parametrize(
    ("sides", "met", "expected"),
    [
        ("balanced", "ac", "b"),
        ("balanced", "bc", "a"),
        ("balanced", "cb", "b"),
        ("balanced", "ca da bc cb", "a"),
        ("balanced", "ac bd", None),
        ("balanced", "ac ca", None),
        ("balanced", "", None),
        ("by_order", "ac", "a"),
        ("drawn", "ac", None),
    ],
)
def test_who_was_affirmative_less_often_is_it_now_and_else_a_lot_decides(
    sides: Any, met: str, expected: str | None
) -> None:
    moment, fixture = table("abcd", sides=sides, seed=SEED).moment, Fixture(1, ("a", "b"), ("a", "b"))
    half = Fraction(1, 2)
    meetings = tuple(Meeting(first, second, half, None) for first, second in met.split())
    moment = attrs.evolve(moment, so_far=SoFar(dict, frozenset, lambda: (meetings[:2], meetings[2:])))
    drawn = tickets("ab", seed=SEED, purpose="sides/round/1").order
    assert affirmative(fixture, moment) == (expected or drawn[0])
    lot = sides_lot(fixture, moment)
    assert (lot and lot.order) == (None if expected else drawn)


@pytest.mark.parametrize(
    ("order", "odd", "counts", "out"),
    [
        ("abcd", "bye", ["ab", "cd"], None),
        ("abcde", "bye", ["ab", "cd"], "e"),
        ("abcde", "plays_twice", ["ab", "cd", "e"], None),
        ("abcd", "plays_twice", ["ab", "cd"], None),
        ("ab", "plays_twice", ["ab"], None),
        ("a", "plays_twice", [], "a"),
        ("", "plays_twice", [], None),
    ],
)
def test_for_whom_a_match_counts_and_who_sits_out(order: str, odd: Any, counts: list[str], out: str | None) -> None:
    found = fixtures(tuple(order), odd)
    assert [each.number for each in found] == [*range(1, len(counts) + 1)]
    assert ["".join(each.counts) for each in found] == counts
    assert sits_out(tuple(order), odd) == out
