"""Protests in the library and on the command line: against a record there is, decided in three ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizarena import Contest, loads
from quizarena.contest.facts import ContestOpened, ProtestDecided, ProtestLodged
from quizarena.moves import IllegalFact
from tests.cli.running import run
from tests.contest.test_ceremonies import file_of

RULES = """
quizarena: 1
contest: {title: Small, language: en}
teams: [{id: red, name: Red}, {id: blue, name: Blue}]
rounds: [{id: one, use: quiz/team_required, per_team: 1}]
"""


@pytest.fixture
def contest() -> Contest:
    found = Contest(loads(RULES))
    found.push(ContestOpened("live"))
    return found


@pytest.mark.parametrize("record", [2, 99])
def test_a_record_that_there_is_not_is_refused(contest: Contest, record: int) -> None:
    with pytest.raises(IllegalFact, match=f"there is no #0?{record:02}"):
        contest.push(ProtestLodged("red", "the opening", record))
    assert contest.push(ProtestLodged("red", "the opening", 1)).seq == 2


@pytest.mark.parametrize("decision", ["upheld", "rejected", "withdrawn"])
def test_once_decided_it_is_pending_no_more(contest: Contest, decision: str) -> None:
    contest.push(ProtestLodged("red", "the opening"))
    assert contest.standings(audience=None).provisional
    contest.push(ProtestDecided(2, decision, "the video"), seat="arbiter")
    assert not contest.standings(audience=None).provisional
    with pytest.raises(IllegalFact):
        contest.push(ProtestDecided(2, decision, "again"), seat="arbiter")


def test_an_undone_protest_is_gone_from_the_scene(contest: Contest) -> None:
    before = contest.scene("hall").to_json("en")
    contest.push(ProtestLodged("red", "the opening"))
    assert contest.scene("hall").to_json("en") != before
    contest.undo()
    assert contest.scene("hall").to_json("en") == before


def test_the_command_line_takes_both(contest: Contest, tmp_path: Path) -> None:
    file = file_of(contest, tmp_path / "a.qa")
    run("push", file, "protest.lodged", "team=red", "about=noise", lang="en")
    run("push", file, "protest.lodged", "team=blue", "about=the opening", "record=1", lang="en")
    said = run("log", file, lang="en").stdout
    assert "A team protests Blue the opening (#001)" in said
    run("verify", file)
