"""One page over many halls, for whoever looks after them: where each contest stands and what somebody should see to.

It tells more than a hall knows, though nothing sealed, so its address has a key that nobody can guess.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager, closing, suppress
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import attrs
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..sessions.halls import Halls, HallState
from ..text import CLAUSE, Joined, draw
from .drawing import environment
from .files import Statics
from .guard import App, Guard
from .reception import NEVER, language_asked
from .serving import EVERYWHERE, HERE, Addresses, addresses, hosts, listen_at, run
from .words import _

LONGEST_SECONDS, TICK_SECONDS = 20.0, 1.0
"""How long a page waits for news before it asks again, and how often clocks are looked at."""


@attrs.frozen
class Row:
    """A hall in the words of a language; `is_lost` says that it cannot be read now."""

    title: str
    name: str
    where: str
    clock: str
    urgent: str
    company: str
    is_lost: bool


def row_of(state: HallState, now: datetime, language: str) -> Row:
    """Return how a hall stands, in words."""
    urgent, company = (draw(Joined(lines, CLAUSE), language) for lines in (state.urgent, state.company))
    title, where, clock = (draw(each, language) for each in (state.title, state.where, state.clock(now)))
    return Row(title, state.name, where, clock, urgent, company, state.trouble is not None)


class HallsSite:
    """The page over the contests at `addresses`; `app` is what a server runs, `path` where the page is."""

    def __init__(self, addresses: Sequence[str], own: Collection[str], language: str) -> None:
        """Follow them once it is served; `own` are the hosts that requests may name."""
        self._addresses, self._language = addresses, language
        self._halls = Halls([])
        self._news = asyncio.Event()
        self._is_over = False
        self.path = f"/{secrets.token_urlsafe(12)}"
        routes = [
            Route(self.path, self._page),
            Route(f"{self.path}/states", self._states),
            Route("/static/{name}", Statics().answer),
        ]
        self.app: App = Guard(Starlette(routes=routes, lifespan=self._life), own)

    def end(self) -> None:
        """End what would keep a server from stopping; called in its event loop."""
        self._is_over = True
        self._news.set()

    @asynccontextmanager
    async def _life(self, _app: Starlette) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()

        def changed() -> None:
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(self._news.set)

        self._halls = Halls(self._addresses, changed)
        try:
            yield
        finally:
            await asyncio.to_thread(self._halls.close)

    def _spoken(self, request: Request) -> str:
        return language_asked(request, self._language)

    def _rows(self, language: str) -> tuple[list[Row], str]:
        """Return the halls as they stand now, and a digest of that."""
        now = datetime.now(UTC)
        rows = [row_of(each, now, language) for each in self._halls.states]
        return rows, sha256(json.dumps([attrs.astuple(each) for each in rows]).encode()).hexdigest()[:16]

    async def _page(self, request: Request) -> Response:
        language = self._spoken(request)
        rows, digest = self._rows(language)
        values: dict[str, Any] = {"title": draw(_("Halls"), language), "rows": rows, "digest": digest, "look": ""}
        html = environment(language).get_template("halls.html").render(language=language, path=self.path, **values)
        return Response(html, media_type="text/html", headers=NEVER)

    async def _states(self, request: Request) -> Response:
        """Answer how they stand, once that differs from what the page knows; after a while all the same."""
        language, known = self._spoken(request), request.query_params.get("known", "")
        loop = asyncio.get_running_loop()
        ends = loop.time() + LONGEST_SECONDS
        while (found := self._rows(language))[1] == known and loop.time() < ends and not self._is_over:
            self._news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), TICK_SECONDS)
        rows, digest = found
        return JSONResponse({"digest": digest, "rows": [attrs.asdict(each) for each in rows]}, headers=NEVER)


def serve_halls(
    watched: Sequence[str], announce: Callable[[Addresses], object], *, port: int, lan: bool, language: str
) -> None:
    """Serve one page over the contests at addresses until the process is asked to stop.

    Raises:
        ServingError: The port is taken, or not ours to take.
    """
    with closing(listen_at(EVERYWHERE if lan else HERE, port)) as listening:
        port = listening.getsockname()[1]
        found = addresses(port, lan)
        site = HallsSite(watched, hosts(found, port), language)
        own, shared = found.own + site.path, tuple(each + site.path for each in found.shared)
        announce(Addresses(own, shared))
        run(site, listening, None)
