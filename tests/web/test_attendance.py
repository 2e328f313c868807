"""Who is there in browsers, as the desk sees it; and the server, begun and stopped by a desk that it outlives."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest

from quizarena.arena import Arena
from quizarena.journal import Presence, Seats
from quizarena.sessions.cards import claim, print_cards
from quizarena.sessions.desk.browsers import Browsers
from quizarena.sessions.judge import pin
from quizarena.sessions.serving import server_among, stop
from quizarena.web.attendance import ServingError
from quizarena.web.entrance import GUESSES
from tests.presence import sit

from .browsers import free_port, serving
from .halls import Served, served, story_file

NOW = datetime(2026, 11, 28, 14, tzinfo=UTC)


@contextmanager
def beside(path: Path) -> Iterator[Seats]:
    """Be a screen beside the contest's file."""
    seats = sit(path, "desk")
    assert seats is not None
    yield seats
    seats.close()


def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so, in another process or thread."""
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def in_browsers(seats: Seats) -> list[str]:
    return sorted(each.role for each in seats.others() if each.browser)


def told(browsers: Browsers, arena: Arena, seats: Seats) -> list[str]:
    return [each.text.in_language("en") for each in browsers.look(arena, seats.others())]


def test_a_board_is_there_as_long_as_its_stream_is_open(tmp_path: Path) -> None:
    path = story_file(tmp_path / "story.qa", 20)
    with serving(path) as address, beside(path) as desk:
        server = server_among(desk.others())
        assert server is not None
        assert server.address == address
        with urlopen(f"{address}/events?page=board", timeout=30), urlopen(f"{address}/events", timeout=30):
            until(lambda: in_browsers(desk) == ["board"])
        until(lambda: in_browsers(desk) == [])


def test_a_seat_is_there_as_long_as_one_of_its_pages(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall, beside(hall.path) as desk:
        door = hall.worker.attendance
        for role in ("judge:j3", "judge:j3", "host"):
            hall.worker.ask(lambda _arena, role=role: door.come(role)).result()  # type: ignore[misc]
        assert in_browsers(desk) == ["host", "judge:j3"]
        hall.worker.ask(lambda _arena: door.go("judge:j3")).result()
        assert in_browsers(desk) == ["host", "judge:j3"]
        hall.worker.ask(lambda _arena: door.go("judge:j3")).result()
        assert in_browsers(desk) == ["host"]
        hall.worker.close()
        assert in_browsers(desk) == []


def test_a_contest_is_served_once(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall, beside(hall.path) as desk:
        hall.worker.ask(lambda _arena: hall.worker.attendance.open("http://a:8000")).result()
        with Arena.open(hall.path) as arena:
            second = type(hall.worker.attendance)(arena)
            with pytest.raises(ServingError, match=f"served already, at http://a:8000 .process {os.getpid()}"):
                second.open("http://a:8001")
        assert [each.address for each in desk.others()] == ["http://a:8000"]


def test_the_desk_is_told_that_another_machine_reaches_the_server(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall, beside(hall.path) as desk, hall.browser() as phone:
        hall.worker.ask(lambda _arena: hall.worker.attendance.open("http://a:8000")).result()
        phone.get("/board")
        assert [each.reached for each in desk.others()] == [""]
        phone.get("/now")
        hall.worker.ask(lambda _arena: None).result()
        assert [each.reached for each in desk.others()] == ["testclient"]


def test_a_desk_begins_the_server_another_finds_and_stops_it(tmp_path: Path) -> None:
    path = story_file(tmp_path / "story.qa", 20)
    with Arena.open(path) as arena, beside(path) as seats:
        first = Browsers()
        assert told(first, arena, seats) == []
        port = free_port()
        assert not first.begin(str(path), "--port", str(port)).is_loud
        until(lambda: server_among(seats.others()))
        assert told(first, arena, seats) == [f"Browsers are served at http://127.0.0.1:{port}"]
        assert first.begin(str(path)).text.in_language("en").startswith("The hall is served already")
        later = Browsers()
        assert told(later, arena, seats) == [], "a server that was there is no news"
        later.stop()
        until(lambda: not seats.others())
        assert told(later, arena, seats) == ["The server for browsers has stopped."]
        assert told(first, arena, seats) == [
            "The server for browsers has gone; phones and browser boards stand still. Start it: M"
        ]


def test_a_server_that_cannot_begin_says_why(tmp_path: Path) -> None:
    path = story_file(tmp_path / "story.qa", 20)
    taken, browsers = free_port(), Browsers()
    with Arena.open(path) as arena, beside(path) as seats, serving(story_file(tmp_path / "other.qa", 1), taken):
        browsers.begin(str(path), "--port", str(taken))
        said: list[str] = []
        until(lambda: said.extend(told(browsers, arena, seats)) or said)
        assert len(said) == 1
        assert str(taken) in said[0]
        assert told(browsers, arena, seats) == []


def test_a_server_that_is_gone_is_no_trouble_to_stop() -> None:
    assert stop(Presence("server", pid=2**22 + 1)) is None


def look(hall: Served, browsers: Browsers, seats: Seats) -> list[str]:
    return hall.worker.ask(lambda arena: told(browsers, arena, seats)).result()


def test_the_desk_hears_of_a_new_device_and_of_guesses(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall, beside(hall.path) as seats, hall.browser() as phone:
        hall.worker.ask(lambda _arena: hall.worker.attendance.open("http://a:8000")).result()
        browsers = Browsers()

        def sits(device: str, place: str) -> None:
            def taken(arena: Arena) -> None:
                assert claim(arena, print_cards(arena, ["judge:j3"])["judge:j3"], device, NOW, place)

            hall.worker.ask(taken).result()

        assert look(hall, browsers, seats) == []
        sits("red phone", "10.0.0.3")
        assert look(hall, browsers, seats) == [], "the first to sit there is expected"
        sits("red phone", "10.0.0.4")
        assert look(hall, browsers, seats) == [], "the same phone with another card"
        sits("blue phone", "10.0.0.7")
        assert look(hall, browsers, seats) == ["评委三 has a new device, at 10.0.0.7"]
        for guess in range(int(GUESSES)):
            phone.get(f"/s/WRONG{guess:05}")
        assert look(hall, browsers, seats) == [
            "Somebody tries cards that are none; for a minute the server takes none at all."
        ]
        assert look(hall, browsers, seats) == []


def test_the_desk_hears_of_wrong_pins_from_the_third_on(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall, beside(hall.path) as seats:
        browsers = Browsers()
        hall.worker.ask(lambda arena: pin.choose(arena.journal, "j3", "2468")).result()
        said = [look(hall, browsers, seats)]
        for _try in range(5):
            hall.worker.ask(lambda arena: pin.is_right(arena.journal, "j3", "1111")).result()
            said.append(look(hall, browsers, seats))
        assert said == [
            [], [], [],
            ["评委三: the PIN was wrong 3 times"],
            ["评委三: the PIN was wrong 4 times"],
            ["评委三: the PIN was wrong 5 times; the seat is locked until you clear it: J"],
        ]  # fmt: skip
        hall.worker.ask(lambda arena: pin.clear(arena.journal, "j3")).result()
        assert look(hall, browsers, seats) == []
