"""The flow of a judged scene: topics, clocks, teams that leave, and that there is always a way on."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizarena.moves import IllegalFact
from quizarena.panels import Panel
from quizarena.roster import Roster
from quizarena.scenes import Clocks, OnStage, Say, Steps
from quizarena.text import plain
from quizarena_rounds.lots import Topic
from quizarena_rounds.scenario.facts import SegmentEntered, TopicDrawn
from quizarena_rounds.scenario.kind import Scenario
from quizarena_rounds.scenario.rules import Overtime
from tests.parts import tries
from tests.rounds.driver import NOON, Table, judges, play_random, teams
from tests.rounds.scenario.stage import CRITERIA, TOPICS, TRIMMED, marks, play, ready, rules, table

SHEET = ("25", "25", "15", "15")
ALL = {f"j{n}": SHEET for n in range(1, 8)}


def test_a_topic_is_drawn_once_in_the_round_and_in_the_event() -> None:
    hall = table("a", "b")
    hall.used = frozenset({"vendors"})
    play(hall, "a", ALL, topic="pipes")
    for topic in ("pipes", "vendors"):
        with pytest.raises(IllegalFact, match="expected one of parking, medicine, lift, heating"):
            hall.push(TopicDrawn("b", topic))
    hall.make("scenario.topic_drawn", team="b", topic="lift")
    assert list(hall.kind.uses(hall.state)) == ["pipes", "lift"]


def test_paper_slips_are_typed_in_or_left_with_the_host() -> None:
    hall = table("a", "b", topics=())
    hall.make("scenario.topic_drawn", team="a", title="第 7 号")
    assert hall.state.performances[0].title == "第 7 号"
    other = table("a", topics=())
    other.gesture("next")
    assert list(other.kind.uses(other.state)) == []


def test_when_all_topics_are_used_a_slip_is_typed_in() -> None:
    hall = table("a", "b", topics=(Topic(id="one", title=plain("one")), Topic(id="two", title=plain("two"))))
    hall.used = frozenset({"one", "two"})
    hall.make("scenario.topic_drawn", team="a", title="a spare one")


def test_segments_go_on_by_next_and_clocks_by_the_clock_key() -> None:
    hall = table("a")
    hall.make("scenario.topic_drawn", topic="lift")
    hall.gesture("clock")
    with pytest.raises(IllegalFact, match="stop the clock first"):
        hall.push(SegmentEntered("a", "play"))
    hall.gesture("clock", at=NOON + timedelta(seconds=10))
    hall.gesture("clock", at=NOON + timedelta(seconds=20))
    hall.gesture("clock", at=NOON + timedelta(seconds=25))
    assert hall.state.performances[0].prepare.used_ms == 15_000
    hall.gesture("next")
    (clocks,) = hall.kind.scene(hall.state, hall.moment, "hall").of(Clocks)
    assert clocks.faces[0].clock.seconds_left(NOON) == 300
    hall.gesture("clock", at=NOON)
    hall.gesture("clock", at=NOON + timedelta(seconds=100))
    hall.gesture("clock", at=NOON + timedelta(seconds=110))
    hall.gesture("clock", at=NOON + timedelta(seconds=330))
    assert hall.state.performances[0].seconds_over(hall.rules) == 20


def test_segments_without_time_are_passed_by() -> None:
    hall = table("a", prepare_time=0, play_time=0)
    hall.make("scenario.topic_drawn", topic="lift")
    hall.gesture("next")
    for judge in ALL:
        hall.make("scenario.ballot", marks(SHEET), judge=judge)
    hall.gesture("next")
    assert hall.scores()["a"].value == 80


def test_the_time_played_can_be_set_before_the_marks_open() -> None:
    hall = table("a")
    ready(hall, "a", topic="lift", seconds=360)
    number = hall.make("scenario.time_set", seconds="331")
    for judge in ALL:
        hall.make("scenario.ballot", marks(SHEET), judge=judge)
    hall.gesture("next")
    penalty = hall.scores()["a"].find("overtime")
    assert penalty is not None
    assert penalty.value == -2
    assert {node.record for node in penalty.walk() if not node.parts} == {number}


def test_other_rules_score_the_past_anew() -> None:
    hall = table("a")
    play(hall, "a", ALL, topic="lift", seconds=341)
    assert hall.scores()["a"].value == 78
    for changed, value in [
        ({"overtime": None}, 80),
        ({"overtime": Overtime(30, Decimal("-2.5"))}, 75),
        ({"play_time": 341}, 80),
        ({"play_time": 0}, 80),
        ({"overtime": Overtime(1, Decimal(-1), Decimal(-5))}, 75),
    ]:
        hall.rules = rules(**changed)
        assert hall.scores()["a"].value == value, changed


def test_a_team_that_leaves_is_skipped_even_on_stage() -> None:
    hall = table("a", "b", "c")
    ready(hall, "a", topic="pipes")
    first, second, third = hall.field.teams
    gone = tuple(attrs.evolve(team, standing="withdrawn") for team in (first, second))
    hall.field = attrs.evolve(hall.field, teams=(*gone, third))
    play(hall, "c", ALL, topic="lift")
    assert hall.over
    assert set(hall.scores()) == {"c"}


def test_without_any_judge_left_the_performance_closes_unmarked() -> None:
    hall = table("a", size=3)
    ready(hall, "a", topic="pipes")
    none = tuple(attrs.evolve(judge, away=True) for judge in hall.field.judges)
    hall.field = attrs.evolve(hall.field, judges=none)
    hall.make("scenario.unmarked", reason="the panel had to leave")
    assert hall.over
    assert not hall.scores()


def test_the_rail_and_the_host_go_along() -> None:
    hall = table("a")

    def seen() -> tuple[int | None, list[str]]:
        scene = hall.kind.scene(hall.state, hall.moment, "desk")
        (steps,), (say,) = scene.of(Steps), scene.of(Say)
        return steps.current, [line.in_language("en") for line in say.now]

    assert seen() == (0, ["Please welcome desk 1, a! Your topic, please."])
    hall.make("scenario.topic_drawn", topic="lift")
    assert seen() == (1, ["You have 3 minutes to prepare. Time starts now."])
    hall.gesture("next")
    assert seen() == (2, ["Please begin."])
    hall.gesture("clock")
    hall.gesture("clock")
    assert seen() == (3, ["Judges, your marks, please."])
    for judge in ALL:
        hall.make("scenario.ballot", marks(SHEET), judge=judge)
    hall.gesture("next")
    assert seen()[0] is None
    assert hall.kind.scene(hall.state, hall.moment, "hall").of(OnStage)[0].team == "a"


CANNOT: list[tuple[dict[str, Any], Panel | None, int, str, str]] = [
    ({}, None, 7, "panel", "marks need a panel rule"),
    ({}, TRIMMED, 0, "panel", "at least 3 judges for each team, found 0"),
    ({}, TRIMMED, 2, "panel", "at least 3 judges for each team, found 2"),
    ({"criteria": {}}, TRIMMED, 7, "criteria", "at least one criterion"),
    ({"criteria": {"a.b": Decimal(10)}}, TRIMMED, 7, "criteria.a.b", "has no point in it"),
    ({"criteria": {"a": Decimal(0)}}, TRIMMED, 7, "criteria.a", "a full mark above 0"),
    ({"step": Decimal(0)}, TRIMMED, 7, "step", "a step above 0"),
    ({"step": Decimal(3), "criteria": {"a": Decimal(10)}}, TRIMMED, 7, "criteria.a", "no multiple of"),
    ({"topics": (Topic(id="x", title=plain("x")),)}, TRIMMED, 7, "topics", "for each of 2 performances, found 1"),
]


@pytest.mark.parametrize(("changed", "panel", "size", "path", "reason"), CANNOT)
def test_what_cannot_be_played_is_refused(
    changed: dict[str, Any], panel: Panel | None, size: int, path: str, reason: str
) -> None:
    found = list(Scenario().refuse(rules(**changed), Roster(teams("a", "b"), judges(size)), panel))
    assert [where for where, _ in found] == [path]
    assert reason in found[0][1].in_language("en")


PANELS = [
    {"rule": "mean", "places": 2},
    {"rule": "median", "missing": "wait"},
    {"rule": "trimmed", "drop_low": 1, "drop_high": 1, "places": 2},
    {"rule": "trimmed", "drop_low": 1, "drop_high": 1, "small": "refuse"},
    {"rule": "sum", "of": "criterion"},
]


@settings(max_examples=tries(20))
@given(
    st.data(),
    st.integers(1, 5),
    st.integers(1, 5),
    st.sampled_from(PANELS),
    st.sampled_from([(0, 0), (0, 60), (60, 0), (180, 300)]),
    st.integers(0, 6),
)
def test_any_legal_play_comes_to_an_end(
    data: st.DataObject,
    count: int,
    size: int,
    panel: dict[str, object],
    times: tuple[int, int],
    topics: int,
) -> None:
    ids = [f"t{n}" for n in range(count)]
    left = tuple(Topic(id=each, title=plain(each)) for each in TOPICS[:topics])
    criteria = dict(list(CRITERIA.items())[:2])
    hall: Table = table(
        *ids,
        panel=Panel.of_mapping(panel),
        size=size,
        topics=left,
        criteria=criteria,
        prepare_time=times[0],
        play_time=times[1],
    )
    play_random(hall, data, disturbances=4)
    assert hall.refold() == hall.state
    closed = {each.by.team for each in hall.state.performances if each.sheet.closed}
    assert {team.id for team in hall.field.playing} <= closed
    for language in ("zh", "en"):
        hall.kind.scene(hall.state, hall.moment, "hall").to_json(language)


@given(st.data())
def test_the_order_of_judges_never_matters(data: st.DataObject) -> None:
    sheets = {f"j{n}": (str(data.draw(st.integers(0, 30))), "20", "10", "10") for n in range(1, 8)}
    shuffled = dict(data.draw(st.permutations(list(sheets.items()))))
    values = []
    for given_sheets in (sheets, shuffled):
        hall = table("a")
        ready(hall, "a", topic="lift")
        for judge, sheet in given_sheets.items():
            hall.make("scenario.ballot", marks(sheet), judge=judge)
        hall.gesture("next")
        values.append(hall.scores()["a"].value)
    assert values[0] == values[1]
