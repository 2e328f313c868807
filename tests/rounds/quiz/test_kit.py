"""Every section keeps what every kind has to keep, in a whole contest that starts from its format."""

from __future__ import annotations

import pytest

from quizarena.rounds import KINDS, load_kind
from quizarena.testing import check_kind
from tests.parts import tries

SECTIONS = [name for name in KINDS.names() if name.startswith("quiz.")]
SHORT = ("quiz.star", "quiz.vote")
"""They end after a few facts, so more of them are played."""


@pytest.mark.parametrize("name", SECTIONS)
def test_the_kit_finds_nothing(name: str) -> None:
    rules, examples = {"use": name.replace(".", "/")}, tries(8 if name in SHORT else 2)
    check_kind(load_kind(name), [rules], examples=examples, longest=40)
