"""Who types at this desk: the name that stands in the record.

Decides that it is asked for once, before anything is recorded; a desk that opens again takes it from its last record.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import attrs

from ...moves import Line
from ...sessions.keys import Press
from ..canvas import DIM
from ..wide import wrap
from .field import Field
from .moment import SEAT
from .overlay import Row
from .words import _

if TYPE_CHECKING:
    from .controller import Desk


@attrs.define
class Person:
    """The name being typed."""

    desk: Desk
    field: Field = attrs.field(init=False)
    typing: bool = attrs.field(default=True, init=False)

    def __attrs_post_init__(self) -> None:
        """Begin with an empty name."""
        self.field = Field(self.desk, Line("person", _("Name"), longest=40, optional=True))

    @property
    def title(self) -> str:
        """What it is."""
        return self.desk.word(_("Who types at this desk"))

    @property
    def typed(self) -> str:
        """What has been typed."""
        return self.field.typed

    def press(self, press: Press, now: datetime) -> None:
        """Take the name on Enter."""
        if self.field.take(press):
            self.desk.person = str(self.field.value)
            self.desk.close()

    def rows(self, width: int, now: datetime) -> list[Row]:
        """Return the field, and what the name is for."""
        why = self.desk.word(_("It stands in every record made here; empty, and only the desk does."))
        return [*self.field.rows(width), *(Row(line, DIM) for line in wrap(why, width))]

    def keys(self) -> str:
        """Return the keys that act."""
        return self.desk.word(_("Enter done  Esc leaves it"))


def ask_once(desk: Desk) -> None:
    """Take the name from this desk's last record; ask for it where nothing has been recorded yet."""
    if desk.person or desk.look_only:
        return
    records = desk.contest.records
    desk.person = next((each.person for each in reversed(records) if each.seat == SEAT and each.person), "")
    if len(records) == 1 and desk.overlay is None:
        desk.open(Person(desk))
