"""The rules of the field that sections may be given: each case names the rule-set it comes from (tests/rulesets)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest

from quizarena.errors import RuleError
from quizarena.moves import IllegalFact
from quizarena.roster import Roster
from quizarena.scenes import Say
from quizarena.text import draw
from quizarena_rounds.quiz.sections.buzz import Buzz
from quizarena_rounds.quiz.sections.required import Part, Required, TeamRequired
from quizarena_rounds.quiz.sections.risk import Chosen, HandOn, Risk, RiskRules, Shares
from tests.rounds.driver import Table
from tests.rounds.quiz.play import Case, asked, bank, play, points, table

D = Decimal
AUDIENCE = {"second_chance": "to_audience", "attempts_max": 2, "no_buzz": "audience", "wrong": D(-20), "points": D(20)}
PARTS = (Part(per_team=1, points=D(10)), Part(per_team=2, points=D(20)))


def early(rule: str, **more: Any) -> dict[str, Any]:
    return {"early_buzz": rule, "early_points": D(-10), **more}


DUEL = {"hand_on": HandOn(right=Shares(receiver=D(1), giver=D(-1)), wrong=Shares(receiver=D(-1), giver=D(1)))}
CASES = [
    # A risk question handed on: the team that answers gains or pays its level, whoever handed it on as the rules say.
    Case("handed on, right", Risk(), {"hand_on": HandOn()}, "risk:20 ask hand:b + risk:10 ask -", "0 10 0"),
    Case(
        "handed on, wrong: never half",
        Risk(),
        {"hand_on": HandOn(), "wrong": "half"},
        "risk:20 ask hand:c -",
        "0 0 -20",
    ),
    Case(
        "handed on, right: half each",
        Risk(),
        {"hand_on": HandOn(right=Shares(receiver=D("0.5"), giver=D("0.25")))},
        "risk:20 ask hand:b +",
        "5 10 0",
    ),
    Case("a duel over the level, won", Risk(), DUEL, "risk:30 ask go hand:c go done +", "-30 0 30"),
    Case("a duel over the level, lost", Risk(), DUEL, "risk:30 ask hand:c - risk:10 ask hand:a -", "20 10 -30"),
    Case(
        "void after it was handed on: the same team, at the same level",
        Risk(),
        DUEL,
        "risk:30 ask hand:c void ask hand:b +",
        "-30 30 0",
    ),
    # False starts: the six variants of the axes.
    Case("costs and void (CN01)", Buzz(), early("question_void"), "ask early:a ask go buzz:b +", "-10 10 0"),
    Case("costs, others go on (CN03)", Buzz(), early("others_continue"), "ask early:a go buzz:b +", "-10 10 0"),
    Case("half of wrong", Buzz(), early("half_penalty", wrong=D(-15)), "ask early:a go buzz:b -", "-7.5 -15 0"),
    Case(
        "first a warning, then the cost (CN02)",
        Buzz(),
        early("warned_first", early_points=D(-20)),
        "ask early:a go buzz:b + ask early:a early:b go 0",
        "-20 10 0",
    ),
    Case("blocked by the device (CN12)", Buzz(), early("blocked"), "ask go buzz:a +", "10 0 0"),
    Case("ignored while the host reads", Buzz(), early("ignored"), "ask go buzz:a +", "10 0 0"),
    # Out of the buzzers for the round: a referee's card for the false starts, and a player's for the wrong answers.
    Case(
        "out after the second false start: the third is none any more",
        Buzz(),
        early("warned_first", early_out_after=2),
        "ask early:a go buzz:b + ask early:a go buzz:b - ask go buzz:b +",
        "-10 10 0",
    ),
    Case(
        "out after the first wrong answer, until nobody is left",
        Buzz(),
        {"wrong_out_after": 1, "items": 9},
        "ask go buzz:a - ask go buzz:b + ask go buzz:b - ask go buzz:c -",
        "-10 0 -10",
        True,
    ),
    Case(
        "interrupting costs 5, a wrong answer after the reading nothing (the neg of quiz bowl)",
        Buzz(),
        {"while_reading": "allowed", "second_chance": "rebuzz", "interrupt": D(-5), "wrong": D(0)},
        "ask buzz:a - go buzz:b - ask go buzz:c -",
        "-5 0 0",
    ),
    # Second chances.
    Case(
        "buzz while reading, others after a wrong answer (CN06)",
        Buzz(),
        {"while_reading": "allowed", "second_chance": "until_all_tried"},
        "ask buzz:a - buzz:b +",
        "-10 10 0",
    ),
    Case(
        "two wrong, then the audience (CN02)",
        Buzz(),
        AUDIENCE,
        "ask go buzz:a - go buzz:b - rule:audience ask",
        "-20 -20 0",
    ),
    Case("the audience does not know", Buzz(), AUDIENCE, "ask go buzz:a - go buzz:b - 0 ask", "-20 -20 0"),
    Case(
        "nobody buzzes: to the audience (CN02)",
        Buzz(),
        {**AUDIENCE, "items": 1},
        "ask go rule:to_audience rule:audience",
        "0 0 0",
        True,
    ),
    Case(
        "wrong, to the audience (CN05)",
        Buzz(),
        {"second_chance": "to_audience", "items": 1},
        "ask go buzz:c - rule:audience",
        "0 0 -10",
        True,
    ),
    Case(
        "nobody is left to buzz: to the audience",
        Buzz(),
        {**AUDIENCE, "items": 1, "attempts_max": 3},
        "ask go buzz:a - go buzz:b - rule:audience",
        "-20 -20",
        True,
        "ab",
    ),
    Case(
        "a wrong answer makes it void",
        Buzz(),
        {"second_chance": "void", "items": 1},
        "ask go buzz:a -",
        "-10 0 0",
        True,
    ),
    Case(
        "begun in time, then time to answer (CN05)",
        Buzz(),
        {"start_time": 10, "late_start": D(-10)},
        "ask go buzz:a go@0 begin@9 +@39",
        "10 0 0",
    ),
    # Required questions.
    Case(
        "a late start costs the points (CN08)",
        Required(),
        {"start_time": 20, "late_start": D(-10)},
        "ask go rule:late ask go@0 begin@5 +",
        "-10 10 0",
    ),
    Case("prompting: no points (CN07)", Required(), {"foul": D(0)}, "ask rule:foul ask +", "0 10 0"),
    Case("prompting: minus ten (CN02)", Required(), {"foul": D(-10)}, "ask rule:foul ask +", "-10 10 0"),
    Case(
        "violation: minus two, a right answer 2.5 (CN14)",
        Required(),
        {"foul": D(-2), "points": D("2.5")},
        "ask + ask rule:foul",
        "2.5 -2 0",
    ),
    Case(
        "parts with points of their own (CN09)",
        Required(),
        {"parts": PARTS, "per_team": 3},
        "ask + ask - ask + ask + ask +",
        "50 20",
        False,
        "ab",
    ),
    Case(
        "one team after the other", Required(), {"turns": "team_by_team", "per_team": 2}, "ask + ask + ask +", "20 10 0"
    ),
    Case(
        "a swap is asked anew", Required(), {"swaps": 1, "per_team": 1}, "ask rule:swap ask + ask -", "10 0", True, "ab"
    ),
    Case(
        "the next team names who answers (CN11)",
        Required(),
        {"answers": "named_by_opponent", "points": D(30), "per_team": 1},
        "name:a-3 ask + name:b-1 ask -",
        "30 0 0",
    ),
    Case(
        "packs picked by the team (CN12)",
        Required(),
        {"packs": ("p1", "p2", "p3"), "per_team": 1},
        "pack:p2 ask + pack:p1 ask - pack:p3 ask +",
        "10 0 10",
        True,
    ),
    # Team questions.
    Case(
        "proportional (CN11)",
        TeamRequired(),
        {"partial": "proportional", "points": D(20)},
        "ask part:3/4 ask part:1/4",
        "15 5 0",
    ),
    Case(
        "options missed only (CN14)",
        TeamRequired(),
        {"partial": "missed_only", "points": D(5)},
        "ask part:2/3 ask -",
        "10/3 0 0",
    ),
    Case(
        "graded by the judges (CN05)",
        TeamRequired(),
        {"partial": "graded", "points": D(20)},
        "ask part:12.5",
        "12.5 0 0",
    ),
    Case(
        "minus ten, or a pass (CN26)",
        TeamRequired(),
        {"wrong": D(-10), "points": D(20), "passed": D(0)},
        "ask + ask - ask rule:passed",
        "20 -10 0",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind.name}: {case.name}")
def test_a_rule(case: Case) -> None:
    played = play(table(case.kind, *case.teams, **case.rules), case.steps)
    assert [str(score.value) for score in played.scores().values()] == [str(exact) for exact in fractions(case.points)]
    assert played.over == case.over
    assert played.refold() == played.state


def fractions(text: str) -> list[Any]:
    from fractions import Fraction

    return [Fraction(word) for word in text.split()]


def test_a_team_swaps_once_and_only_those_who_may() -> None:
    """CN09: the best three of a puzzle may swap one question."""
    played = play(table(Required(), "a", "b", swaps=1, swappers=("a",)), "ask rule:swap ask")
    for steps in ("rule:swap", "+ ask rule:swap"):
        with pytest.raises(IllegalFact, match="expected one of"):
            play(played, steps)


def test_a_pack_gives_its_own_questions() -> None:
    items = tuple(attrs.evolve(item, pack=f"p{place % 2 + 1}") for place, item in enumerate(bank(4)))
    played = table(Required(), "a", "b", questions=items, packs=("p1", "p2"), per_team=2, turns="team_by_team")
    play(played, "pack:p2 ask + ask +")
    with pytest.raises(IllegalFact, match="expected one of p1"):
        play(played, "pack:p2")
    play(played, "pack:p1 ask + ask +")
    assert asked(played) == ["1:a:q2", "2:a:q4", "3:b:q1", "4:b:q3"]
    assert played.over


def test_a_team_for_which_no_pack_is_left_answers_questions_of_none() -> None:
    """A team that came late makes one team more than there are packs."""
    items = tuple(attrs.evolve(item, pack=pack) for item, pack in zip(bank(4), ("p1", None, "p1", None), strict=True))
    played = table(Required(), "a", "b", questions=items, packs=("p1",), per_team=1)
    play(played, "pack:p1 ask + ask +")
    assert asked(played) == ["1:a:q1", "2:b:q2"]
    assert played.over


def test_the_opponent_picks_the_pack() -> None:
    played = play(table(Required(), "a", "b", packs=("p1", "p2"), pick="opponent"), "pack:p1")
    assert (played.record[0].team, played.record[0].by) == ("a", "b")  # type: ignore[attr-defined]


def test_members_have_points_of_their_own() -> None:
    """CN14: the best individual by own points, 必答 and 抢答 alike."""
    played = play(table(Required(), "a", "b", individual=True, per_team=4), "ask + ask - ask + ask +")
    values = {who: score.value for who, score in played.scores().items()}
    assert values == {"a": 20, "b": 10, "a-1": 10, "b-1": 0, "a-2": 10, "b-2": 10}
    (award,) = played.kind.awards(played.state, played.moment)
    assert award.winners == ("a-1", "a-2", "b-2")
    buzzed = play(table(Buzz(), "a", "b", individual=True), "ask go buzz:b name:b-2 + ask go buzz:b name:b-2 -")
    assert {who: score.value for who, score in buzzed.scores().items()} == {"a": 0, "b": 0, "b-2": 0}


def test_who_answered_is_said_after_the_ruling_too() -> None:
    """An afternoon's hurry: the ruling came before the name, and the next question was asked meanwhile."""
    played = play(table(Buzz(), "a", "b", individual=True), "ask go buzz:a")
    labels = [draw(move.label, "en") for move in played.moves() if move.fact.type == "quiz.ruled"]
    assert all(label.endswith("; first say who answers, for the best individual") for label in labels), labels
    play(played, "+ ask go buzz:b -")
    assert not list(played.kind.awards(played.state, played.moment))
    (first, second) = [move for move in played.moves() if move.fact.type == "quiz.named"]
    assert (draw(first.label, "en"), first.aside, second.identity["team"]) == (
        "Question 1  desk 1 a: who answered",
        True,
        "b",
    )
    played.push(first.fill(member="a-2"))
    (award,) = played.kind.awards(played.state, played.moment)
    assert (award.winners, award.score and award.score.value) == (("a-2",), 10)
    assert [move.identity["team"] for move in played.moves() if move.fact.type == "quiz.named"] == ["b"]


@pytest.mark.parametrize("steps", ["ask go buzz:a void", "ask early:a", "ask go buzz:a name:a-1 +"])
def test_nobody_is_asked_who_answered_where_nobody_can_be(steps: str) -> None:
    played = play(table(Buzz(), "a", "b", individual=True), steps)
    assert not [move for move in played.moves() if move.fact.type == "quiz.named" and move.aside]


def test_the_clock_of_a_late_start() -> None:
    played = play(table(Required(), "a", start_time=20, late_start=D(-10), answer_time=30), "ask go@0")
    assert played.kind.clock(played.state.current, played.rules).limit_ms == 20_000  # type: ignore[attr-defined]
    play(played, "begin@19")
    assert played.kind.clock(played.state.current, played.rules).limit_ms == 30_000  # type: ignore[attr-defined]
    play(played, "+@50")
    (leaf,) = played.scores()["a"].parts
    assert leaf.note is not None
    assert leaf.note.in_language("en") == "1 s over time"


@pytest.mark.parametrize(
    ("rules", "refused"),
    [
        ({"parts": PARTS, "per_team": 4}, "expected 4 questions in all, as per_team says, found 3"),
        ({"packs": ("p1",)}, "expected a pack for each of 2 teams, found 1"),
    ],
)
def test_what_cannot_be_played(rules: dict[str, Any], refused: str) -> None:
    played = table(Required(), "a", "b", **rules)
    (found,) = played.kind.refuse(played.rules, Roster(played.field.teams), None)
    assert found[1].in_language("en") == refused


@pytest.mark.parametrize(
    ("rules", "refused"),
    [
        ({"interrupt": D(-5)}, "nobody may buzz while the host reads: write while_reading: allowed beside it"),
        ({"early_out_after": 3, "early_buzz": "blocked"}, "no false start counts here: early_buzz is blocked"),
    ],
)
def test_what_cannot_happen_at_the_buzzers_is_refused(rules: dict[str, Any], refused: str) -> None:
    played = table(Buzz(), "a", "b", **rules)
    (found,) = played.kind.refuse(played.rules, Roster(played.field.teams), None)
    assert found[1].in_language("en") == refused


@pytest.mark.parametrize("steps", ["risk:20 ask hand:a", "risk:20 ask go done hand:b", "risk:20 ask hand:b hand:c"])
def test_a_question_is_handed_on_once_and_before_the_answer(steps: str) -> None:
    with pytest.raises((IllegalFact, LookupError)):
        play(table(Risk(), "a", "b", "c", **DUEL), steps)


def host(played: Table) -> str:
    said = played.kind.scene(played.state, played.moment, "host").of(Say)
    return " ".join(line.in_language("en") for say in said for line in (*say.now, *say.then))


def test_what_is_read_and_reckoned_of_questions_handed_on() -> None:
    played = table(Risk(), "a", "b", "c", per_team=2, **DUEL)
    kind: Any = played.kind
    read = {
        "risk:30": ("ask", "a go for thirty: right plus thirty, wrong minus thirty. Listen, please."),
        "ask": ("answer", "Your answer, please."),
        "hand:c": ("answer", "Desk 1 hands the question on to desk 3, c. Your answer, please."),
        "+": ("next", "Correct! Thirty points to desk 3. Minus thirty for desk 1, which handed it on. "
                      "Desk 2, b: how many points?"),
        "risk:10": ("ask", "b go for ten: right plus ten, wrong minus ten. Listen, please."),
        "ask ": ("answer", "Your answer, please."),
        "hand:a": ("answer", "Desk 2 hands the question on to desk 1, a. Your answer, please."),
        "-": ("next", "Wrong: minus ten for desk 1. Ten points for desk 2, which handed it on. "
                      "Desk 3, c: how many points?"),
        "pass": ("next", "c pass. Desk 1, a: how many points?"),
    }  # fmt: skip
    for step, (phase, line) in read.items():
        play(played, step)
        assert (kind.phase(played.state, played.moment), host(played)) == (phase, line), step
    parts = {team: [(each.label.in_language("en"), each.value) for each in score.parts]
             for team, score in played.scores().items()}  # fmt: skip
    assert parts == {
        "a": [("Question 1: handed on", -30), ("Question 2: wrong", -10)],
        "b": [("Question 2: handed on", 10)],
        "c": [("Question 1: right", 30)],
    }
    assert played.scores()["a"].parts[0].record == played.scores()["c"].parts[0].record, "the ruling"
    out = kind.out(played.state, played.state.current, played.moment)
    assert [(team, why.in_language("en")) for team, why in out] == [("c", "passed")]
    signs = {team: [*kind.signs(played.state, played.moment, team)] for team in "abc"}
    assert {team: [(number, sign.in_language("en")) for number, sign in own] for team, own in signs.items()} == {
        "a": [(2, "W")],
        "b": [],
        "c": [(3, "P"), (1, "R")],
    }


def test_in_a_play_off_nothing_is_said_of_the_points_of_the_giver() -> None:
    played = play(table(Risk(), "a", "b", **DUEL), "risk:30 ask hand:b +")
    moment = attrs.evolve(played.moment, play_off=True)
    (say,) = played.kind.scene(played.state, moment, "host").of(Say)
    assert "handed it on" not in say.now[0].in_language("en")


def test_what_a_team_goes_for_where_wrong_costs_nothing() -> None:
    assert host(play(table(Risk(), "a", "b", wrong="none"), "risk:30")) == (
        "a go for thirty; a wrong answer costs nothing. Listen, please."
    )


@pytest.mark.parametrize("level", ["0", "-10"])
def test_a_level_is_above_0(level: str) -> None:
    with pytest.raises(RuleError, match="different levels above 0"):
        RiskRules(levels=(D(level), D(20)))
    assert RiskRules(levels=(D("0.5"), D(1))).levels[0] == D("0.5")


@pytest.mark.parametrize("share", ["-1.25", "1.25"])
def test_a_share_is_at_most_the_level(share: str) -> None:
    with pytest.raises(ValueError, match="must be"):
        Shares(receiver=D(share))


def test_a_choice_is_corrected_only_to_a_team_that_has_one_left() -> None:
    played = play(table(Risk(), "a", "b", "c"), "pass")
    (move,) = [move for move in played.open() if move.fact is Chosen]
    assert move.check is not None
    found = {team: move.check(Chosen(2, team, "10")) for team in "abc"}
    assert {team: why and why.in_language("en") for team, why in found.items()} == {
        "a": "a has no choice left",
        "b": None,
        "c": None,
    }


def test_how_many_choices_are_to_come() -> None:
    played = table(Risk(), "a", "b", "c", per_team=2)
    kind: Any = played.kind
    for step, planned, left in (("", 6, [2, 2, 2]), ("pass risk:10", 6, [1, 1, 2]), ("out:b", 5, [1, 0, 2])):
        play(played, step)
        assert kind.planned(played.state, played.moment) == planned
        assert [kind.left(played.state, played.moment, team) for team in "abc"] == left
    once = play(table(Risk(), "a", "b"), "pass")
    assert [kind.left(once.state, once.moment, team) for team in "ab"] == [0, 1]


def test_a_level_of_which_all_questions_are_gone_is_offered_no_more() -> None:
    played = play(table(Risk(), "a", "b", "c", stock=1, levels=(D(10), D(20), D(30))), "risk:20 ask + risk:10 ask +")
    with pytest.raises(IllegalFact):
        play(played, "risk:20")
    short = table(Risk(), "a", "b", "c", "d", stock=1)
    ((where, why),) = short.kind.refuse(short.rules, Roster(short.field.teams), None)
    assert (where, why.in_language("en")) == ("stock", "4 choices need as many questions, found 3")
    short = table(Risk(), "a", "b", "c", "d", stock=2, per_team=2)
    ((where, why),) = short.kind.refuse(short.rules, Roster(short.field.teams), None)
    assert (where, why.in_language("en")) == ("stock", "8 choices need as many questions, found 6")
    for enough in (table(Risk(), "a", "b", "c", stock=3), table(Risk(), "a", "b", "c", questions=bank(6), per_team=2)):
        assert not list(enough.kind.refuse(enough.rules, Roster(enough.field.teams), None))
    short = table(Risk(), "a", "b", "c", questions=bank(5), per_team=2)
    assert [where for where, _why in short.kind.refuse(short.rules, Roster(short.field.teams), None)] == ["questions"]


@pytest.mark.parametrize("key", ["early", "buzz"])
def test_a_team_that_is_out_may_not_even_be_named(key: str) -> None:
    rules = {"early_out_after": 1, "wrong_out_after": 1, "early_points": D(0), "wrong": D(0)}
    played = play(table(Buzz(), "a", "b", "c", **rules), "ask early:a go buzz:b - ask")
    with pytest.raises(IllegalFact):
        play(played, f"{key}:a")


@pytest.mark.parametrize(
    ("turns", "ties", "expected"),
    [
        ("reverse_seat", "running", "cba"),
        ("seat", "running", "abc"),
        ("reverse", "running", "acb"),
        ("lowest_first", "seat", "abc"),
        ("lowest_first", "running", "bca"),
        ("highest_first", "seat", "abc"),
    ],
)
def test_the_order_of_risk(turns: str, ties: str, expected: str) -> None:
    """CN08 by seats backwards, CN01 ties by the draw, CN02 ties by seats; the draw is b, c, a, the seats a, b, c."""
    played: Table = table(Risk(), "b", "c", "a", turns=turns, ties=ties)
    played.field = attrs.evolve(played.field, podiums=(("a", 1), ("b", 2), ("c", 3)))
    play(played, "pass pass pass")
    assert "".join(fact.team for fact in played.record) == expected  # type: ignore[attr-defined]


def test_risk_wrong_and_passing_by_rule() -> None:
    assert points(play(table(Risk(), "a", "b", wrong="half"), "risk:30 ask - risk:10 ask +")) == {"a": -15, "b": 10}
