"""Who meets whom, in rounds that put teams together: by the running order, the standings, a lot, or slips of paper.

Lots are those of `quizarena.draws`, from the seed that the contest's draw opened; each kind names its purposes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

import attrs

from quizarena.blanks import Option, Permutation
from quizarena.draws import power, tickets
from quizarena.facts import Fact
from quizarena.moves import Drawing, Lot, Move
from quizarena.roster import Team
from quizarena.rounds import Meeting, Moment
from quizarena.rules import Id, shape
from quizarena.text import Text, Words

from .words import _


@attrs.frozen
class Topic:
    """A topic or motion of a list (题签, 辩题): what stands on a slip, or is debated."""

    id: Id = shape(help=_("The id"))
    title: Words = shape(help=_("The topic or motion as it is read out"))


class Listed(Protocol):
    """Something of a list that is drawn by slips: a topic, a motion, a question."""

    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=Listed)
Order: TypeAlias = tuple[str, ...]
"""Teams by id."""
Pairs: TypeAlias = Literal["by_order", "drawn", "by_standings", "power"]
"""By what an order is made in which neighbours meet."""


def running_order(moment: Moment) -> Order:
    """Return the teams that take part, in their running order."""
    return tuple(team.id for team in moment.field.playing)


def by_standings(moment: Moment) -> Order:
    """Sort by total, highest first; equal totals keep the running order."""
    totals = moment.so_far.totals
    return tuple(sorted(running_order(moment), key=lambda team: -totals.get(team, 0)))


def lot(teams: Order, purpose: str, moment: Moment) -> Lot | None:
    """Return the lot among `teams`: the round's own, else by the seed; None without: slips are drawn and typed in."""
    held = moment.lots.get(purpose)
    if held is not None:
        return held
    if moment.seed is None:
        return None
    drawn = tickets(teams, seed=moment.seed, purpose=purpose)
    return Lot(purpose, drawn.order, {label: ticket.line for label, ticket in drawn.tickets.items()})


def lot_within(teams: Order, held: str, purpose: str, moment: Moment) -> Lot | None:
    """Return the lot among `teams`: that of the draw `held` for all matches at once, else by the seed as `lot` does."""
    found = moment.lots.get(held)
    if found is not None and set(teams) <= set(found.order):
        return found.only(teams)
    return lot(teams, purpose, moment)


def is_used(purpose: str, begun: Collection[str], moment: Moment) -> bool:
    """Whether something goes by the round's own draw of that purpose: one of its takers has begun."""
    found = moment.lots.get(purpose)
    return found is not None and any(taker in begun for taker in found.takers)


def team_lots(teams: Sequence[Team]) -> tuple[Option, ...]:
    """Return teams as lots of a draw."""
    return tuple(Option(team.id, team.name, team=team.id) for team in teams)


def slip_lots(items: Sequence[Listed], left: Collection[str]) -> tuple[Option, ...]:
    """Return the slips of what is listed and `left` to draw, by their numbers: what stands on them stays sealed."""
    numbers = [number for number, item in enumerate(items, 1) if item.id in left]
    return tuple(Option(str(number), slip_name(str(number))) for number in numbers)


def slip_name(slip: str) -> Text:
    """Return what the slip with that number is called."""
    return _("slip {number}", number=slip)


def slip_item(slip: str, items: Sequence[T]) -> T:
    """Return what stands on the slip with that number."""
    return items[int(slip) - 1]


def order_drawing(purpose: str, title: Text, moment: Moment) -> Drawing:
    """Return the draw of an order among the teams that take part."""
    teams = moment.field.playing
    places = tuple(_("Lot {number}", number=place) for place in range(1, len(teams) + 1))
    undrawn = _("in the running order")
    return Drawing(purpose, title, team_lots(teams), places, (moment.round,) * len(teams), undrawn)


def drawn_order(lot: Lot | None) -> Order | None:
    """Return the order of a lot, None where there is none."""
    return None if lot is None else lot.order


def ways(known: Order | None, moment: Moment) -> Iterator[Order]:
    """Yield the order that is known, else two of the teams that take part, in which none stands at the same place."""
    teams = running_order(moment)
    yield from (teams, teams[1:] + teams[:1]) if known is None else (known,)


def order_move(
    fact: type[Fact],
    label: Text,
    teams: Sequence[Team],
    order: Order | None,
    *,
    what: Text,
    identity: Mapping[str, Any] | None = None,
    say: Text | None = None,
    lot: Lot | None = None,
) -> Move:
    """Return the move that settles an order of teams: `order`, or where that is None what is drawn and typed in.

    `what` is what is typed. Matched again after a correction an order is free, for it was derived.
    """
    drawn = Permutation("order", team_lots(teams), what)
    return Move(
        fact,
        label,
        identity=identity or {},
        derived={} if order is None else {"order": order},
        blanks=(drawn,) if order is None else (),
        check=lambda given: drawn.refuse(given.order),
        gesture="next",
        say=say,
        lot=lot,
    )


# Who meets whom


def pairs_lot(pairs: Pairs, moment: Moment) -> Lot | None:
    """Return the lot by which the rules pair teams, None where they do it otherwise or no seed was drawn.

    Its tickets have the purpose `pairs/<round>`, over all teams.
    """
    return lot(running_order(moment), f"pairs/{moment.round}", moment) if pairs == "drawn" else None


def pairs_drawing(moment: Moment) -> Drawing:
    """Return the draw of who meets whom."""
    return order_drawing(f"pairs/{moment.round}", _("who meets whom"), moment)


def pairing_order(pairs: Pairs, moment: Moment) -> Order | None:
    """Return the order in which neighbours meet; None if it is drawn on paper and typed in."""
    return _ORDERS[pairs](moment)


def _by_power(moment: Moment) -> Order:
    """Return the order in which neighbours have won equally often and have not met, who sits out last."""
    order, before = by_standings(moment), moment.so_far.meetings
    met = [(each.first, each.second) for meetings in before for each in meetings]
    wins = {team: _won(team, before) for team in order}
    busy = [{team for pair in meetings for team in (pair.first, pair.second)} for meetings in before]
    found = power(order, wins, met=met, had_bye=[team for team in order if any(team not in each for each in busy)])
    return (*(team for pair in found.pairs for team in pair), *found.byes)


def _won(team: str, before: Iterable[Iterable[Meeting]]) -> Fraction:
    seen = (each.seen_by(team) for meetings in before for each in meetings)
    return sum((each.won for each in seen if each is not None), Fraction(0))


_ORDERS: Mapping[Pairs, Callable[[Moment], Order | None]] = {
    "by_order": running_order,
    "drawn": lambda moment: drawn_order(pairs_lot("drawn", moment)),
    "by_standings": by_standings,
    "power": _by_power,
}
