"""A season in browsers: a member's own passbook by the code on a card, and a counter where goods are handed out.

Plain forms without a script: any phone will do. One thread holds the season.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import parse_qs, quote, unquote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..arena import Arena
from ..documents import only_season
from ..errors import QuizArenaError, message_of
from ..season import Season
from ..season.refusals import COUNTER
from ..season.statements import Redemption, on_offer, passbook, redemption
from ..sessions.cards import LASTS, claim, print_cards, seat_of_code, seat_of_cookie
from ..sessions.season.passbooks import member_named, member_of_card
from ..text import Text, draw, plain
from .drawing import environment
from .entrance import GUESSES, GUESSES_A_SECOND
from .files import Statics
from .guard import App, Guard, Rate
from .https import Certificate
from .reception import COOKIE, NEVER, language_asked
from .serving import EVERYWHERE, HERE, Addresses, addresses, hosts, listen_at, run
from .words import _

_T = TypeVar("_T")
PERSON = "quizarena-person"
"""The cookie that has the name of who hands out goods, so that it is typed once."""
_LATEST = 200
"""So many movements are shown on a phone, the latest first."""
_DIGITS, _LONGEST_NAME = 7, 40


class SeasonSite:
    """The pages of the season at an address; `app` is what a server runs, `own` the hosts that requests may name."""

    def __init__(self, address: str, own: Collection[str]) -> None:
        """Open the season in a thread of its own; raises like `Arena.open`, and DocumentError where it is none."""
        self._thread = ThreadPoolExecutor(1, "season")
        try:
            self._arena = self._thread.submit(lambda: Arena.open(address)).result()
            self._default = only_season(self._arena.document).language
        except BaseException:
            self._thread.shutdown()
            raise
        self._guesses = Rate(GUESSES_A_SECOND, GUESSES)
        routes = [
            Route("/", self._start),
            Route("/p/{code}", self._passbook),
            Route("/s/{code}", self._card, methods=["GET", "POST"]),
            Route("/counter", self._counter),
            Route("/counter/review", self._review, methods=["POST"]),
            Route("/counter/redeem", self._redeem, methods=["POST"]),
            Route("/static/{name}", Statics().answer),
        ]
        handlers: dict[Any, Callable[[Request, Exception], Any]] = {
            HTTPException: self._missing, QuizArenaError: self._unreadable,
        }  # fmt: skip
        self.app: App = Guard(Starlette(routes=routes, exception_handlers=handlers, lifespan=self._life), own)

    def end(self) -> None:
        """No answer stays open."""

    def close(self) -> None:
        """Close the season."""
        self._thread.submit(self._arena.close).result()
        self._thread.shutdown()

    def counter_card(self) -> str:
        """Return the code of a new card for the counter's device; the one before holds no more."""
        return self._thread.submit(lambda: print_cards(self._arena, [COUNTER])[COUNTER]).result()

    @asynccontextmanager
    async def _life(self, _app: Starlette) -> AsyncIterator[None]:
        yield

    async def _call(self, deed: Callable[[Arena, Season], _T]) -> _T:
        """Do a deed in the thread that holds the season, with what others have recorded."""

        def do() -> _T:
            self._arena.refresh()
            return deed(self._arena, only_season(self._arena.document))

        return await asyncio.get_running_loop().run_in_executor(self._thread, do)

    # Answers

    def _spoken(self, request: Request) -> str:
        return language_asked(request, self._default)

    def _page(self, template: str, language: str, status: int = 200, **values: Any) -> Response:
        found = environment(language).get_template(f"{template}.html")
        html = found.render(language=language, look="", theme="", **values)
        return Response(html, status, media_type="text/html", headers=NEVER)

    def _sorry(self, request: Request, status: int, what: Text, advice: Text) -> Response:
        language = self._spoken(request)
        return self._page("season_sorry", language, status, what=draw(what, language), advice=draw(advice, language))

    async def _missing(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        return self._sorry(request, status, _("There is no such page"), _("Scan your card again."))

    async def _unreadable(self, request: Request, error: Exception) -> Response:
        language = self._spoken(request)
        what = draw(_("Not just now; please look again in a minute"), language)
        return self._page("season_sorry", language, 503, what=what, advice=message_of(error).in_language(language))

    # A member's own passbook

    async def _start(self, request: Request) -> Response:
        """Ask for the code of a card, or lead to its passbook."""
        language, code = self._spoken(request), request.query_params.get("code", "").strip()
        if code:
            return RedirectResponse(f"/p/{quote(code, safe='')}?lang={language}", 303, headers=NEVER)
        title = await self._call(lambda _arena, season: draw(season.rules.title, language))
        return self._page("season", language, title=title)

    async def _passbook(self, request: Request) -> Response:
        """Show the passbook of whose card it is; wrong codes are slowed."""
        code, language = request.path_params["code"], self._spoken(request)
        if not self._guesses.has("all"):
            return self._wait(request)

        def look(arena: Arena, season: Season) -> dict[str, Any] | None:
            member = member_of_card(arena, code)
            if member is None:
                return None
            book, ledger = passbook(season, member), season.ledger
            year = ledger.year_shown(datetime.now(UTC).date().isoformat())
            title = draw(season.rules.title, language)
            return {"title": title, "book": book, "rows": book.rows[: -_LATEST - 1 : -1], "year": year,
                    "earned": ledger.earned(member, year), "goods": on_offer(season)}  # fmt: skip

        found = await self._call(look)
        if found is None:
            self._guesses.takes("all")
            return self._sorry(request, 404, _("No passbook has this code"), _("Please ask the desk for a new card."))
        return self._page("passbook", language, code=code, **found)

    def _wait(self, request: Request) -> Response:
        what = _("This card cannot be taken now")
        return self._sorry(request, 429, what, _("Too many cards were tried here. Please wait a minute."))

    # The counter

    async def _card(self, request: Request) -> Response:
        """Ask whether this device is to be the counter, and only then use the card up."""
        code, language, now = request.path_params["code"], self._spoken(request), datetime.now(UTC)
        if not self._guesses.has("all"):
            return self._wait(request)
        if request.method != "POST":
            is_known = await self._call(lambda arena, _season: seat_of_code(arena, code) is not None)
            return self._page("counter_card", language, code=code) if is_known else self._used(request)
        sent = await _form(request)
        claimed = await self._call(lambda arena, _season: claim(arena, code, sent.get("device", "")[:64], now))
        if claimed is None:
            return self._used(request)
        answer = RedirectResponse(f"/counter?lang={language}", 303, headers=NEVER)
        _keep(answer, request, COOKIE, claimed[1])
        return answer

    def _used(self, request: Request) -> Response:
        self._guesses.takes("all")
        return self._sorry(request, 410, _("This card was used"), _("Please ask the desk for another one."))

    async def _at_counter(self, request: Request, deed: Callable[[Arena, Season], _T]) -> _T | None:
        """Do a deed of the counter; None where the request has not its cookie."""
        cookie, now = request.cookies.get(COOKIE, ""), datetime.now(UTC)

        def do(arena: Arena, season: Season) -> tuple[_T] | None:
            return (deed(arena, season),) if seat_of_cookie(arena, cookie, now) == COUNTER else None

        done = await self._call(do) if cookie else None
        return None if done is None else done[0]

    def _no_counter(self, request: Request) -> Response:
        advice = _("Scan the counter's card, or ask the desk for a new one.")
        return self._sorry(request, 401, _("This device is not the counter"), advice)

    async def _counter(self, request: Request) -> Response:
        """Ask who is there; then show what they have and what they may take."""
        language, asked = self._spoken(request), request.query_params.get("member", "").strip()

        def look(arena: Arena, season: Season) -> dict[str, Any]:
            member = member_named(arena, season, asked) if asked else None
            ledger = season.ledger
            return {"title": draw(season.rules.title, language), "asked": asked, "goods": on_offer(season),
                    "member": None if member is None else ledger.members[member],
                    "balance": None if member is None else ledger.balance(member)}  # fmt: skip

        found = await self._at_counter(request, look)
        if found is None:
            return self._no_counter(request)
        done = request.query_params.get("done", "")
        return self._page("counter", language, done=done if _is_number(done) else "", **found)

    async def _review(self, request: Request) -> Response:
        """Read a redemption back before it is recorded, or say why it cannot be."""
        language, sent = self._spoken(request), await _form(request)
        person = _person(sent) or unquote(request.cookies.get(PERSON, ""))

        def look(arena: Arena, season: Season) -> dict[str, Any] | None:
            found = _redemption(season, sent, person)
            if found is None:
                return None
            member = season.ledger.members[found.fact.member]
            refusal = None if found.refusal is None else draw(found.refusal, language)
            lines = [draw(each, language) for each in found.lines]
            return {"title": draw(season.rules.title, language), "member": member, "lines": lines, "refusal": refusal,
                    "fact": found.fact}  # fmt: skip

        found = await self._at_counter(request, lambda arena, season: (look(arena, season),))
        if found is None:
            return self._no_counter(request)
        if found[0] is None:
            return RedirectResponse(f"/counter?lang={language}", 303, headers=NEVER)
        return self._page("redeem", language, person=person, id=secrets.token_hex(16), **found[0])

    async def _redeem(self, request: Request) -> Response:
        """Record a redemption that was read back; what is posted twice counts once."""
        language, sent = self._spoken(request), await _form(request)
        person = _person(sent)

        def record(arena: Arena, season: Season) -> int | Text:
            found = _redemption(season, sent, person)
            if found is None or not sent.get("id"):
                return _("The season has moved on; look again.")
            try:
                return arena.push(found.fact, seat=COUNTER, person=person, id=sent["id"][:64]).seq
            except QuizArenaError as error:
                return plain(error.sentence(language))

        done = await self._at_counter(request, record)
        if done is None:
            return self._no_counter(request)
        if not isinstance(done, int):
            return self._sorry(request, 409, _("It was not handed out"), done)
        answer = RedirectResponse(f"/counter?done={done}&lang={language}", 303, headers=NEVER)
        _keep(answer, request, PERSON, quote(person))
        return answer


def _redemption(season: Season, sent: Mapping[str, str], person: str) -> Redemption | None:
    """Return the redemption that a form asks for, None where it names nobody, nothing or no number."""
    member, good, count = (sent.get(name, "") for name in ("member", "good", "count"))
    if member not in season.ledger.members or good not in season.rules.goods or not _is_number(count):
        return None
    now = datetime.now().astimezone()
    day = sent.get("day") or now.date().isoformat()
    return redemption(season, member, good, int(count), day=day, seat=COUNTER, person=person, at=now)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS


def _person(sent: Mapping[str, str]) -> str:
    """Return who hands out, on one line."""
    return " ".join(sent.get("person", "").split())[:_LONGEST_NAME]


async def _form(request: Request) -> dict[str, str]:
    """Return the fields of a posted form."""
    sent = parse_qs((await request.body()).decode(errors="replace"))
    return {name: values[0] for name, values in sent.items()}


def _keep(answer: Response, request: Request, name: str, value: str) -> None:
    is_secure = request.url.scheme == "https"
    answer.set_cookie(name, value, max_age=int(LASTS.total_seconds()), httponly=True, samesite="lax", secure=is_secure)


def serve_season(
    address: str, announce: Callable[[Addresses], object], *, port: int, lan: bool, shown: Certificate | None
) -> None:
    """Serve the season at `address` until the process is asked to stop; `announce` is told where, once it is served.

    Its `desk` is the address of a new card for the counter. With a certificate, `shown`, it is served by https alone.

    Raises:
        ServingError: The port is taken, or not ours to take.
        JournalError: Like `Arena.open`.
    """
    with closing(listen_at(EVERYWHERE if lan else HERE, port)) as listening:
        port = listening.getsockname()[1]
        found = addresses(port, lan, shown)
        with closing(SeasonSite(address, hosts(found, port))) as site:
            announce(Addresses(found.own, found.shared, f"{found.best}/s/{site.counter_card()}"))
            run(site, listening, shown)
