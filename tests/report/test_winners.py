"""Certificates, the list for mail merge and the notice of results: who won what, in words that cannot become markup."""

from __future__ import annotations

import io
import zipfile
from contextlib import chdir
from datetime import date, datetime
from itertools import repeat
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.errors import RulebookError
from quizarena.journal.jsonl import export
from quizarena.records import to_row
from quizarena.report import certificates, notice
from quizarena.report.winners import NotDecided, winners
from quizarena.rulebook import loads, resolved_yaml
from tests.cli.running import run
from tests.contest.telling import rulebook, told
from tests.report.page import read

SHEET = certificates.Sheet()
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FINAL = [
    ("一等奖", "开源街道"),
    ("二等奖", "迎宾街道"),
    ("三等奖", "大庆路街道"),
    ("三等奖", "永泰街道"),
    ("最佳辩手", "大庆三"),
]


def with_certificate(lines: str) -> Contest:
    rules = resolved_yaml(rulebook()).replace("certificate: null\n", f"certificate:\n{lines}")
    story = told()
    contest = Contest(loads(rules), at=story.records[0].at, id="0")
    for record in story.records[1:]:
        contest.push(record.fact, seat=record.seat, person=record.person, id=record.id, at=record.at)
    return contest


def sections(html: str) -> list[str]:
    return [each.text for each in read(html).all("section")]


def test_winners_stand_in_the_order_of_the_prizes_with_honours_behind() -> None:
    won = winners(told(), None)
    assert [(each.prize.in_language("zh"), each.name.in_language("zh")) for each in won] == FINAL
    assert [each.number for each in won] == [1, 2, 3, 4, 5]
    assert str(won[-1].unit and won[-1].unit.in_language("zh")) == "大庆路街道"


def test_each_member_of_a_team_that_won_may_have_one() -> None:
    won = winners(told(), None, members=True)
    assert len(won) == 4 * 4 + 1
    assert {each.unit is not None for each in won} == {True}


@pytest.mark.parametrize("until", [0, 60, 200])
def test_nothing_is_certified_before_the_prizes_stand(until: int) -> None:
    with pytest.raises(NotDecided, match="do not stand yet"):
        winners(told(until), None)
    with pytest.raises(NotDecided):
        notice.to_docx(told(until), None, "zh", date(2026, 11, 28))


def test_a_page_a_winner_says_who_won_what() -> None:
    found = sections(certificates.page(told(), winners(told(), None), SHEET, "zh"))
    assert len(found) == len(FINAL)
    for said, (prize, name) in zip(found, FINAL, strict=True):
        assert name in said
        assert prize in said
        assert "2023年1月11日" in said
    assert all("荣誉证书" in said for said in found)


def test_the_rulebook_says_title_text_and_who_signs() -> None:
    contest = with_certificate(
        "  title: 奖状\n  organiser: 街道办事处\n"
        "  text: |\n    {name}\n    荣获{prize}（{contest}，{date}）\n    {organiser}\n"
    )
    first = sections(certificates.page(contest, winners(contest, None), SHEET, "zh"))[0]
    assert "奖状" in first
    assert "荣获一等奖（迎宾大擂台，2023年1月11日）" in first
    assert first.count("街道办事处") == 2


def test_a_text_that_asks_for_what_nobody_knows_is_refused() -> None:
    with pytest.raises(RulebookError) as caught:
        loads(resolved_yaml(rulebook()).replace("certificate: null", "certificate: {text: '{nmae} won'}"))
    assert caught.value.problems[0].where == "certificate.text"
    assert "{nmae}" in caught.value.sentence("en")


def test_markup_in_a_text_stays_a_text() -> None:
    contest = with_certificate("  text: '<script>alert(1)</script>{name}'\n")
    html = certificates.page(contest, winners(contest, None), SHEET, "zh")
    assert "<script>" not in html
    assert "<script>alert(1)</script>" in sections(html)[0]


def test_printed_forms_take_the_text_alone_moved_by_millimetres() -> None:
    html = certificates.page(told(), winners(told(), None), certificates.Sheet(None, True, ("2", "-3")), "zh")
    assert "荣誉证书" not in sections(html)[0]
    assert "translate(2mm, -3mm)" in html


def test_a_background_stands_in_the_page_itself() -> None:
    html = certificates.page(told(), winners(told(), None), certificates.Sheet(("image/png", b"\x89PNG")), "zh")
    assert 'src="data:image/png;base64,iVBORw=="' in html
    assert "img-src data:" in html


def test_the_list_for_mail_merge_has_a_row_a_winner() -> None:
    contest = told()
    content = certificates.winners_list(winners(contest, None), contest, "zh")
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[0] == ("姓名", "队名", "奖项", "证书编号")
    assert rows[1] == ("开源街道", "", "一等奖", "2023-001")
    assert rows[-1] == ("大庆三", "大庆路街道", "最佳辩手", "2023-005")


def words(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        document = ElementTree.fromstring(archive.read("word/document.xml"))
    return ["".join(each.text or "" for each in paragraph.iter(f"{W}t")) for paragraph in document.iter(f"{W}p")]


def test_the_notice_says_places_totals_prizes_and_until_when() -> None:
    said = words(notice.to_docx(told(), None, "zh", date(2026, 11, 28)))
    assert said[0] == "关于迎宾大擂台成绩的公示"
    assert "迎宾大擂台已于2023年1月11日举行，现将成绩公示如下。" in said
    table = said[said.index("名次") :][:20]
    assert table[4:8] == ["1", "开源街道", "319.32", "一等奖"]
    assert table[16:20] == ["4", "永泰街道", "301.64", "三等奖"]
    assert any("自2026年11月28日起至2026年12月4日止，从公示次日起算五个工作日" in line for line in said)


@pytest.mark.parametrize(
    ("day", "until"),
    [
        ("2026-11-27", "2026-12-04"),
        ("2026-11-28", "2026-12-04"),
        ("2026-11-29", "2026-12-04"),
        ("2026-11-30", "2026-12-07"),
    ],
)
def test_five_working_days_leave_out_saturdays_and_sundays(day: str, until: str) -> None:
    assert notice.last_day(date.fromisoformat(day)).isoformat() == until


def store(file: Path) -> None:
    rows = map(to_row, told().records, repeat(told().book))
    Arena.import_lines(file, io.BytesIO("".join(export(rows)).encode())).close()


def test_the_list_is_written_alone_and_a_page_beside_it_where_one_is_named(tmp_path: Path) -> None:
    file, listed, page = tmp_path / "y.qa", tmp_path / "winners.xlsx", tmp_path / "y-certificates.html"
    store(file)
    with chdir(tmp_path):
        run("certificates", file)
        before = page.read_bytes()
        assert "the list of 5 winners" in run("certificates", file, "--list", listed, "--lang", "en").stdout
        assert page.read_bytes() == before
        assert "exists already" in run("certificates", file, "--list", listed, "--lang", "en", status=3).stderr
        run("certificates", file, "--list", listed, "-o", page, "--replace")


def test_the_notice_says_at_the_command_line_until_when(tmp_path: Path) -> None:
    file = tmp_path / "y.qa"
    store(file)
    said = run("notice", file, "-o", tmp_path / "n.docx", "--lang", "en").stdout
    until = notice.last_day(datetime.now().astimezone().date())
    assert f"objections are taken until {until}, {until:%A}: five working days from tomorrow" in said
