"""The ballot of a room: one for the whole panel, which confers and lets its chair hand it in.

Decides that no two teams may have the same total of speaker scores, since the totals rank the teams. Source: WUDC
World Parliamentary Debating Rules, part 5: the adjudicators confer and rank the teams from first to last, and the
marks agree with the ranks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from quizarena.moves import Blank, Check, Line, Move, Number
from quizarena.panels.panel import Panel
from quizarena.panels.rules import Mean
from quizarena.points import total
from quizarena.rounds import Moment
from quizarena.text import Joined, Text, both
from quizarena_rounds.ballots import absent_moves, ballot_moves, return_moves, unready

from . import facts
from .floor import ballot_of, playing, speakers
from .rules import ParliamentRules
from .state import Room
from .words import _

_REASON = Line("reason", both(zh="原因", en="reason"))


def judging_moves(room: Room, moment: Moment) -> Iterator[Move]:
    """Yield the moves that bring the ballot in and open it."""
    now = ballot_of(room, moment)
    label = _("Ballot for room {number}", number=room.number)
    yield from ballot_moves(now, facts.BallotGiven, _blanks(room, moment), label=label, check=_no_ties(room, moment))
    closed = unready((now,), Panel(Mean()))
    yield Move(
        facts.MarksRevealed,
        _("Open the ballot of room {number}", number=room.number),
        identity={"room": room.number},
        gesture="next",
        say=_("Judges, your decision, please."),
        closed=closed,
    )
    if closed is not None and not now.awaited:
        yield unmarked(room)


def judging_asides(room: Room, moment: Moment) -> Iterator[Move]:
    """Yield what mends the ballot while it is sealed."""
    now = ballot_of(room, moment)
    yield from return_moves(now, facts.BallotReturned, label=_("Return the ballot"))
    yield from absent_moves(now, facts.JudgeAbsent, label=_("The chair cannot hand in the ballot"))


def reopening(room: Room) -> Move:
    """Return the aside that collects the ballot of a closed room again."""
    label = _("Reopen the ballot of room {number}", number=room.number)
    return Move(
        facts.BallotReopened, label, identity={"room": room.number}, blanks=(_REASON,), seat="arbiter", aside=True
    )


def unmarked(room: Room) -> Move:
    """Return the move that closes a room without places."""
    label = _("Close room {number} without places", number=room.number)
    return Move(facts.ClosedUnmarked, label, identity={"room": room.number}, blanks=(_REASON,))


def _blanks(room: Room, moment: Moment) -> Iterator[Blank]:
    rules: ParliamentRules = moment.rules
    for team in playing(room, moment):
        for speaker in speakers(team):
            label: Text = Joined((team.name, speaker.name), " ")
            yield Number(f"speakers.{speaker.id}", label, rules.lowest, rules.highest, rules.step)


def _no_ties(room: Room, moment: Moment) -> Check:
    crews = [[speaker.id for speaker in speakers(team)] for team in playing(room, moment)]

    def check(fact: Any) -> Text | None:
        totals = Counter(total(fact.speakers[each] for each in crew) for crew in crews)
        twice = next((value for value, count in totals.items() if count > 1), None)
        return None if twice is None else _("expected another total for each team, found {total} twice", total=twice)

    return check
