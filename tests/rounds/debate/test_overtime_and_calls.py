"""Points off for over time, segments that a side calls for, and individual sheets with criteria.

Sources: CN15, CN18 and CN19 of tests/rulesets/cn_rulesets.yaml.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizarena.panels import Panel
from quizarena.roster import Roster
from quizarena.text import both, plain
from quizarena_rounds.debate.kind import Debate
from quizarena_rounds.debate.rules import Individual, Overtime, Segment
from tests.rounds.debate.play import CLOSING, FREE, OPENING, TRIMMED, debate, mark_all, sheet, speak, table, to_floor
from tests.rounds.driver import judges, play_random, teams

LATE = Overtime(buffer=15, points=Decimal(-5))
STRICT = Segment(name=plain("opening"), side="affirmative", seconds=150, overtime=LATE)
STRICT_FREE = Segment(name=plain("free debate"), kind="chess", seconds=240, overtime=LATE)
RAID = Segment(name=plain("raid"), seconds=120)
OWN = Individual(
    award=both(zh="最佳辩手", en="Best debater"),
    out_of=Decimal(20),
    criteria={"language": Decimal(10), "logic": Decimal(10)},
    step=Decimal(1),
)


@pytest.mark.parametrize(("seconds", "lost"), [(150, 0), (165, 0), (166, 5), (400, 5)])
def test_over_time_costs_points_once_the_buffer_is_used_up(seconds: int, lost: int) -> None:
    board = table("ab", segments=(STRICT,))
    to_floor(board)
    speak(board, "clock 0", f"clock {seconds}", f"next {seconds}")
    mark_all(board)  # 60 each
    board.make("debate.revealed")
    assert {team: score.value for team, score in board.scores().items()} == {"a": 60 - lost, "b": 60}


def test_each_side_answers_for_its_own_clock() -> None:
    board = table("ab", segments=(STRICT_FREE,))
    to_floor(board)
    speak(board, "left 0", "right 240", "clock 496", "next 496")  # the negative spoke 256 seconds
    mark_all(board)
    board.make("debate.revealed")
    assert {team: score.value for team, score in board.scores().items()} == {"a": 60, "b": 55}
    found = board.scores()["b"].find("overtime")
    assert found is not None
    assert found.label.in_language("en") == "free debate: 16 s over time"
    assert found.record == next(seq for seq, fact in enumerate(board.record, 1) if fact.type == "debate.segment_ended")


def test_the_side_answers_for_its_clock_whichever_team_has_it() -> None:
    board = table("ba", segments=(STRICT_FREE,))
    to_floor(board)
    speak(board, "left 0", "right 256", "clock 300", "next 300")  # the affirmative, b, spoke 256 seconds
    mark_all(board)
    board.make("debate.revealed")
    assert {team: score.value for team, score in board.scores().items()} == {"a": 60, "b": 55}


def test_a_called_segment_comes_next_and_only_once_for_each_side() -> None:
    board = table("ab", segments=(OPENING, CLOSING), on_call=(RAID,))
    to_floor(board)
    with pytest.raises(LookupError):
        board.make("debate.segment_called", side="affirmative")  # nothing has been debated yet
    board.make("debate.segment_ended")
    board.make("debate.segment_called", side="negative")
    with pytest.raises(LookupError):
        board.make("debate.segment_called", side="affirmative")  # one at a time
    assert board.make("debate.turn", side="negative")
    board.make("debate.stopped")
    board.make("debate.segment_ended", segment=2)
    move = next(move for move in board.open() if move.fact.type == "debate.segment_called")
    assert [option.value for option in move.blanks[0].options] == ["affirmative"]  # type: ignore[union-attr]
    board.make("debate.segment_called", side="affirmative")
    for segment in (3, 4):
        board.make("debate.segment_ended", segment=segment)
    assert "debate.ballot" in {move.fact.type for move in board.open()}
    assert board.refold() == board.state


def test_individual_sheets_have_criteria() -> None:
    board = table("ab", segments=(OPENING,), individual=OWN)
    to_floor(board)
    board.make("debate.segment_ended")
    for team in "ab":
        for place, judge in enumerate(("j1", "j2", "j3")):
            speakers = {f"{team}-{n}.{key}": str(5 + place + (team == "b") * n) for n in (1, 2) for key in OWN.criteria}
            board.make("debate.ballot", sheet("20 10 20 10", speakers), team=team, judge=judge)
    board.make("debate.revealed")
    (award,) = board.kind.awards(board.state, board.moment)
    assert award.winners == ("b-2",)
    assert award.score is not None
    assert award.score.value == Fraction(
        16
    )  # totals 14, 16, 18; one lowest and one highest leave 1, too few: mean of all
    award.score.check()


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"individual": Individual(award=plain("x"), out_of=Decimal(30), criteria=OWN.criteria)}, "individual.out_of"),
        ({"verdict": "votes", "criteria": {}, "segments": (STRICT,)}, "segments"),
        ({"on_call": (Segment(name=plain("x"), seconds=0),)}, "on_call.0.seconds"),
    ],
)
def test_what_contradicts_itself_is_refused(changed: dict[str, object], path: str) -> None:
    panel = Panel.of_mapping({"rule": "mean"})
    found = Debate().refuse(debate(**changed), Roster(teams("a", "b"), judges(3)), panel)
    assert path in [where for where, _ in found]


@given(st.data())
@settings(max_examples=12)
def test_any_legal_play_with_calls_comes_to_an_end(data: st.DataObject) -> None:
    board = table("abcd", segments=(OPENING, FREE, STRICT), on_call=(RAID,), individual=OWN)
    assert board.panel == TRIMMED
    play_random(board, data, asides=3)
    assert board.refold() == board.state
