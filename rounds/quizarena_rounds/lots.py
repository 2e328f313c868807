"""Who meets whom, in rounds that put teams together: by the running order, the standings, a lot, or slips of paper.

Lots are those of `quizarena.draws`, from the seed that the contest's draw opened; each kind names its purposes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from quizarena.blanks import Option, Permutation
from quizarena.draws import tickets
from quizarena.facts import Fact
from quizarena.moves import Lot, Move
from quizarena.roster import Team
from quizarena.rounds import Moment
from quizarena.text import Text

Order: TypeAlias = tuple[str, ...]
"""Teams by id."""


def running_order(moment: Moment) -> Order:
    """Return the teams that take part, in their running order."""
    return tuple(team.id for team in moment.field.playing)


def by_standings(moment: Moment) -> Order:
    """Sort by total, highest first; equal totals keep the running order."""
    totals = moment.so_far.totals
    return tuple(sorted(running_order(moment), key=lambda team: -totals.get(team, 0)))


def lot(teams: Order, purpose: str, moment: Moment) -> Lot | None:
    """Return the lot among `teams`, None where no seed was opened: then slips are drawn and typed in."""
    if moment.seed is None:
        return None
    drawn = tickets(teams, seed=moment.seed, purpose=purpose)
    return Lot(purpose, drawn.order, drawn.proof)


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
    options = tuple(Option(team.id, team.name, team=team.id) for team in teams)
    drawn = Permutation("order", options, what)
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
