"""Whatever is done beside a reveal that is not over opens no mark and moves no total for the hall, in every example."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import BoardShows, RoundCut
from quizarena.errors import QuizArenaError
from quizarena.facts import Record
from quizarena.moves import Move
from quizarena.scenes import Marks
from quizarena.simulation.robot import AVERAGE, Player
from tests.faults import played

OTHER_POINTS = ("score.adjusted", "team.left")
"""They move totals by what the hall knows: the marks have to stay closed all the same."""


def in_a_reveal(name: str) -> Iterator[tuple[Record, Contest]]:
    """Yield the contest at its first reveal of each round that has steps."""
    contest = Contest.of_rows(played.rows(name), kinds=played.kinds(name))
    rounds = set[str]()
    for record in contest.records:
        if record.fact.reveals and record.round not in rounds:
            rounds.add(record.round)
            then = contest.at(record.seq)
            if then.state.reveal is not None:
                yield record, then


def open_marks(contest: Contest) -> list[object]:
    """Return what the hall sees of the marks."""
    found = contest.scene("hall").of(Marks)
    return [(marks.score, [cell.value for cell in marks.cells]) for marks in found]


def totals(contest: Contest) -> dict[str, object]:
    return {row.entrant: row.total for row in contest.standings("hall").rows}


def beside(contest: Contest) -> Iterator[Move]:
    """Yield what may be done without going on; to end the round is to go on."""
    return (each for each in contest.moves() if each.aside and each.closed is None and each.fact is not RoundCut)


@pytest.mark.parametrize("name", played.NAMES)
def test_nothing_beside_a_reveal_opens_it(name: str) -> None:
    for record, contest in in_a_reveal(name):
        marks, before = open_marks(contest), totals(contest)
        for move in beside(contest):
            made = Player(AVERAGE, Random(1), now=record.at + timedelta(seconds=5)).fact([move])
            if made is None:
                continue
            trial = contest.fork()
            with suppress(QuizArenaError):
                trial.push(made[1], seat=move.seat, at=record.at)
            closed = [(None, [None] * len(cells)) for _score, cells in open_marks(trial)]
            assert open_marks(trial) in (marks, closed), move.fact.type
            now = {team: total for team, total in totals(trial).items() if team in before}  # one may join
            assert move.fact.type in OTHER_POINTS or now == before, move.fact.type


@pytest.mark.parametrize("name", ["cn16", "cn18"])
def test_a_match_without_marks_keeps_its_points_until_the_winner_is_shown(name: str) -> None:
    contest = Contest.of_rows(played.rows(name), kinds=played.kinds(name))
    verdict = next(record.seq for record in contest.records if record.fact.reveals)
    then, before = contest.at(verdict), contest.at(verdict - 1)
    known = {row.entrant: row.total for row in then.standings(audience=None).rows}
    assert then.state.reveal is not None
    assert totals(then) == totals(before) != known
    shown = then.fork()
    shown.push(BoardShows("marks", step=20), at=shown.records[-1].at)
    assert totals(shown) == known
