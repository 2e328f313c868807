"""Journals of any length for the benchmarks: rounds of a quiz, one told by its moves and then told again and again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random

import attrs

from quizarena.arena import Arena
from quizarena.blanks import Choice
from quizarena.contest import Contest
from quizarena.contest.facts import RoundBegun
from quizarena.facts import Fact, Record
from quizarena.journal import SqliteJournal
from quizarena.moves import Move
from quizarena.records import as_kept, to_row
from quizarena.rulebook import Rulebook, loads
from quizarena.simulation.robot import AVERAGE, play
from quizarena.testing import START

TEAMS, PER_TEAM = 10, 11
ROUND = 4 * TEAMS * PER_TEAM + 1
"""Facts in a round: asked, clock, answered and ruled for each question, and the round's beginning."""
TICK = timedelta(seconds=7, milliseconds=310)
_VERDICTS = ("right", "right", "wrong", "right", "wrong")


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


def next_fact(contest: Contest, luck: int = 0) -> Fact:
    """Return what happens next: a question is asked, its clock runs, and it is ruled on, now right and now wrong."""
    facts = len(contest.records)
    forward = [move for move in contest.moves() if not move.aside and move.closed is None]
    clock = (move for move in forward if move.gesture == "clock" and contest.records[-1].type == "quiz.asked")
    return filled(next(clock, forward[0]), START + facts * TICK, _VERDICTS[(facts // 4 + luck) % len(_VERDICTS)])


def filled(move: Move, now: datetime = START, verdict: str = "right") -> Fact:
    """Return the move's fact with that verdict where it asks for one, else with its first choices."""
    chosen = {blank.path: blank.options[0].value for blank in move.blanks if isinstance(blank, Choice)}
    return move.fill(chosen | {"verdict": verdict} if "verdict" in chosen else chosen, now=now)


def told(rounds: int, facts: int, luck: int = 0) -> Contest:
    """Return a contest in memory with `facts` records, each pushed and judged; only for short ones."""
    contest = Contest(rulebook(rounds), at=START, id=_id(0))
    contest.push(contest.moves()[0].fill(mode="live"), at=START, id=_id(1))
    while (seq := len(contest.records)) < facts:
        contest.push(next_fact(contest, luck), at=START + seq * TICK, id=_id(seq))
    return contest


def winners(number: int) -> list[str]:
    """Tell a contest of 180 records, each of these contests with other luck, and return who leads then."""
    rows = told(1, 180, luck=number).standings(audience=None).rows
    return [row.entrant for row in rows if row.place == 1]


def _id(seq: int) -> str:
    return sha256(b"%d" % seq).hexdigest()[:32]  # as long and as little alike as those of a real contest


def records(facts: int) -> Iterator[Record]:
    """Yield `facts` records of a legal contest: the first round is judged, the others repeat it, each at its time."""
    rounds = -(-facts // ROUND)
    first = told(rounds, ROUND + 2)
    yield from first.records[:facts]
    course, before = first.records[2:], first.head
    for seq in range(len(first.records), facts):
        number, place = divmod(seq - 2, ROUND)
        like = course[place]
        fact, at = moved(like.fact, number), like.at + number * ROUND * TICK
        round_id = like.round and f"r{number}"
        if place == 0:
            round_id = f"r{number - 1}"  # recorded while the round before is the last that began
        blank = attrs.evolve(like, seq=seq, id=_id(seq), at=at, round=round_id, fact=fact)
        record = as_kept(blank, before, first.book)
        before = record.digest
        yield record


def moved(fact: Fact, rounds: int) -> Fact:
    """Return what happened in the first round as it happens `rounds` rounds later."""
    if isinstance(fact, RoundBegun):
        return attrs.evolve(fact, round=f"r{rounds}")
    at = getattr(fact, "at", None)
    return fact if at is None else attrs.evolve(fact, at=at + rounds * ROUND * TICK)  # type: ignore[call-arg]


MARKED_TEAMS, JUDGES, SCENES, CRITERIA = 30, 10, 3, 4
MARKS = MARKED_TEAMS * JUDGES * SCENES * CRITERIA
"""The marks of a judged contest: three scenes of thirty teams, ten judges, four criteria."""


def judged(teams: int = MARKED_TEAMS, judges: int = JUDGES, scenes: int = SCENES) -> Contest:
    """Return a contest of judged scenes played to its end by the robot and judged; by default with `MARKS` marks."""
    panel = {"rule": "trimmed", "drop_low": 1, "drop_high": 1, "places": 2}
    said = {
        "quizarena": 1,
        "contest": {"title": "Marks", "language": "en"},
        "teams": [{"id": f"t{n}", "name": f"Team {n}"} for n in range(teams)],
        "judges": [{"id": f"j{n}", "name": f"Judge {n}"} for n in range(judges)],
        "panel": panel if judges > 3 else {"rule": "mean", "places": 2},
        "rounds": [{"id": f"s{n}", "use": "scenario/staged", "title": f"Scene {n}"} for n in range(scenes)],
    }
    contest = Contest(loads(json.dumps(said)), at=START, id=_id(0))
    for step in play(contest.position, AVERAGE, Random(7)):
        seq = len(contest.records)
        contest.push(step.fact, at=START + seq * TICK, id=_id(seq))
    return contest


def write(path: Path, records: Sequence[Record]) -> None:
    """Write a journal of these records."""
    book = Contest.of_records(records).book
    journal = SqliteJournal.create(path)
    with journal.writing() as writer:
        for record in records:
            writer.append(to_row(record, book))
    journal.close()


def opened(path: Path) -> Contest:
    """Open a journal as a screen does: chain checked, folded, not judged again."""
    with Arena.open(path) as arena:
        return arena.contest
