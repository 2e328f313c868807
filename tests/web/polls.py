"""Halls in which a vote is open: four teams, cards or devices, served in a test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.contest.facts import ContestOpened
from quizarena.rulebook import loads
from quizarena.sessions.cards import print_voters
from quizarena.sessions.votes import open_poll, tally
from quizarena.web.app import Hall
from quizarena.web.worker import Worker

from .halls import HERE, HOST, ORIGIN, Served

NAMES = ("迎宾街道", "开源街道", "大庆路街道", "永泰街道")


def poll_file(path: Path, **rules: Any) -> Path:
    """Write a contest whose vote has just been opened."""
    rulebook = {
        "quizarena": 1,
        "contest": {"title": {"zh": "迎宾大擂台", "en": "Yingbin Cup"}, "language": "zh"},
        "teams": [{"id": f"t{n}", "name": name, "members": ["甲", "乙"]} for n, name in enumerate(NAMES, 1)],
        "order": "roster",
        "rounds": [{"id": "vote", "title": "大众评审", "use": "quiz/vote", **rules}],
    }
    with Arena.create(path, loads(json.dumps(rulebook, ensure_ascii=False))) as arena:
        arena.push(ContestOpened("live"))
        while open_poll(arena.contest) is None:
            step(arena)
    return path


def step(arena: Arena, **values: Any) -> None:
    """Make the next move of the contest."""
    arena.push(next(move for move in arena.contest.moves() if not move.aside).fill(values))


def close(arena: Arena) -> None:
    """Close the vote with what was given."""
    poll = open_poll(arena.contest)
    assert poll is not None
    counts = tally(arena, poll).counts
    closing = next(move for move in arena.contest.moves() if move.poll is not None)
    arena.push(closing.fill({poll.path(name): count for name, count in counts.items()}))


def close_in(hall: Served) -> None:
    """Close the vote, and wait until the hall has seen it."""
    hall.worker.ask(close).result()
    hall.worker.ask(lambda _arena: None).result()


@contextmanager
def voting(folder: Path, **rules: Any) -> Iterator[Served]:
    """Serve a hall that votes."""
    path = poll_file(folder / "vote.qa", **rules)
    worker = Worker(str(path))
    worker.start()
    try:
        yield Served(Hall(worker, {HOST}, "gala", HERE), worker, path)
    finally:
        worker.close()


def cards(hall: Served, count: int) -> list[str]:
    """Return the codes of new voters' cards."""
    return hall.worker.ask(lambda arena: print_voters(arena, count)).result()


def poll_key(hall: Served) -> str:
    """Return the key of the vote that is open."""

    def found(arena: Arena) -> str:
        arena.refresh()
        poll = open_poll(arena.contest)
        return "" if poll is None else poll.key

    return hall.worker.ask(found).result()


def counts(hall: Served) -> dict[str, int]:
    """Return what the desk would read back."""

    def found(arena: Arena) -> dict[str, int]:
        poll = open_poll(arena.contest)
        assert poll is not None
        return dict(tally(arena, poll).counts)

    return hall.worker.ask(found).result()


def vote(client: TestClient, address: str, poll: str, *choices: str, nth: int = 1) -> dict[str, Any]:
    """Send a vote as the page does, and return what is answered."""
    answer = client.post(address, headers=ORIGIN, json={"poll": poll, "choices": choices, "nth": nth})
    said: dict[str, Any] = answer.json()
    return said


def scores(contest: Contest) -> list[str]:
    """Return the totals of the four teams in their order."""
    return [str(contest.standings(audience=None).totals[f"t{n}"].value) for n in range(1, 5)]
