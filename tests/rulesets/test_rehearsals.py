"""Every published rule-set, the games of a plug-in among them, is rehearsed by robots to its signed end."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.contest.facts import ContestOpened
from quizarena.contest.records import to_row
from quizarena.journal import MemoryJournal
from quizarena.rulebook import load
from quizarena.simulation.rehearsal import Robot
from quizarena.simulation.robot import AVERAGE, Player
from tests.rulesets.test_rulesets import EXAMPLES, GAMES

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_it_is_rehearsed_to_its_end(path: Path) -> None:
    journal, contest = MemoryJournal(), Contest(load(path, kinds=GAMES), kinds=GAMES)
    contest.push(ContestOpened("rehearsal"), at=NOON)
    with journal.writing() as writer:
        for record in contest.records:
            writer.append(to_row(record, contest.book))
    robot = Robot(Arena(journal, kinds=GAMES), player=Player(AVERAGE, Random(path.stem)))
    assert robot.play_out(NOON)
    found = robot.arena.contest
    assert found.state.mode == "rehearsal"
    assert found.state.reveal is None
    assert not found.standings(audience=None).open_ties
