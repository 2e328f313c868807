"""Judged rules at the desk: marks below 0 in the grid, a panel that ranks, a result that is measured."""

from __future__ import annotations

from decimal import Decimal

from quizarena_rounds.placing.facts import Measured

from .hand import small_hall


def test_a_sign_is_typed_in_the_first_cell_and_the_sum_is_what_counts() -> None:
    criteria = {"技术": {"min": -10, "base": 10}, "风格": {"max": 5, "factor": 1.2}}
    hand = small_hall({"use": "scenario/talent", "play_time": 0, "step": 0.5, "criteria": criteria}, judges=2)
    hand.press("enter", "enter", "p").type("-1.5").press("enter").type("4").press("enter")
    rows = hand.picture()
    assert "风格 x1.2" in rows
    assert "13.3" in rows, "10 - 1.5 + 4.8"
    hand.type("13.3").press("enter")
    assert not hand.said


def test_the_desk_says_how_many_judges_rank() -> None:
    hand = small_hall({"use": "placing/judged", "together": True, "panel": {"rule": "skating"}}, judges=3)
    hand.press("enter")
    assert "3 位评委排名次" in hand.picture()


def test_no_result_is_low() -> None:
    hand = small_hall({"use": "placing/time"})
    hand.press("enter", "enter").type("12.34").press("enter")
    assert hand.last.fact == Measured("t1", Decimal("12.34"))
