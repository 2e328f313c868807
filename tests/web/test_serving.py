"""Where and how the hall is served: by https with a certificate that holds, and on the cards for the tables."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
import zxingcpp
from PIL import Image

from quizarena.sessions.cards import CODE_LETTERS
from quizarena.text import plain
from quizarena.web.attendance import ServingError
from quizarena.web.drawing import PrintedCard, WiFi, cards_page
from quizarena.web.https import certificate
from quizarena.web.serving import addresses, hosts, listen_at
from tests.cli.running import run

from .browsers import free_port
from .halls import story_file

CERTIFICATES = Path(__file__).with_name("certificates")
HALL, KEY = str(CERTIFICATES / "hall.pem"), str(CERTIFICATES / "hall.key")
UNFIT = {
    "expired": ("expired.pem", "hall.key", "the certificate in expired.pem has expired; phones would refuse it"),
    "of another time": ("early.pem", "hall.key", "early.pem is not valid yet; is this computer's clock right"),
    "another's key": ("hall.pem", "other.key", "other.key is the key of another certificate than hall.pem"),
    "a key with a password": ("hall.pem", "locked.key", "no certificate and key in PEM, or the key has a password"),
    "no certificate": ("hall.key", "hall.key", "no certificate and key in PEM"),
    "not there": ("none.pem", "hall.key", "none.pem cannot be read: there is no such file"),
}
"""Certificate, key and what is said; all are made for these tests and open nothing."""


@pytest.mark.parametrize(("file", "key", "said"), UNFIT.values(), ids=UNFIT)
def test_what_phones_would_refuse_is_refused_at_once(
    monkeypatch: pytest.MonkeyPatch, file: str, key: str, said: str
) -> None:
    monkeypatch.chdir(CERTIFICATES)
    with pytest.raises(ServingError) as refused:
        certificate(file, key)
    assert said in refused.value.sentence("en")


def test_addresses_are_those_a_certificate_is_for() -> None:
    found = addresses(8443, lan=True, shown=certificate(HALL, KEY))
    assert found.best == "https://hall.example:8443"
    assert "https://192.0.2.5:8443" in found.shared
    assert {"hall.example:8443", "localhost:8443", "127.0.0.1:8443"} <= hosts(found, 8443)
    assert "hall.example" not in hosts(found, 8443)
    assert "hall.example" in hosts(addresses(443, lan=True, shown=certificate(HALL, KEY)), 443)


def test_an_answer_in_two_parts_does_not_wait_for_the_first_to_be_acknowledged() -> None:
    async def delays() -> int:
        found = asyncio.get_running_loop().create_future()

        async def answer(_asked: asyncio.StreamReader, line: asyncio.StreamWriter) -> None:
            found.set_result(line.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            line.close()

        listening = listen_at("127.0.0.1", 0)
        async with await asyncio.start_server(answer, sock=listening):
            _read, line = await asyncio.open_connection(*listening.getsockname())
            line.close()
            return int(await found)

    assert asyncio.run(delays()) != 0


@contextmanager
def https(path: Path, port: int) -> Iterator[ssl.SSLContext]:
    """Serve a contest by https; yield a client's context that trusts it."""
    command = [sys.executable, "-m", "quizarena", "serve", str(path), "--port", str(port), "--cert", HALL, "--key", KEY]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()  # said once it is served
            trusting = ssl.create_default_context(cafile=HALL)
            trusting.check_hostname = False
            yield trusting
        finally:
            process.terminate()


def test_by_https_the_cookie_is_secure_and_http_gets_nothing(tmp_path: Path) -> None:
    path, port = story_file(tmp_path / "story.qa", 20), free_port()
    here = f"https://127.0.0.1:{port}"
    with https(path, port) as trusting:
        with urlopen(f"{here}/board", context=trusting, timeout=30) as page:
            assert page.status == 200
        card = run("seats", str(path), "--at", here, "host").stdout.split("\t")[-1].strip()
        assert card.startswith("https://")
        ask = (
            f"POST {card.removeprefix(here)} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {here}\r\n"
            "Content-Length: 0\r\nConnection: close\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", port), timeout=30) as line, trusting.wrap_socket(line) as safe:
            safe.sendall(ask.encode())
            answer = b"".join(iter(lambda: safe.recv(4096), b"")).decode()
        assert "303 See Other" in answer
        assert re.search(r"set-cookie: quizarena-seat=.*; Secure", answer)
        with pytest.raises(OSError):  # noqa: PT011 (whatever the system calls a line that is closed)
            urlopen(Request(f"http://127.0.0.1:{port}/"), timeout=30)


@pytest.mark.parametrize("words", [("--cert", "hall.pem"), ("--key", "hall.key")])
def test_certificate_and_key_go_together(tmp_path: Path, words: tuple[str, str]) -> None:
    path = story_file(tmp_path / "story.qa", 1)
    assert "--cert 和 --key 要一起给" in run("serve", str(path), *words, status=1).stderr


# Cards


def test_cards_say_how_to_come_in_and_to_stay_in_the_wifi(tmp_path: Path) -> None:
    path, page = story_file(tmp_path / "story.qa", 1), tmp_path / "cards.html"
    wifi = ("--wifi-name", "擂台", "--wifi-password", 'ying;bin"2023')
    run("seats", str(path), "--at", "https://hall.example:8443", "--cards", str(page), *wifi, "j3", "host")
    html = page.read_text(encoding="utf-8")
    assert html.count("<article>") == 2
    assert re.search(rf"https://hall\.example:8443/s/[A-Z2-7]{{{CODE_LETTERS}}}<", html)
    assert "擂台" in html
    assert "ying;bin&#34;2023" in html
    assert "保持连接" in html
    assert b'ying;bin"2023' not in path.read_bytes(), "the password stands in no record"
    assert "擂台".encode() not in b"".join(each.read_bytes() for each in tmp_path.glob("*-seats"))


def test_cards_without_a_wifi_say_to_stay_in_it_all_the_same() -> None:
    html = cards_page(plain("Spring"), [PrintedCard("Judge <3", "http://a:1/s/B")], "en")
    assert "Stay in this Wi-Fi" in html
    assert "Judge &lt;3" in html
    assert "WIFI" not in html


@pytest.mark.parametrize(
    ("wifi", "read"),
    [
        (WiFi("hall", "secret"), "WIFI:T:WPA;S:hall;P:secret;;"),
        (WiFi('a;b:c,d"e\\f', "1;2"), r"WIFI:T:WPA;S:a\;b\:c\,d\"e\\f;P:1\;2;;"),
        (WiFi("迎宾"), "WIFI:T:nopass;S:迎宾;P:;;"),
    ],
    ids=["plain", "escaped", "open"],
)
def test_a_camera_reads_the_wifis_code(wifi: WiFi, read: str) -> None:
    assert scanned(wifi.code) == read


def scanned(svg: str) -> str:
    """Return what a camera reads of a QR code drawn as lines of dark modules."""
    size = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])  # type: ignore[index]
    picture = Image.new("L", (size * 4, size * 4), 255)
    path = re.search(r' d="([^"]+)"', svg)
    assert path is not None
    x, y = 0.0, 0.0
    for move, numbers in re.findall(r"([Mmh])([-\d. ]+)", path[1]):
        values = [float(each) for each in re.findall(r"-?\d*\.?\d+", numbers)]
        if move == "h":
            box = (round(x * 4), round((y - 0.5) * 4), round((x + values[0]) * 4), round((y + 0.5) * 4))
            picture.paste(0, box)
            x += values[0]
        elif move == "M":
            x, y = values
        else:
            x, y = x + values[0], y + values[1]
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)
