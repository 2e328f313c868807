"""What a rulebook contradicts itself in across its rounds, with the built-in kinds."""

from __future__ import annotations

import pytest

from quizarena.errors import RulebookError
from quizarena.rulebook import loads

BOOK = """\
quizarena: 1
contest: {title: Two rounds}
teams: [{id: a, name: A}, {id: b, name: B}]
ties: {by: [sudden_death]}
rounds:
  - {id: first, use: quiz/required, per_team: 1, questions: [{id: q1, text: One}, {id: q2, text: Two}]}
  - {id: second, use: quiz/required, per_team: 1, questions: [{id: q3, text: Three}, {id: q4, text: Four}]}
play_off: {use: quiz/sudden_death}
"""


def problems(*changes: tuple[str, str]) -> list[str]:
    text = BOOK
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    try:
        loads(text)
    except RulebookError as error:
        return [str(each) for each in error.problems]
    return []


def test_the_book_is_right() -> None:
    assert problems() == []


def test_a_question_stands_in_one_bank_only() -> None:
    assert problems(("id: q4", "id: q1")) == [
        "contest.yaml:7:86: rounds.1.questions.1: 'q1' stands in the round first too; give it another id"
    ]


BAD_PLAY_OFF = ("{use: quiz/sudden_death}", "{use: quiz/required, per_team: 2, questions: [{id: x, text: X}]}")


@pytest.mark.parametrize(("by", "count"), [("sudden_death", 1), ("{round: first}", 0)])
def test_a_play_off_has_to_be_playable_where_ties_are_played_off(by: str, count: int) -> None:
    found = problems(BAD_PLAY_OFF, ("[sudden_death]", f"[{by}]"))
    assert [each.split(": ")[1] for each in found] == ["play_off.questions"] * count
