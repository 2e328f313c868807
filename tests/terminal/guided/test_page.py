"""The first page: the drawing O1, what each key chooses, both languages."""

from __future__ import annotations

import pytest

from quizarena.terminal.guided.page import Page, paint
from quizarena.text import both

from ..golden import check, drawing, masked, plain

TITLE = both("迎宾大擂台", "The Yingbin Grand Arena")


def page(language: str = "zh") -> Page:
    return Page(TITLE, "demo.qa", language)


def test_it_is_the_drawing() -> None:
    assert masked(plain(paint(page(), 80, 24))) == drawing("O1-80x24")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_it_is_as_it_was_looked_at_in_english(size: tuple[int, int]) -> None:
    check("demo-page-en", paint(page("en"), *size))


def test_a_window_too_small_is_told() -> None:
    assert plain(paint(page(), 72, 20))[0].rstrip() == "请把窗口拉大到 80x24 (现在 72x20)"


@pytest.mark.parametrize(
    ("key", "choice"),
    [
        ("enter", "desk"),
        ("w", "hall"),
        ("1", "story"),
        ("2", "best"),
        ("3", "own"),
        ("q", "leave"),
        ("ctrl+c", "leave"),
        ("5", None),
    ],
)
def test_a_key_chooses(key: str, choice: str | None) -> None:
    chosen = page()
    chosen.press(key)
    assert chosen.choice == choice


def test_keys_that_choose_nothing() -> None:
    shown = page()
    shown.press("g")
    shown.press("c")
    shown.press("b")
    assert (shown.language, shown.copied, shown.board_opened) == ("en", "quizarena board demo.qa", True)
    assert "> copied: quizarena board demo.qa" in plain(paint(shown, 80, 24))[-1]
    shown.press("b")
    assert not shown.board_opened


def test_a_command_longer_than_the_window_goes_on_in_the_next_row() -> None:
    shown = page()
    shown.program = "/home/somebody/" + "a long folder/" * 6 + ".venv/bin/quizarena"
    rows = plain(paint(shown, 80, 24))
    assert (rows[15][5:79] + rows[16][5:]).rstrip() == shown.command
