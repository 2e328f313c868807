"""Who asks, in which language, and how they are answered: what every address of the hall has in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from ..arena import Arena
from ..errors import JournalError
from ..languages import LANGUAGES
from ..roster import Seat
from ..rulebook import Theme
from ..sessions.cards import seat_of_cookie, seat_until_signed
from ..text import Text, draw, plain
from .drawing import environment
from .look import look_digest
from .worker import Worker

_T = TypeVar("_T")
NEVER = {"cache-control": "no-store"}
"""Headers of what the next look may show otherwise."""
COOKIE = "quizarena-seat"


def language_asked(request: HTTPConnection, otherwise: str) -> str:
    """Return the language that a request asks for, else another."""
    asked = request.query_params.get("lang", "")
    return asked if asked in LANGUAGES else otherwise


class Reception:
    """Knows who asks by the seat's cookie, and answers with pages; `address` is what phones are given.

    `theme` goes before the rulebook's, where there is one.
    """

    def __init__(self, worker: Worker, theme: Theme | None, address: str) -> None:
        """Take a worker that was started, the board's theme and the address that others are given."""
        self.worker, self._theme, self.address = worker, theme, address

    def language(self, request: HTTPConnection) -> str:
        """Return the language that was asked for, else the contest's."""
        return language_asked(request, self.worker.snapshot.language)

    async def seat(self, request: HTTPConnection) -> Seat | None:
        """Return the seat whose cookie the request has, None where it has none that holds; raises like `with_seat`."""
        return await self.with_seat(request, lambda seat: seat)

    async def with_seat(self, request: HTTPConnection, deed: Callable[[Seat], _T]) -> _T | None:
        """Do a deed of the seat whose cookie the request has in the worker's thread; None where it has none that holds.

        Raises:
            JournalError: It cannot be told now: another file lies in the contest's place, or none.
        """
        cookie, now = request.cookies.get(COOKIE, ""), datetime.now(UTC)

        def do(arena: Arena) -> tuple[_T] | None:
            seat = seat_of_cookie(arena, cookie, now)
            return None if seat is None else (deed(Seat.of(seat)),)

        done = await self.worker.call(do) if cookie else None
        trouble = self.worker.snapshot.trouble.get(self.language(request), "")
        if cookie and done is None and trouble:
            raise JournalError(plain(trouble))
        return None if done is None else done[0]

    async def seat_until_signed(self, request: Request) -> Seat | None:
        """Return the judge's seat that the cookie was good for until the contest was signed, None for any other."""
        cookie, now = request.cookies.get(COOKIE, ""), datetime.now(UTC)
        found = await self.worker.call(lambda arena: seat_until_signed(arena, cookie, now)) if cookie else None
        return None if found is None else Seat.of(found)

    def page(self, template: str, language: str, status: int = 200, **values: Any) -> Response:
        """Return a page of its template, never stored: the next look may show another."""
        found, look = environment(language).get_template(f"{template}.html"), self.worker.snapshot.look
        dress = {"theme": self._theme or look.theme, "own_theme": self._theme is None, "look": look_digest(look)}
        html = found.render(language=language, **dress, **values)
        return Response(html, status, media_type="text/html", headers=NEVER)

    def sorry(self, request: Request, status: int, what: Text, advice: Text | str) -> Response:
        """Answer that something is not to be had, and what to do."""
        language = self.language(request)
        return self.page("sorry", language, status, what=draw(what, language), advice=draw(advice, language))


async def json_body(request: Request) -> Any:
    """Return the JSON value of a request, None where its body is none."""
    try:
        return await request.json()
    except (ValueError, RecursionError):
        return None
