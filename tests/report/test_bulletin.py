"""The bulletin: the story in a few lines, and no line that the audience may not read."""

from __future__ import annotations

from pathlib import Path

from quizarena.contest import Contest
from quizarena.journal import grouped
from quizarena.report import bulletin
from quizarena.text import draw
from tests.cli.running import run
from tests.contest.telling import rulebook, told


def text(contest: Contest, audience: str | None = None, language: str = "zh") -> list[str]:
    return [draw(each, language) for each in bulletin.lines(contest, audience)]


def test_the_story_in_ten_lines() -> None:
    contest = told()
    assert text(contest) == [
        "迎宾大擂台 简报",
        "共 4 队；环节: 有问必答、情景模拟、不辩不明",
        "第 1 名 开源街道 319.32 分，一等奖",
        "第 2 名 迎宾街道 308.96 分，落后 10.36 分，二等奖",
        "第 3 名 大庆路街道 301.65 分，落后 7.31 分，三等奖",
        "第 4 名 永泰街道 301.64 分，落后 0.01 分，三等奖",
        "不辩不明 第 1 场；正方 迎宾街道 88.44；反方 开源街道 90.72；辩题：基层治理，制度比人情更重要",
        "不辩不明 第 2 场；正方 大庆路街道 88.02；反方 永泰街道 84.14；辩题：智能化手段能替代网格员上门",
        "最佳辩手: 大庆三",
        f"截至记录 #285，链头 {grouped(contest.head[:16])}",
    ]


def test_ties_and_what_is_not_final_are_said() -> None:
    said = text(told(60), language="en")
    assert said[1] == "NOT FINAL: rounds are still to come"
    assert "joint 2. 永泰街道 130" in said


def test_a_rehearsal_says_so_first() -> None:
    contest = Contest(rulebook())
    contest.push(contest.moves()[0].fill(mode="rehearsal"))
    assert text(contest)[0] == "彩排：不是正式成绩"


def test_no_prize_before_the_board_has_opened_it() -> None:
    first = next(r.seq for r in told().records if getattr(r.fact, "programme", "") == "prizes")
    assert "一等奖" not in "".join(text(told(first), "hall"))
    assert "一等奖" in "".join(text(told(first)))


def test_the_command_prints_it(tmp_path: Path) -> None:
    run("demo", "--plain", "--save", tmp_path / "demo.qa")
    said = run("bulletin", tmp_path / "demo.qa", "--as", "hall", "--lang", "en").stdout.splitlines()
    assert said[2] == "1. 开源街道 319.32, 一等奖"
