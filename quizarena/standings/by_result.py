"""Tie-breaks that look at results: places in the rounds, meetings, the draw, a lot.

A circle of meetings is skipped, never guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any, ClassVar

import attrs

from quizarena.points import total
from quizarena.rounds import Meeting
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
class Wins(TieBreak):
    """More meetings won in the counted rounds; a drawn one counts half, one without an opponent counts nothing."""

    name: ClassVar[str] = "wins"

    @property
    def label(self) -> Text:
        """What it compares."""
        return _("more matches won")

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Parts:
        """Return how many each won."""
        return {entrant: _wins(entrant, context) for entrant in tied}


@attrs.frozen
class Margin(TieBreak):
    """The larger sum of margins: by how many marks each meeting was won, less those by which others were lost."""

    name: ClassVar[str] = "margin"

    @property
    def label(self) -> Text:
        """What it compares."""
        return _("the larger sum of winning margins")

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Parts:
        """Return the sums; None where a meeting of the tied was decided without marks."""
        margins = {entrant: [meeting.margin for meeting in _of(entrant, context)] for entrant in tied}
        known = {entrant: [margin for margin in each if margin is not None] for entrant, each in margins.items()}
        return None if known != margins else {entrant: total(each) for entrant, each in known.items()}


@attrs.frozen
class Scored(TieBreak):
    """More scored in all counted rounds together, before any table, cap or weight (进球数)."""

    name: ClassVar[str] = "scored"

    @property
    def label(self) -> Text:
        """What it compares."""
        return _("more scored in all rounds")

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Parts:
        """Return the sums; a round in which one has no score adds nothing."""
        rounds = tuple(context.counted_rounds())
        return {
            entrant: total(context.round_value(entrant, each) or Fraction(0) for each in rounds) for entrant in tied
        }


@attrs.frozen
class Opponents(TieBreak):
    """The stronger opponents: the larger sum of the wins of those whom each met (Buchholz)."""

    name: ClassVar[str] = "opponents"

    @property
    def label(self) -> Text:
        """What it compares."""
        return _("more matches won by the opponents met")

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Parts:
        """Return the sums, an opponent met twice counted twice."""
        met = {entrant: [meeting.second for meeting in _of(entrant, context)] for entrant in tied}
        return {entrant: total(_wins(other, context) for other in others) for entrant, others in met.items()}


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
    ahead: dict[tuple[str, str], Fraction] = {}
    for team in tied:
        for met in _of(team, context):
            pair = team, met.second
            ahead[pair] = ahead.get(pair, Fraction(0)) + met.won - Fraction(1, 2)
    return {pair for pair, balance in ahead.items() if balance > 0 and set(pair) <= set(tied)}


def _of(team: str, context: TieContext) -> list[Meeting]:
    """Return a team's meetings as it saw them."""
    return [seen for meeting in context.meetings() if (seen := meeting.seen_by(team)) is not None]


def _wins(team: str, context: TieContext) -> Fraction:
    return total(meeting.won for meeting in _of(team, context))


def _reached(start: str, edges: Mapping[str, Collection[str]]) -> set[str]:
    seen, ahead = {start}, [start]
    while ahead:
        new = set(edges[ahead.pop()]) - seen
        seen |= new
        ahead += new
    return seen
