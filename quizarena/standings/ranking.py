"""Ranks of totals, ties broken one breaker after the other.

Decides in which order tie-breaks are asked, when they are no longer asked, and who then shares a place.
Leaves to the breakers what they compare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

import attrs

from quizarena.points import scaled

from .breakers import TieBreak, TieContext

AfterPartial: TypeAlias = Literal["continue", "restart"]
Matters: TypeAlias = Callable[[int, int], bool]
_Tied: TypeAlias = tuple[str, ...]


@attrs.frozen
class Row:
    """An entrant's place. `tied` are the others who share it, `broken_by` the tie-break that set it apart
    from others.

    `waits_for` is the tie-break that cannot say yet: a play-off to be held, a round to be scored.
    """

    entrant: str
    total: Fraction
    place: int
    tied: tuple[str, ...] = ()
    broken_by: TieBreak | None = None
    waits_for: TieBreak | None = None


@attrs.frozen
class _Group:
    entrants: _Tied
    first: int
    broken_by: TieBreak | None = None
    waits_for: TieBreak | None = None


def rank(
    totals: Mapping[str, Fraction],
    breakers: Sequence[TieBreak],
    context: TieContext,
    *,
    after_partial: AfterPartial = "continue",
    matters: Matters | None = None,
) -> tuple[Row, ...]:
    """Return the entrants by place, the highest total first; equal ones in the order given.

    Each tie is put to the breakers in turn until one separates it. What it leaves tied goes on to the next
    breaker, or begins again at the first one where `after_partial` is restart; a breaker that wants play-offs
    is asked again. A breaker that cannot say yet stops the breaking of its tie: the later ones must not
    decide before it.

    Args:
        totals: Exact totals by entrant.
        breakers: Tie-breaks in the order they are asked.
        context: What the tie-breaks may ask.
        after_partial: Where those go on whom a breaker left tied.
        matters: Whether a tie on the places from first to last is to be broken; by default every tie is.
    """
    numbers, _ = scaled(totals.values())
    table = _Table(breakers, context, after_partial == "restart", matters or _always)
    groups = table.broken(_grouped(dict(zip(totals, numbers, strict=True))), 1, 0, None)
    return tuple(row for group in groups for row in _rows(group, totals))


@attrs.frozen
class _Table:
    breakers: Sequence[TieBreak]
    context: TieContext
    restarts: bool
    matters: Matters

    def broken(self, groups: Sequence[_Tied], first: int, start: int, by: TieBreak | None) -> Iterator[_Group]:
        """Yield `groups`, the first of them on place `first`, each broken from breaker `start` on."""
        for tied in groups:
            yield from self._one(tied, first, start, by)
            first += len(tied)

    def _one(self, tied: _Tied, first: int, start: int, by: TieBreak | None) -> Iterator[_Group]:
        asked = self.breakers[start:] if len(tied) > 1 and self.matters(first, first + len(tied) - 1) else ()
        for nth, breaker in enumerate(asked, start):
            parts = breaker.parts(tied, self.context)
            if parts is None:
                yield _Group(tied, first, by, waits_for=breaker)
                return
            groups = _grouped({entrant: parts[entrant] for entrant in tied})
            if len(groups) > 1:
                yield from self.broken(groups, first, self._after(nth, breaker), breaker)
                return
        yield _Group(tied, first, by)

    def _after(self, nth: int, breaker: TieBreak) -> int:
        """Where those go on whom `breaker` left tied; play-offs are repeated until they are apart."""
        if self.restarts:
            return 0
        return nth if breaker.wants_play_off else nth + 1


def _always(first: int, last: int) -> bool:
    return True


def _grouped(values: Mapping[str, Fraction] | Mapping[str, int]) -> list[_Tied]:
    """Return entrants of equal value together, the highest first, each in the order given."""
    alike: dict[Fraction | int, list[str]] = {}
    for entrant, value in values.items():
        alike.setdefault(value, []).append(entrant)
    return [tuple(alike[value]) for value in sorted(alike, reverse=True)]


def _rows(group: _Group, totals: Mapping[str, Fraction]) -> Iterator[Row]:
    for nth, entrant in enumerate(group.entrants):
        others = group.entrants[:nth] + group.entrants[nth + 1 :]
        yield Row(entrant, totals[entrant], group.first, others, group.broken_by, group.waits_for)
