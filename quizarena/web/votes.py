"""Votes from phones: a voter's page by its card, and the audience's own by the device; neither says any count.

Votes are written in one go however many come at once, so that a hall that votes keeps nobody waiting.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from typing import Any

import attrs
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..arena import Arena
from ..blanks import Poll
from ..errors import JournalError
from ..sessions.cards import LASTS, voter_of_card, voter_of_device
from ..sessions.votes import Answer, Ballot, cast, given, open_poll
from ..text import Text, draw
from .guard import Rate
from .reception import NEVER, Reception, json_body
from .views import Watched
from .words import _
from .worker import Worker

DEVICE = "quizarena-device"
GUESSES_A_SECOND, GUESSES = 0.5, 30.0
"""Wrong codes that are answered, from each address: a guesser silences nobody else in the middle of a vote."""
_AT_ONCE = 100
"""Votes of one write: what else the contest's thread is asked for waits no longer than for these."""
_LONGEST = 64
_NOT_YOURS, _NO_CARD, _NO_DEVICE = "not_yours", "no_card", "no_device"
_REFUSALS = (_NOT_YOURS, _NO_CARD)
_WORDS: Mapping[str, Text] = {
    Answer.CLOSED.value: _("Not counted: this vote is closed."),
    Answer.COUNTING.value: _("The votes are being counted. If the vote goes on, yours is sent by itself."),
    Answer.OLDER.value: _("Another phone has voted since with this card; its vote stands. You may change it."),
    Answer.UNFIT.value: _("Not counted: the choice has changed. Please choose again."),
    _NOT_YOURS: _("This card has no vote here: fewer cards vote this time."),
    _NO_CARD: _("This card is no longer valid. Please ask the desk for another one."),
}


@attrs.frozen
class Voter:
    """Who votes: the holder of the card `code`, or the device of the cookie `device`."""

    code: str = ""
    device: str = ""


@attrs.frozen
class Sent:
    """What a page sends: the poll it saw, whom the voter chose, and how often the voter has."""

    poll: str
    choices: tuple[str, ...]
    nth: int

    @classmethod
    def of(cls, body: Any) -> Sent | None:
        """Return what a JSON body says, None where it is no vote."""
        try:
            nth, choices = body["nth"], body["choices"]
            if type(nth) is not int or not isinstance(choices, list):
                return None
            return cls(str(body["poll"]), tuple(map(str, choices)), min(nth, 2**31))
        except (KeyError, TypeError):
            return None


class Box:
    """Takes votes in: those that come while others are written are written together with the next."""

    def __init__(self, worker: Worker) -> None:
        """Take a worker that was started."""
        self._worker = worker
        self._waiting: list[tuple[Voter, Sent, asyncio.Future[str]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, voter: Voter, sent: Sent) -> str:
        """Keep a vote and return what became of it; raises JournalError where it cannot be written."""
        future: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting.append((voter, sent, future))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.ensure_future(self._write())
        return await future

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
            votes = [(voter, sent) for voter, sent, _future in batch]
            try:
                answers: list[str] | Exception = await self._worker.call(lambda arena, votes=votes: taken(arena, votes))  # type: ignore[misc]
            except Exception as error:
                answers = error
            for nth, (_voter, _sent, future) in enumerate(batch):
                if future.done():  # whoever sent it has gone
                    continue
                if isinstance(answers, Exception):
                    future.set_exception(answers)
                else:
                    future.set_result(answers[nth])


def taken(arena: Arena, votes: list[tuple[Voter, Sent]]) -> list[str]:
    """Take votes in and return what became of each."""
    arena.refresh()
    poll = open_poll(arena.contest)
    names = [_name(arena, poll, voter) for voter, _sent in votes]
    named = zip(names, (sent for _voter, sent in votes), strict=True)
    ballots = [Ballot(sent.poll, name, sent.choices, sent.nth) for name, sent in named if name not in _REFUSALS]
    answers = iter(cast(arena, ballots))
    return [name if name in _REFUSALS else next(answers).value for name in names]


def _name(arena: Arena, poll: Poll | None, voter: Voter) -> str:
    """Return what a voter is called in the poll that is open, or why it has no vote there."""
    if voter.device:
        is_of_cards = poll is not None and poll.voters is not None
        return _NOT_YOURS if is_of_cards else f"d{voter_of_device(arena, voter.device)}"
    number = voter_of_card(arena, voter.code)
    if number is None:
        return _NO_CARD
    return _NOT_YOURS if poll is not None and (poll.voters is None or number > poll.voters) else f"c{number}"


def stands(arena: Arena, voter: Voter) -> dict[str, Any]:
    """Return what a voter has given in the poll that is open; no card that there is none."""
    poll = open_poll(arena.contest)
    name = _name(arena, poll, voter)
    if name == _NO_CARD:
        return {"state": _NO_CARD}
    found = None if poll is None or name == _NOT_YOURS else given(arena.journal, poll, name)
    if found is None:
        return {"poll": "", "nth": 0, "choices": []}
    return {"poll": found.poll, "nth": found.nth, "choices": list(found.choices)}


def routes(reception: Reception) -> list[Route]:
    """Return the addresses of votes."""
    found = _Votes(reception)
    return [
        Route("/v/{code}", found.page),
        Route("/v/{code}/vote", found.by_card, methods=["GET", "POST"]),
        Route("/vote", found.by_device, methods=["GET", "POST"]),
    ]


class _Votes:
    def __init__(self, reception: Reception) -> None:
        self._reception, self._worker = reception, reception.worker
        self._box = Box(self._worker)
        self._guesses = Rate(GUESSES_A_SECOND, GUESSES)

    async def page(self, request: Request) -> Response:
        """Answer with a voter's page."""
        code, address = request.path_params["code"], _address(request)
        number = None
        if self._guesses.has(address):
            number = await self._worker.call(lambda arena: voter_of_card(arena, code))
        if number is None:
            self._guesses.takes(address)
            return self._reception.sorry(
                request, 410, _("There is no such voter's card"), _("Please ask the desk for another one.")
            )
        language = self._reception.language(request)
        watched = Watched("voter", language)
        view, snapshot = await self._worker.view(watched), self._worker.snapshot
        title, trouble = snapshot.titles.get(language, ""), snapshot.trouble_of(watched)
        return self._reception.page(
            "voter", language, view=view, picture=view.picture, title=title, trouble=trouble, code=code, number=number
        )

    async def by_card(self, request: Request) -> Response:
        """Answer what the card has voted, or take its vote."""
        if not self._guesses.has(_address(request)):
            return self._said(request, _NO_CARD, 429)
        answer = await self._vote(request, Voter(code=request.path_params["code"]))
        if answer.status_code == 410:
            self._guesses.takes(_address(request))
        return answer

    async def by_device(self, request: Request) -> Response:
        """Answer what the device has voted, or take its vote; a device has its name before it votes."""
        device = request.cookies.get(DEVICE, "")[:_LONGEST]
        if request.method == "POST":
            return await self._vote(request, Voter(device=device)) if device else self._said(request, _NO_DEVICE, 409)
        answer = await self._vote(request, Voter(device=device or "-"))
        if not device:
            is_secure, most = request.url.scheme == "https", int(LASTS.total_seconds())
            device = secrets.token_urlsafe(24)
            answer.set_cookie(DEVICE, device, max_age=most, httponly=True, samesite="lax", secure=is_secure)
        return answer

    async def _vote(self, request: Request, voter: Voter) -> Response:
        try:
            if request.method != "POST":
                found = await self._worker.call(lambda arena: stands(arena, voter))
                state = found.pop("state", "")
                return self._said(request, state, 410 if state else 200, **found)
            sent = Sent.of(await json_body(request))
            if sent is None:
                return self._said(request, Answer.UNFIT.value, 400)
            state = await self._box.put(voter, sent)
            more = {}
            if state == Answer.OLDER.value:
                more = await self._worker.call(lambda arena: stands(arena, voter))
        except JournalError as error:
            words = error.sentence(self._reception.language(request))
            return JSONResponse({"state": "busy", "words": words}, 503, headers=NEVER)
        return self._said(request, state, 410 if state == _NO_CARD else 200, **more)

    def _said(self, request: Request, state: str, status: int = 200, **more: Any) -> Response:
        words = _WORDS.get(state)
        said = {} if words is None else {"words": draw(words, self._reception.language(request))}
        return JSONResponse({"state": state, **said, **more}, status, headers=NEVER)


def _address(request: Request) -> str:
    return "" if request.client is None else request.client.host
