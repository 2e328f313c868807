"""A round nobody here has heard of: the example of a kind has the whole desk, and no screen code of its own."""

from __future__ import annotations

import sys
from decimal import Decimal
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from quizarena.sessions.desk.grid import Grid
from tests.report.test_third_party import Solo

from .hand import Hand, small_hall

EXAMPLE = Path(__file__).parents[3] / "examples" / "round_kind.py"


@cache
def example() -> ModuleType:
    """Return the example as a module."""
    spec = spec_from_file_location("round_kind_example", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def estimate() -> Hand:
    """Return a hand at the desk of a contest whose only round is the example's."""
    kind = example().Estimate()
    return small_hall({"kind": "estimate", "answer": 42}, kinds={"estimate": kind})


def test_teams_are_picked_by_desk_numbers_are_typed_enter_goes_on() -> None:
    hand = estimate()
    assert "1..3   报数: 1 队1  2 队2  3 队3" in hand.picture()
    assert hand.press("enter").said == "还没有队报数"
    for desk, guess in (("1", "40"), ("3", "50"), ("2", "41")):
        hand.press(desk).type(guess).press("enter")
    hand.press("enter", "+")
    totals = {team: score.value for team, score in hand.contest.standings(audience=None).totals.items()}
    assert totals == {"t1": 0, "t2": 10, "t3": 0}


def test_what_is_sealed_is_neither_in_the_log_nor_beside_a_key() -> None:
    hand = estimate().press("1").type("4037").press("enter")
    assert hand.last.type == "estimate.guessed"
    assert "4037" not in hand.picture() + hand.press("l").picture()


def test_a_guess_is_corrected_in_the_log_and_explained() -> None:
    hand = estimate()
    for desk, guess in (("1", "40"), ("2", "41")):
        hand.press(desk).type(guess).press("enter")
    hand.press("enter", "+", "w", "2")
    assert "报 41，差 1" in hand.picture()


def solo() -> Hand:
    """Return a hand at the desk of a contest marked by judges, in a kind that knows no absence."""
    return small_hall({"kind": "solo"}, teams=2, judges=3, kinds={"solo": Solo()}).press("enter")


def test_a_missing_sheet_of_a_round_without_absence_stays_open_and_the_others_are_handed_in() -> None:
    hand = solo()
    before = hand.last.seq
    hand.press("9").type(".5").press("enter", "enter")
    assert isinstance(hand.desk.overlay, Grid)
    hand.press("-")
    assert hand.said == "这个环节没有缺席: 评委2 的票空着，其他的照交。"
    hand.press("8", "enter", "enter")
    assert "没有 评委2 的票: 空着。" in hand.picture(80, 24)
    hand.press("1")
    assert [(fact.judge, fact.points) for _type, fact in hand.made(before)] == [("j1", Decimal("9.5")), ("j3", 8)]
    assert hand.said == "1 台的票已记入；还空着: 评委2。"
    hand.press("7")
    assert isinstance(hand.desk.overlay, Grid)
    assert hand.desk.overlay.sheet.judge == "j2"


def test_what_may_be_done_about_a_judge_says_that_there_is_no_absence() -> None:
    assert "记缺席  (这个环节没有缺席；这张票空着)" in solo().press("j", "2").picture(80, 24)
