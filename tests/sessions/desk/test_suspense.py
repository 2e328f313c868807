"""What marks still closed can do to a score: reckoned from nothing that is sealed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from quizarena.contest import Contest
from quizarena.contest.last_mark import End
from quizarena.scenes import Say
from quizarena.sessions.desk.projection import play_out
from quizarena.text import draw
from tests.terminal.afternoon import until


def score(contest: Contest, team: str, end: End) -> Fraction | None:
    """Return the team's score in the running round once all unknown marks are at one end."""
    view = play_out(contest, team, end)
    running = contest.state.running
    return None if view is None or running is None else view.standings(audience=None).rounds[running.id][team].value


@pytest.mark.parametrize("seq", [126, 128, 132, 133, 134])
def test_the_least_and_the_best_follow_from_no_mark_that_is_in(seq: int) -> None:
    """Two points are off for over time, whoever has marked so far."""
    assert [score(until(seq), "daqinglu", end) for end in ("low", "high")] == [-2, 98]


@pytest.mark.parametrize(
    ("seq", "low", "high"),
    [(136, Fraction("40.48"), Fraction("91.93")), (138, Fraction("83.63"), Fraction("85.08"))],
)
def test_marks_the_hall_has_seen_count_as_they_are(seq: int, low: Fraction, high: Fraction) -> None:
    assert [score(until(seq), "daqinglu", end) for end in ("low", "high")] == [low, high]


def test_in_a_match_the_other_side_gets_the_other_end() -> None:
    view = play_out(until(250), "daqinglu", "high")
    assert view is not None
    debate = view.standings(audience=None).rounds["debate"]
    assert (debate["daqinglu"].value, debate["yongtai"].value) == (100, 0)


@pytest.mark.parametrize("seq", [25, 124, 236, 283])
def test_where_no_marks_are_collected_there_is_nothing_to_reckon(seq: int) -> None:
    assert play_out(until(seq), "daqinglu", "high") is None


def test_the_contest_itself_stays_as_it_is() -> None:
    contest = until(132)
    before = contest.head, contest.standings(audience=None), len(contest.records)
    play_out(contest, "daqinglu", "high")
    assert (contest.head, contest.standings(audience=None), len(contest.records)) == before


def test_the_copy_says_what_would_be_read() -> None:
    view = play_out(until(132), "daqinglu", "high")
    assert view is not None
    assert view.state.running is not None
    says = [block for block in view.position.blocks(view.state.running, "desk") if isinstance(block, Say)]
    said = [draw(line, "zh") for say in says for _stage, line in say.opening]
    assert said[0].startswith("去掉一个最高分 100，")
    assert said[-1].endswith("98.00 分！")
