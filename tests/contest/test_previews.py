"""A change that was previewed is not judged again: only where nothing has happened since, only for that seat."""

from __future__ import annotations

import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import Struck
from quizarena.errors import QuizArenaError
from quizarena.facts import Fact
from quizarena.moves import IllegalFact
from tests.contest.telling import told


def ruled() -> tuple[Contest, Fact]:
    """The contest after the first ruling, and the fact that follows in the story."""
    whole = told()
    first = next(record.seq for record in whole.records if record.type == "quiz.ruled")
    return told(first), whole.records[first + 1].fact


def test_what_was_previewed_is_recorded_as_previewed() -> None:
    contest, _next = ruled()
    strike = Struck(len(contest.records) - 1, "misheard")
    after = contest.preview(strike).after
    contest.push(strike)
    assert contest.standings(audience=None) == after
    contest.verify()


def test_another_seat_is_judged_all_the_same() -> None:
    contest, _next = ruled()
    strike = Struck(len(contest.records) - 1, "misheard")
    contest.preview(strike)
    with pytest.raises(IllegalFact):
        contest.push(strike, seat="judge:j1")


def test_what_was_previewed_before_another_fact_is_judged_anew() -> None:
    contest, then = ruled()
    strike = Struck(len(contest.records) - 1, "misheard")
    contest.preview(strike)
    contest.push(then)
    with pytest.raises(QuizArenaError):
        contest.push(strike)


def test_a_reason_may_be_given_after_the_preview_and_has_to_be() -> None:
    contest, _next = ruled()
    seq = len(contest.records) - 1
    contest.preview(Struck(seq, "-"))
    with pytest.raises(IllegalFact, match="reason"):
        contest.push(Struck(seq, " "))
    contest.push(Struck(seq, "misheard"))
    contest.verify()
