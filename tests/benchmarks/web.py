"""The hall in browsers: the server as a process of its own beside a bare one, `bare.py`, in one run on one file.

What a page hears is measured by `listeners.py`, what it draws in a real Chromium; without one those lines are left out.
"""

from __future__ import annotations

import contextlib
import html
import json
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from http.client import HTTPConnection
from pathlib import Path
from time import clock_gettime, monotonic, perf_counter, sleep, time
from typing import Any
from urllib.request import Request, urlopen

import attrs

from quizarena.arena import Arena
from quizarena.contest.facts import Adjusted
from quizarena.facts import Fact, Intent
from quizarena.sessions.cards import print_cards

from .keys import story
from .measures import Measure

HERE = Path(__file__).resolve().parents[2]
CROWDS = ((1_000, 15), (5_000, 5))
"""How many listen, and how many changes they are told."""
FEW = 10
CHANGES, HAND_INS = 200, 25
IDLE_SECONDS, SETTLED_SECONDS, PATIENCE_SECONDS = 10.0, 1.5, 120.0
ROUND_TRIP_MS = 60
PAGE_BYTES, FAR_OFF_MS, FIRST_PAGE_SECONDS, CHANGED_MS = 60_000, 20, 1.2, 60
JUDGE = "j3"
_MS, _SECOND = 1_000.0, 1e6


def web() -> Iterator[Measure]:
    """Yield what a hall in browsers costs."""
    if sys.platform == "win32":
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "hall.qa")
        sheets = story(HERE, path)
        yield from first_page(path)
        with hall(path) as server, bare(path) as other:
            yield size(server)
            yield from rest(server)
            for count, changes in CROWDS:
                yield from crowd(server, other, path, count, changes)
            yield from handing_in(server, other, path, [sheet[:-1] for sheet in sheets])
            yield from in_a_browser(server, path)


# Servers


@attrs.frozen
class Server:
    """A process that serves at a port."""

    process: subprocess.Popen[str]
    port: int

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def processor_us(self) -> float:
        """Processor time it has used, in microseconds (Linux), by its clock: ticks count what wakes with them twice."""
        return clock_gettime((~self.process.pid << 3) | 2) * _SECOND  # as clock_getcpuclockid(3) makes its number

    @property
    def memory_kb(self) -> float:
        """Memory it holds (Linux)."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines()
        return float(next(line.split()[1] for line in lines if line.startswith("VmRSS")))

    def answers(self, path: str, **headers: str) -> bytes:
        """Wait until it answers, and return what."""
        asked = Request(f"{self.address}{path}", headers=headers)
        until = perf_counter() + PATIENCE_SECONDS
        while True:
            try:
                with urlopen(asked, timeout=PATIENCE_SECONDS) as answer:
                    body: bytes = answer.read()
                    return body
            except OSError:
                if self.process.poll() is not None or perf_counter() > until:
                    raise
                sleep(0.005)


def free_port() -> int:
    """Return a port nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def process(*command: str, port: int) -> Iterator[Server]:
    """Run a server until it is no longer wanted."""
    with subprocess.Popen([sys.executable, "-m", *command], stdout=subprocess.PIPE, text=True, cwd=HERE) as started:
        try:
            yield Server(started, port)
        finally:
            started.kill()


@contextmanager
def hall(path: Path) -> Iterator[Server]:
    """Serve a contest."""
    port = free_port()
    with process("quizarena", "serve", str(path), "--port", str(port), port=port) as server:
        server.answers("/now")
        yield server


@contextmanager
def bare(path: Path) -> Iterator[Server]:
    """Serve nothing, as quickly as can be."""
    port = free_port()
    with process("tests.benchmarks.bare", str(path), str(port), port=port) as server:
        server.answers("/")
        yield server


@contextmanager
def listening(server: Server, count: int) -> Iterator[Iterator[list[float]]]:
    """Have so many pages listen; yields the instants at which each heard of a change, change by change."""
    command = ["tests.benchmarks.listeners", str(server.port), "/events?page=audience", str(count)]
    with process(*command, port=0) as pages:
        assert pages.process.stdout is not None
        heard = (json.loads(line) for line in pages.process.stdout)
        next(heard)  # what stands there when they come
        yield heard


# Measures


def first_page(path: Path, times: int = 3) -> Iterator[Measure]:
    """Yield how long a server takes from its command to its first page."""
    taken, spent = list[float](), list[float]()
    for _time in range(times):
        port, start = free_port(), perf_counter()
        with process("quizarena", "serve", str(path), "--port", str(port), port=port) as server:
            server.answers("/board")
            taken.append((perf_counter() - start) * _SECOND)
            spent.append(server.processor_us)
    aim = FIRST_PAGE_SECONDS * _SECOND
    yield Measure("serve: command to first page", min(taken), "aim", aim, "<= 1")
    yield Measure("serve: processor time to first page", min(spent), "aim", aim, "<= 1")


def size(server: Server) -> Measure:
    """Return what the board's page weighs on the line with all it loads, as a browser asks for it."""
    page = server.answers("/board")
    parts = re.findall(rb'(?:href|src)="(/[^"]+)"', page)
    whole = len(page) + sum(len(server.answers(part.decode(), **{"accept-encoding": "gzip"})) for part in parts)
    return Measure("board: page, style and scripts", whole / 1_000, "aim", PAGE_BYTES / 1_000, "<= 1", "kB")


def rest(server: Server) -> Iterator[Measure]:
    """Yield the processor time of a server in whose hall nothing happens."""
    with listening(server, FEW):
        sleep(SETTLED_SECONDS)
        before, start = server.processor_us, perf_counter()
        sleep(IDLE_SECONDS)
        spent = (server.processor_us - before) / (perf_counter() - start)
    yield Measure(f"serve: a second of nothing, {FEW} pages", spent, "aim", 0.01 * _SECOND, "<= 1")


def adjusted(path: Path, changes: int) -> Iterator[float]:
    """Give a team a point, time after time, from this process; yield the instant of each push."""
    with Arena.open(path) as arena:
        team = arena.contest.state.roster.teams[0].id
        for nth in range(changes):
            sleep(0.05 + 0.0137 * (nth % 7))
            at = monotonic()
            arena.push(Adjusted(team, Decimal(1), "benchmark"))
            yield at


def crowd(server: Server, other: Server, path: Path, count: int, changes: int) -> Iterator[Measure]:
    """Yield how long a change takes to all who listen, and the memory of each of them."""
    memory = server.memory_kb
    with listening(server, count) as heard:
        held = (server.memory_kb - memory) / count
        ours, spent = hear_changes(server, heard, path, changes)
    with listening(other, count) as heard:
        theirs, spent_there = hear_changes(other, heard, path, changes)
    for percent in (50, 99):
        found, beside = (at_percent(each, percent) * _SECOND for each in (ours, theirs))
        yield Measure(f"{count} pages hear of a push, p{percent}", found, "ready bytes", beside, "<= 1.5")
    yield Measure(f"processor time a push and page, of {count}", spent, "ready bytes", spent_there, "<= 1.5")
    yield Measure(f"memory a page that listens, of {count}", held, "aim", 20, "<= 1", "kB")


def hear_changes(server: Server, heard: Iterator[list[float]], path: Path, changes: int) -> tuple[list[float], float]:
    """Return how long each page waited for each change, and the server's processor time for a page and a change."""
    before = server.processor_us
    waited = [at - pushed for pushed in adjusted(path, changes) for at in next(heard)]
    return waited, (server.processor_us - before) / len(waited)


def at_percent(values: Sequence[float], percent: int) -> float:
    """Return what so many of a hundred values are within."""
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


def handing_in(server: Server, other: Server, path: Path, sheets: Sequence[Sequence[str]]) -> Iterator[Measure]:
    """Yield how long a judge's phone waits for 已交, beside a durable push and a round trip to a server."""
    phone, echo = Phone.sit_down(server, path), HTTPConnection("127.0.0.1", other.port)
    waited, pushed, trips = list[float](), list[float](), list[float]()
    for nth in range(HAND_INS):
        _rest()  # the pictures of what came before are drawn
        body = phone.ballot(sheets[nth % len(sheets)])
        _rest()  # a judge types for longer than the page with the new sheet takes
        start = perf_counter()
        phone.hand_in(body)
        waited.append(perf_counter() - start)
        with Arena.open(path) as arena:
            fact = arena.contest.records[-1].fact
            returned(arena)
            _rest()
            start = perf_counter()
            arena.push(fact, seat=f"judge:{JUDGE}")
            pushed.append(perf_counter() - start)
            returned(arena)
        _rest()
        start = perf_counter()
        echo.request("POST", "/echo", body)
        echo.getresponse().read()
        trips.append(perf_counter() - start)
    ours, beside = (statistics.median(each) * _SECOND for each in (waited, map(sum, zip(pushed, trips, strict=True))))
    yield Measure("a ballot handed in until it is in", ours, "durable push and bare round trip", beside, "<= 1.5")


def _rest() -> None:
    """Let everything come to rest: whatever is measured begins from there, as a judge's hand does."""
    sleep(SETTLED_SECONDS / 5)


def returned(arena: Arena) -> Fact:
    """Return the judge's ballot for changes, so that another may come."""
    moves = (move for move in arena.contest.moves("desk") if move.intent is Intent.BALLOT_RETURN)
    fact = next(moves).fill({"judge": JUDGE, "reason": "benchmark"})
    arena.push(fact, seat="desk")
    return fact


@attrs.frozen
class Phone:
    """A judge's phone on one line."""

    line: HTTPConnection
    heads: dict[str, str]

    @classmethod
    def sit_down(cls, server: Server, path: Path) -> Phone:
        """Take the judge's seat by a new card."""
        with Arena.open(path) as arena:
            (code,) = print_cards(arena, [f"judge:{JUDGE}"]).values()
        line = HTTPConnection("127.0.0.1", server.port)
        line.request("POST", f"/s/{code}", "device=benchmark", {"Origin": server.address})
        answer = line.getresponse()
        answer.read()
        cookie = (answer.getheader("set-cookie") or "").partition(";")[0]
        phone = cls(line, {"Origin": server.address, "Cookie": cookie, "Content-Type": "application/json"})
        for _time in range(2):  # chosen by typing it twice
            phone.post("/sheet/pin", json.dumps({"digits": "2468"}).encode())
        return phone

    def post(self, address: str, body: bytes) -> dict[str, Any]:
        """Send a body, and return what is answered."""
        self.line.request("POST", address, body, self.heads)
        said: dict[str, Any] = json.loads(self.line.getresponse().read())
        return said

    def ballot(self, marks: Sequence[str]) -> bytes:
        """Fill the sheet that is open."""
        self.line.request("GET", "/sheet", headers=self.heads)
        page = self.line.getresponse().read().decode()
        sheet = _found('<div class="ballot"([^>]*)>', page)
        key, ballot = (html.unescape(_found(rf'data-{name}="([^"]+)"', sheet)) for name in ("key", "id"))
        number = int(_found(r'data-number="([0-9]+)"', page))
        paths = dict.fromkeys(re.findall(r'data-path="([^"]+)"', page))
        values = dict(zip(paths, marks, strict=False))
        return json.dumps({"key": key, "id": ballot, "values": values, "accepted": values, "number": number}).encode()

    def hand_in(self, body: bytes) -> None:
        """Hand it in, and wait until it is in."""
        said = self.post("/sheet/hand-in", body)
        assert said["state"] == "in", said


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found is not None, pattern
    return found[1]


# In a browser


@contextmanager
def chromium(*arguments: str) -> Iterator[Any]:
    """Run a Chromium without a window; None where there is none."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        path = None
    if path is None:
        yield None
        return
    with (
        sync_playwright() as play,
        contextlib.closing(play.chromium.launch(executable_path=path, args=["--no-sandbox", *arguments])) as browser,
    ):
        yield browser


_NOTE_CHANGES = """() => {
  window.changes = [];
  let last = document.body.dataset.digest;
  new MutationObserver(() => {
    if (document.body.dataset.digest === last) return;
    last = document.body.dataset.digest;
    window.changes.push(Date.now());
  }).observe(document.body, {childList: true, subtree: true, characterData: true});
}"""


def in_a_browser(server: Server, path: Path) -> Iterator[Measure]:
    """Yield how long a push takes to the page's DOM, and how far a page's clock is off."""
    with chromium() as browser:
        if browser is None:
            return
        page = browser.new_page()
        page.goto(f"{server.address}/")
        page.wait_for_selector('body[data-line="up"]')
        page.evaluate(_NOTE_CHANGES)
        pushed = []
        with listening(server, FEW - 1) as others:
            for _at in adjusted(path, CHANGES):
                pushed.append(time() - (monotonic() - _at))
                next(others)
                until = monotonic() + PATIENCE_SECONDS
                while page.evaluate("window.changes.length") < len(pushed) and monotonic() < until:
                    sleep(0.01)
        changed = [each / 1_000 for each in page.evaluate("window.changes")]
    taken = [at - begun for at, begun in zip(changed, pushed, strict=True)]
    for percent in (50, 99):
        aim: tuple[Any, ...] = ("aim", CHANGED_MS * _MS, "<= 1") if percent == 99 else ()
        yield Measure(f"push begun to the page's DOM, p{percent}", at_percent(taken, percent) * _SECOND, *aim)
    yield from clock_error(server)


def clock_error(server: Server) -> Iterator[Measure]:
    """Yield how far the clock of a page is off whose line takes long."""
    slow = ["tests.benchmarks.slow_line", str(server.port), str(ROUND_TRIP_MS / 2)]
    with process(*slow, port=server.port) as line, chromium("--host-resolver-rules=MAP localhost 127.0.0.2") as browser:
        assert line.process.stdout is not None
        line.process.stdout.readline()
        page = browser.new_page()
        page.goto(f"http://localhost:{server.port}/")
        page.wait_for_selector('body[data-line="up"]')
        sleep(SETTLED_SECONDS)
        script = page.get_attribute('script[src*="follow"]', "src")
        off = page.evaluate(f"import('{script}').then(page => Math.abs(page.now() - Date.now()))")
    what = f"a page's clock is off, {ROUND_TRIP_MS} ms a round trip"
    yield Measure(what, off * _MS, "aim", FAR_OFF_MS * _MS, "<= 1")
