"""Panels that rank instead of mark. Every function takes `{entrant: [place by judge 1, by judge 2, ...]}`, 1 is best.

It returns `{entrant: place}`; who cannot be told apart share the mean of their places (5/2 for places 2 and 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import TypeAlias

from quizarena.errors import RuleError
from quizarena.points import Number, exact

Placings: TypeAlias = Mapping[str, Sequence[Number]]
_Exact: TypeAlias = dict[str, tuple[Fraction, ...]]
_Key: TypeAlias = tuple[Fraction | int, ...]


def sum_of_places(placings: Placings) -> dict[str, Fraction]:
    """Return the order by the sum of places, the lowest first."""
    found = _read(placings)
    return _shared({entrant: (sum(places, Fraction(0)),) for entrant, places in found.items()})


def borda(placings: Placings) -> dict[str, Fraction]:
    """Return the order by points: from each judge one for each entrant placed behind, one half for each
    level.
    """
    found = _read(placings)
    points = {entrant: sum(_against(found, entrant, other) for other in found) for entrant in found}
    return _shared({entrant: (-each,) for entrant, each in points.items()})


def majority_pairs(placings: Placings) -> dict[str, Fraction]:
    """Return the order by duels: each pair of entrants is compared judge by judge, the majority wins the
    duel.

    More duels won come first (a drawn one counts half), then more judges in favour over all duels: the
    one-by-one system of figure skating, 1998 to 2004.
    """
    found = _read(placings)
    keys: dict[str, _Key] = {}
    for entrant in found:
        votes = {other: _against(found, entrant, other) for other in found if other != entrant}
        duels = [(each > _half(found), each == _half(found)) for each in votes.values()]
        wins = sum((Fraction(won) + Fraction(level, 2) for won, level in duels), Fraction(0))
        keys[entrant] = (-wins, -sum(votes.values(), Fraction(0)))
    return _shared(keys)


def skating(marks: Mapping[str, Placings]) -> dict[str, Fraction]:
    """Return the order over several dances by the skating system, rules 5 to 11.

    `marks` maps each dance to the places the judges gave there; the judges may differ from dance to dance,
    the entrants may not. Rules 5 to 8 place each dance, rule 9 adds those places, rules 10 and 11 separate
    equal sums; what rule 11 cannot separate shares its places. After one of several level entrants is placed,
    the others begin again at rule 10 for the next place.

    Source: the eleven rules of the skating system (Arthur Dawson, The Skating System; WDSF competition
    rules).
    """
    dances = {dance: _read(placings) for dance, placings in marks.items()}
    entrants = _same_entrants(dances)
    places = {dance: _single_dance(found) for dance, found in dances.items()}
    by_dance = {entrant: tuple(places[dance][entrant] for dance in dances) for entrant in entrants}
    by_judge = {entrant: tuple(mark for found in dances.values() for mark in found[entrant]) for entrant in entrants}
    order: list[list[str]] = []
    for level in _ranked({entrant: (sum(each, Fraction(0)),) for entrant, each in by_dance.items()}):
        order += _separated(level, 1 + sum(map(len, order)), by_dance, by_judge)
    return _numbered(order)


def _single_dance(found: _Exact) -> dict[str, Fraction]:
    """Rules 5 to 8: by majority of "n-th and higher" places, n from 1 upwards."""
    order: list[list[str]] = []
    left = dict(found)
    for column in _columns(found, Fraction(1)):
        able = [entrant for entrant, places in left.items() if _has_majority(places, column)]
        order += _ranked({entrant: _countback(left[entrant], _columns(found, column)) for entrant in able})
        left = {entrant: places for entrant, places in left.items() if entrant not in able}
    return _numbered(order)


def _separated(level: list[str], first: int, by_dance: _Exact, by_judge: _Exact) -> Iterator[list[str]]:
    """Rules 10 and 11: yield entrants with equal sums in order, the best of them on place `first`.

    Those whom rule 10 finds level for a place fill that place and the next ones before anybody else of
    `level`.
    """
    left = list(level)
    while left:
        best = _ranked({entrant: _upto(by_dance[entrant], Fraction(first)) for entrant in left})[0]
        placed = best if len(best) == 1 else _rule_11({entrant: by_judge[entrant] for entrant in best}, first)
        yield placed
        behind = [entrant for entrant in best if entrant not in placed]
        yield from _separated(behind, first + len(placed), by_dance, by_judge)
        left = [entrant for entrant in left if entrant not in best]
        first += len(best)


def _rule_11(level: _Exact, place: int) -> list[str]:
    """All dances as one: the best majority of "place and higher" marks, then with lower places included."""
    columns = _columns(level, Fraction(place))
    column = next(each for each in columns if any(_has_majority(marks, each) for marks in level.values()))
    able = [entrant for entrant, marks in level.items() if _has_majority(marks, column)]
    return _ranked({entrant: _countback(level[entrant], _columns(level, column)) for entrant in able})[0]


def _columns(found: _Exact, start: Fraction) -> list[Fraction]:
    """The places "n-th and higher" that can make a difference, from `start` on."""
    return [start, *sorted({place for places in found.values() for place in places if place > start})]


def _has_majority(places: Sequence[Fraction], column: Fraction) -> bool:
    return 2 * sum(place <= column for place in places) > len(places)


def _upto(places: Sequence[Fraction], column: Fraction) -> _Key:
    """More places up to `column` are better, then a lower sum of them."""
    counted = [place for place in places if place <= column]
    return (-len(counted), sum(counted, Fraction(0)))


def _countback(places: Sequence[Fraction], columns: Sequence[Fraction]) -> _Key:
    """What rule 7 compares: places up to the first column, then with the next lower ones included."""
    return tuple(part for column in columns for part in _upto(places, column))


def _against(found: _Exact, one: str, other: str) -> Fraction:
    """How many judges prefer `one`; level ones count half."""
    if one == other:
        return Fraction(0)
    pairs = list(zip(found[one], found[other], strict=True))
    return sum((Fraction(mine < theirs) + Fraction(mine == theirs, 2) for mine, theirs in pairs), Fraction(0))


def _half(found: _Exact) -> Fraction:
    return Fraction(len(next(iter(found.values()))), 2)


def _ranked(keys: Mapping[str, _Key]) -> list[list[str]]:
    """Group entrants of equal key, the lowest key first."""
    ordered = sorted(keys, key=lambda entrant: keys[entrant])
    return [list(level) for _, level in groupby(ordered, key=lambda entrant: keys[entrant])]


def _numbered(order: Iterable[Sequence[str]]) -> dict[str, Fraction]:
    """Number groups from 1; a group shares the mean of its places."""
    places: dict[str, Fraction] = {}
    for level in order:
        first = len(places) + 1
        places |= dict.fromkeys(level, Fraction(2 * first + len(level) - 1, 2))
    return places


def _shared(keys: Mapping[str, _Key]) -> dict[str, Fraction]:
    return _numbered(_ranked(keys))


def _read(placings: Placings) -> _Exact:
    """Return the places exactly.

    Raises:
        RuleError: There are no entrants or judges, an entrant lacks a judge's place, or a place is below 1.
    """
    found = {entrant: tuple(map(exact, places)) for entrant, places in placings.items()}
    judges = {len(places) for places in found.values()}
    if len(judges) != 1 or 0 in judges:
        raise RuleError(f"expected a place by every judge for each entrant, found {sorted(judges)} places each")
    for entrant, places in found.items():
        if min(places) < 1:
            raise RuleError(f"expected places from 1 for {entrant}, found {min(places)}")
    return found


def _same_entrants(dances: Mapping[str, _Exact]) -> list[str]:
    """Return the entrants; RuleError if there is no dance or one dance has others than the first."""
    if not dances:
        raise RuleError("expected at least one dance, found none")
    (first, found), *others = dances.items()
    for dance, each in others:
        if set(each) != set(found):
            raise RuleError(f"expected the entrants of {first!r} in {dance!r}, found {', '.join(each)}")
    return list(found)
