"""The score sheet: the story's figures, what is said large, and nothing that the audience may not see."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import zxingcpp

from quizarena.contest import Contest
from quizarena.contest.facts import BoardShows
from quizarena.journal import grouped
from quizarena.points import exact
from quizarena.report import results
from quizarena.report.results import QUIET, qr
from quizarena.rulebook import loads
from quizarena.text import draw
from tests.cli.running import run
from tests.contest.telling import frozen, rulebook, told
from tests.report.page import Node, read
from tests.story import load as story

HOSTILE = "</td><script>alert(1)</script>&lt;=1+1"


def sheet(contest: Contest, audience: str | None = None, language: str = "zh") -> Node:
    return read(results.page(contest, audience, language))


def rows(node: Node, cls: str) -> list[list[str]]:
    """The rows of the tables of that class, cell by cell."""
    return [[cell.text for cell in row.all("td")] for table in node.all("table", cls) for row in table.all("tr")[1:]]


def states(node: Node) -> list[str]:
    return [each.text for each in node.all("p", "state")]


def test_the_figures_are_those_of_the_story() -> None:
    page, expected = sheet(told()), story().expected
    names = {team.id: draw(team.name, "zh") for team in told(0).state.roster.teams}
    found = rows(page, "standings")
    for row, total in zip(found[::2], found[1::2], strict=True):
        team = next(team for team, name in names.items() if name == row[2])
        wanted = expected[team]
        assert (row[0], row[-1]) == (str(wanted.place), wanted.total)
        assert [exact(each) for each in row[4:7]] == [
            exact(each) for each in (wanted.quiz, wanted.scenario, wanted.debate)
        ]
        assert total[0].endswith(f" = {wanted.total}")
    assert [row[-1] for row in found[::2]] == ["319.32", "308.96", "301.65", "301.64"]
    assert states(page) == []


def test_each_judges_marks_stand_there_the_struck_ones_in_brackets_and_the_arithmetic_below() -> None:
    found = rows(sheet(told()), "marks")
    at = next(nth for nth, row in enumerate(found) if row[:2] == ["3", "大庆路街道"])
    assert found[at][2:] == ["84.1", "85.8", "(89.9)", "-", "85.3", "87.3", "(83.7)", "83.63"]
    working = found[at + 1][0]
    assert working == (
        "84.1 + 85.8 + 85.3 + 87.3 = 342.5; 342.5 / 4 = 85.625; 四舍五入 85.63; 超时 41 秒  扣 2 分; 85.63 - 2 = 83.63"
    )
    ballots = [row for row in found if len(row) == 10]
    assert len(ballots) == 4 + 4 + 1, "the scenario, the debate, the best debater"
    struck = [sum(cell.startswith("(") for cell in row) for row in ballots]
    assert struck == [2] * 9


def test_corrections_prizes_draw_and_signatures() -> None:
    page = sheet(told())
    (change,) = rows(page, "changes")
    assert (change[0], change[3], change[4]) == ("#055", "复核: 答案可接受", "仲裁 计分员")
    assert change[2].startswith("更正 #044")
    assert change[2].endswith("迎宾街道 +10，总分 130")
    for said in (
        "开源街道 (319.32)",
        "大庆三",
        "1 迎宾街道  2 开源街道  3 大庆路街道  4 永泰街道",
        "主评委",
        "计分员",
        "监督员",
    ):
        assert said in page.text
    proof = [each.text for each in page.all("p", "proof")]
    assert "0ed8b9ce438aa75836b1d9b2786565c770177550cd3f5c5fcfa02c3144ab0ac5" in " ".join(proof)


def test_the_head_stands_there_as_text_and_as_a_code_a_telephone_reads(tmp_path: Path) -> None:
    file = tmp_path / "demo.qa"
    run("demo", "--plain", "--save", file)
    out = tmp_path / "out.html"
    run("results", file, "-o", out)
    page = read(out.read_text(encoding="utf-8"))
    noted = page.all("p", "digest")[0].text
    assert re.fullmatch(r"[0-9a-f]{4}( [0-9a-f]{4}){15}", noted)
    run("verify", file, "--head", noted)
    typed = page.all("p", "digest")[1].text.split("--head ")[1].strip("'")
    run("verify", file, "--head", typed)
    (svg,) = page.all("svg")
    assert scanned(svg.all("path")[0].attributes["d"], svg.attributes["viewbox"]) == noted.replace(" ", "")


def scanned(path: str, box: str, scale: int = 4) -> str:
    """What a decoder that shares no code with the encoder reads off the drawn code."""
    size = int(box.split()[2])
    modules = [bytearray(b"\xff" * size) for _row in range(size)]
    x, y = 0, 0.0
    for command, numbers in re.findall(r"([MmhH])([^MmhH]*)", path):
        given = [float(each) for each in re.findall(r"-?[0-9.]+", numbers)]
        if command == "M":
            x, y = int(given[0]), given[1]
        elif command == "m":
            x, y = x + int(given[0]), y + given[1]
        else:
            modules[int(y)][x : x + int(given[0])] = bytes(int(given[0]))
            x += int(given[0])
    rows_ = [bytes(each for each in row for _copy in range(scale)) for row in modules for _copy in range(scale)]
    image = memoryview(b"".join(rows_)).cast("B", (size * scale, size * scale))
    (found,) = zxingcpp.read_barcodes(image)
    return str(found.text)


@pytest.mark.parametrize("text", ["0" * 64, "f0e1" * 16])
def test_any_head_can_be_scanned(text: str) -> None:
    svg = qr(text)
    (path,) = [each for each in svg.iter() if each.tag.endswith("path")]
    assert scanned(path.attrib["d"], svg.attrib["viewBox"]) == text
    assert f"M{QUIET} {QUIET}.5" in path.attrib["d"], "white all around"


def test_what_keeps_it_from_being_the_result_is_said_large() -> None:
    rehearsal = Contest(rulebook())
    rehearsal.push(rehearsal.moves()[0].fill(mode="rehearsal"))
    page = sheet(rehearsal)
    assert [page.all("p", cls)[0].text for cls in ("watermark", "rehearsal")] == ["彩排", "彩排：不是正式成绩"]
    assert not sheet(told()).all("p", "watermark")
    assert states(sheet(told(100))) == ["不是最后成绩：还有环节没有结束"]
    protested = told()
    move = next(move for move in protested.moves() if move.fact.type == "protest.lodged")
    protested.push(move.fill(team="yingbin", about="x"))
    assert states(sheet(protested)) == ["暂定：有申诉待裁决"]


def test_a_signed_contest_says_by_whom() -> None:
    contest = told()
    move = next(move for move in contest.moves() if move.fact.type == "contest.signed")
    contest.push(move.fill(by="王裁判"))
    (state,) = states(sheet(contest))
    assert state == f"已由 王裁判 签字封存，记录 #{contest.records[-1].seq}"
    head = contest.head
    assert grouped(head) in sheet(contest).text
    contest.push(BoardShows("black"))
    assert grouped(head) in sheet(contest).text, "the head is that of the signature, as on the board"
    assert grouped(contest.head) not in sheet(contest).text


def test_ties_are_said_outright() -> None:
    contest = told(60)
    page = sheet(contest)
    assert "并列第 2：迎宾街道、大庆路街道、永泰街道" in page.text
    assert [row[0] for row in rows(page, "standings")[::2]] == ["1", "2 (并列)", "2 (并列)", "2 (并列)"]


def test_the_hall_reads_no_mark_before_its_reveal_and_no_frozen_standing() -> None:
    revealed = next(r.seq for r in told().records if r.type == "scenario.revealed")
    for seq in (revealed - 1, revealed):
        assert not rows(sheet(told(seq), "hall"), "marks"), seq
    assert rows(sheet(told(revealed)), "marks")

    one, two = (sheet(frozen(points), "hall") for points in ("-10", "-20"))
    for page in (one, two):
        assert states(page) == ["已封榜：这是现场最后看到的排名"]
        page.all("figure")[0].inside.clear()  # the head differs, and tells nothing
    assert one.text == two.text
    assert sheet(frozen("-10")).text != one.text


def test_a_draw_stands_on_the_halls_sheet_once_its_last_lot_is_open() -> None:
    opened = told(4)
    assert opened.records[4].type == "draw.opened"
    seed = "2023-01-11|3 17 8 22"
    assert seed in sheet(opened).text
    assert seed not in sheet(opened, "hall").text
    assert [row[1] for row in rows(sheet(opened, "hall"), "standings")[::2]] == ["1", "2", "3", "4"]
    assert seed in sheet(told(), "hall").text


def test_prizes_open_to_the_hall_as_on_the_board() -> None:
    shown = [record for record in told().records if record.type == "cue.board"]
    cues = [record.seq for record in shown if getattr(record.fact, "programme", "") == "prizes"]
    opened = [[prize in sheet(told(seq), "hall").text for prize in ("一等奖", "三等奖", "最佳辩手")] for seq in cues]
    assert opened[0] == [False] * 3
    assert [False, True, False] in opened
    assert opened[-1] == [True] * 3
    assert "一等奖" in sheet(told(cues[0])).text


def test_the_arbiters_points_stand_by_the_total_with_their_record() -> None:
    contest = told(60)
    move = next(move for move in contest.moves() if move.fact.type == "score.adjusted")
    contest.push(move.fill(team="kaiyuan", points="-5", reason=HOSTILE), seat="arbiter")
    found = [row[0] for row in rows(sheet(contest), "standings")[1::2]]
    assert f"100 + 40 + (-5) = 135; {HOSTILE} -5 #061" in found


def test_hostile_names_are_text() -> None:
    book = f"""
quizarena: 1
contest: {{title: "{HOSTILE}", language: en}}
teams: [{{id: red, name: "{HOSTILE}"}}, {{id: blue, name: Blue}}]
rounds: [{{id: quiz, use: quiz/team_required, per_team: 1}}]
"""
    contest = Contest(loads(book))
    assert HOSTILE in sheet(contest, None, "en").text


def test_the_command_refuses_to_overwrite_and_looks_back(tmp_path: Path) -> None:
    file, out = tmp_path / "demo.qa", tmp_path / "out.html"
    run("demo", "--plain", "--save", file)
    assert "out.html" in run("results", file, "-o", out).stdout
    assert "--replace" in run("results", file, "-o", out, "--lang", "en", status=3).output
    run("results", file, "-o", out, "--replace", "--at", "60")
    assert "#060" in out.read_text(encoding="utf-8")
    run("results", tmp_path / "none.qa", "-o", out, "--replace", status=3)
    assert "#060" in out.read_text(encoding="utf-8"), "nothing is half done"
