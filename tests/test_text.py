"""Text: what may enter, how wide it is, and in which language it is drawn."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.errors import TextError
from quizarena.text import (
    Catalogue,
    Deferred,
    Joined,
    Text,
    Words,
    both,
    cardinal,
    draw,
    likeness,
    plain,
    safe,
    sentence,
    stripped,
)


@pytest.mark.parametrize("text", ["永泰街道", "Team Ω [/]", "a\u00a0b", "👩‍💻", "é", "[@click=quit]x[/]", ""])
def test_ordinary_text_enters_unchanged(text: str) -> None:
    assert safe(text) == text
    assert stripped(text) == text


@pytest.mark.parametrize(
    "char", ["\x1b", "\x00", "\n", "\t", "\x7f", "\x9b", "\u202e", "\u2066", "\u200f", "\u2028", "\u2029", "\ud800"]
)
def test_control_and_bidirectional_characters_are_refused(char: str) -> None:
    with pytest.raises(TextError, match=f"found U\\+{ord(char):04X} as character 3"):
        safe(f"ab{char}c")
    assert stripped(f"ab{char}c") == "abc"


def test_text_has_a_longest_length() -> None:
    assert safe("a" * 5, longest=5)
    with pytest.raises(TextError, match="at most 5 characters, found 6"):
        safe("a" * 6, longest=5)


@given(st.text())
def test_what_is_stripped_is_safe_and_stays_so(text: str) -> None:
    assert safe(stripped(text)) == stripped(stripped(text))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Team A", "team a", True),
        ("Team A", "TeamA", True),
        ("Team A", "\uff34eam\u3000\uff21", True),
        ("Caf\u00e9", "Cafe\u0301", True),
        ("一队", "一\u200b队", True),
        ("Team\ufe0f", "Team", True),
        ("Straße", "STRASSE", True),
        ("Team A", "Team B", False),
        ("Café", "Cafe", False),
        ("一队", "二队", False),
        ("A-1", "A1", False),
    ],
)
def test_names_that_are_taken_for_each_other_have_one_likeness(one: str, other: str, alike: bool) -> None:
    assert (likeness(one) == likeness(other)) == alike


def test_words_fall_back_to_a_language_there_is() -> None:
    words = both("抢答", "Buzz")
    assert [words.in_language(language) for language in ("zh", "en", "fr")] == ["抢答", "Buzz", "抢答"]
    assert plain("j1").in_language("en") == "j1"
    assert Words({}).in_language("zh") == ""


def test_a_message_without_translation_is_its_english() -> None:
    said = Catalogue("none", Path("nowhere"))
    message = said(
        "{team} has {points} of {all} after {n}", team=plain("A"), points=Decimal("9.50"), all=Fraction(1, 3), n=2
    )
    assert message.in_language("zh") == "A has 9.5 of 1/3 after 2"


def test_joined_texts_are_drawn_in_one_language() -> None:
    assert draw(Joined((both("甲", "A"), plain("\x1b[1"), both("乙", "B")), " / "), "en") == "A / [1 / B"


def test_a_sentence_needs_no_catalogue() -> None:
    said = sentence(
        "{desk} 号台得 {points} 分，{why}",
        "{points} for desk {desk}: {why}",
        desk=3,
        points=Decimal("2.50"),
        why=both("接得好", "good"),
    )
    assert said.in_language("zh") == "3 号台得 2.5 分，接得好"
    assert said.in_language("en") == "2.5 for desk 3: good"


def test_a_deferred_text_is_worded_once_and_equals_the_text() -> None:
    worded: list[str] = []

    def word(name: str) -> Text:
        worded.append(name)
        return plain(name)

    late = Deferred(word, "ann")
    assert worded == []
    assert [late.in_language("en"), late.in_language("zh")] == ["ann", "ann"]
    assert worded == ["ann"]
    assert late == plain("ann") == late == Deferred(word, "ann") != Deferred(word, "bob")
    assert len({late, Deferred(word, "ann"), plain("ann")}) == 1
    assert repr(late) == repr(plain("ann"))


@pytest.mark.parametrize(
    ("number", "chinese", "english"),
    [
        (1, "一", "one"),
        (2, "两", "two"),
        (10, "十", "ten"),
        (11, "11", "eleven"),
        (20, "20", "twenty"),
        (41, "41", "forty-one"),
        (99, "99", "ninety-nine"),
        (100, "100", "100"),
        (0, "0", "0"),
    ],
)
def test_counts_are_said_in_words(number: int, chinese: str, english: str) -> None:
    found = cardinal(number)
    assert (found.in_language("zh"), found.in_language("en")) == (chinese, english)
