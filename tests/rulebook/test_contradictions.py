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
        "contest.yaml:7:86: rounds.1.questions.1: 'q1' is in the round first too; give it another id"
    ]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("decides: true", "8:45: play_off.decides: a play-off parts a tie and nothing else; leave decides out"),
        ("start_from: 0", "8:48: play_off.start_from: a play-off adds nothing to a total; leave start_from out"),
    ],
)
def test_a_play_off_decides_no_places_beside_its_tie(said: str, found: str) -> None:
    assert problems(("quiz/sudden_death}", f"quiz/sudden_death, {said}}}")) == [f"contest.yaml:{found}"]


FIRST, SECOND = "{id: q1, text: One}, {id: q2, text: Two}", "{id: q3, text: Three}, {id: q4, text: Four}"


@pytest.mark.parametrize(
    ("bank", "found"),
    [
        (FIRST, ["of 2 the rounds before leave 0: nothing is left"]),
        (f"{FIRST}, {{id: q3, text: Three}}",
         ["of 3 the rounds before leave 1: 2 questions needed besides spares; 1 found"]),
        (f"{FIRST}, {SECOND}", []),
        (f"{{id: s1, spare: true, text: S}}, {FIRST}, {SECOND}", []),
    ],
)  # fmt: skip
def test_rounds_that_hold_the_same_questions_need_enough_for_all(bank: str, found: list[str]) -> None:
    said = problems((f"[{FIRST}]", f"[{bank}]"), (f"[{SECOND}]", f"[{bank}]"))
    assert [each.partition(": rounds.1.questions: ")[2] for each in said] == found


BAD_PLAY_OFF = ("{use: quiz/sudden_death}", "{use: quiz/required, per_team: 2, questions: [{id: x, text: X}]}")


@pytest.mark.parametrize(("by", "count"), [("sudden_death", 1), ("{round: first}", 0)])
def test_a_play_off_has_to_be_playable_where_ties_are_played_off(by: str, count: int) -> None:
    found = problems(BAD_PLAY_OFF, ("[sudden_death]", f"[{by}]"))
    assert [each.split(": ")[1] for each in found] == ["play_off.questions"] * count


MANY = """\
quizarena: 1
contest: {title: Every reference}
teams: [{id: a, name: A, members: [Ann, Ben]}, {id: b, name: B, members: [Cem, Dee]}]
judges: [{id: j1, name: J One, group: experts}, {id: j2, name: J Two, group: residents, stands_down: []}]
panel: {rule: weighted, weights: {experts: 7, residents: 3}, places: 2}
rounds:
  - {id: quiz, use: quiz/required, per_team: 1, swaps: 1, swappers: [a]}
  - {id: scene, use: scenario/talent, criteria: {content: 10}, play_time: 0}
  - {id: final, use: quiz/survival, teams: {top: 1, of: [quiz]}, late: []}
ties: {by: [{round: scene}, {sub_score: {round: scene, part: content}}, sudden_death]}
prizes: [{name: First}, {name: Fair play, given: as_honour, to: [a]}]
honours: [{name: Best, rounds: [quiz]}]
"""
TEAMS = "no team has the id 'x'; known are a, b"
REFERENCES = [
    ("swappers: [a]", "swappers: [a, x]", f"7:73: rounds.0.swappers.1: {TEAMS}"),
    ("late: []", "late: [x]", f"9:73: rounds.2.late.0: {TEAMS}"),
    ("late: []", "late: [{team: x}]", f"9:80: rounds.2.late.0.team: {TEAMS}"),
    ("play_time: 0", "play_time: 0, teams: [a, x]", f"8:89: rounds.1.teams.1: {TEAMS}"),
    ("stands_down: []", "stands_down: [a, x]", f"4:106: judges.1.stands_down.1: {TEAMS}"),
    ("to: [a]", "to: [a, x]", f"11:69: prizes.1.to.1: {TEAMS}"),
    ("to: [a]", "to: [a-1]", "11:66: prizes.1.to.0: no team has the id 'a-1'; known are a, b"),
    ("of: [quiz]", "of: [quiz, x]",
     "9:64: rounds.2.teams.of.1: no earlier round has the id 'x'; known are quiz, scene"),
    ("of: [quiz]", "of: [final]",
     "9:58: rounds.2.teams.of.0: no earlier round has the id 'final'; known are quiz, scene"),
    ("{round: scene}, {", "{round: x}, {",
     "10:21: ties.by.0.round: no round has the id 'x'; known are quiz, scene, final"),
    ("{round: scene}, {", "{chief_judge: scenes}, {",
     "10:27: ties.by.0.chief_judge: no round has the id 'scenes'; did you mean 'scene'?"),
    ("sub_score: {round: scene", "sub_score: {round: scenes",
     "10:49: ties.by.1.sub_score.round: no round has the id 'scenes'; did you mean 'scene'?"),
    ("part: content", "part: contents",
     "10:62: ties.by.1.sub_score.part: no part of the score has the id 'contents'; did you mean 'content'?"),
    ("{round: scene}, {", "{sudden: scene}, {", "10:13: ties.by.0: no tie-break is called 'sudden'"),
    ("rounds: [quiz]", "rounds: [quiz, x]",
     "12:39: honours.0.rounds.1: no round has the id 'x'; known are quiz, scene, final"),
    ("residents: 3}", "residents: 3, j3: 2}",
     "5:34: panel.weights: no judge and no group of judges is called 'j3'; known are experts, j1, j2, residents"),
    ("residents: 3}", "residents: 3}, groups: {experts: [j1, j9]}",
     "5:80: panel.groups.experts: no judge and no group of judges is called 'j9'; known are j1, j2"),
]  # fmt: skip


def test_the_book_of_references_is_right() -> None:
    assert loads(MANY).rounds


@pytest.mark.parametrize(("right", "wrong", "line"), REFERENCES, ids=[each[1] for each in REFERENCES])
def test_every_reference_is_looked_up(right: str, wrong: str, line: str) -> None:
    assert MANY.count(right) == 1
    with pytest.raises(RulebookError) as caught:
        loads(MANY.replace(right, wrong))
    found = [str(problem) for problem in caught.value.problems]
    assert len(found) == 1
    assert line in found[0]


NAMES = [
    ("name: B,", "name: A,", "3:62: teams.1.name: A looks the same as the name of teams.0; change one"),
    ("name: B,", "name: a,", "teams.1.name: a looks the same as the name of teams.0"),
    ("name: B,", "name: 'A\u200b',", "looks the same as the name of teams.0"),
    ("name: B,", "name: \uff21,", "looks the same as the name of teams.0"),
    ("name: B,", "name: B, short: A,", "teams.1.name: B looks the same as the name of teams.0"),
    ("name: B,", "name: {zh: B, en: A},", "looks the same as the name of teams.0"),
    ("[Ann, Ben]", "[Ann, ann]", "3:41: teams.0.members.1.name: ann looks the same as the name of teams.0.members.0"),
    ("J Two", "JOne", "judges.1.name: JOne looks the same as the name of judges.0"),
]


@pytest.mark.parametrize(("right", "wrong", "line"), NAMES, ids=[ascii(each[1]) for each in NAMES])
def test_names_that_are_taken_for_each_other_are_refused(right: str, wrong: str, line: str) -> None:
    with pytest.raises(RulebookError) as caught:
        loads(MANY.replace(right, wrong))
    assert [line in str(problem) for problem in caught.value.problems] == [True]


def test_every_problem_comes_in_one_run() -> None:
    changes = [
        ("quizarena: 1", "quizarena：1"),  # YAML cannot read the line
        ("play_time: 0", "play_time: 0, aloud: x"),  # nor is there such a rule
        ("name: B,", "name: A,"),  # a contradiction
        ("to: [a]", "to: [x]"),  # a reference
        ("per_team: 1", "per_team: 0"),  # a limit
        ("{round: scene}, {", "{round: y}, {"),
        ("honours: [{name: Best", "honours: [{nam: Best"),
    ]
    text = MANY
    for right, wrong in changes:
        text = text.replace(right, wrong)
    with pytest.raises(RulebookError) as caught:
        loads(text)
    found = [problem.where or problem.in_language("en") for problem in caught.value.problems]
    assert [each.split(".")[0].split(":")[0] for each in found] == [
        "contest", "teams", "rounds", "rounds", "ties", "prizes", "honours", "honours",
    ]  # fmt: skip
