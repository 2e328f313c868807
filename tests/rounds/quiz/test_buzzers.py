"""What buzzers measured goes along with who buzzed: it is evidence, and decides nothing by itself."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import attrs
import pytest

from quizarena.blanks import Press
from quizarena.contest import Contest
from quizarena.moves import IllegalFact, Move
from quizarena.roster import BUZZERS
from quizarena.rulebook import loads
from quizarena.scenes import Buzz
from quizarena.sessions.programme import buzz_lines
from quizarena.testing import START
from quizarena.text import draw
from tests.contest.telling import make

CALL = START + timedelta(minutes=5)


def asked(**rules: Any) -> Contest:
    """Return a contest of three teams whose buzzer question has been asked."""
    head = {"quizarena": 1, "contest": {"title": "T", "language": "en"}, "order": "roster"}
    teams = [{"id": team, "name": team.title()} for team in ("red", "blue", "green")]
    buzz = {"id": "buzz", "use": "quiz/buzz", "items": 3, **rules}
    contest = Contest(loads(json.dumps({**head, "teams": teams, "rounds": [buzz]})), at=START)
    for type_ in ("contest.opened", "round.begun", "quiz.asked"):
        make(contest, type_, **({"mode": "live"} if type_ == "contest.opened" else {}))
    return contest


def called(**rules: Any) -> Contest:
    """Return that contest after the host's call."""
    contest = asked(**rules)
    make(contest, "quiz.clock", at=CALL)
    return contest


def pressed(*presses: tuple[str, int]) -> tuple[Press, ...]:
    """Return presses so many milliseconds after the call, each known to within 4."""
    return tuple(Press(team, CALL + timedelta(milliseconds=after), 4) for team, after in presses)


def buzz_move(contest: Contest) -> Move:
    return next(move for move in contest.moves() if move.fact.type == "quiz.buzzed")


def buzz_of(contest: Contest, audience: str = "hall") -> Buzz | None:
    found = contest.scene(audience).of(Buzz)
    return found[0] if found else None


PRESSES = pressed(("blue", 842), ("red", 973))


def test_presses_go_along_with_the_buzz_and_come_back_as_they_were() -> None:
    contest = called()
    move = buzz_move(contest)
    assert [blank.path for blank in move.decisions] == ["team"], "nobody is asked what was measured"
    record = contest.push(move.fill(team="blue", presses=PRESSES), at=CALL)
    assert contest.book.read(record.type, contest.book.write(record.fact)) == record.fact
    contest.verify()


def test_a_hand_that_is_raised_measures_nothing() -> None:
    contest = called()
    record = contest.push(buzz_move(contest).fill(team="red"), at=CALL)
    assert contest.book.write(record.fact) == '{"number":1,"team":"red"}'
    assert buzz_of(contest) is None


def test_the_scene_has_the_order_the_gaps_and_who_did_not_press() -> None:
    contest = called()
    contest.push(buzz_move(contest).fill(team="blue", presses=PRESSES), at=CALL)
    for audience in ("hall", "host", "desk"):
        found = buzz_of(contest, audience)
        assert found is not None
        assert [(each.team, each.podium, each.behind_ms, each.within_ms) for each in found.order] == [
            ("blue", 2, 0, 4),
            ("red", 1, 131, 8),
        ]
        assert found.after_call_ms == 842
        assert [team for team, _name in found.silent] == ["green"]
    assert [draw(line, "en") for line in buzz_lines(found)] == [
        "desk 2 Blue first, 0.842 s after the call",
        "desk 1 Red, 0.131 s behind (±0.008)",
        "did not press: Green",
    ]
    assert draw(list(buzz_lines(found))[1], "zh") == "1 号台 Red，慢 0.131 秒 (±0.008)"


def test_the_scene_says_who_was_too_early_and_forgets_it_with_the_question() -> None:
    contest = asked()
    make(contest, "quiz.false_start", team="green")
    found = buzz_of(contest)
    assert found is not None
    assert (found.order, [team for team, _name in found.early]) == ((), ["green"])
    make(contest, "quiz.clock", at=CALL)
    contest.push(buzz_move(contest).fill(team="blue", presses=PRESSES), at=CALL)
    found = buzz_of(contest)
    assert found is not None
    assert ([team for team, _name in found.early], found.silent) == (["green"], ())
    make(contest, "quiz.ruled", verdict="right")
    assert buzz_of(contest) is None


@pytest.mark.parametrize(
    ("presses", "why"),
    [
        ("red", "expected presses of buzzers"),
        ((("red", 1),), "expected presses of buzzers"),
        (pressed(("nobody", 1)), "no team here is called 'nobody'"),
        (pressed(("red", 5), ("blue", 1)), "the first press first"),
        (pressed(("red", 1), ("red", 5)), "one press a team"),
        ((attrs.evolve(PRESSES[0], within_ms=-1),), "expected bounds of 0 ms or more"),
    ],
)
def test_evidence_that_is_none_is_refused(presses: Any, why: str) -> None:
    move = buzz_move(called())
    with pytest.raises(IllegalFact, match=why):
        move.fill(team="red", presses=presses)


@pytest.mark.parametrize("way", ["hand", "confirm", "auto"])
def test_only_where_the_rules_say_so_do_buzzers_record_who_was_first(way: str) -> None:
    contest = called(buzzers=way)
    fact = buzz_move(contest).fill(team="blue", presses=PRESSES)
    if way != "auto":
        assert not contest.moves(BUZZERS)
        with pytest.raises(IllegalFact, match="the seat buzzer may not do this; it takes desk"):
            contest.push(fact, seat=BUZZERS, at=CALL)
        return
    assert [move.fact.type for move in contest.moves(BUZZERS)] == ["quiz.buzzed"]
    contest.push(fact, seat=BUZZERS, at=CALL)
    with pytest.raises(IllegalFact):
        contest.push(next(move for move in contest.moves() if move.gesture == "clock").fill(), seat=BUZZERS)
    contest.undo(at=CALL)
    assert contest.moves(BUZZERS), "the desk takes back what the buzzers recorded"
    contest.redo(at=CALL)
    assert buzz_of(contest) is not None


def test_a_corrected_buzz_keeps_what_was_measured_and_may_do_without() -> None:
    contest = called(buzzers="auto")
    record = contest.push(buzz_move(contest).fill(team="blue", presses=PRESSES), seat=BUZZERS, at=CALL)
    make(contest, "quiz.ruled", verdict="wrong")
    fact: Any = record.fact
    contest.correct([(record.seq, attrs.evolve(fact, team="red"))], reason="video", at=CALL)
    assert contest.standings(audience=None).totals["red"].value == -10
    contest.correct([(record.seq, attrs.evolve(fact, presses=()))], reason="broken box", at=CALL)
    assert contest.standings(audience=None).totals["blue"].value == -10


def test_buzzers_that_break_are_given_up_in_the_middle_of_a_round() -> None:
    contest = called(buzzers="auto")
    contest.push(buzz_move(contest).fill(team="blue", presses=PRESSES), seat=BUZZERS, at=CALL)
    make(contest, "quiz.ruled", verdict="right")
    before = contest.standings(audience=None).totals["blue"].value
    contest.amend("rounds.buzz.buzzers", '"hand"', reason="no network", at=CALL)
    assert contest.standings(audience=None).totals["blue"].value == before, "what was measured before stands"
    make(contest, "quiz.asked")
    make(contest, "quiz.clock", at=CALL)
    assert not contest.moves(BUZZERS)
