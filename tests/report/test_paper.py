"""The judges' blank sheets: each judge's for each performance once, in the grid's order, for every kind of round."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from quizarena_games.relay import Relay
from quizarena_games.spot import Spot

from quizarena.blanks import Number
from quizarena.contest import Contest
from quizarena.report import foresight, paper
from quizarena.rounds import load_kind
from quizarena.rulebook import formats, load, loads
from quizarena.sessions.desk.judges import ballots
from quizarena.testing import rulebook_of
from tests.cli.running import run
from tests.contest.telling import rulebook, told
from tests.report.page import Node, read

ROOT = Path(__file__).parents[2]
BEFORE_SCENARIO = 60
ALL_PLAYS = foresight.PLAYS
GAMES = {"relay": Relay(), "spot": Spot()}
HOSTILE = "</b><script>alert(1)</script>&amp;\"'[/] =1+1"


@pytest.fixture(autouse=True)
def few_plays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Foresee with few plays, where nothing hangs on what coincides."""
    monkeypatch.setattr(foresight, "PLAYS", 4)


def drawn(contest: Contest, language: str = "zh", **asked: object) -> list[Node]:
    found = paper.sheets(contest, **asked)  # type: ignore[arg-type]
    pages = read(paper.page(contest, found, language)).all("section", "sheet")
    assert len(pages) == len(found)
    return pages


def heading(sheet: Node) -> tuple[str, str]:
    """Whose sheet it is, and of which performance."""
    (top,) = sheet.all("h1")
    return sheet.all("div", "judge")[0].text, top.text


def test_after_the_draw_every_judge_has_every_performance_once_with_its_desk_numbers() -> None:
    sheets = drawn(told(BEFORE_SCENARIO))
    assert Counter(map(heading, sheets)).most_common(1)[0][1] == 1
    assert len(sheets) == 7 * (4 + 2)
    first = [(sheet.all("h1")[0].text, [team.text for team in sheet.all("div", "team")]) for sheet in sheets[:6]]
    assert first == [
        ("情景模拟  第 1 场", ["1 台迎宾街道"]),
        ("情景模拟  第 2 场", ["2 台开源街道"]),
        ("情景模拟  第 3 场", ["3 台大庆路街道"]),
        ("情景模拟  第 4 场", ["4 台永泰街道"]),
        ("不辩不明  第 1 场", ["正方1 台迎宾街道", "反方2 台开源街道"]),
        ("不辩不明  第 2 场", ["正方3 台大庆路街道", "反方4 台永泰街道"]),
    ]
    assert [heading(sheet)[0] for sheet in sheets[::6]] == [
        f"评委 {n} 号席评委{c}" for n, c in enumerate("一二三四五六七", 1)
    ]


def test_before_the_draw_nothing_is_said_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foresight, "PLAYS", ALL_PLAYS)
    sheets = drawn(Contest(rulebook()), judge="j1")
    assert [sheet.all("h1")[0].text for sheet in sheets] == ["情景模拟  场次 "] * 4 + [
        "不辩不明  第 1 场",
        "不辩不明  第 2 场",
    ]
    teams = [team.text for sheet in sheets for team in sheet.all("div", "team")]
    assert teams[:4] == [f"台号 (尚未抽签) {name}街道" for name in ("永泰", "开源", "大庆路", "迎宾")]
    assert teams[4:] == [f"{side}台号 (尚未抽签) 队名 " for side in ("正方", "反方")] * 2
    speakers = [row.all("td")[1].text for row in sheets[4].all("table")[0].all("tr")[5:9]]
    assert speakers == [f"{n}  " for n in range(1, 5)], "a speaker of nobody knows which team is left to write"


def test_the_lines_are_those_of_the_grid_in_its_order_and_the_total_is_last() -> None:
    contest = told(BEFORE_SCENARIO + 11)
    (move,) = ballots(contest.moves())
    (sheet,) = drawn(contest, judge="j1", round_id="scenario")[:1]
    rows = sheet.all("table")[0].all("tr")[1:]
    columns = [blank for blank in move.blanks if isinstance(blank, Number)]
    assert [row.all("td")[1].text for row in rows[:-1]] == [column.label.in_language("zh") for column in columns]
    assert [cell.text for cell in rows[-1].all("td")] == ["", "合计 (第 1 至 4 项)", "100", ""]


def test_the_total_of_a_debate_is_that_of_the_team_sheet() -> None:
    sheet = drawn(told(BEFORE_SCENARIO), judge="j2", round_id="debate")[0]
    for table, team in zip(sheet.all("table"), ("迎宾", "开源"), strict=True):
        rows = [[cell.text for cell in row.all("td")] for row in table.all("tr")[1:]]
        assert [row[2] for row in rows] == ["30", "20", "30", "20", "50", "50", "50", "50", "100"]
        assert [row[1] for row in rows[4:8]] == [f"{team}{n}" for n in "一二三四"]
        assert rows[-1][1] == "合计 (第 1 至 4 项)"
    assert "第 1 至 4 项以 0.1 为一档。 第 5 至 8 项以 0.5 为一档。" in sheet.text


def test_a_topic_stands_on_the_sheet_once_the_hall_knows_it() -> None:
    drawn_topic = next(r.seq for r in told().records if r.type == "scenario.topic_drawn")
    before, after = (drawn(told(seq), judge="j1", round_id="scenario") for seq in (drawn_topic - 1, drawn_topic))
    topic = "流动摊贩占道，居民嫌乱又离不开"
    assert [topic in sheet.text for sheet in before] == [False] * 4
    assert [topic in sheet.text for sheet in after] == [True, False, False, False]


def test_a_sealed_motion_stands_on_no_sheet_though_it_is_set() -> None:
    seqs = {r.type: r.seq for r in reversed(told().records)}
    motion = told().records[seqs["debate.motion_set"]].fact.text  # type: ignore[attr-defined]
    for seq, known in ((seqs["debate.motion_shown"] - 1, False), (seqs["debate.motion_shown"], True)):
        sheets = drawn(told(seq), judge="j1")
        assert [motion in sheet.text for sheet in sheets] == [known] + [False] * (len(sheets) - 1)


def test_ballots_that_are_in_are_not_asked_for_again() -> None:
    third = [r.seq for r in told().records if r.type == "scenario.ballot"][2]
    sheets = drawn(told(third), round_id="scenario")
    assert len(sheets) == 3 * 7 + 4
    assert drawn(told()) == []


def test_spare_sheets_bear_no_name() -> None:
    sheets = drawn(told(BEFORE_SCENARIO), judge="j1", spare=2)
    assert len(sheets) == 6 + 4
    roster = told(0).state.roster
    names = [each.name.in_language("zh") for each in (*roster.teams, *roster.judges)]
    for sheet in sheets[6:]:
        assert [name for name in names if name in sheet.text] == []
    assert "台号 " in sheets[-1].all("div", "team")[0].text


def test_a_rehearsal_says_so_on_every_sheet() -> None:
    contest = Contest(rulebook())
    contest.push(contest.moves()[0].fill(mode="rehearsal"))
    sheets = drawn(contest, "en", judge="j1")
    assert all(sheet.all("p", "rehearsal")[0].text == "REHEARSAL" for sheet in sheets)
    assert not drawn(told(1), judge="j1", round_id="scenario")[0].all("p", "rehearsal")


CONTEST = """
quizarena: 1
contest: {{title: {hostile}, language: en}}
teams:
  - {{id: red, name: {hostile}, members: [Ann, Ben]}}
  - {{id: blue, name: {long}, members: [Cem, Dee]}}
judges: [{hostile}, Judge Two, Judge Three]
panel: {{rule: mean}}
rounds:
  - {{id: scene, use: scenario/staged, criteria: {{{hostile}: 60, delivery: 40}}}}
  - {{id: talk, use: debate/pairs}}
"""


def test_hostile_and_long_names_are_text_and_nothing_else() -> None:
    long = "大庆路街道" * 20
    contest = Contest(loads(CONTEST.format(hostile=json.dumps(HOSTILE), long=long)))
    for language in ("zh", "en"):
        text = "".join(sheet.text for sheet in drawn(contest, language, spare=1))
        assert HOSTILE in text
        assert long in text
    assert "<script" not in paper.page(contest, paper.sheets(contest), "en")


@pytest.mark.parametrize("path", sorted((ROOT / "examples" / "rulesets").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_rule_set_prints(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foresight, "PLAYS", 2)
    contest = Contest(load(path, kinds=GAMES), kinds=GAMES)
    sheets = drawn(contest, spare=1)
    asks = bool(re.search(r"^\s*- .*(scenario|debate)/|use: (scenario|debate)/", path.read_text("utf-8"), re.MULTILINE))
    assert bool(sheets) == asks or not contest.rulebook.judges


@pytest.mark.parametrize("use", [each.use for each in formats()])
def test_every_format_prints(use: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foresight, "PLAYS", 2)
    kind = load_kind(next(each.kind for each in formats() if each.use == use))
    contest = Contest(rulebook_of(kind, {"use": use}, 4, 3))
    sheets = drawn(contest)
    assert bool(sheets) == use.startswith(("scenario", "debate", "parliament"))


def test_the_command_writes_once_and_says_where(tmp_path: Path) -> None:
    out, contest = tmp_path / "out.html", ROOT / "examples" / "yingbin" / "contest.yaml"
    said = run("paper", contest, "-o", out, "--judge", "3", "--round", "scenario", "--lang", "en").stdout
    assert "4 sheets" in said
    assert "box" in said
    assert len(read(out.read_text(encoding="utf-8")).all("section")) == 4
    assert "--replace" in run("paper", contest, "-o", out, "--lang", "en", status=3).output
    run("paper", contest, "-o", out, "--judge", "j3", "--replace")
    assert len(read(out.read_text(encoding="utf-8")).all("section")) == 6


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--round", "scenarios"), "expected a round, such as scenario"),
        (("--judge", "j9"), "expected a judge, such as"),
        (("--judge", "0"), "expected a judge, such as"),
        (("--round", "quiz"), "no round that is still to come"),
    ],
)
def test_a_slip_is_refused_in_a_sentence_and_nothing_is_written(
    tmp_path: Path, asked: tuple[str, str], said: str
) -> None:
    out = tmp_path / "out.html"
    refused = run("paper", ROOT / "examples" / "yingbin" / "contest.yaml", "-o", out, *asked, "--lang", "en", status=1)
    assert said in refused.output
    assert not out.exists()


def test_the_screen_takes_it_too_and_a_contests_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "demo.qa"
    run("start", ROOT / "examples" / "yingbin" / "contest.yaml", file)
    page = run("paper", file, "-o", "-", "--judge", "j1", "--round", "debate", lang="zh").stdout
    assert len(read(page).all("section")) == 2


def test_votes_say_no_side_of_a_team_before_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foresight, "PLAYS", ALL_PLAYS)
    contest = Contest(rulebook_of(load_kind("debate"), {"use": "debate/nine_votes"}, 4, 3))
    sheet = drawn(contest, judge="j1")[0]
    assert [team.text for team in sheet.all("div", "team")] == ["正方反方1 台队1", "正方反方2 台队2", "整场"]
    votes = [[option.text for option in row.all("span") if option.text] for row in sheet.all("td", "options")]
    assert votes[0] == ["正方: ________", "反方: ________", "各半票"]
    assert sorted(votes[2]) == [f"队{team}: t{team}-{member}" for team in (1, 2) for member in (1, 2, 3)]


def test_a_contest_no_robot_can_finish_has_the_sheets_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foresight, "FACTS", 0)
    third = [r.seq for r in told().records if r.type == "scenario.ballot"][2]
    assert len(drawn(told(third))) == 4, "those of the judges whose ballots are not in"
    assert drawn(Contest(rulebook())) == []
