"""Every sample gives exactly what `expected.json` says, sentences included."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quizarena import tables
from quizarena.nodes import Entries, Items, Node, Scalar

SAMPLES = Path(__file__).parent / "samples"
EXPECTED: dict[str, dict[str, Any]] = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
KINDS: dict[str, tables.Kind] = {"teams": "teams", "judges": "judges", "topics": "topics"}


def plain(node: Node) -> Any:
    if isinstance(node, Entries):
        return {key.text: plain(value) for key, value in node.entries}
    if isinstance(node, Items):
        return [plain(each) for each in node.items]
    assert isinstance(node, Scalar)
    return True if (node.text, node.style) == ("true", "plain") else node.text


def found(name: str, kind: tables.Kind) -> dict[str, Any]:
    reading = tables.read((SAMPLES / name).read_bytes(), name, kind)
    parts = {
        "problems": [each.in_language("zh") for each in reading.problems],
        kind: [] if reading.problems else [plain(row) for row in reading.rows],
        "advice": [each.in_language("zh") for each in reading.hints],
        "ignored_columns": reading.ignored,
    }
    return {name: part for name, part in parts.items() if part}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_is_read_as_written_down(name: str) -> None:
    expected = {key: value for key, value in EXPECTED[name].items() if key != "packs"}
    kind = next((KINDS[key] for key in expected if key in KINDS), "questions")
    assert found(name, kind) == expected


def test_no_sample_is_forgotten() -> None:
    assert {path.name for path in SAMPLES.iterdir()} - {"expected.json"} == set(EXPECTED)


PASTED = """1. 报警打哪个电话？
A. 110　B. 119　答案：A
2. 火警打哪个电话？
A. 110
B. 119
答：B
3. 急救打哪个电话？
A. 120　B. 119　【答案】A
"""


def test_the_answer_may_stand_at_the_end_of_the_options_or_behind_one_character() -> None:
    reading = tables.read(PASTED.encode(), "粘贴.txt", "questions")
    assert [each.in_language("zh") for each in reading.problems] == []
    assert [(plain(row)["answer"], plain(row)["options"]) for row in reading.rows] == [
        ("A", ["110", "119"]),
        ("B", ["110", "119"]),
        ("A", ["120", "119"]),
    ]


def test_columns_nobody_knows_are_left_out_and_named() -> None:
    text = "队名,单位,联系人,联系电话,队员姓名\n红队,第一中学,张,1,赵一、钱二\n"
    reading = tables.read(text.encode(), "队.csv", "teams")
    assert reading.problems == []
    assert reading.ignored == ["联系人", "联系电话"]
    assert plain(reading.rows[0]) == {"name": "红队", "members": ["赵一", "钱二"], "unit": "第一中学"}


ROWS_OF_MEMBERS = {
    "again": "队名,队员\n红队,张 三\n红队,李四\n蓝队,王五\n蓝队,赵六\n",
    "blank": "队名,姓名,领队\n红队,张 三,钱\n,李四,\n蓝队,王五,\n,赵六,孙\n",
}


@pytest.mark.parametrize("name", ROWS_OF_MEMBERS)
def test_a_team_may_have_a_row_for_each_of_its_members(name: str) -> None:
    reading = tables.read(ROWS_OF_MEMBERS[name].encode(), "队.csv", "teams")
    assert reading.problems == []
    assert [plain(row)["members"] for row in reading.rows] == [["张 三", "李四"], ["王五", "赵六"]]
    assert [plain(row).get("leader") for row in reading.rows] == {"again": [None, None], "blank": ["钱", "孙"]}[name]
    assert len(reading.hints) == 1, "it is said once"


def test_a_team_is_no_member_of_the_one_above_it() -> None:
    text = "队名,队员\n红队,张三、李四\n蓝队,王五、赵六\n红队,\n"
    reading = tables.read(text.encode(), "队.csv", "teams")
    assert [plain(row).get("members") for row in reading.rows] == [["张三", "李四"], ["王五", "赵六"], None]
    assert "no name" in tables.read("队名,队员\n,张三\n".encode(), "队.csv", "teams").problems[0].message.in_language(
        "en"
    )


@pytest.mark.parametrize(
    ("heading", "written", "chief"),
    [
        ("备注", "主评委", True),
        ("角色", "评委组长", True),
        ("备注", "评委", False),
        ("备注", "区委", False),
        ("备注", "", False),
    ],
)
def test_a_remark_may_say_who_the_chief_judge_is(heading: str, written: str, chief: bool) -> None:
    reading = tables.read(f"姓名,{heading}\n甲,{written}\n乙,\n".encode(), "评委.csv", "judges")
    assert reading.problems == []
    assert ["chief" in plain(row) for row in reading.rows] == [chief, False]
    assert len(reading.hints) == (written == "区委")
