"""Random rounds of every section, played from the moves alone."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizarena.rounds import RoundKind
from quizarena_rounds.quiz.sections.audience import Audience
from quizarena_rounds.quiz.sections.board import Board
from quizarena_rounds.quiz.sections.buzz import EARLY, Buzz
from quizarena_rounds.quiz.sections.buzz_sudden_death import BuzzSuddenDeath
from quizarena_rounds.quiz.sections.chain import Chain
from quizarena_rounds.quiz.sections.duel import Duel
from quizarena_rounds.quiz.sections.king import King
from quizarena_rounds.quiz.sections.required import Required, TeamRequired
from quizarena_rounds.quiz.sections.risk import HandOn, Risk
from quizarena_rounds.quiz.sections.speed import Speed
from quizarena_rounds.quiz.sections.sudden_death import SuddenDeath
from quizarena_rounds.quiz.sections.survival import Cut, Survival
from quizarena_rounds.quiz.sections.tossup import TossUp
from quizarena_rounds.quiz.sections.trap import Trap
from tests.parts import tries
from tests.rounds.driver import play_random
from tests.rounds.quiz.play import bank, table

TURNS = st.sampled_from(["rotating", "team_by_team"])
EXTRAS = {
    "partial": st.sampled_from(["none", "proportional", "missed_only", "graded"]),
    "foul": st.sampled_from([None, Decimal(0), Decimal(-10)]),
    "passed": st.sampled_from([None, Decimal(0)]),
    "swaps": st.integers(0, 1),
    "start_time": st.sampled_from([None, 20]),
}
LIFELINES = {"lifelines": st.integers(0, 1), "lifeline": st.sampled_from(["ask_the_room", "pass_over"])}
ANY = {
    Required(): {
        "per_team": st.integers(1, 3),
        "turns": TURNS,
        "packs": st.sampled_from([(), ("p1", "p2", "p3", "p4", "p5")]),
        "pick": st.sampled_from(["team", "opponent"]),
        "answers": st.sampled_from(["in_turn", "named_by_opponent"]),
        "individual": st.booleans(),
        **EXTRAS,
    },
    TeamRequired(): {"per_team": st.integers(1, 3), "wrong": st.sampled_from([Decimal(0), Decimal("-2.5")]), **EXTRAS},
    Buzz(): {
        "items": st.integers(1, 5),
        "early_buzz": st.sampled_from(sorted(EARLY)),
        "second_chance": st.sampled_from(["none", "void", "rebuzz", "until_all_tried", "to_audience"]),
        "attempts_max": st.sampled_from([None, 2]),
        "no_buzz": st.sampled_from(["void", "audience"]),
        "early_out_after": st.sampled_from([None, 1, 2]),
        "wrong_out_after": st.sampled_from([None, 1, 2]),
        "interrupt": st.sampled_from([None, Decimal(-5)]),
        "while_reading": st.sampled_from(["forbidden", "allowed"]),
        "individual": st.booleans(),
        "start_time": st.sampled_from([None, 10]),
    },
    Risk(): {
        "per_team": st.integers(1, 2),
        "wrong": st.sampled_from(["full", "half", "none"]),
        "may_pass": st.booleans(),
        "turns": st.sampled_from(["running", "reverse", "seat", "reverse_seat", "lowest_first", "highest_first"]),
        "ties": st.sampled_from(["running", "seat"]),
        "hand_on": st.sampled_from([None, HandOn()]),
        "stock": st.sampled_from([None, 5]),
        "choose": st.sampled_from(
            [("value",), ("opponent", "value"), ("opponent", "member", "value"), ("member", "value")]
        ),
    },
    Board(): {"items": st.integers(1, 4), "passed": st.sampled_from([None, Decimal(0)])},
    Speed(): {"per_team": st.integers(1, 2), "turns": TURNS, "items": st.integers(1, 5)},
    Chain(): {"items": st.integers(1, 3), "again": st.booleans()},
    Audience(): {"items": st.integers(1, 3), "bloc": st.sampled_from(["nobody", "each", "lowest", "any"])},
    Duel(): {
        "per_team": st.integers(1, 2),
        "turns": TURNS,
        "packs": st.sampled_from([(), ("p1", "p2", "p3", "p4", "p5")]),
        "pick": st.sampled_from(["team", "opponent", "lower"]),
        **LIFELINES,
    },
    King(): {"items": st.integers(1, 3), "first": st.sampled_from(["challenger", "champion"]), **LIFELINES},
    TossUp(): {
        "items": st.integers(1, 4),
        "power": st.sampled_from([None, Decimal(15)]),
        "neg": st.sampled_from([None, Decimal(-5)]),
        "bonus": st.sampled_from([(), (Decimal(10), Decimal(20))]),
        "bounce_back": st.booleans(),
        "individual": st.booleans(),
    },
    Trap(): {"items": st.integers(1, 2), "setters": st.integers(1, 3)},
    Survival(): {
        "items": st.integers(1, 30),
        "answers": st.sampled_from(["in_turn", "buzzer"]),
        "sit_out": st.integers(0, 2),
        "attempts_max": st.integers(1, 3),
        "cuts": st.sampled_from([(), (Cut(after=5, keep=3), Cut(after=9, keep=1)), (Cut(after=2, drop=1),)]),
        "late": st.sampled_from([(), ("b",)]),
        "places": st.sampled_from(["stake", "outlasted"]),
    },
    SuddenDeath(): {"passes": st.integers(1, 4), "until": st.sampled_from(["all_differ", "leader_alone"])},
    BuzzSuddenDeath(): {"items": st.integers(1, 4)},
}


@pytest.mark.parametrize("kind", ANY, ids=lambda kind: kind.name)
@settings(max_examples=tries(15))
@given(data=st.data())
def test_every_round_ends_and_folds_alike(kind: RoundKind, data: st.DataObject) -> None:
    ids = "abcde"[: data.draw(st.integers(2, 5))]
    rules = data.draw(st.fixed_dictionaries(ANY[kind]))
    questions = bank(data.draw(st.integers(0, 12)), data.draw(st.integers(0, 2)))
    banked = {"questions": questions} if "questions" in attrs.fields_dict(kind.rules) else {}
    played = table(kind, *ids, members=data.draw(st.integers(0, 3)), **banked, **rules)
    play_random(played, data, disturbances=2)
    assert played.refold() == played.state
    used = [question.item for question in played.state.questions if question.item]
    assert len(used) == len(set(used))
    for audience in (None, "desk", "host", "hall", "judge:j1"):
        assert kind.scene(played.state, played.moment, audience).to_json("zh")
