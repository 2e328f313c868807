"""A season by commands, from its rules to the workbook: what they print, what they refuse, what a contest gives."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import attrs
import openpyxl
import pytest

from quizarena.arena import Arena
from quizarena.documents import only_season
from quizarena.points import show
from tests.cli.running import run, same
from tests.rulebook.test_heats import heat
from tests.season.book import recorded_in

RULES = Path(__file__).parents[2] / "examples" / "season" / "season.yaml"


@pytest.fixture(scope="module", autouse=True)
def clock() -> Iterator[None]:
    with recorded_in(2027):
        yield


def act(file: Path, *words: str, status: int = 0, lang: str = "en") -> str:
    """Run an action and return what it prints."""
    result = run("season", file, *words, "--lang", lang, status=status)
    return result.output


@pytest.fixture(scope="module")
def points(tmp_path_factory: pytest.TempPathFactory, clock: None) -> Path:
    """A season of the example: Red is a team, Ann a person of it, and of two people called Bea one is in it."""
    folder = tmp_path_factory.mktemp("season")
    file = folder / "points.qa"
    run("start", RULES, file)
    for name, category in (("张三", "在职"), ("Ann", "年老体弱"), ("Bea", "流动"), ("Bea", "在职"), ("Green", "无职")):
        act(file, "enrol", name, category)
    act(file, "claim", "张三", "志愿服务", "12", "--day", "2026-03-05", "--evidence", "签到表", "--person", "网格员")
    act(file, "claim", "Ann", "参加主题党日", "--day", "2026-03-08", "--person", "网格员")
    act(file, "claim", "m3", "无故缺席", "--day", "2026-03-08", "--person", "网格员")
    act(file, "check", "6", "7", "--person", "书记")
    act(file, "stock", "洗衣液", "5")
    act(file, "redeem", "张三", "洗衣液", "--day", "2026-03-20", "--person", "书记")
    heat(folder / "march.qa", title="March")
    heat(folder / "april.qa", title="April", until="contest.signed")
    return file


def credit(points: Path, contest: str, *more: str, status: int = 0) -> str:
    return run("credit", points, points.parent / contest, "--lang", "en", *more, status=status).output


def test_what_the_lists_say(points: Path) -> None:
    for name in ("list", "league", "claims", "stock"):
        same(f"zh/season-{name}", act(points, name, lang="zh"))
    same("zh/season-passbook", act(points, "passbook", "张三", lang="zh"))
    same("zh/season-explain", run("explain", points, "张三", "--lang", "zh").output)
    assert act(points, "list", "--masked").splitlines()[2].split()[:2] == ["1", "张*"]
    assert run("season", points).output == run("season", points, "list").output


def test_what_programs_are_told(points: Path) -> None:
    row, *_others = json.loads(act(points, "list", "--json"))
    assert (row["name"], row["earned"], row["left"]) == ("张三", "20", "10")
    (claim,) = json.loads(act(points, "claims", "--json"))
    assert (claim["member"], claim["deed"], claim["times"]) == ("m3", "无故缺席", "1")
    assert json.loads(act(points, "stock", "--json"))[0] == {"good": "洗衣液", "price": "10", "left": 4, "redeemed": 1}
    book = json.loads(act(points, "passbook", "m1", "--json"))
    assert [each["points"] for each in book["rows"]] == ["20", "-10"]
    score = json.loads(run("explain", points, "m1", "--json").output)["score"]
    assert (score["value"], len(score["parts"])) == ("10", 2)
    assert [each["type"] for each in json.loads(run("log", points, "--last", "2", "--json").output)] == [
        "goods.stocked",
        "goods.redeemed",
    ]
    assert json.loads(act(points, "league", "--json")) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("check", "8", "--person", "网格员"), "网格员 entered claim #008; somebody else has to check it"),
        (("redeem", "张三", "洗衣液", "2", "--day", "2026-03-20"), "张三 has 10, this costs 20: short by 10"),
        (("redeem", "张三", "洗衣液", "--price", "9", "--day", "2026-03-20"), "洗衣液 is marked at 10, not 9"),
        (("redeem", "张三", "毛毯"), "the rules have no goods called '毛毯'"),
        (
            ("claim", "Bea", "志愿服务", "--person", "x"),
            "2 members are called Bea; say which by id: m3 (流动), m4 (在职)",
        ),
        (("claim", "Anna", "志愿服务"), "no member is called Anna; did you mean Ann?"),
        (("claim", "张三", "志愿服务", "many"), "expected a number such as 9.25, found 'many'"),
        (("reverse", "5", "--reason", "r"), "#005 moved nothing"),
        (("close", "2027"), "2027 is not over; it may be closed from 2028-01-01 on"),
        (
            ("enrol", "张三", "在职"),
            "张三 (在职) is enrolled already as m1; for another person of that name add --as m6",
        ),
        (("close", "2026"), "claims of up to 2026 wait for their check: #008"),
        (("amend", str(RULES), "--reason", "r"), "these are the rules that hold already"),
    ],
)
def test_what_is_refused(words: tuple[str, ...], sentence: str, points: Path) -> None:
    assert sentence in act(points, *words, status=1)


def test_who_left_is_taken_back_or_another_of_the_name_enrolled(tmp_path: Path) -> None:
    file = tmp_path / "points.qa"
    run("start", RULES, file)
    for words in (
        ("enrol", "张三", "在职", "--id", "one"),
        ("enrol", "张三", "在职", "--id", "one"),
        ("leave", "张三"),
    ):
        act(file, *words)
    refused = act(file, "enrol", "张三", "流动", status=1)
    assert "张三 has left as m1: --as m1 takes them back, --as m2 enrols another" in refused
    assert "#003: 张三 (流动) is enrolled as m2" in act(file, "enrol", "张三", "流动", "--as", "m2")
    assert "2026 is closed; nothing expires" in act(file, "close", "2026")


def test_a_contest_is_credited_once_and_its_later_correction_is_told(points: Path, tmp_path: Path) -> None:
    for name in ("points.qa", "march.qa", "april.qa"):
        run("backup", points.parent / name, tmp_path / name)
    points = tmp_path / "points.qa"
    assert "april.qa: it is not closed and signed" in credit(points, "april.qa", status=1)
    assert "march.qa says no date; give it with --day" in credit(points, "march.qa", status=1)
    dated = ("--day", "2026-03-28")
    assert "2 members are called Bea" in credit(points, "march.qa", *dated, status=1)
    for wrong, sentence in (
        ("Beat=m4", "nobody in {} is called Beat; there are Red, Ann, Bea, Blue, Green"),
        ("Bea=m9", "no member has the id m9; there are m1 (张三), m2 (Ann), m3 (Bea), m4 (Bea), m5 (Green)"),
    ):
        found = credit(points, "march.qa", *dated, "--as", "Bea=m4", "--as", wrong, status=1)
        assert sentence.format(points.parent / "march.qa") in found
    said = credit(points, "march.qa", *dated, "--as", "Bea=m4", "--person", "书记")
    assert "March of 2026-03-28 is credited to 3" in said
    title, _head, first, *_others = act(points, "league", "--masked", "--year", "2026").splitlines()
    assert (title, first.split()) == ("泰和里社区党员积分: points of contests in 2026", ["1", "A**", "12", "12"])
    assert said.splitlines()[1:] == [
        "Ann (m2): place 1, points: 12",
        "Bea (m4): place 1, points: 12",
        "Green (m5): place 3, points: 7",
        "no members of this season: Blue",
    ]
    assert "March was credited already, at #013" in credit(points, "march.qa", *dated, "--as", "Bea=m4", status=1)
    with Arena.open(points.parent / "march.qa") as contest:
        contest.do("contest.reopened", by="Judge", reason="r")
        last = next(each for each in reversed(contest.contest.records) if each.type == "score.adjusted")
        contest.correct([(last.seq, attrs.evolve(last.fact, points=Decimal(9)))], reason="r")
        contest.do("contest.signed", by="Judge")
    run("export", points, "--xlsx", tmp_path / "points.xlsx")
    league = openpyxl.load_workbook(tmp_path / "points.xlsx")["竞赛积分榜"]
    assert [cell.value for cell in league[2]] == [1, "Ann", "='算分明细'!C7", "='算分明细'!C8"]
    found = credit(points, "march.qa", *dated, "--as", "Bea=m4", status=1)
    assert "March was credited at #013" in found
    assert "reverse #013, then credit it anew" in found
    with Arena.open(points, read_only=True) as arena:
        ledger = only_season(arena.document).ledger
        assert {each: show(ledger.balance(each)) for each in ("m2", "m4", "m5")} == {"m2": "14", "m4": "12", "m5": "7"}


def test_a_contest_of_strangers_names_them(points: Path, tmp_path: Path) -> None:
    run("start", RULES, tmp_path / "empty.qa")
    found = run("credit", tmp_path / "empty.qa", points.parent / "march.qa", "--day", "2026-03-28", "--lang", "en",
                status=1).output  # fmt: skip
    assert "is a member of this season: Red, Ann, Bea, Blue, Green; enrol them" in found
    assert "--as NAME=ID" in found


def test_the_workbook_lines_and_copies_hold_the_season(points: Path, tmp_path: Path) -> None:
    run("export", points, "--xlsx", tmp_path / "points.xlsx", "--lang", "zh")
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "points.xlsx").read_bytes()), data_only=True)
    assert book.sheetnames == ["成员", "算分明细", "竞赛积分榜", "物品", "积分明细"]
    rows = [[cell.value for cell in row] for row in book["成员"].iter_rows(min_row=5)]
    assert rows[0][:6] == [1, "m1", "张三", "在职", 20, 10]
    formulas = openpyxl.load_workbook(tmp_path / "points.xlsx")
    assert formulas["成员"]["F5"].value == "='算分明细'!C2"
    assert formulas["算分明细"]["C2"].value == "=C3+C4"
    run("export", points, "-o", tmp_path / "points.jsonl")
    run("import", tmp_path / "points.jsonl", tmp_path / "again.qa")
    run("backup", points, tmp_path / "copy.qa")
    assert "the same" in run("compare", tmp_path / "again.qa", tmp_path / "copy.qa").output
    assert "each follows from the one before" in run("verify", tmp_path / "again.qa", "--lang", "en").output


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("claim", "张三", "志愿服务", "many"), "错误：应是 9.25 这样的数，却是 'many'"),
        (("redeem", "张三"), "缺少参数 'GOOD'"),
    ],
)
def test_words_are_refused_in_the_language_of_the_season(words: tuple[str, ...], sentence: str, points: Path) -> None:
    status = 2 if words[0] == "redeem" else 1
    assert sentence in run("season", points, *words, status=status).output


def test_a_file_of_rules_is_checked_and_resolved(tmp_path: Path) -> None:
    assert "4 categories, 5 deeds, 4 goods" in run("check", RULES, "--lang", "en").output
    (tmp_path / "resolved.yaml").write_text(run("check", RULES, "--resolved").stdout, encoding="utf-8")
    assert json.loads(run("check", tmp_path / "resolved.yaml", "--json").output)["ok"]
    (tmp_path / "wrong.yaml").write_text("quizarena: 1\nseason: {title: x}\ncategories: []\ngoods: {a: 0}\n")
    found = json.loads(run("check", tmp_path / "wrong.yaml", "--json", status=1).output)
    assert len(found["problems"]) == 2
