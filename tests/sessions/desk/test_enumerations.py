"""How often a key that records, with the picture after it, goes through what a kind offers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from quizarena.contest.facts import Corrected
from quizarena.facts import Fact
from quizarena.moves import Move
from quizarena_rounds.quiz.sections.required import Required
from quizarena_rounds.scenario.kind import Scenario
from tests.terminal.desk.hand import Hand, at

MOST = 5
QUESTION, ALL_ASKED, SHEETS = 25, 54, 71
JUDGES, PAPER = 7, ("26.5", "27.2", "17.8", "16.3", "")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count how often each kind is asked for its moves, by itself too."""
    found: Counter[str] = Counter()

    def counted(kind: Any) -> None:
        moves = kind.moves

        def enumerate_(self: Any, state: Any, moment: Any) -> Iterator[Move]:
            found[kind.name] += 1
            yield from moves(self, state, moment)

        monkeypatch.setattr(kind, "moves", enumerate_)

    for kind in (Required, Scenario):
        counted(kind)
    return found


def recorded(hand: Hand, asked: Counter[str], key: str = "+") -> list[Fact]:
    """Press a key on the painted desk and paint what follows; return what was recorded."""
    hand.canvas()
    before = hand.last.seq
    asked.clear()
    hand.strike(key)
    hand.canvas()
    return [fact for _type, fact in hand.made(before)]


@pytest.mark.parametrize("key", ["+", "-"])
def test_a_ruling(asked: Counter[str], key: str) -> None:
    (fact,) = recorded(at(QUESTION), asked, key)
    assert fact.type == "quiz.ruled"
    assert 0 < max(asked.values()) <= MOST


def test_the_sheets_of_a_team_handed_in(asked: Counter[str]) -> None:
    """Twice a sheet, to record it and to say so, and then the picture."""
    hand = at(SHEETS)
    hand.canvas()  # what the marks can still give stands beside them from here on
    hand.press("p")
    for cell in PAPER * JUDGES:
        hand.type(cell).press("enter")
    facts = recorded(hand.press("enter"), asked, "1")
    assert [fact.type for fact in facts] == ["scenario.ballot"] * JUDGES
    assert 0 < max(asked.values()) <= 2 * JUDGES + MOST


def test_a_correction_that_was_previewed_is_not_judged_again(asked: Counter[str]) -> None:
    hand = at(ALL_ASKED).press("l").type(str(ALL_ASKED - 1)).press("enter", "enter", "2", "down", "2")
    (fact,) = recorded(hand, asked)
    assert isinstance(fact, Corrected)
    assert 0 < max(asked.values()) <= MOST
