"""The Yingbin afternoon as facts: what the example holds, and that it ends as the story says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizarena.contest import Contest
from quizarena.points import show
from tests import make_story
from tests.cli.running import run
from tests.story import load

ROOT = Path(__file__).parents[2]
EXAMPLE, DEMO = ROOT / "examples" / "yingbin", ROOT / "quizarena" / "demo"
FACTS = [json.loads(line) for line in (EXAMPLE / "facts.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_demo_is_the_examples() -> None:
    brought = {"yingbin": DEMO, "season": DEMO / "season"}
    for name, folder in brought.items():
        copies = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        assert copies == {path.name: path.read_bytes() for path in (EXAMPLE.parent / name).iterdir()}


def test_the_facts_are_those_the_story_makes() -> None:
    assert (EXAMPLE / "facts.jsonl").read_text(encoding="utf-8") == make_story.text()


def test_instants_are_in_order() -> None:
    instants = [fact["at"] for fact in FACTS]
    assert instants == sorted(instants)


DRAWN = {
    2: ("14:02:11", "draw.committed"),
    24: ("14:21:18", "quiz.asked"),
    25: ("14:21:29", "quiz.clock"),
    44: ("14:31:02", "quiz.ruled"),
    53: ("14:34:40", "quiz.ruled"),
    54: ("14:35:10", "cue.board"),
    55: ("14:37:09", "contest.corrected"),
    127: ("15:07:40", "scenario.absent"),
    129: ("15:07:58", "scenario.ballot"),
    132: ("15:08:31", "scenario.ballot"),
    232: ("16:00:09", "debate.turn"),
    236: ("16:02:07", "debate.turn"),
}


@pytest.mark.parametrize("seq", DRAWN)
def test_records_have_the_numbers_and_times_of_the_drawings(seq: int) -> None:
    fact = FACTS[seq - 1]
    assert (fact["at"][11:19], fact["type"]) == DRAWN[seq]


def test_the_story_ends_as_it_should() -> None:
    story, found = load(), json.loads(run("demo", "--json").stdout)
    rows = {row["team"]: row for row in found["standings"]}
    for team, expected in story.expected.items():
        row = rows[team]
        assert (row["total"], row["place"]) == (expected.total, expected.place)
        assert row["rounds"] == {"quiz": expected.quiz, "scenario": expected.scenario, "debate": expected.debate}
    assert found["awards"] == [{"award": "最佳辩手", "winners": [story.best_debater], "names": ["大庆三"]}]
    assert sorted(rows, key=lambda team: int(rows[team]["podium"])) == story.draw.order
    assert found["complete"]


def test_the_story_plays_from_the_example_with_play() -> None:
    assert (
        run("play", EXAMPLE / "contest.yaml", EXAMPLE / "facts.jsonl", "--json").stdout == run("demo", "--json").stdout
    )


def test_a_correction_of_the_past_and_back_is_as_if_nothing_had_been(tmp_path: Path) -> None:
    file = tmp_path / "demo.qa"
    run("demo", "--save", file)
    before = run("standings", file, "--json").stdout
    run("correct", file, "44", "verdict=wrong", "--reason", "trial")
    changed = {row["team"]: row["total"] for row in json.loads(run("standings", file, "--json").stdout)["standings"]}
    assert changed == {"kaiyuan": "319.32", "daqinglu": "301.65", "yongtai": "301.64", "yingbin": "298.96"}
    run("correct", file, "44", "verdict=right", "--reason", "back again")
    assert run("standings", file, "--json").stdout == before
    assert "(corrected by #055) (corrected by #286) (corrected by #287)" in run("log", file, "--lang", "en").stdout


def test_a_topic_corrected_onto_one_drawn_later_is_refused_and_both_together_are_not(tmp_path: Path) -> None:
    file = tmp_path / "demo.qa"
    run("demo", "--save", file)
    found = run("correct", file, "65", "topic=lift", "--reason", "slips", "--lang", "en", status=1).stderr
    assert "#145 scenario.topic_drawn" in found
    run("correct", file, "65", "topic=lift", "145", "topic=vendors", "--reason", "slips swapped")
    assert [show(score.value) for score in _contest(file).standings(audience=None).totals.values()] == [
        *("301.64", "319.32", "301.65", "308.96"),
    ]


def _contest(file: Path) -> Contest:
    from quizarena.arena import Arena

    with Arena.open(file, read_only=True) as arena:
        return arena.contest
