"""Estimates: what the nearest get, what is refused, what the hall may know, and what an amended answer changes."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena import Contest, loads
from quizarena.errors import RulebookError
from quizarena.points import show
from quizarena.scenes import Paragraph, Say, Table
from quizarena.testing import START, check_kind
from quizarena_rounds.quiz.sections.estimate import EstimateRules, Estimation, awards
from tests.rounds import driver
from tests.rounds.quiz.play import table

D, F = Decimal, Fraction


def estimated(numbers: str, right: str | None = "100", **rules: Any) -> driver.Table:
    """Return the table after one question: the numbers of teams a, b, c..., and the right one of the host's card."""
    written = numbers.split()
    played = table(Estimation(), *"abcdef"[: len(written)], items=1, **rules)
    played.make("quiz.asked")
    for team, number in zip(played.field.teams, written, strict=True):
        if number != ".":
            played.make("quiz.estimated", {"guess": number}, team=team.id)
    if right is not None:
        played.make("quiz.estimates_opened", {"right": right})
    return played


FOUR, THREE = {"points": (D(4),)}, {"points": (D(3), D(2))}


@pytest.mark.parametrize(
    ("rules", "numbers", "points"),
    [
        ({}, "90 95 100 300", "10 20 30 0"),
        ({}, "99.5 100.4 -100 .", "20 30 10 0"),
        ({}, "90 110 100 300", "15 15 30 0"),  # (20 + 10) / 2
        ({}, "110 90 90 110", "15 15 15 15"),  # (30 + 20 + 10 + 0) / 4
        ({"ties": "full"}, "90 110 100 300", "20 20 30 0"),
        ({"ties": "full"}, "100 100 99 0", "30 30 10 0"),
        ({"over": "out"}, "101 90 80 1", "0 30 20 10"),
        ({"over": "out"}, "101 100 102 .", "0 30 0 0"),
        (FOUR, "98 103 101", "0 0 4"),  # triviamaryland.com: the closest takes 4 points, no other team any
        (FOUR, "99 101 200", "2 2 0"),
        (THREE, "100 100 100", "5/3 5/3 5/3"),
        ({}, ". . .", "0 0 0"),
    ],
)
def test_the_nearest_get_the_points_of_their_places(rules: dict[str, Any], numbers: str, points: str) -> None:
    played = estimated(numbers, **rules)
    scores = played.scores()
    assert [scores[team.id].value for team in played.field.teams] == [F(each) for each in points.split()]
    assert played.over
    assert played.refold() == played.state


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.decimals(-999, 999, places=2), min_size=1),
    st.decimals(-999, 999, places=2),
    st.lists(st.integers(0, 99), min_size=1, max_size=5),
)
def test_shares_add_up_to_the_places_taken(written: dict[str, D], right: D, points: list[int]) -> None:
    rules = EstimateRules(points=tuple(map(D, sorted(points, reverse=True))))
    found = awards(written, right, rules)
    assert sum((each * len(teams) for teams, each in found), F(0)) == sum(rules.points[: len(written)])
    off = [abs(written[teams[0]] - right) for teams, _points in found]
    assert off == sorted(set(off))


def test_an_answer_of_the_bank_needs_no_typing_and_re_scores_when_amended() -> None:
    bank = "[{id: q1, text: How long?, answer: 100}]"
    contest = Contest(loads(BOOK.replace("bank", bank)))
    contest.do("contest.opened", mode="live", at=START)
    contest.do("round.begun", at=START)
    contest.do("quiz.asked", question="q1", at=START)
    for team, guess in (("a", "90"), ("b", "120")):
        contest.do("quiz.estimated", team=team, guess=guess, at=START)
    contest.do("quiz.estimates_opened", at=START)
    assert points(contest) == {"a": "30", "b": "20"}
    contest.amend("rounds.e.questions.q1.answer", "110", reason="misprint")
    assert points(contest) == {"a": "20", "b": "30"}
    contest.amend("rounds.e.questions.q1.answer", "null", reason="nobody knows", at=START)
    scores = contest.standings(audience=None).rounds["e"]
    assert [(show(each.value), each.parts[0].label.in_language("en")) for each in scores.values()] == [
        ("0", "Question 1: estimate")
    ] * 2


def points(contest: Contest) -> dict[str, str]:
    return {team: str(score.value) for team, score in contest.standings(audience=None).rounds["e"].items()}


BOOK = """\
quizarena: 1
contest: {title: Told, language: en}
teams: [{id: a, name: A}, {id: b, name: B}]
rounds:
  - {id: e, use: quiz/estimate, items: 1, questions: bank}
"""


@pytest.mark.parametrize(
    ("rule", "where", "reason"),
    [
        ("points: [10, 20]", "5:51: rounds.0.points", "the most for the first"),
        ("points: [20, -1]", "5:51: rounds.0.points", "0 or more"),
        ("ties: split", "5:49: rounds.0.ties", "expected one of shared, full"),
        ("over: no", "5:49: rounds.0.over", "expected one of counts, out"),
        ("questions: [{id: q1, text: x, answer: '4,200'}]", "5:81: rounds.0.questions.0.answer", "found '4,200'"),
        (
            "questions: [{id: q1, text: x, type: single, options: [a, b], answer: B}]",
            "5:112: rounds.0.questions.0.answer",
            "found 'B'",
        ),
        (
            "questions: [{id: q1, text: x, answer: {zh: '5', en: '6'}}]",
            "5:81: rounds.0.questions.0.answer",
            "not the same in every language",
        ),
        (
            "questions: [{id: q1, text: x, answer: {zh: '6', en: '5'}}]",
            "5:81: rounds.0.questions.0.answer",
            "not the same in every language",
        ),
    ],
)
def test_what_cannot_be_played_is_refused_where_it_stands(rule: str, where: str, reason: str) -> None:
    with pytest.raises(RulebookError) as caught:
        loads(BOOK.replace("questions: bank", rule))
    assert where in str(caught.value)
    assert reason in str(caught.value)


def shown(played: driver.Table, audience: str) -> list[Any]:
    return list(played.kind.scene(played.state, played.moment, audience).blocks)


def test_each_score_says_which_number_it_was_and_how_far_off() -> None:
    played = estimated(". . .", right=None)
    for team, guess in {"c": "100.5", "b": "90", "a": "120"}.items():
        played.make("quiz.estimated", {"guess": guess}, team=team)
    played.make("quiz.estimates_opened", {"right": "100"})
    scores = played.scores()
    assert [each.label.in_language("en") for team in "abc" for each in scores[team].parts] == [
        "Question 1: estimated 120, off by 20",
        "Question 1: estimated 90, off by 10",
        "Question 1: estimated 100.5, off by 0.5",
    ]


def test_the_desk_opens_the_right_number_and_reads_who_has_none_yet() -> None:
    label = "Open the right number: Question 1"
    for numbers, expected in (("90 1 .", f"{label}; numbers still missing: 1"), ("90 1 2", label)):
        (opening,) = [m for m in estimated(numbers, right=None).moves() if m.fact.type == "quiz.estimates_opened"]
        assert opening.label.in_language("en") == expected


def test_the_hall_reads_the_numbers_only_once_the_right_one_is_open() -> None:
    played = estimated("90 120 .", right=None)
    (waiting,) = [block for block in shown(played, "hall") if isinstance(block, Paragraph)]
    assert waiting.text.in_language("en") == "2 of 3 numbers are in"
    assert not [block for block in shown(played, "hall") if isinstance(block, Table)]
    assert shown(played, "desk") != shown(played, "hall")
    played.make("quiz.estimates_opened", {"right": "100"})
    (numbers,) = [block for block in shown(played, "hall") if isinstance(block, Table)]
    assert [row[2:] for row in numbers.rows] == [(90, 10, 30), (120, 20, 20)]
    (numbers,) = [block for block in shown(estimated("99.5 100 ."), "hall") if isinstance(block, Table)]
    assert [row[2:] for row in numbers.rows] == [(100, 0, 30), (D("99.5"), D("0.5"), 20)]


@pytest.mark.parametrize(
    ("numbers", "language", "line"),
    [
        ("90 120 .", "en", "The number is 100. Nearest: desk 1, thirty points; desk 2, twenty points."),
        ("90 110 .", "zh", "正确的数字是 100。最接近：1 号台和 2 号台，各得 25 分。"),
        (". . .", "en", "The number is 100. I'm sorry, no points."),
    ],
)
def test_the_host_reads_who_was_nearest(numbers: str, language: str, line: str) -> None:
    (say,) = [block for block in shown(estimated(numbers), "host") if isinstance(block, Say)]
    assert say.now[0].in_language(language) == line


def test_the_host_names_only_the_nearest_where_a_tie_is_played_off() -> None:
    played = estimated("90 120")
    play_off = attrs.evolve(played.moment, play_off=True)
    (say,) = [each for each in played.kind.scene(played.state, play_off, "host").blocks if isinstance(each, Say)]
    assert say.now[0].in_language("en") == "The number is 100. Nearest: desk 1."
    (numbers,) = [each for each in played.kind.scene(played.state, play_off, "hall").blocks if isinstance(each, Table)]
    assert [row[2:] for row in numbers.rows] == [(90, 10, None), (120, 20, None)]


TIED = """\
quizarena: 1
contest: {title: Told, language: en}
order: roster
teams: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}]
rounds: [{id: quiz, use: quiz/team_required, per_team: 1}]
ties: {when: always, by: [nearest]}
"""


def guessed(contest: Contest, right: str, **numbers: str) -> None:
    contest.do("playoff.called", at=START)
    contest.do("quiz.asked", at=START)
    for team, guess in numbers.items():
        contest.do("quiz.estimated", team=team, guess=guess, at=START)
    contest.do("quiz.estimates_opened", right=right, at=START)


def test_a_tie_goes_to_the_nearest_and_those_equally_near_are_asked_again() -> None:
    book = loads(TIED)
    assert (book.play_off.use, book.ties.by[0].label.in_language("zh")) == ("quiz/estimate", "估算最接近")
    contest = Contest(book)
    contest.do("contest.opened", mode="live", at=START)
    contest.do("round.begun", at=START)
    for team in "abc":
        contest.do("quiz.asked", team=team, at=START)
        contest.do("quiz.ruled", verdict="right", at=START)
    guessed(contest, "1000", a="900", b="990", c="1100")
    guessed(contest, "77", a="70", c="77")
    rows = contest.standings(audience=None).rows
    assert [(row.entrant, row.place, int(row.total)) for row in rows] == [("b", 1, 10), ("c", 2, 10), ("a", 3, 10)]
    contest.verify()


def test_the_nearest_cannot_be_found_by_another_play_off() -> None:
    with pytest.raises(
        RulebookError, match=r":6:27: ties\.by\.0: nearest is played off by quiz/estimate, but play_off"
    ):
        loads(TIED + "play_off: {use: quiz/sudden_death}\n")
    assert loads(TIED.replace("nearest", "sudden_death")).play_off.use == "quiz/sudden_death"


def test_the_kit_finds_nothing() -> None:
    check_kind(Estimation(), [{"use": "quiz/estimate"}], examples=4, longest=40)
