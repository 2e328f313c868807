"""So many pages that listen to one server, without drawing anything: when did each hear of a change.

Run as `python -m tests.benchmarks.listeners PORT ADDRESS COUNT`; each line out is the instants of one change, of all.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from time import monotonic

CONNECTED_AT_ONCE = 100


class Page(asyncio.Protocol):
    """A page on one line; a change is an event with an id."""

    def __init__(self, hall: Pages) -> None:
        """Take the hall that counts."""
        self.hall = hall

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        assert isinstance(transport, asyncio.Transport)
        transport.write(f"GET {self.hall.address} HTTP/1.1\r\nHost: 127.0.0.1:{self.hall.port}\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        """Take what came."""
        if b"id: " in data:
            self.hall.heard()

    def connection_lost(self, exc: Exception | None) -> None:
        """Say that the line broke: then nothing is measured."""
        sys.exit("a line was lost")


class Pages:
    """All of them; once all have heard a change its instants go out."""

    def __init__(self, port: int, address: str, count: int) -> None:
        """Take where to look, and how many."""
        self.port, self.address, self.count = port, address, count
        self.instants: list[float] = []

    def heard(self) -> None:
        """Note that one page has heard."""
        self.instants.append(monotonic())
        if len(self.instants) == self.count:
            sys.stdout.write(json.dumps(self.instants) + "\n")
            sys.stdout.flush()
            self.instants = []

    async def listen(self) -> None:
        """Connect, some at a time, and stay until it is killed."""
        loop = asyncio.get_running_loop()
        for begun in range(0, self.count, CONNECTED_AT_ONCE):
            some = range(begun, min(begun + CONNECTED_AT_ONCE, self.count))
            await asyncio.gather(
                *(loop.create_connection(lambda: Page(self), "127.0.0.1", self.port) for _each in some)
            )
        await loop.create_future()


if __name__ == "__main__":
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    asyncio.run(Pages(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])).listen())
