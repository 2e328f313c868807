"""Tie-breaks that look at results: places in the rounds, meetings of the tied, the draw, a lot.

A circle of meetings is skipped, never guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any, ClassVar

import attrs

from quizarena.text import Text, catalogue

from .breakers import Parts, TieBreak, TieContext

_ = catalogue("standings", __file__)


@attrs.frozen
class CountBack(TieBreak):
    """More first places in the counted rounds, then more second places, then third ..."""

    name: ClassVar[str] = "count_back"

    @property
    def label(self) -> Text:
        """What it compares."""
        return _("more first places in the rounds, then more second places, and so on")

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Parts:
        """Return the order of the counts."""
        places = {entrant: list(context.round_places(entrant)) for entrant in tied}
        columns = sorted({place for each in places.values() for place in each})
        return _ordered({entrant: tuple(map(each.count, columns)) for entrant, each in places.items()})


@attrs.frozen
class MostFirsts(TieBreak):
    """More first places in the counted rounds."""

    name: ClassVar[str] = "most_firsts"

    @property
    def label(self) -> Text:
        """What it compares."""
        return _("more first places in the rounds")

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Parts:
        """Return how often each was first."""
        return {entrant: Fraction(list(context.round_places(entrant)).count(1)) for entrant in tied}


@attrs.frozen
class HeadToHead(TieBreak):
    """Who won when they met. A circle (a beat b, b beat c, c beat a), a draw or a meeting never held
    separates nobody.
    """

    name: ClassVar[str] = "head_to_head"

    @property
    def label(self) -> Text:
        """What it compares."""
        return _("who won when they met")

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Parts:
        """Return how many of `tied` each one cannot be shown to be behind, through any chain of meetings."""
        better = _better(tied, context)
        above = {entrant: {other for other in tied if (other, entrant) not in better} for entrant in tied}
        return {entrant: Fraction(len(_reached(entrant, above))) for entrant in tied}


@attrs.frozen
class EarlierDraw(TieBreak):
    """The earlier place in the running order that was drawn."""

    name: ClassVar[str] = "earlier_draw"

    @property
    def label(self) -> Text:
        """What it compares."""
        return _("the earlier place in the draw")

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Parts:
        """Return the order of the draw; equal numbers if not all of `tied` were drawn."""
        drawn = context.drawn_order()
        return _by_order(tied, drawn) if set(tied) <= set(drawn) else dict.fromkeys(tied, Fraction(0))


@attrs.frozen
class Lot(TieBreak):
    """A lot drawn among the tied (抽签)."""

    name: ClassVar[str] = "lot"
    wants_lot: ClassVar[bool] = True

    @property
    def label(self) -> Text:
        """What it compares."""
        return _("a lot")

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Parts:
        """Return the order of the lot, None while it is not drawn."""
        drawn = context.lot(tied)
        return None if drawn is None else _by_order(tied, drawn)


def _by_order(tied: Sequence[str], order: Sequence[str]) -> dict[str, Fraction]:
    return {entrant: Fraction(-order.index(entrant)) for entrant in tied}


def _ordered(keys: Mapping[str, tuple[Any, ...]]) -> dict[str, Fraction]:
    """Return a number for each key, higher for a higher key."""
    nth = {key: Fraction(place) for place, key in enumerate(sorted(set(keys.values())))}
    return {entrant: nth[key] for entrant, key in keys.items()}


def _better(tied: tuple[str, ...], context: TieContext) -> set[tuple[str, str]]:
    """Return the pairs (winner, loser) whose meetings the winner won more often than lost."""
    met = list(context.meetings(tied))
    return {(one, other) for one, other in met if met.count((one, other)) > met.count((other, one))}


def _reached(start: str, edges: Mapping[str, Collection[str]]) -> set[str]:
    seen, ahead = {start}, [start]
    while ahead:
        new = set(edges[ahead.pop()]) - seen
        seen |= new
        ahead += new
    return seen
