"""What every request passes: the address it names, where a write comes from, how much and how often, and headers."""

from __future__ import annotations

import json
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import TypeAlias
from urllib.parse import parse_qs

from ..languages import LANGUAGES
from ..text import Text, draw
from .stream import Message, Receive, Scope, Send
from .words import _

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self';"
    " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types quizarena"
)
HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", CONTENT_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),  # under no-referrer Chromium posts "Origin: null"
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
PROGRAMS = "/api/"
"""Where programs ask: there a refusal is JSON, and a token needs no page of ours to come from."""
LONGEST_BODY = 65_536
_LENGTH = re.compile("[0-9]{1,12}")
TOO_LONG = _("too long")
WRITES_A_SECOND, BURST = 20.0, 60.0
_REMEMBERED = 10_000
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]


class Rate:
    """How often each may do something: so often a second, so many at once."""

    def __init__(
        self, a_second: float = WRITES_A_SECOND, at_once: float = BURST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Count by `clock`, in seconds."""
        self._a_second, self._at_once, self._clock = a_second, at_once, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def has(self, who: str) -> bool:
        """Whether one more may be taken from `who`."""
        return self._left_of(who) >= 1

    def takes(self, who: str) -> bool:
        """Return whether one more is taken from `who`."""
        left = self._left_of(who)
        self._left.pop(who, None)
        self._left[who] = (max(0.0, left - 1), self._clock())
        if len(self._left) > _REMEMBERED:
            self._left.popitem(last=False)
        return left >= 1

    def _left_of(self, who: str) -> float:
        now = self._clock()
        left, at = self._left.get(who, (self._at_once, now))
        return min(self._at_once, left + (now - at) * self._a_second)


class Guard:
    """Stands around an ASGI app; `hosts` are the addresses, with their port, that are served here."""

    def __init__(self, app: App, hosts: Collection[str], rate: Rate | None = None) -> None:
        """Take the app."""
        self._app, self._hosts, self._rate = app, frozenset(hosts), rate or Rate()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it in one line."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await _refuse(scope, send, *refusal)
            return
        await self._app(scope, _counted(receive), _dressed(send))

    def _refusal(self, scope: Scope) -> tuple[int, Text] | None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get(b"host", "")
        if host not in self._hosts:
            return 421, _("nothing is served at this address; use the one that serve printed")
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            return None
        if not _is_program(scope, headers) and not _is_own_page(headers):
            return 403, _("another page asked for this")
        if not self._rate.takes((scope.get("client") or ("",))[0]):
            return 429, _("too many at once; wait a second")
        length = headers.get(b"content-length", "0")
        if not _LENGTH.fullmatch(length) or int(length) > LONGEST_BODY:
            return 413, TOO_LONG
        return None


def _is_own_page(headers: Mapping[bytes, str]) -> bool:
    """Whether a page that was served here asks."""
    site, page = headers.get(b"sec-fetch-site", "same-origin"), headers.get(b"origin", "").partition("://")[2]
    return page == headers[b"host"] and site in ("same-origin", "none")


def _is_program(scope: Scope, headers: Mapping[bytes, str]) -> bool:
    """Whether a program asks with a token: no page of others has one, and a browser's cookie is not in play."""
    has_token = headers.get(b"authorization", "").lower().startswith("bearer ") and b"cookie" not in headers
    return has_token and scope["type"] == "http" and str(scope["path"]).startswith(PROGRAMS)


def in_every_language(text: Text) -> bytes:
    """Return a text as a body, a line a language."""
    return "".join(f"{draw(text, language)}\n" for language in LANGUAGES).encode()


async def _refuse(scope: Scope, send: Send, status: int, why: Text) -> None:
    """Refuse: a program as JSON in its language, a browser in every language, for nothing is known yet of who asks."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    kind, body = b"text/plain; charset=utf-8", in_every_language(why)
    if str(scope["path"]).startswith(PROGRAMS):
        kind, body = b"application/json", _as_json(scope, why)
    headers = [(b"content-type", kind), (b"cache-control", b"no-store"), *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _as_json(scope: Scope, why: Text) -> bytes:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
    said = [draw(why, language) for language in ([asked] if asked in LANGUAGES else LANGUAGES)]
    return json.dumps({"error": " / ".join(said)}, ensure_ascii=False).encode()


def _counted(receive: Receive) -> Receive:
    """Return `receive` that ends a body beyond its limit, whatever length was announced."""
    got = 0

    async def counted() -> Message:
        nonlocal got
        message = await receive()
        if message["type"] == "http.request":
            got += len(message.get("body", b""))
            if got > LONGEST_BODY:
                return {"type": "http.disconnect"}
        return message

    return counted


def _dressed(send: Send) -> Send:
    """Return `send` that adds the headers every answer has."""

    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            known = {name for name, _value in message["headers"]}
            more = [(name, value) for name, value in HEADERS if name not in known]
            message = {**message, "headers": [*message["headers"], *more]}
        await send(message)

    return dressed
