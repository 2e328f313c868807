"""The clock put right: from the start, seconds more or less, or a start that was pressed late.

Decides that the moves of the round which set time stand first, and that a late start is corrected at its own record.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from ...contest.facts import FRAME_FACTS, Corrected, Replacement
from ...facts import Fact
from ...moves import Instant, Move, Number
from ...scenes import Clocks
from . import openers
from .field import REASONS, Field
from .keymap import Press
from .lists import Item, ListOverlay
from .moment import SEAT
from .overlay import Row
from .words import _

if TYPE_CHECKING:
    from .controller import Desk

LONGEST = 3_600


def open_times(desk: Desk, now: datetime) -> None:
    """Open what may be done about the clock."""
    desk.refresh()
    rows = list(_items(desk))
    if not rows:
        desk.say(_("There is no clock here."))
    else:
        desk.open(ListOverlay(desk, desk.word(_("Time")), rows))


def sets_time(move: Move) -> bool:
    """Whether a move puts a clock right: an aside of the round about an instant or whole seconds."""
    about = any(isinstance(blank, Instant) or (isinstance(blank, Number) and blank.whole) for blank in move.open)
    return move.aside and move.fact not in FRAME_FACTS and about


def _items(desk: Desk) -> Iterator[Item]:
    moves = sorted((move for move in desk.contest.moves(SEAT) if sets_time(move)), key=lambda move: len(move.decisions))
    number = 0
    for number, move in enumerate(moves, 1):
        yield _item(desk, move, number)
    start = started(desk)
    if start is not None:
        seq, path = start
        words = desk.word(_("It began some seconds ago"))
        yield Item(words, lambda now: desk.open(Earlier(desk, seq, path)), number + 1)


def _item(desk: Desk, move: Move, number: int) -> Item:
    return Item(desk.word(move.label), lambda now: openers.open_form(desk, move, {}, now), number)


def started(desk: Desk) -> tuple[int, str] | None:
    """Return the record that started the running clock and the path of its instant, None while none runs."""
    faces = [face.clock for block in desk.scene().of(Clocks) for face in block.faces]
    since = {clock.running_since for clock in faces if clock.running_since is not None}
    for each in reversed(desk.contest.resolution.facts):
        for field in attrs.fields(type(each.fact)):
            value = getattr(each.fact, field.name)
            if isinstance(value, datetime) and value in since:
                return each.seq, field.name
    return None


@attrs.define
class Earlier:
    """How many seconds ago the clock should have been started."""

    desk: Desk
    seq: int
    path: str
    field: Field = attrs.field(init=False)
    typing: bool = attrs.field(default=True, init=False)

    def __attrs_post_init__(self) -> None:
        """Ask for whole seconds."""
        blank = Number("seconds", _("Seconds ago"), Decimal(0), Decimal(LONGEST), whole=True)
        self.field = Field(self.desk, blank)

    @property
    def title(self) -> str:
        """What it is."""
        return self.desk.word(_("The clock began earlier"))

    @property
    def typed(self) -> str:
        """What has been typed."""
        return self.field.typed

    def press(self, press: Press, now: datetime) -> None:
        """Take digits, correct on Enter."""
        if self.field.take(press):
            self.desk.close()
            self._correct(now - timedelta(seconds=int(self.field.value)), now)

    def _correct(self, at: datetime, now: datetime) -> None:
        desk, seq = self.desk, self.seq
        standing = desk.contest.resolution.fact(seq)
        if standing is None:
            desk.say(_("The picture has just changed; please look again."))
            return
        moved: Fact = attrs.evolve(standing, **{self.path: at})
        item = Replacement(seq, desk.contest.book.to_mapping(moved))
        desk.change(Corrected((item,), desk.word(REASONS[3])), now)

    def rows(self, width: int, now: datetime) -> list[Row]:
        """Return the record and the field."""
        record = self.desk.contest.records[self.seq]
        told = self.desk.word(self.desk.teller.tell(self.desk.contest, record))
        return [Row(f"#{self.seq:03}  {record.at.astimezone(now.tzinfo):%H:%M:%S}  {told}"), *self.field.rows(width)]

    def keys(self) -> str:
        """Return the keys that act."""
        return self.desk.word(_("Digits, then Enter  Esc leaves it"))
