"""Undo and redo: whose record goes next, and what ends a redo."""

from __future__ import annotations

import pytest

from quizarena.contest.facts import ContestOpened, Redone
from quizarena.errors import QuizArenaError
from tests.contest.telling import told


def test_each_undo_takes_the_record_before() -> None:
    contest, found = told(23), list[int | None]()
    for _ in range(3):
        found.append(contest.undoable())
        contest.undo()
    assert found == [23, 22, 21]


def test_a_new_fact_ends_redo() -> None:
    contest = told(23)
    ruling = contest.records[23]
    contest.undo()
    assert contest.redoable() == contest.records[-1].seq
    contest.push(ruling.fact, seat=ruling.seat)
    assert contest.redoable() is None
    with pytest.raises(QuizArenaError, match="nothing of this seat to redo"):
        contest.redo()


def test_another_seat_cannot_redo_your_undo() -> None:
    contest = told(23)
    contest.undo()
    assert contest.redoable("arbiter") is None
    with pytest.raises(QuizArenaError, match="nothing of this seat to redo"):
        contest.redo(seat="arbiter")
    assert isinstance(contest.redo().fact, Redone)


def test_of_two_records_the_first_can_be_corrected() -> None:
    contest = told(1)
    contest.correct([(1, ContestOpened("rehearsal"))], reason="it is one")
    assert contest.state.mode == "rehearsal"
