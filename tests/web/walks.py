"""A walk over every address the hall serves, as whoever sits in a seat: what each answers, as bytes.

The addresses come from the app itself: one that is added is walked once it says here what is asked of it, and
`unwalked` names it until then.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import attrs

from quizarena.contest import Contest
from quizarena.facts import Intent
from quizarena.sessions.cards import DESK, claim, open_seat, print_token, print_voters, seats_of, team_seats
from quizarena.sessions.judge.sheet import sheet_key
from quizarena.web.reception import COOKIE
from quizarena.web.votes import DEVICE

from .halls import HERE, HOST, MARKS, Served

STREAM_ENDS = b"event: beat"
"""What a page hears after the newest picture: then the line is quiet."""
SOCKET = "SOCKET"
"""The method of a request for a WebSocket; its answer is what comes up to what a team's phone shows."""
LANGUAGES = ("zh", "en")
CURRENT = "CURRENT"
"""Stands in an address for the digest of the scene that is on."""
TOKEN = "TOKEN"
"""Stands in a header for a token of the seat."""
BEARER = {"authorization": f"Bearer {TOKEN}"}
NO_CARD = "A" * 10
"""Stands in an address for the code of the walker's voter's card; nobody's card has it."""
VOTER = "voter"
"""Who votes by a card, number 1, and by a device: no seat, so that the pages of seats are shut."""


@attrs.frozen
class Ask:
    """A request: `headers` beside the Host, the Origin and the seat's cookie."""

    path: str
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen
class Pass:
    """What a walker carries: the cookies of a seat and of a device that votes, a token, the code of a voter's card.

    `place` is the walker's address in the network: writes are counted by it.
    """

    cookie: str = ""
    device: str = ""
    token: str = "none"
    card: str = NO_CARD
    place: str = "10.0.0.9"

    @property
    def cookies(self) -> str:
        """The cookies as a browser sends them."""
        return "; ".join(f"{name}={value}" for name, value in ((COOKIE, self.cookie), (DEVICE, self.device)) if value)


@attrs.frozen
class Answer:
    """What came back: `status`, all headers, the whole body (of a stream up to its first quiet moment)."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str


def _in_both(*paths: str) -> list[Ask]:
    return [Ask(f"{path}{'&' if '?' in path else '?'}lang={language}") for path in paths for language in LANGUAGES]


def _written(path: str, contest: Contest) -> list[Ask]:
    """Return writes of a sheet that is not open for whoever asks, of ballots that are in, and of nonsense."""
    ballots = [record for record in contest.records if record.type.endswith(".ballot")][-3:]
    keys = _keys(contest) or ["scenario.ballot"]
    form = {"key": keys[0], "values": MARKS, "accepted": {}, "number": 1, "path": "marks.政策业务"}
    forms = [{**form, "id": each.id} for each in ballots]
    bodies: list[Any] = [*forms, {**form, "id": "i", "values": {}}, [], None]
    return [Ask(path, "POST", json.dumps(body).encode()) for body in bodies]


def _facts(contest: Contest) -> list[bytes]:
    """Return facts as programs send them: of many kinds, whole and not, whoever's they are."""
    types = [*dict.fromkeys(move.fact.type for move in contest.moves()), "contest.undone", "contest.corrected"]
    ballots = [record for record in contest.records if record.type.endswith(".ballot")][-1:]
    again = [{"type": each.type, "fact": {}, "id": each.id} for each in ballots]
    bodies = [*({"type": each, "fact": {}, "id": f"w-{each}"} for each in types), *again]
    return [json.dumps(body).encode() for body in bodies]


def _voted(path: str) -> list[Ask]:
    """Return a look at one's vote, votes in a poll that there is not, and nonsense."""
    bodies: list[object] = [{"poll": "r1:3", "choices": ["kaiyuan"], "nth": 1}, {"poll": 1}, None]
    return [Ask(path), *(Ask(path, "POST", json.dumps(body).encode()) for body in bodies)]


ENTRIES: dict[str, Callable[[Contest], list[Ask]]] = {
    "/": lambda _contest: _in_both("/"),
    "/board": lambda _contest: _in_both("/board"),
    "/host": lambda _contest: _in_both("/host"),
    "/sheet": lambda _contest: _in_both("/sheet"),
    "/events": lambda _contest: _in_both(
        "/events", *(f"/events?page={page}" for page in ("audience", "board", "voter", "host", "sheet", "desk", "team"))
    ),
    "/why/{team}": lambda contest: _in_both(
        *(f"/why/{quote(team.id)}" for team in contest.state.roster.teams), "/why/nobody"
    ),
    "/share": lambda _contest: _in_both("/share"),
    "/v/{code}": lambda _contest: _in_both(f"/v/{NO_CARD}"),
    "/v/{code}/vote": lambda _contest: _voted(f"/v/{NO_CARD}/vote"),
    "/vote": lambda _contest: _voted("/vote"),
    "/desk/boxes": lambda _contest: _in_both("/desk/boxes"),
    "/desk/boxes/line": lambda _contest: [Ask("/desk/boxes/line?lang=en", SOCKET), Ask("/desk/boxes/line")],
    "/team": lambda _contest: _in_both("/team"),
    "/team/line": lambda _contest: [Ask("/team/line?lang=en", SOCKET), Ask("/team/line")],
    "/s/{code}": lambda _contest: [*_in_both(f"/s/{'A' * 9}B"), Ask(f"/s/{'A' * 9}B", "POST")],
    "/sheet/pin": lambda _contest: [Ask("/sheet/pin", "POST", body) for body in (b'{"digits": "1111"}', b"[]")],
    "/sheet/draft": lambda contest: [Ask(f"/sheet/draft?key={quote(key)}") for key in ("", *_keys(contest))],
    "/sheet/aside": lambda _contest: [Ask("/sheet/aside", "POST", body) for body in (b'{"number": 0}', b"[]")],
    "/sheet/mark": lambda contest: _written("/sheet/mark", contest),
    "/sheet/hand-in": lambda contest: _written("/sheet/hand-in", contest),
    "/desk": lambda _contest: _in_both("/desk"),
    "/desk/seats": lambda _contest: _in_both("/desk/seats"),
    "/desk/voters": lambda _contest: [Ask("/desk/voters", "POST", body) for body in (b"anew=yes", b"")],
    "/desk/cards": lambda _contest: [Ask("/desk/cards", "POST", body) for body in (b"seat=judge%3Anobody", b"")],
    "/now": lambda _contest: [Ask("/now")],
    "/look.css": lambda _contest: [Ask("/look.css")],
    "/head": lambda _contest: [Ask("/head")],
    "/scene/{digest}.json": lambda _contest: [Ask(f"/scene/{CURRENT}.json"), Ask(f"/scene/{'0' * 32}.json")],
    "/api/v1/scene": lambda _contest: _in_both("/api/v1/scene"),
    "/api/v1/log": lambda _contest: _in_both("/api/v1/log"),
    "/api/v1/standings": lambda _contest: _in_both("/api/v1/standings"),
    "/api/v1/events": lambda _contest: _in_both("/api/v1/events"),
    "/api/v1/moves": lambda _contest: [*_in_both("/api/v1/moves"), Ask("/api/v1/moves", headers=BEARER)],
    "/api/v1/facts": lambda contest: [Ask("/api/v1/facts", "POST", body, BEARER) for body in _facts(contest)],
    "/api/v1/openapi.json": lambda _contest: [Ask("/api/v1/openapi.json")],
    "/api/v1/schema.json": lambda _contest: [Ask("/api/v1/schema.json"), Ask("/api/v1/nothing")],
    "/media/{digest}": lambda _contest: [Ask(f"/media/{'0' * 64}")],
    "/static/{name}": lambda _contest: [Ask("/static/follow.js"), Ask("/static/none.js")],
}  # fmt: skip
"""What is asked at each route; in an order in which nothing is used up."""
BESIDE = [
    Ask("/nowhere"), Ask("/board", "HEAD"), Ask("/board", "POST"), Ask("/", headers={"host": "evil.example"}),
    Ask("/sheet/hand-in", "POST", b"{}", {"origin": "http://evil.example"}),
]  # fmt: skip
"""Requests that go wrong before or beside every route."""


def _keys(contest: Contest) -> list[str]:
    """Return the keys of sheets that may be open for some judge."""
    return sorted({sheet_key(move) for move in contest.moves() if move.fact.intent is Intent.BALLOT})


def paths_of(app: Any) -> list[str]:
    """Return the paths of all routes of an app, whatever stands around it."""
    if hasattr(app, "routes"):
        return [path for route in app.routes for path in _paths(route)]
    return paths_of(app._app)


def _paths(route: Any) -> Iterator[str]:
    inner = getattr(route, "routes", None)
    if not inner:
        yield route.path
        return
    for each in inner:
        yield from (f"{route.path}{path}" for path in _paths(each))


def unwalked(app: Any) -> tuple[set[str], set[str]]:
    """Return the routes that say not what is asked of them, and entries for which there is no route."""
    paths = set(paths_of(app))
    return paths - set(ENTRIES), set(ENTRIES) - paths


def cookie_for(hall: Served, seat: str) -> str:
    """Return the cookie of a device that sits down by a new card, past the pad for the PIN; nobody's is empty."""
    now, code = datetime.now(UTC), hall.card(seat) if seat else ""
    taken = hall.worker.ask(lambda arena: claim(arena, code, "walk", now)).result() if seat else None
    if taken is None:
        return ""
    hall.worker.ask(lambda arena: open_seat(arena, seat, now)).result()
    return taken[1]


def token_for(hall: Served, seat: str) -> str:
    """Return a token of the seat; of who has none, and of the desk, whose programs know what the scorer does, none."""
    if seat in ("", DESK):
        return "none"
    return hall.worker.ask(lambda arena: print_token(arena, seat, datetime.now(UTC))).result()


def pass_of(hall: Served, seat: str) -> Pass:
    """Return what whoever sits in `seat` carries; a voter sits in none and has a card, nobody has nothing."""
    if seat == VOTER:
        code, *_others = hall.worker.ask(lambda arena: print_voters(arena, 3)).result()
        return Pass(device="a-device-that-votes", card=code)
    return Pass(cookie_for(hall, seat), "", token_for(hall, seat))


def walk(hall: Served, seat: str, place: str = "10.0.0.9") -> dict[str, Answer]:
    """Return what every address answers to whoever sits in `seat`, empty for somebody without one."""
    carried = attrs.evolve(pass_of(hall, seat), place=place)
    contest = hall.worker.ask(lambda arena: arena.contest).result()
    asks = [*BESIDE, *(ask for entry in ENTRIES.values() for ask in entry(contest))]
    return asyncio.run(_answers(hall, asks, carried))


async def _answers(hall: Served, asks: Sequence[Ask], carried: Pass) -> dict[str, Answer]:
    found = {}
    async with _running(hall.hall.app):
        for ask in asks:
            path = ask.path.replace(CURRENT, hall.worker.snapshot.scenes.current).replace(NO_CARD, carried.card)
            headers = {name: value.replace(TOKEN, carried.token) for name, value in ask.headers.items()}
            answer = await answer_to(hall.hall.app, attrs.evolve(ask, path=path, headers=headers), carried)
            where = f"{ask.method} {ask.path} {ask.body.decode()} {dict(ask.headers)}"
            found[where] = attrs.evolve(answer, body=answer.body.replace(carried.card, NO_CARD))
    return found


@asynccontextmanager
async def _running(app: Any) -> AsyncIterator[None]:
    """Have the app follow its contest meanwhile, as a server does: what teams' phones show is worked out so."""
    ends, begun = asyncio.Event(), asyncio.Event()
    messages = iter(({"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}))

    async def receive() -> Any:
        message = next(messages)
        if message["type"] == "lifespan.shutdown":
            await ends.wait()
        return message

    async def send(message: Any) -> None:
        assert message["type"] in ("lifespan.startup.complete", "lifespan.shutdown.complete"), message
        begun.set()

    task = asyncio.ensure_future(app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, receive, send))
    await begun.wait()
    try:
        yield
    finally:
        ends.set()
        await task


async def answer_to(app: Any, ask: Ask, carried: Pass = Pass()) -> Answer:
    """Return what an app answers; a page that listens goes away when all is quiet."""
    sent: list[Any] = []
    has_all = asyncio.Event()
    is_socket = ask.method == SOCKET
    first = {"type": "websocket.connect"} if is_socket else {"type": "http.request", "body": ask.body}
    waiting: list[dict[str, Any]] = [first]

    async def receive() -> Any:
        if not waiting:
            await has_all.wait()
            return {"type": "websocket.disconnect" if is_socket else "http.disconnect"}
        return waiting.pop()

    async def send(message: Any) -> None:
        sent.append(message)
        body = message.get("body", b"")
        if STREAM_ENDS in body or b"event: gone" in body or '"show"' in message.get("text", ""):
            has_all.set()

    await asyncio.wait_for(app(_scope(ask, carried), receive, send), 20)
    if is_socket:
        said = [str(each.get("text", each)) for each in sent if "ping" not in each.get("text", "")]
        return Answer(next((each["code"] for each in sent if "code" in each), 101), (), "\n".join(said))
    start, *bodies = sent
    headers = tuple((name.decode(), value.decode("latin-1")) for name, value in start.get("headers", ()))
    return Answer(start["status"], headers, b"".join(each.get("body", b"") for each in bodies).decode())


def _scope(ask: Ask, carried: Pass) -> dict[str, Any]:
    path, _mark, query = ask.path.partition("?")
    headers = {"host": HOST, "origin": HERE, **({"cookie": carried.cookies} if carried.cookies else {}), **ask.headers}
    kind = {"type": "websocket", "subprotocols": []} if ask.method == SOCKET else {"type": "http", "method": ask.method}
    return {
        **kind, "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http",
        "path": path, "raw_path": path.encode(), "root_path": "", "query_string": query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
        "client": (carried.place, 50_000), "server": ("127.0.0.1", 8_000), "state": {},
    }  # fmt: skip


NOISE = re.compile(
    r"#\d+ [0-9a-f]{4}\b"  # the head of the chain, in a corner of the board
    r"|\b[0-9a-f]{32,64}\b"  # digests of pictures and records, ids of sheets
    r'|"now": ?\d+|^\d+\.\d+$'  # what the time is
    r"|[\w-]{32}(?=; )"  # a new cookie
    r'|(?<=/[sv]/)[A-Z2-7]{10}\b|<svg [^>]*class="segno">.*?</svg>'  # the code of a new card, in letters and as QR
)
"""What differs between any two halls, and tells of nothing that is hidden."""


def quiet(answer: Answer, contest: Contest) -> Answer:
    """Return an answer without noise and without what a draw publishes of its secret."""
    published = {value for record in contest.records for value in record.fact.published().values()}
    body = answer.body
    for value in published:
        body = body.replace(value, "-")
    headers = tuple((name, NOISE.sub("-", value)) for name, value in answer.headers if name != "content-length")
    return attrs.evolve(answer, body=NOISE.sub("-", body), headers=headers)


HALL = ("", DESK, VOTER)
"""Who knows no more than the hall, beside the teams."""


def seats_of_hall(contest: Contest) -> tuple[str, ...]:
    """Return whoever learns what the hall does: somebody without a seat, the page of seats, a voter, every team."""
    return (*HALL, *team_seats(contest))


def seats(contest: Contest) -> tuple[str, ...]:
    """Return every seat of a contest, and who has none."""
    return (*seats_of_hall(contest), *seats_of(contest))
