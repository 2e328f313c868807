"""Every section keeps what every kind has to keep, in a whole contest that starts from its format."""

from __future__ import annotations

import pytest

from quizarena.rounds import KINDS, load_kind
from quizarena.testing import check_kind
from tests.parts import tries

SECTIONS = [name for name in KINDS.names() if name.startswith("quiz.")]


@pytest.mark.parametrize("name", SECTIONS)
def test_the_kit_finds_nothing(name: str) -> None:
    check_kind(load_kind(name), [{"use": name.replace(".", "/")}], examples=tries(2), longest=40)
