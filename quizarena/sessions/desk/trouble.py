"""When something could not be written: the deed waits, and everything else waits with it.

There are three ways out: again, in another place, or look on only.
"""

from __future__ import annotations

import io
from datetime import datetime

import attrs

from ...arena import Arena
from ...errors import QuizArenaError, message_of
from ...journal.addresses import spares
from ...journal.jsonl import export
from ...records import to_row
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
        return Dialog(_("NOT SAVED"), (what, Line(self.unsaved.why)), _KEYS, asks=True)


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
