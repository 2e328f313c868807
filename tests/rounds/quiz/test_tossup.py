"""Toss-ups and bonuses: powers, negs, bounce-backs. Points as in the rules of NAQT (15, 10, -5; bonus 3 x 10)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from quizarena.moves import IllegalFact
from quizarena.scenes import Ruling, Say
from quizarena_rounds.quiz.sections.tossup import TossUp
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


FIRST, SECOND, THIRD = (f"1 号台，{place}道附加题，10 分。" for place in ("第一", "第二", "第三"))
ANSWER, GAIN, NONE = "请作答。", "回答正确，请为 {} 号台加 10 分！", "很遗憾，此题不得分。"


@pytest.mark.parametrize(
    ("rules", "steps", "now", "then", "shown"),
    [
        ({}, "ask buzz:a +", GAIN.format(1), [FIRST, ANSWER], ("a", 10)),
        ({}, "ask buzz:a + go", FIRST, [], None),
        ({}, "ask buzz:a + go 1a", GAIN.format(1), [SECOND, ANSWER], ("a", 10)),
        ({}, "ask buzz:a + go 1a go", SECOND, [], None),
        ({}, "ask buzz:a + 1n", NONE, [SECOND, ANSWER], ("a", 0)),
        (BACK, "ask buzz:a + 1a 2b", GAIN.format(2), [THIRD, ANSWER], ("b", 10)),
        ({}, "ask buzz:a + 1a 2a 3a", GAIN.format(1), ["第 2 题，10 分，抢答题，请听题。"], ("a", 10)),
        ({}, "ask buzz:a -", "回答错误。其余各队可以补抢。", ["还有队抢答吗？"], ("a", 0)),
        ({}, "ask buzz:a rule:neg", "回答错误，1 号台扣 5 分。其余各队请继续听题。", ["还有队抢答吗？"], ("a", -5)),
        ({}, "ask buzz:a rule:neg buzz:b rule:wrong_last", NONE, ["第 2 题，10 分，抢答题，请听题。"], ("b", 0)),
    ],
)
def test_each_step_of_a_toss_up_has_its_line_and_its_ruling(
    rules: dict[str, Any], steps: str, now: str, then: list[str], shown: tuple[str, int] | None
) -> None:
    """ "Correct, ten points" stayed on monitor and board through all three parts of the bonus."""
    played = bowl(steps, **rules)
    (say,) = played.kind.scene(played.state, played.moment, "host").of(Say)
    assert "".join(line.in_language("zh") for line in say.now) == now
    assert [line.in_language("zh") for line in say.then] == then
    rulings = played.kind.scene(played.state, played.moment, "hall").of(Ruling)
    assert [(each.team, each.gain) for each in rulings] == ([] if shown is None else [shown])


def test_in_english_the_others_hear_the_rest_of_the_question() -> None:
    played = bowl("ask buzz:a rule:neg")
    (say,) = played.kind.scene(played.state, played.moment, "host").of(Say)
    english = "Wrong: minus five for desk 1. The question goes on for the others."
    assert [line.in_language("en") for line in say.now] == [english]


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
