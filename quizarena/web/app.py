"""The addresses that are served: pages, their streams, and what they need; nothing here knows a rule."""

from __future__ import annotations

import asyncio
import mimetypes
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from importlib.resources import files
from typing import Any, get_args

import segno
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..text import LANGUAGES
from .drawing import environment
from .guard import Guard
from .stream import Receive, Scope, Send, Stream
from .views import Page, Watched
from .why import working_of
from .worker import Worker

_NEVER = {"cache-control": "no-store"}
_PATHS: dict[str, Page] = {"/": "audience", "/board": "board", "/host": "host"}


class Hall:
    """A contest served to browsers: `app` is what a server runs, `worker` holds the contest.

    Of the pages only `pages` are served; `theme` is the board's,
    `address` what phones are given.
    """

    def __init__(
        self, worker: Worker, hosts: Collection[str], pages: Collection[Page], theme: str, address: str
    ) -> None:
        """Take a worker that was started."""
        self._address = address
        self.worker, self._pages, self._theme = worker, frozenset(pages), theme
        self._stream = Stream(worker)
        paths = [Route(path, self._page) for path, page in _PATHS.items() if page in self._pages]
        routes = [
            *paths,
            Route("/events", self._events),  # an instance, so that it is taken as an ASGI app
            Route("/why/{team}", self._why),
            Route("/share", self._share),
            Route("/now", _now),
            Route("/static/{name}", _static),
        ]
        self.app = Guard(Starlette(routes=routes, lifespan=self._life), hosts)

    @asynccontextmanager
    async def _life(self, _app: Starlette) -> AsyncIterator[None]:
        running = asyncio.ensure_future(self._stream.run())
        try:
            yield
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running

    def _watched(self, request: Request, page: Page) -> Watched:
        asked = request.query_params.get("lang", "")
        return Watched(page, asked if asked in LANGUAGES else self.worker.snapshot.language)

    def _answer(self, template: str, language: str, **values: Any) -> Response:
        """Return a page of its template, never stored: the next look may show another."""
        found = environment(language).get_template(f"{template}.html")
        html = found.render(language=language, theme=self._theme, **values)
        return Response(html, media_type="text/html", headers=_NEVER)

    async def _page(self, request: Request) -> Response:
        page = _PATHS[request.url.path]
        watched = self._watched(request, page)
        view = await self.worker.view(watched)
        snapshot = self.worker.snapshot
        trouble, title = (each.get(watched.language, "") for each in (snapshot.trouble, snapshot.titles))
        return self._answer(page, watched.language, view=view, picture=view.picture, title=title, trouble=trouble)

    async def _why(self, request: Request) -> Response:
        """Answer with the working of a team's total, as the hall knows it."""
        language, team = self._watched(request, "audience").language, request.path_params["team"]
        working = await self.worker.call(lambda arena: working_of(arena.contest.posted(), team, language))
        if working is None:
            return Response("no such team\n", 404)
        return self._answer("why", language, title=working.name, working=working)

    async def _share(self, request: Request) -> Response:
        language = self._watched(request, "audience").language
        title = self.worker.snapshot.titles.get(language, "")
        code = segno.make(self._address, micro=False, error="m").svg_inline(border=2, omitsize=True)
        return self._answer("share", language, title=title, address=self._address, qr=code)

    @property
    def _events(self) -> _Events:
        return _Events(self)

    async def events(self, request: Request, receive: Receive, send: Send) -> None:
        """Send a page its events."""
        page = request.query_params.get("page", "audience")
        if page not in self._pages:
            await Response("no such page\n", 404)(request.scope, receive, send)
            return
        known = request.headers.get("last-event-id") or request.query_params.get("known", "")
        watched = self._watched(request, next(each for each in get_args(Page) if each == page))
        await self._stream.send_to(watched, known, receive, send)


class _Events:
    """The stream as an app of its own: no framework stands between a picture and the line."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._hall.events(Request(scope), receive, send)


async def _now(_request: Request) -> Response:
    return JSONResponse(round(time.time() * 1_000, 3), headers=_NEVER)


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    known = {each.name: each for each in (files("quizarena.web") / "static").iterdir()}
    if name not in known:
        return Response("not here\n", 404)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(known[name].read_bytes(), media_type=kind, headers={"cache-control": "no-cache"})
