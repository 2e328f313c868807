"""Any hand on any keys: the desk never breaks, and whatever it records was legal."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from quizarena.sessions.dialog import keys_text
from tests.parts import tries

from ..golden import plain
from .hand import Hand, at, small_hall
from .html import Page

KEYS = st.sampled_from(
    [
        *["enter", "space", "left", "right", "up", "down", "tab", "backspace", "escape", "pagedown", "pageup"],
        *"+-0123458.blwaptm?gx你",
    ]
)
MOMENTS = st.sampled_from([0, 2, 4, 25, 54, 71, 132, 136, 218, 236, 260, 283])


@given(MOMENTS, st.lists(KEYS, max_size=25), st.sampled_from([(120, 40), (80, 24)]))
@settings(max_examples=tries(10), deadline=None)
def test_any_keys_at_any_moment_of_the_story(seq: int, keys: list[str], size: tuple[int, int]) -> None:
    hand = at(seq)
    for key in keys:
        hand.press(key)
        plain(hand.canvas(*size))
        page(hand)
    hand.contest.verify()


@given(st.lists(KEYS, max_size=30))
@settings(max_examples=tries(6), deadline=None)
def test_any_keys_in_a_buzzer_round_and_a_risk_round(keys: list[str]) -> None:
    hand = small_hall({"use": "quiz/buzz", "items": 1}, {"use": "quiz/risk", "per_team": 1})
    for key in keys:
        hand.press(key)
        plain(hand.canvas(80, 24))
        page(hand)
    hand.contest.verify()


@given(MOMENTS, st.lists(st.tuples(KEYS, st.integers(0, 40)), max_size=15))
@settings(max_examples=tries(10), deadline=None)
def test_a_button_of_a_page_is_a_key_the_dialog_takes(seq: int, presses: list[tuple[str, int]]) -> None:
    hand = at(seq)
    for key, place in presses:
        buttons = page(hand)
        if not buttons:
            hand.press(key)
            continue
        overlay = hand.desk.overlay
        assert overlay is not None
        refused = hand.screen.word(keys_text(overlay.dialog(hand.now).foot))
        for each in buttons[place % len(buttons)].split():
            hand.press(each)
            assert hand.said != refused, each
    hand.contest.verify()


def page(hand: Hand) -> list[str]:
    """Render the dialog that lies over the desk in both languages; return the keys of its buttons."""
    if hand.desk.overlay is None:
        return []
    dialog = hand.desk.overlay.dialog(hand.now)
    chinese, english = Page(dialog, "zh"), Page(dialog, "en")
    assert chinese.buttons == english.buttons
    assert len(chinese.buttons) == len(set(chinese.buttons)), "no two buttons stand for one key"
    return chinese.buttons
