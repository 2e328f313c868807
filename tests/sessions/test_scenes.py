"""A scene that cannot be made ends no screen: it names record and round, and the contest goes on."""

from __future__ import annotations

from typing import Any

import pytest

from quizarena.rounds import load_kind
from quizarena.scenes import Headline, OnAir, Paragraph, Ranking
from quizarena.sessions.hall import feed_of
from quizarena.sessions.scenes import scene_of
from quizarena.terminal.pictures import Look, draw_board, draw_host
from tests.contest.telling import told
from tests.terminal.desk.hand import at
from tests.terminal.golden import plain

QUESTION = 25


@pytest.fixture(autouse=True)
def broken_scene(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_arguments: Any) -> Any:
        raise KeyError("nobody")

    monkeypatch.setattr(type(load_kind("quiz.required")), "scene", fails)


def said(scene: Any) -> str:
    lines = [block.text.in_language("zh") for block in scene.of(Headline, Paragraph)]
    return "\n".join(lines)


@pytest.mark.parametrize("audience", ["desk", "host", None])
def test_behind_the_curtain_record_and_round_are_named(audience: str | None) -> None:
    scene = scene_of(told(QUESTION), audience)
    assert "第 025 号记录" in said(scene)
    assert "环节 quiz（quiz.required）的规则" in said(scene)
    assert "nobody" in said(scene)


@pytest.mark.parametrize("audience", ["hall", "judge:j1"])
def test_hall_and_judges_learn_that_it_goes_on_and_nothing_of_why(audience: str) -> None:
    scene = scene_of(told(QUESTION), audience)
    assert said(scene) == "这个画面画不出来，比赛照常进行"


def test_what_can_be_made_stands_below() -> None:
    scene = scene_of(told(QUESTION), "desk")
    assert len(scene.of(Ranking)[0].rows) == 4
    assert scene.of(OnAir)


def test_the_desk_goes_on_and_records() -> None:
    hand = at(QUESTION)
    hand.press("+")
    assert hand.last.seq == QUESTION + 1
    assert hand.desk.view(hand.now).position is hand.contest.position


def test_board_and_monitor_draw_it() -> None:
    contest = told(QUESTION)
    for size in ((80, 24), (120, 34)):
        hall = draw_board(feed_of(contest, "hall"), Look(*size, "zh", contest.records[-1].at))
        host = draw_host(feed_of(contest, "host"), Look(*size, "zh", contest.records[-1].at))
        assert "画不出来" in "".join(plain(hall))
        assert "025" in "".join(plain(host))
