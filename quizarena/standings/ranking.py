"""Ranks of totals, ties broken one tie-break after the other; what each compares is its own affair."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
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

    `waits_for` is the tie-break that cannot say yet: a play-off to be held, a lot to be drawn, a round to be scored.
    """

    entrant: str
    total: Fraction
    place: int
    tied: tuple[str, ...] = ()
    broken_by: TieBreak | None = None
    waits_for: TieBreak | None = None


@attrs.frozen
class _Ahead:
    """How many entrants stand before a group: of all, and of those who may win a prize."""

    all: int
    rivals: int


@attrs.frozen
class _Group:
    entrants: _Tied
    first: int
    broken_by: TieBreak | None = None
    waits_for: TieBreak | None = None


def rank_totals(
    totals: Mapping[str, Fraction],
    breakers: Sequence[TieBreak],
    context: TieContext,
    *,
    after_partial: AfterPartial = "continue",
    matters: Matters | None = None,
    out: Collection[str] = (),
) -> tuple[Row, ...]:
    """Return the entrants by place, the highest total first; equal ones in the order given.

    Each tie is put to the breakers in turn until one separates it. What it leaves tied goes on to the next
    breaker, or begins again at the first one where `after_partial` is restart; a breaker that wants play-offs
    is asked again. A breaker that cannot say yet stops the breaking of its tie while the play-off, the lot or the
    round it wants may come: the later ones must not decide before it. One that will never say is passed over.

    Args:
        totals: Exact totals by entrant.
        breakers: Tie-breaks in the order they are asked.
        context: What the tie-breaks may ask.
        after_partial: Where those go on whom a breaker left tied.
        matters: Whether a tie on the places from first to last is to be broken; by default every tie is. Those who are
            `out` take no place in that count.
        out: Who is ranked but may win nothing; where a tie is broken they stand behind the others of it.
    """
    numbers, _ = scaled(totals.values())
    table = _Table(breakers, context, after_partial == "restart", matters, frozenset(out))
    groups = table.broken(_grouped(dict(zip(totals, numbers, strict=True))), _Ahead(0, 0), 0, None)
    return tuple(row for group in groups for row in _rows(group, totals))


@attrs.frozen
class _Table:
    breakers: Sequence[TieBreak]
    context: TieContext
    restarts: bool
    matters: Matters | None
    out: frozenset[str]

    def broken(self, groups: Sequence[_Tied], ahead: _Ahead, start: int, by: TieBreak | None) -> Iterator[_Group]:
        """Yield `groups`, each broken from breaker `start` on; `ahead` stand before the first of them."""
        for tied in groups:
            yield from self._one(tied, ahead, start, by)
            ahead = _Ahead(ahead.all + len(tied), ahead.rivals + len(self._rivals(tied)))

    def _one(self, tied: _Tied, ahead: _Ahead, start: int, by: TieBreak | None) -> Iterator[_Group]:
        """Yield one group, broken if that matters: then those who are out stand behind the others."""
        first, rivals = ahead.all + 1, self._rivals(tied)
        if not self._matters(rivals, ahead.rivals + 1):
            yield _Group(tied, first, by)
            return
        broken = tuple(self._broken_rivals(rivals, ahead, start, by))
        behind = tuple(entrant for entrant in tied if entrant in self.out)
        yield from broken or [_Group(tied, first, by)]
        if broken and behind:
            yield _Group(behind, first + len(rivals), by)

    def _broken_rivals(self, tied: _Tied, ahead: _Ahead, start: int, by: TieBreak | None) -> Iterator[_Group]:
        """Yield what a tie is broken into, or the tie that waits; nothing if no breaker tells them apart."""
        for nth, breaker in enumerate(self.breakers[start:], start):
            parts = breaker.parts(tied, self.context)
            if parts is None and _may_say(breaker, self.context):
                yield _Group(tied, ahead.all + 1, by, waits_for=breaker)
                return
            groups = [] if parts is None else _grouped({entrant: parts[entrant] for entrant in tied})
            if len(groups) > 1:
                yield from self.broken(groups, ahead, self._after(nth, breaker), breaker)
                return

    def _matters(self, rivals: _Tied, first: int) -> bool:
        if self.matters is None:
            return len(rivals) > 1
        return len(rivals) > 1 and self.matters(first, first + len(rivals) - 1)

    def _rivals(self, tied: _Tied) -> _Tied:
        return tuple(entrant for entrant in tied if entrant not in self.out)

    def _after(self, nth: int, breaker: TieBreak) -> int:
        """Where those go on whom `breaker` left tied; play-offs are repeated until they are apart."""
        if self.restarts:
            return 0
        return nth if breaker.wants_play_off else nth + 1


def _may_say(breaker: TieBreak, context: TieContext) -> bool:
    """Whether a tie-break that cannot say now may do so later."""
    return breaker.wants_play_off or breaker.wants_lot or any(map(context.awaits, breaker.rounds))


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
