"""Every picture of the terminal in four sizes, two languages and three themes: nothing runs over, all can be read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from quizarena.terminal.canvas import Canvas, Pen
from quizarena.terminal.palette import THEMES, Theme
from quizarena.terminal.wide import width

from .desk.hand import at as desk_at
from .every_screen import LANGUAGES, SIZES, Painter, screens
from .golden import plain
from .judge.booth import at as judge_at

LEGIBLE = 4.5
"""The least contrast of letters to their ground (WCAG 2.2, 1.4.3)."""


@pytest.mark.parametrize("painter", [pytest.param(painter, id=name) for name, painter in screens()])
def test_no_row_runs_over_and_every_letter_can_be_read(painter: Painter) -> None:
    for across, down in SIZES:
        for language in LANGUAGES:
            canvas = painter(across, down, language)
            rows = plain(canvas)
            assert [width(row) for row in rows] == [across] * down
            assert "".join(rows).strip(), "nothing is painted"
            faint = [f"{pen.ink} on {pen.ground} in {theme.name}" for pen, theme in _written(canvas)
                     if _contrast(pen, theme) < LEGIBLE]  # fmt: skip
            assert faint == []


def _written(canvas: Canvas) -> Iterator[tuple[Pen, Theme]]:
    """Yield each pen that wrote letters, in every theme."""
    pens = {pen for y in range(canvas.height) for text, pen in canvas.runs(y) if text.strip() and not pen.lit}
    yield from ((pen, theme) for pen in pens for theme in THEMES.values())


def _contrast(pen: Pen, theme: Theme) -> float:
    light, dark = sorted((_luminance(theme.colours[each]) for each in (pen.ink, pen.ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("seq", [0, 4, 25, 54, 132, 138, 212, 236, 283])
def test_the_desk_keeps_its_message_and_its_keys(seq: int, size: tuple[int, int]) -> None:
    hand = desk_at(seq).press("z")
    assert hand.said
    *_rows, message, keys = plain(hand.canvas(*size))
    assert message.rstrip() == f" > {hand.said}"
    assert keys.strip()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("seq", [25, 127, 245])
def test_a_judge_s_sheet_keeps_its_message(seq: int, size: tuple[int, int]) -> None:
    booth = judge_at(seq).press("x")
    assert booth.said
    assert f"> {booth.said}" in plain(booth.canvas(*size))[-1]
