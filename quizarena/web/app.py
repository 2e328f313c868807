"""The addresses that are served: pages, their streams, and what they need; nothing here knows a rule."""

from __future__ import annotations

import asyncio
import mimetypes
import time
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any, get_args
from urllib.parse import parse_qs

import attrs
import segno
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from ..errors import JournalError
from ..roster import Seat
from ..text import LANGUAGES, draw
from .cards import LASTS, claim, name_of, seat_of_code, seat_of_cookie
from .drawing import environment
from .guard import Guard, Rate
from .pictures.audience import working_of
from .sheets import Form, JudgesDesk
from .stream import Receive, Scope, Send, Stream
from .views import Page, Watched
from .worker import Worker

_NEVER = {"cache-control": "no-store"}
_PATHS: dict[str, Page] = {"/": "audience", "/board": "board", "/host": "host", "/sheet": "sheet"}
COOKIE = "quizarena-seat"
GUESSES_A_SECOND, GUESSES = 0.5, 30.0
"""Wrong codes of cards that a server answers, from everybody together."""


class Hall:
    """A contest served to browsers: `app` is what a server runs, `worker` holds the contest.

    `theme` is the board's, `address` what phones are given. Pages that know more than the hall need a seat's cookie.
    """

    def __init__(self, worker: Worker, hosts: Collection[str], theme: str, address: str) -> None:
        """Take a worker that was started."""
        self._address = address
        self.worker, self._theme = worker, theme
        self._stream = Stream(worker)
        self._guesses = Rate(GUESSES_A_SECOND, GUESSES)
        paths = [Route(path, self._page) for path in _PATHS]
        routes = [
            *paths,
            Route("/events", self._events),  # an instance, so that it is taken as an ASGI app
            Route("/why/{team}", self._why),
            Route("/share", self._share),
            Route("/s/{code}", self._card, methods=["GET", "POST"]),
            Route("/sheet/draft", self._draft),
            Route("/sheet/mark", self._mark, methods=["POST"]),
            Route("/sheet/hand-in", self._hand_in, methods=["POST"]),
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

    def _answer(self, template: str, language: str, status: int = 200, **values: Any) -> Response:
        """Return a page of its template, never stored: the next look may show another."""
        found = environment(language).get_template(f"{template}.html")
        html = found.render(language=language, theme=self._theme, **values)
        return Response(html, status, media_type="text/html", headers=_NEVER)

    async def _page(self, request: Request) -> Response:
        page = _PATHS[request.url.path]
        watched = await self._allowed(request, page)
        if watched is None:
            return self._answer("no_seat", self._watched(request, page).language, status=401)
        view = await self.worker.view(watched)
        snapshot = self.worker.snapshot
        trouble, title = (each.get(watched.language, "") for each in (snapshot.trouble, snapshot.titles))
        return self._answer(page, watched.language, view=view, picture=view.picture, title=title, trouble=trouble)

    async def _allowed(self, request: Request, page: Page) -> Watched | None:
        """Return what the request may look at: of a page with a seat, only whoever sits in it."""
        watched = self._watched(request, page)
        if page not in ("host", "sheet"):
            return watched
        seat = await self._seat(request)
        if page == "host":
            return watched if seat == Seat("host") else None
        return attrs.evolve(watched, judge=seat.judge) if seat is not None and seat.judge else None

    async def _seat(self, request: Request) -> Seat | None:
        cookie, now = request.cookies.get(COOKIE, ""), datetime.now(UTC)
        found = await self.worker.call(lambda arena: seat_of_cookie(arena, cookie, now)) if cookie else None
        return None if found is None else Seat.of(found)

    async def _card(self, request: Request) -> Response:
        """Ask whether it is you, and only then use the card up: chats look at links that are sent in them."""
        language, code = self._watched(request, "audience").language, request.path_params["code"]
        if not self._guesses.has("all"):
            return self._answer("no_card", language, status=429)
        seat = await self.worker.call(lambda arena: seat_of_code(arena, code))
        if request.method == "GET" and seat is not None:
            name = await self.worker.call(lambda arena: name_of(arena.contest, seat))
            return self._answer("card", language, code=code, name=draw(name, language))
        claimed = None
        if request.method == "POST":
            sent, now = parse_qs((await request.body()).decode(errors="replace")), datetime.now(UTC)
            device = sent.get("device", [""])[0][:64]
            claimed = await self.worker.call(lambda arena: claim(arena, code, device, now))
        if claimed is None:
            self._guesses.takes("all")
            return self._answer("no_card", language, status=410)
        answer = RedirectResponse("/host" if claimed[0] == "host" else "/sheet", 303, headers=_NEVER)
        is_secure = request.url.scheme == "https"
        most = int(LASTS.total_seconds())
        answer.set_cookie(COOKIE, claimed[1], max_age=most, httponly=True, samesite="lax", secure=is_secure)
        return answer

    async def _draft(self, request: Request) -> Response:
        key = request.query_params.get("key", "")
        return await self._of_judge(request, lambda judges, judge, _language: judges.draft(judge, key))

    async def _mark(self, request: Request) -> Response:
        body = await _body(request)
        form, path = Form.of(body), str(body.get("path", "")) if isinstance(body, dict) else ""
        if form is None:
            return JSONResponse({"state": "closed"}, 400, headers=_NEVER)
        return await self._of_judge(request, lambda judges, judge, spoken: judges.mark(judge, form, path, spoken))

    async def _hand_in(self, request: Request) -> Response:
        form = Form.of(await _body(request))
        if form is None:
            return JSONResponse({"state": "closed"}, 400, headers=_NEVER)
        return await self._of_judge(request, lambda judges, judge, spoken: judges.hand_in(judge, form, spoken))

    async def _of_judge(self, request: Request, deed: Callable[[JudgesDesk, str, str], Mapping[str, Any]]) -> Response:
        """Do a deed of the judge whose cookie it is."""
        seat, language = await self._seat(request), self._watched(request, "sheet").language
        if seat is None or not seat.judge:
            return JSONResponse({"state": "no_seat"}, 401, headers=_NEVER)
        try:
            said = await self.worker.call(lambda _arena: deed(self.worker.judges, seat.judge, language))
        except JournalError as error:
            return JSONResponse({"state": "busy", "words": error.sentence(language)}, 503, headers=_NEVER)
        return JSONResponse(dict(said), headers=_NEVER)

    async def _why(self, request: Request) -> Response:
        """Answer with the working of a team's total, as the hall knows it."""
        language, team = self._watched(request, "audience").language, request.path_params["team"]
        working = await self.worker.call(lambda arena: working_of(arena.contest.posted(), team, language))
        if working is None:
            return PlainTextResponse("no such team\n", 404)
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
        asked = request.query_params.get("page", "audience")
        page: Page | None = next((each for each in get_args(Page) if each == asked), None)
        watched = None if page is None else await self._allowed(request, page)
        if watched is None:
            await PlainTextResponse("no such page here\n", 404, headers=_NEVER)(request.scope, receive, send)
            return
        known = request.headers.get("last-event-id") or request.query_params.get("known", "")
        await self._stream.send_to(watched, known, receive, send)


class _Events:
    """The stream as an app of its own: no framework stands between a picture and the line."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._hall.events(Request(scope), receive, send)


async def _body(request: Request) -> Any:
    try:
        return await request.json()
    except (ValueError, RecursionError):
        return None


async def _now(_request: Request) -> Response:
    return JSONResponse(round(time.time() * 1_000, 3), headers=_NEVER)


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    known = {each.name: each for each in (files("quizarena.web") / "static").iterdir()}
    if name not in known:
        return PlainTextResponse("not here\n", 404)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(known[name].read_bytes(), media_type=kind, headers={"cache-control": "no-cache"})
