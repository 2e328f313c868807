"""Individual elimination with a stake: start 3, +1, -1, out at 0, cuts, late entrants, unscored questions for ties."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from quizarena.moves import IllegalFact
from quizarena.roster import Roster
from quizarena_rounds.quiz.sections.survival import Cut, Survival
from tests.rounds.driver import Table
from tests.rounds.quiz.play import asked, bank, play, points, table

D = Decimal


def survival(ids: str, **rules: Any) -> Table:
    return table(Survival(), *ids, **rules)


def test_out_at_nothing() -> None:
    played = play(survival("abc"), "ask - ask + ask + " * 2 + "ask - ask + ask - ask + ask -")
    assert points(played) == {"a": 0, "b": 7, "c": 3}
    assert asked(played)[-3:] == ["9:c", "10:b", "11:c"], "a is passed over"
    assert not played.over


def test_the_last_one_left() -> None:
    played = play(survival("ab", start=D(1)), "ask + ask -")
    assert (points(played), played.over) == ({"a": 2, "b": 0}, True)


def test_the_questions_are_done() -> None:
    played = play(survival("ab", items=3), "ask + ask + ask -")
    assert (points(played), played.over) == ({"a": 3, "b": 4}, True)


def test_a_clear_cut() -> None:
    played = play(survival("abc", cuts=(Cut(after=3, keep=2),)), "ask + ask - ask +")
    assert [move.fact.type for move in played.moves() if not move.aside] == ["quiz.field_cut"]
    play(played, "cut ask -")
    assert asked(played)[-1] == "4:a"
    assert points(played) == {"a": 3, "b": 2, "c": 4}


def test_a_tie_at_the_cut_is_separated_by_questions_that_do_not_count() -> None:
    """b, c and d are tied for one place: b right, c wrong, d right; then b wrong, d right."""
    played = play(survival("abcd", cuts=(Cut(after=4, keep=2),)), "ask + ask - ask - ask - ask + ask - ask +")
    with pytest.raises(LookupError):
        play(played, "cut")
    play(played, "ask - ask + cut")
    assert points(played) == {"a": 4, "b": 2, "c": 2, "d": 2}
    assert played.record[-1].out == ("b", "c")  # type: ignore[attr-defined]
    assert [part.counted for part in played.scores()["d"].parts] == [True, True, False, False]
    play(played, "ask +")
    assert asked(played)[-1] == "10:a"


def test_all_wrong_is_another_pass() -> None:
    played = play(survival("abc", cuts=(Cut(after=3, keep=2),)), "ask + ask - ask - ask - ask - ask + ask - cut")
    assert played.record[-1].out == ("c",)  # type: ignore[attr-defined]


def test_a_late_entrant_is_level_with_the_leader() -> None:
    played = play(survival("abc", late=("c",)), "ask + ask - ask +")
    assert points(played) == {"a": 5, "b": 2}
    play(played, "enter:c ask + ask +")
    assert points(played) == {"a": 5, "b": 3, "c": 6}
    with pytest.raises(LookupError):
        play(played, "enter:c")


def test_places_by_who_was_outlasted() -> None:
    """c is cut with 2, a falls to 1 afterwards: a stayed longer and stands before c all the same."""
    rules = {"cuts": (Cut(after=3, keep=2),), "places": "outlasted", "items": 7}
    played = play(survival("abc", **rules), "ask + ask + ask - cut ask - ask + ask - ask +")
    assert points(played) == {"a": 1, "b": 2, "c": 0}


def test_a_correction_changes_points_and_not_who_was_sent_home() -> None:
    from tests.rounds.quiz.play import rejudge

    played = play(survival("abc", cuts=(Cut(after=3, keep=2),)), "ask + ask - ask + cut ask +")
    corrected = rejudge(played, {4: {"verdict": "right"}, 6: {"verdict": "wrong"}})
    assert points(corrected) == {"a": 5, "b": 4, "c": 2}
    assert asked(play(corrected, "ask +"))[-1] == "5:c"


@pytest.mark.parametrize(
    ("rules", "refused"),
    [
        ({"start": D(0)}, "expected a stake above 0, where everybody is out"),
        ({"wrong": D(1)}, "expected points above 0, and wrong 0 or below"),
        ({"late": ("z",)}, "z takes no part in this round"),
        ({"questions": bank(1)}, "2 questions needed besides spares; 1 found"),
    ],
)
def test_what_cannot_be_played(rules: dict[str, Any], refused: str) -> None:
    played = survival("ab", **rules)
    (found,) = played.kind.refuse(played.rules, Roster(played.field.teams), None)
    assert found[1].in_language("en") == refused


def test_cuts_rise() -> None:
    with pytest.raises(ValueError, match="after more questions"):
        survival("ab", cuts=(Cut(after=5, keep=2), Cut(after=4, keep=1)))


def test_a_cut_is_refused_before_its_time() -> None:
    played = play(survival("abc", cuts=(Cut(after=3, keep=2),)), "ask + ask +")
    from quizarena_rounds.quiz.sections.survival import FieldCut

    with pytest.raises(IllegalFact):
        played.push(FieldCut(3, ("c",)))
