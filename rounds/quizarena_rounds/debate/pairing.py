"""The matches that an order of teams makes, and who is affirmative in each.

Each rule is one function in a table; None means that people draw slips and type them in. Tickets for sides have the
purpose `sides/<round>/<match>`, over the two of a match, where the first is affirmative.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from quizarena.moves import Drawing, Lot
from quizarena.rounds import Moment
from quizarena_rounds.lots import Order, lot_within, team_lots

from .rules import DebateRules, Odd, Sides
from .words import OTHER, SIDE, _

Pair = tuple[str, str]


@attrs.frozen
class Fixture:
    """A match to come: its number from 1, its teams in pairing order, and for which of them it counts."""

    number: int
    teams: Pair
    counts: Order


def sides_lot(fixture: Fixture, moment: Moment) -> Lot | None:
    """Return the lot by which the rules give a match its sides, the affirmative first; None as for pairs."""
    held = f"sides/{moment.round}"
    return (
        lot_within(fixture.teams, held, f"{held}/{fixture.number}", moment) if sides_by_lot(fixture, moment) else None
    )


def sides_by_lot(fixture: Fixture, moment: Moment) -> bool:
    """Whether a lot decides the sides of a match: always, or where both have been affirmative equally often."""
    rules: DebateRules = moment.rules
    return rules.sides == "drawn" or (rules.sides == "balanced" and len(set(_leads(fixture, moment))) == 1)


def _leads(fixture: Fixture, moment: Moment) -> tuple[int, int]:
    """Return how many times more each team of a match has been affirmative than negative."""
    met = [meeting for each in moment.so_far.meetings for meeting in each]
    first, second = (sum((each.first == team) - (each.second == team) for each in met) for team in fixture.teams)
    return first, second


def sides_drawing(coming: Sequence[Fixture], moment: Moment) -> Drawing:
    """Return the draw of the sides of matches: the two of each among themselves, the first is affirmative.

    A team that plays twice is drawn for once: the sides of its other match are drawn when that comes.
    """
    coming = tuple(_with_each_team_once(coming))
    teams = [moment.field.team(team) for fixture in coming for team in fixture.teams]
    places = (
        _("Match {number}, {side}", number=fixture.number, side=SIDE[side]) for fixture in coming for side in OTHER
    )
    return Drawing(
        f"sides/{moment.round}",
        _("sides"),
        team_lots(teams),
        tuple(places),
        tuple(str(fixture.number) for fixture in coming for _side in OTHER),
        _("whoever is named first is affirmative"),
        (len(OTHER),) * len(coming),
    )


def _with_each_team_once(coming: Iterable[Fixture]) -> Iterator[Fixture]:
    seen: set[str] = set()
    for fixture in coming:
        if seen.isdisjoint(fixture.teams):
            seen.update(fixture.teams)
            yield fixture


def _nobody(order: Order) -> Pair | None:
    return None


def _the_first_again(order: Order) -> Pair | None:
    return (order[-1], order[0]) if len(order) > 1 else None


_ODD: Mapping[Odd, Callable[[Order], Pair | None]] = {"bye": _nobody, "plays_twice": _the_first_again}


def fixtures(order: Order, odd: Odd) -> tuple[Fixture, ...]:
    """Return the matches that `order` makes; of a team that plays twice only the first match counts."""
    pairs = list(zip(order[::2], order[1::2], strict=False))
    found = [Fixture(number, pair, pair) for number, pair in enumerate(pairs, 1)]
    extra = _ODD[odd](order) if len(order) % 2 else None
    if extra:
        found.append(Fixture(len(found) + 1, extra, extra[:1]))
    return tuple(found)


def sits_out(order: Order, odd: Odd) -> str | None:
    """Return the team without a match, None if every team has one."""
    busy = {team for fixture in fixtures(order, odd) for team in fixture.teams}
    return next((team for team in order if team not in busy), None)


def _side_by_lot(fixture: Fixture, moment: Moment) -> str | None:
    found = sides_lot(fixture, moment)
    return None if found is None else found.order[0]


def _the_first(fixture: Fixture, moment: Moment) -> str:
    return fixture.teams[0]


def _balanced(fixture: Fixture, moment: Moment) -> str | None:
    """Return who has been affirmative less often, by lot where that is level."""
    first, second = _leads(fixture, moment)
    return _side_by_lot(fixture, moment) if first == second else fixture.teams[first > second]


_SIDES: Mapping[Sides, Callable[[Fixture, Moment], str | None]] = {
    "drawn": _side_by_lot,
    "by_order": _the_first,
    "balanced": _balanced,
}


def affirmative(fixture: Fixture, moment: Moment) -> str | None:
    """Return the affirmative team of a match; None if it is drawn on paper and typed in."""
    rules: DebateRules = moment.rules
    return _SIDES[rules.sides](fixture, moment)
