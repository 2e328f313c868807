"""What the hall's feed adds to a scene: what the last closed mark can still do."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from quizarena.contest import Contest
from quizarena.contest.reveal import next_step
from quizarena.scenes import Marks, Ruling
from quizarena.sessions.hall import feed_of
from quizarena.testing import opened, rulebook_of
from quizarena_rounds.scenario.kind import Scenario
from tests.examples.hands import make

from .afternoon import until


def open_marks(contest: Contest, steps: int = 99) -> None:
    for _step in range(steps):
        cue = next_step(contest.state, contest.scene("desk"))
        if cue is None:
            return
        contest.push(cue)


def judged(first: int, **more: Any) -> Contest:
    """Return a hall whose first team has that mark of all three judges, and 90 and 80 of the second are open."""
    rules = {"use": "scenario/talent", "criteria": {"style": 100}, "step": 1, **more}
    contest = opened(rulebook_of(Scenario(), rules, 2, 3, extra={"order": "roster"}), {"scenario": Scenario()})
    make(contest, "round.begun")
    for marks in ((first,) * 3, (90, 80, 10)):
        make(contest, "scenario.entered")
        make(contest, "scenario.entered")
        for judge, mark in enumerate(marks, 1):
            make(contest, "scenario.ballot", {"judge": f"j{judge}", "marks.style": mark})
        make(contest, "scenario.revealed")
        open_marks(contest, 99 if marks[0] == marks[1] else 2)
    return contest


@pytest.mark.parametrize(
    ("first", "more", "threshold"),
    [
        pytest.param(70, {}, 70, id="level with the first at 70"),
        pytest.param(50, {}, None, id="ahead whatever the mark is"),
        pytest.param(95, {}, None, id="behind whatever the mark is"),
        pytest.param(70, {"weight": 2}, None, id="a weight comes between"),
    ],
)
def test_the_mark_at_which_a_place_hangs(first: int, more: dict[str, Any], threshold: int | None) -> None:
    (marks,) = feed_of(judged(first, **more), "hall").scene.of(Marks)
    assert marks.between == (Fraction("56.67"), 90)
    assert marks.threshold == threshold


def test_a_ruling_says_the_total_without_it_and_with_it() -> None:
    contest = until(29)
    (ruling,) = contest.scene("hall").of(Ruling)
    assert (ruling.team, ruling.member, ruling.gain) == ("yongtai", "yongtai-2", 10)
    assert (ruling.before, ruling.after) == (110, 120)


def test_a_ruling_keeps_totals_back_while_they_are_frozen() -> None:
    contest = until(29).fork()
    make(contest, "cue.frozen", frozen="on")
    (ruling,) = contest.scene("hall").of(Ruling)
    assert (ruling.gain, ruling.before, ruling.after) == (10, None, None)
