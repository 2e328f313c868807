"""The segments of a match as it is debated: the rulebook's, and those a side called for (奇袭).

Decides where a called segment stands, and who may still call.
"""

from __future__ import annotations

from collections.abc import Iterator

from quizarena.blanks import Choice, Option
from quizarena.moves import Move
from quizarena.rounds import Moment

from . import facts
from .rules import DebateRules, Segment
from .state import Match
from .words import SIDES, _


def programme(match: Match, rules: DebateRules) -> tuple[Segment, ...]:
    """Return all segments of the match in order, those called so far among them."""
    found = list(rules.segments)
    for call in match.calls:
        found.insert(call.place, rules.on_call[call.call - 1].by(call.side))
    return tuple(found)


def call_moves(match: Match, moment: Moment) -> Iterator[Move]:
    """Yield the move by which a side calls a segment: between two segments, never before one that was called."""
    rules: DebateRules = moment.rules
    place = len(match.floors)
    if not place or match.floor.spoke or any(call.place == place for call in match.calls):
        return
    for number, segment in enumerate(rules.on_call, 1):
        used = {call.side for call in match.calls if call.call == number}
        options = tuple(
            Option(side, SIDES[side], team=match.team(side)) for side in ("affirmative", "negative") if side not in used
        )
        if options:
            yield Move(
                facts.SegmentCalled,
                _("Called for: {segment}", segment=segment.name),
                identity={"match": match.number, "segment": place + 1, "call": number},
                blanks=(Choice("side", options, _("side")),),
            )
