"""The files of the Yingbin contest belong together: bank, drawings and story name the same things."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.story import load

ROOT = Path(__file__).parents[1]
YINGBIN = ROOT / "examples" / "yingbin"
DRAWINGS = ROOT / "tests" / "terminal" / "drawings"


def read(name: str) -> Any:
    return yaml.safe_load((YINGBIN / name).read_text(encoding="utf-8"))


def test_the_bank_holds_sixteen_questions_in_order_and_spares_after_them() -> None:
    bank = read("questions.yaml")
    regular = [q["id"] for q in bank if not q.get("spare")]
    spares = [q["id"] for q in bank if q.get("spare")]
    assert regular == [f"q{n:02}" for n in range(1, 17)]
    assert spares == [f"s{n:02}" for n in range(1, len(spares) + 1)]
    assert len(spares) >= 6


def test_every_question_is_complete_and_put_once() -> None:
    bank = read("questions.yaml")
    for question in bank:
        texts = [question["text"], question["answer"], question["source"], *question["accepted"]]
        assert all(isinstance(text, str) and text for text in texts), question["id"]
        assert question["answer"] not in question["accepted"], question["id"]
    assert len({question["text"] for question in bank}) == len(bank)


@pytest.mark.parametrize(("id", "drawing"), [("q07", "D2-120x40"), ("q13", "D5-120x40")])
def test_the_drawn_questions_are_the_ones_of_the_bank(id: str, drawing: str) -> None:
    question = next(q for q in read("questions.yaml") if q["id"] == id)
    screen = (DRAWINGS / f"{drawing}.txt").read_text(encoding="utf-8")
    assert [t for t in (question["text"], question["answer"], question["accepted"][0]) if t not in screen] == []


def test_the_story_is_told_about_the_contest_of_the_example() -> None:
    story, contest = load(), read("contest.yaml")
    teams = {team["id"] for team in contest["teams"]}
    judges = {judge["id"] for judge in contest["judges"]}
    assert set(story.expected) == set(story.draw.order) == teams
    assert set(story.scenario.topics.values()) <= {topic["id"] for topic in read("topics.yaml")}
    absent = {(t, j) for t, sheets in story.scenario.ballots.items() for j in judges - set(sheets)}
    assert absent == {("daqinglu", "j4")}
    assert all(set(sheets) == judges for sheets in story.debate.ballots.values())


def test_the_rounds_of_the_story_add_up_to_its_totals() -> None:
    """Base score 100; the exact total of each team, and the places by it."""
    expected = load().expected
    totals = {t: 100 + sum(map(Decimal, (r.quiz, r.scenario, r.debate))) for t, r in expected.items()}
    assert totals == {team: Decimal(result.total) for team, result in expected.items()}
    assert [expected[team].place for team in sorted(totals, key=lambda t: -totals[t])] == [1, 2, 3, 4]


def test_the_correction_of_the_story_turns_a_wrong_answer() -> None:
    story = load()
    team, position = story.quiz.corrected
    assert story.quiz.rulings[team][position] is False
    for name, rulings in story.quiz.rulings.items():
        right = sum(rulings) + (name == team)
        assert Decimal(story.expected[name].quiz) == 10 * right
