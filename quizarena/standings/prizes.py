"""Prizes: which place gets which, and which ties they cut.

Decides how prizes lie over places, and that a tie shares the better prize. Leaves ranking to `ranking`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import attrs

from quizarena.parameters import whole
from quizarena.text import Words

from .ranking import Row


@attrs.frozen
class Prize:
    """A prize (一等奖) for as many `places` as are given, behind those of the prizes before it."""

    name: Words
    places: int = attrs.field(default=1, validator=whole(1))


@attrs.frozen
class Awarded:
    """A prize and who gets it; nobody where a tie for the prize before took its place."""

    prize: Prize
    entrants: tuple[str, ...]


def award(rows: Sequence[Row], prizes: Sequence[Prize]) -> tuple[Awarded, ...]:
    """Return each prize with those who get it: entrants of equal place share the better prize.

    The places behind a shared one stay empty: two first prizes where there is one, and no second.
    """
    return tuple(
        Awarded(prize, tuple(row.entrant for row in rows if prize_at(row.place, prizes) == nth))
        for nth, prize in enumerate(prizes)
    )


def prize_at(place: int, prizes: Sequence[Prize]) -> int | None:
    """Return which of `prizes`, counted from 0, the `place` gets, or None."""
    last = 0
    for nth, prize in enumerate(prizes):
        last += prize.places
        if place <= last:
            return nth
    return None


def cuts(first: int, last: int, prizes: Sequence[Prize]) -> bool:
    """Whether entrants tied on the places `first` to `last` would get different prizes once apart."""
    return prize_at(first, prizes) != prize_at(last, prizes)


def depends(rows: Sequence[Row], prizes: Sequence[Prize]) -> tuple[tuple[str, ...], ...]:
    """Return the ties on which a prize depends."""
    ties = [list(tied) for _, tied in groupby(rows, key=lambda row: row.place)]
    cut = (tied for tied in ties if cuts(tied[0].place, tied[0].place + len(tied) - 1, prizes))
    return tuple(tuple(row.entrant for row in tied) for tied in cut)
