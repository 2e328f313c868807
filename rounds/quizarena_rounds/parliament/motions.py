"""The motion of a room: typed in unseen, or of the rulebook; sealed until it is shown.

Decides which motion of the rulebook a room debates. The last motion serves where there are fewer than rooms.
"""

from __future__ import annotations

from collections.abc import Iterator

from quizarena.blanks import Line
from quizarena.moves import Move
from quizarena.rounds import Moment
from quizarena.text import Text, plain

from . import facts
from .rules import ParliamentRules
from .state import Room
from .words import _

_LONGEST = 200


def motion_moves(room: Room, moment: Moment) -> Iterator[Move]:
    """Yield the move that types the motion in, then the one that shows it."""
    given = {"room": room.number}
    if reads(room, moment.rules) is None:
        blank = Line("text", _("motion"), longest=_LONGEST, sealed=True)
        label = _("Type in the motion of room {number}", number=room.number)
        yield Move(facts.MotionSet, label, identity=given, blanks=(blank,), gesture="next")
    else:
        yield Move(
            facts.MotionShown, _("Show the motion"), identity=given, gesture="next", say=_("Here is the motion.")
        )


def reads(room: Room, rules: ParliamentRules) -> Text | None:
    """Return the motion of a room, None while it is not settled."""
    if rules.motions:
        return rules.motions[min(room.number, len(rules.motions)) - 1].title
    return plain(room.motion) if room.motion else None
