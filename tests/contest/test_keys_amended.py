"""A wrong key in the bank is amended: the rulings that hang on it follow, second chances are gone or given."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import Amended
from quizarena.contest.narration import describe_change
from quizarena.moves import IllegalFact
from quizarena.rulebook import loads

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
BANK = [
    {"id": f"q{nth}", "text": f"第 {nth} 题？", "type": "single", "options": ["甲", "乙", "丙"], "answer": "B"}
    for nth in range(1, 9)
]


class Hall:
    """A contest of one round, played by steps: "ask", "buzz:a", "B" for what was chosen, "+" and "-" for the spoken."""

    def __init__(self, **rules: Any) -> None:
        round_ = {"id": "r", "use": "quiz/buzz", "items": 4, "questions": BANK, "points": 10, "wrong": -5, **rules}
        book = {
            "quizarena": 1,
            "contest": {"title": "小赛"},
            "teams": [{"id": each, "name": f"队{each}"} for each in "abc"],
            "order": "roster",
            "rounds": [round_],
        }
        self.now = NOON
        self.contest = Contest(loads(json.dumps(book, ensure_ascii=False)), at=NOON)
        self.make("contest.opened", mode="live")
        self.make("round.begun")

    def make(self, type_: str, **values: Any) -> int:
        self.now += timedelta(seconds=5)
        for move in self.contest.moves():
            paths = {blank.path for blank in move.blanks}
            if move.fact.type == type_ and move.closed is None and set(values) <= paths | set(move.identity):
                filled = {name: value for name, value in values.items() if name in paths}
                return self.contest.push(move.fill(filled, now=self.now), at=self.now).seq
        raise LookupError(type_)

    def play(self, steps: str) -> Hall:
        for step in steps.split():
            name, _colon, who = step.partition(":")
            if name == "ask":
                self.make("quiz.asked")
                if self.buzzers:
                    self.make("quiz.clock", action="start")
            elif name == "buzz":
                self.make("quiz.buzzed", team=who)
            elif name in "+-":
                self.make("quiz.ruled", verdict={"+": "right", "-": "wrong"}[name])
            else:
                self.make("quiz.ruled", chosen=name)
        return self

    @property
    def buzzers(self) -> bool:
        return self.contest.rulebook.rounds[0].kind == "quiz.buzz"

    @property
    def totals(self) -> dict[str, int]:
        return {team: int(score.value) for team, score in self.contest.standings(audience=None).totals.items()}

    def amend(self, question: str, key: str) -> Amended:
        """Amend the key, and return what was recorded."""
        path = f"rounds.r.questions.{question}.answer"
        self.contest.amend(path, key, reason="题库印错", ruled_by="仲裁组", at=self.now)
        fact = self.contest.records[-1].fact
        assert isinstance(fact, Amended)
        return fact

    def seqs(self, type_: str) -> list[int]:
        return [record.seq for record in self.contest.records if record.type == type_]

    def verdicts(self) -> list[str]:
        found: list[Any] = [self.contest.resolution.fact(seq) for seq in self.seqs("quiz.ruled")]
        return [each.verdict if each is not None else "out" for each in found]


def test_rulings_by_letters_follow_the_key_and_spoken_ones_stay() -> None:
    hall = Hall().play("ask buzz:a A ask buzz:b B ask buzz:c -")
    first, *_others = hall.seqs("quiz.ruled")
    fact = hall.amend("q1", "A")
    assert ([item.seq for item in fact.items], fact.take_out) == ([first], ())
    assert hall.verdicts() == ["right", "right", "wrong"]
    assert hall.totals == {"a": 10, "b": 10, "c": -5}
    assert hall.amend("q3", "A").items == ()


def test_a_second_chance_that_nobody_would_have_had_is_taken_out() -> None:
    hall = Hall(second_chance="rebuzz").play("ask buzz:a A buzz:b B ask buzz:c B")
    before = len(hall.contest.records)
    fact = hall.amend("q1", "A")
    buzzed, ruled = hall.seqs("quiz.buzzed"), hall.seqs("quiz.ruled")
    assert ([item.seq for item in fact.items], fact.take_out) == ([ruled[0]], (buzzed[1], ruled[1]))
    assert hall.verdicts() == ["right", "out", "right"]
    assert hall.totals == {"a": 10, "b": 0, "c": 10}
    assert len(hall.contest.records) == before + 1


def test_a_second_chance_that_nobody_got_is_not_asked_for_any_more() -> None:
    hall = Hall(second_chance="rebuzz").play("ask buzz:a B ask buzz:c B")
    fact = hall.amend("q1", "C")
    assert fact.take_out == ()
    assert hall.verdicts() == ["wrong_last", "right"]
    assert hall.totals == {"a": -5, "b": 0, "c": 10}


def test_both_tries_follow() -> None:
    hall = Hall(second_chance="until_all_tried").play("ask buzz:a A buzz:b B ask buzz:c B")
    hall.amend("q1", "C")
    assert hall.verdicts() == ["wrong", "wrong_last", "right"]
    assert hall.totals == {"a": -5, "b": -5, "c": 10}


def test_while_the_question_is_open_the_others_may_buzz() -> None:
    hall = Hall(second_chance="rebuzz").play("ask buzz:a B")
    hall.amend("q1", "C")
    assert hall.verdicts() == ["wrong"]
    hall.play("buzz:b C")
    assert hall.totals == {"a": -5, "b": 10, "c": 0}


def test_the_question_before_the_one_amended_stands() -> None:
    hall = Hall().play("ask buzz:a B ask buzz:b A")
    assert [item.seq for item in hall.amend("q2", "A").items] == hall.seqs("quiz.ruled")[1:]


def test_what_hangs_on_it_has_to_be_amended_with_it() -> None:
    hall = Hall().play("ask buzz:a A")
    (seq,) = hall.seqs("quiz.ruled")
    with pytest.raises(IllegalFact) as caught:
        hall.contest.push(Amended("rounds.r.questions.q1.answer", "A", "题库印错"))
    assert str(caught.value) == f"the records #{seq} depend on this rule; amend it together with these and no others"
    full = hall.contest.with_followers(Amended("rounds.r.questions.q1.answer", "A", "题库印错"))
    with pytest.raises(IllegalFact):
        hall.contest.push(attrs.evolve(full, path="rounds.r.questions.q2.answer"))
    assert hall.contest.preview(full).after.totals["a"].value == 10


def test_undone_the_rulings_stand_as_they_were() -> None:
    hall = Hall(second_chance="rebuzz").play("ask buzz:a A buzz:b B")
    totals = hall.totals
    hall.amend("q1", "A")
    hall.contest.undo(at=hall.now)
    assert hall.totals == totals
    assert hall.verdicts() == ["wrong", "right"]
    hall.contest.redo(at=hall.now)
    assert hall.verdicts() == ["right", "out"]


def test_told_and_told_again_under_one_id_it_counts_once() -> None:
    hall = Hall().play("ask buzz:a A")
    for _time in range(2):
        hall.contest.amend("rounds.r.questions.q1.answer", "A", reason="题库印错", id="x" * 32, at=hall.now)
    assert len(hall.seqs("contest.amended")) == 1


def test_it_is_told_with_what_hangs_on_it() -> None:
    hall = Hall(second_chance="rebuzz").play("ask buzz:a A buzz:b B")
    fact = hall.amend("q1", "A")
    said = describe_change(fact)
    assert said.in_language("en") == (
        "Change a rule: rounds.r.questions.q1.answer is now A; with it correct #006 and take out #007, #008"
    )


def test_a_key_amended_back_and_forth_comes_back() -> None:
    hall = Hall(second_chance="rebuzz").play("ask buzz:a B ask buzz:c B")
    totals = hall.totals
    hall.amend("q1", "C")
    hall.amend("q1", "B")
    assert hall.totals == totals


def test_the_explanation_names_the_new_key() -> None:
    hall = Hall().play("ask buzz:a A")
    hall.amend("q1", "C")
    (leaf,) = hall.contest.standings(audience=None).rounds["r"]["a"].parts
    assert leaf.label.in_language("zh") == "第 1 题 选 A，答案 C"
