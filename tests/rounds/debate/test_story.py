"""The debate of the Yingbin story, through the kind alone.

Source: tests/cases/yingbin_story.yaml; the figures there are exact results of the declared panel (drop one highest and
one lowest total, mean, two decimals, half up).
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from quizarena.points import show
from quizarena_rounds.debate.kind import Debate
from tests import story
from tests.rounds.debate.play import INDIVIDUAL, TRIMMED, debate, sheet
from tests.rounds.driver import Table, hall, judges, teams

STORY = story.load()


@pytest.fixture(scope="module")
def played() -> Table:
    field = hall(teams(*STORY.draw.order), judges(7))
    board = Table(Debate(), debate(sides="drawn", individual=INDIVIDUAL), field, TRIMMED, STORY.draw.seed, id="debate")
    board.make("debate.paired")
    for match in STORY.debate.matches:
        play(board, match)
    return board


def play(board: Table, match: story.Match) -> None:
    board.make("debate.sided")
    assert (board.state.running.affirmative, board.state.running.negative) == (match.affirmative, match.negative)
    board.make("debate.motion_set", text=match.motion)
    board.make("debate.motion_shown")
    for _ in board.rules.segments:
        board.make("debate.segment_ended")
    for team in (match.affirmative, match.negative):
        for judge, marks in STORY.debate.ballots[team].items():
            speakers = {f"{team}-{n}": STORY.debate.individual[f"{team}-{n}"][judge] for n in range(1, 5)}
            board.make("debate.ballot", sheet(" ".join(marks), speakers), team=team, judge=judge)
    board.make("debate.revealed")


def test_every_team_scores_what_the_story_says(played: Table) -> None:
    scores = {team: show(score.value) for team, score in played.scores().items()}
    assert scores == {team: result.debate for team, result in STORY.expected.items()}


def test_the_best_debater_is_the_one_of_the_story(played: Table) -> None:
    (award,) = played.kind.awards(played.state, played.moment)
    assert award.winners == (STORY.best_debater,)
    assert award.name.in_language("zh") == "最佳辩手"
    assert award.score is not None
    assert award.score.value == Fraction("42.8")  # 40 40 41 41 46 46 46: (40+41+41+46+46)/5


def test_the_explanation_goes_down_to_marks_with_their_records(played: Table) -> None:
    score = played.scores()["daqinglu"]
    marks = [node for node in score.walk() if node.key.startswith("criterion:")]
    assert {(mark.label.in_language("zh"), mark.record) for mark in marks} == {
        (criterion, seq)
        for seq, fact in enumerate(played.record, 1)
        if fact.type == "debate.ballot" and fact.team == "daqinglu"
        for criterion in played.rules.criteria
    }


def test_the_facts_written_and_read_again_give_the_same_state(played: Table) -> None:
    assert played.over
    assert played.refold() == played.state
