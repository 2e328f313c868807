"""Facts read many at once are the facts read one by one, refusals included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.decoding import objects
from quizarena.errors import QuizArenaError
from quizarena.fact_book import FactBook
from quizarena.facts import Fact, Intent


@attrs.frozen
class Told(Fact, type="test.told", intent=Intent.STEP):
    """Every sort of field a fact may have."""

    number: int
    word: str = ""
    at: datetime | None = None
    since: datetime = datetime.fromisoformat("2026-11-23T14:00:00.000Z")
    points: Decimal = Decimal(0)
    got: Decimal | None = None
    yes: bool = False
    action: Literal["start", "stop"] = "start"
    order: tuple[str, ...] = ()
    marks: Mapping[str, Decimal] = attrs.field(factory=dict, hash=False)
    whole: Mapping[str, Any] = attrs.field(factory=dict, hash=False)


@attrs.frozen
class Checked(Fact, type="test.checked", intent=Intent.STEP):
    """A fact whose class looks at its field."""

    number: int = attrs.field(validator=attrs.validators.ge(0))


BOOK = FactBook([Told, Checked])
CASES = [
    '{"number":1}',
    '{"number":1,"word":"a\\": b"}',
    '{"number":1,"word":"he said \\"yes\\" twice"}',
    '{"number":1,"word":"\\u8d44"}',
    ' { "number" : 1 } ',
    '{"word":"first","number":2}',
    '{"number":1,"at":null,"since":"2026-11-23T14:00:07.310Z","points":"-0.5","got":"9.25","yes":true}',
    '{"number":1,"action":"stop","order":["a","b"],"marks":{"a":"1","b":"2.5"},"whole":{"a":{"b":[{"c":1}]}}}',
    '{"number":1,"number":2}',
    '{"number":1,"numb\\u0065r":2}',
    '{"number" :1,"number" :2}',
    '{"number"\t:1,"number":2}',
    '{"number":1,"marks":{"a":"1","a":"2"}}',
    '{"number":1,"whole":{"a":[{"b":1,"b":2}]}}',
    '{"number":1,"word":"\\":","number":2}',
    '{"number":1.0}',
    '{"number":NaN}',
    '{"number":-Infinity}',
    '{"number":1e3}',
    '{"number":true}',
    '{"number":"1"}',
    '{"number":null}',
    '{"number":' + "9" * 5_000 + "}",
    '{"number":1,"yes":1}',
    '{"number":1,"word":3}',
    '{"number":1,"word":"a\\u0007"}',
    '{"number":1,"word":"' + "x" * 2_001 + '"}',
    '{"number":1,"points":1}',
    '{"number":1,"points":"1_0"}',
    '{"number":1,"points":"NaN"}',
    '{"number":1,"since":"2026-11-23T14:00:00"}',
    '{"number":1,"since":"yesterday"}',
    '{"number":1,"since":7}',
    '{"number":1,"action":"pause"}',
    '{"number":1,"action":["start"]}',
    '{"number":1,"order":["a",1]}',
    '{"number":1,"marks":{"a":1}}',
    '{"number":1,"marks":["a"]}',
    '{"number":1,"stray":2}',
    '{"word":"no number"}',
    '{"number":1},{"number":2}',
    '{"number":1',
    '"x":1}',
    '{"whole":{"a":[1',
    '2]},"number":1}',
    '2]},"number":1},"x",{"number":3}',
    "[]",
    "1",
    "",
    "null",
    "[" * 2_000,
]


def told(deed: Any) -> Any:
    """Return what `deed` returns, or the refusal it ends with."""
    try:
        return deed()
    except QuizArenaError as error:
        return type(error), str(error)


@pytest.mark.parametrize("text", CASES)
@pytest.mark.parametrize("before", [[], ['{"number":7}']])
def test_many_at_once_says_what_one_by_one_says(before: Sequence[str], text: str) -> None:
    texts = [*before, text, '{"number":8}']
    one_by_one = told(lambda: [BOOK.read("test.told", each) for each in texts])
    assert told(lambda: BOOK.read_all([("test.told", each) for each in texts])) == one_by_one


@given(st.lists(st.sampled_from([case for case in CASES if len(case) < 200]), max_size=5))
def test_no_texts_together_say_what_they_do_not_say_apart(texts: list[str]) -> None:
    one_by_one = told(lambda: [BOOK.read("test.told", text) for text in texts])
    assert told(lambda: BOOK.read_all([("test.told", text) for text in texts])) == one_by_one


@pytest.mark.parametrize(
    ("type_name", "text"), [("test.untold", "{}"), ("test.checked", '{"number":1}'), ("test.checked", '{"number":-1}')]
)
def test_other_classes_go_the_careful_way(type_name: str, text: str) -> None:
    assert told(lambda: BOOK.read_all([(type_name, text)])) == told(lambda: [BOOK.read(type_name, text)])


def test_ordinary_texts_take_the_short_way() -> None:
    texts = ['{"number":1,"word":"a b","since":"2026-11-23T14:00:07.310Z"}', '{"number":2,"marks":{"a":"1"}}']
    assert objects(texts) is not None
    assert objects(['{"number" :1}']) is None
