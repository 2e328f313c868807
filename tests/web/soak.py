"""A board that is left alone for a long day: scene after scene, lines that break, pages that come and go.

`make soak` plays the whole of it, some twenty minutes; a short one is a test. Neither the page's heap nor its DOM, nor
what the server keeps open, may be more than a tenth above what they were early on.
"""

from __future__ import annotations

import gc
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

from quizarena.arena import Arena
from quizarena.contest.facts import Adjusted, BoardShows
from quizarena.facts import Fact

from .browsers import PROJECTOR, chromium, free_port, page_at, wait_for
from .halls import story_file

LOOKED_AT = 10
"""Of so many scenes one is looked at: the page keeps all of them in order, and asking leaves traces in its heap."""
ASKED = 24
"""The record of the story that asked a question; its clock stands."""
MOST = 1.1
GOING = 4
"""Lines of pages that have gone, and of the board's questions for the time, that the server may not have closed yet."""
PROGRAMMES = {4: "standings", 8: "title", 9: "follow"}
"""What the board is told to show, by the place in ten scenes; between them a total changes, which the title hides."""
COUNTED = ("Nodes", "JSEventListeners", "Documents")
"""What of a page's DOM is counted, beside its heap."""


@attrs.frozen
class Day:
    """How many scenes are shown, how often the board's line breaks, how many others come and go."""

    scenes: int
    breaks: int
    pages: int

    def after(self, first: Day, parts: int) -> Day:
        """Return one of so many equal parts of what is left of this day after the first part of it."""
        pairs = zip(attrs.astuple(self), attrs.astuple(first), strict=True)
        return Day(*((whole - begun) // parts for whole, begun in pairs))


@attrs.frozen
class Size:
    """How large things are: heap and DOM of the page, files the server has open; the memory it holds in kB."""

    heap: int
    dom: tuple[int, ...]
    files: int
    memory_kb: int

    def grown(self, before: Size) -> Iterator[str]:
        """Yield what is more than a tenth above what it was; of the files some lines may be just going."""
        if self.files > before.files + GOING:
            yield f"files: {before.files} became {self.files}"
        pairs = [("heap", before.heap, self.heap)]
        pairs += [(name, *both) for name, *both in zip(COUNTED, before.dom, self.dom, strict=True)]
        for name, then, now in pairs:
            if now > MOST * then:
                yield f"{name}: {then} became {now}"


class Line:
    """A stream that draws nothing: it tells that a picture is out, so that the page itself need not be asked."""

    def __init__(self, port: int, page: str) -> None:
        """Ask for a page's stream."""
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.settimeout(60)
        self._socket.sendall(f"GET /events?page={page} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        self._tail, self._heard = b"", 0

    def hears(self) -> None:
        """Wait for one picture more."""
        before = self._heard
        while self._heard == before:
            got = self._tail + self._socket.recv(65_536)
            self._heard += got.count(b"\nevent: patch") + got.count(b"\nevent: scene")
            self._tail = got[-12:]

    def close(self) -> None:
        """Go without a word."""
        self._socket.close()


@attrs.define
class Hall:
    """A server, a board that looks, and whoever records from a process of their own."""

    arena: Arena
    page: Any
    process: subprocess.Popen[bytes]
    port: int
    line: Line
    scenes: int = 0

    def size(self) -> Size:
        """Measure, garbage taken out first; what asking leaves in the page is there every time."""
        gc.collect()
        self._sees("body")
        devtools = self.page.context.new_cdp_session(self.page)
        devtools.send("HeapProfiler.collectGarbage")
        devtools.send("HeapProfiler.collectGarbage")
        devtools.send("Performance.enable")
        found = {each["name"]: int(each["value"]) for each in devtools.send("Performance.getMetrics")["metrics"]}
        devtools.detach()
        process = Path(f"/proc/{self.process.pid}")
        lines = (process / "status").read_text(encoding="ascii").splitlines()
        memory = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
        dom = tuple(found[name] for name in COUNTED)
        return Size(found["JSHeapUsedSize"], dom, len(list((process / "fd").iterdir())), memory)

    def play(self, scenes: int) -> None:
        """Change what the board shows, so many times; every now and then it is seen before the next."""
        for nth in range(scenes):
            is_seen = nth % LOOKED_AT == 0
            known = self.page.get_attribute("body", "data-digest") if is_seen else ""
            self.arena.push(self._next())
            self.line.hears()
            if is_seen:
                self._sees(f'body:not([data-digest="{known}"])')
            self.scenes += 1

    def _sees(self, selector: str) -> None:
        """Wait for something; the page keeps no handle of it, as it does of what a search returns."""
        self.page.locator(selector).wait_for(timeout=60_000)

    def _next(self) -> Fact:
        """Return what comes next: a point more or less, and now and then another programme."""
        if self.scenes % 10 in PROGRAMMES:
            return BoardShows(PROGRAMMES[self.scenes % 10])
        teams = self.arena.contest.state.roster.teams
        by = Decimal(1 if self.scenes // 10 % 2 else -1)
        return Adjusted(teams[self.scenes % len(teams)].id, by, "soak")

    def break_line(self, times: int) -> None:
        """Have the board's line break and come back."""
        for _time in range(times):
            self.page.evaluate("document.body.dataset.line = ''; dispatchEvent(new Event('online'))")
            self._sees('body[data-line="up"]')

    def come_and_go(self, pages: int) -> None:
        """Have others look at the scores, take what they are sent first, and go without a word."""
        for _page in range(pages):
            with closing(Line(self.port, "audience")) as line:
                line.hears()


def soak(folder: Path, first: Day, whole: Day, parts: int) -> Iterator[tuple[int, Size]]:
    """Yield how many scenes there were and what things measure: after `first`, then part by part up to `whole`."""
    path, port, faults = story_file(folder / "soak.qa", ASKED), free_port(), list[str]()
    command = [sys.executable, "-m", "quizarena", "serve", str(path), "--port", str(port)]
    with (
        subprocess.Popen(command, stdout=subprocess.DEVNULL) as process,
        chromium() as browser,
        Arena.open(path) as arena,
    ):
        try:
            wait_for(f"http://127.0.0.1:{port}", process)
            with (
                page_at(browser, f"http://127.0.0.1:{port}/board", PROJECTOR, faults) as page,
                closing(Line(port, "board")) as line,
            ):
                line.hears()
                hall = Hall(arena, page, process, port, line)
                for day in (first, *[whole.after(first, parts)] * parts):
                    hall.play(day.scenes)
                    hall.break_line(day.breaks)
                    hall.come_and_go(day.pages)
                    yield hall.scenes, hall.size()
        finally:
            process.terminate()
    assert faults == [], faults


def main() -> None:
    """Play the whole, and end with 1 where anything has grown."""
    first: Size | None = None
    with tempfile.TemporaryDirectory() as folder:
        for scenes, size in soak(Path(folder), Day(100, 10, 10), Day(10_000, 500, 200), 10):
            first = first or size
            grown = list(size.grown(first))
            sys.stdout.write(f"{scenes:6} scenes  {size}  {'; '.join(grown) or 'nothing has grown'}\n")
            sys.stdout.flush()
    sys.exit(1 if grown else 0)


if __name__ == "__main__":
    main()
