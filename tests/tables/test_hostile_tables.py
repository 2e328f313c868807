"""Files that are too large, hostile, broken or no table: one sentence each, and no row of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from quizarena import tables

HEADINGS = ("题目", "答案")


def book(fill: Callable[[Any, Any], object]) -> bytes:
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = workbook.add_worksheet("题库")
    sheet.write_row(0, 0, HEADINGS)
    fill(workbook, sheet)
    workbook.close()
    return content.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return content.getvalue()


def with_member(content: bytes, name: str, data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    return zipped(members | {name: data})


def problems(content: bytes, name: str = "题库.xlsx") -> list[str]:
    reading = tables.read(content, name, "questions")
    return [each.in_language("zh") for each in reading.problems]


BOMB = zipped({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * (65 * 1024 * 1024)})
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><d>&b;</d>'
WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b" " * (20 * 1024 * 1024 + 1), "题库.csv", "文件超过 20 MB；不要把图片放进去，写图片的文件名"),
        (BOMB, "题库.xlsx", "解压后超过 64 MB，里面不只是一张表"),
        (zipped({"word/document.xml": ENTITIES}), "题库.docx", "文件里有 XML 实体，办公软件不会这样写；不读取"),
        (zipped({"word/document.xml": WORD[:-20]}), "题库.docx", "文件不完整；重新复制或另存一次"),
        (zipped({"word/document.xml": WORD}), "题库.docx", "没有题目"),
        (zipped({"readme": b"x"}), "题库.xlsx", "既不是 .xlsx 也不是 .docx；另存为其中一种"),
        (zipped({"xl/workbook.xml": b"<x/>"}), "题库.xlsx", "文件不完整；重新复制或另存一次"),
        (b"PK\x03\x04", "题库.xlsx", "文件不完整；重新复制或另存一次"),
        (b"SQLite format 3\x00", "x.qa", "是比赛记录文件，不是表格"),
        (b"\x00\x01\x02", "题库.csv", "不是文本；另存为 .xlsx，或 UTF-8 的文本"),
        (b"", "题库.csv", "没有题目"),
        (b"[1, 2]", "题库.json", "要一个列表，每行一个对象"),
        ("题目\n".encode() * 20_001, "题库.csv", "超过 20000 行"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_in_one_sentence(content: bytes, name: str, sentence: str) -> None:
    assert problems(content, name) == [f"{name}: {sentence}"]


def test_broken_json_says_where() -> None:
    assert problems(b"[{]", "a.json")[0].startswith("a.json: 不是 JSON: ")
    assert problems(b"[" * 100_000, "a.json")[0].startswith("a.json: 不是 JSON: ")


@pytest.mark.parametrize(
    ("row", "column", "cell"), [(1_048_575, 16_383, "XFD1048576"), (1, 64, "BM2"), (20_000, 0, "A20001")]
)
def test_a_cell_far_away_is_refused_before_anybody_walks_there(row: int, column: int, cell: str) -> None:
    content = book(lambda _book, sheet: sheet.write(row, column, "x"))
    assert problems(content) == [f"题库.xlsx: {cell} 有内容或格式；一张表最多 20000 行 64 列，删掉后面多余的行和列"]


def test_entities_in_a_workbook_are_never_expanded() -> None:
    content = with_member(
        book(lambda _book, sheet: sheet.write_row(1, 0, ("一加一？", "二"))), "xl/sharedStrings.xml", ENTITIES
    )
    assert problems(content) == ["题库.xlsx: 文件不完整；重新复制或另存一次"]


def test_a_picture_in_a_cell_is_named() -> None:
    dot = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc33"
        "0000000049454e44ae426082"
    )

    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, ("这是哪里？", "北京"))
        sheet.insert_image(1, 2, "x.png", {"image_data": io.BytesIO(dot)})

    assert problems(book(fill)) == ["题库.xlsx 题库!C2: 格子里是一张图片；把图片另存在表格旁边，这里写它的文件名"]


def test_a_picture_of_wps_in_a_cell_is_named() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_row(0, 2, ("图片",))
        sheet.write_row(1, 0, ("这是哪里？", "北京"))
        sheet.write_formula(1, 2, '=_xlfn.DISPIMG("ID_1",1)', None, "=DISPIMG")

    assert problems(book(fill)) == ["题库.xlsx 题库!C2: 格子里是一张图片；把图片另存在表格旁边，这里写它的文件名"]


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@x"])
def test_a_text_that_looks_like_a_formula_stays_a_text(text: str) -> None:
    content = book(lambda _book, sheet: [sheet.write_string(1, 0, text), sheet.write_string(1, 1, text)])
    reading = tables.read(content, "题库.xlsx", "questions")
    assert [reading.problems, [row.get("text").text for row in reading.rows]] == [[], [text]]  # type: ignore[union-attr]


def test_an_empty_table_of_ours_can_be_filled_in_and_read() -> None:
    for language, answer in (("zh", "对"), ("en", "true")):
        content = io.BytesIO(tables.workbook("questions", language))
        workbook = openpyxl.load_workbook(content)
        sheet = workbook.worksheets[0]
        headings = [cell.value for cell in sheet[1]]
        assert problems(content.getvalue()) == ["题库.xlsx: 没有题目"]
        sheet.cell(2, 3, "红灯亮时可以通过路口。")
        sheet.cell(2, headings.index("答案" if language == "zh" else "Answer") + 1, answer)
        filled = io.BytesIO()
        workbook.save(filled)
        reading = tables.read(filled.getvalue(), "题库.xlsx", "questions")
        assert (reading.problems, reading.ignored, len(reading.rows)) == ([], [], 1)


@pytest.mark.parametrize(
    ("kind", "zh", "en"),
    [
        ("teams", "队名 队员1", "team, member 1"),
        ("judges", "姓名 单位", "name, unit"),
        ("topics", "题签 情景", "number, topic"),
    ],
)
def test_a_table_without_headings_is_told_what_to_write(kind: tables.Kind, zh: str, en: str) -> None:
    (problem,) = tables.read(b"1,2\n3,4\n", "table.csv", kind).problems
    assert zh in problem.in_language("zh")
    assert en in problem.in_language("en")
