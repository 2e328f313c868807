"""Cells, widths, digits and colours: whatever text comes, nothing leaves the grid and nothing hostile is drawn."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from quizarena.clocks import Clock
from quizarena.scenes import (
    Clocks,
    Correction,
    Face,
    Headline,
    Lots,
    Mark,
    Marks,
    OnAir,
    OnStage,
    Paragraph,
    Prizes,
    Question,
    Ranked,
    Ranking,
    Say,
    Scene,
    Table,
    Versus,
    Winner,
)
from quizarena.sessions.hall import Feed
from quizarena.terminal.canvas import INK, Canvas, Pen
from quizarena.terminal.digits import DOTS, DRAWABLE, Dot, digits_width, largest, put_digits
from quizarena.terminal.palette import THEMES, TOKENS, following
from quizarena.terminal.pictures import Look, Motion, draw_board, draw_host
from quizarena.terminal.pictures.card import card
from quizarena.terminal.surface import strip, style
from quizarena.terminal.wide import cut, drawn, width, wrap
from quizarena.text import plain as words
from tests.parts import tries

from .golden import plain

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
HOSTILE = (
    "[/bold]",
    "[@click=app.quit]x[/]",
    "\x1b[31mred\x1b]0;title\x07",
    "\u202eevil\u202c",
    "\u200b\u200d\ufeff",
    "e" + "\u0301" * 40,
    "👩‍👩‍👧‍👦👍🏽🇨🇳",
    "阿依古丽·买买提",
    "“引号”——…×①②★→",
    "가나다ᄀᄁ",
    "\uff46\uff55\uff4c\uff4c\u3000\uff57\uff49\uff44\uff54\uff48",
    "عربي עברית",
    "\ud800",
    "a\nb\tc\r\0",
    "名" * 300,
    "",
)
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("阿依古丽·买买提", "阿依古丽・买买提"),
        ("“好”‘坏’", "「好」『坏』"),
        ("甲—乙…", "甲-乙.."),
        ("3×4", "3x4"),
        ("①②", "12"),
        ("Яков αβγ", "Яков αβγ"),
        ("e\u0301", "é"),
        ("x" + "\u0300" * 9, "x" + "\u0300" * 2),
        ("\x1b[31mred", "[31mred"),
        ("👍🏽", "👍"),
    ],
)
def test_what_is_drawn_in_place(text: str, found: str) -> None:
    assert drawn(text) == found


@given(texts)
def test_drawn_text_is_safe_and_of_known_width(text: str) -> None:
    found = drawn(text)
    assert all(unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in found)
    assert all(unicodedata.east_asian_width(char) != "A" or unicodedata.category(char)[0] in "LM" for char in found)
    assert drawn(found) == found


@given(texts, st.integers(0, 50))
def test_cut_text_fits(text: str, cells: int) -> None:
    found = cut(drawn(text), cells)
    assert width(found) <= cells
    assert found == drawn(text) or found.endswith("."[:cells])


@given(texts, st.integers(2, 50))
def test_wrapped_text_fits_and_loses_only_spaces(text: str, cells: int) -> None:
    lines = wrap(drawn(text), cells)
    assert all(width(line) <= cells for line in lines)
    assert "".join(lines).replace(" ", "") == drawn(text).replace(" ", "")


def test_closing_punctuation_begins_no_line() -> None:
    assert wrap("居民申请最低生活保障，应当向哪里", 20) == ["居民申请最低生活保", "障，应当向哪里"]
    assert wrap("one two three", 8) == ["one two", "three"]


puts = st.lists(st.tuples(st.integers(-5, 30), st.integers(-3, 8), texts), max_size=12)


@given(st.integers(1, 25), st.integers(1, 6), puts)
def test_nothing_leaves_the_grid(across: int, down: int, each: list[tuple[int, int, str]]) -> None:
    canvas = Canvas(across, down)
    for nth, (x, y, text) in enumerate(each):
        canvas.put(x, y, drawn(text))
        canvas.bar(x, y, nth * 3, nth)
    for y, row in enumerate(plain(canvas)):
        assert width(row) == across
        assert width("".join(text for text, _pen in canvas.runs(y))) == across


def test_a_wide_character_is_never_halved() -> None:
    canvas = Canvas(6, 1)
    canvas.put(0, 0, "甲乙丙")
    canvas.put(1, 0, "x")
    canvas.put(4, 0, "丁", limit=5)
    assert plain(canvas) == [" x乙丙"]
    canvas.light(3, 0, 1)
    assert plain(canvas) == [" x #丙"]


@pytest.mark.parametrize(
    ("text", "across", "down", "dot"),
    [
        ("0:23", 49, 10, Dot(4, 2)),
        ("0:23", 74, 15, Dot(6, 3)),
        ("0:23", 99, 20, Dot(8, 4)),
        ("0:23", 148, 30, Dot(12, 6)),
        ("2:41", 36, 10, Dot(3, 2)),
        ("2:41", 54, 15, Dot(4, 3)),
        ("2:41", 72, 20, Dot(6, 4)),
        ("2:41", 107, 30, Dot(8, 6)),
        ("228.60", 48, 5, Dot(2, 1)),
        ("0:23", 20, 10, None),
        ("0:23", 80, 4, None),
    ],
)
def test_the_largest_digits_that_fit(text: str, across: int, down: int, dot: Dot | None) -> None:
    assert largest(text, across, down) == dot


@given(st.text(alphabet=sorted(DRAWABLE), min_size=1, max_size=8), st.sampled_from(DOTS))
def test_digits_take_the_room_they_say(text: str, dot: Dot) -> None:
    across = digits_width(text, dot)
    canvas = Canvas(across + 2, dot.height + 2)
    put_digits(canvas, 1, 1, text, dot)
    lit = [(x, y) for y, row in enumerate(canvas.rows()) for x, cell in enumerate(row) if cell.pen.lit]
    assert all(1 <= x <= across and 1 <= y <= dot.height for x, y in lit)


def test_every_theme_has_every_token_and_contrast_needs_no_colour() -> None:
    assert [set(theme.colours) for theme in THEMES.values()] == [set(TOKENS)] * 3
    assert following(following(following("dark").name).name).name == "dark"
    assert {THEMES["contrast"].colours[token] for token in TOKENS[2:]} == {"#ffffff"}


@pytest.mark.parametrize("theme", THEMES)
def test_every_segment_carries_both_colours(theme: str) -> None:
    pens = [Pen(token, lit=lit, reverse=lit is None) for token in TOKENS for lit in (True, False)]
    assert all(style(pen, theme).color and style(pen, theme).bgcolor for pen in [*pens, INK])
    canvas = Canvas(20, 1)
    canvas.put(0, 0, drawn("阿依古丽·买买提👍🏽e\u0301"))
    canvas.light(18, 0, 2)
    line = strip(canvas, 0, theme)
    assert all(segment.style is not None for segment in line)
    assert sum(cell_len(segment.text) for segment in line) == line.cell_length == 20


numbers = st.fractions(-2_000, 20_000, max_denominator=997)


said = texts.map(words)
stages = st.builds(OnStage, texts, said, st.integers(1, 99), st.none() | said)
clocks = st.builds(Clock, st.integers(1, 7_200_000), st.integers(0, 9_000_000), st.none() | st.just(NOON))
roles = st.sampled_from(["", "affirmative", "negative"])
faces = st.builds(Face, clocks, said, roles, st.just((30, 0)))
cells = st.builds(
    Mark,
    st.sampled_from(["j1", "j2", "j3"]),
    said,
    st.sampled_from(["waiting", "in", "shown", "struck_high", "struck_low", "absent", "barred"]),
    st.none() | numbers,
)
values = st.lists(numbers, max_size=4).map(tuple)
ranked = st.builds(
    Ranked, texts, said, st.integers(1, 99), st.none() | st.integers(1, 99), numbers, values, st.booleans(),
    st.none() | numbers, st.none() | st.integers(1, 99), st.booleans(),
)  # fmt: skip
places = st.none() | st.integers(1, 9)
winners = st.builds(Winner, said, places, st.none() | said, places, st.none() | numbers)
prizes = st.lists(st.tuples(said, st.lists(winners, max_size=3).map(tuple)), max_size=5)
blocks = st.one_of(
    st.builds(Headline, said, st.none() | said),
    st.builds(Paragraph, said, st.sampled_from(["note", "topic", "segment", "time", "progress", "desk_note"])),
    st.builds(Say, st.lists(said, max_size=4).map(tuple), st.lists(said, max_size=2).map(tuple)),
    st.builds(Question, said, st.none() | said),
    stages,
    st.builds(Clocks, st.lists(faces, max_size=2).map(tuple)),
    st.builds(Marks, texts, st.lists(cells, max_size=12).map(tuple), st.none() | st.just("j1")),
    st.builds(Versus, stages, stages, st.none() | said, roles),
    st.builds(Table, st.lists(said, min_size=1, max_size=3).map(tuple), st.lists(values, max_size=3).map(tuple)),
    st.builds(Lots, st.lists(st.none() | said, max_size=30).map(tuple), st.lists(texts, max_size=3).map(tuple)),
    st.builds(Ranking, st.lists(ranked, max_size=30).map(tuple), st.none() | said),
)
many_blocks = st.lists(blocks, max_size=6)
programmes = st.sampled_from(
    ["black", "follow", "title", "draw", "round", "standings", "marks", "prizes", "message", "unheard of"]
)
airs = st.builds(OnAir, programmes, st.integers(0, 20), st.integers(0, 20), st.none() | said, st.none() | clocks)


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Any scene a kind or the frame could give, its texts the worst there are."""
    won = draw(prizes)
    opened = draw(st.integers(0, len(won)))
    given_out = Prizes(
        tuple(
            (name, tuple(each.name for each in who) if row < opened else None) for row, (name, who) in enumerate(won)
        ),
        tuple(who if row < opened else () for row, (_name, who) in enumerate(won)),
        tuple(range(len(won))),
        opened - 1 if opened else None,
        draw(st.sampled_from([None, *(each for _name, who in won[:opened] for each in who)])),
    )
    air = draw(airs)
    found = draw(many_blocks)
    return Scene(draw(said), (*found, *([given_out] if won else []), air))


@settings(max_examples=tries(20))
@given(
    scenes(),
    st.none() | st.tuples(scenes(), st.integers(0, 2_100)),
    st.just(80) | st.integers(1, 240),
    st.just(24) | st.integers(1, 67),
    st.sampled_from(["zh", "en", "xx"]),
    st.integers(0, 200),
)
def test_any_scene_is_drawn_at_any_size(
    scene: Scene, earlier: tuple[Scene, int] | None, across: int, down: int, language: str, seconds: int
) -> None:
    corrected = Correction((words("x"),), words("x"), "", NOON)
    feed = Feed(attrs.evolve(scene, blocks=(corrected, *scene.blocks)), 12, "abcd")
    motion = None if earlier is None else Motion(Feed(earlier[0], 11, "1234"), earlier[1])
    look = Look(across, down, language, NOON + timedelta(seconds=seconds), motion)
    for found in (draw_board(feed, look), draw_host(feed, look), card(look)):
        assert len(plain(found)) == down
        for row in range(down):
            for text, _pen in found.runs(row):
                assert all(unicodedata.category(char) not in ("Cc", "Cf", "Cs") for char in text)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_never_pushes_a_total_off_the_board(name: str) -> None:
    for size in ((80, 24), (120, 34)):
        found, harmless = (lit_totals(each, size) for each in (name, "甲"))
        assert found == harmless
        assert sum(map(len, found)) > 100, "two totals in digits"


def lit_totals(name: str, size: tuple[int, int]) -> list[list[int]]:
    """Return, row by row, the columns of lit cells in the right half of standings of two teams of that name."""
    rows = tuple(Ranked(str(nth), words(name), nth, nth, Fraction(22_860, 100), (Fraction(100),)) for nth in (1, 2))
    scene = Scene(words(name), (Ranking(rows), OnAir("standings")))
    canvas = draw_board(Feed(scene, 1, "abcd"), Look(*size, "zh", NOON))
    assert "\x1b" not in "".join(plain(canvas))
    return [[x for x, cell in enumerate(row) if cell.pen.lit and x > size[0] // 2] for row in canvas.rows()]


def test_names_a_terminal_has_no_letters_for_are_drawn_as_what_stands_for_them_there_alone() -> None:
    """Two viewers of one contest: the bare console draws ids, whoever sits beside it reads the names."""
    text, names = words("迎宾街道 对 迎宾"), {"迎宾街道": "yingbin", "迎宾": "yb"}
    assert drawn(text, "zh", names) == "yingbin 对 yb"
    assert drawn(text, "zh") == "迎宾街道 对 迎宾"
