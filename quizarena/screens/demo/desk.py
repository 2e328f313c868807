"""The desk of the demo: the ordinary desk with a ribbon and four keys more.

Decides that N plays on, B swaps desk and board, X asks for the plug to be pulled and Q goes back to the first page, and
that what the hall, the lot or the machine's chance would bring comes from the story while the contest follows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import attrs

from ...contest import telling
from ...errors import QuizArenaError
from ...facts import Fact
from ...moves import Line
from ..canvas import NOW, Canvas
from ..desk.controller import Desk
from ..desk.keymap import Press
from ..desk.moment import SEAT, Bound
from ..desk.painter import paint as paint_desk
from ..feed import feed_of
from ..pictures import Look, draw_board
from ..wide import drawn, width
from .story import Player, Story
from .words import _


@attrs.define(eq=False)
class DemoDesk(Desk):
    """A desk on a contest that follows `story`; `shows_board` paints the board, `unplugged` asks to be killed."""

    story: Story = attrs.field(kw_only=True)
    shows_board: bool = attrs.field(default=False, init=False)
    unplugged: bool = attrs.field(default=False, init=False)

    def press(self, press: Press, now: datetime) -> None:
        """Take one press: the demo's own keys first, where nothing is being typed."""
        own = {"n": self._play_on, "b": self._swap, "x": self._unplug, "q": self._leave}.get(press.key)
        if own is None or self.overlay is not None:
            super().press(press, now)
            self.shows_board = self.shows_board and self.overlay is None
        elif self._held.accepts(press.key, now):
            own(now)

    def take(self, bound: Bound, key: str, now: datetime) -> None:
        """Do what stood beside a key; what others would have to give is given by the story."""
        told = self._told(bound, now)
        if told is None:
            super().take(bound, key, now)
        else:
            self.record(told, telling.offered(bound.move, told), now)

    def _told(self, bound: Bound, now: datetime) -> Fact | None:
        chance = any(isinstance(blank, Line) and blank.entropy for blank in bound.move.open)
        if bound.move.closed is not None or not (bound.missing or chance):
            return None
        told = self.story.told(self.contest, now)
        if type(told) is not bound.move.fact:
            return None
        if any(getattr(told, path, None) != value for path, value in bound.values.items()):
            return None
        try:
            self.contest.prepare(told, seat=SEAT, at=now)
        except QuizArenaError:
            return None
        return told

    def _play_on(self, now: datetime) -> None:
        if not self.look_only:
            self.refresh()
            self.say(Player(self.story, self.arena).play_on(now), now)

    def _swap(self, now: datetime) -> None:
        self.shows_board = not self.shows_board

    def _leave(self, now: datetime) -> None:
        self.ended = True

    def _unplug(self, now: datetime) -> None:
        self.unplugged = True


def paint(desk: DemoDesk, columns: int, rows: int, now: datetime) -> Canvas:
    """Draw the desk or the board, with the ribbon."""
    if desk.shows_board:
        canvas = draw_board(feed_of(desk.contest, "hall"), Look(columns, rows, desk.language, now))
        canvas.put(1, rows - 1, drawn(_(" B desk  other keys act as at the desk "), desk.language), NOW)
        return canvas
    canvas = paint_desk(desk, columns, rows, now)
    said = drawn(_("DEMO: all the others are robots"), desk.language)
    keys = drawn(_("N play on  X pull the plug  Q leave"), desk.language)
    _ribbon(canvas, [said] if desk.overlay is not None else [f"{said}  {keys}", said])
    return canvas


def _ribbon(canvas: Canvas, texts: Sequence[str]) -> None:
    """Draw the first of the texts that there is room for."""
    for text in texts:
        found = _room(canvas, width(text) + 4)
        if found is not None:
            canvas.put(found[0] + 1, found[1], f" {text} ", NOW)
            return


def _room(canvas: Canvas, cells: int) -> tuple[int, int] | None:
    """Return column and row of so many cells: on the lowest rule, else where nothing stands."""
    rows = ["".join("#" if cell.pen.lit else cell.text[:1] or "#" for cell in row) for row in canvas.rows()]
    places = ((row.rfind(free * cells), y) for free in "- " for y, row in reversed(list(enumerate(rows))))
    return next((place for place in places if place[0] >= 0), None)
