"""A resolved rulebook is complete: it reads back to an equal one, from JSON and from YAML, and needs no other file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizarena.rounds import BaseKind, load_kind
from quizarena.rulebook import Rulebook, RulebookError, load, loads, of_resolved, resolved_mapping, resolved_yaml
from quizarena.rules import shape
from quizarena.testing import rulebook_of
from quizarena.text import both
from tests.parts import tries
from tests.rulebook.books import SMALL, read, small
from tests.rulebook.kinds.every import KINDS

YINGBIN = Path(__file__).parents[2] / "examples" / "yingbin" / "contest.yaml"
BOOKS = {
    "small": lambda: read(SMALL),
    "yingbin": lambda: load(YINGBIN, KINDS),
    "numbers alone": lambda: read(small(("points: 10", "points: 2.50\n    questions: 16\n    cap: 20"))),
}
NAMES = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=30).filter(str.strip)


def through_json(book: Rulebook) -> Rulebook:
    return of_resolved(json.loads(json.dumps(resolved_mapping(book), ensure_ascii=False, allow_nan=False)), KINDS)


@pytest.mark.parametrize("name", BOOKS)
def test_json_and_yaml_read_back_to_an_equal_rulebook(name: str) -> None:
    book = BOOKS[name]()
    assert through_json(book) == book
    assert loads(resolved_yaml(book), kinds=KINDS) == book
    assert resolved_mapping(through_json(book)) == resolved_mapping(book)


@settings(max_examples=tries(15))
@given(NAMES, NAMES, NAMES, NAMES)
def test_any_name_survives_json_and_yaml(name: str, title: str, other_title: str, prize: str) -> None:
    mapping = resolved_mapping(read(SMALL))
    mapping["teams"][1]["name"] = name
    mapping["contest"]["title"] = {"zh": title, "en": other_title}
    mapping["prizes"][0]["name"] = prize
    book = of_resolved(mapping, KINDS)
    assert book.teams[1].name.in_language("zh") == name
    assert through_json(book) == book
    assert loads(resolved_yaml(book), kinds=KINDS) == book


def test_the_example_reads_back_with_the_installed_kinds() -> None:
    book = load(YINGBIN)
    assert of_resolved(json.loads(json.dumps(resolved_mapping(book)))) == book
    assert loads(resolved_yaml(book)) == book


def test_digits_stay_as_they_were_written() -> None:
    book = read(small(("points: 10", "points: 2.50")))
    assert str(through_json(book).rounds[0].rules.points) == "2.50"
    assert str(loads(resolved_yaml(book), kinds=KINDS).rounds[0].rules.points) == "2.50"


def test_a_resolved_rulebook_says_what_the_file_left_out_and_no_float() -> None:
    mapping = resolved_mapping(read(SMALL))
    assert mapping["rounds"][0]["answer_time"] == "0:30"
    assert mapping["withdrawal"] == {"place": "last", "points": "keep", "prizes": "finishers"}
    assert "float" not in {type(leaf).__name__ for leaf in _leaves(mapping)}


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in _leaves(each)]
    if isinstance(value, list):
        return [leaf for each in value for leaf in _leaves(each)]
    return [value]


def test_a_resolved_rulebook_reads_back_when_its_formats_are_gone() -> None:
    mapping = resolved_mapping(read(SMALL))
    mapping["rounds"][0]["use"] = "quiz/of_an_older_version"
    assert of_resolved(mapping, KINDS).rounds[0].rules == read(SMALL).rounds[0].rules


def test_what_is_sealed_from_the_hall_can_be_left_out() -> None:
    shown = resolved_mapping(load(YINGBIN, KINDS), with_sealed=False)
    assert "questions" not in shown["rounds"][0]
    assert "topics" not in shown["rounds"][1]
    assert shown["rounds"][1]["prepare_time"] == "3:00"


@pytest.mark.parametrize("broken", [{"quizarena": 1.0}, {"teams": {1, 2}}, {}, {"quizarena": None}])
def test_a_mapping_that_is_no_resolved_rulebook_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(RulebookError):
        of_resolved(broken, KINDS)


def test_a_round_of_a_kind_without_a_format_comes_back() -> None:
    """`kind:` may be said in place of `use:`, as authors of kinds do."""
    rulebook = rulebook_of(load_kind("quiz.required"), {}, 3, 1)
    assert rulebook.rounds[0].use is None
    assert of_resolved(resolved_mapping(rulebook)) == rulebook
    assert loads(resolved_yaml(rulebook)) == rulebook


@attrs.frozen
class Recipe:
    """What a plug-in reads by itself."""

    text: str

    @classmethod
    def of_mapping(cls, said: dict[str, str]) -> Recipe:
        return cls(**said)

    def to_mapping(self) -> dict[str, str]:
        return {"text": self.text}


@attrs.frozen
class CookingRules:
    recipe: Recipe = shape(help=both("做法", "how it is done"))


class Cooking(BaseKind):
    name = "cooking"
    rules = CookingRules


def test_text_of_several_lines_in_a_plug_in_s_rule_is_refused_in_a_file_and_opens_where_it_is_recorded() -> None:
    kinds = {"cooking": Cooking()}
    rules = {"id": "a", "kind": "cooking", "title": "A", "recipe": {"text": "one"}}
    head = {
        "quizarena": 1,
        "contest": {"title": "Small"},
        "teams": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
    }
    book = loads(json.dumps({**head, "rounds": [rules]}), kinds=kinds)
    recorded = resolved_mapping(book)
    recorded["rounds"][0]["recipe"]["text"] = "one\ntwo"
    assert of_resolved(recorded, kinds).rounds[0].rules.recipe == Recipe("one\ntwo")
    with pytest.raises(RulebookError, match="a text of several lines"):
        loads(json.dumps({**head, "rounds": [{**rules, "recipe": {"text": "one\ntwo"}}]}), kinds=kinds)
