"""The bare Linux console, whose font has no Chinese characters: English, and ids where names would stand."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from ..afternoon import until

if sys.platform == "win32":
    pytest.skip("needs pseudo-terminals", allow_module_level=True)

from .terminal import Hall
from .test_killed import QUESTION, story_until

CHINESE = re.compile("[\u4e00-\u9fff]")


def test_screens_on_it_speak_english_and_name_teams_by_id(tmp_path: Path) -> None:
    path = story_until(tmp_path / "hall.qa", QUESTION)
    names = [team.name.in_language("zh") for team in until(QUESTION).state.roster.teams]
    with Hall({"TERM": "linux", "LANG": "zh_CN.UTF-8"}) as hall:
        desk, board = hall.open("desk", path, size="120x40"), hall.open("board", path)
        desk.sees("ids stand for names", "yongtai", "M menu")
        board.sees("daqinglu", "desk 3")
        demo = hall.open("demo")
        demo.sees("ids stand for names", "Five keys are all there is to remember")
        assert not any(name in each.text for name in names for each in (desk, board, demo))
        asked = hall.open("--lang", "zh", "board", path)
        asked.sees("3 台", "daqinglu")
