"""The short way: a type of fact and what stands in it name the move that is meant."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizarena import Arena, Contest, QuizArenaError, loads, seat_of
from quizarena.contest.facts import RoundBegun

QUIZ = """
quizarena: 1
contest: {title: Quiz, language: en}
teams: [{id: red, name: Red}, {id: blue, name: Blue}]
order: roster
rounds: [{id: quiz, use: quiz/team_required, per_team: 1}]
"""
SEATS = "desk, host, timekeeper, arbiter, buzzer, judge:ID, team:ID"
SONG = """
quizarena: 1
contest: {title: Singing, language: en}
teams: [{id: red, name: Red}, {id: blue, name: Blue}]
judges: [Ann, Ben]
order: roster
panel: {rule: mean, places: 2}
rounds: [{id: song, use: scenario/talent, criteria: {voice: 60, stage: 40}}]
"""


def begun() -> Contest:
    contest = Contest(loads(QUIZ))
    contest.replay([{"type": "contest.opened", "fact": {"mode": "live"}}])
    contest.do("round.begun")
    return contest


def marking() -> Contest:
    contest = Contest(loads(SONG))
    contest.do("contest.opened", mode="live")
    while not any(move.fact.type == "scenario.ballot" for move in contest.moves()):
        contest.push(contest.moves()[0].fill())
    return contest


@pytest.mark.parametrize(
    "open_at", [lambda folder: Contest(loads(QUIZ)), lambda folder: Arena.create(folder, loads(QUIZ))]
)
def test_a_contest_is_played_by_types_of_facts(open_at: Callable[[Path], Contest | Arena], tmp_path: Path) -> None:
    contest = open_at(tmp_path / "quiz.qa")
    for line in (b'{"type": "contest.opened", "fact": {"mode": "live"}}', "  ", RoundBegun("quiz", ("red", "blue"))):
        contest.replay([line])
    first = contest.do("quiz.asked", team="red", number="1")
    ruled = contest.do("quiz.ruled", verdict="right", id="ruling", person="Ann")
    assert contest.do("quiz.ruled", verdict="right", id="ruling") == ruled, "a retry counts once"
    with pytest.raises(QuizArenaError, match="another fact"):
        contest.do("quiz.ruled", verdict="wrong", id="ruling")
    with pytest.raises(QuizArenaError, match="another fact"):
        contest.do("quiz.asked", id="ruling")
    assert (first.seq, ruled.seq, ruled.person) == (3, 4, "Ann")
    if isinstance(contest, Arena):
        contest.close()


@pytest.mark.parametrize(
    ("type_name", "values", "sentence"),
    [
        ("quiz.rulled", {}, "no fact is called 'quiz.rulled' here; did you mean 'quiz.ruled'?"),
        ("quiz.ruled", {"verdict": "right"}, "quiz.ruled cannot happen now; possible are quiz.asked"),
        ("quiz.asked", {"team": "blue"}, "team: expected red, found blue"),
        ("quiz.asked", {"colour": "blue"}, "colour: not asked for here"),
        ("quiz.asked", {"seat": "host"}, "the seat host may not do this; it takes desk"),
        (
            "quiz.asked",
            {"seat": "chair"},
            f"expected one of the seats {SEATS}, found 'chair'",
        ),
        ("quiz.asked", {"seat": "team:red"}, "the seat team:red may not do this; it takes desk"),
        ("quiz.asked", {"seat": "judge:j1"}, "there is no judge 'j1'; known are -"),
        (
            "score.adjusted",
            {"team": "green", "points": 2, "reason": "-"},
            "team: expected one of red, blue, found green",
        ),
        ("score.adjusted", {"team": "red", "points": 2.5, "reason": "-"}, "points: expected a number, found 2.5"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(type_name: str, values: dict[str, Any], sentence: str) -> None:
    contest = begun()
    with pytest.raises(QuizArenaError) as info:
        contest.do(type_name, **values)
    assert str(info.value) == sentence
    assert len(contest.records) == 3


def test_several_moves_of_a_type_are_named_with_what_tells_them_apart() -> None:
    four = QUIZ.replace("{id: blue, name: Blue}", "{id: blue, name: Blue}, {id: a, name: A}, {id: b, name: B}")
    contest = Contest(loads(four + "ties: {when: always, by: [sudden_death]}\n"))
    contest.do("contest.opened", mode="live")
    contest.do("round.begun")
    for verdict in ("right", "right", "wrong", "wrong"):
        contest.do("quiz.asked")
        contest.do("quiz.ruled", verdict=verdict)
    with pytest.raises(
        QuizArenaError, match=r"tie\.shared may be several moves now: .*teams=red,blue.*teams=a,b.*say which"
    ):
        contest.do("tie.shared")
    assert contest.do("tie.shared", teams=["a", "b"]).fact.subject.team == ""


def test_the_seat_is_that_of_what_was_chosen_or_says_what_was() -> None:
    contest = marking()
    marks = {"marks": {"voice": "50", "stage": "30"}}
    ballot = contest.do("scenario.ballot", marks, judge="j1")
    assert ballot.seat == "judge:j1"
    assert contest.do("scenario.ballot", {"marks.voice": "50", "marks.stage": "30"}, seat="judge:j2").seat == "judge:j2"
    move = next(move for move in marking().moves() if move.fact.type == "scenario.ballot")
    assert seat_of(move, ballot.fact) == "judge:j1"


def test_a_replayed_line_that_is_refused_is_named() -> None:
    contest = begun()
    lines = [json.dumps({"type": "quiz.asked", "fact": {"number": number, "team": "red"}}) for number in (1, 1)]
    with pytest.raises(QuizArenaError, match="cannot happen now") as info:
        contest.replay(lines)
    assert info.value.__notes__ == ["in fact 2 of those replayed"]
    assert len(contest.records) == 4
