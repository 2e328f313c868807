"""A round nobody here has heard of: the example of a kind has the whole desk, and no screen code of its own."""

from __future__ import annotations

import sys
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

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
    hand.press("enter", "1")
    totals = {team: score.value for team, score in hand.contest.standings().totals.items()}
    assert totals == {"t1": 0, "t2": 10, "t3": 0}


def test_what_is_sealed_is_neither_in_the_log_nor_beside_a_key() -> None:
    hand = estimate().press("1").type("4037").press("enter")
    assert hand.last.type == "estimate.guessed"
    assert "4037" not in hand.picture() + hand.press("l").picture()


def test_a_guess_is_corrected_in_the_log_and_explained() -> None:
    hand = estimate()
    for desk, guess in (("1", "40"), ("2", "41")):
        hand.press(desk).type(guess).press("enter")
    hand.press("enter", "1", "w", "2")
    assert "报 41，差 1" in hand.picture()
