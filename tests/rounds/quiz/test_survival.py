"""Individual elimination with a stake, in turn and at the buzzer: who is out, who sits out, cuts, late entrants."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

import attrs
import pytest

from quizarena import Contest, loads
from quizarena.advice import advise
from quizarena.blanks import Choice
from quizarena.errors import RulebookError
from quizarena.moves import IllegalFact
from quizarena.roster import Roster
from quizarena.scenes import OnStage, Question, Ruling, Say
from quizarena.scenes import Table as Grid
from quizarena.simulation.robot import AVERAGE
from quizarena.simulation.robot import play as play_out
from quizarena.testing import START
from quizarena_rounds.quiz.sections.survival import Cut, Late, Survival
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


# At the buzzer, and who goes out at a cut


def elimination(ids: str, steps: str = "", **rules: Any) -> Table:
    return play(survival(ids, **{"answers": "buzzer", **rules}), steps)


def buzzers(played: Table) -> str:
    """Return who may buzz for the question that is on."""
    (move,) = (each for each in played.moves() if each.fact.type == "quiz.buzzed")
    return "".join(option.value for option in move.blanks[0].options)  # type: ignore[union-attr]


A, B, C, D_ = (f"ask go buzz:{each} " for each in "abcd")


@pytest.mark.parametrize(
    ("rules", "steps", "may"),
    [
        ({}, A + "- ask go", "abcd"),
        # 5○2休: whoever is wrong sits out the next two questions (weblio.jp, 不正解時の罰則)
        ({"sit_out": 2}, A + "- ask go", "bcd"),
        ({"sit_out": 2}, A + "- ask go 0 ask go", "bcd"),
        ({"sit_out": 2}, A + "- ask go 0 ask go 0 ask go", "abcd"),
        ({"sit_out": 1}, A + "- " + B + "- ask go", "acd"),
        ({"sit_out": 9}, A + "- " + B + "- " + C + "- " + D_ + "- ask go", "abcd"),
        ({"start": D(1)}, A + "- ask go", "bcd"),
        ({"attempts_max": 2}, A + "- go", "bcd"),
        ({"late": ("d",)}, "ask go", "abc"),
        ({"late": ("d",)}, A + "+ enter:d ask go", "abcd"),
        ({"cuts": (Cut(after=2, drop=1),)}, A + "- " + B + "+ cut ask go", "bcd"),
        ({"while_reading": "allowed"}, "ask", "abcd"),
    ],
)
def test_who_may_buzz(rules: dict[str, Any], steps: str, may: str) -> None:
    assert buzzers(elimination("abcd", steps, **rules)) == may


@pytest.mark.parametrize(
    ("cuts", "steps", "out", "then"),
    [
        # jinhongcn.com/article/297600: four at the buzzer, +1 and -1; after the questions the best two go on
        ((Cut(after=4, keep=2),), A + "+ " + B + "+ " + C + "- ask go 0", "cd", "asked"),
        ((Cut(after=4, drop=1),), A + "+ " + B + "+ " + C + "- ask go 0", "c", "asked"),
        ((Cut(after=2, below=D(3)),), A + "- " + B + "- ", "ab", "asked"),
        ((Cut(after=2, below=D(3)), Cut(after=3, keep=1)), A + "+ " + B + "+ " + C + "+ ask + ask - ask -", "dbc", ""),
    ],
)
def test_who_goes_out_at_a_cut(cuts: tuple[Cut, ...], steps: str, out: str, then: str) -> None:
    played = play(elimination("abcd", cuts=cuts), steps)
    play(played, "cut")
    assert "".join(played.record[-1].out) == out  # type: ignore[attr-defined]
    assert [move.fact.type for move in played.open() if not move.aside] == ([f"quiz.{then}"] if then else [])


@pytest.mark.parametrize(
    ("cuts", "steps"),
    [
        ((Cut(after=1, below=D(9)),), A + "+"),  # all are below: nobody goes
        ((Cut(after=1, below=D(1)),), A + "-"),  # nobody is
        ((Cut(after=1, keep=3), Cut(after=2, keep=2)), A + "+ " + A + "+"),  # three are left: only the second cut
    ],
)
def test_a_cut_that_leaves_the_field_as_it_is_is_not_made(cuts: tuple[Cut, ...], steps: str) -> None:
    played = elimination("abc", steps, cuts=cuts)
    assert "field_cut" not in str([move.fact.type for move in played.moves()])
    if len(cuts) == 2:
        play(played, "ask + ask -")
        assert [move.fact.type for move in played.open() if not move.aside] == ["quiz.field_cut"]


def test_a_late_entrant_comes_in_at_a_stage_with_a_stake_of_its_own() -> None:
    played = elimination("abc", A + "+ ", late=(Late(team="c", after=2, points=D(5)),))
    with pytest.raises(LookupError):
        play(played, "enter:c")
    play(played, B + "+")
    (entrance,) = (move for move in played.open() if move.gesture == "next")
    assert entrance.say is not None
    assert entrance.say.in_language("en") == "Welcome, desk 3, c, who comes in with five points."
    play(played, "ask")  # its key is the entrance's: c comes in
    assert points(played) == {"a": 4, "b": 4, "c": 5}
    play(played, C + "-")
    assert points(played)["c"] == 4


def test_the_hall_sees_who_may_not_buzz() -> None:
    rules = {"questions": bank(9), "start": D(1), "sit_out": 1, "late": ("d",)}
    played = elimination("abcd", A + "- " + B + "+ " + B + "- ask go", **rules)
    blocks = played.kind.scene(played.state, played.moment, "hall").blocks
    (asked_,) = (each for each in blocks if isinstance(each, Question))
    (move,) = (each for each in played.moves() if each.fact.type == "quiz.buzzed")
    why = {"a": "out", "b": "sits out", "d": "not in yet"}
    assert {team: word.in_language("en") for team, word in asked_.out} == why
    barred = [each for blank in move.blanks if isinstance(blank, Choice) for each in blank.barred]
    assert {team: word.in_language("en") for team, word in barred} == why, "their phones read it too"


def test_whoever_was_wrong_misses_turns() -> None:
    played = play(survival("abc", sit_out=1), "ask - ask + ask + ask + ask + ask +")
    assert asked(played) == ["1:a", "2:b", "3:c", "4:b", "5:c", "6:a"]
    played = play(survival("ab", sit_out=1), "ask - ask - ask + ask +")
    assert asked(played) == ["1:a", "2:b", "3:a", "4:b"], "both miss one turn"


@pytest.mark.parametrize(
    ("steps", "rules", "language", "line"),
    [
        (A + "-", {"start": D(1)}, "en", "Wrong: minus one for desk 1. Desk 1 is out; thank you."),
        (A + "-", {"sit_out": 1}, "zh", "1 号台下一题停答。"),
        (A + "-", {"sit_out": 2}, "en", "Wrong: minus one for desk 1. Desk 1 sits out the next two questions."),
        ("ask -", {"sit_out": 1, "answers": "in_turn"}, "en", "Wrong: minus one for desk 1. Desk 1 misses a turn."),
    ],
)
def test_the_host_says_who_is_out(steps: str, rules: dict[str, Any], language: str, line: str) -> None:
    played = elimination("abc", steps, **rules)
    (say,) = [each for each in played.kind.scene(played.state, played.moment, "host").blocks if isinstance(each, Say)]
    assert say.now[0].in_language(language).endswith(line)


CUT = "ask + ask - ask - ask - "
"""In turn; then b, c and d are tied for one place."""


def shown(played: Table, audience: str) -> tuple[Any, ...]:
    return played.kind.scene(played.state, played.moment, audience).blocks


@pytest.mark.parametrize(
    ("steps", "now", "then"),
    [
        (CUT, "Wrong: minus one for desk 4.", "A question without points, to say who stays: desk 2, b."),
        (CUT + "ask", "(read the question from your card)", "Your answer, please."),
        (CUT + "ask +", "Correct!", "A question without points, to say who stays: desk 3, c."),
        (CUT + "ask -", "Wrong.", "A question without points, to say who stays: desk 3, c."),
        (CUT + "ask + ask - ask -", "Wrong.", "Goodbye to desks 3 and 4; thank you."),
        (CUT + "ask + ask - ask - cut", "Goodbye to desks 3 and 4; thank you.", "Question 8, one point: desk 1, a."),
    ],
)
def test_a_question_that_only_separates_a_tie_is_read_and_shown_without_points(steps: str, now: str, then: str) -> None:
    played = play(survival("abcd", cuts=(Cut(after=4, keep=2),)), steps)
    (say,) = [block for block in shown(played, "host") if isinstance(block, Say)]
    lines = [f"({say.remark.in_language('en')})"] if say.remark else [each.in_language("en") for each in say.now]
    assert lines == [now]
    assert say.then[-1].in_language("en") == then
    ruling = next((block for block in shown(played, "hall") if isinstance(block, Ruling)), None)
    if len(steps) > len(CUT) and ruling is not None:
        assert ruling.gain == 0


def test_the_hall_sees_every_stake_and_who_is_out_unless_a_question_is_read() -> None:
    rules = {"start": D(2), "wrong": D(-2), "sit_out": 1, "late": ("d",), "cuts": (Cut(after=4, keep=1),)}
    played = elimination("abcd", A + "- " + B + "+ " + B + "- ", **rules)
    assert [f"{row[2]} {row[3].in_language('en')}" for row in stakes(played)] == [
        "0 out", "1 sits out", "2 in", "None not in yet",
    ]  # fmt: skip
    assert stakes(elimination("abcd", "ask go", questions=bank(9), **rules)) == []
    assert stakes(elimination("abcd", A + "-", questions=bank(9), **rules)) != []
    play(played, C + "+ cut")
    assert [row[3].in_language("en") for row in stakes(played)] == ["out", "out", "in", "not in yet"]
    assert not [block for block in shown(played, "hall") if isinstance(block, OnStage)], "the goodbye, no old ruling"


def stakes(played: Table) -> list[tuple[Any, ...]]:
    return [row for block in shown(played, "hall") if isinstance(block, Grid) for row in block.rows]


BOOK = """\
quizarena: 1
contest: {title: Last one, language: en}
teams: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}, {id: d, name: D}]
order: roster
rounds:
  - {id: e, use: quiz/elimination, cuts: [{after: 3, drop: 1}]}
"""


def test_a_correction_changes_stakes_and_not_who_was_sent_home() -> None:
    contest = Contest(loads(BOOK))
    contest.do("contest.opened", mode="live", at=START)
    contest.do("round.begun", at=START)
    for team, verdict in (("a", "right"), ("b", "wrong"), ("c", "right")):
        contest.do("quiz.asked", at=START)
        contest.do("quiz.clock", action="start", at=START)
        contest.do("quiz.buzzed", team=team, at=START)
        contest.do("quiz.ruled", verdict=verdict, at=START)
    contest.do("quiz.field_cut", at=START)
    _first, record, _third = (each for each in contest.records if each.fact.type == "quiz.ruled")
    fact: Any = attrs.evolve(record.fact, verdict="right")  # type: ignore[call-arg]
    contest.correct([(record.seq, fact)], reason="misheard")
    scores = contest.standings(audience=None).rounds["e"]
    assert {team: int(score.value) for team, score in scores.items()} == {"a": 2, "b": 0, "c": 2, "d": 1}
    contest.verify()


@pytest.mark.parametrize(
    ("rule", "where", "reason"),
    [
        ("answers: buzz", ":6:45: rounds.0.answers", "expected one of in_turn, buzzer"),
        ("answers: in_turn, attempts_max: 2", ":6:68: rounds.0.attempts_max", "nobody presses a buzzer"),
        ("sit_out: -1", ":6:45: rounds.0.sit_out", "at least 0"),
        ("cuts: [{after: 3}]", ":6:43: rounds.0.cuts.0", "write one of keep, drop, below"),
        ("cuts: [{after: 3, keep: 1, drop: 1}]", ":6:43: rounds.0.cuts.0", "write one of keep, drop, below"),
        ("cuts: [{after: 3, drop: 1}, {after: 2, below: 5}]", ":6:42: rounds.0.cuts", "each cut after more questions"),
        ("late: [{team: x}]", ":6:50: rounds.0.late.0.team", "no team has the id 'x'"),
        ("late: [{team: d, after: 20}]", ":6:60: rounds.0.late.0.after", "expected less than 20"),
        ("late: [{team: d, points: 0}]", ":6:61: rounds.0.late.0.points", "expected a stake above 0"),
    ],
)
def test_what_cannot_be_played_is_refused_where_it_stands(rule: str, where: str, reason: str) -> None:
    with pytest.raises(RulebookError) as caught:
        loads(BOOK.replace("cuts: [{after: 3, drop: 1}]", rule))
    assert where in str(caught.value)
    assert reason in str(caught.value)


@pytest.mark.parametrize(("cuts", "advised"), [("cuts: [{after: 3, drop: 1}]", False), ("cuts: []", True)])
def test_it_is_said_that_silence_keeps_everybody_in(cuts: str, advised: bool) -> None:
    book = loads(BOOK.replace("cuts: [{after: 3, drop: 1}]", cuts))
    assert ("rounds.e.cuts" in [each.where for each in advise(book, None)]) == advised


@pytest.mark.parametrize("seed", range(3))
def test_the_robot_plays_it_to_its_end(seed: int) -> None:
    rules = ("late: [{team: d, after: 2, points: 20}]", "answers: in_turn, sit_out: 2", "cuts: [{after: 2, below: 30}]")
    for rule in rules:
        contest = Contest(loads(BOOK.replace("cuts: [{after: 3, drop: 1}]", rule)))
        *_before, last = play_out(contest.position, AVERAGE, Random(seed))
        assert last.after.worth(last.after.state.rounds[0])
