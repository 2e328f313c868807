"""The clock put right: from the start, seconds more or less, or a start that was pressed late.

These three stand first, whatever the round offers; what it has no move for corrects the record that started the clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

import attrs

from ...blanks import Choice, Number
from ...clocks import Clock, minutes
from ...contest import narration
from ...contest.facts import Corrected, Replacement
from ...facts import Fact, Intent
from ...moves import Move
from ...scenes import Clocks
from ...text import Text
from ..bindings import SEAT
from ..dialog import Dialog, Key, Line
from ..keys import Press
from .desk import Desk
from .entry import REASONS, Entry, Typing
from .form import open_form
from .lists import Act, Deed, DeedList, deeds
from .words import _

LONGEST = 3_600


def open_times(desk: Desk, now: datetime) -> None:
    """Open what may be done about the clock."""
    desk.refresh()
    rows = list(_items(desk))
    if not rows:
        desk.say(_("There is no clock here."))
    else:
        desk.open(DeedList(desk, _("Time"), rows))


def sets_time(move: Move) -> bool:
    """Whether a move puts a clock right."""
    return move.aside and move.intent in (Intent.TIMING, Intent.CLOCK)


def _items(desk: Desk) -> Iterator[Deed]:
    """Yield the three mendings of a clock, the round's own where it has them, then what else the round offers."""
    moves = [move for move in desk.contest.moves(SEAT) if sets_time(move)]
    start = started(desk)
    reset = next((move for move in moves if start is not None and not move.decisions), None)
    seconds = next((move for move in moves if _adds_seconds(move)), None)
    found: list[tuple[Text, Act]] = []
    if reset is not None:
        found.append(_by_move(desk, reset))
    elif start is not None:
        found.append((_back_words(start), lambda now: begin_again(desk, start, seconds, now)))
    if seconds is not None:
        found.append(_by_move(desk, seconds))
    elif start is not None:
        found.append((_("Change the clock by seconds"), lambda now: desk.open(Shift(desk, start, signed=True))))
    if start is not None:
        found.append((_("It began some seconds ago"), lambda now: desk.open(Shift(desk, start))))
    found += [_by_move(desk, move) for move in moves if move not in (reset, seconds)]
    return iter(deeds(*found))


def _by_move(desk: Desk, move: Move) -> tuple[Text, Act]:
    return move.label, lambda now: open_form(desk, move, {}, now)


def _adds_seconds(move: Move) -> bool:
    return any(isinstance(blank, Number) and blank.relative for blank in move.blanks)


def _back_words(start: Start) -> Text:
    """Say where the running clock would stand again: where it started, at a debate's last change of side."""
    left = minutes(start.clock.seconds_left(start.since))
    if start.shared:
        return _("Back to the last change of side: {time}", time=left)
    return _("Back to where it last started: {time}", time=left)


@attrs.frozen
class Start:
    """Where the running clock was started: the record, its instant, the clock; `shared`: one of two clocks."""

    seq: int
    since: datetime
    clock: Clock
    shared: bool


def started(desk: Desk) -> Start | None:
    """Return where the running clock was started, by the newest record that turned one; None while none runs."""
    clocks = [face.clock for block in desk.scene().of(Clocks) for face in block.faces]
    running = next((clock for clock in clocks if clock.running), None)
    if running is None:
        return None
    turned = (each for each in reversed(desk.contest.resolution.facts) if each.fact.intent is Intent.CLOCK)
    return next((Start(each.seq, _at(each.fact), running, len(clocks) > 1) for each in turned), None)


def _at(fact: Fact) -> datetime:
    """Return the instant at which a clock was turned: every CLOCK fact has one, called `at`."""
    at: datetime = narration.value_at(fact, "at")
    return at


def begin_at(desk: Desk, start: Start, at: datetime, now: datetime) -> None:
    """Correct the start of the running clock to another instant."""
    standing = desk.contest.resolution.fact(start.seq)
    if standing is None or _at(standing) != start.since:
        desk.say(_("The picture has just changed; look again."))
        return
    moved: Fact = attrs.evolve(standing, **{"at": at})
    item = Replacement(start.seq, desk.contest.book.to_mapping(moved))
    desk.change(Corrected((item,), desk.in_record(REASONS[3])), now)


def begin_again(desk: Desk, start: Start, seconds: Move | None, now: datetime) -> None:
    """Let the running clock stand where it last started, and run from now.

    Where the round adds seconds to a clock it gets those it has used since: a start that is moved to now would charge
    them to the side that spoke before. Without such a move there is only one clock, and its start is moved.
    """
    standing = desk.contest.resolution.fact(start.seq)
    if seconds is None or standing is None:
        begin_at(desk, start, now, now)
        return
    values: dict[str, object] = {
        blank.path: narration.value_at(standing, blank.path) for blank in seconds.blanks if isinstance(blank, Choice)
    }
    used = int((now - start.since).total_seconds())
    values.update({blank.path: used for blank in seconds.blanks if isinstance(blank, Number)})
    desk.do(seconds, values, now)


@attrs.define
class Shift(Typing):
    """How many seconds ago the clock should have begun; `signed`: how many seconds it should have more or less."""

    desk: Desk
    start: Start
    signed: bool = False
    field: Entry = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Ask for whole seconds."""
        low, label = (-LONGEST, _("Seconds")) if self.signed else (0, _("Seconds ago"))
        self.field = Entry(self.desk, Number("seconds", label, Decimal(low), Decimal(LONGEST), whole=True))

    def press(self, press: Press, now: datetime) -> bool:
        """Take digits, correct on Enter."""
        if self.field.take(press):
            self._shift(now)
        return True

    def _shift(self, now: datetime) -> None:
        seconds = timedelta(seconds=int(self.field.value))
        at = self.start.since + seconds if self.signed else now - seconds
        if at > now:
            run = int((now - self.start.since).total_seconds())
            self.desk.say(_("It has run for {seconds} s only since it last started.", seconds=run))
            self.field.value, self.field.typed = None, ""
            return
        self.desk.close()
        begin_at(self.desk, self.start, at, now)

    def dialog(self, now: datetime) -> Dialog:
        """Return the record and the field."""
        title = _("Change the clock by seconds") if self.signed else _("The clock began earlier")
        record = self.desk.record_line(self.start.seq, now)
        keys = _SIGNED_KEYS if self.signed else _KEYS
        return Dialog(title, (Line(record), *self.field.blocks()), keys, typing=True)


_KEYS = (Key("", _("Digits, then Enter")), Key("escape", _("leave it")))
_SIGNED_KEYS = (Key("", _("Seconds, then + or -")), Key("escape", _("leave it")))
