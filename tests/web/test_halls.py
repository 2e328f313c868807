"""The page over many halls: at its own address only, in words, and anew once a contest stands differently."""

from __future__ import annotations

import re
from pathlib import Path

from starlette.testclient import TestClient

from quizarena import Arena
from quizarena.web.halls import HallsSite
from tests.web.halls import HERE, HOST, story_file


def test_the_page_follows_the_contests_at_an_address_nobody_can_guess(tmp_path: Path) -> None:
    path = story_file(tmp_path / "hall-1.qa", 40)
    site = HallsSite([str(path), str(tmp_path / "none.qa")], {HOST}, "en")
    with TestClient(site.app, base_url=HERE) as client:
        assert client.get("/").status_code == client.get("/halls").status_code == 404
        known, rows = "", [{"clock": ""}, {"is_lost": False}]
        while not (rows[0]["clock"] and rows[1]["is_lost"]):
            found = client.get(f"{site.path}/states?known={known}").json()
            known, rows = found["digest"], found["rows"]
        assert rows[0]["where"] == "round 1 of 3: Question and answer, Question 12"
        assert rows[1]["urgent"] == f"{tmp_path / 'none.qa'}: there is no such file"
        page = client.get(f"{site.path}?lang=zh").text
        assert re.findall('class="where" dir="auto">([^<]*)<', page) == [
            "第 1 个环节（共 3 个）：有问必答，第 12 题",
            "",
        ]
        with Arena.open(path) as arena:
            arena.do("quiz.ruled", verdict="right")
        while rows[0]["clock"]:
            found = client.get(f"{site.path}/states?known={known}").json()
            assert found["digest"] != known
            known, rows = found["digest"], found["rows"]
