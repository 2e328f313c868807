"""Every format that comes with the program has a worked example: FAMILY-NAME.yaml, played here, its scores by hand.

An example says what the round uses, how many teams and judges there are, what it sets beside the format, what happens
and what has to come out; the arithmetic stands in comments. Scores are text, so no mark passes through a float.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizarena.languages import LANGUAGES
from quizarena.points import parse_number, show
from quizarena.rulebook import formats
from quizarena.scenes import Scene
from quizarena.simulation import rehearse
from tests.formats.story import ROUND, play, rulebook

HERE = Path(__file__).parent
EXAMPLES = sorted(HERE.glob("*.yaml"))
PROJECT = tomllib.loads((HERE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OWN = [each for each in formats() if each.use.partition("/")[0] in PROJECT["entry-points"]["quizarena.formats"]]
"""The formats of this project, whatever else is installed."""


def story_of(path: Path) -> dict[str, Any]:
    text = path.read_text(encoding="utf-8")
    story: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    rules = yaml.safe_load(text)
    return story | {name: rules[name] for name in ("rules", "panel") if name in rules}


def _like(written: str, value: Any) -> str:
    return written if written and parse_number(written) == value else show(value)


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_the_example_ends_as_it_was_reckoned_by_hand(path: Path) -> None:
    story = story_of(path)
    assert story["use"] == path.stem.replace("-", "/", 1)
    contest = play(story)
    scores = contest.standings(audience=None).rounds[ROUND]
    for score in scores.values():
        score.check()
    wanted = story["scores"]
    assert {team: _like(wanted.get(team, ""), score.value) for team, score in scores.items()} == wanted
    awards = {award.name.in_language("zh"): " ".join(award.winners) for award in contest.awards(audience=None)}
    assert awards == story.get("awards", {})
    contest.verify()
    scene = contest.scene("desk").to_json("en")
    assert Scene.from_json(scene).to_json("en") == scene


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_a_robot_rehearses_it_to_its_end(path: Path) -> None:
    assert rehearse(rulebook(story_of(path))).state.signed is not None


@pytest.mark.parametrize("use", [each.use for each in OWN])
def test_a_format_has_a_worked_example(use: str) -> None:
    assert HERE / f"{use.replace('/', '-')}.yaml" in EXAMPLES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", OWN, ids=lambda form: form.use)
def test_a_format_is_told_in_both_languages(form: Any, language: str) -> None:
    for words in (form.title, form.about):
        assert words.by_language.get(language, "").strip()
    assert "\n" not in form.about.in_language(language), "one paragraph"
