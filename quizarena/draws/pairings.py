"""Pairs and groups as plain values: who meets whom, on which side, and who forms a team.

They follow from an order (drawn, or by standings) and from what has been before.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

import attrs

from quizarena.errors import DrawError
from quizarena.points import show
from quizarena.text import FRAME, Text

from .ticket_draw import check_labels, tickets

_ = FRAME

Pair: TypeAlias = tuple[str, str]
Wins: TypeAlias = Mapping[str, Fraction]


@attrs.frozen
class Pairing:
    """One round of pairs; `byes` sit out, and `reasons` say why each pair meets, where that is not plain."""

    pairs: tuple[Pair, ...]
    byes: tuple[str, ...] = ()
    reasons: tuple[Text, ...] = ()


def berger(n: int) -> list[list[tuple[int, int]]]:
    """Return the Berger table: every player meets every other once, in rounds of (first, second).

    The first-named plays the first side; each is that as often as the second, give or take one. With an odd
    number the one who would meet number n + 1 sits out.

    >>> berger(4)
    [[(1, 4), (2, 3)], [(4, 3), (1, 2)], [(2, 4), (3, 1)]]

    Source: FIDE Handbook C.05, annex 1.

    Raises:
        DrawError: There are fewer than two players.
    """
    if n < 2:
        raise DrawError(_("expected at least two to play, found {count}", count=n))
    even = n + n % 2
    rounds = (_berger_round(nth, even) for nth in range(1, even))
    return [[pair for pair in pairs if max(pair) <= n] for pairs in rounds]


def _berger_round(nth: int, even: int) -> Iterator[tuple[int, int]]:
    """The last player meets one of a circle of the others; the neighbours of that one meet, outwards on both
    sides.
    """
    circle = even - 1
    odd_round = nth % 2 == 1
    pivot = (nth + 1) // 2 if odd_round else nth // 2 + even // 2
    yield (pivot, even) if odd_round else (even, pivot)
    for step in range(1, even // 2):
        yield (pivot - 1 + step) % circle + 1, (pivot - 1 - step) % circle + 1


def fold(order: Sequence[str], *, met: Collection[Pair] = (), byes: bool = False) -> Pairing:
    """Pair a knock-out: the first of `order` with the last, the second with the last but one (折叠).

    With `byes` as many of the first sit out as leave a power of two for the next round: of six the first two. Nobody
    meets anybody of `met` again if that can be avoided: then the nearest other opponent is taken.

    Raises:
        DrawError: Fewer than two labels, repeated ones, a number that is no power of two without `byes`, or every way
            to pair repeats a meeting.
    """
    check_labels(order)
    _refuse_one(order)
    free = (1 << (len(order) - 1).bit_length()) - len(order)
    if free and not byes:
        raise DrawError(
            _(
                "a knock-out of {count} does not end in a final; let the first {free} sit out (byes), or take {fewer}",
                count=len(order),
                free=free,
                fewer=1 << (len(order).bit_length() - 1),
            )
        )
    found = _matched(order[free:], lambda _first, left: left[::-1], {frozenset(pair) for pair in met})
    if found is None:
        raise _again()
    return Pairing(tuple(found), tuple(order[:free]))


def slide(order: Sequence[str], *, met: Collection[Pair] = (), had_bye: Collection[str] = ()) -> Pairing:
    """Pair the first of the upper half of `order` with the first of the lower half, and so on (上下半区).

    With an odd number the lowest who has not sat out before does. Nobody meets anybody of `met` again if that can be
    avoided: then the nearest other opponent is taken.

    Raises:
        DrawError: Fewer than two labels, repeated ones, or every way to pair repeats a meeting.
    """
    return _paired(order, lambda _first, left: _from_the_middle(left), met, had_bye)


def neighbours(order: Sequence[str], *, met: Collection[Pair] = (), had_bye: Collection[str] = ()) -> Pairing:
    """Pair the first of `order` with the second, the third with the fourth; over a drawn order: pairs by lot.

    Byes, repeated meetings and errors are as for `slide`.
    """
    return _paired(order, lambda _first, left: left, met, had_bye)


def power(
    order: Sequence[str],
    wins: Wins,
    *,
    met: Collection[Pair] = (),
    had_bye: Collection[str] = (),
) -> Pairing:
    """Pair by wins: those who have won equally often meet, in each such bracket as by `slide`.

    `order` is the standing, the best first. Whoever is left over in a bracket meets the first of the next one, who is
    pulled up. Nobody meets anybody of `met` again unless there is no other way. With an odd number the lowest who has
    not sat out before does. `reasons` has a line for each pair, then for who sits out.

    Raises:
        DrawError: Fewer than two labels, or repeated ones.
    """
    check_labels(order)
    _refuse_one(order)
    ranked = sorted(order, key=lambda each: -wins.get(each, 0))
    again = {frozenset(pair) for pair in met}

    def prefer(first: str, left: Sequence[str]) -> list[str]:
        own = [each for each in left if wins.get(each, 0) == wins.get(first, 0)]
        return [*_from_the_middle(own), *(each for each in left if each not in own)]

    for forbidden in (again, set[frozenset[str]]()):
        for byes in _byes(ranked, had_bye):
            found = _matched([each for each in ranked if each not in byes], prefer, forbidden)
            if found is not None:
                reasons = [_why(pair, wins, again) for pair in found]
                reasons += (_("{label} sits out: the lowest who has not yet", label=each) for each in byes)
                return Pairing(tuple(found), byes, tuple(reasons))
    raise _again()


def _why(pair: Pair, wins: Wins, again: Collection[frozenset[str]]) -> Text:
    """Return why two meet."""
    first, second = pair
    ours, theirs = (show(wins.get(each, 0)) for each in pair)
    said = {"first": first, "second": second, "ours": ours, "theirs": theirs}
    if frozenset(pair) in again:
        return _("{first} - {second}: they have met before, and no pairing avoids that", **said)
    if ours == theirs:
        return _("{first} - {second}: both have won {ours}", **said)
    return _("{first} - {second}: {second}, with {theirs}, is pulled up, for nobody with {ours} is left", **said)


def _from_the_middle(left: Sequence[str]) -> Sequence[str]:
    """The opponents of the first in order of preference: the middle one, then outwards, lower ones first."""
    middle = len(left) // 2
    return sorted(left, key=lambda each: (abs(left.index(each) - middle), -left.index(each)))


_Prefer: TypeAlias = Callable[[str, Sequence[str]], Sequence[str]]
"""The opponents of the first among those left, the most preferred first."""


def _paired(order: Sequence[str], prefer: _Prefer, met: Collection[Pair], had_bye: Collection[str]) -> Pairing:
    check_labels(order)
    _refuse_one(order)
    again = {frozenset(pair) for pair in met}
    for byes in _byes(order, had_bye):
        found = _matched([each for each in order if each not in byes], prefer, again)
        if found is not None:
            return Pairing(tuple(found), byes)
    raise _again()


def _refuse_one(order: Sequence[str]) -> None:
    if len(order) < 2:
        raise DrawError(_("expected at least two to pair, found {count}", count=len(order)))


def _again() -> DrawError:
    return DrawError(_("no pairing is left without a repeated meeting; leave out some of those who met"))


def _byes(order: Sequence[str], had_bye: Collection[str]) -> list[tuple[str, ...]]:
    """Who may sit out, in order of preference: the lowest first, those who have already last."""
    if len(order) % 2 == 0:
        return [()]
    return [(each,) for each in sorted(order, key=lambda each: (each in had_bye, -order.index(each)))]


def _matched(left: Sequence[str], prefer: _Prefer, again: Collection[frozenset[str]]) -> list[Pair] | None:
    """Pair the first with its most preferred opponent for which the others can be paired too."""
    if not left:
        return []
    first, *others = left
    for other in prefer(first, others):
        if frozenset((first, other)) not in again:
            rest = _matched([each for each in others if each != other], prefer, again)
            if rest is not None:
                return [(first, other), *rest]
    return None


def sides(pairs: Sequence[Pair], *, lead: Mapping[str, int] | None = None, seed: str, purpose: str) -> tuple[Pair, ...]:
    """Return each pair as (affirmative, negative).

    Who has been affirmative less often gets it: `lead` is how many times more than negative each has been, 0
    by default. Where that is equal the ticket decides, with purpose `purpose`/1 for the first pair and so on.
    """
    balance = lead or {}
    return tuple(
        _by_balance(pair, balance, tickets(pair, seed=seed, purpose=f"{purpose}/{nth}").order)
        for nth, pair in enumerate(pairs, 1)
    )


def _by_balance(pair: Pair, balance: Mapping[str, int], drawn: Sequence[str]) -> Pair:
    first, second = sorted(pair, key=lambda each: (balance.get(each, 0), drawn.index(each)))
    return first, second


def deal(order: Sequence[str], groups: int, *, snake: bool = False) -> tuple[tuple[str, ...], ...]:
    """Deal `order` out to `groups` groups, as equal in number as can be: teams of contestants, heats of
    teams.

    Dealt round and round; with `snake` every other round goes backwards, which makes groups of equal strength
    from an order by strength.

    Raises:
        DrawError: There are no or repeated labels, or more groups than labels.
    """
    check_labels(order)
    if not 0 < groups <= len(order):
        raise DrawError(_("expected from 1 to {most} groups, found {found}", most=len(order), found=groups))
    dealt: list[list[str]] = [[] for _ in range(groups)]
    for nth, label in enumerate(order):
        turn, place = divmod(nth, groups)
        dealt[groups - 1 - place if snake and turn % 2 else place].append(label)
    return tuple(map(tuple, dealt))
