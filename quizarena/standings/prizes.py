"""Prizes and honours: which place gets which prize, which ties a prize depends on, shared money to the cent.

Ranking is in `ranking`; an honour that a single round gives (最佳辩手) belongs to its kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Literal, TypeAlias

import attrs

from quizarena.errors import RuleError
from quizarena.parameters import one_of, whole
from quizarena.points import total
from quizarena.rules import Id, scoring
from quizarena.scores import Score
from quizarena.text import Words, both, catalogue

from .ranking import Row

_ = catalogue("standings", __file__)

Given: TypeAlias = Literal["by_place", "to_rest", "as_honour"]


@attrs.frozen
class Prize:
    """A prize (一等奖), or an honour.

    By place it goes to as many `places` as it has, behind those of the prizes before it; to the rest, to
    everybody placed behind all of those (优秀奖); as an honour, to those the organisers name in `to`
    (优秀组织奖), whatever their place. `amount` is the money of each place, if any.
    """

    name: Words
    places: int = attrs.field(default=1, validator=whole(1))
    given: Given = attrs.field(default="by_place", validator=one_of("by_place", "to_rest", "as_honour"))
    to: tuple[str, ...] = ()
    amount: Decimal | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse what contradicts the way the prize is given."""
        if self.to and self.given != "as_honour":
            named = ", ".join(self.to)
            raise RuleError(_("to: expected winners named only for given: as_honour, found {found}", found=named))
        if self.amount is not None and self.amount < 0:
            raise RuleError(_("amount: expected an amount of money from 0, found {found}", found=self.amount))


@attrs.frozen
class Awarded:
    """A prize and who gets it; nobody where a tie for the prize before took its place.

    What is not `is_open` has not been shown by the board yet: the hall knows nobody of it.
    """

    prize: Prize
    entrants: tuple[str, ...]
    is_open: bool = True


def award(rows: Sequence[Row], prizes: Sequence[Prize], *, out: Collection[str] = ()) -> tuple[Awarded, ...]:
    """Return each prize with those who get it: entrants of equal place share the better prize.

    The places behind a shared one stay empty: two first prizes where there is one, and no second. Those who are `out`
    (they left the contest) get none, and who stands behind them moves up.
    """
    placed = {row.entrant: prize_at(row.place, prizes) for row in moved_up(rows, out)}
    winners = (tuple(entrant for entrant, won in placed.items() if won == nth) for nth in range(len(prizes)))
    named = (tuple(entrant for entrant in prize.to if entrant not in out) for prize in prizes)
    return tuple(Awarded(prize, to or won) for prize, to, won in zip(prizes, named, winners, strict=True))


def moved_up(rows: Sequence[Row], out: Collection[str]) -> tuple[Row, ...]:
    """Return the rows without those who are `out`, on the places they have among themselves."""
    rivals = [row for row in rows if row.entrant not in out]
    return tuple(attrs.evolve(row, place=1 + sum(other.place < row.place for other in rivals)) for row in rivals)


def prize_at(place: int, prizes: Sequence[Prize]) -> int | None:
    """Return which of `prizes`, counted from 0, the `place` gets, or None."""
    last = 0
    for nth, prize in enumerate(prizes):
        last += prize.places if prize.given == "by_place" else 0
        if place <= last:
            return nth
    return next((nth for nth, prize in enumerate(prizes) if prize.given == "to_rest"), None)


def cuts(first: int, last: int, prizes: Sequence[Prize]) -> bool:
    """Whether entrants tied on the places `first` to `last` would get different prizes once apart."""
    return prize_at(first, prizes) != prize_at(last, prizes)


def depends(rows: Sequence[Row], prizes: Sequence[Prize]) -> tuple[tuple[str, ...], ...]:
    """Return the ties on which a prize depends."""
    cut = (tied for tied in _tied(rows) if cuts(tied[0].place, tied[0].place + len(tied) - 1, prizes))
    return tuple(tuple(row.entrant for row in tied) for tied in cut)


def money(rows: Sequence[Row], prizes: Sequence[Prize], places: int = 2) -> dict[str, Fraction]:
    """Return what each entrant gets: the amounts of all places a tie covers, pooled and shared equally.

    Shares have `places` decimals and add up to the pool: where it does not divide, the first of the tied in
    the order of `rows` get the smallest coin more. Honours are added whole to everybody they name.
    """
    amounts = [prize.amount or Decimal(0) for prize in prizes]
    shared: dict[str, Fraction] = {}
    for tied in _tied(rows):
        covered = (prize_at(tied[0].place + nth, prizes) for nth in range(len(tied)))
        pool = total([amounts[won] for won in covered if won is not None])
        shared |= dict(zip((row.entrant for row in tied), _coins(pool, len(tied), 10**places), strict=True))
    for prize, amount in zip(prizes, amounts, strict=True):
        for entrant in prize.to:
            shared[entrant] = shared.get(entrant, Fraction(0)) + Fraction(amount)
    return shared


def _coins(pool: Fraction, count: int, scale: int) -> Iterator[Fraction]:
    coins = pool * scale
    if coins.denominator != 1:
        raise RuleError(f"expected a pool of whole coins of 1/{scale}, found {pool}")
    each, left = divmod(coins.numerator, count)
    return (Fraction(each + (nth < left), scale) for nth in range(count))


def _tied(rows: Sequence[Row]) -> list[list[Row]]:
    return [list(tied) for _, tied in groupby(rows, key=lambda row: row.place)]


@attrs.frozen
class Honour:
    """An honour to the member with most points of their own in `rounds`, before any cap or weight of a round.

    Those rounds give no honour of their own besides: it is this one.
    """

    name: Words = scoring(help=both("荣誉名称，如最佳个人", "the honour's name, such as best individual"))
    rounds: tuple[Id, ...] = scoring(
        validator=attrs.validators.min_len(1),
        help=both("把队员在哪几个环节的个人得分加起来", "the rounds in which the members' own points are added up"),
    )


def best(scores: Mapping[str, Score]) -> tuple[str, ...]:
    """Return who has most, all of them where several have; nobody where nobody has more than 0."""
    most = max((score.value for score in scores.values()), default=0)
    return tuple(member for member, score in scores.items() if score.value == most > 0)
