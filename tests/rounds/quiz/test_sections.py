"""Each section, played from its moves: cases of steps and what they must come to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest

from quizarena.moves import IllegalFact
from quizarena.roster import Roster
from quizarena.rounds import RoundKind
from quizarena_rounds.quiz.facts import Asked
from quizarena_rounds.quiz.sections.buzz import Buzz
from quizarena_rounds.quiz.sections.buzz_sudden_death import BuzzSuddenDeath
from quizarena_rounds.quiz.sections.required import Required, TeamRequired
from quizarena_rounds.quiz.sections.risk import Risk
from quizarena_rounds.quiz.sections.sudden_death import SuddenDeath
from tests.rounds.driver import Table
from tests.rounds.quiz.play import asked, bank, play, points, rejudge, table
from tests.story import load

D = Decimal


@attrs.frozen
class Case:
    """Steps of a section over the teams a, b, c, and the points of each after them."""

    name: str
    kind: RoundKind
    steps: str
    points: str
    over: bool = False
    rules: dict[str, Any] = attrs.field(factory=dict)
    teams: str = "abc"


LEVELLED = tuple(attrs.evolve(item, level=level) for item, level in zip(bank(2), (D(10), D(30)), strict=True))
VOIDING = {"early_buzz": "question_void", "early_points": D(-5)}
CASES = [
    # Required: CN01, CN05, CN07 (wrong and late give 0; member 1 of all teams, then member 2).
    Case("three in turn", Required(), "ask + ask - ask go +@29", "10 0 10"),
    Case("a late answer the host accepts", Required(), "ask go@0 +@31", "10 0 0"),
    Case("all done", Required(), "ask + ask + ask -", "10 10 0", over=True, rules={"per_team": 1}),
    Case("a void question is owed", Required(), "ask void", "0 0 0", rules={"per_team": 1}),
    Case("and asked anew", Required(), "ask void ask + ask -", "10 0", True, {"per_team": 1}, "ab"),
    Case("a withdrawn team is passed over", Required(), "ask + out:b ask +", "10 0 10", True, {"per_team": 1}),
    Case("its void question is not owed", Required(), "ask + ask out:b void ask +", "10 0 10", True, {"per_team": 1}),
    Case("a late start costs the points (CN08)", Required(), "ask -", "-10 0 0", rules={"wrong": D(-10)}),
    Case("team questions", TeamRequired(), "ask + ask - ask +", "10 0 10", True, {"per_team": 1}),
    # Buzzer: CN01 (wrong -10; early -10 and void), CN03 (early -10, continues), CN06 (wrong: others go on).
    Case("right", Buzz(), "ask go buzz:b go +", "0 10 0"),
    Case("wrong ends the question", Buzz(), "ask go buzz:b go - ask", "0 -10 0"),
    Case("early, the others go on", Buzz(), "ask early:a go buzz:b +", "-10 10 0"),
    Case("early, void for all", Buzz(), "ask early:a ask go buzz:a +", "5 0 0", rules=VOIDING),
    Case("everybody early", Buzz(), "ask early:a early:b early:c ask", "-10 -10 -10"),
    Case("nobody", Buzz(), "ask go 0 ask go buzz:c +", "0 0 10", True, {"items": 2}),
    Case("re-buzz", Buzz(), "ask go buzz:a - go buzz:b - ask", "-10 -10 0", rules={"second_chance": "rebuzz"}),
    Case(
        "until all tried",
        Buzz(),
        "ask go buzz:a - go buzz:b - go buzz:c +",
        "-10 -10 10",
        True,
        {"second_chance": "until_all_tried", "items": 1},
    ),
    Case("void is replaced", Buzz(), "ask go buzz:a void ask go buzz:b +", "0 10 0", True, {"items": 1}),
    Case("void before a buzz", Buzz(), "ask void ask go 0", "0 0 0", True, {"items": 1}),
    # Risk: CN01, CN05, CN08 (full negative, may pass), CN04 (half).
    Case("levels both ways", Risk(), "risk:10 ask + risk:30 ask - pass", "10 -30 0", True),
    Case("half", Risk(), "risk:30 ask -", "-15 0 0", rules={"wrong": "half"}),
    Case("void keeps the level", Risk(), "risk:20 ask void ask +", "20 0 0"),
    Case("a team leaves after its choice", Risk(), "risk:20 out:a risk:10 ask +", "0 10 0"),
    # Play-offs: CN01 (first right wins, first wrong is out).
    Case("separated in one pass", SuddenDeath(), "ask + ask -", "10 0", True, teams="ab"),
    Case("level, so another pass", SuddenDeath(), "ask + ask + ask - ask +", "10 20", True, teams="ab"),
    Case("a pass is finished", SuddenDeath(), "ask - ask +", "0 10 0"),
    Case("two of three level", SuddenDeath(), "ask - ask + ask +", "0 10 10"),
    Case("one leader suffices", SuddenDeath(), "ask - ask + ask -", "0 10 0", True, {"until": "leader_alone"}),
    Case("the most passes", SuddenDeath(), "ask + ask +", "10 10", True, {"passes": 1}, "ab"),
    Case("void in the last turn", SuddenDeath(), "ask + ask void ask -", "10 0", True, teams="ab"),
    Case("first right wins", BuzzSuddenDeath(), "ask go buzz:b go +", "0 10 0", True),
    Case("wrong is out", BuzzSuddenDeath(), "ask go buzz:a - ask go buzz:c +", "-10 0 10", True),
    Case("the last one left wins", BuzzSuddenDeath(), "ask go buzz:a - ask go buzz:c -", "-10 0 -10", True),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind.name}: {case.name}")
def test_a_section(case: Case) -> None:
    played = play(table(case.kind, *case.teams, **case.rules), case.steps)
    assert list(points(played).values()) == list(map(D, case.points.split()))
    assert played.over == case.over
    assert played.refold() == played.state


def test_the_quiz_of_the_story() -> None:
    story = load()
    played = table(Required(), *story.draw.order, questions=bank(16, 4))
    for turn in range(16):
        right = story.quiz.rulings[story.draw.order[turn % 4]][turn // 4]
        play(played, f"ask go@0 {'+' if right else '-'}@9")
    assert played.over
    assert len(played.record) == 48, "a question takes three facts"
    assert [fact.member for fact in played.record[::12]] == [f"yingbin-{n}" for n in (1, 2, 3, 4)]  # type: ignore[attr-defined]
    corrected = rejudge(played, {3 * 13: {"verdict": "right"}})
    assert {team: str(value) for team, value in points(corrected).items()} == {
        team: result.quiz for team, result in story.expected.items()
    }
    assert rejudge(corrected, {3 * 13: {"verdict": "wrong"}}).state == played.state


def test_the_bank_is_asked_in_order_and_a_spare_replaces_a_void_question() -> None:
    played = play(table(Required(), "a", "b", questions=bank(8, 1), per_team=2), "ask + ask void ask + ask void ask +")
    assert asked(played) == ["1:a:q1", "2:b:q2", "2:b:s1", "3:a:q3", "3:a:q4"]


def test_nothing_is_asked_twice_in_an_event() -> None:
    played = table(Required(), "a", "b", questions=bank(4), per_team=2, used=frozenset({"q1", "q3"}))
    play(played, "ask + ask +")
    assert asked(played) == ["1:a:q2", "2:b:q4"]
    assert list(played.kind.uses(played.state)) == ["q2", "q4"]
    play(played, "ask +")
    assert asked(played)[-1] == "3:a", "an empty bank leaves the host's cards"


def test_a_chosen_question_of_the_bank() -> None:
    played = table(Required(), "a", "b", questions=bank(4, 1), per_team=2)
    played.push(Asked(1, "a", "a-1", "q3"))
    play(played, "+ ask +")
    assert asked(played) == ["1:a:q3", "2:b:q1"]
    with pytest.raises(IllegalFact, match="q1 has been used"):
        rejudge(played, {1: {"question": "q1"}})
    assert asked(rejudge(played, {1: {"question": "s1"}})) == ["1:a:s1", "2:b:q1"]


def test_risk_takes_a_question_of_its_level() -> None:
    items = (*LEVELLED, bank(3)[2])
    played = play(table(Risk(), "a", "b", "c", questions=items), "risk:30 ask + risk:30 ask - risk:10 ask +")
    assert asked(played) == ["1:a:q2", "2:b:q3", "3:c:q1"]


@pytest.mark.parametrize(("turns", "expected"), [("running", "abc"), ("lowest_first", "bca"), ("highest_first", "acb")])
def test_who_risks_first(turns: str, expected: str) -> None:
    """CN01 (score_desc), CN02 and CN04 (score_asc); ties in running order."""
    played = table(Risk(), "a", "b", "c", turns=turns)
    played.totals = {"a": 110, "b": 90, "c": 100}
    play(played, "risk:10 ask + pass risk:20 ask +")
    chosen = [fact.team for fact in played.record if fact.type == "quiz.chosen"]  # type: ignore[attr-defined]
    assert "".join(chosen) == expected


def test_a_ruled_question_voided_later_leaves_the_later_ones_and_is_asked_at_the_end() -> None:
    """D5 of the screens: 此题作废重出 as a correction of the ruling."""
    played = play(table(Required(), "a", "b", per_team=2), "ask + ask + ask + ask +")
    voided = rejudge(played, {4: {"verdict": "void"}})
    assert points(voided) == {"a": 20, "b": 10}
    assert not voided.over
    play(voided, "ask -")
    assert asked(voided) == ["1:a", "2:b", "3:a", "4:b", "2:b"]
    assert voided.over


def test_a_corrected_buzz_takes_its_ruling_along() -> None:
    played = play(table(Buzz(), "a", "b"), "ask go buzz:a go + ask go buzz:a -")
    assert points(rejudge(played, {3: {"team": "b"}})) == {"a": -10, "b": 10}


def test_a_wrong_answer_corrected_to_right_conflicts_with_the_second_chance() -> None:
    played = play(table(Buzz(), "a", "b", second_chance="rebuzz"), "ask go buzz:a - go buzz:b +")
    with pytest.raises(IllegalFact):
        rejudge(played, {4: {"verdict": "right"}})


def test_amended_points_score_the_past_anew() -> None:
    played = play(table(Required(), "a", "b"), "ask + ask -")
    played.rules = attrs.evolve(played.rules, points=D(15), wrong=D(-1))
    assert points(played) == {"a": 15, "b": -1}


@pytest.mark.parametrize(
    ("steps", "refused"),
    [
        ("ask go buzz:a", "buzz:b"),
        ("ask early:a go", "buzz:a"),
        ("ask go buzz:a -", "buzz:b"),
        ("ask go buzz:a", "0"),
        ("", "go"),
    ],
)
def test_out_of_turn(steps: str, refused: str) -> None:
    played = play(table(Buzz(), "a", "b"), steps)
    with pytest.raises((IllegalFact, LookupError)):
        play(played, refused)


def test_a_blocked_buzzer_says_why() -> None:
    played = play(table(Buzz(), "a", "b", early_buzz="blocked"), "ask")
    assert played.reason("quiz.buzzed") == "the host has not said: buzz now"


def test_the_clock_carries_on_and_can_be_mended() -> None:
    played = play(table(Required(), "a", "b"), "ask go@0 stop@5 go@10")
    played.make("quiz.clock_moved", seconds="10")
    play(played, "done@40")
    clock = played.state.current.clock
    assert (clock.used_ms, clock.running, played.state.current.extra_seconds) == (35_000, False, 10)
    assert played.reason("quiz.clock") == "the answer is complete; rule on it"
    played.make("quiz.clock", action="reset")
    assert played.state.current.clock.used_ms == 0


def test_an_answer_over_time_says_so_in_its_score() -> None:
    """A timeout is a person's ruling: + stays open, and the score carries the seconds (SCREENS, mistake 8)."""
    played = play(table(Required(), "a", "b"), "ask go@0 +@31")
    (leaf,) = played.scores()["a"].parts
    assert (leaf.record, leaf.value) == (3, 10)
    assert leaf.note is not None
    assert leaf.note.in_language("zh") == "超时 1 秒"


def test_a_void_question_stands_struck_in_the_score() -> None:
    played = play(table(Required(), "a", "b"), "ask void")
    (leaf,) = played.scores()["a"].parts
    assert (leaf.counted, leaf.record) == (False, 2)


def refusals(played: Table) -> list[str]:
    found = played.kind.refuse(played.rules, Roster(played.field.teams), None)
    return [f"{path}: {reason.in_language('en')}" for path, reason in found]


@pytest.mark.parametrize(
    ("kind", "rules", "expected"),
    [
        (Required(), {"questions": bank(3, 9), "per_team": 2}, "4 questions needed besides spares; 3 found"),
        (Buzz(), {"questions": bank(3), "items": 4}, "4 questions needed besides spares; 3 found"),
        (Risk(), {"questions": LEVELLED}, "no question for the level 20; add one"),
        (BuzzSuddenDeath(), {"wrong": D(0)}, "who is out has to stand below who is in"),
    ],
)
def test_what_cannot_be_played_is_refused(kind: RoundKind, rules: dict[str, Any], expected: str) -> None:
    (refusal,) = refusals(table(kind, "a", "b", **rules))
    assert expected in refusal


@pytest.mark.parametrize(
    ("kind", "rules"),
    [
        (Required(), {"points": D(-1)}),
        (Required(), {"wrong": D(1)}),
        (Required(), {"per_team": 0}),
        (Required(), {"answer_time": 0}),
        (Risk(), {"levels": ()}),
        (Risk(), {"levels": (D(10), D(10))}),
        (Buzz(), {"early_points": D(5)}),
    ],
)
def test_rules_out_of_bounds(kind: RoundKind, rules: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"expected|must be"):
        kind.rules(**rules)


def test_before_the_call_a_person_says_whether_a_press_counts() -> None:
    played = play(table(Buzz(), "a", "b"), "ask")
    assert {"quiz.buzzed", "quiz.false_start"} <= {move.fact.type for move in played.open()}
    assert points(play(played, "buzz:a +")) == {"a": 10, "b": 0}
