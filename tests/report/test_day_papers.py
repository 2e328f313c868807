"""All papers of a day in one folder: what there is, what may not be written yet, never half of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from quizarena.report import day_papers
from quizarena.report.day_papers import write_papers
from tests.contest.telling import told

NOON = datetime.fromisoformat("2023-01-11T18:00:00+08:00")
ALWAYS = {"成绩单.html", "总成绩.csv", "成绩.xlsx", "简报.txt", "简报.html"}
PRIZES = {"公示.docx", "奖状.html", "获奖名单.xlsx"}


@pytest.mark.parametrize(("until", "more"), [(60, {"评分表.html"}), (None, PRIZES)])
def test_what_there_is_and_may_be_known_is_written(tmp_path: Path, until: int | None, more: set[str]) -> None:
    written = write_papers(told(until), tmp_path / "papers", "zh", NOON)
    assert {path.name for path in (tmp_path / "papers").iterdir()} == ALWAYS | more == set(written.files)
    assert len(written.missing) == (0 if until is None else 1)
    assert all(path.stat().st_size > 100 for path in (tmp_path / "papers").iterdir())


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    with pytest.raises(FileExistsError):
        write_papers(told(), tmp_path / "papers", "zh", NOON)
    assert list(tmp_path.rglob("*")) == [tmp_path / "papers"]


def test_where_one_paper_fails_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(day_papers, "to_xlsx", full)
    with pytest.raises(OSError, match="No space"):
        write_papers(told(), tmp_path / "papers", "zh", NOON)
    assert list(tmp_path.iterdir()) == []
