"""Ballots of a performance: who may hand in, what keeps the marks sealed, and how a forgotten one comes in."""

from __future__ import annotations

import attrs
import pytest

from quizarena.moves import IllegalFact
from quizarena.panels import Panel
from quizarena.points import exact
from quizarena.scenes import Marks, Paragraph
from quizarena_rounds.scenario.facts import BallotGiven
from tests.rounds.driver import Table
from tests.rounds.scenario.stage import TRIMMED, marks, play, ready, table

SHEET = ("25", "25", "15", "15")
MEAN = Panel.of_mapping({"rule": "mean"})
WAITING = Panel.of_mapping({"rule": "mean", "missing": "wait"})
STRICT = Panel.of_mapping({"rule": "trimmed", "drop_low": 1, "drop_high": 1, "small": "refuse"})
FILLED = Panel.of_mapping({"rule": "trimmed", "drop_low": 1, "drop_high": 1, "places": 2, "missing": "mean"})
REVEALED = "scenario.revealed"


def marking(panel: Panel = MEAN, size: int = 3) -> Table:
    hall = table("a", "b", panel=panel, size=size)
    ready(hall, "a", topic="pipes")
    return hall


def ballot(hall: Table, judge: str, sheet: tuple[str, ...] = SHEET) -> int:
    return hall.make("scenario.ballot", marks(sheet), judge=judge)


def test_the_marks_wait_for_every_judge_by_name() -> None:
    hall = marking()
    ballot(hall, "j2")
    assert hall.reason(REVEALED) == "the marks cannot open yet: waiting for j1 and j3"
    assert hall.reason(REVEALED, "zh") == "还不能亮分: 等j1和j3"
    ballot(hall, "j1")
    ballot(hall, "j3")
    hall.gesture("next")
    assert hall.scores()["a"].value == 80


@pytest.mark.parametrize(
    ("panel", "away", "reason"),
    [
        (MEAN, ["j3"], None),
        (MEAN, ["j1", "j2", "j3"], "the marks cannot open: nobody has marked yet"),
        (WAITING, ["j3"], "the marks cannot open yet: waiting for j3"),
        (
            STRICT,
            ["j3"],
            "the marks cannot open: too few marks to drop any: the panel gives no result",
        ),
    ],
)
def test_absent_judges_are_out_or_waited_for_as_the_panel_says(
    panel: Panel, away: list[str], reason: str | None
) -> None:
    hall = marking(panel)
    for judge in ("j1", "j2", "j3"):
        if judge in away:
            hall.make("scenario.absent", judge=judge, reason="ill")
        else:
            ballot(hall, judge)
    if reason is None:
        hall.gesture("next")
        assert hall.scores()["a"].value == 80
    else:
        assert hall.reason(REVEALED) == reason


def test_an_absent_judge_may_hand_in_after_all() -> None:
    hall = marking()
    hall.make("scenario.absent", judge="j1", reason="on the phone")
    for judge in ("j2", "j3"):
        ballot(hall, judge)
    ballot(hall, "j1", ("28", "28", "15", "15"))
    hall.gesture("next")
    assert hall.scores()["a"].value == 82


def test_a_ballot_twice_is_refused_until_the_desk_returns_it() -> None:
    hall = marking()
    ballot(hall, "j1")
    before = hall.state
    given = BallotGiven(team="a", judge="j1", marks={"政策业务": 1, "处置应变": 1, "沟通表达": 1, "团队配合": 1})
    with pytest.raises(IllegalFact, match="To change it, ask the desk"):
        hall.push(given)
    assert hall.state == before
    hall.make("scenario.returned", judge="j1", reason="one criterion is missing")
    (returned,) = hall.state.performances[0].sheet.returned
    assert returned.ballot.fact.marks["政策业务"] == 25
    for judge in ("j1", "j2", "j3"):
        ballot(hall, judge, ("20", "20", "20", "20"))
    hall.gesture("next")
    assert hall.scores()["a"].value == 80
    assert not hall.state.performances[0].sheet.returned


def test_a_judge_who_stands_down_is_not_asked() -> None:
    hall = marking()
    first, *rest = hall.field.judges
    down = attrs.evolve(first, stands_down=frozenset({"a"}))
    hall.field = attrs.evolve(hall.field, judges=(down, *rest))
    for judge in ("j2", "j3"):
        ballot(hall, judge)
    with pytest.raises(IllegalFact, match="j1 stands down here and does not mark"):
        hall.push(BallotGiven(team="a", judge="j1", marks={}))
    hall.gesture("next")
    (block,) = hall.kind.scene(hall.state, hall.moment, "hall").of(Marks)
    assert [cell.state for cell in block.cells] == ["barred", "shown", "shown"]


def test_a_ballot_that_is_in_counts_though_its_judge_leaves() -> None:
    hall = marking()
    ballot(hall, "j1", ("30", "30", "20", "20"))
    first, *rest = hall.field.judges
    hall.field = attrs.evolve(hall.field, judges=(attrs.evolve(first, away=True), *rest))
    for judge in ("j2", "j3"):
        ballot(hall, judge, ("20", "20", "15", "15"))
    hall.gesture("next")
    assert hall.scores()["a"].value == 80


def test_a_forgotten_ballot_comes_in_by_reopening() -> None:
    hall = table("a", "b", panel=MEAN, size=3)
    play(hall, "a", {"j1": SHEET, "j2": SHEET}, topic="pipes")
    assert hall.scores()["a"].value == 80
    hall.make("scenario.reopened", team="a", reason="a sheet lay under the table")
    assert "a" not in hall.scores()
    ballot(hall, "j3", ("30", "30", "20", "13"))
    hall.gesture("next")
    assert hall.scores()["a"].value * 3 == 253
    hall.make("scenario.topic_drawn", team="b", topic="lift")


def test_marks_stay_with_their_judge_until_they_are_open() -> None:
    hall = marking()
    ballot(hall, "j1")
    seen = {
        who: hall.kind.scene(hall.state, hall.moment, who).of(Marks)[0].cells[0].value
        for who in (None, "desk", "host", "hall", "judge:j1", "judge:j2")
    }
    assert seen == {None: 80, "desk": None, "host": None, "hall": None, "judge:j1": 80, "judge:j2": None}


def test_a_judge_reads_why_the_ballot_came_back() -> None:
    hall = marking()
    ballot(hall, "j1")
    hall.make("scenario.returned", judge="j1", reason="wrong team")
    texts = {
        who: [b.text.in_language("en") for b in hall.kind.scene(hall.state, hall.moment, who).of(Paragraph)]
        for who in ("judge:j1", "judge:j2", "hall")
    }
    assert "returned for changes: wrong team" in texts["judge:j1"]
    assert all("returned" not in line for line in [*texts["judge:j2"], *texts["hall"]])


@pytest.mark.parametrize(
    ("mark", "reason"),
    [("30.1", "at most 30"), ("-0.1", "at least 0"), ("25.05", "steps of 0.1"), ("2５", "a number")],
)
def test_marks_off_the_scale_are_refused(mark: str, reason: str) -> None:
    hall = marking()
    with pytest.raises(IllegalFact, match=reason):
        ballot(hall, "j1", (mark, "25", "15", "15"))
    assert not hall.state.performances[0].sheet.ballots


@pytest.mark.parametrize(
    ("panel", "value"),
    [
        pytest.param(FILLED, "78.33", id="60, 80, 90 and their mean 76.67: 60 and 90 are dropped"),
        pytest.param(TRIMMED, "80", id="60, 80, 90: the one between the highest and the lowest counts"),
    ],
)
def test_an_absent_judge_gets_the_mean_of_the_others_where_the_panel_says_so(panel: Panel, value: str) -> None:
    hall = marking(panel, size=4)
    for judge, sheet in (("j1", ("20", "20", "10", "10")), ("j2", ("20", "20", "20", "20"))):
        ballot(hall, judge, sheet)
    ballot(hall, "j3", ("30", "30", "15", "15"))
    hall.make("scenario.absent", judge="j4", reason="a call")
    hall.gesture("next")
    assert hall.scores()["a"].value == exact(value)
