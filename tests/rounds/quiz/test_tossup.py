"""Toss-ups and bonuses: powers, negs, bounce-backs. Points as in the rules of NAQT (15, 10, -5; bonus 3 x 10)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from quizarena.moves import IllegalFact
from quizarena_rounds.quiz.tossup import TossUp
from tests.rounds.driver import Table
from tests.rounds.quiz.play import play, points, rejudge, table

BACK = {"bounce_back": True}


def bowl(steps: str, **rules: Any) -> Table:
    """Play steps of `play`; beside them `1a` says that team a was right on the first part of the bonus, `1n` nobody."""
    played = table(TossUp(), "a", "b", **rules)
    for step in steps.split():
        if step[0].isdigit() and step != "0":
            played.make("quiz.bonus_ruled", part=int(step[0]), winner={"n": "nobody"}.get(step[1], step[1]))
        else:
            play(played, step)
    return played


@pytest.mark.parametrize(
    ("rules", "steps", "a", "b"),
    [
        ({}, "ask buzz:a + 1a 2a 3n", 30, 0),
        ({}, "ask buzz:a rule:power 1a 2a 3a", 45, 0),
        ({}, "ask buzz:a rule:neg buzz:b + 1b 2n 3n", -5, 20),
        ({}, "ask buzz:a rule:neg buzz:b -", -5, 0),
        ({}, "ask go buzz:a - buzz:b + 1n 2n 3n", 0, 10),
        ({}, "ask go 0 ask buzz:b + 1b 2b 3b", 0, 40),
        (BACK, "ask buzz:a + 1a 2b 3b", 20, 20),
        (BACK, "ask buzz:a rule:neg buzz:b + 1a 2a 3a", 25, 10),
        ({"bonus": ()}, "ask buzz:a + ask buzz:a +", 20, 0),
        ({}, "ask buzz:a void ask buzz:b + 1n 2n 3n", 0, 10),
        ({}, "ask buzz:a + 1a out:a", 20, 0),
    ],
)
def test_a_toss_up(rules: dict[str, Any], steps: str, a: int, b: int) -> None:
    played = bowl(steps, **rules)
    assert points(played) == {"a": a, "b": b}
    assert played.refold() == played.state


def test_each_part_of_a_bonus_has_the_whole_time() -> None:
    """The clock of the first part ran on into the second and the third."""
    played = bowl("ask buzz:a +")
    played.make("quiz.clock", action="start")
    assert played.state.current is not None
    assert played.state.current.clock.running
    played.make("quiz.bonus_ruled", part=1, winner="a")
    assert (played.state.current.clock.running, played.state.current.clock.used_ms) == (False, 0)
    played.make("quiz.clock", action="start")
    assert played.state.current.clock.running


def test_the_round_ends_with_its_last_bonus() -> None:
    played = bowl("ask buzz:a + 1a 2a", items=1)
    assert not played.over
    played.make("quiz.bonus_ruled", winner="a")
    assert played.over


@pytest.mark.parametrize("steps", ["ask buzz:a rule:neg buzz:b rule:neg", "ask buzz:a + 1b"])
def test_what_is_refused(steps: str) -> None:
    """Only the first to answer can get a neg; without bounce-backs nobody else answers a bonus."""
    with pytest.raises(IllegalFact, match="expected one of"):
        bowl(steps)


@pytest.mark.parametrize(
    ("rules", "verdict", "a"),
    [
        ({"bonus": ()}, "wrong_last", 10),
        ({"bonus": ()}, "neg_last", 5),
        ({"bonus": (), "wrong": Decimal(-2)}, "wrong_last", 8),
    ],
)
def test_an_answer_ruled_right_by_mistake_is_wrong_after_the_next_question_was_asked(
    rules: dict[str, Any], verdict: str, a: int
) -> None:
    played = bowl("ask buzz:a + ask buzz:a +", **rules)
    ruled = next(seq for seq, fact in enumerate(played.record, 1) if fact.type == "quiz.ruled")
    with pytest.raises(IllegalFact):
        rejudge(played, {ruled: {"verdict": "wrong"}})  # the others might still have buzzed
    assert points(rejudge(played, {ruled: {"verdict": verdict}})) == {"a": a, "b": 0}


def test_nobody_else_may_buzz_once_it_is_said_that_nobody_knew() -> None:
    played = bowl("ask buzz:a rule:wrong_last")
    assert {move.fact.type for move in played.moves() if not move.aside} == {"quiz.asked"}
