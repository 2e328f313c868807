"""A table stands in a rulebook where YAML may stand, and is checked with it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from random import Random

import pytest

from quizarena import load_table
from quizarena.advice import advise
from quizarena.contest.position import start_of
from quizarena.errors import RulebookError
from quizarena.rulebook import Problem, Rulebook, load, loads, resolved_yaml
from quizarena.simulation.robot import AVERAGE, play
from quizarena_rounds.quiz.facts import Asked

from .test_samples import SAMPLES

CONTEST = """
quizarena: 1
contest: {{title: 样例, language: zh, date: "2026-05-01"}}
teams: {teams}
judges: {judges}
rounds:
  - id: quiz
    use: quiz/required
    per_team: {per_team}
    questions: {questions}
  - id: scenes
    use: scenario/staged
    topics: {topics}
    criteria: {{内容: 100}}
panel: {{rule: mean}}
"""


def rules(folder: Path, **changes: str) -> str:
    names = {
        "teams": "ok-20-teams.xlsx",
        "judges": "ok-22-judges.xlsx",
        "questions": "ok-01-all-types.xlsx",
        "topics": "ok-23-topics.docx",
        "per_team": "2",
    } | changes
    for name in names.values():
        if (SAMPLES / name).is_file():
            shutil.copy(SAMPLES / name, folder / name)
    path = folder / "contest.yaml"
    path.write_text(CONTEST.format(**names), encoding="utf-8")
    return str(path)


@pytest.fixture
def rulebook(tmp_path: Path) -> Rulebook:
    return load(rules(tmp_path))


def test_teams_judges_questions_and_topics_come_from_tables(rulebook: Rulebook) -> None:
    teams = [(team.id, team.name.in_language("zh"), len(team.members)) for team in rulebook.teams]
    assert teams == [("t1", "永泰街道", 3), ("t2", "开源街道", 3)]
    assert [str(team.leader and team.leader.in_language("zh")) for team in rulebook.teams] == ["王领队", "None"]
    assert [(judge.id, judge.chief, judge.unit) for judge in rulebook.judges] == [
        ("j1", True, "区委组织部"),
        ("j2", False, "永泰街道"),
    ]
    quiz, scenes = (entry.rules for entry in rulebook.rounds)
    assert [(each.id, each.type, str(each.level)) for each in quiz.questions][:2] == [
        ("1", "single", "10"),
        ("2", "multiple", "20"),
    ]
    assert [topic.id for topic in scenes.topics] == ["topic-1", "topic-2"]


def test_record_0_holds_everything_so_the_tables_are_not_needed_again(rulebook: Rulebook) -> None:
    assert loads(resolved_yaml(rulebook)) == rulebook


def test_what_somebody_may_want_to_look_at_is_handed_on(tmp_path: Path) -> None:
    hints: list[Problem] = []
    load(rules(tmp_path, questions="ok-06-gbk-semicolon.csv", per_team="1"), hints=hints)
    assert [hint.in_language("zh").replace(str(tmp_path), "") for hint in hints] == [
        "/ok-20-teams.xlsx: 没有用到的列: 备注",
        "/ok-22-judges.xlsx: 没有用到的列: 职务",
        "/ok-06-gbk-semicolon.csv B2: 题包有名称；按题包答题的环节写"
        " packs: [{id: p1, title: 安全}, {id: p2, title: 生活}]",
        "/ok-23-topics.docx 表 1 第4行第1格: 备用题签不参加抽签，没有导入",
    ]


def test_faults_of_a_sheet_come_out_beside_those_of_the_rulebook(tmp_path: Path) -> None:
    path = rules(tmp_path, questions="bad-01-each-row.xlsx")  # 14 faults, and 3 below
    wrong = Path(path).read_text(encoding="utf-8").replace("per_team: 2", "per_team: two\n    wrong: 10\n    point: 3")
    Path(path).write_text(wrong, encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        load(path)
    places = [problem.file.removeprefix(f"{tmp_path}/") for problem in caught.value.problems]
    assert (places.count("bad-01-each-row.xlsx"), places.count("contest.yaml")) == (14, 3)


def test_the_same_fault_in_many_rows_is_one_line_with_its_places(tmp_path: Path) -> None:
    (tmp_path / "many.csv").write_text("题目,答案\n" + "没有答案,\n" * 54, encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        load(rules(tmp_path, questions="many.csv"))
    lines = caught.value.sentence("zh").splitlines()
    assert len(lines) == 1
    assert lines[0].endswith(f"many.csv {', '.join(f'B{row}' for row in range(2, 56))}: 没有答案")


@pytest.mark.parametrize("name", ["nothing.xlsx", "../x.xlsx", "/etc/x.csv"])
def test_a_table_that_is_not_there_or_outside_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(RulebookError) as caught:
        load(rules(tmp_path, questions=name))
    assert [problem.where for problem in caught.value.problems] == ["rounds.0.questions"]


def test_points_in_the_bank_that_the_rules_do_not_give_are_spoken_of(rulebook: Rulebook) -> None:
    said = [each.why.in_language("zh") for each in advise(rulebook, None)]
    assert "题库里有 2 题写的分值（20）和规程给的（10）不一样" in said


def shared(folder: Path, per_team: int) -> Rulebook:
    rules(folder, per_team=str(per_team))
    text = (folder / "contest.yaml").read_text(encoding="utf-8")
    second = "  - {id: more, use: quiz/buzz, items: 2, questions: ok-01-all-types.xlsx}\n"
    (folder / "contest.yaml").write_text(text.replace("  - id: scenes", second + "  - id: scenes"), encoding="utf-8")
    return load(folder / "contest.yaml")


def test_one_table_serves_several_rounds_one_after_the_other(tmp_path: Path) -> None:
    rulebook = shared(tmp_path, 1)
    asked = [
        step.fact.question for step in play(start_of(rulebook), AVERAGE, Random(1)) if isinstance(step.fact, Asked)
    ]
    assert asked == ["1", "2", "3", "4"]
    assert loads(resolved_yaml(rulebook)) == rulebook


def test_a_table_that_the_rounds_use_up_is_refused_with_what_is_left(tmp_path: Path) -> None:
    with pytest.raises(RulebookError) as refused:
        shared(tmp_path, 2)
    (problem,) = refused.value.problems
    assert problem.where == "rounds.1.questions"
    assert "前面的环节用过以后还剩" in problem.in_language("zh")


@pytest.mark.parametrize(
    ("spare", "left"), [((), 4), ((4,), 3), ((1, 2, 3, 4), None)], ids=["none spare", "one spare", "all spare"]
)
def test_more_slips_than_teams_stay_in_the_draw_but_for_the_spare_ones(
    tmp_path: Path, spare: tuple[int, ...], left: int | None
) -> None:
    rows = (f"{number},情景{number},{'是' if number in spare else ''}" for number in range(1, 5))
    (tmp_path / "slips.csv").write_text("\n".join(("题签,情景,备用", *rows)), encoding="utf-8")
    path = rules(tmp_path, topics="slips.csv")
    if left is None:
        with pytest.raises(RulebookError, match="all slips are spare"):
            load(path)
    else:
        topics = load(path).rounds[1].rules.topics
        assert [topic.id for topic in topics] == [f"topic-{number}" for number in range(1, 5) if number not in spare]
        assert len(topics) == left


def test_tables_are_parts_of_a_mapping_that_makes_a_rulebook() -> None:
    parts = {"teams": "ok-20-teams.xlsx", "judges": "ok-22-judges.xlsx"}
    people = {kind: load_table(SAMPLES / name, kind) for kind, name in parts.items()}
    quiz = {"id": "quiz", "use": "quiz/team_required", "per_team": 1}
    mapping = {"quizarena": 1, "contest": {"title": "Quiz"}, "rounds": [quiz], **people}
    made = loads(mapping)
    assert [team.id for team in made.teams] == [row["id"] for row in people["teams"]]
    assert made == loads(json.dumps(mapping).encode())
    with pytest.raises(RulebookError, match="no such file"):
        load_table(SAMPLES / "none.xlsx", "questions")
    with pytest.raises(RulebookError, match=r"float 2\.5"):
        loads({**mapping, "base_score": 2.5})
