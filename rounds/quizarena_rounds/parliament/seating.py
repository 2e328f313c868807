"""Who debates with whom, and who sits where.

Each rule is one function in a table; None means that people draw slips and type them in. Tickets are those of
`quizarena.draws`: purpose `rooms/<round>` over all teams, `seats/<round>/<room>` over those of a room.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from quizarena.draws import tickets
from quizarena.rounds import Moment

from .rules import ParliamentRules, Rooms, Seats

Order = tuple[str, ...]


def _drawn(teams: Order, purpose: str, moment: Moment) -> Order | None:
    return None if moment.seed is None else tuple(tickets(teams, seed=moment.seed, purpose=purpose).order)


def _running_order(moment: Moment) -> Order:
    return tuple(team.id for team in moment.field.playing)


def _rooms_by_lot(moment: Moment) -> Order | None:
    return _drawn(_running_order(moment), f"rooms/{moment.round}", moment)


def _by_standings(moment: Moment) -> Order:
    """Sort by total, highest first; equal totals keep the running order."""
    totals = moment.so_far.totals
    return tuple(sorted(_running_order(moment), key=lambda team: -totals.get(team, 0)))


def _seats_by_lot(teams: Order, room: int, moment: Moment) -> Order | None:
    return _drawn(teams, f"seats/{moment.round}/{room}", moment)


def _as_they_come(teams: Order, room: int, moment: Moment) -> Order:
    return teams


_ROOMS: Mapping[Rooms, Callable[[Moment], Order | None]] = {
    "by_order": _running_order,
    "drawn": _rooms_by_lot,
    "by_standings": _by_standings,
}
_SEATS: Mapping[Seats, Callable[[Order, int, Moment], Order | None]] = {
    "drawn": _seats_by_lot,
    "by_order": _as_they_come,
}


def rooms_order(moment: Moment) -> Order | None:
    """Return the order in which each four debate together; None if it is drawn on paper and typed in."""
    rules: ParliamentRules = moment.rules
    return _ROOMS[rules.rooms](moment)


def seats_order(teams: Order, room: int, moment: Moment) -> Order | None:
    """Return the teams of a room seat by seat; None if that is drawn on paper and typed in."""
    rules: ParliamentRules = moment.rules
    return _SEATS[rules.seats](teams, room, moment)
