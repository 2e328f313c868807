"""Taking a record out of the reckoning: an aside, or the last one. A reason comes first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import attrs

from ...blanks import Line as LineBlank
from ...contest.facts import Struck
from ...contest.standings import Change, changed_totals
from ...errors import QuizArenaError
from ...text import plain
from ..dialog import Dialog, Key, Line
from ..keys import Press
from . import sentences
from .desk import Desk, Overlay
from .entry import REASONS, Entry
from .words import _


@attrs.define
class Strike(Overlay):
    """Taking a record out of the reckoning: an aside, or the last."""

    desk: Desk
    seq: int
    reasons: Entry
    changes: Sequence[Change]

    @property
    def typing(self) -> bool:
        """Whether a reason is being typed."""
        return self.reasons.value is None and self.reasons.typing

    @property
    def typed(self) -> str:
        """What has been typed of it."""
        return self.reasons.typed

    def press(self, press: Press, now: datetime) -> bool:
        """Pick the reason, then Enter."""
        if self.reasons.value is None:
            self.reasons.take(press)
        elif press.key == self._key:
            self.desk.close()
            self.desk.change(Struck(self.seq, str(self.reasons.value)), now)
        elif press.key == "enter":
            self.desk.say(sentences.ONLY_PLUS)
        else:
            return False
        return True

    @property
    def _key(self) -> str:
        return sentences.recorded_by(self.changes)

    def dialog(self, now: datetime) -> Dialog:
        """Return the record, what striking it does, and the reasons or the one picked."""
        title = _("Strike #{seq}", seq=f"{self.seq:03}")
        said = self.desk.tell(self.desk.contest.records[self.seq])
        about = (Line(said, "emphasis"), *sentences.change_lines(self.desk.contest, self.changes))
        if self.reasons.value is None:
            keys = Key("", _("Pick a reason by its number.")), Key("escape", _("leave it alone"))
            return Dialog(title, (*about, *self.reasons.blocks()), keys, self.typing)
        keys = Key(self._key, _("strike it")), Key("escape", _("leave it alone"))
        return Dialog(title, (*about, Line(plain(str(self.reasons.value)))), keys, asks=True)


def offer_strike(desk: Desk, seq: int) -> None:
    """Open the strike of a record, or say why it cannot be struck."""
    try:
        preview = sentences.preview(desk.contest, Struck(seq, "-"))
    except QuizArenaError as error:
        desk.say(error.message)
    else:
        reasons = Entry(desk, LineBlank("reason", _("Reason")), REASONS)
        desk.open(Strike(desk, seq, reasons, changed_totals(preview.before, preview.after)))
