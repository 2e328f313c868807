"""A hall with a buzzer question in a test: its file, and phones that answer pings as the page's script does."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import attrs
from starlette.testclient import TestClient

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.journal import SqliteJournal
from quizarena.moves import Move
from quizarena.records import to_row
from quizarena.rulebook import loads
from quizarena.sessions.buzz_offer import Offer, open_buzz, read_offer
from quizarena.testing import START
from quizarena.web.app import Hall
from quizarena.web.worker import Worker
from tests.contest.telling import make

from .halls import HERE, HOST, ORIGIN, Served

TEAMS = ("red", "blue", "green")


def contest_of(ids: Sequence[str] = TEAMS, **rules: Any) -> Contest:
    """Return a contest of teams whose buzzer question has been asked."""
    head = {"quizarena": 1, "contest": {"title": "T", "language": "en"}, "order": "roster"}
    teams = [{"id": team, "name": team.title()} for team in ids]
    buzz = {"id": "buzz", "use": "quiz/buzz", "items": 9, "buzz_time": 3_600, **rules}
    contest = Contest(loads(json.dumps({**head, "teams": teams, "rounds": [buzz]})), at=START)
    make(contest, "contest.opened", mode="live")
    make(contest, "round.begun")
    make(contest, "quiz.asked")
    return contest


def buzz_file(path: Path, ids: Sequence[str] = TEAMS, **rules: Any) -> Path:
    """Write that contest into a file."""
    contest = contest_of(ids, **rules)
    journal = SqliteJournal.create(path)
    with journal.writing() as writer:
        for record in contest.records:
            writer.append(to_row(record, contest.book))
    journal.close()
    return path


@attrs.define
class Phone:
    """A team's phone on its line: its clock is ahead by `ahead` seconds, what it shows is what it heard last."""

    socket: Any
    ahead: float
    shown: dict[str, Any] = attrs.field(factory=dict)
    answered: int = 0

    def stamp(self) -> float:
        """Return what its clock shows, in milliseconds."""
        return 1_000 * (time.monotonic() + self.ahead)

    def hear(self) -> None:
        """Take one message, and answer it if it is a ping."""
        message = json.loads(self.socket.receive_text())
        if "ping" in message:
            self.socket.send_text(json.dumps({"pong": message["ping"], "at": self.stamp()}))
            self.answered += 1
        if "show" in message:
            self.shown = message

    def until(self, state: str) -> dict[str, Any]:
        """Listen until that state is shown, and return what stands there."""
        while not self.shown or self.shown["show"]["state"] != state:
            self.hear()
        found: dict[str, Any] = self.shown["show"]
        return found

    def answer(self, pings: int) -> None:
        """Listen until so many pings were answered."""
        known = self.answered
        while self.answered < known + pings:
            self.hear()

    def press(self, at: float | None = None, key: str | int | None = None) -> None:
        """Press, now or at an instant of its clock, for the question it sees or another."""
        said = {"press": self.shown["key"] if key is None else key, "at": self.stamp() if at is None else at}
        self.socket.send_text(json.dumps(said))


@attrs.frozen
class Buzzing:
    """The hall, its teams' phones, and the client whose cookie is that of the last device that sat down."""

    hall: Served
    client: TestClient
    phones: dict[str, Phone] = attrs.field(factory=dict)

    def connect(self, path: str = "/team/line", **headers: str) -> Any:
        """Return a line by the cookie of the last device that sat down."""
        return self.client.websocket_connect(f"ws://{HOST}{path}", headers=headers or ORIGIN)

    @contextmanager
    def phone(self, team: str, ahead: float = 0.0) -> Iterator[Phone]:
        """Let a phone of a team in; its clock is known once some pings were answered."""
        self.hall.sit_down(self.client, f"team:{team}")
        with self.connect() as socket:
            found = Phone(socket, ahead)
            found.answer(2)
            yield found

    def push(self, type_: str, **values: Any) -> None:
        """Record something at the desk, now."""
        with Arena.open(self.hall.path) as arena:
            arena.push(_move(arena, type_).fill(values))

    def records(self) -> list[tuple[str, str]]:
        """Return the types and seats of the records."""
        with Arena.open(self.hall.path, read_only=True) as arena:
            return [(record.type, record.seat) for record in arena.contest.records]

    def offer(self) -> Offer | None:
        """Return what the desk is told."""
        with Arena.open(self.hall.path, read_only=True) as arena:
            return read_offer(arena.journal, open_buzz(arena.contest))


def _move(arena: Arena, type_: str) -> Move:
    return next(move for move in arena.contest.moves("desk") if move.fact.type == type_ and move.closed is None)


@contextmanager
def buzzing(folder: Path, *teams: str, boxes: str = "", **rules: Any) -> Iterator[Buzzing]:
    """Serve the contest, and let the phones of these teams in."""
    path = buzz_file(folder / "buzz.qa", **rules)
    worker = Worker(str(path))
    worker.start()
    hall = Served(Hall(worker, {HOST}, "gala", HERE, boxes), worker, path)
    try:
        with TestClient(hall.hall.app, base_url=HERE, follow_redirects=False) as client, ExitStack() as stack:
            found = Buzzing(hall, client)
            for nth, team in enumerate(teams):
                found.phones[team] = stack.enter_context(found.phone(team, nth * 500.0))
            yield found
    finally:
        worker.close()
