"""How presses get here: a phone's socket with its pings, and boxes by any program that prints `press 3` a line."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import count
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from ..sessions.buzzers import PhoneClock
from ..text import Text, of_system, plain
from .guard import Rate
from .words import _

FIRST_PING, PING, QUICK = 0.25, 1.5, 12
"""Seconds between pings, at first and later; how many come at first."""
MESSAGES_A_SECOND, BURST = 20.0, 80.0
"""What a line may send."""
NO_SEAT, ANOTHER, FLOOD, GONE = 4001, 4002, 4003, 1001
"""Why a line is closed: the seat is another's, another page has it, too much was sent, the server stops."""
_PRESS = re.compile(rb"\s*press\s+(\d{1,3})\s*")
AGAIN = 2.0
"""Seconds after which a program that has ended is started once more."""


class Line:
    """A team's phone: its socket, its clock, since when it stands, and the pings that are on their way."""

    def __init__(self, team: str, language: str, socket: WebSocket, number: int) -> None:
        """Take an accepted socket."""
        self.team, self.language, self.socket = team, language, socket
        self.name, self.since, self.clock = f"{team} {number}", time.monotonic(), PhoneClock()
        self.trip = 0.0
        self._pings: dict[int, float] = {}
        self._numbers = count(1)
        self.rate = Rate(MESSAGES_A_SECOND, BURST)

    async def send(self, message: Any) -> None:
        """Send a message; a line that has gone is noticed by its reader."""
        with suppress(RuntimeError, WebSocketDisconnect, OSError):
            if self.socket.application_state is WebSocketState.CONNECTED:
                await self.socket.send_text(json.dumps(message, ensure_ascii=False))

    async def ping(self) -> None:
        """Ask the phone for its clock."""
        number = next(self._numbers)
        self._pings[number] = time.monotonic()
        await self.send({"ping": number, "trip": round(1_000 * self.trip)})

    async def keep_asking(self) -> None:
        """Ping, often at first, until cancelled."""
        for nth in count():
            await self.ping()
            await asyncio.sleep(FIRST_PING if nth < QUICK else PING)

    def hear(self, number: int, stamp: float) -> float | None:
        """Take an answer to a ping; return when that was sent, None for one that nobody sent."""
        sent, now = self._pings.pop(number, None), time.monotonic()
        if sent is not None:
            self.trip = now - sent
            self.clock.hear(sent, stamp, now)
        return sent

    async def close(self, code: int) -> None:
        """Close the socket."""
        with suppress(RuntimeError, WebSocketDisconnect, OSError):
            await self.socket.close(code)


async def listen(command: str, press: Callable[[int], Awaitable[None]], tell: Callable[[Text | None], object]) -> None:
    """Run a program for as long as this does, and give each press it prints to `press`; lines of anything else pass.

    `tell` is told that it runs (None), or why it does not; it is started once more then.
    """
    while True:
        try:
            await _run(shlex.split(command), press, tell)
            tell(_("it has ended"))
        except OSError as error:
            tell(of_system(error))
        except ValueError as error:
            tell(plain(str(error)))
        await asyncio.sleep(AGAIN)


async def _run(
    command: list[str], press: Callable[[int], Awaitable[None]], tell: Callable[[Text | None], object]
) -> None:
    process = Popen(command, stdin=DEVNULL, stdout=PIPE)
    loop, lines = asyncio.get_running_loop(), asyncio.Queue[bytes]()

    def hear(line: bytes) -> None:
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(lines.put_nowait, line)

    threading.Thread(target=_read, args=(process, hear), name="boxes", daemon=True).start()
    tell(None)
    try:
        while line := await lines.get():
            if (found := _PRESS.fullmatch(line)) is not None:
                await press(int(found[1]))
    finally:
        threading.Thread(target=_end, args=(process,), name="the boxes' end", daemon=True).start()


def _read(process: Popen[bytes], hear: Callable[[bytes], object]) -> None:
    """Give every line of a program to `hear`, and an empty one at its end."""
    assert process.stdout is not None, "it was asked for"
    with process:
        for line in process.stdout:
            hear(line)
    hear(b"")


def _end(process: Popen[bytes]) -> None:
    """End a program, by force where it does not end when it is asked to."""
    process.terminate()
    try:
        process.wait(AGAIN)
    except TimeoutExpired:
        process.kill()
