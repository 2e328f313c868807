"""What is recorded is what is read back, and an id stands for one fact only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from quizarena import Arena
from quizarena.contest import Contest
from quizarena.contest.facts import Adjusted, ContestOpened
from quizarena.errors import QuizArenaError
from quizarena.moves import IllegalFact, Move
from quizarena.records import to_row
from tests.contest.telling import rulebook, told

ESCAPE, BIDI = "\x1b[2J", "\u202e"


def move(contest: Contest | Arena, type_name: str) -> Move:
    moves = (contest.contest if isinstance(contest, Arena) else contest).moves()
    return next(each for each in moves if each.fact.type == type_name and each.closed is None)


HOSTILE: dict[str, Callable[[Arena], object]] = {
    "a correction's reason": lambda a: a.correct([(1, ContestOpened("rehearsal"))], reason=ESCAPE),
    "a correction without a reason": lambda a: a.correct([(1, ContestOpened("rehearsal"))], reason=" "),
    "who ruled it": lambda a: a.correct([(1, ContestOpened("rehearsal"))], reason="r", ruled_by=BIDI),
    "a strike's reason": lambda a: a.strike(2, reason=BIDI),
    "an amendment's reason": lambda a: a.amend("rounds.quiz.points", "15", reason=ESCAPE),
    "an endless reason": lambda a: a.strike(2, reason="x" * 100_000),
    "a number with an exponent": lambda a: a.push(Adjusted("kaiyuan", Decimal("1E+2"), "r"), seat="arbiter"),
    "no number": lambda a: a.push(Adjusted("kaiyuan", Decimal("NaN"), "r"), seat="arbiter"),
}


@pytest.mark.parametrize("deed", HOSTILE.values(), ids=HOSTILE)
def test_what_could_not_be_read_again_is_refused(tmp_path: Path, deed: Callable[[Arena], object]) -> None:
    """A file that took such a record could never be opened again."""
    path = tmp_path / "contest.qa"
    with Arena.create(path, rulebook()) as arena:
        arena.push(move(arena, "contest.opened").fill(mode="live"))
        arena.push(move(arena, "cue.message").fill(text="hello"))
        with pytest.raises(QuizArenaError):
            deed(arena)
    with Arena.open(path) as again:
        assert len(again.contest.records) == 3


def test_no_number_is_refused_where_it_is_filled_in() -> None:
    with pytest.raises(IllegalFact, match="expected a number, found NaN"):
        move(told(8), "score.adjusted").fill(team="kaiyuan", points=Decimal("NaN"), reason="r")


def test_the_live_state_has_the_instants_of_the_file() -> None:
    contest = told(6)
    exact = datetime(2026, 11, 23, 14, 0, 0, 123_456, tzinfo=UTC)
    contest.push(move(contest, "quiz.clock").fill(now=exact))
    rows = [to_row(record, contest.book) for record in contest.records]
    assert Contest.of_rows(rows).state == contest.state


def test_an_id_stands_for_one_fact(tmp_path: Path) -> None:
    path = tmp_path / "contest.qa"
    with Arena.create(path, rulebook()) as arena:
        arena.push(move(arena, "contest.opened").fill(mode="live"))
        for contest in (arena, told(8)):
            fact = move(contest, "score.adjusted").fill(team="kaiyuan", points="-5", reason="r")
            first = contest.push(fact, seat="arbiter", id="k")
            assert contest.push(fact, seat="arbiter", id="k") == first
            for other, seat in ((Adjusted("kaiyuan", Decimal(-50), "r"), "arbiter"), (fact, "desk")):
                with pytest.raises(IllegalFact, match="the id k stands for record #"):
                    contest.push(other, seat=seat, id="k")


def test_a_retry_may_carry_another_instant() -> None:
    contest = told(6)
    clock = move(contest, "quiz.clock")
    first = contest.push(clock.fill(now=datetime(2026, 11, 23, 14, tzinfo=UTC)), id="k")
    assert contest.push(clock.fill(now=datetime(2026, 11, 23, 14, 1, tzinfo=UTC)), id="k") is first


def test_an_undo_tried_again_counts_once() -> None:
    contest = told(8)
    first = contest.undo(id="u")
    assert contest.undo(id="u") is first
    again = contest.redo(id="r")
    assert contest.redo(id="r") is again
    assert contest.state == told(8).state
