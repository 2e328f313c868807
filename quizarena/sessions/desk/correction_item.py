"""One record of a correction being put right: the one that was wrong, or a later one that hangs on it.

It may become what the moves of its moment offer once the records before it are put right.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import attrs

from ...contest import narration
from ...errors import QuizArenaError
from ...facts import Fact
from ...moves import Move
from ...text import Joined, Text, plain
from ..dialog import Line
from . import sentences
from .decisions import DecisionLine, decisions
from .desk import Desk


@attrs.define
class CorrectionItem:
    """A record, the move that makes it anew, and what is decided about it."""

    desk: Desk
    seq: int
    standing: Fact
    move: Move
    lines: dict[str, DecisionLine]

    def fact(self) -> Fact | None:
        """Return the fact that would stand, None while it cannot be made."""
        values = {blank.path: narration.value_at(self.standing, blank.path) for blank in self.move.asked}
        values.update({path: line.value for path, line in self.lines.items()})
        try:
            return self.move.fill({path: value for path, value in values.items() if value is not None})
        except QuizArenaError:
            return None

    def line(self, now: datetime, head: Text) -> Line:
        """Return the record as it stands, under a head such as "Record"."""
        record = self.desk.contest.records[self.seq]
        at = plain(f"{record.at.astimezone(now.tzinfo):%H:%M:%S}")
        who = Joined((at, sentences.who(self.desk.contest, record)), " ")
        return Line(Joined((head, who, self.desk.tell(record)), "   "))


def wrong_record(desk: Desk, seq: int) -> CorrectionItem | None:
    """Return the mending of a record by the move it was made by, None where none makes it any more.

    What rules took from its moment stays as it was, unless it might have been set by hand.
    """
    standing = desk.contest.resolution.fact(seq)
    move = narration.most_open(desk.contest, seq, standing) if standing is not None else None
    if standing is None or move is None:
        return None
    made = attrs.evolve(move, derived={name: getattr(standing, name) for name in move.derived})
    return CorrectionItem(desk, seq, standing, made, dict(decisions(desk, made, seq, standing, anew=False)))


def later_record(desk: Desk, seq: int, mended: Sequence[tuple[int, Fact]]) -> CorrectionItem | None:
    """Return the mending of a record that hangs on those `mended`, None where nothing in it can be put right."""
    standing = desk.contest.resolution.fact(seq)
    origin = narration.made_by(desk.contest, seq, standing) if standing is not None else None
    if standing is None or origin is None:
        return None
    for move in desk.contest.before(seq, mended).moves():
        if move.closed is None and move.fact is type(standing) and move.identity == origin.identity:
            lines = dict(decisions(desk, move, seq, standing, anew=True))
            if lines:
                return CorrectionItem(desk, seq, standing, move, lines)
    return None
