"""All papers of the day by one row of the menu: beside the file, once at a time, a reason where there are none."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from quizarena.arena import Arena
from quizarena.rulebook import loads
from quizarena.sessions.desk.papers import Papers, PapersJob

NOON = datetime.fromisoformat("2026-11-28T12:00:00+08:00")
RULES = """
quizarena: 1
contest: {title: 小赛, language: zh}
teams: [{id: red, name: 红队}, {id: blue, name: 蓝队}]
rounds: [{id: one, use: quiz/team_required, per_team: 1}]
"""


def run(path: Path, at: datetime = NOON) -> str:
    return PapersJob(str(path), at).run().said.in_language("zh")


def test_each_time_they_go_into_a_new_folder_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.qa"
    Arena.create(path, loads(RULES)).close()
    assert run(path).startswith(f"5 份材料写在 {tmp_path / 'a-papers-20261128-120000'}。没有写奖项：")
    assert run(path, NOON + timedelta(seconds=1)).startswith("5 份材料写在")
    assert run(path) == f"这一刻的材料已经有了：{tmp_path / 'a-papers-20261128-120000'}"
    assert len(list(tmp_path.glob("a-papers-*"))) == 2


def test_trouble_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    assert run(tmp_path / "gone.qa").startswith("材料没有写成")
    assert list(tmp_path.glob("*papers*")) == []


def test_they_are_written_once_at_a_time() -> None:
    papers = Papers()
    assert papers.due() is None
    papers.ask("a.qa", NOON)
    job = papers.due()
    papers.ask("a.qa", NOON)
    assert (job, papers.due()) == (PapersJob("a.qa", NOON), None)
    papers.end()
    papers.ask("a.qa", NOON)
    assert papers.due() is not None


def test_a_contest_in_memory_has_no_folder_for_them() -> None:
    papers = Papers()
    assert papers.ask("", NOON).in_language("en").startswith("This contest lies in no file")
    assert papers.due() is None
