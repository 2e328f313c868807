"""The motion: where it comes from, and who may read it when."""

from __future__ import annotations

import json

import pytest

from quizarena.moves import IllegalFact
from quizarena.scenes import Versus
from quizarena.text import plain
from quizarena_rounds.debate import facts
from quizarena_rounds.lots import Topic
from tests.rounds.debate.play import MOTIONS, mark_all, table, to_floor, to_motion
from tests.rounds.driver import Table

AUDIENCES = [None, "desk", "host", "judge:j1", "hall"]


def seen(board: Table, audience: str | None) -> str:
    """Return everything `audience` sees."""
    return json.dumps(board.kind.scene(board.state, board.moment, audience).to_json("zh"), ensure_ascii=False)


def motion(board: Table) -> str | None:
    """Return the motion as the hall sees it."""
    (versus,) = board.kind.scene(board.state, board.moment, "hall").of(Versus)
    return versus.motion.in_language("zh") if versus.motion else None


@pytest.mark.parametrize("audience", AUDIENCES)
def test_only_the_owner_reads_a_motion_before_it_is_shown(audience: str | None) -> None:
    board = table("ab")
    to_motion(board)
    board.make("debate.motion_set", text="智能化手段能替代网格员上门")
    assert ("智能化手段" in seen(board, audience)) == (audience is None)
    board.make("debate.motion_shown")
    assert "智能化手段" in seen(board, audience)


def test_the_moves_before_the_showing_do_not_hold_the_motion() -> None:
    board = table("ab")
    to_motion(board)
    board.make("debate.motion_set", text="智能化手段能替代网格员上门")
    texts = [text.in_language("zh") for move in board.moves() for text in (move.label, move.say) if text]
    assert texts
    assert not [text for text in texts if "智能化" in text]


def test_no_segment_begins_before_the_motion_is_shown() -> None:
    board = table("ab")
    to_motion(board)
    with pytest.raises(IllegalFact):
        board.push(facts.MotionShown(1))
    board.make("debate.motion_set", text="x")
    with pytest.raises(LookupError):
        board.gesture("clock")


def test_slips_are_drawn_without_replacement_and_not_from_those_used_elsewhere() -> None:
    board = table("abcd", 1, motion="drawn", motions=MOTIONS)
    board.used = frozenset({"m3"})
    to_motion(board)
    with pytest.raises(IllegalFact, match="expected one of m1, m2, found m3"):
        board.make("debate.motion_drawn", motion="m3")
    board.make("debate.motion_drawn", motion="m2")
    assert motion(board) is None
    board.make("debate.motion_shown")
    assert motion(board) == "motion 2"
    finish(board)
    to_motion(board)
    with pytest.raises(IllegalFact, match="expected one of m1, found m2"):
        board.make("debate.motion_drawn", motion="m2")
    assert tuple(board.kind.uses(board.state)) == ("m2",)


def test_with_no_slip_left_the_judges_set_the_motion() -> None:
    board = table("ab", motion="drawn", motions=MOTIONS)
    board.used = frozenset({"m1", "m2", "m3"})
    to_floor(board, "typed in")
    assert motion(board) == "typed in"


@pytest.mark.parametrize(
    ("motions", "expected"), [(MOTIONS, ["motion 1", "motion 2"]), (MOTIONS[:1], ["motion 1", "motion 1"])]
)
def test_fixed_motions_come_one_after_the_other(motions: tuple[Topic, ...], expected: list[str]) -> None:
    board = table("abcd", 1, motion="fixed", motions=motions)
    found = []
    while not board.over:
        to_motion(board)
        assert motion(board) is None
        board.make("debate.motion_shown")
        found.append(motion(board))
        finish(board)
    assert found == expected


@pytest.mark.parametrize("audience", AUDIENCES[1:])
def test_a_fixed_motion_is_as_sealed_as_one_typed_in(audience: str) -> None:
    """Two rounds that differ in the sealed motion alone look alike until it is shown."""
    other = (Topic(id="m1", title=plain("something else")),)
    scenes = []
    for motions in (MOTIONS[:1], other):
        board = table("ab", motion="fixed", motions=motions)
        to_motion(board)
        scenes.append(seen(board, audience))
    assert scenes[0] == scenes[1]


def finish(board: Table) -> None:
    """Leave out the segments and mark the running match."""
    for _ in board.rules.segments:
        board.make("debate.segment_ended")
    mark_all(board)
    board.make("debate.revealed")
