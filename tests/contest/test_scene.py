"""What a contest adds to the scene of its round: what the last closed mark can do, and what was just corrected."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import BoardShows
from quizarena.contest.reveal import next_step
from quizarena.scenes import BANNER, Correction, Marks, Ruling, Say
from quizarena.testing import opened, public, rulebook_of
from quizarena_rounds.scenario.kind import Scenario
from tests.examples.hands import make

from .telling import told


def open_marks(contest: Contest, steps: int = 99) -> None:
    for _step in range(steps):
        cue = next_step(contest.state, contest.scene("desk"))
        if cue is None:
            return
        contest.push(cue)


def judged(first: int, last: int = 10, **more: Any) -> Contest:
    """Return a hall whose first team has that mark of all three judges; the second's `last` is closed after 90, 80."""
    rules = {"use": "scenario/talent", "criteria": {"style": 100}, "step": 1, **more}
    contest = opened(rulebook_of(Scenario(), rules, 2, 3, extra={"order": "roster"}), {"scenario": Scenario()})
    make(contest, "round.begun")
    for marks in ((first,) * 3, (90, 80, last)):
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
    (marks,) = judged(first, **more).scene("hall").of(Marks)
    assert marks.between == (Fraction("56.67"), 90)
    assert marks.threshold == threshold


def test_the_host_has_the_interval_beside_what_is_read() -> None:
    (said, *_others) = judged(70).scene("host").of(Say)
    assert said.remark is not None
    assert "between 56.67 and 90.00" in said.remark.in_language("en")


def test_the_last_closed_mark_cannot_be_told() -> None:
    one, two = judged(70, last=10), judged(70, last=99)
    assert one.scene("hall") == two.scene("hall")
    assert one.scene("desk") != two.scene("desk")


def test_an_interval_goes_with_the_last_mark() -> None:
    contest = judged(70)
    open_marks(contest, 1)
    (marks,) = contest.scene("hall").of(Marks)
    assert (marks.between, marks.threshold) == (None, None)


RULING = 44
"""The wrong answer to question 13."""


def corrected(*, freeze: bool = False) -> Contest:
    """Return the story's first hour, the ruling on question 13 corrected to right."""
    contest = told(54)
    if freeze:
        make(contest, "cue.frozen", frozen="on")
    fact = attrs.evolve(contest.records[RULING].fact, verdict="right")  # type: ignore[call-arg]
    contest.correct([(RULING, fact)], reason="复核", person="赵", at=contest.records[-1].at)
    return contest


@pytest.mark.parametrize("is_public", [False, True])
def test_the_hall_reads_why_something_was_corrected_where_rules_make_that_public(is_public: bool) -> None:
    contest = told(54)
    if is_public:
        contest.amend("public_reasons", "true", reason="wanted", at=contest.records[-1].at)
    fact = attrs.evolve(contest.records[RULING].fact, verdict="right")  # type: ignore[call-arg]
    contest.correct([(RULING, fact)], reason="复核", at=contest.records[-1].at)
    (found,) = contest.scene("hall").of(Correction)
    assert found.reason.in_language("zh") == ("复核" if is_public else "第 13 题")


@pytest.mark.parametrize("audience", ["hall", "host", "desk", "judge:j1", None])
def test_a_correction_stands_in_the_scene_of_everybody(audience: str | None) -> None:
    contest = corrected()
    (found,) = contest.scene(audience).of(Correction)
    assert [words.in_language("zh") for words in found.what] == ["判定 第 13 题  1 台 迎宾街道"]
    why = "第 13 题" if audience in ("hall", "judge:j1") else "复核"
    assert (found.reason.in_language("zh"), found.organiser, found.at) == (why, "赵", contest.records[-1].at)
    assert found.totals == (("yingbin", 130),)
    assert (found.line is None) is (audience in ("hall", "judge:j1")), "the line is the host's"
    if found.line is not None:
        assert found.line.in_language("zh").startswith("经复核，第 13 题 1 号台的回答成立，更正为得 10 分。")


def test_a_correction_stands_for_a_while() -> None:
    contest = corrected()
    at = contest.records[-1].at
    contest.push(BoardShows("standings"), at=at + BANNER - timedelta(seconds=1))
    assert contest.scene("hall").of(Correction)
    contest.push(BoardShows("follow"), at=at + BANNER)
    assert not contest.scene("hall").of(Correction)


def test_a_correction_that_was_undone_stands_no_more() -> None:
    contest = corrected()
    contest.undo(at=contest.records[-1].at)
    assert not contest.scene("host").of(Correction)


@pytest.mark.parametrize("audience", ["hall", "host"])
def test_a_correction_in_a_freeze_tells_no_total(audience: str) -> None:
    (found,) = corrected(freeze=True).scene(audience).of(Correction)
    assert (found.totals, found.line) == ((), None)


@pytest.mark.parametrize("mark", ["11", "95"])
def test_a_corrected_mark_that_is_closed_cannot_be_told(mark: str) -> None:
    one = judged(70)
    two = one.fork()
    last = max(record.seq for record in one.records if record.type == "scenario.ballot")
    for contest, value in ((one, "10"), (two, mark)):
        fact = attrs.evolve(contest.records[last].fact, marks={"style": value})  # type: ignore[call-arg]
        contest.correct([(last, fact)], reason="misread", id="c", at=contest.records[-1].at)
    assert public(one, "hall")["scene"] == public(two, "hall")["scene"]
    (found,) = two.scene("hall").of(Correction)
    assert found.totals == ()


def test_a_ruling_says_the_total_without_it_and_with_it() -> None:
    contest = told(29)
    (ruling,) = contest.scene("hall").of(Ruling)
    assert (ruling.team, ruling.member, ruling.gain) == ("yongtai", "yongtai-2", 10)
    assert (ruling.before, ruling.after) == (110, 120)


def test_a_ruling_keeps_totals_back_while_they_are_frozen() -> None:
    contest = told(29)
    make(contest, "cue.frozen", frozen="on")
    (ruling,) = contest.scene("hall").of(Ruling)
    assert (ruling.gain, ruling.before, ruling.after) == (10, None, None)
