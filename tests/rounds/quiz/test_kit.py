"""Every section keeps what every kind has to keep, in a whole contest that starts from its format."""

from __future__ import annotations

import pytest

from quizarena.testing import check_kind
from quizarena_rounds.quiz import Buzz, BuzzSuddenDeath, Required, Risk, Section, SuddenDeath, TeamRequired

KINDS = (Required(), TeamRequired(), Buzz(), Risk(), SuddenDeath(), BuzzSuddenDeath())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_kit_finds_nothing(kind: Section) -> None:
    check_kind(kind, [{"use": kind.name.replace(".", "/")}], examples=4, longest=40)
