"""Random rounds of every section, played from the moves alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizarena.rounds import RoundKind
from quizarena_rounds.quiz import Buzz, BuzzSuddenDeath, Required, Risk, SuddenDeath, TeamRequired
from tests.rounds.driver import play_random
from tests.rounds.quiz.play import bank, table

ANY = {
    Required(): {"per_team": st.integers(1, 3)},
    TeamRequired(): {"per_team": st.integers(1, 3), "wrong": st.sampled_from([Decimal(0), Decimal("-2.5")])},
    Buzz(): {
        "items": st.integers(1, 5),
        "early_buzz": st.sampled_from(["blocked", "others_continue", "question_void"]),
        "second_chance": st.sampled_from(["none", "rebuzz", "until_all_tried"]),
    },
    Risk(): {
        "per_team": st.integers(1, 2),
        "wrong": st.sampled_from(["full", "half", "none"]),
        "may_pass": st.booleans(),
        "turns": st.sampled_from(["running", "lowest_first", "highest_first"]),
    },
    SuddenDeath(): {"passes": st.integers(1, 4), "until": st.sampled_from(["all_differ", "leader_alone"])},
    BuzzSuddenDeath(): {"items": st.integers(1, 4)},
}


@pytest.mark.parametrize("kind", ANY, ids=lambda kind: kind.name)
@settings(max_examples=40)
@given(data=st.data())
def test_every_round_ends_and_folds_alike(kind: RoundKind, data: st.DataObject) -> None:
    ids = "abcde"[: data.draw(st.integers(2, 5))]
    rules = data.draw(st.fixed_dictionaries(ANY[kind]))
    questions = bank(data.draw(st.integers(0, 12)), data.draw(st.integers(0, 2)))
    played = table(kind, *ids, questions=questions, members=data.draw(st.integers(0, 3)), **rules)
    play_random(played, data, disturbances=2)
    assert played.refold() == played.state
    used = [question.item for question in played.state.questions if question.item]
    assert len(used) == len(set(used))
    for audience in (None, "desk", "host", "hall", "judge:j1"):
        assert kind.scene(played.state, played.moment, audience).to_json("zh")
