"""What hangs on a rule: records that count otherwise once it is amended, such as rulings by a key that was wrong.

A kind says what a record of its own would count as; here the past is gone through with it. Later records that then fit
no more are taken out: a second chance that nobody would have had.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from ..facts import Fact, Record
from ..values import evolve
from .flow import moves
from .legality import Change, matching, misfit
from .position import Position


@attrs.frozen
class Followers:
    """The records that count otherwise, each with the fact it becomes, and those that are taken out."""

    items: tuple[tuple[int, Fact], ...] = ()
    take_out: tuple[int, ...] = ()


def followers(position: Position, records: Sequence[Record], people: frozenset[str]) -> Followers:
    """Return what becomes of `records` from `position` on, which stands under the rules as they are amended."""
    items: list[tuple[int, Fact]] = []
    out: list[int] = []
    change = Change({}, people)
    for place, each in enumerate(records):
        becomes = _becomes(position, each, records[place + 1 :], change)
        if becomes is not None:
            items.append((each.seq, becomes))
            position = position.after(evolve(each, fact=becomes))
        elif items and misfit(position, each, change) is not None:
            out.append(each.seq)
        else:
            position = position.after(each)
    return Followers(tuple(items), tuple(out))


def _becomes(position: Position, each: Record, later: Sequence[Record], change: Change) -> Fact | None:
    """Return the fact a record becomes, None where it stays: of several the one that later records fit best."""
    found = [fact for fact in _revised(position, each) if matching(moves(position), fact, ignore_derived=True)]
    if len(found) < 2:
        return found[0] if found else None
    return min(found, key=lambda fact: _lost(position.after(evolve(each, fact=fact)), later, change))


def _revised(position: Position, each: Record) -> Iterator[Fact]:
    played = position.state.played(each.round) if each.round else None
    if played is not None and played is position.state.running:
        yield from position.kind(played).revised(played.state, each.fact, position.moment(played))


def _lost(position: Position, records: Sequence[Record], change: Change) -> int:
    """Return how many records fit no more, later ones taken as the first that they would become."""
    count = 0
    for each in records:
        revised = next(_revised(position, each), None)
        taken = each if revised is None else evolve(each, fact=revised)
        if misfit(position, taken, change) is None:
            position = position.after(taken)
        else:
            count += 1
    return count
