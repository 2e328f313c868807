"""The JSON Schema for editors agrees with the loader on the example, on the small rulebook, and on common mistakes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from quizarena.rulebook import contest_schema, loads, resolved_yaml
from tests.rulebook.books import SMALL, read, small
from tests.rulebook.kinds.every import KINDS

YINGBIN = Path(__file__).parents[2] / "examples" / "yingbin" / "contest.yaml"
SCHEMA = contest_schema(KINDS)


def errors(text: str) -> list[Any]:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    return list(validator.iter_errors(yaml.safe_load(text)))


def test_the_schema_itself_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_example_and_the_small_rulebook_satisfy_it() -> None:
    assert errors(YINGBIN.read_text(encoding="utf-8")) == []
    assert errors(SMALL) == []


def test_a_resolved_rulebook_satisfies_it() -> None:
    assert errors(resolved_yaml(read(SMALL))) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("points: 10", "poinst: 10"),
        ("points: 10", "points: ten"),
        ("points: 10", "points: -1"),
        ("quiz/required", "quiz/requierd"),
        ("quiz/required", "quiz"),
        ("id: b, ", ""),
        ("prizes:", "prices:"),
        ("title: Small", "title: {fr: Petit}"),
    ],
)
def test_what_the_loader_refuses_the_schema_underlines(right: str, wrong: str) -> None:
    text = small((right, wrong))
    assert errors(text)
    with pytest.raises(ValueError, match=r"contest\.yaml"):
        loads(text, kinds=KINDS)


def test_the_installed_kinds_have_a_schema_that_the_example_satisfies() -> None:
    validator = jsonschema.Draft202012Validator(schema := contest_schema())
    validator.check_schema(schema)
    validator.validate(yaml.safe_load(YINGBIN.read_text(encoding="utf-8")))


def test_keys_are_described() -> None:
    assert SCHEMA["$defs"]["quiz/required"]["properties"]["points"]["description"] == "points of a right answer"
    assert SCHEMA["properties"]["prizes"]["description"] == "the prizes"
