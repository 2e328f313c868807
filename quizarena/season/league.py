"""The league of a year: what each member's contests came to, best first, with the results that were dropped."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from ..points import show
from ..scores import SUM, Score, combine, leaf
from ..standings import places
from ..text import Joined, Text, plain
from ..values import evolve
from .ledger import Credit, Ledger
from .rules import Tie
from .words import _

_NO_PLACE = 1_000
"""Behind every place there is."""


@attrs.frozen
class LeagueRow:
    """A member's row: the place, which several may share, and the total with its working."""

    member: str
    name: str
    place: int
    score: Score

    @property
    def results(self) -> tuple[str, ...]:
        """The points of each contest as a list shows them, those that do not count in parentheses."""
        return tuple(show(part.value) if part.counted else f"({show(part.value)})" for part in self.score.parts)


def league(ledger: Ledger, year: str) -> tuple[LeagueRow, ...]:
    """Return everybody who had a place in a contest of a year, best first; equal totals are parted as the rules say."""
    credits = ledger.credits_in(year)
    known = [member for member in ledger.members if ledger.results_of(member, year)]
    ties = ledger.rules.contests.ties if ledger.rules.contests is not None else ()
    ranks = {member: _rank(ledger, member, year, credits, ties) for member in known}
    order = sorted(known, key=lambda member: (ranks[member], ledger.members[member].name))
    level = {rank: nth for nth, rank in enumerate(sorted(set(ranks.values()), reverse=True))}
    numbered = zip(order, places([level[ranks[member]] for member in order]), strict=True)
    return tuple(
        LeagueRow(member, ledger.members[member].name, place, league_score(ledger, member, year))
        for member, place in numbered
    )


def league_score(ledger: Ledger, member: str, year: str) -> Score:
    """Return what a member's contests of a year came to; a result that does not count is struck."""
    counted = {seq for seq, _points in ledger.counted(member, year)}
    parts = []
    for credit in ledger.credits_in(year):
        if member in credit.points:
            part = evolve(
                leaf(credit.points[member], _result(credit, member), record=credit.seq), key=result_key(credit.seq)
            )
            parts.append(part if credit.seq in counted else part.struck(_only_best(ledger)))
    return evolve(combine(SUM, _("Contests {year}", year=year), parts), key=league_key(year))


def league_key(year: str) -> str:
    """Return the key of a year's contests in the working of a member's points."""
    return f"contests:{year}"


def result_key(seq: int) -> str:
    """Return the key of the contest that the record `seq` credited in the working of a member's points."""
    return f"contest:{seq}"


def _only_best(ledger: Ledger) -> Text:
    rules = ledger.rules.contests
    most = rules.counted if rules is not None else None
    return _("only the best {count} count", count=most or 0)


def _result(credit: Credit, member: str) -> Text:
    placed = next(each for each in credit.fact.places if each.member == member)
    where: Text = _("{day} {title}, place {place}", day=credit.fact.day, title=credit.fact.title, place=placed.place)
    return Joined((where, plain(f" ({placed.entrant})"))) if placed.entrant else where


def _rank(
    ledger: Ledger, member: str, year: str, credits: Sequence[Credit], ties: Sequence[Tie]
) -> tuple[Fraction | int, ...]:
    """Return what members are ordered by: the less the better."""
    places = [each.place for credit in credits for each in credit.fact.places if each.member == member]
    last = [each.place for each in credits[-1].fact.places if each.member == member]
    total = sum((points for _seq, points in ledger.counted(member, year)), Fraction(0))
    by: dict[Tie, int] = {
        "wins": -places.count(1),
        "best": min(places, default=_NO_PLACE),
        "last": min(last, default=_NO_PLACE),
    }
    return (-total, *(by[tie] for tie in ties))
