"""What programs may ask and record: the hall's for everybody, a seat's own moves and facts for who has its token.

Everything is JSON, refusals too: `{"error": "one sentence"}`. What each address takes and gives is in openapi.json.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from typing import Any

import attrs
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from ..arena import Arena
from ..contest import Contest
from ..errors import FactError, JournalError, NumberError, QuizArenaError, Sentence, TextError, message_of
from ..fact_book import load_object
from ..facts import Record, instant_text
from ..report.data import line_json, move_json, standings_json
from ..scenes import SCENE_VERSION
from ..sessions.cards import seat_of_token
from ..text import safe
from .files import OPEN
from .guard import PROGRAMS, TOO_LONG
from .reception import NEVER, Reception
from .stream import Message, Receive, Scope, Send, Stream
from .views import Watched
from .words import _

AT = f"{PROGRAMS}v1"
_KEYS = ("type", "fact", "id")
_LONGEST_ID = 64
_FILES = ("openapi.json", "schema.json")


def routes(reception: Reception, stream: Stream) -> list[Mount]:
    """Return the addresses for programs."""
    api = _Api(reception)
    found = [
        Route("/scene", api.scene),
        Route("/standings", api.standings),
        Route("/log", api.log),
        Route("/events", _Events(reception, stream)),
        Route("/moves", api.moves),
        Route("/facts", api.facts, methods=["POST"]),
        *(Route(f"/{name}", api.description) for name in _FILES),
    ]
    handlers: dict[Any, Callable[[Request, Exception], Any]] = {
        HTTPException: api.missing, JournalError: api.not_now, QuizArenaError: api.refused,
        ClientDisconnect: api.cut_off, Exception: api.broken,
    }  # fmt: skip
    return [Mount(AT, app=Starlette(routes=found, exception_handlers=handlers))]


class _Refused(QuizArenaError):
    """A request is refused before the contest is asked; `status` is the answer's."""

    def __init__(self, status: int, message: Sentence) -> None:
        self.status = status
        super().__init__(message)


@attrs.frozen
class _Asked:
    """A fact to record, as its sender wrote it, under the id that makes it count once."""

    type: str
    fact: Mapping[str, Any]
    id: str

    @classmethod
    def of(cls, body: bytes) -> _Asked:
        """Read a body.

        Raises:
            FactError: It is no object of these three.
        """
        try:
            found = load_object(body.decode())
        except UnicodeDecodeError:
            raise FactError(_("expected JSON in UTF-8")) from None
        stray = next((key for key in found if key not in _KEYS), None)
        if stray is not None:
            known = ", ".join(_KEYS)
            raise FactError(_("there is no key {key} here; known are {known}", key=repr(stray), known=known))
        kind, fact, id = (found.get(key) for key in _KEYS)
        if not isinstance(kind, str) or not isinstance(fact, dict):
            raise FactError(_("expected type as text and fact as an object, as a move gives them"))
        if not isinstance(id, str) or not 0 < len(safe(id)) <= _LONGEST_ID:
            longest = str(_LONGEST_ID)
            raise FactError(_("expected an id of your own, of at most {longest} characters", longest=longest))
        return cls(kind, fact, id)


@attrs.frozen
class _Reply:
    """Bytes that stay right until something is recorded."""

    head: str
    body: bytes

    @property
    def etag(self) -> str:
        return f'"{sha256(self.body).hexdigest()[:32]}"'


class _Api:
    def __init__(self, reception: Reception) -> None:
        self._reception, self._worker = reception, reception.worker
        self._ready: dict[tuple[str, str], _Reply] = {}
        self._files = {name: (files("quizarena.web") / "schemas" / name).read_bytes() for name in _FILES}

    # The hall's

    async def scene(self, request: Request) -> Response:
        """Answer with what the hall sees."""
        view = await self._worker.view(Watched("scene", self._reception.language(request)))
        return _public(request, _Reply("", view.body))

    async def standings(self, request: Request) -> Response:
        """Answer with the standings as the hall knows them."""
        return await self._of_the_hall(request, "standings", _standings)

    async def log(self, request: Request) -> Response:
        """Answer with the records as the hall may read them."""
        return await self._of_the_hall(request, "log", _log)

    async def _of_the_hall(self, request: Request, name: str, make: Callable[[Contest, str], Any]) -> Response:
        language = self._reception.language(request)

        def made(arena: Arena) -> _Reply:
            known, head = self._ready.get((name, language)), arena.contest.head
            if known is None or known.head != head:
                body = {"version": SCENE_VERSION, "language": language, **make(arena.contest.posted(), language)}
                known = self._ready[name, language] = _Reply(head, _json(body))
            return known

        return _public(request, await self._worker.call(made))

    async def description(self, request: Request) -> Response:
        """Answer with what the addresses take and give."""
        return _public(request, _Reply("", self._files[request.url.path.rpartition("/")[2]]))

    # A seat's own

    async def moves(self, request: Request) -> Response:
        """Answer with what the token's seat may record now."""
        seat, language = await self._seat(request), self._reception.language(request)

        def found(arena: Arena) -> dict[str, Any]:
            moves = [move_json(move, language) for move in arena.contest.moves(seat)]
            return {"version": SCENE_VERSION, "language": language, "seat": seat, "moves": moves}

        return _answer(await self._worker.call(found))

    async def facts(self, request: Request) -> Response:
        """Record a fact in the name of the token's seat, once for its id."""
        seat, asked = await self._seat(request), _Asked.of(await request.body())
        record = await self._worker.call(lambda arena: _recorded(arena, seat, asked))
        return _answer({"seq": record.seq, "id": record.id, "type": record.type, "at": instant_text(record.at)})

    async def _seat(self, request: Request) -> str:
        scheme, _space, token = request.headers.get("authorization", "").partition(" ")
        given, now = token.strip() if scheme.lower() == "bearer" else "", datetime.now(UTC)
        seat = await self._worker.call(lambda arena: seat_of_token(arena, given, now)) if given else None
        if seat is None:
            why = _("this needs a seat's token that holds; print one with: quizarena seats FILE --api SEAT")
            raise _Refused(401, why)
        return seat

    # What cannot be answered

    def _sorry(self, request: Request, status: int, why: Sentence) -> Response:
        headers = {"www-authenticate": "Bearer"} if status == 401 else {}
        return _answer({"error": why.in_language(self._reception.language(request))}, status, headers)

    async def refused(self, request: Request, error: Exception) -> Response:
        """Answer what the contest does not take."""
        is_unreadable = isinstance(error, (FactError, NumberError, TextError))
        status = error.status if isinstance(error, _Refused) else 400 if is_unreadable else 409
        return self._sorry(request, status, message_of(error))

    async def missing(self, request: Request, error: Exception) -> Response:
        """Answer at an address that is none."""
        status = error.status_code if isinstance(error, HTTPException) else 404
        if status == 405:
            method, path = request.method, request.url.path
            return self._sorry(request, 405, _("{path} takes no {method}", path=path, method=method))
        return self._sorry(request, status, _("there is no such address; all are in /api/v1/openapi.json"))

    async def not_now(self, request: Request, error: Exception) -> Response:
        """Answer while the file cannot be read or written: the same id may be sent again."""
        return self._sorry(request, 503, message_of(error))

    async def cut_off(self, request: Request, _error: Exception) -> Response:
        """Answer a body that is longer than it says."""
        return self._sorry(request, 413, TOO_LONG)

    async def broken(self, request: Request, error: Exception) -> Response:
        """Answer where a kind's own code fails; the contest goes on."""
        return self._sorry(request, 500, message_of(error))


def _standings(posted: Contest, language: str) -> dict[str, Any]:
    return standings_json(posted, "hall", language)


def _log(posted: Contest, _language: str) -> dict[str, Any]:
    return {"records": [line_json(line) for line in posted.log("hall")]}


def _recorded(arena: Arena, seat: str, asked: _Asked) -> Record:
    """Record a fact that one of the seat's moves offers; why another seat's is refused is nobody's business here."""
    arena.refresh()
    fact = arena.contest.book.of_mapping(asked.type, asked.fact)
    known = arena.contest.recorded(asked.id, fact, seat)
    if known is not None:
        return known
    if all(move.fact is not type(fact) for move in arena.contest.moves(seat)):
        raise _Refused(403, _("{type} is no move of the seat {seat} now", type=asked.type, seat=seat))
    return arena.push(fact, seat=seat, id=asked.id)


class _Events:
    """The hall's scene as it changes, as server-sent events; an app of its own, as the pages' stream is."""

    def __init__(self, reception: Reception, stream: Stream) -> None:
        self._reception, self._stream = reception, stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if request.method != "GET":
            raise HTTPException(405)
        watched = Watched("scene", self._reception.language(request))

        async def opened(message: Message) -> None:
            if message["type"] == "http.response.start":
                more = [(name.encode(), value.encode()) for name, value in OPEN.items()]
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        await self._stream.send_to(watched, request.headers.get("last-event-id", ""), receive, opened)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _answer(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    every = {**NEVER, **OPEN, **(headers or {})}
    return Response(_json(value), status, media_type="application/json", headers=every)


def _public(request: Request, reply: _Reply) -> Response:
    """Answer with what is the hall's; who has it already is told so."""
    headers = {**OPEN, "cache-control": "no-cache", "etag": reply.etag}
    if reply.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(reply.body, media_type="application/json", headers=headers)
