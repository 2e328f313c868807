"""Slips of the pen that newcomers make, each with the line that says what was meant."""

from __future__ import annotations

import sys

import pytest

from quizarena.errors import Problem
from quizarena.nodes import Node
from quizarena.rulebook import RulebookError, loads
from quizarena.rulebook.reader import read_bytes
from tests.rulebook.books import BANK, problems, small

HEAD = "contest: {title: Small}"
TEAM = "{id: b, name: Team B}"
MEMBERS = "members: [Ann, Bea]"
TIES = "ties: {by: [{round: quiz}, sudden_death]}"
PRIZES = "[{name: First, places: 1}]"
WIDE_COLON = 'a full-width colon; write ": "'

SLIPS = [
    # YAML itself cannot read the line.
    (HEAD, "contest： {title: Small, language: zh}", f"2:8: {WIDE_COLON}"),
    (HEAD, "contest： Small", f"2:8: {WIDE_COLON}"),
    (HEAD, "contest: {title: Small，language: zh}", '2:23: a full-width comma; write ", ", or quote the text'),
    ("points: 10", "points:10", "11:11: no space after the colon; write points: 10"),
    ("    points: 10", "     points: 10", "11:6: the indentation does not match the lines above"),
    # It reads something else than was meant.
    (HEAD, "contest:{title: Small}", "2:1: no space after the colon; write contest: {title"),
    ("points: 10", "answer_time: “0:30”",
     '11:18: rounds.0.answer_time: curly quotation marks do not work here; write "0:30"'),
    (HEAD, "contest: {title：Small}",
     "2:11: contest: there is a full-width colon in 'title：Small'; write \": \""),
    (TEAM, "Team B", "5:5: teams.1: a team needs an id and a name; write {id: t2, name: Team B}"),
    (TEAM, "B，C", "5:5: teams.1: there is a full-width comma in 'B，C'; write \", \""),
    ("[{name: First, places: 1}]", "one, two", "17:9: prizes: expected a list, got 'one, two'; write [one, two]"),
    ("[{name: Clear, max: 60}, {name: Kind, max: 40}]", "[{name: Clear, max: 60}, {name: Kind, max：40}]",
     "15:53: rounds.1.criteria.1: there is a full-width colon in 'max：40'; write \": \""),
    ("points: 10", "wrong: 10", "11:12: rounds.0.wrong: expected at most 0, got 10; write -10"),
    # It says in Chinese what has an English name.
    ("points: 10", "环节名称: One", "11:5: rounds.0: unknown key '环节名称'; did you mean 'title'?"),
    ("prizes:", "奖项:", "17:1: unknown key '奖项'; did you mean 'prizes'?"),
    # It is written in another shape.
    ("[{id: t1, title: Topic}]", "['title:Topic']",
     "14:14: rounds.1.topics.0: no space after the colon; write title: Topic"),
    ("[{id: t1, title: Topic}]", "[AI: a friend]",
     "14:14: rounds.1.topics.0: a text with \": \" in it stands in quotes; write \"AI: a friend\""),
    (PRIZES, "[{First prize: 1}]",
     "17:10: prizes.0: 'First prize' is where a key belongs; write {name: First prize, places: 1}"),
    (PRIZES, "{First: 1}", '17:9: prizes: expected a list, got a mapping; begin each of its entries with "- "'),
    (MEMBERS, "members: Ann, Bea",
     "4:41: teams.0: 'Bea' is on its own; a list needs brackets, write members: [Ann, Bea]"),
    ("name: Team B", "name: {en: Team B, the best}",
     "5:32: teams.1.name: 'the best' is on its own; a text with a comma in it needs quotes"),
    (HEAD, "title: Small", "2:1: 'title' belongs inside 'contest'; write contest: {title: ...}"),
    ("  - id: quiz\n    use: quiz/required\n    points: 10", "  - quiz/required",
     "9:5: rounds.0: a round needs an id and a format; write {id: required, use: quiz/required}"),
    ("id: quiz\n    use: quiz/required\n    points: 10", "quiz/required: {points: 10}",
     "9:5: rounds.0: a round needs an id and a format; write {id: required, use: quiz/required, ...}"),
    ("id: a,", "id: Team A,",
     "4:10: teams.0.id: expected an id of a to z, 0 to 9, - and _, got 'Team A'; write team-a"),
    ("points: 10", "time: 30", "11:5: rounds.0: unknown key 'time'; did you mean 'answer_time'?"),
    ("points: 10", "order: draw",
     "11:12: rounds.0.order.method: no running order is called 'draw'; did you mean 'drawn'?"),
    ("points: 10", "order: 低分先", "11:12: rounds.0.order.method: no running order is called '低分先'; "
     "did you mean {by: standings, descending: false}?"),
    ("rule: trimmed", "rule: average", "7:15: panel.rule: no panel rule is called 'average'; did you mean 'mean'?"),
    (TIES, "ties: sudden_death", "16:7: ties: tie-breaks go under by; write ties: {by: [sudden_death]}"),
    (TIES, "ties: [quiz, lot]", "16:7: ties: tie-breaks go under by; write ties: {by: [quiz, lot]}"),
    (TIES, "ties: {by: [quiz, 加赛]}", "16:13: ties.by.0: 'quiz' is a round; to go by its score, write {round: quiz}"),
    (TIES, "ties: {by: [quiz, 加赛]}", "16:19: ties.by.1: no tie-break is called '加赛'; did you mean 'sudden_death'?"),
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


def test_levels_with_slashes_are_a_list_without_its_brackets() -> None:
    with pytest.raises(RulebookError) as caught:
        loads(NAMED.replace("FORMAT", "quiz/risk, levels: 10/20/30"))
    assert str(caught.value).endswith("levels: expected a list, got '10/20/30'; write [10, 20, 30]")


def test_a_team_without_an_id_is_told_once_and_not_for_each_member() -> None:
    assert len(problems(small(("id: a,", "id: 一队,")))) == 1


def test_a_word_that_is_no_choice_is_answered_with_what_the_choices_mean() -> None:
    with pytest.raises(RulebookError) as caught:
        loads(NAMED.replace("FORMAT", "quiz/risk, turns: 总分低的先选"))
    assert "lowest_first 总分低的先选" in caught.value.problems[0].in_language("zh")


def test_a_full_width_colon_among_names_with_values_is_told() -> None:
    with pytest.raises(RulebookError) as caught:
        loads(NAMED.replace("FORMAT", "scenario/talent, criteria: {content：10}"))
    assert "there is a full-width colon in 'content：10'" in str(caught.value)


def test_a_text_of_several_lines_stands_where_one_is_read_out() -> None:
    bank = "".join(f"      - id: q{nth}\n        text: |\n          One\n          Two\n" for nth in range(3))
    assert loads(BANK + bank).rounds[0].rules.questions[0].text.in_language("en") == "One\nTwo"
    with pytest.raises(RulebookError) as caught:
        loads(BANK.replace("Small", '"One\\nTwo"') + bank)
    assert [str(each) for each in caught.value.problems] == [
        "contest.yaml:2:18: contest.title: a text of several lines; write > instead of |, which joins them into one"
    ]
    assert loads(BANK + bank.replace("|", ">")).rounds[0].rules.questions[0].text.in_language("en") == "One Two"


@pytest.mark.parametrize("text", ["What is 2+2?", "Who?", "Why? Because", "A?B", "为什么？", "是吗?"])
def test_a_question_mark_needs_no_quotes(text: str) -> None:
    bank = f"      - {{id: q1, text: {text}}}\n      - {{text: {text}, id: q2}}\n"
    assert {item.text.in_language("en") for item in loads(BANK + bank).rounds[0].rules.questions} == {text}


def test_many_misspelt_formats_are_answered_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(content: bytes, name: str, problems: list[Problem]) -> Node:
        read.append(name)
        return read_bytes(content, name, problems)

    monkeypatch.setattr(sys.modules["quizarena.rulebook.format_files"], "read_bytes", counted)
    rounds = "".join(f"  - {{id: r{nth}, use: 抢答题{nth}}}\n" for nth in range(60))
    with pytest.raises(RulebookError) as caught:
        loads(NAMED.partition("  - {id")[0] + rounds)
    assert len(caught.value.problems) == 60
    assert len(read) < 60, "each format is read once or twice, not once a round"
