"""Slips of the pen that newcomers make, each with the line that says what was meant."""

from __future__ import annotations

import pytest

from quizarena.rulebook import RulebookError, loads
from tests.rulebook.books import problems, small

HEAD = "contest: {title: Small}"
TEAM = "{id: b, name: Team B}"
WIDE_COLON = 'a full-width colon; write ": "'

SLIPS = [
    # YAML itself cannot read the line.
    (HEAD, "contest： {title: Small, language: zh}", f"2:8: {WIDE_COLON}"),
    (HEAD, "contest： Small", f"2:8: {WIDE_COLON}"),
    (HEAD, "contest: {title: Small，language: zh}", '2:23: a full-width comma; write ", ", or quote the text'),
    ("points: 10", "points:10", "11:11: no space after the colon; write points: 10"),
    ("    points: 10", "     points: 10", "11:6: the indentation does not fit the lines above"),
    # It reads something else than was meant.
    (HEAD, "contest:{title: Small}", "2:1: no space after the colon; write contest: {title"),
    ("points: 10", "answer_time: “0:30”",
     '11:18: rounds.0.answer_time: curly quotation marks are no quotes here; write "0:30"'),
    (HEAD, "contest: {title：Small}",
     "2:11: contest: a full-width colon stands in 'title：Small'; write \": \""),
    (TEAM, "Team B", "5:5: teams.1: a team needs an id and a name; write {id: t2, name: Team B}"),
    (TEAM, "B，C", "5:5: teams.1: a full-width comma stands in 'B，C'; write \", \""),
    ("[{name: First, places: 1}]", "one, two", "17:9: prizes: expected a list, got 'one, two'; write [one, two]"),
    # It says in Chinese what has an English name.
    ("points: 10", "环节名称: One", "11:5: rounds.0: unknown key '环节名称'; did you mean 'title'?"),
    ("prizes:", "奖项:", "17:1: unknown key '奖项'; did you mean 'prizes'?"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "line"), SLIPS, ids=[slip[2][:60] for slip in SLIPS])
def test_a_slip_is_told_with_what_was_meant(right: str, wrong: str, line: str) -> None:
    assert f"contest.yaml:{line}" in problems(small((right, wrong)))


NAMED = """\
quizarena: 1
contest: {title: Small}
teams: [{id: a, name: A}, {id: b, name: B}]
rounds:
  - {id: one, use: FORMAT}
"""


@pytest.mark.parametrize(
    ("title", "use"),
    [("抢答题", "quiz/buzz"), ("quiz/必答", "quiz/required"), ("风险题", "quiz/risk"), ("演讲", "scenario/speech")],
)
def test_a_format_called_by_its_title_is_found(title: str, use: str) -> None:
    with pytest.raises(RulebookError) as caught:
        loads(NAMED.replace("FORMAT", title))
    assert str(caught.value).endswith(f"no format is called {title!r}; did you mean {use!r}?")


def test_a_word_that_is_no_choice_is_answered_with_what_the_choices_mean() -> None:
    with pytest.raises(RulebookError) as caught:
        loads(NAMED.replace("FORMAT", "quiz/risk, turns: 总分低的先选"))
    assert "lowest_first 总分低的先选" in caught.value.problems[0].in_language("zh")
