"""When something could not be written: the deed waits, and everything else waits with it.

There are three ways out: again, in another place, or look on only; and where an older copy lies in the contest's place,
as after a fail-over that lost records, a fourth: to append those that this desk knows.
"""

from __future__ import annotations

import io
from datetime import datetime

import attrs

from ...arena import Arena
from ...errors import JournalError, QuizArenaError, message_of
from ...journal import grouped
from ...journal.addresses import spares
from ...journal.jsonl import export
from ...records import to_row
from ...text import Text
from ..dialog import Dialog, Key, Line
from ..keys import Press
from . import copy_folder
from .desk import Desk, Overlay, Unsaved
from .presence import take_along
from .words import _


@attrs.define
class Trouble(Overlay):
    """A deed that is not saved."""

    desk: Desk
    unsaved: Unsaved
    lacks: int = attrs.field(default=attrs.Factory(lambda self: _lacking(self.desk), takes_self=True))

    def press(self, press: Press, now: datetime) -> bool:
        """Try again, go elsewhere, or look on."""
        if press.key == "1":
            self.desk.close()
            self.desk.retry(self.unsaved, now)
        elif press.key == "2":
            self._elsewhere(now)
        elif press.key == "3":
            self.desk.close()
            self.desk.unsaved, self.desk.look_only = None, True
            self.desk.say(_("This desk only looks on; to take over, use the menu: M."), loud=True)
        elif press.key == "4" and self.lacks:
            if _refill(self.desk):
                self.desk.retry(self.unsaved, now)
        else:
            return False
        return True

    def _elsewhere(self, now: datetime) -> None:
        """Go on in a copy beside the file, or in the home folder."""
        try:
            arena = copied(self.desk)
        except (QuizArenaError, OSError) as error:
            self.desk.say(_("This failed too: {why}", why=message_of(error)), loud=True)
            return
        self.desk.arena.close()
        self.desk.file = arena.journal.address
        self.desk.stand_on(arena)
        take_along(self.desk, now)
        self.desk.close()
        if self.desk.retry(self.unsaved, now) is not None:
            copy_folder.carry_over(self.desk)

    def dialog(self, now: datetime) -> Dialog:
        """Return what is not saved and why."""
        what = Line(_("Not saved: {what}", what=self.unsaved.what), "alert")
        keys = (*_KEYS, Key("4", _append(self.lacks))) if self.lacks else _KEYS
        return Dialog(_("NOT SAVED"), (what, Line(self.unsaved.why)), keys, asks=True)


_KEYS = (Key("1", _("try again")), Key("2", _("save in another place")), Key("3", _("only look on")))


def copied(desk: Desk) -> Arena:
    """Return an arena on a new file that holds all the records this desk knows."""
    rows = (to_row(record, desk.contest.book) for record in desk.contest.records)
    text = "".join(export(rows)).encode()
    last: Exception = FileNotFoundError(desk.file)
    for address in spares(desk.file):
        try:
            return Arena.import_lines(address, io.BytesIO(text))
        except (QuizArenaError, OSError) as error:
            last = error
    raise last


# An older copy in the contest's place


@attrs.define
class OlderCopy(Overlay):
    """An older copy that lacks so many of the records known here."""

    desk: Desk
    lacks: int

    def press(self, press: Press, now: datetime) -> bool:
        """Append them, or look on."""
        if press.key == "1":
            _refill(self.desk)
        elif press.key == "2":
            self.desk.close()
            self.desk.look_only = True
            self.desk.say(_("This desk only looks on; to take over, use the menu: M."), loud=True)
        else:
            return False
        return True

    def dialog(self, now: datetime) -> Dialog:
        """Return what is missing, and the two ways out."""
        what = _("The contest's place holds an older copy; {count} records known here are not in it.", count=self.lacks)
        advice = _("Append them if the newer one is lost. If it can be brought back, do that instead.")
        keys = Key("1", _append(self.lacks)), Key("2", _("only look on"))
        return Dialog(_("AN OLDER COPY"), (Line(what, "alert"), Line(advice)), keys, asks=True)


def offer_refill(desk: Desk) -> None:
    """Offer to append what an older copy in the contest's place lacks; take the offer back once it is gone."""
    if isinstance(desk.overlay, OlderCopy):
        if not desk.is_unreadable:
            desk.close()
    elif desk.is_unreadable and desk.overlay is None and not desk.look_only:
        count = _lacking(desk)
        if count:
            desk.open(OlderCopy(desk, count))


def _append(count: int) -> Text:
    return _("append the {count} records known here", count=count)


def _lacking(desk: Desk) -> int:
    try:
        return desk.arena.lacking()
    except JournalError:
        return 0


def _refill(desk: Desk) -> bool:
    """Append what is missing, and say so; return whether that went well."""
    try:
        count = desk.arena.refill()
    except JournalError as error:
        desk.say(_("This failed too: {why}", why=error.message), loud=True)
        return False
    desk.close()
    head = desk.contest.records[-1]
    desk.say(_("Appended: {count} records; the head is #{seq} {digest}, as it was here.", count=count,
               seq=f"{head.seq:03}", digest=grouped(head.digest[:16])))  # fmt: skip
    return True
