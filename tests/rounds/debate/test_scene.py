"""What screens show at each stage; source of the layout: tests/terminal/drawings, B4, P4 and D4."""

from __future__ import annotations

import attrs
import pytest

from quizarena.scenes import Clocks, Headline, Paragraph, Say, Scene, Steps, Versus
from quizarena.scenes import Table as Table_
from quizarena.text import plain
from quizarena_rounds.debate.rules import Segment
from tests.rounds.debate.play import CLOSING, FREE, INDIVIDUAL, OPENING, mark_all, speak, table, to_ballots, to_floor
from tests.rounds.driver import Table

SEGMENTS = (OPENING, attrs.evolve(OPENING, side="negative"), FREE, CLOSING)


def seen(board: Table, audience: str | None = "hall") -> Scene:
    return board.kind.scene(board.state, board.moment, audience)


def test_the_free_debate_as_the_hall_sees_it() -> None:
    board = table("ab", segments=(FREE,))
    to_floor(board, "智能化手段能替代网格员上门")
    speak(board, "left 0")
    scene = seen(board)
    (headline,), (versus,), (clocks,) = scene.of(Headline), scene.of(Versus), scene.of(Clocks)
    assert headline.text.in_language("zh") == "第 1 场"
    assert (versus.affirmative.team, versus.affirmative.podium, versus.speaking) == ("a", 1, "affirmative")
    assert [(face.role, [(bell.left, bell.strokes) for bell in face.bells]) for face in clocks.faces] == [
        (side, [(30, 1), (0, 2)]) for side in ("affirmative", "negative")
    ]
    assert "剩 30 秒一声铃，时间到两声铃" in [text.text.in_language("zh") for text in scene.of(Paragraph)]


def test_the_rail_names_each_part_once_and_walks_on() -> None:
    board = table("ab", segments=SEGMENTS)
    to_floor(board)
    found = []
    for _ in SEGMENTS:
        (rail,) = seen(board).of(Steps)
        found.append(rail.current)
        board.make("debate.segment_ended")
    (rail,) = seen(board).of(Steps)
    assert [name.in_language("zh") for name in rail.names] == ["opening", "free debate", "closing", "收票"]
    assert [*found, rail.current] == [0, 0, 1, 2, 3]


@pytest.mark.parametrize(("audience", "says"), [("desk", True), ("host", True), ("hall", False), ("judge:j1", False)])
def test_the_lines_to_read_are_for_host_and_desk(audience: str, says: bool) -> None:
    board = table("ab")
    to_floor(board)
    assert bool(seen(board, audience).of(Say)) == says


@pytest.mark.parametrize(
    ("turns", "now", "then"),
    [
        (["left 0"], "自由辩论开始，正方先发言。", ["正方请坐，反方发言。"]),
        (["left 0", "right 9"], "正方请坐，反方发言。", ["反方请坐，正方发言。"]),
        (["left 0", "right 240"], "正方时间到。反方可以继续，或者放弃。", ["自由辩论结束。"]),
    ],
)
def test_the_line_of_the_turn_that_runs_is_now_and_the_other_sides_comes_next(
    turns: list[str], now: str, then: list[str]
) -> None:
    board = table("ab", segments=(attrs.evolve(FREE, name=plain("自由辩论")),))
    to_floor(board)
    speak(board, *turns)
    (say,) = seen(board, "host").of(Say)
    assert [line.in_language("zh") for line in say.now] == [now]
    assert [line.in_language("zh") for line in say.then] == then


NAMED = attrs.evolve(FREE, name=plain("自由辩论"))
MAY_GO_ON = ["正方时间到。反方可以继续，或者放弃。", "反方时间到。正方可以继续，或者放弃。"]


@pytest.mark.parametrize(
    ("segments", "turns", "over"),
    [
        (
            (NAMED, CLOSING, attrs.evolve(CLOSING, side="affirmative")),
            ["left 0"],
            [*MAY_GO_ON, "自由辩论结束。下面closing，反方先。"],
        ),
        ((NAMED,), ["left 0", "right 9"], [*MAY_GO_ON, "自由辩论结束。"]),
        ((attrs.evolve(OPENING, speaker=1),), ["clock 0"], ["正方一辩时间到。"]),
        ((attrs.evolve(OPENING, speaker=1),), ["clock 0", "clock 9"], []),
    ],
)
def test_what_is_read_once_time_is_over(segments: tuple[Segment, ...], turns: list[str], over: list[str]) -> None:
    """A side of the free debate, both, a speech; nothing while nobody speaks."""
    board = table("ab", segments=segments)
    to_floor(board)
    speak(board, *turns)
    (say,) = seen(board, "host").of(Say)
    assert [line.in_language("zh") for line in say.over] == over


def test_the_desk_sees_what_comes_after_the_segment() -> None:
    closing = (CLOSING, attrs.evolve(CLOSING, side="affirmative"))
    board = table("ab", segments=(OPENING, FREE, *closing), individual=INDIVIDUAL)
    to_floor(board)
    found = []
    for _ in range(4):
        (table_,) = [each for each in seen(board, "desk").of(Table_) if each.title.in_language("en") == "Coming up"]
        found.append([row[0].in_language("zh") for row in table_.rows])
        assert not seen(board, "hall").of(Table_)
        board.make("debate.segment_ended")
    ballots = "收票: 3 位评委，两张表 (队、个人)"
    assert found == [
        ["free debate  每方 4:00", "closing 2:00，反方先"],
        ["closing 2:00，反方先", ballots],
        ["closing 2:00，正方", ballots],
        [ballots],
    ]


def test_the_host_reads_what_was_dropped_and_what_comes_next() -> None:
    board = table("abcd")
    to_ballots(board)
    mark_all(board)
    board.make("debate.revealed")
    (say,) = seen(board, "host").of(Say)
    assert [line.in_language("zh") for line in say.now] == ["请评委亮分！"]
    assert [stage for stage, _line in say.opening] == ["struck", "panel", "struck", "panel", "whole", "whole"]
    assert say.opening[0][1].in_language("zh").startswith("正方去掉一个最高分")
    assert say.opening[-1][1].in_language("zh").startswith("反方，b，")
    assert [line.in_language("zh") for line in say.then] == ["第 2 场，正方c，反方d。"]


def test_every_stage_can_be_drawn_in_both_languages() -> None:
    board = table("abc")
    stages = [seen(board).to_json("zh")]
    board.make("debate.paired")
    stages.append(seen(board).to_json("en"))
    to_ballots(board)
    stages.append(seen(board, "desk").to_json("zh"))
    mark_all(board)
    board.make("debate.revealed")
    stages.append(seen(board, None).to_json("en"))
    assert [bool(stage["blocks"]) for stage in stages] == [True] * 4


def test_a_walkover_has_no_sides_to_show() -> None:
    from tests.rounds.debate.play import leaves

    board = table("ab")
    board.make("debate.paired")
    leaves(board, "a")
    board.make("debate.walked_over")
    assert [block.text.in_language("zh") for block in seen(board).of(Paragraph)] == ["第 1 场结束，没有评分。"]
    assert seen(board).title == plain("round")


def test_the_debater_who_speaks_is_named_where_the_rulebook_says_which() -> None:
    opening = attrs.evolve(OPENING, speaker=2)
    board = table(segments=(opening, attrs.evolve(FREE, speaker=3), CLOSING))
    to_floor(board)
    assert speakers(board) == ["a-2", None]
    board.make("debate.segment_ended")
    assert speakers(board) == [None, None], "a third debater of two"
    board.make("debate.segment_ended")
    assert speakers(board) == [None, None], "the rulebook does not say"


def speakers(board: Table) -> list[str | None]:
    (versus,) = seen(board).of(Versus)
    names = (versus.affirmative.member, versus.negative.member)
    return [None if name is None else name.in_language("en") for name in names]
