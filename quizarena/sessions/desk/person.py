"""Who types at this desk: the name that stands in the record.

It is asked for before anything is recorded; a desk that opens again takes it from its last record, and says so.
"""

from __future__ import annotations

from datetime import datetime

import attrs

from ...blanks import Line as LineBlank
from ..bindings import SEAT
from ..dialog import Dialog, Key, Line
from ..keys import Press
from .desk import Desk
from .entry import Entry, Typing
from .words import _


@attrs.define
class Person(Typing):
    """The name being typed."""

    desk: Desk
    field: Entry = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Begin with an empty name."""
        self.field = Entry(self.desk, LineBlank("person", _("Name"), longest=40, optional=True))

    def press(self, press: Press, now: datetime) -> bool:
        """Take the name on Enter."""
        if self.field.take(press):
            self._take(str(self.field.value))
        return True

    def _take(self, name: str) -> None:
        """Take a name; a number alone was meant for the desk."""
        if name.isdecimal():
            self.__attrs_post_init__()
            self.desk.say(_("{typed} is no name. Who types here? Esc leaves it open.", typed=name), loud=True)
        else:
            self.desk.person = name
            self.desk.close()

    def dialog(self, now: datetime) -> Dialog:
        """Return the field, and what the name is for."""
        why = _("It goes into every record made here; leave it empty to record only “the desk”.")
        keys = Key("enter", _("done")), Key("escape", _("leave it"))
        now_typing = (Line(_("so far: {name}", name=self.desk.person)),) if self.desk.person else ()
        blocks = *self.field.blocks(), *now_typing, Line(why, "quiet")
        return Dialog(_("Who types at this desk"), blocks, keys, typing=True)


def open_person(desk: Desk, now: datetime) -> None:
    """Ask who types at this desk."""
    desk.open(Person(desk))


def ask_once(desk: Desk) -> None:
    """Ask who types here; a desk that opens again takes the name of its last record and says how to change it.

    Nothing stands in the way of going on: it may open again in the middle of a question.
    """
    if desk.person or desk.look_only:
        return
    records = desk.contest.records
    desk.person = next((each.person for each in reversed(records) if each.seat == SEAT and each.person), "")
    if len(records) == 1 and desk.overlay is None:
        desk.open(Person(desk))
    elif desk.person:
        desk.say(_("{name} types here, as before. Somebody else? M, then: Who types at this desk", name=desk.person))
    else:
        desk.say(_("Nobody's name stands in the records. Who types here? M, then: Who types at this desk"))
