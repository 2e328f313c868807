"""Taking a record out of the reckoning: an aside, or the last one.

Decides that a reason is picked first and Enter then strikes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import attrs

from ...contest import telling
from ...contest.facts import Struck
from ...errors import QuizArenaError
from ...moves import Line
from ...sessions.keys import Press
from ..canvas import BOLD, DIM
from ..wide import wrap
from . import describe
from .field import REASONS, Field
from .moment import SEAT
from .overlay import Row
from .words import _

if TYPE_CHECKING:
    from .controller import Desk


@attrs.define
class Strike:
    """Taking a record out of the reckoning: an aside, or the last."""

    desk: Desk
    seq: int
    reasons: Field
    changes: Sequence[telling.Change]
    typing: bool = attrs.field(default=False, init=False)
    typed: str = attrs.field(default="", init=False)

    @property
    def title(self) -> str:
        """What it is."""
        return self.desk.word(_("Strike #{seq}", seq=f"{self.seq:03}"))

    def press(self, press: Press, now: datetime) -> None:
        """Pick the reason, then Enter."""
        if self.reasons.value is None:
            self.reasons.take(press)
            self.typing = self.reasons.typing
        elif press.key == "enter":
            self.desk.close()
            self.desk.change(Struck(self.seq, str(self.reasons.value)), now)
        else:
            self.desk.say(self.keys())

    def rows(self, width: int, now: datetime) -> list[Row]:
        """Return the record and the reasons."""
        said = self.desk.word(self.desk.teller.tell(self.desk.contest, self.desk.contest.records[self.seq]))
        about = [Row(line, BOLD) for line in wrap(said, width)]
        name = self.desk.contest.state.roster.name
        for each in self.changes:
            line = describe.change_line(each)
            about.append(Row(f"{self.desk.word(name(each.team))}  {self.desk.word(line)}"))
        if self.reasons.value is None:
            return [*about, *self.reasons.rows(width)]
        return [*about, Row(str(self.reasons.value)), Row(), Row(self.keys(), DIM)]

    def keys(self) -> str:
        """Return the keys that act."""
        if self.reasons.value is None:
            return self.desk.word(_("Pick a reason by its number.  Esc leave it"))
        return self.desk.word(_("Enter strike it  Esc leave it"))


def offer_strike(desk: Desk, seq: int) -> None:
    """Open the strike of a record, or say why it cannot be struck."""
    try:
        preview = desk.contest.preview(Struck(seq, "-"), seat=SEAT)
    except QuizArenaError as error:
        desk.say(error.sentence(desk.language))
    else:
        reasons = Field(desk, Line("reason", _("Reason")), REASONS)
        desk.open(Strike(desk, seq, reasons, telling.changes(preview.before, preview.after)))
