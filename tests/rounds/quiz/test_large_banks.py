"""However large a bank is, asking a question is the same work: counted, not timed."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from quizarena.moves import IllegalFact
from quizarena_rounds.quiz.bank import next_question, unused
from tests.benchmarks.banks import LARGE, SMALL, ask, begun, rulebook


def work(questions: int) -> int:
    """Return how many instructions of the interpreter it takes to ask the third question of such a bank."""
    contest, count = begun(questions), 0
    ask(contest)

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        ask(contest)
    finally:
        sys.settrace(before)
    return count


def test_asking_does_not_depend_on_the_size_of_the_bank() -> None:
    small, large = work(SMALL), work(LARGE)
    assert small > 1_000
    assert abs(large - small) * 100 <= small  # hashes and weak references may differ by a few


def test_the_list_to_choose_from_is_made_when_somebody_looks() -> None:
    bank = rulebook(LARGE).rounds[0].rules.questions
    left = unused(bank, frozenset({"q0", "q1"}), None)
    assert left
    assert (left.find("q1"), left.find("nothing")) == (None, None)
    assert [option.value for option in left[:2]] == ["q2", "q3"]
    assert len(left) == LARGE - 2


def test_a_chosen_question_is_found_and_a_used_one_refused() -> None:
    contest = begun(SMALL)
    move = next(each for each in contest.moves() if any(blank.path == "question" for blank in each.blanks))
    assert move.fill(question="q40").question == "q40"  # type: ignore[attr-defined]
    with pytest.raises(IllegalFact, match=r"question: expected one of q1, q2.*, \.\., found q0$"):
        move.fill(question="q0")


def test_of_two_banks_each_keeps_its_own() -> None:
    one, other = (rulebook(count).rounds[0].rules.questions for count in (30, 40))
    assert next_question(one, frozenset(), None, None, again=False) == "q0"
    everything = frozenset(item.id for item in one)
    assert next_question(one, everything, None, None, again=False) == ""
    assert next_question(other, everything, None, None, again=False) == "q30"
