"""The ballot of a room: one for the whole panel, which confers and lets its chair hand it in.

Decides that no two teams may have the same total of speaker scores, since the totals rank the teams. Source: WUDC
World Parliamentary Debating Rules, part 5: the adjudicators confer and rank the teams from first to last, and the
marks agree with the ranks.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from quizarena.blanks import Blank, Number
from quizarena.moves import Check, Move
from quizarena.panels import Panel
from quizarena.panels.rules import Mean
from quizarena.points import total
from quizarena.rounds import Moment
from quizarena.sums import Sum
from quizarena.text import Joined, Text, listed
from quizarena_rounds import ballots

from . import facts
from .benches import ORDER, role
from .floor import ballot_of, playing, speakers
from .rules import ParliamentRules
from .state import Room
from .words import _


def judging_moves(room: Room, moment: Moment) -> Iterator[Move]:
    """Yield the moves that bring the ballot in, mend it and open it."""
    labels = _labels(room)
    now, blanks, check = ballot_of(room, moment), _blanks(room, moment), _no_ties(room, moment)
    sums = tuple(_sums(room, moment))
    yield from ballots.judging_moves(now, facts.BALLOTS, blanks, Panel(Mean()), labels=labels, check=check, sums=sums)


def reopening(room: Room) -> Move:
    """Return the aside that collects the ballot of a closed room again."""
    label = _("Reopen the ballot of room {number}", number=room.number)
    return ballots.reopening_move(facts.BALLOTS, label, {"room": room.number})


def unmarked(room: Room) -> Move:
    """Return the move that closes a room without places."""
    return Move(
        facts.BALLOTS.unmarked, _labels(room).unmarked, identity={"room": room.number}, blanks=(ballots.REASON,)
    )


def _labels(room: Room) -> ballots.Labels:
    return ballots.Labels(
        ballot=_("Ballot for room {number}", number=room.number),
        reveal=_("Open the ballot of room {number}", number=room.number),
        unmarked=_("Close room {number} without places", number=room.number),
        returned=_("Return the ballot"),
        absent=_("The chair cannot hand in the ballot"),
        reveal_line=_("Judges, your decision, please."),
    )


def _blanks(room: Room, moment: Moment) -> Iterator[Blank]:
    rules: ParliamentRules = moment.rules
    for team in playing(room, moment):
        seat = room.order.index(team.id)
        for nth, speaker in enumerate(speakers(team)):
            label: Text = Joined((role(seat, nth), team.name, speaker.name), " ")
            yield Number(f"speakers.{speaker.id}", label, rules.lowest, rules.highest, rules.step)


def _sums(room: Room, moment: Moment) -> Iterator[Sum]:
    """Yield all speakers' total, a check of what is typed, then each team's, which decides its place."""
    crews = [
        Sum(
            tuple(f"speakers.{each.id}" for each in speakers(team)),
            Joined((ORDER[room.order.index(team.id)].name, team.name), " "),
        )
        for team in playing(room, moment)
    ]
    yield Sum(tuple(path for crew in crews for path in crew.paths))
    yield from crews


def _no_ties(room: Room, moment: Moment) -> Check:
    teams = playing(room, moment)

    def check(fact: Any) -> Text | None:
        totals = [total(fact.speakers[each.id] for each in speakers(team)) for team in teams]
        for one, other in combinations(range(len(teams)), 2):
            if totals[one] == totals[other]:
                level = listed([teams[one].name, teams[other].name])
                return _("{teams} both have {total}; no two teams may be level", teams=level, total=totals[one])
        return None

    return check
