"""The scorer's page with seats and cards: who is there, cards to print, a new one for a seat.

Only the cookie of the desk's own seat opens it; its card is printed where the server was started.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

import attrs
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..arena import Arena
from ..contest import Contest
from ..roster import Seat
from ..sessions.bindings import seat_number
from ..sessions.cards import (
    DESK,
    Sitting,
    equipment_of,
    name_of,
    print_cards,
    print_voters,
    seats_in_use,
    sitting,
    voters_printed,
)
from ..text import Text, draw
from .drawing import PrintedCard, qr_code
from .reception import NEVER, Reception
from .words import _

OPENED_BY = _("Open it by the card that serve prints where it was started, or that the desk prints: M, Browsers.")
"""What is said to who may not see a page of the desk's."""


@attrs.frozen
class Tile:
    """A seat on the page: its id, what it is called, where it stands, and whether somebody is there."""

    seat: str
    name: Text
    place: Text
    state: Sitting


def routes(reception: Reception) -> list[Route]:
    """Return the addresses of the page."""
    page = _SeatsPage(reception)
    return [
        Route("/desk", page.show),
        Route("/desk/seats", page.states),
        Route("/desk/cards", page.cards, methods=["POST"]),
        Route("/desk/voters", page.voters, methods=["POST"]),
    ]


class _SeatsPage:
    def __init__(self, reception: Reception) -> None:
        self._reception, self._worker = reception, reception.worker

    async def show(self, request: Request) -> Response:
        """Answer with the seats."""
        if await self._is_foreign(request):
            return self._refusal(request)
        language, address = self._reception.language(request), self._reception.address
        tiles = await self._worker.call(self._tiles)
        needs, printed = await self._worker.call(lambda arena: (equipment_of(arena.contest), voters_printed(arena)))
        return self._reception.page(
            "seats", language, title=draw(_("Seats and cards"), language), tiles=tiles, wifi=self._worker.joining.wifi,
            needs=needs, printed=printed, count=draw(_count(tiles), language), address=address, qr=qr_code(address),
            board=f"{address}/board", board_qr=qr_code(f"{address}/board"),
        )  # fmt: skip

    async def states(self, request: Request) -> Response:
        """Answer who is there now, in words, for the page that is open."""
        if await self._is_foreign(request):
            return JSONResponse({}, 401, headers=NEVER)
        language, tiles = self._reception.language(request), await self._worker.call(self._tiles)
        found = {each.seat: {"there": each.state.is_there, "words": draw(each.state.text, language)} for each in tiles}
        count = draw(_count(tiles), language)
        return JSONResponse({"seats": found, "count": count}, headers=NEVER)

    async def cards(self, request: Request) -> Response:
        """Print new cards: for the seat that was asked for, or for all; who sits keeps the seat until one is used."""
        if await self._is_foreign(request):
            return self._refusal(request)
        asked = parse_qs((await request.body()).decode(errors="replace")).get("seat", [])
        language = self._reception.language(request)

        def printed(arena: Arena) -> tuple[Text, Mapping[str, str], Mapping[str, Text]]:
            known = tuple(seats_in_use(arena))
            codes = print_cards(arena, [each for each in asked if each in known] if asked else known)
            names = {seat: name_of(arena.contest, seat) for seat in codes}
            return arena.contest.rulebook.title, codes, names

        title, codes, names = await self._worker.call(printed)
        address = self._reception.address
        cards = [PrintedCard(draw(names[seat], language), f"{address}/s/{code}") for seat, code in codes.items()]
        return self._printed("cards", language, title, cards)

    async def voters(self, request: Request) -> Response:
        """Print voters' cards, as many as the rounds need; those there are become void, which has to be agreed to."""
        if await self._is_foreign(request):
            return self._refusal(request)
        agreed = parse_qs((await request.body()).decode(errors="replace")).get("anew") == ["yes"]
        language = self._reception.language(request)

        def printed(arena: Arena) -> tuple[Text, list[str]]:
            count = equipment_of(arena.contest).voters
            may = count and (agreed or not voters_printed(arena))
            return arena.contest.rulebook.title, print_voters(arena, count) if may else []

        title, codes = await self._worker.call(printed)
        if not codes:
            advice = _("Those there are stay good. Tick on the desk's page that they may become void.")
            return self._reception.sorry(request, 409, _("No voters' cards were printed"), advice)
        address = self._reception.address
        cards = [
            PrintedCard(draw(_("Voter's card {number}", number=nth), language), f"{address}/v/{code}")
            for nth, code in enumerate(codes, 1)
        ]
        return self._printed("voters", language, title, cards)

    def _printed(self, template: str, language: str, title: Text, cards: list[PrintedCard]) -> Response:
        values: dict[str, Any] = {"cards": cards, "wifi": self._worker.joining.wifi, "css": ""}
        return self._reception.page(template, language, title=draw(title, language), **values)

    async def _is_foreign(self, request: Request) -> bool:
        return await self._reception.seat(request) != Seat(DESK)

    def _refusal(self, request: Request) -> Response:
        return self._reception.sorry(request, 401, _("This page is the desk's"), OPENED_BY)

    def _tiles(self, arena: Arena) -> list[Tile]:
        screens, contest = self._worker.attendance.screens(), arena.contest
        return [
            Tile(seat, name_of(contest, seat), _place(contest, seat), sitting(seat, card, screens))
            for seat, card in seats_in_use(arena).items()
        ]


def _place(contest: Contest, seat: str) -> Text:
    whose = Seat.of(seat)
    podium = dict(contest.podiums).get(whose.team)
    if whose.team:
        return _("team") if podium is None else _("desk {number}", number=podium)
    return _("seat {number}", number=seat_number(contest.state.roster, whose.judge)) if whose.judge else _("tablet")


def _count(tiles: list[Tile]) -> Text:
    return _("{here} of {seats} there", here=sum(each.state.is_there for each in tiles), seats=len(tiles))
