"""The 27 rule-sets of cn_rulesets.yaml play to the end, each from a story told and reckoned by hand.

The contests stand under examples/rulesets/, the stories under stories/: terse steps, then what has to come out, with
the arithmetic beside it. Every scalar of a story is text, so no mark ever passes through a binary float.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from quizarena_games.relay import Relay
from quizarena_games.spot import Spot

from quizarena.contest import Contest
from quizarena.points import parse_number, show
from quizarena.rounds import RoundKind
from quizarena.rulebook import load
from tests.rulesets.games_reader import relay, spot
from tests.rulesets.judged_reader import debate, scenario
from tests.rulesets.player import Body, Player
from tests.rulesets.quiz_reader import quiz

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples" / "rulesets"
READERS: Mapping[str, Callable[[Player, Body], None]] = {
    "quiz": quiz,
    "scenario": scenario,
    "debate": debate,
    "spot": spot,
    "relay": relay,
}
GAMES: Mapping[str, RoundKind] = {"relay": Relay(), "spot": Spot()}
"""The kinds of the plug-in examples/plugins/quizarena-games, which need not be installed."""
STORIES = sorted((HERE / "stories").glob("*.yaml"))
RULE_SETS = [
    each
    for each in yaml.safe_load((HERE / "cn_rulesets.yaml").read_text(encoding="utf-8"))["rulesets"]
    if each["id"] != "CN00"
]  # CN00 is the Yingbin contest, which has an example and tests of its own


def _story(path: Path) -> dict[str, Any]:
    story: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return story


def played(path: Path) -> tuple[Contest, dict[str, Any]]:
    """Return a rule-set's contest after its story, a copy, and what the story expects of it."""
    contest, expected = _played(path)
    return contest.fork(), expected


@cache
def _played(path: Path) -> tuple[Contest, dict[str, Any]]:
    story = _story(path)
    contest = Contest(load(EXAMPLES / story["contest"], kinds=GAMES), kinds=GAMES)
    Player(contest, READERS).play(story["play"])
    return contest, story["expected"]


@pytest.mark.parametrize("path", STORIES, ids=[path.stem for path in STORIES])
def test_the_story_ends_as_it_was_reckoned_by_hand(path: Path) -> None:
    contest, expected = played(path)
    for part, wanted in expected.items():
        assert _FOUND[part](contest, wanted) == wanted, part
    contest.verify()


@pytest.mark.parametrize("page", ["rulesets.md", "rulesets.zh-CN.md"])
def test_all_27_rule_sets_have_a_contest_a_story_and_a_row_in_the_docs(page: str) -> None:
    rows = (HERE.parents[1] / "docs" / page).read_text(encoding="utf-8").splitlines()
    missing = []
    for rule_set in RULE_SETS:
        name = rule_set["id"]
        stories = [_story(path) for path in STORIES if path.stem == name.lower()]
        (row,) = [row for row in rows if row.startswith(f"| {name} ")]
        if len(stories) != 1 or f"](../examples/rulesets/{stories[0]['contest']})" not in row:
            missing.append(name)
    assert (len(RULE_SETS), missing) == (27, [])


@pytest.mark.parametrize("rule_set", RULE_SETS, ids=lambda each: each["id"])
def test_a_contest_names_its_source_and_what_the_source_leaves_open(rule_set: dict[str, Any]) -> None:
    (path,) = EXAMPLES.glob(f"{rule_set['id'].lower()}-*.yaml")
    comment = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert comment[0].startswith(f"# {rule_set['id']} ")
    assert (rule_set["source"]["url"] or "来源 Source") in "\n".join(comment)
    for heading in ("来源 Source", "原文说了的 Said", "原文没说, 我们定的 Silent, our choice"):
        assert any(heading in line for line in comment), heading


def _totals(contest: Contest, wanted: Mapping[str, str]) -> dict[str, str]:
    """Return the totals, written with as many digits as the story's; each recomputes from its working."""
    totals = contest.standings(audience=None).totals
    for score in totals.values():
        score.check()
    return {team: _like(wanted.get(team, ""), score.value) for team, score in totals.items()}


def _like(written: str, value: Any) -> str:
    return written if written and parse_number(written) == value else show(value)


def _rounds(contest: Contest, wanted: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    found = contest.standings(audience=None).rounds
    return {
        name: {team: _like(row.get(team, ""), score.value) for team, score in found[name].items() if team in row}
        for name, row in wanted.items()
    }


def _places(contest: Contest, wanted: Mapping[str, str]) -> dict[str, str]:
    return {row.entrant: str(row.place) for row in contest.standings(audience=None).rows}


def _prizes(contest: Contest, wanted: Mapping[str, str]) -> dict[str, str]:
    return {
        each.prize.name.in_language("zh"): " ".join(each.entrants) for each in contest.standings(audience=None).prizes
    }


def _awards(contest: Contest, wanted: Mapping[str, str]) -> dict[str, str]:
    return {award.name.in_language("zh"): " ".join(award.winners) for award in contest.awards(audience=None)}


_FOUND: Mapping[str, Callable[[Contest, Any], dict[str, Any]]] = {
    "totals": _totals,
    "rounds": _rounds,
    "places": _places,
    "prizes": _prizes,
    "awards": _awards,
}
