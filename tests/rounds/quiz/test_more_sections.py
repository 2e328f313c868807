"""The sections beside required, buzzer and risk questions; each case names its rule-set (tests/rulesets)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from quizarena.moves import IllegalFact
from quizarena.scenes import Paragraph
from quizarena.text import plain
from quizarena_rounds.quiz.sections.audience import Audience
from quizarena_rounds.quiz.sections.board import Board
from quizarena_rounds.quiz.sections.chain import Chain
from quizarena_rounds.quiz.sections.duel import Duel
from quizarena_rounds.quiz.sections.king import King
from quizarena_rounds.quiz.sections.speed import Speed
from quizarena_rounds.quiz.sections.trap import Trap
from quizarena_rounds.quiz.sections.vote import Vote
from tests.rounds.quiz.play import Case, bank, play, points, table

D = Decimal


CASES = [
    Case("two of three right (CN06)", Board(), {}, "ask go boards:+-+", "10 0 10"),
    Case("wrong costs, a pass does not (CN26)", Board(), {"points": D(20), "wrong": D(-10), "passed": D(0)},
         "ask boards:+-p", "20 -10 0"),
    Case("void for all is asked anew", Board(), {"items": 1}, "ask void ask boards:---", "0 0 0", True),
    Case("a team leaves", Board(), {"items": 2}, "ask boards:+++ out:b ask boards:++", "20 10 20", True),
    Case("fifteen in forty seconds (CN12)", Speed(), {"items": 15}, "ask go count:9/2 ask count:0/0 ask count:15/0",
         "90 0 150", True),
    Case("wrong ones cost", Speed(), {"items": 5, "wrong": D(-5)}, "ask count:2/3", "5 0 0"),
    Case("a window is asked anew", Speed(), {"items": 5}, "ask void ask count:1/0 ask count:2/0", "10 20", True, "ab"),
    Case("the second clue (CN26)", Chain(), {}, "ask clue buzz:b +", "0 30 0"),
    Case("wrong at the first, another at the third", Chain(), {"wrong": D(-10)}, "ask buzz:a - clue clue buzz:b + ask",
         "-10 20 0"),
    Case("again at a later clue", Chain(), {"again": True}, "ask buzz:a - clue buzz:a + ask", "30 0 0"),
    Case("all clues, nobody", Chain(), {"items": 1}, "ask clue clue clue 0", "0 0 0", True),
    Case("all were wrong", Chain(), {"items": 1, "wrong": D(-5)}, "ask buzz:a - buzz:b -", "-5 -5", True, "ab"),
    Case("counts for nobody (CN01)", Audience(), {"items": 2}, "ask rule:audience ask 0", "0 0 0", True),
    Case("the supporters in turn", Audience(), {"bloc": "each", "points": D(5)}, "ask + ask - ask +", "5 0 5", True),
    Case("whoever answers (CN26)", Audience(), {"bloc": "any", "points": D(20), "wrong": D(-10)},
         "ask buzz:c + ask buzz:a - ask 0", "-10 0 20", True),
    Case("the lowest team's supporters (CN26)", Audience(), {"bloc": "lowest", "points": D(20), "items": 2},
         "call ask + call ask +", "20 20 0", True),
    Case("sixty jurors (CN27)", Vote(), {}, "votes:41 votes:60 votes:0", "41 60 0", True),
    Case("two points a flag", Vote(), {"points": D(2)}, "votes:3 out:b votes:5", "6 10", True),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind.name}: {case.name}")
def test_a_section(case: Case) -> None:
    played = play(table(case.kind, *case.teams, **case.rules), case.steps)
    assert [score.value for score in played.scores().values()] == [Fraction(word) for word in case.points.split()]
    assert played.over == case.over
    assert played.refold() == played.state


def test_the_hall_sees_only_the_clues_read() -> None:
    clues = tuple(plain(f"clue {n}") for n in (1, 2, 3))
    items = tuple(attrs.evolve(item, clues=clues) for item in bank(4))
    played = play(table(Chain(), "a", "b", questions=items), "ask clue")

    def seen(audience: str) -> list[str]:
        scene = played.kind.scene(played.state, played.moment, audience)
        return [block.text.in_language("en") for block in scene.of(Paragraph)]

    assert (seen("hall"), seen("desk")) == (["clue 1", "clue 2"], ["clue 1", "clue 2", "clue 3"])


def test_a_wrong_team_waits_for_the_next_clue() -> None:
    played = play(table(Chain(), "a", "b", again=True), "ask buzz:a -")
    with pytest.raises(IllegalFact, match="expected one of b"):
        play(played, "buzz:a")


def test_counts_beyond_the_questions_are_refused() -> None:
    played = play(table(Speed(), "a", "b", items=5), "ask")
    with pytest.raises(IllegalFact, match="at most 5 answers, found 6"):
        play(played, "count:4/2")


FOUR = {"a": 90, "b": 120, "c": 100, "d": 110}


def test_duels_by_live_rank() -> None:
    """CN03: first against second (b, d), third against fourth (c, a); the lower one draws the set for its opponent."""
    played = table(Duel(), *"abcd", per_team=1, packs=("p1", "p2", "p3", "p4"), pick="opponent", lifelines=1)
    played.totals = {team: Fraction(total) for team, total in FOUR.items()}
    play(played, "pair pack:p3 ask + pack:p1 ask go@0 help go@8 -@12 pack:p2 ask - pack:p4 ask +")
    picks = [(fact.by, fact.team) for fact in played.record if fact.type == "quiz.pack_taken"]  # type: ignore[attr-defined]
    assert picks == [("d", "b"), ("b", "d"), ("a", "c"), ("c", "a")]
    assert points(played) == {"a": 10, "b": 10, "c": -10, "d": -10}
    assert played.over


def test_a_lifeline_restarts_the_clock_once() -> None:
    played = play(table(Duel(), "a", "b", lifelines=1), "pair ask go@0 help")
    assert not played.state.current.timed
    with pytest.raises(LookupError):
        play(played, "help")


@pytest.mark.parametrize("team", ["lower", "team"])
def test_who_picks_the_set(team: str) -> None:
    played = play(table(Duel(), "a", "b", packs=("p1", "p2"), pick=team), "pair pack:p1")
    assert played.record[-1].by == {"lower": "b", "team": "a"}[team]  # type: ignore[attr-defined]


def test_king_of_the_hill() -> None:
    """CN20: a is champion by lot and challenges c; a is wrong. c challenges b, who passes the question over."""
    played = play(table(King(), "a", "b", "c", lifelines=1), "rival:c ask + ask - rival:b ask help - ")
    assert points(played) == {"a": 0, "b": 2, "c": 1}
    assert played.over


def test_the_champion_stays_where_nobody_is_wrong() -> None:
    played = play(table(King(), "a", "b", "c", items=2), "rival:b ask + ask + rival:c ask -")
    assert points(played) == {"a": 2, "b": 0, "c": 1}


def test_a_champion_who_leaves_loses_the_duel() -> None:
    played = play(table(King(), "a", "b", "c"), "rival:b ask out:a void rival:c ask -")
    assert points(played) == {"a": 0, "b": 2, "c": 1}


def test_the_trap() -> None:
    """CN26: the three lower teams set the leader a question; wrong costs it 30, ten for each of them."""
    played = table(Trap(), *"abcd")
    played.totals = {team: Fraction(total) for team, total in FOUR.items()}
    play(played, "call ask -")
    assert played.record[0].by == ("d", "c", "a")  # type: ignore[attr-defined]
    assert points(played) == {"a": 10, "b": -30, "c": 10, "d": 10}
    assert played.over


def test_votes_beyond_the_jurors_are_refused() -> None:
    played = play(table(Vote(), "a", "b", jurors=10, each=1), "votes:7")
    with pytest.raises(IllegalFact, match="at most 3"):
        play(played, "votes:4")
    assert play(played, "votes:3").over
