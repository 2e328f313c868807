"""The judges' blank sheets: each judge's for each performance once, in the grid's order, for every kind of round."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from quizarena_games.relay import Relay
from quizarena_games.spot import Spot

from quizarena.blanks import Number
from quizarena.contest import Contest
from quizarena.facts import Fact, Intent
from quizarena.moves import Move
from quizarena.report import paper, upcoming
from quizarena.rounds import BaseKind, Moment, load_kind
from quizarena.rulebook import formats, load, loads
from quizarena.scenes import Audience, Headline, Scene
from quizarena.scores import Score
from quizarena.sessions.desk.judges import ballots
from quizarena.testing import rulebook_of
from quizarena.text import both, plain
from tests.cli.running import run
from tests.contest.telling import rulebook, told
from tests.report.page import Node, read

ROOT = Path(__file__).parents[2]
BEFORE_SCENARIO = 60
GAMES = {"relay": Relay(), "spot": Spot()}
HOSTILE = "</b><script>alert(1)</script>&amp;\"'[/] =1+1"


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


def test_before_the_draw_nothing_is_said_that_nobody_knows() -> None:
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


@attrs.frozen
class NoRules:
    """There is nothing to choose."""


@attrs.frozen
class Gone(Fact, type="endless.gone", intent=Intent.STEP):
    """It went on."""

    number: int


@pytest.mark.parametrize("path", sorted((ROOT / "examples" / "rulesets").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_rule_set_prints(path: Path) -> None:
    contest = Contest(load(path, kinds=GAMES), kinds=GAMES)
    sheets = drawn(contest, spare=1)
    asks = bool(re.search(r"^\s*- .*(scenario|debate)/|use: (scenario|debate)/", path.read_text("utf-8"), re.MULTILINE))
    assert bool(sheets) == asks or not contest.rulebook.judges


@pytest.mark.parametrize("use", [each.use for each in formats()])
def test_every_format_prints(use: str) -> None:
    kind = load_kind(next(each.kind for each in formats() if each.use == use))
    contest = Contest(rulebook_of(kind, {"use": use}, 4, 3))
    sheets = drawn(contest)
    assert bool(sheets) == use.startswith(("scenario", "debate", "parliament", "placing/judged"))


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


def test_votes_say_no_side_of_a_team_before_it_is_drawn() -> None:
    contest = Contest(rulebook_of(load_kind("debate"), {"use": "debate/nine_votes"}, 4, 3))
    sheet = drawn(contest, judge="j1")[0]
    assert [team.text for team in sheet.all("div", "team")] == ["正方反方1 台队1", "正方反方2 台队2", "整场"]
    votes = [[option.text for option in row.all("span") if option.text] for row in sheet.all("td", "options")]
    assert votes[0] == ["正方: ________", "反方: ________", "各半票"]
    assert sorted(votes[2]) == [f"队{team}: t{team}-{member}" for team in (1, 2) for member in (1, 2, 3)]


class Endless(BaseKind):
    """A round that no play comes to the end of."""

    name, title, rules, facts = "endless", both("无尽", "Endless"), NoRules, (Gone,)

    def begin(self, moment: Moment) -> int:
        return 0

    def moves(self, state: int, moment: Moment) -> Iterator[Move]:
        yield Move(Gone, plain("on"), {"number": state}, gesture="next")

    def apply(self, state: int, seq: int, fact: Fact) -> int:
        return state + 1

    def scores(self, state: int, moment: Moment) -> dict[str, Score]:
        return {}

    def scene(self, state: int, moment: Moment, audience: Audience) -> Scene:
        return Scene(moment.title, (Headline(moment.title),))


def whose(contest: Contest) -> list[tuple[str, str, tuple[tuple[str | None, int | None, str], ...]]]:
    """What is foreseen: round, head, and of each form team, desk number and side."""
    return [
        (
            each.round,
            each.heads[0].in_language("en") if each.heads else "",
            tuple((form.team, form.podium, form.side) for form in each.forms),
        )
        for each in upcoming.coming(contest)
    ]


def contest_of(rounds: str, order: str = "roster", teams: int = 4) -> Contest:
    """Return a contest of teams t1 to t4 with rounds as a rulebook writes them."""
    roster = ", ".join(f"{{id: t{nth}, name: T{nth}, members: [A{nth}, B{nth}]}}" for nth in range(1, teams + 1))
    text = f"""
quizarena: 1
contest: {{title: Foreseen, language: en}}
order: {order}
teams: [{roster}]
judges: [Ann, Ben, Cem]
panel: {{rule: mean}}
rounds: [{rounds}]
"""
    kinds = {"endless": Endless()}
    return Contest(loads(text, kinds=kinds), kinds=kinds)


SCENE = "{id: scene, use: scenario/speech, criteria: {content: 100}"
TALK = "{id: talk, use: debate/pairs, sides: by_order"
ENDLESS = "{id: first, kind: endless, title: First}"
OPEN = (None, None, "")
EITHER_SIDE = ((None, None, "affirmative"), (None, None, "negative"))


@pytest.mark.parametrize(
    ("rounds", "order", "found"),
    [
        pytest.param(
            f"{TALK}}}",
            "drawn",
            [("talk", f"Match {n}", ((None, 2 * n - 1, "affirmative"), (None, 2 * n, "negative"))) for n in (1, 2)],
            id="who draws number 1 is affirmative in match 1",
        ),
        pytest.param(
            f"{TALK}, pairs: drawn}}",
            "roster",
            [("talk", f"Match {n}", EITHER_SIDE) for n in (1, 2)],
            id="pairs drawn by lot",
        ),
        pytest.param(
            f"{ENDLESS}, {TALK}, pairs: by_standings}}",
            "roster",
            [("talk", f"Match {n}", EITHER_SIDE) for n in (1, 2)],
            id="pairs by standings, with a round to play before",
        ),
        pytest.param(
            f"{TALK}, pairs: by_standings}}",
            "roster",
            [
                ("talk", "Match 1", (("t1", 1, "affirmative"), ("t2", 2, "negative"))),
                ("talk", "Match 2", (("t3", 3, "affirmative"), ("t4", 4, "negative"))),
            ],
            id="pairs by standings that stand",
        ),
        pytest.param(
            f"{SCENE}, order: drawn, teams: [t2, t3]}}",
            "roster",
            [("scene", "", (("t2", 2, ""),)), ("scene", "", (("t3", 3, ""),))],
            id="an order of its own that is not drawn",
        ),
        pytest.param(
            f"{SCENE}, order: reverse, teams: [t2, t3]}}",
            "roster",
            [("scene", "Performance 1", (("t3", 3, ""),)), ("scene", "Performance 2", (("t2", 2, ""),))],
            id="an order that needs no lot",
        ),
        pytest.param(
            f"{SCENE}, teams: [t2, t3]}}",
            "drawn",
            [("scene", "", (("t2", None, ""),)), ("scene", "", (("t3", None, ""),))],
            id="two of four teams before the draw",
        ),
        pytest.param(
            f"{ENDLESS}, {SCENE}, teams: {{top: 3, of: [first]}}}}",
            "roster",
            [("scene", f"Performance {n}", (OPEN,)) for n in (1, 2, 3)],
            id="three of four go on",
        ),
        pytest.param(
            "{id: one, kind: endless, title: One, teams: [t1, t2]}, {id: two, kind: endless, title: Two,"
            f" teams: [t3, t4]}}, {SCENE}, teams: {{top: 1, of: [one, two]}}}}",
            "drawn",
            [("scene", f"Performance {n}", (OPEN,)) for n in (1, 2)],
            id="the first of each group goes on",
        ),
    ],
)
def test_what_is_known_stands_on_the_sheets_and_nothing_else(
    rounds: str, order: str, found: list[tuple[str, str, tuple[tuple[str | None, int | None, str], ...]]]
) -> None:
    assert whose(contest_of(rounds, order)) == found


def test_who_goes_on_is_known_once_the_heats_are_over() -> None:
    contest = contest_of(f"{ENDLESS}, {SCENE}, teams: {{top: 4, of: [first]}}}}")
    contest.push(contest.moves()[0].fill(mode="live"))
    contest.push(next(move for move in contest.moves() if move.fact.type == "round.begun").fill())
    assert [forms[0][0] for _round, _head, forms in whose(contest)] == ["t1", "t2", "t3", "t4"], "everybody goes on"
    contest.push(next(move for move in contest.moves() if move.fact.type == "round.cut").fill(reason="late"))
    assert [head for _round, head, _forms in whose(contest)] == [f"Performance {n}" for n in (1, 2, 3, 4)]


def test_no_team_stands_on_sheets_of_a_round_that_it_may_miss() -> None:
    contest = contest_of(f"{ENDLESS}, {SCENE}, teams: {{top: 2, of: [first]}}}}", teams=5)
    assert whose(contest) == [("scene", f"Performance {n}", (OPEN,)) for n in (1, 2)]


def test_a_team_that_left_the_stage_and_is_back_has_its_sheets_once() -> None:
    contest = contest_of(f"{SCENE}}}")
    contest.push(contest.moves()[0].fill(mode="live"))
    contest.push(next(move for move in contest.moves() if move.fact.type == "round.begun").fill())
    contest.push(next(move for move in contest.moves() if move.gesture == "next").fill())
    leave = next(move for move in contest.moves() if move.fact.type == "team.left")
    contest.push(leave.fill(team="t1", mode="withdrawn", reason="ill"))
    assert [forms[0][0] for _round, _head, forms in whose(contest)] == ["t2", "t3", "t4"]
    contest.push(next(move for move in contest.moves() if move.gesture == "next").fill())
    rejoin = next(move for move in contest.moves() if move.fact.type == "team.rejoined")
    contest.push(rejoin.fill(team="t1", reason="well"))
    assert [forms[0][0] for _round, _head, forms in whose(contest)] == ["t1", "t2", "t3", "t4"]
