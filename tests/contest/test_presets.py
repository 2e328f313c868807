"""Points a rulebook names beforehand (啦啦队 +10, 作弊 -50): recorded by the team alone, corrected like any others."""

from __future__ import annotations

from decimal import Decimal

import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import Adjusted
from quizarena.errors import RulebookError
from quizarena.moves import IllegalFact, Move
from quizarena.rulebook import loads
from quizarena.testing import START, opened

BOOK = """
quizarena: 1
contest: {title: Day, language: en}
teams: [{id: red, name: Reds}, {id: blue, name: Blues}]
order: roster
presets: [{name: 啦啦队, points: 10}, {name: cheating, points: -50}]
rounds: [{id: quiz, use: quiz/required, per_team: 2}]
"""


def presets(contest: Contest) -> dict[str, Move]:
    return {each.label.in_language("zh"): each for each in contest.moves("arbiter") if each.fact is Adjusted}


def test_each_is_a_move_of_its_own_that_asks_for_the_team() -> None:
    contest = opened(loads(BOOK))
    assert list(presets(contest)) == ["加分或扣分", "啦啦队 +10", "cheating -50"]
    assert [blank.path for blank in presets(contest)["啦啦队 +10"].blanks] == ["team"]
    for label, team in {"啦啦队 +10": "red", "cheating -50": "blue"}.items():
        contest.push(presets(contest)[label].fill({"team": team}, now=START), seat="arbiter", at=START)
    assert contest.position.totals == {"red": 10, "blue": -50}


def test_it_can_be_put_right_to_anything_and_never_to_nothing() -> None:
    contest = opened(loads(BOOK))
    given = contest.push(presets(contest)["啦啦队 +10"].fill({"team": "red"}, now=START), seat="arbiter", at=START)
    contest.correct([(given.seq, Adjusted("blue", Decimal(5), "half the hall"))], reason="misheard")
    assert contest.position.totals == {"red": 0, "blue": 5}
    with pytest.raises(IllegalFact, match="found 0"):
        contest.correct([(given.seq, Adjusted("blue", Decimal(0), "half the hall"))], reason="misheard")


def test_one_may_be_added_on_the_day() -> None:
    contest = opened(loads(BOOK))
    contest.amend("presets.0.points", "12", reason="the jury says so")
    assert list(presets(contest))[1] == "啦啦队 +12"


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("[{name: x, points: 0}]", r":6:\d+: presets.0.points: expected a gain or a deduction, found 0"),
        ("[{name: '', points: 5}]", "presets.0.name"),
        ("[{points: 5}]", "presets.0"),
        ("[{name: x, points: many}]", "presets.0.points: expected a number"),
    ],
)
def test_a_wrong_one_is_refused_with_its_place(written: str, line: str) -> None:
    with pytest.raises(RulebookError, match=line):
        loads(BOOK.replace("[{name: 啦啦队, points: 10}, {name: cheating, points: -50}]", written))
