"""Rounds on paper: the marks by their steps, what is refused, what the hall may know, what an amendment re-scores."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest

from quizarena import Contest, loads
from quizarena.errors import RulebookError
from quizarena.moves import IllegalFact
from quizarena.roster import Roster
from quizarena.scenes import Ruling, Say, Table
from quizarena.testing import START
from quizarena_rounds.quiz.sections.paper import Paper, PaperRules
from quizarena_rounds.quiz.state import State
from tests.rounds.quiz.play import table

BOOK = """\
quizarena: 1
contest: {title: Told, language: en}
teams: [{id: a, name: A}, {id: b, name: B}]
rounds:
  - {id: p, use: quiz/paper, items: 2, questions: bank}
"""
BANK = "questions: [{text: How long?, answer: A mile}, {text: Who?, answer: {en: Ann, zh: 安}}]"


def marked(marks: str, rules: str = "", items: int = 2) -> Contest:
    """Return the contest after a round of `items` questions whose papers have `marks`."""
    book = BOOK.replace("items: 2", f"items: {items}").replace(", questions: bank", rules and f", {rules}")
    contest = Contest(loads(book))
    contest.do("contest.opened", mode="live", at=START)
    contest.do("round.begun", at=START)
    for _number in range(items):
        contest.do("quiz.asked", at=START)
    contest.do("quiz.papers_collected", at=START)
    values = {f"marks.{team}": mark for team, mark in zip("ab", marks.split(), strict=True)}
    contest.push(
        next(move for move in contest.moves() if move.fact.type == "quiz.papers_marked").fill(values), at=START
    )
    return contest


def points(contest: Contest) -> list[str]:
    return [str(score.value) for score in contest.standings(audience=None).rounds["p"].values()]


@pytest.mark.parametrize(
    ("items", "rules", "marks", "found"),
    [
        # roundkit.runriva.com: 1 a right answer in rounds of ten, and half points where the host says so beforehand
        (10, "", "7 10", "7 10"),
        (10, "step: 0.5", "7.5 9", "15/2 9"),
        (8, "points: 2", "3 8", "6 16"),  # rounds of eight questions, as in the league bdql.org.uk
        (3, "step: 0.25, points: 0.1", "0.75 3", "3/40 3/10"),
        (1, "full: 100, step: 0.5", "87.5 100", "175/2 100"),  # questions printed on the paper
    ],
)
def test_a_paper_gives_its_mark_times_the_points(items: int, rules: str, marks: str, found: str) -> None:
    assert points(marked(marks, rules, items)) == found.split()


@pytest.mark.parametrize(
    ("rules", "marks", "reason"),
    [
        ("", "1.5 2", "expected steps of 1, found 1.5"),
        ("step: 0.5", "1.3 2", "expected steps of 0.5, found 1.3"),
        ("step: 0.5", "2.5 2", "expected at most 2, found 2.5"),
        ("", "-1 2", "expected at least 0, found -1"),
    ],
)
def test_a_mark_that_no_paper_can_have_is_refused(rules: str, marks: str, reason: str) -> None:
    with pytest.raises(IllegalFact, match=reason):
        marked(marks, rules)


def test_an_amendment_and_a_correction_re_score_the_papers() -> None:
    contest = marked("1 2")
    contest.amend("rounds.p.points", "3", reason="misprint")
    assert points(contest) == ["3", "6"]
    record = next(each for each in contest.records if each.fact.type == "quiz.papers_marked")
    fact: Any = record.fact
    contest.correct([(record.seq, attrs.evolve(fact, marks={**fact.marks, "a": Decimal(0)}))], reason="wrong paper")
    assert points(contest) == ["0", "6"]
    contest.verify()


@pytest.mark.parametrize(
    ("rule", "where", "reason"),
    [
        ("step: 0", "5:46: rounds.0.step", "more than 0"),
        ("step: 0.3", "5:46: rounds.0.step", "a full mark of 2 is not reached by steps of 0.3"),
        ("full: -5", "5:46: rounds.0.full", "more than 0"),
        (
            BANK.replace(", {text: Who?, answer: {en: Ann, zh: 安}}", ""),
            "5:51: rounds.0.questions",
            "2 questions needed",
        ),
    ],
)
def test_what_cannot_be_played_is_refused_where_it_stands(rule: str, where: str, reason: str) -> None:
    with pytest.raises(RulebookError) as caught:
        loads(BOOK.replace("questions: bank", rule))
    assert where in str(caught.value)
    assert reason in str(caught.value)


def test_a_mark_that_is_multiplied_is_advised_against() -> None:
    rules = PaperRules(full=Decimal(100), points=Decimal(2))
    (found,) = Paper().advise(rules, Roster(teams=()))
    assert found.where == "points"
    assert found.why.in_language("en") == "every mark counts 2 points: a full paper gives 200"


def shown(contest: Contest, audience: str) -> list[Any]:
    return list(contest.scene(audience).blocks)


def test_the_hall_reads_no_answer_before_the_papers_are_in() -> None:
    contest = Contest(loads(BOOK.replace("questions: bank", BANK)))
    contest.do("contest.opened", mode="live", at=START)
    contest.do("round.begun", at=START)
    for _number in range(2):
        contest.do("quiz.asked", at=START)
        assert "A mile" not in repr(shown(contest, "hall"))
        assert "Ann" not in repr(shown(contest, "hall"))
    contest.do("quiz.papers_collected", at=START)
    answers = next(block for block in shown(contest, "hall") if isinstance(block, Table))
    assert [(row[0], row[1].in_language("zh")) for row in answers.rows] == [(1, "A mile"), (2, "安")]
    (say,) = [block for block in shown(contest, "host") if isinstance(block, Say)]
    assert say.now[0].in_language("en") == "The answers are, number 1: A mile; number 2: Ann."


@pytest.mark.parametrize(
    ("play_off", "line"),
    [
        (False, "The papers are marked: desk 1, three points; desk 2, four points."),
        (True, "The papers are marked: desk 1, 1.5 points; desk 2, two points."),
    ],
)
def test_the_host_reads_the_points_of_all(play_off: bool, line: str) -> None:
    played = table(Paper(), "a", "b", items=2, points=Decimal(2), step=Decimal("0.5"))
    for made in ("quiz.asked", "quiz.asked", "quiz.papers_collected"):
        played.make(made)
    played.make("quiz.papers_marked", {"marks.a": "1.5", "marks.b": "2"})
    moment = attrs.evolve(played.moment, play_off=play_off)
    (say,) = [block for block in Paper().scene(played.state, moment, "host").blocks if isinstance(block, Say)]
    assert say.now[0].in_language("en") == line
    assert Paper().planned(State(), moment) == (1 if play_off else 2)


def test_the_host_reads_each_question_before_the_next_is_called() -> None:
    played = table(Paper(), "a", "b", items=2)
    found = []
    for made in ("quiz.asked", "quiz.clock", "quiz.asked"):
        played.make(made)
        (say,) = [
            block for block in Paper().scene(played.state, played.moment, "host").blocks if isinstance(block, Say)
        ]
        found.append([line.in_language("en") for line in (*say.now, *say.then)])
    assert found == [["Please write down your answer."], ["Question 2. Please listen."], found[0]]


def test_the_board_says_that_papers_are_marked_and_shows_the_table_below() -> None:
    blocks = shown(marked("2 1"), "hall")
    (ruling,) = [block for block in blocks if isinstance(block, Ruling)]
    assert (ruling.verdict.in_language("en"), ruling.team) == ("PAPERS MARKED", "")
    (marks,) = [block for block in blocks if isinstance(block, Table)]
    assert [row[2] for row in marks.rows] == [2, 1]
