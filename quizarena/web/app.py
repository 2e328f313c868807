"""The addresses that are served: pages, their streams, and what they need; nothing here knows a rule."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from typing import Any, get_args

import attrs
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from ..errors import JournalBusy, JournalError, message_of
from ..roster import Seat
from ..rulebook import Theme
from ..text import draw
from .api import routes as api_routes
from .attendance import role_of
from .buzzers import Buzzers
from .drawing import qr_code
from .entrance import Entrance
from .files import routes as file_routes
from .guard import TOO_LONG, Guard, Rate, in_every_language
from .pictures.audience import Workings
from .reception import NEVER, Reception, json_body
from .seats_page import routes as seats_routes
from .sheets import Form, JudgesDesk, ballots_of
from .stream import Receive, Scope, Send, Stream
from .views import Page, Watched
from .votes import routes as vote_routes
from .words import _
from .worker import Worker

_PATHS: dict[str, Page] = {"/": "audience", "/board": "board", "/host": "host", "/sheet": "sheet"}
PINS_A_SECOND, PINS = 0.5, 4.0
"""How often four digits are taken in a seat; four at once are a PIN chosen and mistyped."""
_PIN = re.compile("[0-9]{4}")
_MOST_ASIDES = 9
_SHARED = ("audience", "board", "voter", "scene")
"""Pages for everybody; the others need the cookie of their seat."""


class Hall:
    """A contest served to browsers: `app` is what a server runs, `worker` holds the contest.

    `theme` is the board's, None for the rulebook's; `address` is what phones are given, `boxes` a program that prints
    presses of buzzers. Pages that know more than the hall need a seat's cookie.
    """

    def __init__(
        self, worker: Worker, hosts: Collection[str], theme: Theme | None, address: str, boxes: str = "",
    ) -> None:  # fmt: skip
        """Take a worker that was started."""
        self.worker, self._reception = worker, Reception(worker, theme, address)
        self._stream, self._digits = Stream(worker), Rate(PINS_A_SECOND, PINS)
        self._workings = Workings()
        self._buzzers = Buzzers(self._reception, boxes)
        self._own, self._reached = {each.rpartition(":")[0] for each in hosts}, ""
        paths = [Route(path, self._page) for path in _PATHS]
        self.routes: list[BaseRoute] = [
            Route("/sheet/hand-in", self._hand_in, methods=["POST"]),  # sought in this order: first what must be quick
            Route("/sheet/mark", self._mark, methods=["POST"]),
            *paths,
            Route("/events", self._events),  # an instance, so that it is taken as an ASGI app
            Route("/why/{team}", self._why),
            Route("/share", self._share),
            *Entrance(self._reception, self._seat_taken).routes,
            *self._buzzers.routes,
            Route("/sheet/pin", self._pin, methods=["POST"]),
            Route("/sheet/draft", self._draft),
            Route("/sheet/aside", self._aside, methods=["POST"]),
            Route("/now", self._now),
            *file_routes(self._reception),
            *api_routes(self._reception, self._stream),
            *vote_routes(self._reception),
            *seats_routes(self._reception),
        ]
        handlers: dict[Any, Callable[[Request, Exception], Any]] = {
            HTTPException: self._missing, JournalError: self._unreadable, ClientDisconnect: self._cut_off,
            Exception: self._broken,
        }  # fmt: skip
        self.app = Guard(Starlette(routes=self.routes, exception_handlers=handlers, lifespan=self._life), hosts)

    def end(self) -> None:
        """End what would keep a server from stopping; called in its event loop."""
        self._stream.end()
        self._buzzers.end()

    def _seat_taken(self) -> None:
        """Look who still sits: another device has taken a seat."""
        self._stream.wake()
        self._buzzers.soon_look_again()

    @asynccontextmanager
    async def _life(self, _app: Starlette) -> AsyncIterator[None]:
        running = [asyncio.ensure_future(each.run()) for each in (self._stream, self._buzzers)]
        try:
            yield
        finally:
            for each in running:
                each.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    def _watched(self, request: Request, page: Page) -> Watched:
        return Watched(page, self._reception.language(request))

    async def _page(self, request: Request) -> Response:
        page = _PATHS[request.url.path]
        watched = await self._allowed(request, page)
        if watched is None:
            return await self._no_seat(request, page)
        view = await self.worker.view(watched)
        snapshot = self.worker.snapshot
        title, trouble = snapshot.titles.get(watched.language, ""), snapshot.trouble_of(watched)
        asked = {
            "as_files": watched == Watched("audience", snapshot.language),
            "overlay": request.query_params.get("overlay") == "1",
        }
        return self._reception.page(
            page, watched.language, view=view, picture=view.picture, title=title, trouble=trouble, **asked
        )

    # What cannot be answered

    async def _no_seat(self, request: Request, page: Page) -> Response:
        """Say that a phone has no seat, or that it needs none any more."""
        seat = await self._reception.seat_until_signed(request) if page == "sheet" else None
        if seat is None:
            what, advice = _("This phone has no seat"), _("Scan your card, or ask the desk for another one.")
            return self._reception.sorry(request, 401, what, advice)
        count = await self.worker.call(lambda arena: ballots_of(arena.contest, seat))
        done = _("Ballots of yours in the record: {count}. Thank you; the phone may rest.", count=count)
        return self._reception.sorry(request, 401, _("The contest is signed"), done)

    async def _missing(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        return self._reception.sorry(
            request, status, _("There is no such page"), _("The scores are on the first page.")
        )

    async def _unreadable(self, request: Request, error: Exception) -> Response:
        return self._reception.sorry(request, 503, _("Not just now; please look again in a minute"), message_of(error))

    async def _broken(self, request: Request, error: Exception) -> Response:
        return self._reception.sorry(
            request, 500, _("This page cannot be made; the contest goes on"), message_of(error)
        )

    async def _cut_off(self, _request: Request, _error: Exception) -> Response:
        return PlainTextResponse(in_every_language(TOO_LONG), 413, headers=NEVER)

    async def _allowed(self, request: Request, page: Page) -> Watched | None:
        """Return what the request may look at: of a page with a seat, only whoever sits in it."""
        watched = self._watched(request, page)
        if page in _SHARED:
            return watched
        seat = await self._reception.seat(request)
        if page == "host":
            return watched if seat == Seat("host") else None
        return attrs.evolve(watched, judge=seat.judge) if seat is not None and seat.judge else None

    async def _still_sits(self, request: Request, watched: Watched) -> bool:
        """Whether a page may go on looking; while the file cannot be read, whoever sat there does."""
        with suppress(JournalError):
            return await self._allowed(request, watched.page) == watched
        return True

    async def _pin(self, request: Request) -> Response:
        """Take a judge's four digits; guesses are slowed, whoever makes them, and end after five."""
        seat, body = await self._reception.seat(request), await json_body(request)
        digits = body.get("digits") if isinstance(body, dict) else None
        if not (isinstance(digits, str) and _PIN.fullmatch(digits)):
            return JSONResponse({"state": "pin"}, 400, headers=NEVER)
        if seat is not None and not self._digits.takes(str(seat)):
            words = draw(_("Too fast. Wait a moment and type it again."), self._reception.language(request))
            return JSONResponse({"state": "pin", "words": words}, 429, headers=NEVER)
        return await self._of_judge(request, lambda judges, judge, spoken: judges.type_pin(judge, digits, spoken))

    async def _draft(self, request: Request) -> Response:
        key = request.query_params.get("key", "")
        return await self._of_judge(request, lambda judges, judge, _language: judges.draft(judge, key))

    async def _aside(self, request: Request) -> Response:
        """Open what else a judge may do, or close it again."""
        body = await json_body(request)
        number = body.get("number") if isinstance(body, dict) else None
        if type(number) is not int or not 0 <= number <= _MOST_ASIDES:
            return JSONResponse({"state": "closed"}, 400, headers=NEVER)
        return await self._of_judge(request, lambda judges, judge, spoken: judges.turn_to(judge, number, spoken))

    async def _mark(self, request: Request) -> Response:
        body = await json_body(request)
        form, path = Form.of(body), str(body.get("path", "")) if isinstance(body, dict) else ""
        if form is None:
            return JSONResponse({"state": "closed"}, 400, headers=NEVER)
        return await self._of_judge(request, lambda judges, judge, spoken: judges.mark(judge, form, path, spoken))

    async def _hand_in(self, request: Request) -> Response:
        form = Form.of(await json_body(request))
        if form is None:
            return JSONResponse({"state": "closed"}, 400, headers=NEVER)
        return await self._of_judge(request, lambda judges, judge, spoken: judges.hand_in(judge, form, spoken), form.id)

    async def _of_judge(
        self, request: Request, deed: Callable[[JudgesDesk, str, str], Mapping[str, Any]], id: str = ""
    ) -> Response:
        """Do a deed of the judge whose cookie it is; after the signature only say whether the ballot `id` is in."""
        language, attendance = self._reception.language(request), self.worker.attendance

        def do(seat: Seat) -> Mapping[str, Any] | None:
            said = deed(self.worker.judges, seat.judge, language) if seat.judge else None
            attendance.write(fails=False)
            return said

        try:
            said = await self._reception.with_seat(request, do)
        except JournalError as error:
            if not isinstance(error, JournalBusy):
                self.worker.ask(lambda _arena: attendance.write(fails=True))
            return JSONResponse({"state": "busy", "words": error.sentence(language)}, 503, headers=NEVER)
        if said is None:
            return await self._too_late(request, id)
        return JSONResponse(dict(said), headers=NEVER)

    async def _now(self, request: Request) -> Response:
        """Answer with the time; the desk is told that somebody reaches us, for every page asks."""
        place = "" if request.client is None else request.client.host
        if place and place not in self._own and place != self._reached:
            self._reached = place
            self.worker.ask(lambda _arena: self.worker.attendance.reached(place))
        return JSONResponse(round(time.time() * 1_000, 3), headers=NEVER)

    async def _too_late(self, request: Request, id: str) -> Response:
        """Say that a phone has no seat any more, and why; a ballot that is in is in, whatever became of its answer."""
        seat, language = await self._reception.seat_until_signed(request), self._reception.language(request)
        known = await self.worker.call(lambda arena: arena.contest.find(id)) if seat is not None and id else None
        if known is not None and known.seat == str(seat):
            return JSONResponse({"state": "in", "seq": known.seq}, headers=NEVER)
        words = _("The contest is signed; what was not handed in is not in. Please tell the desk.")
        if seat is None:
            words = _("This phone no longer has the seat; what was not handed in is not in. Please tell the desk.")
        state = "no_seat" if seat is None else "signed"
        return JSONResponse({"state": state, "words": draw(words, language)}, 401, headers=NEVER)

    async def _why(self, request: Request) -> Response:
        """Answer with the working of a team's total, as the hall knows it."""
        language, team = self._reception.language(request), request.path_params["team"]
        working = await self.worker.call(lambda arena: self._workings.of(arena.contest, team, language))
        if working is None:
            raise HTTPException(404)
        return self._reception.page("why", language, title=working.name, working=working)

    async def _share(self, request: Request) -> Response:
        language = self._reception.language(request)
        title = self.worker.snapshot.titles.get(language, "")
        address, wifi = self._reception.address, self.worker.joining.wifi
        return self._reception.page("share", language, title=title, address=address, qr=qr_code(address), wifi=wifi)

    @property
    def _events(self) -> _Events:
        return _Events(self)

    async def events(self, request: Request, receive: Receive, send: Send) -> None:
        """Send a page its events."""
        asked = request.query_params.get("page", "audience")
        page: Page | None = next((each for each in get_args(Page) if each == asked), None)
        if request.method != "GET":  # a stream after HEAD would never end
            raise HTTPException(405)
        watched = None if page is None else await self._allowed(request, page)
        if watched is None:
            await PlainTextResponse("", 404, headers=NEVER)(request.scope, receive, send)
            return
        known = request.headers.get("last-event-id") or request.query_params.get("known", "")
        may = None if page in _SHARED else partial(self._still_sits, request, watched)
        with self._attending(role_of(watched)):
            await self._stream.send_to(watched, known, receive, send, may)

    @contextmanager
    def _attending(self, role: str) -> Iterator[None]:
        """Have a page seen by the other screens as long as its stream is open; the audience's is nobody's concern."""
        if role:
            self.worker.ask(lambda _arena: self.worker.attendance.come(role))
        try:
            yield
        finally:
            if role:
                self.worker.ask(lambda _arena: self.worker.attendance.go(role))


class _Events:
    """The stream as an app of its own: no framework stands between a picture and the line."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._hall.events(Request(scope), receive, send)
