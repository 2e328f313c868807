"""Keys by what they mean; what terminals report is listed in the interaction design, tried with Textual 8.2."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from quizarena.sessions.keys import IDEOGRAPH, HeldKeys, Stroke, press

REPORTED = [
    ("plus", "+", "+"),
    ("equals_sign", "=", "+"),
    ("fullwidth_plus_sign", "＋", "+"),
    ("add", "+", "+"),
    ("add", None, "+"),
    ("minus", "-", "-"),
    ("fullwidth_hyphen_minus", "－", "-"),
    ("subtract", None, "-"),
    ("full_stop", ".", "."),
    ("ideographic_full_stop", "。", "."),
    ("decimal", None, "."),
    ("space", " ", "space"),
    ("ideographic_space", "\u3000", "space"),
    ("fullwidth_digit_one", "１", "1"),
    ("1", "1", "1"),
    ("enter", "\r", "enter"),
    ("B", "B", "b"),
    ("b", "b", "b"),
    ("fullwidth_question_mark", "？", "?"),
    ("f1", None, "?"),
    ("asterisk", "*", "m"),
    ("multiply", None, "m"),
    ("colon", ":", "m"),
    ("ctrl+p", "\x10", "m"),
    ("ctrl+c", "\x03", "ctrl+c"),
    ("ctrl+z", "\x1a", "ctrl+c"),
    ("left", None, "left"),
    ("pagedown", None, "pagedown"),
    ("backspace", "\x08", "backspace"),
    ("你", "你", IDEOGRAPH),
    ("left_shift", None, ""),
    ("caps_lock", None, ""),
    ("ctrl+alt+x", None, ""),
]


@pytest.mark.parametrize(("key", "character", "meant"), REPORTED)
def test_what_a_terminal_reports_means_one_key(key: str, character: str | None, meant: str) -> None:
    assert press(key, character).key == meant


def test_a_text_field_gets_the_character_as_typed() -> None:
    assert [press("", char).char for char in ("，", "９", "你", " ")] == ["，", "９", "你", " "]


START = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def accepted(key: str, *offsets_ms: int) -> list[int]:
    held = HeldKeys()
    return [offset for offset in offsets_ms if held.accepts(key, START + timedelta(milliseconds=offset))]


@pytest.mark.parametrize(
    ("key", "offsets", "heard"),
    [
        pytest.param("+", (0, 300, 699, 850), [0, 850], id="not again for 700 ms"),
        pytest.param("enter", tuple(range(0, 3_000, 30)), [0], id="held down for three seconds is one press"),
        pytest.param("enter", (*range(0, 900, 100), 1_051), [0, 1_051], id="let go for 150 ms, it is heard again"),
        pytest.param("pagedown", (0, 50, 100), [0, 50, 100], id="a clicker is never too fast"),
    ],
)
def test_a_held_key_is_one_press(key: str, offsets: tuple[int, ...], heard: list[int]) -> None:
    assert accepted(key, *offsets) == heard


def test_another_key_is_heard_at_once() -> None:
    held = HeldKeys()
    assert held.accepts("enter", START)
    assert held.accepts("+", START + timedelta(milliseconds=20))


@pytest.mark.parametrize(
    ("gap_ms", "picture", "stroke"),
    [(33, "list", Stroke.HELD), (33, "menu", Stroke.HELD), (300, "list", Stroke.AGAIN), (300, "menu", Stroke.NEW)],
)
def test_the_same_key_counts_at_once_only_on_another_picture(gap_ms: int, picture: str, stroke: Stroke) -> None:
    held = HeldKeys()
    assert held.stroke("4", START, "list") is Stroke.NEW
    assert held.stroke("4", START + timedelta(milliseconds=gap_ms), picture) is stroke


def test_a_key_that_another_has_come_after_was_let_go() -> None:
    """A figure typed into a question at thirty keys a second: its Enter was taken for the one before, held down."""
    held, strokes = HeldKeys(), []
    for nth, key in enumerate(["enter", "1", "9", "enter", "enter"]):
        strokes.append(held.stroke(key, START + timedelta(milliseconds=33 * nth), "sheet" if not nth else "question"))
    assert strokes == [Stroke.NEW] * 4 + [Stroke.HELD]
