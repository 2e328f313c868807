"""A small rulebook that is right, to be made wrong in one place at a time."""

from __future__ import annotations

import pytest

from quizarena.rulebook import Rulebook, RulebookError, loads
from tests.rulebook.kinds.every import KINDS

SMALL = """\
quizarena: 1
contest: {title: Small}
teams:
  - {id: a, name: Team A, members: [Ann, Bea]}
  - {id: b, name: Team B}
judges: [One, Two, Three]
panel: {rule: trimmed, drop_low: 1, drop_high: 1, places: 2, rounding: half_up}
rounds:
  - id: quiz
    use: quiz/required
    points: 10
  - id: scene
    use: scenario/staged
    topics: [{id: t1, title: Topic}]
    criteria: [{name: Clear, max: 60}, {name: Kind, max: 40}]
ties: {by: [{round: quiz}, sudden_death]}
prizes: [{name: First, places: 1}]
"""


def small(*changes: tuple[str, str]) -> str:
    """Return the small rulebook with each text replaced, once, by another."""
    text = SMALL
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the small rulebook"
        text = text.replace(old, new)
    return text


def read(text: str) -> Rulebook:
    """Load a text with the kinds of these tests."""
    return loads(text, kinds=KINDS)


def problems(text: str) -> list[str]:
    """Return the lines of what is wrong with a text."""
    with pytest.raises(RulebookError) as caught:
        read(text)
    return str(caught.value).splitlines()


BANK = """\
quizarena: 1
contest: {title: Small}
teams: [{id: a, name: A}, {id: b, name: B}]
rounds:
  - id: one
    use: quiz/required
    per_team: 1
    questions:
"""
"""A contest as far as its questions, one a line."""
