"""Prizes and honours: which place gets which prize, which ties a prize depends on, shared money to the cent.

Ranking is in `ranking`; an honour that a single round gives (最佳辩手) belongs to its kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Literal, TypeAlias

import attrs

from quizarena.errors import RuleError
from quizarena.parameters import one_of, whole
from quizarena.points import total
from quizarena.rules import Id, scoring
from quizarena.scores import MEAN, SUM, Op, Score
from quizarena.text import Capitalized, Words, catalogue, in_every_language, spoken_place

from .ranking import Row

_ = catalogue("standings", __file__)

Given: TypeAlias = Literal["by_place", "to_rest", "to_last", "as_honour"]


def _one_for_the_last(prize: Prize, attribute: attrs.Attribute[int], value: int) -> None:
    if prize.given == "to_last" and value != 1:
        raise RuleError(_("places: expected 1 for given: to_last, found {found}", found=value))


@attrs.frozen
class Prize:
    """A prize (一等奖), or an honour.

    By place it goes to as many `places` as it has, behind those of the prizes before it; to the rest, to
    everybody placed behind all of those (优秀奖); to the last, to those of them on the last place (鼓励奖); as an
    honour, to those the organisers name in `to` (优秀组织奖), whatever their place. `amount` is the money of each
    place, if any.
    """

    name: Words
    places: int = attrs.field(default=1, validator=attrs.validators.and_(whole(1), _one_for_the_last))
    given: Given = attrs.field(default="by_place", validator=one_of("by_place", "to_rest", "to_last", "as_honour"))
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

    What is not `is_open` has not been shown by the board yet: the hall knows nobody of it. What `is_place` is no prize
    but a place that is announced like one.
    """

    prize: Prize
    entrants: tuple[str, ...]
    is_open: bool = True
    is_place: bool = False


def award(rows: Sequence[Row], prizes: Sequence[Prize], *, out: Collection[str] = ()) -> tuple[Awarded, ...]:
    """Return each prize with those who get it: entrants of equal place share the better prize.

    The places behind a shared one stay empty: two first prizes where there is one, and no second. Those who are `out`
    (they left the contest) get none, and who stands behind them moves up. Who is last and has no prize by place gets
    that for the last, rather than one for the rest.
    """
    placed = dict(_won(rows, prizes, out))
    winners = (tuple(entrant for entrant, won in placed.items() if won == nth) for nth in range(len(prizes)))
    named = (tuple(entrant for entrant in prize.to if entrant not in out) for prize in prizes)
    return tuple(Awarded(prize, to or won) for prize, to, won in zip(prizes, named, winners, strict=True))


def _won(rows: Sequence[Row], prizes: Sequence[Prize], out: Collection[str]) -> Iterator[tuple[str, int | None]]:
    """Yield each entrant who is in with which of `prizes` it gets by its place, None for none."""
    rivals = moved_up(rows, out)
    last = next((nth for nth, prize in enumerate(prizes) if prize.given == "to_last"), None)
    lowest = max((row.place for row in rivals), default=0)
    for row in rivals:
        won = prize_at(row.place, prizes)
        is_free = won is None or prizes[won].given != "by_place"
        yield row.entrant, last if last is not None and is_free and row.place == lowest else won


def places_without_prize(
    rows: Sequence[Row], prizes: Sequence[Prize], *, out: Collection[str] = ()
) -> tuple[Awarded, ...]:
    """Return the places that get no prize, the first first, each with those on it; those who are `out` are on none."""
    won = dict(_won(rows, prizes, out))
    free = [row for row in moved_up(rows, out) if won[row.entrant] is None]
    return tuple(
        Awarded(Prize(_place_name(place)), tuple(row.entrant for row in tied), is_place=True)
        for place, tied in groupby(free, key=lambda row: row.place)
    )


def _place_name(place: int) -> Words:
    return in_every_language(Capitalized(_("{place} place", place=spoken_place(place))))


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
    last = {
        entrant: won for entrant, won in _won(rows, prizes, ()) if won is not None and prizes[won].given == "to_last"
    }
    for tied in _tied(rows):
        covered: Iterable[int | None] = (prize_at(tied[0].place + nth, prizes) for nth in range(len(tied)))
        if tied[0].entrant in last:
            covered = (last[tied[0].entrant],)
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


def _as_many_as_rounds(honour: Honour, attribute: attrs.Attribute[int], value: int) -> None:
    if value > len(honour.rounds):
        raise RuleError(
            _("least: expected 1 to {count}, as many as rounds, found {found}", count=len(honour.rounds), found=value)
        )


@attrs.frozen
class Honour:
    """An honour to the member with most points of their own in `rounds`, before any cap or weight of a round.

    Points are added up or, `by` mean, their mean is taken, of members who have any in `least` of the rounds. Those
    rounds give no honour of their own besides: it is this one.
    """

    name: Words = scoring(help=_("the honour's name, such as best individual"))
    rounds: tuple[Id, ...] = scoring(
        validator=attrs.validators.min_len(1),
        help=_("the rounds in which the members' own points are added up, in a debate their marks as speakers"),
    )
    by: Literal["sum", "mean"] = scoring(
        default="sum",
        help=_("points added up, or their mean where some take part more often"),
    )
    least: int = scoring(
        default=1,
        validator=attrs.validators.and_(attrs.validators.ge(1), _as_many_as_rounds),
        help=_("in how many of these rounds at least a member must have points"),
    )

    @property
    def op(self) -> Op:
        """What is made of a member's points."""
        return SUM if self.by == "sum" else MEAN


def best(scores: Mapping[str, Score]) -> tuple[str, ...]:
    """Return who has most, all of them where several have; nobody where nobody has more than 0."""
    most = max((score.value for score in scores.values()), default=0)
    return tuple(member for member, score in scores.items() if score.value == most > 0)
