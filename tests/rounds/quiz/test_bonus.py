"""Bonuses in the question bank: who gets them, what a part is worth, when the hall may read it, what re-scores it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from quizarena import Contest, loads
from quizarena.errors import RulebookError
from quizarena.roster import Roster
from quizarena.scenes import OnStage, Question, Say
from quizarena.testing import START
from quizarena_rounds.quiz.question import BonusPart, QuestionItem
from quizarena_rounds.quiz.sections.board import Board, BoardRules
from quizarena_rounds.quiz.sections.match import Match, MatchRules
from quizarena_rounds.quiz.sections.tossup import TossUp, TossUpRules

BOOK = """\
quizarena: 1
contest: {title: Told, language: en}
teams: [{id: a, name: A}, {id: b, name: B}]
rounds:
  - {id: r, use: quiz/team_required, per_team: 1, points: 20, questions: bank}
"""
BANK = """[{text: Where?, answer: Here, bonus: [{text: When?, answer: Now, points: 5}, {text: Why?, answer: So}]},
    {id: q2, text: Who?, answer: I}]"""


def begun(use: str = "quiz/team_required, per_team: 1, points: 20", bank: str = BANK) -> Contest:
    book = BOOK.replace("quiz/team_required, per_team: 1, points: 20", use).replace("bank", bank)
    contest = Contest(loads(book))
    contest.do("contest.opened", mode="live", at=START)
    contest.do("round.begun", at=START)
    contest.do("quiz.asked", at=START)
    return contest


def played(steps: str, **rules: str) -> Contest:
    """Return the contest after a right answer of a, and then for each letter a part asked: of a right, or n nobody."""
    contest = begun(**rules)
    if any(move.fact.type == "quiz.buzzed" for move in contest.moves()):
        contest.do("quiz.clock", action="start", at=START)
        contest.do("quiz.buzzed", team="a", at=START)
    contest.do("quiz.ruled", verdict="right", at=START)
    for each in steps:
        contest.do("quiz.bonus_asked", at=START)
        contest.do("quiz.bonus_ruled", winner={"n": "nobody"}.get(each, each), at=START)
    return contest


def points(contest: Contest) -> dict[str, str]:
    return {team: str(score.value) for team, score in contest.standings(audience=None).rounds["r"].items()}


THREE = "[{text: Where?, answer: Here, bonus: [{text: A}, {text: B}, {text: C}]}, {text: Who?}]"


@pytest.mark.parametrize(
    ("use", "bank", "steps", "found"),
    [
        ("quiz/team_required, per_team: 1, points: 20", BANK, "aa", "45"),  # 20, then 5, and as the question: 20
        ("quiz/team_required, per_team: 1, points: 20", BANK, "na", "40"),
        ("quiz/required, per_team: 1, points: 20", BANK, "an", "25"),
        ("quiz/buzz, items: 2", BANK, "aa", "25"),
        ("quiz/tossup, items: 2, power: null", THREE, "ana", "30"),  # acf-quizbowl.com: 10, then three parts of 10
        ("quiz/tossup, items: 2, bonus: [5, 1]", THREE, "aaa", "17"),  # more parts than points: the last of them
        ("quiz/tossup, items: 2", BANK, "aa", "25"),
    ],
)
def test_a_right_answer_earns_the_parts(use: str, bank: str, steps: str, found: str) -> None:
    contest = played(steps, use=use, bank=bank)
    assert points(contest) == {"a": found, "b": "0"}
    contest.do("quiz.asked", at=START)
    contest.verify()


def test_only_the_team_that_was_right_gets_them() -> None:
    contest = played("")
    contest.do("quiz.bonus_asked", at=START)
    (move,) = [each for each in contest.moves() if each.fact.type == "quiz.bonus_ruled"]
    assert [option.value for option in move.choices("winner")] == ["a", "nobody"]
    wrong = begun()
    wrong.do("quiz.ruled", verdict="wrong", at=START)
    assert "quiz.bonus_asked" not in {each.fact.type for each in wrong.moves()}


def test_amended_points_and_answers_re_score_it() -> None:
    contest = played("aa")
    contest.amend("rounds.r.questions.0.bonus.0.points", "7.5", reason="misprint")
    assert points(contest)["a"] == "95/2"
    ruled = [each for each in contest.records if each.fact.type == "quiz.bonus_ruled"]
    fact: Any = ruled[0].fact
    contest.correct([(ruled[0].seq, type(fact)(fact.number, fact.part, "nobody"))], reason="review")
    assert points(contest)["a"] == "40"


def read(contest: Contest, audience: str) -> list[tuple[str, str]]:
    """Return what an audience reads of the bank: text and answer."""
    return [
        (block.text.in_language("en"), "" if block.answer is None else block.answer.in_language("en"))
        for block in contest.scene(audience).of(Question)
    ]


def test_a_part_is_read_by_the_hall_once_it_is_put_and_its_answer_once_it_is_ruled_on() -> None:
    contest = begun("quiz/buzz, items: 2")
    assert read(contest, "hall") == [("Where?", "")]
    contest.do("quiz.clock", action="start", at=START)
    contest.do("quiz.buzzed", team="a", at=START)
    assert any(block.buzzed for block in contest.scene("hall").of(OnStage))
    contest.do("quiz.ruled", verdict="right", at=START)
    assert read(contest, "hall") == [("Where?", "Here")]
    contest.do("quiz.bonus_asked", at=START)
    assert not any(block.buzzed for block in contest.scene("hall").of(OnStage))  # boards show the part, not the buzz
    assert (read(contest, "hall"), read(contest, "host")) == ([("When?", "")], [("When?", "Now")])
    contest.do("quiz.bonus_ruled", winner="nobody", at=START)
    assert read(contest, "hall") == [("When?", "Now")]
    contest.do("quiz.bonus_asked", at=START)
    assert read(contest, "hall") == [("Why?", "")]
    contest.do("quiz.bonus_ruled", winner="a", at=START)
    assert read(contest, "hall") == [("Where?", "Here"), ("When?", "Now"), ("Why?", "So")]  # as the score sheet has it


@pytest.mark.parametrize(
    ("steps", "now", "then"),
    [
        ("", "Correct! Twenty points to desk 1.", "Desk 1, your first bonus, for five points."),
        ("a", "Correct! Five points to desk 1.", "Desk 1, your second bonus, for twenty points."),
        ("n", "I'm sorry, no points. The answer: Now.", "Desk 1, your second bonus, for twenty points."),
    ],
)
def test_the_host_reads_what_a_part_is_worth_and_the_answer_nobody_knew(steps: str, now: str, then: str) -> None:
    (say,) = played(steps).scene("host").of(Say)
    assert say.now[0].in_language("en") == now
    assert then in [line.in_language("en") for line in say.then]


@pytest.mark.parametrize(
    ("part", "where", "reason"),
    [
        ("[{answer: x}]", "rounds.0.questions.0.bonus.0", "text"),
        ("[{text: x, points: -5}]", "5:111: rounds.0.questions.0.bonus.0.points", "at least 0"),
        ("[{text: x, point: 5}]", "5:103: rounds.0.questions.0.bonus.0", "did you mean 'points'"),
        ("When?", "5:92: rounds.0.questions.0.bonus", "list"),
    ],
)
def test_a_part_that_cannot_be_asked_is_refused_where_it_stands(part: str, where: str, reason: str) -> None:
    with pytest.raises(RulebookError) as caught:
        loads(BOOK.replace("bank", f"[{{text: x, bonus: {part}}}]"))
    assert where in str(caught.value)
    assert reason in str(caught.value)


def test_a_round_that_asks_no_bonus_says_so_beforehand() -> None:
    item = QuestionItem(id="q1", text="x", answer="y", bonus=(BonusPart(text="z", points=Decimal(5)),))
    rules: Any
    for section, rules in (
        (Board(), BoardRules(questions=(item,), items=1)),
        (TossUp(), TossUpRules(questions=(item,), items=1, bonus=())),
        (Match(), MatchRules(questions=(item,), items=1)),
    ):
        why = [each.why.in_language("en") for each in section.advise(rules, Roster(teams=()))]
        assert "question q1 has a bonus, but this round asks none" in why
