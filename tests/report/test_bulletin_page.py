"""The bulletin's page: a picture that fits its names, a table to paste, nothing that loads or can become markup."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from quizarena.contest import Contest
from quizarena.report import bulletin_page
from quizarena.rulebook import loads
from tests.cli.running import run
from tests.contest.telling import told

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '</svg><script>alert("x")</script>&"'
LONG = "大庆路街道办事处社区工作者与志愿者联合代表队（含网格员与物业服务人员）"


def small(name: str, mode: str) -> Contest:
    """Return a contest of one question whose first team bears that name, not begun."""
    teams = f"teams: [{{id: a, name: {name!r}}}, {{id: b, name: B}}]\n"
    rounds = "rounds: [{id: quiz, use: quiz/team_required, per_team: 1}]\n"
    contest = Contest(loads(f"quizarena: 1\ncontest: {{title: {name!r}}}\norder: roster\n{teams}{rounds}"))
    contest.push(contest.moves()[0].fill(mode=mode))
    return contest


def picture(html: str) -> ElementTree.Element:
    """Return the picture that the link saves."""
    found = re.search(r'href="data:image/svg\+xml;base64,([^"]+)"', html)
    assert found is not None
    return ElementTree.fromstring(base64.b64decode(found[1]))


def words(html: str) -> list[str]:
    return [each.text or "" for each in picture(html).iter(f"{SVG}text")]


def test_the_picture_has_places_totals_prizes_and_honours() -> None:
    said = words(bulletin_page.page(told(), None, "zh"))
    assert said[:2] == ["迎宾大擂台", "成绩公告  2023年1月11日"]
    assert said[2:6] == ["1", "开源街道", "319.32", "一等奖"]
    assert said[-2:] == ["最佳辩手: 大庆三", f"截至记录 #285，链头 {' '.join(re.findall('....', told().head[:16]))}"]


def test_the_table_to_paste_says_the_same_and_brings_its_looks_along() -> None:
    html = bulletin_page.page(told(), None, "zh")
    cells = re.findall('<td style="border:1px solid[^"]*">([^<]*)</td>', html)
    assert cells[:4] == ["1", "开源街道", "319.32", "一等奖"]


def test_no_prize_is_told_before_the_board_has_opened_it() -> None:
    first = next(r.seq for r in told().records if getattr(r.fact, "programme", "") == "prizes")
    assert "一等奖" not in bulletin_page.page(told(first), "hall", "zh")


@pytest.mark.parametrize("mode", ["live", "rehearsal"])
def test_a_rehearsal_says_so_across_the_picture(mode: str) -> None:
    said = words(bulletin_page.page(small("A", mode), None, "en"))
    assert ("REHEARSAL" in said) == (mode == "rehearsal")


def test_what_is_written_never_becomes_markup() -> None:
    html = bulletin_page.page(small(HOSTILE, "live"), None, "en")
    assert HOSTILE in "".join(words(html))
    assert html.count("<script>") == 1


def test_a_long_name_stands_on_two_lines_within_its_room() -> None:
    html = bulletin_page.page(small(LONG, "live"), None, "zh")
    lines = [each for each in picture(html).iter(f"{SVG}text") if (each.text or "x") in LONG and each.get("x") == "180"]
    assert "".join(each.text or "" for each in lines) == LONG
    assert all(float(each.get("font-size", "0")) * len(each.text or "") <= 650.5 for each in lines)
    assert len(lines) == 2


def test_the_page_loads_nothing_and_runs_its_own_script_alone() -> None:
    html = bulletin_page.page(told(), None, "zh")
    script = html.partition("<script>")[2].partition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'" in html
    assert re.findall(r"(?:src|href)=\"(?!data:)", html) == []


def test_the_command_writes_it_beside_the_contest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("demo", "--plain", "--save", tmp_path / "demo.qa")
    monkeypatch.chdir(tmp_path)
    assert run("bulletin", "demo.qa", "--html").exit_code == 0
    assert words((tmp_path / "demo-bulletin.html").read_text(encoding="utf-8"))[0] == "迎宾大擂台"
