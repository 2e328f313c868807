"""The least a server can do, to measure the hall's beside: it echoes, and sends ready bytes to all when a file changes.

Run as `python -m tests.benchmarks.bare FILE PORT`; it knows nothing of a contest.
"""

from __future__ import annotations

import asyncio
import os
import resource
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any, TypeAlias

import uvicorn

LOOKS_A_SECOND = 50
"""As often as the hall's server looks at its file."""
PATCH_BYTES = 1_600
"""About as much as the patch of a page for one changed total."""
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]


class Bare:
    """Sends the same bytes to all who listen; `waiting` are those whose line is free."""

    def __init__(self, path: Path) -> None:
        """Take the file that tells when."""
        self.path, self.number = path, 0
        self.waiting: set[asyncio.Future[None]] = set()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["path"] == "/events":
            await self._stream(receive, send)
        elif scope["type"] == "http":
            body = (await receive()).get("body", b"")
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": body})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        looking = asyncio.ensure_future(self._look())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        looking.cancel()
        await send({"type": "lifespan.shutdown.complete"})

    async def _look(self) -> None:
        stamp = _stamp(self.path)
        while True:
            await asyncio.sleep(1 / LOOKS_A_SECOND)
            if _stamp(self.path) != stamp:
                stamp = _stamp(self.path)
                self.number += 1
                waiting, self.waiting = self.waiting, set()
                for each in waiting:
                    each.set_result(None)

    async def _stream(self, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        leaving = asyncio.ensure_future(_gone(receive))
        known = -1
        while not leaving.done():
            if known != self.number:
                known = self.number
                event = b"id: %d\nevent: patch\ndata: %b\n\n" % (known, b"x" * PATCH_BYTES)
                await send({"type": "http.response.body", "body": event, "more_body": True})
                continue
            news = asyncio.get_running_loop().create_future()
            self.waiting.add(news)
            await asyncio.wait((news, leaving), return_when=asyncio.FIRST_COMPLETED)
            self.waiting.discard(news)


def _stamp(path: Path) -> tuple[int, ...]:
    wal = Path(f"{path}-wal")
    return tuple(each.stat().st_mtime_ns for each in (path, wal) if each.exists())


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def main() -> None:
    """Serve until it is killed."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    config = uvicorn.Config(
        Bare(Path(sys.argv[1])), port=int(sys.argv[2]), log_level="error", access_log=False, server_header=False,
        lifespan="on", backlog=4096,
    )  # fmt: skip
    sys.stdout.write(f"{os.getpid()}\n")
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main()
