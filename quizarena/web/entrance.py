"""The way to a seat: a card is shown, claimed once, and leads to its seat's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..arena import Arena
from ..languages import LANGUAGES
from ..roster import Seat
from ..sessions.bindings import seat_number
from ..sessions.cards import DESK, LASTS, claim, name_of, seat_of_code, seat_taken_by
from ..text import draw
from .guard import Rate
from .reception import COOKIE, NEVER, Reception
from .words import _

GUESSES_A_SECOND, GUESSES = 0.5, 30.0
"""Wrong codes of cards that a server answers, from everybody together."""


class Entrance:
    """Lets devices in by their cards; `wake` has the streams look who still sits."""

    def __init__(self, reception: Reception, wake: Callable[[], object]) -> None:
        """Take the reception."""
        self._reception, self._worker, self._wake = reception, reception.worker, wake
        self._guesses = Rate(GUESSES_A_SECOND, GUESSES)
        self.routes = [Route("/s/{code}", self._card, methods=["GET", "POST"])]

    async def _card(self, request: Request) -> Response:
        """Ask whether it is you, and only then use the card up: chats look at links that are sent in them."""
        code, now = request.path_params["code"], datetime.now(UTC)
        if not self._guesses.has("all"):
            wait = _("Too many cards were tried here. Please wait a minute.")
            return self._reception.sorry(request, 429, _("This card cannot be taken now"), wait)
        if request.method != "POST":  # a look by HEAD is a look
            return await self._shown(request, code, now)
        sent = parse_qs((await request.body()).decode(errors="replace"))
        device = sent.get("device", [""])[0][:64]
        place = "" if request.client is None else request.client.host
        claimed = await self._worker.call(lambda arena: claim(arena, code, device, now, place))
        if claimed is None:
            return self._no_card(request)
        self._wake()  # whoever sat there sits there no more
        return _seated(request, *claimed)

    async def _shown(self, request: Request, code: str, now: datetime) -> Response:
        """Show a card nobody has used; the one this phone has used leads to its seat again."""
        cookie, language = request.cookies.get(COOKIE, ""), self._reception.language(request)

        def looked_at(arena: Arena) -> tuple[str | None, str, int | None]:
            seat, roster = seat_of_code(arena, code), arena.contest.state.roster
            name = "" if seat is None else draw(name_of(arena.contest, seat), language)
            number = seat_number(roster, Seat.of(seat).judge) if seat is not None and Seat.of(seat).judge else None
            return seat or seat_taken_by(arena, code, cookie, now), name, number

        seat, name, number = await self._worker.call(looked_at)
        if seat is None:
            return self._no_card(request)
        if not name:
            return _to_page_of(request, seat)
        return self._reception.page("card", language, code=code, name=name, seat=number)

    def _no_card(self, request: Request) -> Response:
        self._guesses.takes("all")
        if not self._guesses.has("all"):
            self._worker.ask(lambda _arena: self._worker.attendance.guessed())
        return self._reception.sorry(request, 410, _("This card was used"), _("Please ask the desk for another one."))


def _to_page_of(request: Request, seat: str) -> Response:
    """Lead to a seat's page, in the language that was asked for."""
    asked = request.query_params.get("lang", "")
    language = f"?lang={asked}" if asked in LANGUAGES else ""
    page = {"host": "host", "team": "team", DESK: "desk"}.get(Seat.of(seat).role, "sheet")
    return RedirectResponse(f"/{page}{language}", 303, headers=NEVER)


def _seated(request: Request, seat: str, cookie: str) -> Response:
    """Answer a claim: with the seat's cookie, to the seat's page."""
    answer, most = _to_page_of(request, seat), int(LASTS.total_seconds())
    is_secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, cookie, max_age=most, httponly=True, samesite="lax", secure=is_secure)
    return answer
