"""A desk among robots: the ordinary desk with a ribbon and a few keys more, in the demo and in a rehearsal.

Decides that N plays on and X asks for the plug to be pulled; that in the demo B swaps desk and board, Q goes back to
the first page, and what the hall, the lot or the machine's chance would bring comes from the story while the contest
follows it; that in a rehearsal the robots give the ballots of the judges who are not there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import attrs

from ...blanks import Line
from ...contest import narration
from ...errors import QuizArenaError
from ...facts import Fact, Record
from ...sessions.bindings import SEAT, Bound
from ...sessions.desk.desk import Wish
from ...sessions.desk.session import DeskSession
from ...sessions.hall import feed_of
from ...sessions.keys import Press
from ...simulation.rehearsal import Robot
from ...text import Text
from ..canvas import NOW, Canvas
from ..desk.painter import paint as paint_desk
from ..desk.terminal import DeskTerminal
from ..pictures import Look, draw_board
from ..wide import width
from .story import Player, Story
from .words import _

Deed = Callable[[datetime], None]


@attrs.define(eq=False)
class RobotDesk(DeskSession):
    """A desk with keys of its own; `shows_board` paints the board, `unplugged` asks to be killed."""

    shows_board: bool = attrs.field(default=False, init=False)
    unplugged: bool = attrs.field(default=False, init=False)

    def own_keys(self) -> Mapping[str, Deed]:
        """Return what the keys do that the ordinary desk does not have."""
        return {"x": self._unplug}

    def ribbon(self) -> tuple[Text, Text]:
        """Return what the ribbon says: what this is, and the own keys."""
        raise NotImplementedError

    def each_second(self, now: datetime) -> None:
        """Let the robots do what they do by themselves."""

    def press(self, press: Press, now: datetime) -> Wish | None:
        """Take one press: the own keys first, where nothing is being typed."""
        own = self.own_keys().get(press.key)
        if own is None or self.overlay is not None:
            wish = super().press(press, now)
            self.shows_board = self.shows_board and self.overlay is None
            return wish
        self.wish = None
        if self._held.accepts(press.key, now):
            own(now)
        return self.wish

    def give(self, ballot: Callable[[], Record | None]) -> None:
        """Say what a robot gave, or why it could not be written."""
        try:
            given = ballot()
        except QuizArenaError as error:
            self.say(error.message, loud=True)
        else:
            if given is not None:
                self.say(self.result(given))

    def _unplug(self, now: datetime) -> None:
        self.unplugged = True


@attrs.define(eq=False)
class RehearsalDesk(RobotDesk):
    """A desk in a rehearsal; without a robot everything is done by hands."""

    robot: Robot | None = attrs.field(kw_only=True)

    def own_keys(self) -> Mapping[str, Deed]:
        """Return X and, where there is a robot, N."""
        return super().own_keys() if self.robot is None else {**super().own_keys(), "n": self._play_on}

    def ribbon(self) -> tuple[Text, Text]:
        """Return the rehearsal's ribbon."""
        if self.robot is None:
            return _("REHEARSAL: everything by hand"), _("X pull the plug")
        return _("REHEARSAL: judges who are not here are robots"), _("N play on  X pull the plug")

    def each_second(self, now: datetime) -> None:
        """Give one ballot of a judge who sits at no sheet."""
        if self.robot is None or self.look_only or self.unsaved is not None:
            return
        robot, present = self.robot, set() if self.seats is None else {seat.role for seat in self.seats.others()}
        self.give(lambda: robot.ballot(now, present))

    def _play_on(self, now: datetime) -> None:
        if self.robot is None or self.look_only:
            return
        self.refresh()
        try:
            self.robot.play_on(now)
        except QuizArenaError as error:
            self.say(error.message, loud=True)
        else:
            over = self.contest.outcome() is not None
            self.say(_("The contest has come to its end.") if over else _("A robot played on."), now)


@attrs.define(eq=False)
class DemoDesk(RobotDesk):
    """A desk on a contest that follows `story`."""

    story: Story = attrs.field(kw_only=True)

    def own_keys(self) -> Mapping[str, Deed]:
        """Return the four keys of the demo."""
        return {**super().own_keys(), "n": self._play_on, "b": self._swap, "q": self._leave}

    def ribbon(self) -> tuple[Text, Text]:
        """Return the demo's ribbon."""
        return _("DEMO: all the others are robots"), _("N play on  X pull the plug  Q leave")

    def each_second(self, now: datetime) -> None:
        """Give one ballot."""
        if not self.look_only and self.unsaved is None:
            self.give(lambda: Player(self.story, self.arena).ballot(now))

    def take(self, bound: Bound, key: str, now: datetime) -> None:
        """Do what stood beside a key; what others would have to give is given by the story."""
        told = self._told(bound, now)
        if told is None:
            super().take(bound, key, now)
        else:
            self.record(told, narration.describe_fact(bound.move, told), now)

    def _told(self, bound: Bound, now: datetime) -> Fact | None:
        chance = any(isinstance(blank, Line) and blank.entropy for blank in bound.move.blanks)
        if bound.move.closed is not None or not (bound.missing or chance):
            return None
        told = self.story.told(self.contest, now)
        if type(told) is not bound.move.fact:
            line = self.story.given(bound.move, now)
            if line is None:
                return None
            told = line.fact
        if any(narration.value_at(told, path) != value for path, value in bound.values.items()):
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
        self.wish = "leave"


def paint(terminal: DeskTerminal, desk: RobotDesk, columns: int, rows: int, now: datetime) -> Canvas:
    """Draw the desk or the board, with the ribbon."""
    if desk.shows_board:
        canvas = draw_board(
            feed_of(desk.contest, "hall"), Look(columns, rows, terminal.language, now, names=terminal.names)
        )
        canvas.put(1, rows - 1, terminal.word(_(" B desk  other keys act as at the desk ")), NOW)
        return canvas
    canvas = paint_desk(terminal, columns, rows, now)
    said, keys = map(terminal.word, desk.ribbon())
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
