"""Who may record what: docs/roles.md is current, and every record of a contest is refused to every other seat."""

from __future__ import annotations

import json
from functools import cache

import pytest
import roles

from quizarena.contest import Contest
from quizarena.contest.facts import Amended, Corrected, Replacement, Struck, Undone
from quizarena.errors import QuizArenaError
from quizarena.moves import IllegalFact
from tests.faults import contests

SEATS = ("desk", "judge:j1", "judge:j2", "judge:j9", "arbiter", "timekeeper", "host", "hall", "", "judge:", "DESK")


def test_the_page_is_current() -> None:
    assert roles.PAGE.read_text(encoding="utf-8") == roles.written()


def test_every_record_is_taken_from_the_seats_of_the_page_and_from_no_other() -> None:
    """Every seat offers every record at its moment: 286 records, 11 seats."""
    allowed = roles.matrix()
    contest = next(iter(roles.moments())).fork()
    tried = 0
    for line in contests.lines():
        fact = contest.book.of_mapping(line["type"], line["fact"])
        owner = f"judge:{line['fact']['judge']}" if line["type"].endswith(".ballot") else None
        for seat in SEATS:
            may = seat in allowed.get(fact.type, ()) or seat == "desk"
            if owner is not None:
                may = seat in ("desk", owner)
            tried += 1
            if may:
                contest.prepare(fact, seat=seat)
                continue
            with pytest.raises(IllegalFact):
                contest.prepare(fact, seat=seat)
        contest.push(fact, seat=line.get("seat", "desk"))
    assert tried == len(contests.lines()) * len(SEATS)


@cache
def play_out() -> Contest:
    *_before, contest = roles.moments()
    return contest


@pytest.mark.parametrize("seat", SEATS[1:])
def test_nobody_but_the_desk_changes_the_past(seat: str) -> None:
    contest = play_out()
    rulings = [record for record in contest.records if record.type == "quiz.ruled"]
    other = json.loads(contest.book.write(rulings[0].fact)) | {"verdict": "wrong"}
    for fact in (
        Corrected((Replacement(rulings[0].seq, other),), "why"),
        Struck(contest.records[-1].seq, "why"),
        Amended("rounds.quiz.points", "15", "why"),
        Undone(contest.records[-1].seq),
    ):
        before = contest.head
        with pytest.raises(QuizArenaError, match=r"may not do this|nothing of this seat"):
            contest.prepare(fact, seat=seat)
        assert contest.head == before
