"""A scene read back from its JSON is the scene, text in one language; what is none is refused with its place."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from quizarena.errors import SceneError
from quizarena.panels import panel
from quizarena.scenes import SCENE_VERSION, Marks, Scene
from quizarena.text import plain
from tests.contest.telling import told
from tests.parts import part


@pytest.mark.parametrize(("audience", "every"), [("hall", 4), ("desk", 9), ("host", 9), ("judge:j1", 17)])
def test_every_scene_of_the_story_is_read_back(audience: str, every: int) -> None:
    for number, seq in enumerate(part(range(len(told().records)), every)):
        written = told(seq).scene(audience).to_json(("zh", "en")[number % 2])
        assert Scene.from_json(written).to_json("en") == written


def scene() -> dict[str, Any]:
    """Return the scene in which the first marks stand open."""
    seq = next(record.seq for record in told().records if record.type == "scenario.revealed")
    return told(seq).scene("desk").to_json("en")


def test_its_working_can_be_worked_out_again() -> None:
    first = next(record.seq for record in told().records if record.type == "scenario.revealed")
    scenes = (told(seq).scene("hall").to_json("en") for seq in range(first, first + 12))
    scores = [marks.score for each in scenes for marks in Scene.from_json(each).of(Marks) if marks.score is not None]
    assert scores
    for score in scores:
        score.check()


def test_an_operation_of_a_plug_in_keeps_its_name_and_numbers() -> None:
    score = panel(rule="majority", places=2).score({"j1": 1, "j2": 0, "j3": 1})
    one = Scene(plain("t"), (Marks("t1", (), score=score),)).to_json("en")
    again = Scene.from_json(one)
    assert again.to_json("en") == one
    [marks] = again.of(Marks)
    assert {node.op.name for node in marks.score.walk()} >= {"round", "majority", "leaf"}


def test_what_a_hall_puts_around_it_may_stand_there() -> None:
    around = {"version": SCENE_VERSION, "language": "en", "digest": "0"}
    assert Scene.from_json({**around, **scene()}).to_json("en") == scene()


def _title(data: dict[str, Any]) -> None:
    data["title"] = 3


def _no_title(data: dict[str, Any]) -> None:
    del data["title"]


def _block(data: dict[str, Any]) -> None:
    data["blocks"][0]["block"] = "poster"


def _float(data: dict[str, Any]) -> None:
    next(each for each in data["blocks"] if each["block"] == "ranking")["rows"][0]["total"] = 9.25


def _stray(data: dict[str, Any]) -> None:
    data["blocks"][0]["colour"] = "red"


def _newer(data: dict[str, Any]) -> None:
    data["version"] = 2


def _no_list(data: dict[str, Any]) -> None:
    data["blocks"] = {}


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_title, r"scene\.title: expected text, found 3"),
        (_no_title, "scene needs the field 'title'"),
        (_block, r"scene\.blocks\[0\]\.block: expected one of headline, .*, found 'poster'"),
        (_float, r'scene\.blocks\[\d+\]\.rows\[0\]\.total: expected a number in quotes, as "9\.25", found 9\.25'),
        (_stray, r"scene\.blocks\[0\]: there is no 'colour' in it; take it out"),
        (_newer, "expected a scene of version 1, found 2"),
        (_no_list, r"scene\.blocks: expected a list, found \{\}"),
    ],
)
def test_what_is_no_scene_is_refused_with_its_place(spoil: Callable[[dict[str, Any]], None], sentence: str) -> None:
    data = copy.deepcopy(scene())
    spoil(data)
    with pytest.raises(SceneError, match=sentence):
        Scene.from_json(data)
