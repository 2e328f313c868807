"""Numbers as people type them: the point, what is refused, what is asked about, and what answers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.blanks import Number
from quizarena.sessions.keys import press
from quizarena.sessions.paper import Answer, Question, answer, append, number, padded, question, refusal, sum_of, tidy
from quizarena.sums import Sum

MARK = Number("mark", low=Decimal(0), high=Decimal(30), step=Decimal("0.1"))
POINTS = Number("points", low=Decimal(-2), high=Decimal(2), step=Decimal("0.01"))
WHOLE = Number("votes", low=Decimal(0), high=Decimal(9), whole=True)
OPEN = Number("any")


def typed(blank: Number, characters: str) -> str:
    """Return what stands there after the characters were typed; those that do not fit are left out."""
    text = ""
    for char in characters:
        longer = append(blank, text, press("", char).key)
        text = text if longer is None else longer
    return text


@pytest.mark.parametrize(
    ("blank", "characters", "stands"),
    [
        (MARK, "8.5", "8.5"),
        (MARK, "8,5", "8.5"),
        (MARK, "8\uff0c5", "8.5"),
        (MARK, "8\u30025", "8.5"),
        (MARK, "\uff18\uff0e\uff15", "8.5"),
        (MARK, "8.5.5", "8.55"),
        (MARK, "8,.5", "8.5"),
        (MARK, "-8+5", "85"),
        (POINTS, "-1,5", "-1.5"),
        (POINTS, "1-5", "15"),
        (MARK, "12345678901234", "123456789012"),
    ],
)
def test_what_a_key_adds(blank: Number, characters: str, stands: str) -> None:
    assert typed(blank, characters) == stands


@pytest.mark.parametrize(
    ("text", "value"),
    [("8,5", "8.5"), (" 8\uff0c5 ", "8.5"), ("26.", "26"), ("8.50", "8.50"), ("06", None), (".", None), ("", None)],
)
def test_what_is_typed_is_read_with_a_comma_for_the_point(text: str, value: str | None) -> None:
    assert number(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("blank", "text", "why"),
    [
        (MARK, "30", ""),
        (MARK, "8,5", ""),
        (MARK, "31", "31 is too high: 0 to 30"),
        (MARK, "26.65", "26.65 does not fit: steps of 0.1 only"),
        (MARK, "x", "Type a number such as 9.5."),
        (WHOLE, "", "Type a whole number such as 9."),
        (POINTS, "-3", "-3 is too low: -2 to 2"),
        (WHOLE, "1.5", "1.5 does not fit: steps of 1 only"),
        (Number("n", high=Decimal(5)), "6", "6 is too high: at most 5"),
        (Number("n", low=Decimal(5)), "4", "4 is too low: at least 5"),
        (OPEN, "1000", ""),
    ],
)
def test_why_a_number_is_not_taken(blank: Number, text: str, why: str) -> None:
    found = refusal(blank, text)
    assert (found.in_language("en") if found is not None else "") == why


@pytest.mark.parametrize(
    ("blank", "text", "value"),
    [
        (MARK, "272", "27.2"),
        (MARK, "300", "30"),
        (MARK, "3000", None),
        (MARK, "2.7", "2.7"),
        (MARK, "2,7", "2.7"),
        (MARK, "2.77", None),
        (MARK, "12", None),
        (MARK, "0", None),
        (WHOLE, "15", None),
        (OPEN, "1", None),
    ],
)
def test_what_is_asked_about(blank: Number, text: str, value: str | None) -> None:
    found = question(blank, text)
    assert (found.value if found is not None else None) == value


NUMBERS = st.builds(
    lambda low, span, step, whole: Number("n", low=Decimal(low), high=Decimal(low + span), step=step, whole=whole),
    st.integers(-20, 20),
    st.integers(0, 400),
    st.sampled_from([None, Decimal("0.1"), Decimal("0.5"), Decimal(1)]),
    st.booleans(),
)
TYPED = st.text("0123456789.,-", max_size=6)


@given(NUMBERS, TYPED)
def test_what_a_question_puts_in_its_place_is_taken(blank: Number, text: str) -> None:
    asked = question(blank, text)
    if asked is not None:
        assert refusal(blank, asked.value) is None


@given(NUMBERS, TYPED)
def test_no_number_begins_with_an_answer_but_for_a_sign(blank: Number, characters: str) -> None:
    text = typed(blank, characters)
    if text:
        assert answer(text[0]) is None or (text[0] == "-" and blank.low is not None and blank.low < 0)


@given(NUMBERS, TYPED)
def test_what_is_not_refused_fills_the_blank(blank: Number, text: str) -> None:
    if refusal(blank, text) is None:
        assert blank.refuse(blank.read(tidy(text))) is None


def test_the_keys_that_answer() -> None:
    pressed = {char: answer(press("", char).key) for char in "+=\uff0b-\uff0d0123456789.,"}
    assert {char for char, each in pressed.items() if each is Answer.ACCEPT} == {"+", "=", "\uff0b"}
    assert {char for char, each in pressed.items() if each is Answer.RETYPE} == {"-", "\uff0d"}
    assert answer("tab") is Answer.POSTPONE
    assert answer("enter") is answer("space") is answer("backspace") is None


def test_every_other_key_is_collected_and_said() -> None:
    asked = question(MARK, "272")
    assert isinstance(asked, Question)
    for key in ("1", "6", ".", "8", "enter"):
        asked = asked.swallow(key)
    assert asked.reminder.in_language("zh") == "先答这一问: + 或 -。没有记下的键: 1 6 . 8 Enter"


def test_numbers_of_a_column_line_up() -> None:
    assert (padded(MARK, "8"), padded(MARK, "8,5"), padded(MARK, "?")) == ("8.0", "8.5", "?")
    assert sum_of([(MARK, "8"), (MARK, "8,5"), (MARK, "")], Sum(("a", "b", "c"))) == "16.5"
    assert sum_of([(MARK, "8"), (MARK, "5")], Sum(("a", "b"), factors=(Decimal("1.2"), Decimal(1)))) == "14.6"
    assert sum_of([(MARK, "")], Sum(("a",))) == ""
