"""Random legal debates, played from their moves alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizarena.testing import check_kind, rulebook_of
from quizarena_rounds.debate.kind import Debate
from tests.parts import tries
from tests.rounds.debate.play import INDIVIDUAL, MOTIONS, excuse, leaves, table
from tests.rounds.driver import Table, filling, play_random

SHORT = {"use": "debate/pairs", "segments": [{"name": "opening", "seconds": 60, "side": "both"}]}
SLIPS = [{"id": f"m{n}", "title": f"motion {n}"} for n in range(1, 5)]
CHECKED = [
    {"use": "debate/pairs"},
    {**SHORT, "individual": {"award": "Best debater", "out_of": 50}, "odd": "plays_twice"},
    {**SHORT, "motion": "drawn", "motions": SLIPS, "pairs": "drawn", "verdict": "votes", "criteria": {}},
]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Return a table with random rules that the kind does not refuse."""
    verdict = draw(st.sampled_from([{}, {"verdict": "votes", "criteria": {}}]))
    return table(
        draw(st.sampled_from(["ab", "abc", "abcd"])),
        draw(st.integers(3, 4)),
        seed=draw(st.sampled_from([None, "a seed"])),
        pairs=draw(st.sampled_from(["by_order", "drawn", "by_standings"])),
        odd=draw(st.sampled_from(["bye", "plays_twice"])),
        sides=draw(st.sampled_from(["drawn", "by_order"])),
        motion=draw(st.sampled_from(["set_by_judges", "drawn", "fixed"])),
        motions=MOTIONS,
        individual=draw(st.sampled_from([None, INDIVIDUAL])),
        **verdict,
    )


@settings(max_examples=tries(10))
@given(tables(), st.data())
def test_a_random_debate_ends_and_folds_alike(board: Table, data: st.DataObject) -> None:
    play_random(board, data)
    assert board.refold() == board.state


@settings(max_examples=tries(10))
@given(tables(), st.data(), st.integers(0, 40))
def test_a_team_and_a_judge_may_leave_at_any_time(board: Table, data: st.DataObject, count: int) -> None:
    play_some(board, data, count)
    leaves(board, data.draw(st.sampled_from(board.field.teams)).id)
    excuse(board, data.draw(st.sampled_from(board.field.judges)).id)
    play_random(board, data, asides=2)
    assert board.refold() == board.state


def play_some(board: Table, data: st.DataObject, count: int) -> None:
    """Play so many legal facts, or to the end of the round."""
    for tick in range(count):
        forward = [move for move in board.open() if not move.aside]
        if forward:
            board.push(data.draw(filling(data.draw(st.sampled_from(forward)), tick)))


@pytest.mark.parametrize("rules", CHECKED)
def test_the_kind_keeps_what_every_kind_has_to_keep(rules: dict[str, object]) -> None:
    assert rulebook_of(Debate(), rules, 3, 3), "these rules can be played: what follows does check something"
    check_kind(Debate(), [rules], examples=tries(2), longest=30)
