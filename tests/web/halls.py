"""A hall served in a test: the story up to a record in a file, its server as an app, and browsers on it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
from starlette.testclient import TestClient

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.journal import SqliteJournal
from quizarena.records import to_row
from quizarena.sessions.cards import print_cards
from quizarena.web.app import Hall
from quizarena.web.drawing import Joining
from quizarena.web.worker import Worker
from tests.contest.telling import told

HOST = "hall.local:8000"
HERE = f"http://{HOST}"
ORIGIN = {"origin": HERE}
LAST = len(told().records) - 1
FIRST_BALLOT = 72
"""The record of the first ballot for the first team; all sheets of the judges are open before it."""


def story_file(path: Path, seq: int) -> Path:
    """Write the story as it stood after the record `seq`."""
    return file_of(path, told(seq))


def file_of(path: Path, contest: Contest) -> Path:
    """Write a contest that was told in memory."""
    journal = SqliteJournal.create(path)
    with journal.writing() as writer:
        for record in contest.records:
            writer.append(to_row(record, contest.book))
    journal.close()
    return path


@attrs.frozen
class Served:
    """A hall with its worker and its file."""

    hall: Hall
    worker: Worker
    path: Path | str

    @contextmanager
    def browser(self) -> Iterator[TestClient]:
        """Return a browser of its own: its cookies are nobody else's."""
        with TestClient(self.hall.app, base_url=HERE, follow_redirects=False) as client:
            yield client

    def card(self, seat: str) -> str:
        """Return the code of a new card."""
        return self.worker.ask(lambda arena: print_cards(arena, [seat])[seat]).result()

    def sit_down(self, client: TestClient, seat: str, device: str = "") -> None:
        """Have a browser take a seat by a new card."""
        answer = client.post(f"/s/{self.card(seat)}", headers=ORIGIN, data={"device": device})
        assert answer.status_code == 303, answer.text
        if seat.startswith("judge:"):
            give_pin(client)

    def records(self) -> int:
        """Return how many records the file has."""
        with Arena.open(self.path, read_only=True) as arena:
            return len(arena.contest.records)


@contextmanager
def served(folder: Path, seq: int) -> Iterator[Served]:
    """Serve the story as it stood after the record `seq`."""
    with served_contest(folder, told(seq)) as hall:
        yield hall


@contextmanager
def served_contest(folder: Path, contest: Contest) -> Iterator[Served]:
    """Serve a contest that was told in memory."""
    folder.mkdir(exist_ok=True)
    with serving_file(file_of(folder / "story.qa", contest)) as hall:
        yield hall


@contextmanager
def serving_file(path: Path | str, joining: Joining = Joining()) -> Iterator[Served]:  # noqa: B008 (frozen)
    """Serve the contest at an address; `joining` is what phones are told of the network."""
    worker = Worker(str(path), joining)
    worker.start()
    try:
        yield Served(Hall(worker, {HOST}, "gala", HERE), worker, path)
    finally:
        worker.close()


PIN = "2468"


def give_pin(client: TestClient) -> None:
    """Type the judge's PIN until the pad is gone: it is chosen by typing it twice."""
    for _time in range(2):
        if post(client, "/sheet/pin", {"digits": PIN})["state"] != "pin":
            return
    raise AssertionError("the seat stays shut")


def sheet_on(client: TestClient) -> dict[str, str]:
    """Return the key and the ballot's id of the sheet that a judge's page shows."""
    page = client.get("/sheet").text
    found = {name: re.search(rf'data-{name}="([^"]+)"', page) for name in ("key", "id")}
    return {name: match[1] for name, match in found.items() if match is not None}


def form(sheet: dict[str, str], values: dict[str, str], **more: Any) -> dict[str, Any]:
    """Return what the page sends of a sheet."""
    return {**sheet, "values": values, "accepted": {}, **more}


MARKS = {"marks.政策业务": "27", "marks.处置应变": "26.5", "marks.沟通表达": "18.0", "marks.团队配合": "19.8"}


def post(client: TestClient, address: str, body: Any) -> Any:
    """Send JSON as the page does, and return what is answered."""
    return json.loads(client.post(address, headers=ORIGIN, json=body).text)
