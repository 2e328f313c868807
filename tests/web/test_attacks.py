"""Whoever shares the Wi-Fi and means harm: over real sockets, with whatever a browser would never send."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlopen

import attrs
import pytest

from quizarena.web.entrance import GUESSES
from quizarena.web.guard import BURST, LONGEST_BODY, Guard, Rate
from quizarena.web.reception import COOKIE

from .browsers import cards, free_port, wait_for
from .halls import FIRST_BALLOT, HOST, MARKS, ORIGIN, form, served, sheet_on, story_file
from .walks import Ask, Pass, answer_to, cookie_for, paths_of


@attrs.frozen
class Attacked:
    """A server as a process: its port, its contest's file, and where its complaints go."""

    port: int
    path: Path
    complaints: Path

    def send(self, request: bytes, *, most: int = 4_096) -> bytes:
        """Send bytes as they are; return the beginning of what comes back, nothing where the line is cut."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as line:
            try:
                line.sendall(request)
                return line.recv(most)
            except (BrokenPipeError, ConnectionResetError):
                return b""

    def status(self, request: bytes) -> int | None:
        """Return the status that bytes are answered with."""
        found = re.match(rb"HTTP/1\.1 (\d+)", self.send(request))
        return int(found[1]) if found else None

    def get(self, path: str, *lines: str) -> bytes:
        """Return a request in the form that HTTP has."""
        return "\r\n".join((f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", *lines, "", "")).encode("latin-1")

    def lives(self) -> bool:
        """Whether somebody who means no harm gets the page."""
        return self.status(self.get("/")) == 200


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    folder, port = tmp_path_factory.mktemp("attacked"), free_port()
    path, complaints = story_file(folder / "story.qa", FIRST_BALLOT - 1), folder / "stderr"
    command = [sys.executable, "-m", "quizarena", "serve", str(path), "--port", str(port)]
    with complaints.open("wb") as said, subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}", process)
            yield Attacked(port, path, complaints)
            assert process.poll() is None, "it has survived all of this"
        finally:
            process.terminate()


_HOST = b" HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n"
_GET, _POST = b"GET /" + _HOST, b"POST /s/A" + _HOST
HTTP = {
    "no Host": (b"GET / HTTP/1.1\r\n\r\n", {400, 421}),
    "another Host": (b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", {421}),
    "two Hosts": (_GET + b"Host: evil.example\r\n\r\n", {400, 421}),
    "two Hosts, the right one last": (_GET.replace(b"Host", b"Host: evil.example\r\nHost") + b"\r\n", {400, 421}),
    "a whole address": (b"GET http://evil.example/" + _HOST + b"\r\n", {200, 400, 404}),
    "a Host with a line in it": (_GET + b" evil: 1\r\n\r\n", {400, 421}),
    "no HTTP at all": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20 + b"\r\n\r\n", {400, None}),
    "a header without an end": (_GET + b"X: " + b"x" * 300_000, {400, 431, None}),
    "thousands of headers": (_GET + b"X: x\r\n" * 50_000 + b"\r\n", {400, 431, None}),
    "an address without an end": (b"GET /" + b"a" * 200_000 + _HOST + b"\r\n", {400, 404, 414, None}),
    "a length that is none": (_POST + b"Content-Length: -1\r\n\r\n", {400, 403, 413}),
    "a length of many digits": (
        _POST + b"Origin: http://127.0.0.1:PORT\r\nContent-Length: " + b"9" * 5_000 + b"\r\n\r\n", {400, 413},
    ),
    "two lengths": (_POST + b"Content-Length: 3\r\nContent-Length: 30\r\n\r\nabc", {400, 403}),
    "a length and chunks": (
        _POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", {400, 403},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("request_", "statuses"), HTTP.values(), ids=HTTP)
def test_what_no_browser_sends(attacked: Attacked, request_: bytes, statuses: set[int | None]) -> None:
    assert attacked.status(request_.replace(b"PORT", str(attacked.port).encode())) in statuses
    assert attacked.lives()


def test_a_body_in_chunks_ends_at_its_limit(attacked: Attacked) -> None:
    head = attacked.get("/s/ABCDEFGHIJ", f"Origin: http://127.0.0.1:{attacked.port}", "Transfer-Encoding: chunked")
    chunk = b"%x\r\n%b\r\n" % (8_192, b"x" * 8_192)
    assert attacked.status(head.replace(b"GET", b"POST", 1) + chunk * (LONGEST_BODY // 8_192 + 2)) == 413
    assert attacked.lives()


UPGRADE = (
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
)


SOCKETS = [
    (path, origin)
    for path in ("/", "/events", "/nowhere")
    for origin in ("http://evil.example", "null", "http://127.0.0.1:PORT")
]


@pytest.mark.parametrize(("path", "origin"), [*SOCKETS, ("/team/line", "http://evil.example"), ("/team/line", "null")])
def test_no_page_is_a_socket_and_no_other_page_opens_one(attacked: Attacked, path: str, origin: str) -> None:
    there = origin.replace("PORT", str(attacked.port))
    assert attacked.status(attacked.get(path, f"Origin: {there}", *UPGRADE)) in (403, 404)
    assert attacked.lives()


def test_those_who_say_half_and_those_who_never_listen_keep_nobody_waiting(attacked: Attacked) -> None:
    with ExitStack() as held:
        for nth in range(100):
            line = held.enter_context(socket.create_connection(("127.0.0.1", attacked.port), timeout=20))
            line.sendall(attacked.get("/events?page=board") if nth % 2 else attacked.get("/")[:30])
        assert attacked.lives()
        address = f"http://127.0.0.1:{attacked.port}"
        with urlopen(f"{address}/events?page=board", timeout=20) as page:
            assert page.readline() == b"retry: 1000\n"


def test_a_card_is_used_up_by_no_look_and_gives_its_address_to_nobody(attacked: Attacked) -> None:
    address = cards(attacked.path, f"http://127.0.0.1:{attacked.port}", "j3")[0]
    path = address[address.index("/s/") :]
    for look in ("GET", "HEAD"):
        for hint in ("Sec-Purpose: prefetch", "Purpose: prefetch", "X-Moz: prefetch"):
            answer = attacked.send(attacked.get(path, hint).replace(b"GET", look.encode(), 1))
            assert b" 200 " in answer.splitlines()[0]
            assert b"set-cookie" not in answer.lower()
            assert b"referrer-policy: same-origin" in answer.lower()
    taken = attacked.send(
        attacked.get(
            path + "?lang=en%0d%0aX-Evil:%201", f"Origin: http://127.0.0.1:{attacked.port}", "Content-Length: 0"
        ).replace(b"GET", b"POST", 1)
    )
    assert b" 303 " in taken.splitlines()[0]
    assert b"x-evil" not in taken.lower()
    assert b"location: /sheet\r\n" in taken.lower()


def test_the_organisers_terminal_stays_clean(attacked: Attacked) -> None:
    """Runs last of those on one server: browsers that try TLS first would fill it with lines that help nobody."""
    assert attacked.complaints.read_text(encoding="utf-8") == ""


# In one process


METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "PROPFIND")


@pytest.mark.parametrize("method", METHODS)
def test_every_route_answers_every_method(tmp_path: Path, method: str) -> None:
    """No verb breaks a route, none opens a stream but GET, and none records anything."""
    with served(tmp_path, FIRST_BALLOT - 1) as hall:
        cookie = cookie_for(hall, "judge:j3")
        for path in paths_of(hall.hall.app):
            answer = asyncio.run(answer_to(hall.hall.app, Ask(path, method), Pass(cookie)))
            assert answer.status < 500, path
            assert method == "GET" or "event: beat" not in answer.body, path
        assert hall.records() == FIRST_BALLOT


def test_every_write_from_elsewhere_is_refused(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall:
        cookie = cookie_for(hall, "judge:j3")
        for path in paths_of(hall.hall.app):
            for origin in (
                "http://evil.example",
                "null",
                "",
                "http://hall.local:8000.evil.example",
                "https://hall.local",
            ):
                ask = Ask(path, "POST", b"{}", {"origin": origin})
                assert asyncio.run(answer_to(hall.hall.app, ask, Pass(cookie))).status == 403, (path, origin)


AROUND = (
    "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/%2fetc%2fpasswd",
    "/static/..\\app.py", "/static/", "/media/..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd",
    "/why/%00", "/why/%ff", "/s/%ff%00", "/s/" + "A" * 4_000,
)  # fmt: skip


@pytest.mark.parametrize("path", AROUND)
def test_no_way_leads_out_of_what_is_served(tmp_path: Path, path: str) -> None:
    with served(tmp_path, 20) as hall, hall.browser() as client:
        answer = client.get(path)
        assert answer.status_code in (404, 410)
        assert "import " not in answer.text
        assert "root:" not in answer.text


@pytest.mark.parametrize("lang", ["en\r\nX-Evil: 1", "en\nx", "<script>", "../../x", "xx", "EN", ""])
def test_a_language_is_one_of_ours_or_the_contests(tmp_path: Path, lang: str) -> None:
    with served(tmp_path, 20) as hall, hall.browser() as client:
        answer = client.get("/", params={"lang": lang})
        assert "x-evil" not in answer.headers
        assert '<html lang="zh">' in answer.text
        assert lang == "" or f'"{lang}"' not in answer.text


ODD = ["\ud800", "\x00", "²", "1e5", "9" * 5_000, "٣", "\u202e27", "NaN", "inf", "0x10", "2 7", "<b>", "' OR 1=1 --"]


@pytest.mark.parametrize("value", ODD, ids=[repr(value[:6]) for value in ODD])
def test_no_text_in_a_form_breaks_more_than_itself(tmp_path: Path, value: str) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        hall.sit_down(phone, "judge:j3")
        sheet = sheet_on(phone)
        whole = form(sheet, MARKS, path="marks.政策业务", number=2)
        bodies = [
            {**whole, "values": {**MARKS, "marks.政策业务": value}}, {**whole, "values": {**MARKS, value: "1"}},
            {**whole, "accepted": {"marks.政策业务": value}}, {**whole, "key": value}, {**whole, "id": value},
            {**whole, "path": value}, {**whole, "number": value},
        ]  # fmt: skip
        for body in bodies:
            for address in ("/sheet/mark", "/sheet/hand-in"):
                answer = phone.post(address, headers=ORIGIN, content=json.dumps(body))
                assert answer.status_code in (200, 400), body
        assert hall.records() == FIRST_BALLOT
        assert sheet_on(phone) == sheet


def test_a_cookie_of_a_seat_that_has_ended_opens_nothing(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as old, hall.browser() as new:
        hall.sit_down(old, "judge:j3")
        sheet = sheet_on(old)
        hall.sit_down(new, "judge:j3")
        assert old.get("/sheet").status_code == 401
        assert old.get("/events?page=sheet").status_code == 404
        assert old.get(f"/sheet/draft?key={sheet['key']}").status_code == 401
        for address in ("/sheet/mark", "/sheet/hand-in"):
            sent = old.post(address, headers=ORIGIN, json=form(sheet, MARKS, number=1, path="x"))
            assert sent.status_code == 401
        assert hall.records() == FIRST_BALLOT


def test_cookies_that_nobody_was_given(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall:
        for cookie in ("", "x" * 32, "A" * 8_000, "judge:j3", "null", "%00", '"', "é"):
            for path in ("/host", "/sheet"):
                answer = asyncio.run(answer_to(hall.hall.app, Ask(path, headers={"cookie": f"{COOKIE}={cookie}"})))
                assert answer.status == 401, cookie


def test_writes_come_to_an_end_and_pages_go_on(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall:
        guard = Guard(hall.hall.app._app, {HOST}, Rate(clock=lambda: 0.0))  # as fast as can be
        sent = [
            asyncio.run(answer_to(guard, Ask("/sheet/mark", "POST", b"[]"))).status for _write in range(int(BURST) + 3)
        ]
        assert sent == [400] * int(BURST) + [429] * 3
        assert asyncio.run(answer_to(guard, Ask("/"))).status == 200


def test_guesses_come_to_an_end_and_pages_go_on(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall, hall.browser() as client:
        guessed = [client.head(f"/s/WRONG{guess:05}").status_code for guess in range(int(GUESSES) * 2)]
        assert guessed[-1] == 429
        assert client.get("/board").status_code == 200


def test_a_crowd_shuts_out_no_judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizarena.web.stream.MOST", 0)
    with served(tmp_path, FIRST_BALLOT - 1) as hall:
        cookie, app = cookie_for(hall, "judge:j3"), hall.hall.app
        assert asyncio.run(answer_to(app, Ask("/events?page=audience"))).status == 503
        assert asyncio.run(answer_to(app, Ask("/events?page=sheet"), Pass(cookie))).status == 200
