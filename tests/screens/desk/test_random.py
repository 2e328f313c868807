"""Any hand on any keys: the desk never breaks, and whatever it records was legal."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ..golden import plain
from .hand import at, small_hall

KEYS = st.sampled_from(
    [
        *["enter", "space", "left", "right", "up", "down", "tab", "backspace", "escape", "pagedown", "pageup"],
        *"+-0123458.blwaptm?gx你",
    ]
)
MOMENTS = st.sampled_from([0, 2, 4, 25, 54, 71, 132, 136, 218, 236, 260, 283])


@given(MOMENTS, st.lists(KEYS, max_size=25), st.sampled_from([(120, 40), (80, 24)]))
@settings(max_examples=25, deadline=None)
def test_any_keys_at_any_moment_of_the_story(seq: int, keys: list[str], size: tuple[int, int]) -> None:
    hand = at(seq)
    for key in keys:
        hand.press(key)
        plain(hand.canvas(*size))
    hand.contest.verify()


@given(st.lists(KEYS, max_size=30))
@settings(max_examples=15, deadline=None)
def test_any_keys_in_a_buzzer_round_and_a_risk_round(keys: list[str]) -> None:
    hand = small_hall({"use": "quiz/buzz", "items": 1}, {"use": "quiz/risk", "per_team": 1})
    for key in keys:
        hand.press(key)
        plain(hand.canvas(80, 24))
    hand.contest.verify()
