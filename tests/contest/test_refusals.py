"""What is refused, in which words, and that nothing has changed after."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import attrs
import pytest

from quizarena.contest import Contest
from quizarena.errors import FactError, QuizArenaError
from quizarena.facts import Fact
from quizarena.moves import IllegalFact
from tests.contest.telling import told


def at_ballots() -> Contest:
    """The contest while the first performance's ballots come in."""
    contest = told()
    first = next(record.seq for record in contest.records if record.type == "scenario.ballot")
    return told(first)


def ballot(contest: Contest, **marks: str) -> Fact:
    done = next(record.fact for record in contest.records if record.type == "scenario.ballot")
    given = {name: Decimal(marks.get(name, str(mark))) for name, mark in done.marks.items()}  # type: ignore[attr-defined]
    return attrs.evolve(done, judge="j2", marks=given)


CASES: list[tuple[str, str, Callable[[Contest], Fact], str]] = [
    ("a mark above the full mark", "judge:j2", lambda c: ballot(c, 政策业务="30.5"), "expected at most 30, found 30.5"),
    ("a negative mark", "judge:j2", lambda c: ballot(c, 政策业务="-1"), "expected at least 0, found -1"),
    ("a mark off its step", "judge:j2", lambda c: ballot(c, 政策业务="25.55"), "expected steps of 0.1, found 25.55"),
    ("another judge's ballot", "judge:j3", ballot, "the seat judge:j3 may not do this; it takes judge:j2"),
    ("a ballot twice", "judge:j1", lambda c: attrs.evolve(ballot(c), judge="j1"), "To change it, ask the desk"),
    (
        "a ballot for a team not on stage",
        "judge:j2",
        lambda c: attrs.evolve(ballot(c), team="kaiyuan"),
        "expected yingbin",
    ),
    ("a ruling out of turn", "desk", lambda c: told(8).records[8].fact, "quiz.ruled cannot happen now; possible are"),
]


@pytest.mark.parametrize(("seat", "make", "said"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_refusals(seat: str, make: Callable[[Contest], Fact], said: str) -> None:
    contest = at_ballots()
    state, count = contest.state, len(contest.records)
    with pytest.raises(IllegalFact) as refused:
        contest.push(make(contest), seat=seat)
    assert said in str(refused.value)
    assert refused.value.sentence("zh")
    assert contest.state is state
    assert len(contest.records) == count


def test_a_refusal_names_the_nearest_move() -> None:
    contest = at_ballots()
    with pytest.raises(IllegalFact) as refused:
        contest.push(ballot(contest, 政策业务="30.5"), seat="judge:j2")
    assert refused.value.nearest is not None
    assert refused.value.nearest.fact.type == "scenario.ballot"


def test_a_retry_counts_once() -> None:
    contest = at_ballots()
    fact = ballot(contest)
    first = contest.push(fact, seat="judge:j2", id="the sheet's own id")
    assert contest.push(fact, seat="judge:j2", id="the sheet's own id") is first


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("quiz.ruledd {}", "did you mean 'quiz.ruled'?"),
        ('quiz.ruled {"numbr": 1}', "quiz.ruled has no field 'numbr'; did you mean 'number'?"),
        ('quiz.ruled {"number": 1}', "quiz.ruled needs the field"),
        ('quiz.ruled {"number": "1", "verdict": "right", "at": "2026-11-23T14:00:00Z"}', "expected a whole number"),
        ('score.adjusted {"team": "a", "points": 9.5, "reason": "r"}', "the number 9.5 has to stand in quotes"),
        ('score.adjusted {"team": "a", "points": "NaN", "reason": "r"}', "expected a number such as 9.25"),
        ('score.adjusted {"team": "a", "points": "１０", "reason": "r"}', "expected a number such as 9.25"),
        ('score.adjusted {"team": "a", "points": "010", "reason": "r"}', "expected a number such as 9.25"),
        ('score.adjusted {"team": "a", "points": "1e3", "reason": "r"}', "expected a number such as 9.25"),
        ('score.adjusted {"team": "a", "team": "b", "points": "1", "reason": "r"}', "the key 'team' stands twice"),
        ('score.adjusted {"team": "a", "points": "1", "reason": "\\u001b[2J"}', "without control characters"),
        ('score.adjusted {"team": "a", "points": "1", "reason": "\\u202e"}', "without control characters"),
        ("score.adjusted [1]", "expected a JSON object"),
        ("score.adjusted {", "expected a JSON object"),
        ('contest.resumed {"at": "yesterday"}', "expected an instant such as"),
        ('contest.resumed {"at": "2026-11-23T14:00:00"}', "with its zone"),
        ('quiz.ruled {"number": ' + "9" * 5_000 + "}", "expected a JSON object"),
    ],
)
def test_facts_that_cannot_be_read(line: str, said: str) -> None:
    book = told(0).book
    with pytest.raises(FactError) as refused:
        book.parse_line(line)
    assert said in str(refused.value)


def test_a_float_is_a_type_error_not_a_score() -> None:
    contest = told(1)
    move = next(move for move in contest.moves() if move.fact.type == "score.adjusted")
    with pytest.raises((IllegalFact, TypeError)):
        move.fill(team="kaiyuan", points=-9.5, reason="r")


@pytest.mark.parametrize("seq", [0, -1, 999])
def test_a_correction_of_nothing(seq: int) -> None:
    contest = told(8)
    with pytest.raises(QuizArenaError):
        contest.correct([(seq, contest.records[8].fact)], reason="r")


def test_a_correction_keeps_type_and_identity() -> None:
    contest = told(11)
    with pytest.raises(QuizArenaError):
        contest.correct([(8, contest.records[6].fact)], reason="r")
    other = attrs.evolve(contest.records[8].fact, number=2)  # type: ignore[call-arg]
    with pytest.raises(IllegalFact, match="number"):
        contest.correct([(8, other)], reason="r")


def test_striking_is_for_asides_and_the_last_fact() -> None:
    contest = told(11)
    with pytest.raises(IllegalFact, match="no aside and not the last"):
        contest.strike(8, reason="r")
    contest.strike(11, reason="r")
    assert contest.resolution.gone == {11: 12}
