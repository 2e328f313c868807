"""Corrections after a step that hung on the standings: a play-off, a place shared, a final, its draw.

Such a step stands as it was taken; the ruling can be put right all the same.
"""

from __future__ import annotations

import io
import json
from typing import Any

import attrs
import pytest

from quizarena.blanks import Choice
from quizarena.contest import ConflictError, Contest
from quizarena.contest.facts import ContestOpened
from quizarena.errors import QuizArenaError
from quizarena.journal import jsonl
from quizarena.moves import IllegalFact
from quizarena.records import of_row, to_row
from quizarena.rulebook import Rulebook, loads
from quizarena.testing import opened
from tests.contest.telling import make, rule, told

HEATS = [
    {"id": "heat", "use": "quiz/team_required", "teams": ["a", "b", "c"], "per_team": 1},
    {"id": "final", "use": "quiz/team_required", "teams": {"top": 1, "of": ["heat"]}, "per_team": 1},
]
QUIZ = [{"id": "quiz", "use": "quiz/team_required", "per_team": 1}]


def book(rounds: list[dict[str, Any]], by: list[str], **more: Any) -> Rulebook:
    return loads(
        json.dumps(
            {
                "quizarena": 1,
                "contest": {"title": "R", "language": "en"},
                "teams": [{"id": team, "name": team} for team in "abc"],
                "order": "roster",
                "rounds": rounds,
                "ties": {"when": "a_prize_depends", "by": by},
                "prizes": [{"name": "First", "places": 1}],
                **more,
            }
        )
    )


def correct(contest: Contest, seq: int, verdict: str) -> None:
    fact = contest.resolution.fact(seq)
    assert fact is not None
    contest.correct([(seq, attrs.evolve(fact, verdict=verdict))], reason="upheld")  # type: ignore[call-arg]


def offered(contest: Contest) -> list[str]:
    return [move.fact.type for move in contest.moves() if not move.aside]


def places(contest: Contest) -> dict[str, int | None]:
    return {row.entrant: row.place for row in contest.standings(audience=None).rows}


def tied(signs: str = "++-", by: list[str] | None = None) -> tuple[Contest, list[int]]:
    contest = opened(book(QUIZ, ["sudden_death"] if by is None else by))
    make(contest, "round.begun")
    return contest, rule(contest, signs)


def test_a_tie_that_was_shared_may_dissolve() -> None:
    contest, rulings = tied()
    make(contest, "tie.shared")
    before = contest.state
    correct(contest, rulings[0], "wrong")
    assert places(contest) == {"b": 1, "a": 2, "c": 2}
    assert offered(contest) == ["contest.signed"]
    correct(contest, rulings[0], "right")
    assert contest.state == before


def test_a_play_off_that_was_held_stands() -> None:
    contest, rulings = tied()
    make(contest, "playoff.called")
    rule(contest, "+-")
    assert places(contest) == {"a": 1, "b": 2, "c": 3}
    before = contest.state
    correct(contest, rulings[0], "wrong")
    assert places(contest) == {"b": 1, "a": 2, "c": 2}
    correct(contest, rulings[0], "right")
    assert contest.state == before
    contest.verify()


def test_one_more_team_in_a_tie_that_was_played_off_plays_off_anew() -> None:
    contest, rulings = tied()
    make(contest, "playoff.called")
    rule(contest, "+-")
    correct(contest, rulings[2], "right")
    assert offered(contest) == ["playoff.called", "tie.shared"]


def test_a_lot_that_was_drawn_stands() -> None:
    contest, rulings = tied(by=["lot"])
    make(contest, "draw.entered", order="b a", drawn_by="the host")
    assert places(contest) == {"b": 1, "a": 2, "c": 3}
    correct(contest, rulings[2], "right")
    assert offered(contest) == ["draw.entered"], "three are tied now, and their lot is another"
    correct(contest, rulings[2], "wrong")
    assert places(contest) == {"b": 1, "a": 2, "c": 3}


@pytest.mark.parametrize(("seq", "verdict"), [(0, "wrong"), (1, "right"), (2, "right")])
def test_a_final_that_has_begun_stands(seq: int, verdict: str) -> None:
    """Whether another team would go on now, or a tie at the edge would have to be settled first."""
    contest = opened(book(HEATS, ["sudden_death"]))
    make(contest, "round.begun")
    rulings = rule(contest, "+--")
    make(contest, "round.begun")
    assert contest.state.rounds[-1].order == ("a",)
    rule(contest, "+")
    contest = read(contest)
    correct(contest, rulings[seq], verdict)
    assert contest.state.rounds[-1].order == ("a",)
    contest.verify()


def test_a_contest_that_was_read_stays_what_it_was_opened_as() -> None:
    contest = read(tied()[0])
    with pytest.raises(IllegalFact, match="the contest is open already"):
        contest.push(ContestOpened("live"))
    rehearsal = Contest(contest.rulebook)
    make(rehearsal, "contest.opened", mode="rehearsal")
    with pytest.raises(IllegalFact, match="this is a rehearsal and stays one"):
        read(rehearsal).push(ContestOpened("live"))


def test_a_final_does_not_begin_before_its_order_is_entered() -> None:
    """Its beginning stands as it was, but not without the draw that it followed."""
    rounds = [HEATS[0], {**HEATS[1], "teams": {"top": 2, "of": ["heat"]}, "order": "paper"}]
    contest = opened(book(rounds, [], seats={"host": ["desk", "arbiter"]}))
    make(contest, "round.begun")
    rule(contest, "++-")
    make(contest, "draw.entered", order="b a", drawn_by="the host")
    make(contest, "round.begun", seat="host")
    with pytest.raises(ConflictError, match=r"round\.begun"):
        contest.undo()


def test_the_draw_of_a_final_stands() -> None:
    rounds = [HEATS[0], {**HEATS[1], "teams": {"top": 2, "of": ["heat"]}, "order": "paper"}]
    contest = opened(book(rounds, []))
    make(contest, "round.begun")
    rulings = rule(contest, "++-")
    make(contest, "draw.entered", order="b a", drawn_by="the host")
    make(contest, "round.begun")
    correct(contest, rulings[2], "right")
    assert contest.state.rounds[-1].order == ("b", "a")


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_a_draw_of_a_final_by_called_numbers_stands_as_far_as_it_came(steps: int) -> None:
    """A third team is level with the two whose names were published; who goes on is the arbiters' to say."""
    rounds = [HEATS[0], {**HEATS[1], "teams": {"top": 2, "of": ["heat"]}, "order": "drawn"}]
    contest = opened(book(rounds, []))
    make(contest, "round.begun")
    rulings = rule(contest, "++-")
    for type_, values in (
        ("draw.committed", {"date": "2026-11-28"}),
        ("draw.called", {"numbers": "3 1 7"}),
        ("draw.opened", {}),
        ("round.begun", {}),
    )[:steps]:
        make(contest, type_, **values)
    contest = read(contest)
    correct(contest, rulings[2], "right")
    assert sorted(contest.state.draw("order/final").labels) == ["a", "b"]
    contest.verify()
    correct(contest, rulings[2], "wrong")
    assert contest.resolution.gone == {}


def read(contest: Contest) -> Contest:
    """Return the contest as it comes out of a file."""
    text = "".join(f"{line}\n" for line in jsonl.export(to_row(each, contest.book) for each in contest.records))
    return Contest.of_records([of_row(row, contest.book) for row in jsonl.read_lines(io.BytesIO(text.encode()))])


def test_no_step_stands_in_a_contest_that_was_interrupted() -> None:
    contest = opened(book(QUIZ, ["sudden_death"], seats={"host": ["desk", "arbiter"]}))
    make(contest, "round.begun")
    rule(contest, "++-")
    make(contest, "contest.interrupted", seat="host", reason="the lights went out")
    make(contest, "contest.resumed")
    make(contest, "tie.shared", seat="host")
    with pytest.raises(ConflictError, match=r"tie\.shared"):
        contest.undo()


def test_a_ballot_does_not_become_one_for_the_other_side() -> None:
    contest = told(259)
    (seq,) = [record.seq for record in contest.records if record.type == "debate.ballot"][-1:]
    fact: Any = contest.records[seq].fact
    (other,) = {each.fact.team for each in contest.records[250:260]} - {fact.team}  # type: ignore[attr-defined]
    with pytest.raises(IllegalFact, match=f"team: expected {fact.team}, found {other}"):
        contest.correct([(seq, attrs.evolve(fact, team=other))], reason="the other sheet")


def drawn_anew() -> tuple[Contest, int, Any]:
    """Return a contest whose draw was corrected after the round it is for began, with that record and its fact."""
    contest = opened(book([QUIZ[0] | {"order": "paper"}], []))
    drawn = make(contest, "draw.entered", order="b a c", drawn_by="the host")
    begun = make(contest, "round.begun")
    draw: Any = contest.resolution.fact(drawn)
    contest.correct([(drawn, attrs.evolve(draw, order=("a", "b", "c")))], reason="misread")
    return contest, begun, contest.resolution.fact(begun)


def test_an_order_comes_back_after_the_draw_it_followed_was_corrected() -> None:
    """Today's rule would derive the other order: what stood a moment ago may stand again all the same."""
    contest, begun, then = drawn_anew()
    before = contest.state
    assert before.rounds[0].order == ("b", "a", "c"), "it began in the order that was drawn then"
    contest.correct([(begun, attrs.evolve(then, order=("a", "b", "c")))], reason="as drawn")
    with pytest.raises(IllegalFact, match="order"):
        contest.correct([(begun, attrs.evolve(then, order=("c", "b", "a")))], reason="it never began so")
    contest.correct([(begun, then)], reason="as it was")
    assert contest.state == before
    contest.verify()


def test_an_order_does_not_come_back_once_the_round_went_on() -> None:
    contest, begun, then = drawn_anew()
    contest.correct([(begun, attrs.evolve(then, order=("a", "b", "c")))], reason="as drawn")
    rule(contest, "+")
    with pytest.raises(IllegalFact, match="order"):
        contest.correct([(begun, then)], reason="as it was")


def test_a_step_does_not_stand_where_a_round_is_not_over() -> None:
    contest, rulings = tied()
    make(contest, "tie.shared")
    with pytest.raises(QuizArenaError, match="tie"):
        correct(contest, rulings[2], "void")


def test_a_team_back_after_the_draw_plays_last() -> None:
    """It left between the commitment and the opening, and the strike of its leaving came after."""
    contest = told(3)
    left = make(contest, "team.left", "arbiter", team="kaiyuan", mode="withdrawn", reason="stuck in traffic")
    make(contest, "draw.opened")
    drawn = contest.state.draw("order").order
    assert drawn is not None
    assert "kaiyuan" not in drawn
    contest.strike(left, reason="they are here")
    make(contest, "round.begun")
    assert contest.state.rounds[0].order == (*drawn, "kaiyuan")


def test_a_change_a_kind_can_make_no_sense_of_names_its_conflicts() -> None:
    """A level that was played for cannot become a pass: the question hangs on it."""
    contest = opened(book([{"id": "risk", "use": "quiz/risk"}], []))
    make(contest, "round.begun")
    chosen = make(contest, "quiz.chosen", level="10")
    (asked,) = [ruling - 1 for ruling in rule(contest, "+")]
    fact = contest.resolution.fact(chosen)
    assert fact is not None
    with pytest.raises(ConflictError) as refused:
        contest.correct([(chosen, attrs.evolve(fact, level="pass"))], reason="misheard")  # type: ignore[call-arg]
    assert refused.value.roots[0].seq == asked


def test_what_two_moves_offered_is_corrected_and_back() -> None:
    """Whose turn it is to speak is the next step for one side, and a choice of both."""
    turns = [record.seq for record in told().records if record.type == "debate.turn"]
    seq = next(seq for seq in turns if {"affirmative", "negative"} == sides(told(seq - 1)))
    contest = told(seq)
    fact: Any = contest.records[seq].fact
    before, other = contest.state, {"affirmative": "negative", "negative": "affirmative"}[fact.side]
    for side in (other, fact.side, other, fact.side):
        contest.correct([(seq, attrs.evolve(fact, side=side))], reason="the other arrow")
    assert contest.state == before


def sides(contest: Contest) -> set[str]:
    choices = [blank for move in contest.moves() if move.fact.type == "debate.turn" for blank in move.decisions]
    return {option.value for choice in choices if isinstance(choice, Choice) for option in choice.options}
