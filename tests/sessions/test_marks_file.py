"""Marks typed into our sheet: checked as in the grid, every fault with its cell, all recorded or nothing."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from quizarena.arena import Arena
from quizarena.blanks import Blank, Choice, Permutation
from quizarena.contest import Contest
from quizarena.contest.narration import value_at
from quizarena.facts import Fact, Intent, Record
from quizarena.journal.jsonl import export
from quizarena.moves import Move
from quizarena.points import show
from quizarena.records import to_row
from quizarena.report.marks_sheet import blocks, to_table, to_xlsx
from quizarena.roster import Seat
from quizarena.sessions.marks_file import MarksReading, asked, fact_of, read_marks
from tests.cli.running import run
from tests.contest.telling import told
from tests.formats.story import play
from tests.formats.test_formats import EXAMPLES, story_of

MARKING = 98
"""After this record the ballots of the second scene are open; the next seven are what the judges gave."""
GIVEN = [[26, 26, 18, "16.2"], [25, "26.1", 17, "16.4"], [26, 25, "17.5", "15.6"]]
FIRST = 2
"""The row of the first judge."""


def sheet(contest: Contest, cells: dict[str, object]) -> bytes:
    """Return the contest's sheet with these cells filled."""
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(blocks(contest, "scenario"), "zh")))
    for cell, value in cells.items():
        book.active[cell] = value
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def filled(rows: list[list[object]], first: int = FIRST) -> dict[str, object]:
    """Return the cells of whole rows of marks, from that row on."""
    return {
        f"{column}{row}": value
        for row, marks in enumerate(rows, first)
        for column, value in zip("FGHI", marks, strict=True)
    }


def read(contest: Contest, cells: dict[str, object], *, sure: bool = False) -> MarksReading:
    return read_marks(contest, sheet(contest, cells), "marks.xlsx", sure=sure)


def sentences(reading: MarksReading) -> list[str]:
    return [each.in_language("zh").removeprefix("marks.xlsx 录分表!") for each in reading.problems]


def test_the_sheet_has_a_row_for_every_ballot_that_is_still_to_come() -> None:
    (block,) = blocks(told(MARKING), "scenario")
    assert len(block.codes) == 3 * 7
    assert block.codes[0] == "scenario:scenario.ballot:team=kaiyuan:j1"
    assert [head.in_language("zh") for head in block.heads][5:] == [
        "政策业务 [0 - 30]", "处置应变 [0 - 30]", "沟通表达 [0 - 20]", "团队配合 [0 - 20]",
        "评分表上的合计", "识别码（勿改）",
    ]  # fmt: skip


def test_a_debate_has_a_block_for_each_side_with_its_own_speakers() -> None:
    heads = [block.heads[9].in_language("zh") for block in blocks(told(MARKING), "debate")]
    assert heads == ["迎宾一 [0 - 50]", "开源一 [0 - 50]", "大庆一 [0 - 50]", "永泰一 [0 - 50]"]


def test_marks_are_read_and_empty_rows_stay_open() -> None:
    reading = read(told(MARKING), filled(GIVEN) | {"J2": "86.2"})
    assert sentences(reading) == []
    assert [ballot.code.rpartition(":")[2] for ballot in reading.ballots] == ["j1", "j2", "j3"]
    assert len(reading.empty) == 18


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"F2": 31}, "F2: 31 太高"),
        ({"F2": "x"}, "F2: 请打一个数"),
        ({"F2": "25.55"}, "F2: 25.55 不行，每 0.1 分一档"),
        ({"G2": None}, "G2: 缺「处置应变」的分"),
        ({"J2": 86}, "J2: 各项相加是 86.2，评分表上写的是 86"),
        ({"K2": "abc"}, "K2: 没有识别码是「abc」的评分表"),
        ({"K3": "scenario:scenario.ballot:team=kaiyuan:j1"}, "K3: 和 K2 是同一张评分表"),
        ({"K2": None}, "A2: 这一行没有识别码"),
        ({"F1": "政策"}, "A1: 没有「政策业务 [0 - 30]」这一列"),
        (filled([[20, 20, 15, 15]], 9), "K9: 还没轮到这一场打分"),
    ],
)
def test_a_fault_names_its_cell(cells: dict[str, object], said: str) -> None:
    found = sentences(read(told(MARKING), filled(GIVEN[:1]) | cells))
    assert [each[: len(said)] for each in found[:1]] == [said], found


def test_what_the_grid_would_ask_about_is_a_fault_until_somebody_is_sure() -> None:
    cells = filled([[2, 26, 18, 16], [25, 26, 17, 16]]) | {"J3": 99}
    assert len(read(told(MARKING), cells).problems) == 2
    reading = read(told(MARKING), cells, sure=True)
    assert (reading.problems, len(reading.ballots)) == ([], 2)


def test_all_faults_come_at_once() -> None:
    cells = filled([[31, "x", 18, 16], [25, 26, None, 16]]) | {"J3": "=1/0"}
    assert len(read(told(MARKING), cells).problems) >= 3


def test_a_mark_recorded_before_is_passed_over_and_a_changed_one_is_to_be_corrected() -> None:
    before, after = told(MARKING), told(MARKING + 1)
    given = after.records[-1].fact
    marks = [str(each) for each in given.marks.values()]  # type: ignore[attr-defined]
    content = sheet(before, filled([marks]))
    assert (read_marks(after, content, "m.xlsx").known, read_marks(after, content, "m.xlsx").ballots) == (1, [])
    changed = read_marks(after, sheet(before, filled([["20", *marks[1:]]])), "m.xlsx")
    assert [each.in_language("en").rpartition("a recorded mark")[2] for each in changed.problems] == [
        " is corrected: quizarena correct FILE 99"
    ]


def test_a_csv_file_is_read_as_well() -> None:
    contest = told(MARKING)
    lines = to_table(blocks(contest, "scenario"), "en").splitlines()
    lines[1] = lines[1].replace(",,,,,,scenario:", ",26,26,18,16.2,,scenario:")
    reading = read_marks(contest, "\r\n".join(lines).encode(), "marks.csv")
    assert (sentences(reading), len(reading.ballots)) == ([], 1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a contest's file with the ballots of the second scene open."""
    contest, path = told(MARKING), tmp_path / "spring.qa"
    lines = "".join(export([to_row(record, contest.book) for record in contest.records]))
    Arena.import_lines(path, io.BytesIO(lines.encode())).close()
    return path


def ballots(path: Path) -> list[str]:
    with Arena.open(path, read_only=True) as arena:
        return [record.person for record in arena.contest.records[MARKING + 1 :]]


def test_the_commands_write_the_sheet_and_record_it_once(file: Path) -> None:
    out = file.with_name("marks.xlsx")
    run("export", file, "--marks", out, "--round", "scenario")
    book = openpyxl.load_workbook(out)
    for cell, value in filled(GIVEN).items():
        book.active[cell] = value
    book.save(out)
    assert run("import", file, "--marks", out, "--person", "Li").stdout.startswith("登记了 3 张评分表")
    assert ballots(file) == ["Li"] * 3
    assert "3 张先前已登记" in run("import", file, "--marks", out, "--person", "Li").stdout
    assert ballots(file) == ["Li"] * 3


def test_nothing_is_recorded_while_anything_is_wrong(file: Path) -> None:
    out = file.with_name("marks.xlsx")
    out.write_bytes(sheet(told(MARKING), filled(GIVEN) | {"F4": 99}))
    run("import", file, "--marks", out, "--person", "Li", status=1)
    assert ballots(file) == []


@pytest.mark.parametrize("words", [[], ["--person", " "]])
def test_somebody_hands_in(file: Path, words: list[str]) -> None:
    out = file.with_name("marks.xlsx")
    out.write_bytes(sheet(told(MARKING), filled(GIVEN)))
    assert "who typed" in run("import", file, "--marks", out, *words, status=1).output


# Every judged format


def cell(blank: Blank, fact: Fact) -> str | None:
    """Return what somebody types for what a ballot says."""
    value = value_at(fact, blank.path)
    if isinstance(blank, Permutation):
        return ",".join(str([each.value for each in blank.options].index(option) + 1) for option in value)
    option = blank.option(value) if isinstance(blank, Choice) else None
    if option is not None:
        return option.label.in_language("zh")
    return None if value is None else show(value) if isinstance(value, (int, Decimal)) else str(value)


def typed_ballot(before: Contest, record: Record) -> bytes:
    """Return the sheet of that moment with one ballot typed in, whatever its columns are."""
    judge = record.fact.subject.judge or Seat.of(record.seat).judge
    mine = {name for name, move in asked(before).items() if name.endswith(f":{judge}") and asks_for(move, record.fact)}
    found = blocks(before)
    block, place = next((block, nth) for block in found for nth, name in enumerate(block.codes) if name in mine)
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(found, "zh")))
    rows = list(book.active.iter_rows())
    row = next(row for row in rows if any(each.value == block.codes[place] for each in row))
    for column, blank in enumerate(block.blanks, 5):
        row[column].value = cell(blank, record.fact)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def asks_for(move: Move, fact: Fact) -> bool:
    return move.fits(fact) == 1 + len(move.identity)


@pytest.mark.parametrize(
    "path",
    [each for each in EXAMPLES if not each.stem.startswith(("quiz", "placing-time", "placing-count"))],
    ids=lambda path: path.stem,
)
def test_a_ballot_of_every_judged_format_comes_back_as_it_was_given(path: Path) -> None:
    contest = play(story_of(path))
    record = next(record for record in contest.records if record.fact.intent is Intent.BALLOT)
    before = contest.before(record.seq)
    reading = read_marks(before, typed_ballot(before, record), "marks.xlsx", sure=True)
    assert sentences(reading) == []
    assert [fact_of(before, ballot) for ballot in reading.ballots] == [record.fact]
