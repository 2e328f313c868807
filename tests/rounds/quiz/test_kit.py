"""Every section keeps what every kind has to keep, in a whole contest that starts from its format."""

from __future__ import annotations

import pytest

from quizarena.rounds import RoundKind
from quizarena.testing import check_kind
from quizarena_rounds import quiz

KINDS = (
    quiz.Required(),
    quiz.TeamRequired(),
    quiz.Buzz(),
    quiz.Risk(),
    quiz.SuddenDeath(),
    quiz.BuzzSuddenDeath(),
    quiz.Board(),
    quiz.Speed(),
    quiz.Chain(),
    quiz.Audience(),
    quiz.Vote(),
    quiz.Duel(),
    quiz.King(),
    quiz.Trap(),
    quiz.Survival(),
    quiz.TossUp(),
    quiz.Star(),
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_kit_finds_nothing(kind: RoundKind) -> None:
    check_kind(kind, [{"use": kind.name.replace(".", "/")}], examples=4, longest=40)
