"""Journals of any length for the benchmarks: rounds of a quiz, one told by its moves and then told again and again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import attrs

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.contest.facts import RoundBegun
from quizarena.contest.records import sealed, to_row
from quizarena.facts import Fact, Record
from quizarena.journal import SqliteJournal
from quizarena.moves import Choice, Move
from quizarena.rulebook import Rulebook, loads
from quizarena.testing import START

TEAMS, PER_TEAM = 10, 11
ROUND = 3 * TEAMS * PER_TEAM + 1
"""Facts in a round: asked, clock and ruling for each question, and the round's beginning."""


def rulebook(rounds: int) -> Rulebook:
    """Return a contest of ten teams with that many quiz rounds."""
    return loads(
        json.dumps(
            {
                "quizarena": 1,
                "contest": {"title": "Benchmark", "language": "en"},
                "teams": [{"id": f"t{n}", "name": f"Team {n}", "members": ["A", "B"]} for n in range(TEAMS)],
                "rounds": [
                    {"id": f"r{n}", "use": "quiz/required", "title": f"Round {n}", "per_team": PER_TEAM}
                    for n in range(rounds)
                ],
            }
        )
    )


def filled(move: Move) -> Fact:
    """Return the move's fact with its first choices."""
    return move.fill(
        {blank.path: blank.options[0].value for blank in move.open if isinstance(blank, Choice)}, now=START
    )


def told(rounds: int, facts: int) -> Contest:
    """Return a contest in memory with `facts` records, each pushed and judged; only for short ones."""
    contest = Contest(rulebook(rounds), at=START, id="0")
    contest.push(contest.moves()[0].fill(mode="live"), at=START, id="1")
    while len(contest.records) < facts:
        move = next(move for move in contest.moves() if not move.aside and move.closed is None)
        contest.push(filled(move), at=START, id=str(len(contest.records)))
    return contest


def records(facts: int) -> Iterator[Record]:
    """Yield `facts` records of a legal contest: the first round is judged, the others repeat its facts."""
    rounds = -(-facts // ROUND)
    first = told(rounds, ROUND + 2)
    course = [record.fact for record in first.records[3:]]
    begun = first.records[2].fact
    assert isinstance(begun, RoundBegun)
    before, numbers, at = "", count(2), START
    for record in first.records[:2]:
        before = record.digest
        yield record
    for number in range(rounds):
        for fact in (attrs.evolve(begun, round=f"r{number}"), *course):
            seq, at = next(numbers), at + timedelta(seconds=1)
            if seq >= facts:
                return
            round_id = f"r{number}" if fact is not begun else ""
            blank = Record(seq, f"{seq:032x}", at, "desk", "", round_id, fact.type, fact, "")
            record = sealed(blank, before, first.book)
            before = record.digest
            yield record


def file_of(path: Path, facts: int) -> Contest:
    """Write a journal of `facts` records and return its contest."""
    made = list(records(facts))
    contest = Contest.of_records(made)
    journal = SqliteJournal.create(path)
    with journal.writing() as writer:
        for record in made:
            writer.append(to_row(record, contest.book))
    journal.close()
    return contest


def opened(path: Path) -> Contest:
    """Open a journal as a screen does: chain checked, folded, not judged again."""
    with Arena.open(path) as arena:
        return arena.contest
