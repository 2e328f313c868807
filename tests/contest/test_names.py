"""Names that are taken for each other are refused during the contest as they are before it."""

from __future__ import annotations

from typing import Any

import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import ContestOpened
from quizarena.contest.roster_facts import JudgeAdded, TeamRenamed
from quizarena.moves import IllegalFact
from quizarena.rulebook import loads

RULES = """
quizarena: 1
contest: {title: T, language: en}
teams: [{id: red, name: Reds}, {id: blue, name: Team A, short: A}]
judges: [王一, 王二]
order: roster
panel: {rule: mean, places: 2, rounding: half_up}
rounds: [{id: quiz, use: quiz/team_required, per_team: 1, points: 10}]
"""


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (TeamRenamed("red", "Team A"), "name: Team A looks the same as the name of blue"),
        (TeamRenamed("red", "team a"), "looks the same as the name of blue"),
        (TeamRenamed("red", "Team\u200bA"), "looks the same as the name of blue"),
        (TeamRenamed("red", "a"), "looks the same as the name of blue"),
        (JudgeAdded("j9", "王 一"), "looks the same as the name of j1"),
    ],
)
def test_a_name_that_is_taken_for_anothers_is_refused(fact: Any, said: str) -> None:
    contest = Contest(loads(RULES))
    contest.push(ContestOpened("live"))
    with pytest.raises(IllegalFact, match=said):
        contest.push(fact, seat="desk")


@pytest.mark.parametrize("name", ["Red", "REDS", "Reds"])
def test_a_team_may_keep_or_mend_its_own_name(name: str) -> None:
    contest = Contest(loads(RULES))
    contest.push(ContestOpened("live"))
    contest.push(TeamRenamed("red", name))
    assert contest.state.roster.name("red").in_language("en") == name
