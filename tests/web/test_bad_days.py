"""Bad days of the server: killed, its file replaced, its disk full, the clock set back, two of them, no network."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from quizarena.arena import Arena
from quizarena.cli import serving as command
from quizarena.errors import JournalError
from quizarena.journal import SqliteJournal
from quizarena.sessions.cards import claim, print_cards, seat_of_cookie
from quizarena.sessions.desk.browsers import Browsers
from quizarena.web.serving import Addresses
from tests.cli.running import run
from tests.presence import sit

from .browsers import free_port, serving
from .halls import FIRST_BALLOT, HERE, MARKS, Served, form, post, served, serving_file, sheet_on, story_file

NOW = datetime(2026, 11, 28, 14, tzinfo=UTC)
JUDGE = "judge:j3"


def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so, in another process or thread."""
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def ballots(path: Path) -> list[str]:
    with Arena.open(path, read_only=True) as arena:
        return [record.seat for record in arena.contest.records[FIRST_BALLOT:]]


def test_a_judge_goes_on_after_the_server_was_killed_in_the_middle_of_a_sheet(tmp_path: Path) -> None:
    """Nothing is closed or said goodbye to; what the next server knows it reads from the file."""
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        hall.sit_down(phone, JUDGE)
        sheet, cookies = sheet_on(phone), dict(phone.cookies)
        post(phone, "/sheet/mark", form(sheet, {"marks.政策业务": "27"}, path="marks.政策业务"))
        left = tmp_path / "killed"
        left.mkdir()
        # As the disk has it at an instant at which the server, whose thread does this, writes nothing.
        hall.worker.ask(lambda _arena: [shutil.copy(each, left) for each in tmp_path.glob("story.qa*")]).result()
    with serving_file(left / "story.qa") as again, again.browser() as phone:
        phone.cookies.update(cookies)
        assert sheet_on(phone) == sheet, "the ballot has the id it had"
        assert phone.get(f"/sheet/draft?key={sheet['key']}").json()["values"]["marks.政策业务"] == "27"
        sent = [post(phone, "/sheet/hand-in", form(sheet, MARKS, number=1)) for _time in range(2)]
        assert sent[0] == sent[1]
        assert ballots(again.path) == [JUDGE]


def test_the_desk_hears_that_the_server_was_killed(tmp_path: Path) -> None:
    path = story_file(tmp_path / "story.qa", 20)
    seats = sit(path, "desk")
    assert seats is not None
    with Arena.open(path) as arena:
        browsers = Browsers()
        with serving(path):
            browsers.look(arena, seats.others())
            assert browsers.server is not None
            os.kill(browsers.server.pid, signal.SIGKILL)
            until(lambda: not seats.others())
        (news,) = browsers.look(arena, seats.others())
        assert news.is_loud
        assert "server for browsers has gone" in news.text.in_language("en")
    seats.close()


def test_a_file_replaced_under_the_server_is_said_and_costs_no_seat(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        hall.sit_down(phone, JUDGE)
        sheet = sheet_on(phone)
        kept, older = tmp_path / "kept", story_file(tmp_path / "older.qa", 20)
        shutil.copy(hall.path, kept)
        older.replace(hall.path)
        until(lambda: hall.worker.snapshot.trouble)
        said = [post(phone, "/sheet/hand-in?lang=en", form(sheet, MARKS, number=1)) for _time in range(2)]
        assert [each["state"] for each in said] == ["busy"] * 2, "the phone keeps the ballot and tries again"
        assert "the file is an older copy" in said[-1]["words"], "at first it may have heard of another file alone"
        page = phone.get("/sheet?lang=en")
        assert page.status_code == 503
        assert "the file is an older copy" in page.text
        assert "the file is an older copy" in phone.get("/board?lang=en").text
        kept.replace(hall.path)
        until(lambda: not hall.worker.snapshot.trouble)
        assert post(phone, "/sheet/hand-in", form(sheet, MARKS, number=1))["state"] == "in"
        assert ballots(hall.path) == [JUDGE]


@contextmanager
def full(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have a disk on which nothing can be written."""

    def fails(self: SqliteJournal) -> Any:
        raise JournalError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(SqliteJournal, "writing", fails)
        yield


def test_a_full_disk_is_said_on_the_phone_and_at_the_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        seats = sit(hall.path, "desk")
        assert seats is not None
        hall.worker.ask(lambda _arena: hall.worker.attendance.open(HERE)).result()
        browsers = Browsers()
        hall.sit_down(phone, JUDGE)
        sheet = sheet_on(phone)
        assert looked(hall, browsers, seats) == []
        with full(monkeypatch):
            for _again in range(2):
                said = post(phone, "/sheet/hand-in", form(sheet, MARKS, number=1))
                assert said == {"state": "busy", "words": "the disk is full"}
            assert looked(hall, browsers, seats) == [
                "Judges' phones cannot hand in: the server cannot write the file. Is the disk full?"
            ]
            assert looked(hall, browsers, seats) == []
        assert post(phone, "/sheet/hand-in", form(sheet, MARKS, number=1))["state"] == "in"
        assert looked(hall, browsers, seats) == ["The server can write again; phones hand in by themselves."]
        assert ballots(hall.path) == [JUDGE]
        seats.close()


def looked(hall: Served, browsers: Browsers, seats: Any) -> list[str]:
    def look(arena: Arena) -> list[str]:
        return [each.text.in_language("en") for each in browsers.look(arena, seats.others())]

    return hall.worker.ask(look).result()


@pytest.mark.parametrize("back", [timedelta(seconds=30), timedelta(hours=3), timedelta(days=400)], ids=str)
def test_a_clock_set_back_takes_nobodys_seat(tmp_path: Path, back: timedelta) -> None:
    with served(tmp_path, 20) as hall:

        def sits(arena: Arena) -> tuple[str | None, tuple[str, str] | None]:
            code = print_cards(arena, [JUDGE])[JUDGE]
            taken = claim(arena, code, "phone", NOW)
            assert taken is not None
            return seat_of_cookie(arena, taken[1], NOW - back), claim(arena, code, "phone", NOW - back)

        still, again = hall.worker.ask(sits).result()
        assert still == JUDGE
        assert again is not None
        assert again[0] == JUDGE


def test_the_second_server_on_a_file_says_where_the_first_is(tmp_path: Path) -> None:
    path = story_file(tmp_path / "story.qa", 20)
    with serving(path) as address:
        said = run("serve", str(path), "--port", str(free_port()), "--lang", "en", status=1).stderr
        assert f"this contest is served already, at {address}" in said
        assert said.count("\n") == 1


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    first, second = (story_file(tmp_path / name, 20) for name in ("a.qa", "b.qa"))
    port = free_port()
    with serving(first, port):
        said = run("serve", str(second), "--port", str(port), "--lang", "en", status=1).stderr
        assert f"port {port} is taken by another program; try --port {port + 1}" in said


def test_without_a_network_it_says_that_no_phone_reaches_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = Addresses("http://127.0.0.1:8000", (), "http://127.0.0.1:8000/s/A")
    command.announce("spring.qa", alone, lan=True)
    assert "This machine is in no network" in capsys.readouterr().err
    command.announce("spring.qa", alone)
    assert capsys.readouterr().err == ""
