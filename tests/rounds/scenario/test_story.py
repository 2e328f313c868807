"""The scene of the Yingbin story, played through the kind: marks, times and what must come out."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from quizarena.points import show
from quizarena.scenes import Marks, Paragraph, Role, Say, Steps
from quizarena.text import both
from tests import story
from tests.rounds.driver import NOON, Table
from tests.rounds.scenario.stage import CRITERIA, TRIMMED, play, ready, table

TOLD = story.load().scenario
ORDER = story.load().draw.order


def told(until: int = 4) -> Table:
    """Return the round after the first `until` teams of the running order."""
    hall = table(*ORDER, panel=TRIMMED)
    for team in ORDER[:until]:
        topic, over = TOLD.topics[team], TOLD.seconds_over[team]
        play(hall, team, TOLD.ballots[team], topic=topic, seconds=300 + over)
    return hall


@pytest.mark.parametrize("team", ORDER)
def test_scores_are_those_of_the_story(team: str) -> None:
    assert show(told().scores()[team].value) == story.load().expected[team].scenario
    assert told().over


def test_over_time_is_a_part_of_the_score_with_its_working() -> None:
    penalty = told().scores()["daqinglu"].find("overtime")
    assert penalty is not None
    assert penalty.value == -2
    (started,) = (node for node in penalty.walk() if not node.parts)
    assert started.value == 2
    clock = told().record[(started.record or 0) - 1]
    assert (clock.type, getattr(clock, "action", "")) == ("scenario.clock", "stop")


def test_marks_lead_back_to_their_ballots() -> None:
    hall = told()
    for team, score in hall.scores().items():
        for judge, marks in TOLD.ballots[team].items():
            node = score.find(f"judge:{judge}")
            assert node is not None
            leaves = [leaf for leaf in node.walk() if not leaf.parts]
            assert [leaf.value for leaf in leaves] == [Fraction(mark) for mark in marks]
            assert {getattr(hall.record[(leaf.record or 0) - 1], "judge", "") for leaf in leaves} == {judge}


def test_the_state_is_the_fold_of_what_the_journal_holds() -> None:
    hall = told()
    assert hall.refold() == hall.state


def test_the_open_marks_look_as_on_the_board_drawing() -> None:
    scene = told(3).kind.scene(told(3).state, told(3).moment, "hall")
    (marks,) = scene.of(Marks)
    cells = {cell.judge: (cell.state, cell.value and show(cell.value, 2)) for cell in marks.cells}
    assert cells == {
        "j1": ("shown", "84.10"),
        "j2": ("shown", "85.80"),
        "j3": ("struck_high", "89.90"),
        "j4": ("absent", None),
        "j5": ("shown", "85.30"),
        "j6": ("shown", "87.30"),
        "j7": ("struck_low", "83.70"),
    }
    lines = {block.role: block.text.in_language("en") for block in scene.of(Paragraph)}
    assert lines[Role.TIME] == "time 5:00, used 5:41"
    assert lines[Role.OVERTIME] == "Forty-one seconds over time: two points off."
    assert lines[Role.RESULT] == "final mark 83.63"
    assert not scene.of(Say, Steps)


def test_the_host_reads_how_the_mark_came_about() -> None:
    hall = told(3)
    moment = attrs.evolve(hall.moment, title=both("情景模拟", "Scenario"))
    (say,) = hall.kind.scene(hall.state, moment, "host").of(Say)
    assert [line.in_language("zh") for line in say.now] == ["j4本场缺席，由六位评委评分。请评委亮分！"]
    assert [(stage, line.in_language("zh")) for stage, line in say.opening] == [
        ("struck", "去掉一个最高分 89.9，去掉一个最低分 83.7。"),
        ("panel", "四个有效分平均，85.63 分。"),
        ("whole", "超时 41 秒，扣 2 分。"),
        ("whole", "daqinglu情景模拟最后得分，83.63 分！"),
    ]
    assert [line.in_language("zh") for line in say.then] == ["有请 4 号台，yongtai！请抽题签。"]


def test_each_started_half_minute_costs_a_point_down_to_the_floor() -> None:
    cases = {0: 0, 1: -1, 30: -1, 31: -2, 60: -2, 120: -4, 121: -5, 600: -5}
    for over, points in cases.items():
        hall = table("a", panel=TRIMMED)
        ready(hall, "a", seconds=300 + over)
        for judge in range(1, 8):
            hall.make("scenario.ballot", {f"marks.{each}": "10" for each in CRITERIA}, judge=f"j{judge}")
        hall.gesture("next")
        assert hall.scores()["a"].value == 40 + points, over


def test_a_part_of_a_second_is_not_over_time() -> None:
    hall = table("a", panel=TRIMMED, topics=(), prepare_time=0)
    hall.gesture("next")
    hall.gesture("clock", at=NOON)
    hall.gesture("clock", at=NOON + timedelta(seconds=300, milliseconds=999))
    for judge in range(1, 8):
        hall.make("scenario.ballot", {f"marks.{each}": Decimal(10) for each in CRITERIA}, judge=f"j{judge}")
    hall.gesture("next")
    assert hall.scores()["a"].value == 40
