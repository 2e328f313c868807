"""Four team pages in a real browser, each behind a line of its own that holds messages up by chance.

What the pages did is known here by one clock, so each answer that is sure is right or wrong:
`python -m tests.web.pressed 200`.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from quizarena.arena import Arena
from quizarena.sessions.buzz_offer import Offer, open_buzz, read_offer
from quizarena.sessions.cards import print_cards
from quizarena.web.app import Hall
from quizarena.web.worker import Worker

from .browsers import PHONE, chromium, free_port, page_at
from .buzzing import buzz_file

TEAMS = ("red", "blue", "green", "gold")
JITTER = 0.02
"""Seconds that a message is held up beside its line's usual time, on average."""
_PRESS = """([at, apart]) => new Promise(done => {
  const press = () => {
    const truth = performance.timeOrigin + performance.now();
    document.getElementById("buzz").dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, cancelable: true }));
    done(truth);
  };
  const wait = at + apart - (performance.timeOrigin + performance.now());
  setTimeout(press, Math.max(0, wait));
})"""


class CrookedLines:
    """Ports that pass on to a server; each has its usual delay there and back, and keeps the order of what passes."""

    def __init__(self, target: int, ports: Sequence[int], chance: random.Random) -> None:
        """Take the server's port and those to listen at."""
        self._target, self._ports, self._chance = target, ports, chance
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._writers: list[asyncio.StreamWriter] = []
        self._thread = threading.Thread(target=self._run, name="lines", daemon=True)

    def __enter__(self) -> CrookedLines:
        """Listen."""
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *error: object) -> None:
        """Stop."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        servers = []
        for port in self._ports:
            usual = self._chance.uniform(0, 2 * JITTER), self._chance.uniform(0, 2 * JITTER)
            listening = asyncio.start_server(self._passing(usual), "127.0.0.1", port)
            servers.append(self._loop.run_until_complete(listening))
        self._ready.set()
        self._loop.run_forever()
        for server in servers:
            server.close()
        self._loop.run_until_complete(self._hang_up())
        self._loop.close()

    async def _hang_up(self) -> None:
        """End what still passes."""
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for writer in self._writers:
            writer.close()
        await asyncio.sleep(0)

    def _passing(self, usual: tuple[float, float]) -> Any:
        async def passed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                there, back = await asyncio.open_connection("127.0.0.1", self._target)
            except OSError:
                writer.close()
                return
            self._writers += (writer, back)
            await asyncio.gather(self._pass(reader, back, usual[0]), self._pass(there, writer, usual[1]))

        return passed

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, usual: float) -> None:
        loop, due = asyncio.get_running_loop(), 0.0

        def put(data: bytes) -> None:
            if not writer.is_closing():
                writer.write(data)

        try:
            while data := await reader.read(65_536):
                due = max(due + 1e-6, loop.time() + usual + self._chance.expovariate(1 / JITTER))
                loop.call_at(due, put, data)
        except OSError:
            pass
        finally:
            loop.call_at(max(due, loop.time()) + 0.001, writer.close)


@contextmanager
def running(app: Any, port: int) -> Iterator[None]:
    """Serve an app in a thread."""
    config = uvicorn.Config(app, port=port, log_level="error", ws="websockets-sansio", ws_per_message_deflate=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="server", daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server has ended"
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def record(path: Path, type_: str, **values: Any) -> None:
    """Record something at the desk, now."""
    with Arena.open(path) as arena:
        _push(arena, type_, values)


def _push(arena: Arena, type_: str, values: dict[str, Any]) -> None:
    move = next(move for move in arena.contest.moves("desk") if move.fact.type == type_ and move.closed is None)
    arena.push(move.fill(values))


class Presses:
    """The hall, its pages, and what is recorded at the desk between two presses."""

    def __init__(self, worker: Worker, pages: dict[str, Any], chance: random.Random) -> None:
        """Take pages that are loaded."""
        self._worker, self._pages, self._chance = worker, pages, chance

    def ask(self, deed: Any) -> Any:
        """Have a deed done where the contest is."""
        return self._worker.ask(deed).result()

    def push(self, type_: str, **values: Any) -> None:
        """Record something at the desk, now."""
        self.ask(lambda arena: _push(arena, type_, values))

    def question(self, nth: int) -> str:
        """Play a question: return whether what the desk was told was right, wrong, or not sure."""
        if nth:
            self.push("quiz.asked")
            for page in self._pages.values():
                page.wait_for_selector("body[data-state=wait]")
        self.push("quiz.clock")
        for page in self._pages.values():
            page.wait_for_selector("body[data-state=armed]")
        spread = self._chance.choice((20, 100, 400, 800))
        pressing = self._chance.sample(sorted(self._pages), self._chance.randint(2, len(self._pages)))
        truth = self._press(pressing, spread)
        offer = self._offer()
        first = min(truth, key=lambda team: truth[team])
        self.push("quiz.buzzed", team=first, presses=offer.presses)
        self.push("quiz.ruled", verdict="right")
        return "unsure" if not offer.sure else "right" if offer.presses[0].team == first else "wrong"

    def _press(self, teams: Sequence[str], spread: float) -> dict[str, float]:
        """Have pages press within so many milliseconds of each other; return when each did, by one clock."""
        at = 1_000 * time.time() + 250
        for team in teams:
            self._pages[team].evaluate(f"args => {{ window.pressed = ({_PRESS})(args); }}",
                                       [at, self._chance.uniform(0, spread)])  # fmt: skip
        return {team: self._pages[team].evaluate("() => window.pressed") for team in teams}

    def _offer(self) -> Offer:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            found: Offer | None = self.ask(lambda arena: read_offer(arena.journal, open_buzz(arena.contest)))
            if found is not None:
                return found
            time.sleep(0.02)
        raise AssertionError("the desk was told nothing")


def tally(count: int, folder: Path, seed: int = 0) -> Counter[str]:
    """Return how often the desk was told what was right, wrong, or not sure."""
    chance = random.Random(seed)
    path = buzz_file(folder / "buzz.qa", TEAMS, items=200, early_buzz="ignored")
    ports = [free_port() for _port in range(len(TEAMS) + 1)]
    worker = Worker(str(path))
    worker.start()
    hall = Hall(worker, {f"127.0.0.1:{port}" for port in ports}, "gala", f"http://127.0.0.1:{ports[0]}")
    codes = worker.ask(lambda arena: print_cards(arena, [f"team:{team}" for team in TEAMS])).result()
    try:
        with ExitStack() as stack:
            stack.enter_context(running(hall.app, ports[0]))
            stack.enter_context(CrookedLines(ports[0], ports[1:], chance))
            browser, faults = stack.enter_context(chromium()), list[str]()
            pages = {}
            for port, (seat, code) in zip(ports[1:], codes.items(), strict=True):
                address = f"http://127.0.0.1:{port}/s/{code}"
                page = pages[seat.partition(":")[2]] = stack.enter_context(page_at(browser, address, PHONE, faults))
                page.click("button.btn")
                page.wait_for_selector("body[data-state=wait]")
            presses = Presses(worker, pages, chance)
            found = Counter(presses.question(nth) for nth in range(count))
            assert not faults, faults
            hall.end()
            return found
    finally:
        worker.close()


def main(count: int) -> None:
    """Print the tally of so many questions; one that is sure and wrong ends in an error."""
    with tempfile.TemporaryDirectory() as folder:
        found = tally(count, Path(folder))
    sys.stdout.write(f"{count} questions in a browser: {dict(found)}\n")
    if found["wrong"]:
        sys.exit("an answer was sure and wrong")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
