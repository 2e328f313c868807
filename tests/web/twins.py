"""Twins of the story: two contests that are equal in all that somebody may know, and different in all else."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import attrs

from quizarena.contest import Contest
from quizarena.contest.log import Reader
from quizarena.facts import Fact, Record
from quizarena.roster import Seat
from quizarena.rulebook import Rulebook
from quizarena.scenes import Marks
from quizarena.text import plain
from tests.contest.telling import make, rulebook, told

from .buzzing import contest_of

_OTHER_SECRET = "0123456789abcdef0123456789abcdef"
_DRAWN = ("draw.committed", "draw.called", "draw.opened")


def reader_of(seat: str) -> str:
    """Return which audience somebody in a seat is: whoever has none, and a team, is the hall."""
    return seat if seat == "host" or (seat and Seat.of(seat).judge) else "hall"


def twin(seq: int, seat: str) -> Contest:
    """Return the story as it stood after the record `seq`, otherwise in all that `seat` may not know of it then."""
    one, reader = told(seq), reader_of(seat)
    hidden = _hidden(one, reader)
    book = rulebook() if reader == "host" else _other_questions(one)
    if book is rulebook():
        first = min(hidden, default=seq + 1)
        two = told(first - 1)
    else:
        two, first = Contest(book, at=one.records[0].at, id="0"), 1
    for record in one.records[first:]:
        _tell(two, record, hidden)
    return two


def _hidden(contest: Contest, reader: str) -> dict[int, tuple[str, ...]]:
    """Return the fields that somebody may not read, by their records.

    A mark that stands on the board is no secret, nor is to a judge what the desk typed from the judge's own paper.
    """
    found, judge = Reader(contest.history, reader), Seat.of(reader).judge
    others = [each for each in contest.records[1:] if not judge or each.fact.subject.judge != judge]
    hidden = {record.seq: found.hidden(record) for record in others}
    shown = _shown(contest) if reader == "hall" else set[int]()
    return {seq: fields for seq, fields in hidden.items() if fields and seq not in shown}


def _shown(contest: Contest) -> set[int]:
    """Return the ballots whose marks stand on the board."""
    ballots = {}
    for record in contest.records:
        fact: Any = record.fact
        if record.type.endswith(".ballot"):
            ballots[fact.team, fact.judge] = record.seq
    return {
        ballots[marks.entrant, cell.judge]
        for marks in contest.scene("hall").of(Marks)
        for cell in marks.cells
        if cell.state in ("shown", "struck_low", "struck_high") and (marks.entrant, cell.judge) in ballots
    }


def _tell(contest: Contest, record: Record, hidden: dict[int, tuple[str, ...]]) -> None:
    if record.type in _DRAWN and any(seq <= record.seq for seq in hidden):
        values = {"secret": _OTHER_SECRET} if record.type == "draw.committed" else {}
        values |= {"numbers": "3 17 8 22"} if record.type == "draw.called" else {}
        move = next(move for move in contest.moves() if move.fact.type == record.type)
        contest.push(move.fill(values), id=record.id, at=record.at)
        return
    fact = _otherwise(record.fact, hidden.get(record.seq, ()))
    contest.push(fact, seat=record.seat, person=record.person, id=record.id, at=record.at)


def _otherwise(fact: Fact, fields: Iterable[str]) -> Fact:
    """Return a fact with other values in its hidden fields: marks one lower, another motion."""
    found: Any = fact
    for name in fields:
        value = getattr(fact, name)
        other = value + "，另一个" if isinstance(value, str) else {key: each - 1 for key, each in value.items()}
        found = attrs.evolve(found, **{name: other})
    return found  # type: ignore[no-any-return]


def _other_questions(contest: Contest) -> Rulebook:
    """Return the rulebook with other questions and topics than those that came, and other answers of the open one."""
    book = rulebook()
    asked = [record.fact.question for record in contest.records if record.type == "quiz.asked"]  # type: ignore[attr-defined]
    ruled = sum(record.type == "quiz.ruled" for record in contest.records)
    drawn = {record.fact.topic for record in contest.records if record.type == "scenario.topic_drawn"}  # type: ignore[attr-defined]
    quiz, scenario, *others = book.rounds
    questions = [_other_question(each, asked, asked[:ruled]) for each in quiz.rules.questions]
    topics = [
        each if each.id in drawn else attrs.evolve(each, title=plain(f"另一桩事{each.id}"))
        for each in scenario.rules.topics
    ]
    quiz = attrs.evolve(quiz, rules=attrs.evolve(quiz.rules, questions=tuple(questions)))
    scenario = attrs.evolve(scenario, rules=attrs.evolve(scenario.rules, topics=tuple(topics)))
    return attrs.evolve(book, rounds=(quiz, scenario, *others))


def _other_question(question: Any, asked: list[str], ruled: list[str]) -> Any:
    if question.id in ruled:
        return question
    sealed = {"answer": plain(f"答案{question.id}"), "accepted": (), "source": plain("别处")}
    return attrs.evolve(
        question, **sealed, **({} if question.id in asked else {"text": plain(f"另一题{question.id}？")})
    )


def other_speakers(seq: int) -> Contest:
    """Return the story with other marks of single speakers: another best debater is to be named."""
    one = told(seq)
    first = next(record.seq for record in one.records if record.type == "debate.ballot")
    two = told(first - 1)
    for record in one.records[first:]:
        fact: Any = record.fact
        if record.type == "debate.ballot":
            fact = attrs.evolve(fact, speakers={key: Decimal(30) for key in fact.speakers})
        two.push(fact, seat=record.seat, person=record.person, id=record.id, at=record.at)
    return two


ASKED, RULED, ASKED_AGAIN, BUZZED = 3, 6, 7, 9
"""Records of the contest of `buzz_twins`: its first question comes and is ruled, the second comes; its last."""


def buzz_twins(seq: int) -> tuple[Contest, Contest]:
    """Return a contest with buzzers after its record `seq`, and one with other questions to come and other answers."""
    made: list[tuple[str, dict[str, str]]] = [
        ("quiz.clock", {}), ("quiz.buzzed", {"team": "red"}), ("quiz.ruled", {"verdict": "right"}), ("quiz.asked", {}),
        ("quiz.false_start", {"team": "blue"}), ("quiz.clock", {}),
    ]  # fmt: skip
    known = [seq >= ASKED, seq >= ASKED_AGAIN, False]
    one, two = (
        contest_of(items=3, questions=[
            {
                "id": f"q{nth}", "text": f"Question {nth}{'' if is_known else other}?",
                "answer": f"answer {nth}{'' if nth == 1 and seq >= RULED else other}",
            }
            for nth, is_known in enumerate(known, 1)
        ])
        for other in ("", " of another sort")
    )  # fmt: skip
    for contest in (one, two):
        for type_, values in made[: seq - ASKED]:
            make(contest, type_, **values)
    assert len(one.records) == seq + 1
    return one, two
