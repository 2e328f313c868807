"""Pictures as server-sent events, plain ASGI: the newest to each, whenever its line is free.

There is no queue: who reads slowly skips pictures. One timer sends a beat to all, so that a page tells a quiet
contest from a dead line. Before each event it is asked whether the page may still look.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any, TypeAlias

from .views import View, Watched
from .worker import Worker

BEAT_SECONDS = 10.0
MOST = 6_000
"""Streams at once; beyond that whoever has no seat is told to come back later: no crowd shuts out judges and host."""
Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
May: TypeAlias = Callable[[], Awaitable[bool]]
_HEADERS = (
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
)


class Stream:
    """Sends views to pages; `count` are those who look now, `beats` how often all have heard a beat."""

    def __init__(self, worker: Worker) -> None:
        """Take the worker that publishes."""
        self._worker = worker
        self._waiting: set[asyncio.Future[None]] = set()
        self._is_over = False
        self.count = 0
        self.beats = 0

    async def run(self) -> None:
        """Wake who waits, with every picture and with every beat, until cancelled."""
        loop = asyncio.get_running_loop()

        def published() -> None:
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(self.wake)

        self._worker.listeners.append(published)
        try:
            while True:
                await asyncio.sleep(BEAT_SECONDS)
                self.beats += 1
                self.wake()
        finally:
            self._worker.listeners.remove(published)

    def wake(self) -> None:
        """Have every page looked after anew: there is a picture, a beat, or one that may look no more."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    def end(self) -> None:
        """End every stream: the server stops, and pages look for it again by themselves."""
        self._is_over = True
        self.wake()

    async def send_to(
        self, watched: Watched, known: str, receive: Receive, send: Send, may: May | None = None,
    ) -> None:  # fmt: skip
        """Send a page its views until it goes, or may look no more; it has the one of the digest `known`.

        `may` tells whether whoever sits in a seat still does; None is everybody's page.
        """
        if may is None and self.count >= MOST:
            await send({"type": "http.response.start", "status": 503, "headers": [(b"cache-control", b"no-store")]})
            await send({"type": "http.response.body", "body": b"the hall is full; come back in a minute\n"})
            return
        await self._worker.view(watched)
        await send({"type": "http.response.start", "status": 200, "headers": list(_HEADERS)})
        self.count += 1
        sending = asyncio.ensure_future(self._send(watched, known, send, may))
        leaving = asyncio.ensure_future(_gone(receive))
        try:
            await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.count -= 1
            for task in (sending, leaving):
                task.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)

    async def _send(self, watched: Watched, known: str, send: Send, may: May | None) -> None:
        await _put(send, b"retry: 1000\n\n")
        beats, trouble = -1, ""
        while not self._is_over:
            snapshot = self._worker.snapshot
            view, said = snapshot.views.get(watched), snapshot.trouble_of(watched)
            if view is None or not (may is None or await may()):
                await send({"type": "http.response.body", "body": b"event: gone\ndata: {}\n\n"})
                return
            if view.digest != known:
                await _put(send, view.event_for(known))
                known = view.digest
            elif beats != self.beats or said != trouble:
                beats, trouble = self.beats, said
                await _put(send, _beat(view, said))
            else:
                await self._news()
        await send({"type": "http.response.body", "body": b""})

    async def _news(self) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)


def _beat(view: View, trouble: str) -> bytes:
    said = json.dumps(
        {"now": round(time.time() * 1_000), "digest": view.digest, "trouble": trouble}, ensure_ascii=False
    )
    return b"event: beat\ndata: %b\n\n" % said.encode()


async def _put(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
