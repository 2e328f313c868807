"""Teams' buzzers: a line to each phone and to boxes, whose presses become an order that the desk is offered.

A phone's line is pinged, so that its clock is known; what an order needs to be sure of is in `sessions.buzzers`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import math
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

import attrs
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from ..arena import Arena
from ..blanks import Press
from ..errors import QuizArenaError, message_of
from ..roster import BUZZERS, Seat
from ..sessions.buzz_offer import Offer, open_buzz, write_offer
from ..sessions.buzzers import PATIENCE, Order, Race, Span, TimedPress, timed
from ..sessions.cards import DESK
from ..text import Text, draw
from .buzzer_lines import ANOTHER, FLOOD, GONE, NO_SEAT, Line, listen
from .reception import Reception
from .seats_page import OPENED_BY
from .team import IGNORED, SENT, TOO_EARLY, UNSURE, Face, Watch, behind, watch
from .words import _

_LOG = logging.getLogger("uvicorn.error")
"""Where a server says what is wrong: the terminal it was started in."""
LONGEST = 400
"""The longest message of a line; who sends a longer one, or too many, is cut off."""
KEYS_LINE = "/desk/boxes/line"
ALL = ""
"""Whose line it is over which boxes that act as keyboards press for every team."""
BOX = "box"
BOX_SECONDS = 0.02
"""How long a press of a box may take to get here; a box sends its presses in their order."""


@attrs.define
class _Question:
    """The buzz that is open: its key, whether the host has called, who pressed when, who was early."""

    key: str
    armed: bool
    race: Race
    early: dict[str, TimedPress] = attrs.field(factory=dict)
    order: Order | None = None
    told: Offer | None = None


class Buzzers:
    """The lines of all teams and of a box, and the race that is on; used in the event loop alone."""

    def __init__(self, reception: Reception, boxes: str = "") -> None:
        """Take the reception, and a program that prints the presses of boxes, empty where there are none."""
        self._reception, self._worker, self._boxes = reception, reception.worker, boxes
        self._box_since: float | None = None
        self._lines: dict[str, Line] = {}
        self._numbers = count(1)
        self._watch = Watch(None, {}, {}, {})
        self._question: _Question | None = None
        self._looked = time.monotonic()
        self._news = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self.routes: list[BaseRoute] = [
            Route("/team", self._page), WebSocketRoute("/team/line", self._line),
            Route("/desk/boxes", self._keys_page), WebSocketRoute(KEYS_LINE, self._line),
        ]  # fmt: skip

    # What the contest says

    async def run(self) -> None:
        """Follow the contest until cancelled."""
        loop = asyncio.get_running_loop()

        def published() -> None:
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(self._news.set)

        self._worker.listeners.append(published)
        boxes = asyncio.ensure_future(listen(self._boxes, self.press_box, self._box_runs)) if self._boxes else None
        try:
            while True:
                try:
                    await self._look()
                except Exception as fault:  # a kind's own code may raise whatever it likes; the lines go on
                    self._say(_("Buzzers stand still: {why}", why=message_of(fault)))
                await self._news.wait()
                self._news.clear()
        finally:
            self._worker.listeners.remove(published)
            if boxes is not None:
                boxes.cancel()
                await asyncio.gather(boxes, return_exceptions=True)

    def end(self) -> None:
        """Close every line: the server stops, and phones look for it again by themselves."""
        for line in self._lines.values():
            self._soon(partial(line.close, GONE))

    async def _look(self) -> None:
        """Take in where the contest stands; what the buzzers said of another question is forgotten."""
        before = self._looked
        found = await self._worker.call(lambda arena: watch(arena.contest, datetime.now(UTC)))
        self._looked = now = time.monotonic()
        self._watch, known, buzz = found, self._question, found.buzz
        if buzz is not None and buzz.way != "hand":
            if known is None or (known.key, known.armed) != (buzz.key, buzz.armed):
                await self._begin(_Question(buzz.key, buzz.armed, Race(buzz.teams, _opened(found, before, now))))
        elif known is not None and found.answering == "":
            await self._begin(None)
        await self._show_all()

    async def _begin(self, question: _Question | None) -> None:
        self._question = question
        await self._tell(None)

    async def _tell(self, offer: Offer | None) -> None:
        try:
            await self._worker.call(lambda arena: write_offer(arena.journal, offer))
        except QuizArenaError as error:
            self._say(_("The desk is not told who pressed: {why}", why=error.message))

    def _say(self, text: Text) -> None:
        """Say in the terminal that the server was started in what is wrong."""
        _LOG.warning(draw(text, self._worker.snapshot.language))

    # Presses

    async def press(self, team: str, span: Span, line: str) -> None:
        """Take a press that happened within a span of our clock and has just arrived."""
        question, buzz = self._question, self._watch.buzz
        if question is None or buzz is None:
            return
        press = timed(team, span, time.monotonic(), line)
        if not question.armed:
            await self._early(question, press)
        elif question.race.press(press):
            await self._ask_everybody(question)
        await self._show(team)

    async def _early(self, question: _Question, press: TimedPress) -> None:
        """Take a press before the host's call: a person decides whether it was a false start."""
        buzz = self._watch.buzz
        if press.team in question.early or buzz is None or press.team not in buzz.teams:
            return
        question.early[press.team] = press
        if press.team in buzz.fouls:
            presses = sorted(question.early.values(), key=lambda each: each.span.middle)
            shown = _measured([each for each in presses if each.team in buzz.fouls])
            await self._tell(Offer(question.key, shown, sure=False, early=True))

    async def _ask_everybody(self, question: _Question) -> None:
        """Have every line say that no earlier press is on its way; then decide, at the latest once patience ends."""
        if len(question.race.presses) == 1:
            loop = asyncio.get_running_loop()
            asked = time.monotonic()
            loop.call_later(PATIENCE, self._soon, self._decide)
            if self._box_since is not None:
                loop.call_later(BOX_SECONDS, self._soon, lambda: self._answered(BOX, asked))
            await asyncio.gather(*(line.ping() for line in self._lines.values()))
        await self._decide()

    async def _answered(self, line: str, sent: float) -> None:
        if self._question is not None:
            self._question.race.answer(line, sent)
            await self._decide()

    def _soon(self, deed: Callable[[], Awaitable[None]]) -> None:
        async def done() -> None:
            await deed()

        task = asyncio.ensure_future(done())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _decide(self) -> None:
        """Tell the desk the order once there is one, or record it where the rules let the buzzers do so."""
        question, buzz = self._question, self._watch.buzz
        if question is None or buzz is None or question.key != buzz.key:
            return
        now = time.monotonic()
        lines: dict[str, list[str]] = {team: [] for team in question.race.teams}
        for line in self._lines.values():
            if line.since <= question.race.opened and line.clock.is_known:
                for team in lines if line.team == ALL else lines.keys() & {line.team}:
                    lines[team].append(line.name)
        if self._box_since is not None and self._box_since <= question.race.opened:
            for names in lines.values():
                names.append(BOX)
        order = question.race.order(lines, now)
        if order is None or order == question.order:
            return
        question.order = order
        offer = Offer(question.key, _measured(order.presses), order.sure, missing=order.missing)
        if buzz.way == "auto" and order.sure and await self._record(offer):
            return
        if self._question is question:
            await self._tell(offer)
            await self._show_all()

    async def _record(self, offer: Offer) -> bool:
        """Record who was first; return whether it is recorded, or another question is on already."""

        def deed(arena: Arena) -> None:
            buzz = open_buzz(arena.contest)
            option = None if buzz is None or buzz.key != offer.buzz else buzz.option(offer.presses[0].team)
            if buzz is not None and option is not None and buzz.armed and buzz.way == "auto":
                arena.push(buzz.move.fill(team=option.value, presses=offer.presses), seat=BUZZERS)

        try:
            await self._worker.call(deed)
        except QuizArenaError:
            return False  # the desk is told instead
        return True

    # Lines

    async def _page(self, request: Request) -> Response:
        seat, language = await self._reception.seat(request), self._reception.language(request)
        if seat is None or not seat.team:
            what, advice = _("This phone has no seat"), _("Scan your card, or ask the desk for another one.")
            return self._reception.sorry(request, 401, what, advice)
        name = draw(self._watch.names.get(seat.team, _("The team")), language)
        podium = self._watch.podiums.get(seat.team)
        return self._reception.page("team", language, title=name, name=name, podium=podium)

    async def _keys_page(self, request: Request) -> Response:
        if await self._reception.seat(request) != Seat(DESK):
            return self._reception.sorry(request, 401, _("This page is the desk's"), OPENED_BY)
        language = self._reception.language(request)
        return self._reception.page("boxes", language, title=draw(_("Boxes that act as keyboards"), language))

    async def _line(self, socket: WebSocket) -> None:
        await socket.accept()
        try:
            seat = await self._reception.seat(socket)
        except QuizArenaError:  # the file cannot be read now; the phone comes again by itself
            await socket.close(GONE)
            return
        if seat is None or (seat != Seat(DESK) if socket.url.path == KEYS_LINE else not seat.team):
            await socket.close(NO_SEAT)
            return
        line = Line(seat.team, self._reception.language(socket), socket, next(self._numbers))
        before, self._lines[line.team] = self._lines.get(line.team), line
        if before is not None:
            await before.close(ANOTHER)
        role = str(seat) if seat.team else ""
        await self._worker.call(lambda _arena: self._worker.attendance.come(role) if role else None)
        asking = asyncio.ensure_future(line.keep_asking())
        try:
            await self._show(line.team)
            await self._listen(line)
        except (WebSocketDisconnect, RuntimeError, KeyError):
            pass
        finally:
            asking.cancel()
            self._worker.ask(lambda _arena: self._worker.attendance.go(role) if role else None)
            if self._lines.get(line.team) is line:
                del self._lines[line.team]
                await self._decide()

    async def _listen(self, line: Line) -> None:
        while True:
            text = await line.socket.receive_text()
            if len(text) > LONGEST or not line.rate.takes(line.name):
                await line.close(FLOOD)
                return
            await self._take(line, _read(text))

    async def _take(self, line: Line, said: dict[str, Any]) -> None:
        at = said.get("at")
        if self._lines.get(line.team) is not line or not isinstance(at, (int, float)) or not math.isfinite(at):
            return
        stamp, number, key = at / 1_000, said.get("pong"), said.get("press")
        if isinstance(number, int):
            sent = line.hear(number, stamp)
            if sent is not None:
                await self._answered(line.name, sent)
        elif line.team == ALL and line.clock.is_known:
            await self.press(self._team_at(key), line.clock.instant(stamp, time.monotonic()), line.name)
        elif isinstance(key, str) and line.clock.is_known:
            if self._question is not None and key == self._question.key:
                await self.press(line.team, line.clock.instant(stamp, time.monotonic()), line.name)
            await self._show(line.team)

    async def look_again(self) -> None:
        """Close the lines of phones that sit in their seat no more."""
        for line in list(self._lines.values()):
            with suppress(QuizArenaError):  # while the file cannot be read, whoever sat there does
                seat = Seat(DESK) if line.team == ALL else Seat("team", team=line.team)
                if await self._reception.seat(line.socket) != seat:
                    await line.close(NO_SEAT)

    def soon_look_again(self) -> None:
        """Look soon who still sits."""
        self._soon(self.look_again)

    def _box_runs(self, why: Text | None) -> None:
        """Take in that the program of the boxes runs, or why it does not."""
        self._box_since = time.monotonic() if why is None else None
        if why is not None:
            self._say(_("No buzzer of a box is heard: {why}. Trying again.", why=why))

    async def press_box(self, podium: int) -> None:
        """Take a press of a box, by the desk's number."""
        now = time.monotonic()
        await self.press(self._team_at(podium), Span(now - BOX_SECONDS, now), BOX)

    def _team_at(self, podium: object) -> str:
        """Return the team at a desk, empty where there is none."""
        return next((team for team, number in self._watch.podiums.items() if number == podium), "")

    # What phones show

    async def _show_all(self) -> None:
        await asyncio.gather(*(self._show(team) for team in list(self._lines)))

    async def _show(self, team: str) -> None:
        line = self._lines.get(team)
        if line is not None:
            key = "" if self._question is None else self._question.key
            podium = self._watch.podiums.get(team)
            await line.send({"show": self._face(team).to_json(line.language), "key": key, "podium": podium})

    def _face(self, team: str) -> Face:
        """Return what stands on a team's phone: what the contest says, unless the buzzers know better."""
        face, question = self._watch.faces.get(team, Face("wait", _("Please wait"))), self._question
        if question is None:
            return face
        if self._watch.buzz is None:
            return self._place(question, team) or face
        if face.state == "armed" and team in question.race.presses:
            is_unsure = question.order is not None and not question.order.sure
            return UNSURE if is_unsure else SENT
        if face.state == "wait" and team in question.early:
            return TOO_EARLY if team in self._watch.buzz.fouls else IGNORED
        return face

    def _place(self, question: _Question, team: str) -> Face | None:
        """Return how far behind a team was that pressed after it was recorded who was first; None for any other."""
        first, press = question.race.presses.get(self._watch.answering), question.race.presses.get(team)
        if first is None or press is None or press is first or press.span.middle < first.span.middle:
            return None
        earlier = sum(each.span.middle < press.span.middle for each in question.race.presses.values())
        name: Text = self._watch.names[self._watch.answering]
        return behind(earlier + 1, round(1_000 * (press.span.middle - first.span.middle)), name)


def _opened(found: Watch, before: float, now: float) -> float:
    """Return since when the buzzers are open, by our clock: the host's call, as far as it lies since we last looked."""
    called = None if found.buzz is None else found.buzz.called
    if called is None or found.buzz is None or not found.buzz.armed:
        return now
    return min(now, max(before, now - (time.time() - called.timestamp())))


def _measured(presses: Sequence[TimedPress]) -> tuple[Press, ...]:
    """Return presses as records have them, to the millisecond: by one look at the clocks, so that their gaps stand."""
    began = datetime.now(UTC) - timedelta(seconds=time.monotonic())
    return tuple(_press(each, began) for each in presses)


def _press(press: TimedPress, began: datetime) -> Press:
    at = began + timedelta(seconds=press.span.middle)
    at = at.replace(microsecond=at.microsecond // 1_000 * 1_000)
    return Press(press.team, at, math.ceil(1_000 * press.span.within) + 1)


def _read(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
