"""A substitute takes over from now on: nobody performs twice for one seat, and what was done before stays counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from quizarena.contest import Contest
from quizarena.contest.scene import everything_asked
from quizarena.rulebook import loads
from quizarena.testing import START, opened
from tests.formats.story import play

STORIES = sorted((Path(__file__).parents[1] / "formats").glob("*.yaml"))
BOOK = """
quizarena: 1
contest: {title: Day, language: en}
teams:
  - {id: red, name: Reds, members: [Ann, Bob, Cid]}
  - {id: blue, name: Blues, members: [Dan, Eve]}
judges: [J One, J Two]
panel: {rule: mean, places: 2, rounding: half_up}
rounds:
  - {id: scene, use: scenario/talent, criteria: {content: 10}, play_time: 0, performers: members}
"""


def stage() -> Contest:
    contest = opened(loads(BOOK))
    step(contest, "round.begun")
    return contest


def step(contest: Contest, type_name: str, seat: str = "desk", **values: Any) -> Any:
    move = next(each for each in contest.moves() if each.fact.type == type_name and each.closed is None)
    return contest.push(move.fill(values, now=START), seat=seat, at=START).fact


def replace(contest: Contest, member: str, by: str) -> None:
    step(contest, "member.replaced", "arbiter", member=member, by=by, name=by.upper(), reason="ill")


def perform(contest: Contest) -> str:
    """Let whoever is called perform and be marked; return who it was."""
    step(contest, "scenario.entered")
    step(contest, "scenario.entered")
    for judge in ("j1", "j2"):
        ballot = next(each for each in contest.moves() if each.fact.type == "scenario.ballot")
        contest.push(ballot.fill({"judge": judge, "marks.content": "8"}, now=START), seat=f"judge:{judge}", at=START)
    return str(step(contest, "scenario.revealed").member)


def rest(contest: Contest) -> list[str]:
    found = []
    while any(move.fact.type == "scenario.entered" for move in contest.moves()):
        found.append(perform(contest))
    return found


def test_members_perform_seat_by_seat() -> None:
    assert rest(stage()) == ["red-1", "blue-1", "red-2", "blue-2", "red-3"]


@pytest.mark.parametrize(
    ("performances", "replaced", "then"),
    [
        (0, ["red-1"], ["red-9", "blue-1", "red-2", "blue-2", "red-3"]),
        (1, ["red-1"], ["blue-1", "red-2", "blue-2", "red-3"]),
        (2, ["red-1", "red-2"], ["red-8", "blue-2", "red-3"]),
        (3, ["red-1", "red-2"], ["blue-2", "red-3"]),
        (4, ["blue-2", "blue-1"], ["red-3"]),
        (5, ["red-3"], []),
    ],
)
def test_a_substitute_performs_only_where_nobody_has(performances: int, replaced: list[str], then: list[str]) -> None:
    contest = stage()
    for _time in range(performances):
        perform(contest)
    for member, by in zip(replaced, ("9", "8"), strict=False):
        replace(contest, member, f"{member.partition('-')[0]}-{by}")
    before = {team: score.value for team, score in contest.standings(audience=None).totals.items()}
    assert before["red"] == 8 * sum(1 for nth in range(performances) if nth % 2 == 0), "what was done stays"
    assert rest(contest) == then
    contest.verify()


def test_a_substitute_of_a_substitute_and_a_correction_of_one() -> None:
    contest = stage()
    perform(contest)
    replace(contest, "red-1", "red-9")
    seq = contest.records[-1].seq
    replace(contest, "red-9", "red-8")
    contest.undo(seat="arbiter")
    contest.strike(seq, reason="it was Bob")
    replace(contest, "red-2", "red-9")
    assert rest(contest) == ["blue-1", "red-9", "blue-2", "red-3"]
    contest.verify()


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_what_members_did_stays_when_all_of_them_are_replaced(path: Path) -> None:
    contest = play(yaml.safe_load(path.read_text(encoding="utf-8")))
    scores = {team: score.value for team, score in contest.standings(audience=None).totals.items()}
    awards = [(award.name.in_language("en"), award.winners) for award in contest.awards(audience=None)]
    for team in contest.state.roster.teams:
        for nth, member in enumerate(team.members):
            replace(contest, member.id, f"{team.id}-new-{nth}")
    everything_asked(contest.position)
    assert {team: score.value for team, score in contest.standings(audience=None).totals.items()} == scores
    if not path.stem.startswith("quiz-star"):
        assert [(award.name.in_language("en"), award.winners) for award in contest.awards(audience=None)] == awards
    everything_asked(Contest.of_records(contest.records).position)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_substitute_may_come_at_any_moment(path: Path) -> None:
    """At a few moments of each format a member is replaced, and everything screens ask is asked."""
    whole = play(yaml.safe_load(path.read_text(encoding="utf-8")))
    for seq in range(2, len(whole.records), max(3, len(whole.records) // 5)):
        contest = whole.at(seq).fork()
        team = contest.state.roster.teams[seq % len(contest.state.roster.teams)]
        member = team.members[seq % len(team.members)]
        replace(contest, member.id, f"{team.id}-new")
        everything_asked(contest.position)
