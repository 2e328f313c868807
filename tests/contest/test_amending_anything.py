"""Whatever a rule is amended to, the contest can be opened, shown and undone, or the amendment is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from quizarena.contest import Contest
from quizarena.contest.scene import everything_asked
from quizarena.errors import QuizArenaError, RulebookError
from quizarena.moves import IllegalFact
from quizarena.rulebook import loads, resolved_mapping, role_of_rule
from quizarena.testing import START
from tests.contest.telling import make, told
from tests.contest.test_legality import RULES
from tests.formats.story import play
from tests.parts import part

STORIES = sorted((Path(__file__).parents[1] / "formats").glob("*.yaml"))
VALUES = ("0", "1", "-1", "3", "0.5", "true", "x", "[]", "{}", "[1, 2]")


def story(path: Path) -> Contest:
    return play(yaml.safe_load(path.read_text(encoding="utf-8")))


def paths(node: Any, start: str = "") -> Iterator[str]:
    """Yield the path of every rule, those that hold others too."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            path = f"{start}.{key}" if start else str(key)
            yield path
            yield from paths(value, path)
    elif isinstance(node, list):
        for nth, value in enumerate(node):
            yield from paths(value, f"{start}.{nth}")


def scoring(contest: Contest) -> list[str]:
    rulebook, found = contest.rulebook, []
    for path in paths(resolved_mapping(rulebook)):
        try:
            if role_of_rule(rulebook, path) == "scoring":
                found.append(path)
        except QuizArenaError:
            continue  # it names something
    return found


def bears(contest: Contest, path: str, value: str, *, from_now: bool = False) -> bool:
    """Whether the amendment is recorded; then the contest is opened anew, shown and undone."""
    trial, before, rules = contest.fork(), contest.state, contest.rulebook
    try:
        trial.amend(path, value, reason="as announced", from_now=from_now)
    except QuizArenaError:
        assert trial.state == before
        return False
    everything_asked(Contest.of_records(trial.records).position)
    walk_back(trial.fork(), Random(f"{path} {value}"))
    trial.undo()
    assert (trial.state, trial.rulebook) == (before, rules), "then whatever could be shown can be"
    return True


def walk_back(trial: Contest, chance: Random) -> None:
    """Go back under the amended rules, as strikes, corrections and undo do: whatever they bring back can be shown."""
    count = len(trial.history.facts)
    for place in sorted(chance.sample(range(count), min(2, count))):
        everything_asked(trial.history.position_at(place))
    for _time in range(2):
        try:
            trial.strike(trial.history.facts[-1].seq, reason="typed by mistake")
        except QuizArenaError:
            break
        everything_asked(trial.position)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_no_value_of_a_rule_leaves_a_format_that_cannot_be_shown(path: Path) -> None:
    contest, chance = story(path), Random(path.stem)
    own = [each for each in scoring(contest) if each.startswith("rounds.")]
    chosen = part(own, 5, chance.randrange(5))
    for each in chosen:
        bears(contest, each, "null")
        bears(contest, each, chance.choice(VALUES))


def test_no_rule_of_the_example_amended_to_nothing_leaves_it_broken() -> None:
    contest = told()
    contest = Contest.of_records([record for record in contest.records if record.type != "contest.signed"])
    rules = [each for each in scoring(contest) if each.count(".") < 3 and each != "panel"]
    done = [each for each in part(rules, 6) if bears(contest, each, "null")]
    assert done
    assert not bears(contest, "panel", "null")


@pytest.mark.parametrize("from_now", [False, True])
def test_no_panel_is_amended_away_that_a_round_to_come_is_marked_by(from_now: bool) -> None:
    contest = Contest(loads(json.dumps(RULES)), at=START)
    make(contest, "contest.opened", mode="live")
    with pytest.raises(RulebookError, match="marks need a panel"):
        contest.amend("panel", "null", reason="as announced", from_now=from_now)


@pytest.mark.parametrize("rule", ["power", "neg"])
def test_a_ruling_that_a_rule_no_longer_knows_is_named(rule: str) -> None:
    contest = story(STORIES[[path.stem for path in STORIES].index("quiz-tossup")])
    (round_,) = contest.rulebook.rounds
    seq = next(r.seq for r in contest.records if r.type == "quiz.ruled" and r.fact.verdict == rule)  # type: ignore[attr-defined]
    with pytest.raises(IllegalFact, match=f"#{seq} cannot be counted by this rule"):
        contest.amend(f"rounds.{round_.id}.{rule}", "null", reason="not today")
    everything_asked(contest.position)
