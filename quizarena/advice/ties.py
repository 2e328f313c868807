"""Advice on ties: rules that can never separate, and how likely a tie for a prize is to be left.

Every tie-break is asked about every two teams of every contest the robot played: one that never tells two apart never
will.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from ..contest.standings import tie_context
from ..rounds import Advice
from ..standings import TieBreak
from ..standings.breakers import Share
from .case import Case, _

OFTEN = 0.1
"""From this chance on a tie that nothing settles is worth a word."""


def advice(case: Case) -> Iterator[Advice]:
    """Yield what is wrong with the tie-breaks."""
    by = case.rulebook.ties.by
    for nth, breaker in enumerate(by):
        where = f"ties.by.{nth}"
        if breaker in by[:nth]:
            yield Advice(where, _("it is listed twice"), _("take it out"))
        elif isinstance(breaker, Share):
            if nth < len(by) - 1:
                why = _("it separates nobody; the tie-breaks after it are used anyway")
                yield Advice(where, why, _("put it last, or take it out"))
        elif case.forecast is not None and not (breaker.wants_play_off or breaker.wants_lot):
            yield from _useless(case, where, breaker)
    yield from _without_prizes(case)
    yield from _left(case)
    yield from _edges(case)


def _without_prizes(case: Case) -> Iterator[Advice]:
    """Yield that tie-breaks break nothing: only ties that a prize depends on are broken, and no prize does."""
    ties, given = case.rulebook.ties, {prize.given for prize in case.rulebook.prizes}
    if ties.by and ties.when == "a_prize_depends" and not given - {"as_honour", "to_last"}:
        why = _("no tie at the end is broken: only those are that a prize depends on, and no prize goes by place")
        yield Advice("ties.when", why, _("list the prizes, or write when: always"))


def _useless(case: Case, where: str, breaker: TieBreak) -> Iterator[Advice]:
    told = [(parts, totals) for parts, totals in _apart(case, breaker) if parts]
    if not told:
        why = _("{rule}: it separated no two teams in any contest played", rule=breaker.label)
        yield Advice(where, why, _("take it out, or put a rule in its place that looks at something else"))
    elif all(parts == totals for parts, totals in told):
        why = _("{rule}: that is what the total says already", rule=breaker.label)
        yield Advice(where, why, _("take it out, or look at a part of the round: sub_score, chief_judge, unrounded"))


def _apart(case: Case, breaker: TieBreak) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield for each two teams of each play how far apart the tie-break puts them, and how far the totals are."""
    for position in case.forecast.plays if case.forecast else ():
        context, totals = tie_context(position), position.totals
        for one, other in combinations(totals, 2):
            parts = breaker.parts((one, other), context)
            if parts is not None:
                yield parts[one] - parts[other], totals[one] - totals[other]


def _left(case: Case) -> Iterator[Advice]:
    """Yield how likely a tie for a prize is that nothing in the rulebook settles."""
    chance = case.forecast.left if case.forecast else 0
    by = case.rulebook.ties.by
    if chance < OFTEN or any(breaker.wants_lot for breaker in by):
        return
    percent = round(100 * chance)
    if any(breaker.wants_play_off for breaker in by):
        why = _("in {percent} of 100 contests a tie for a prize goes to a play-off", percent=percent)
        change = _("keep time and questions for it, or settle more ties before it, such as by round or count_back")
    else:
        why = _("in {percent} of 100 contests a tie for a prize is settled by nothing", percent=percent)
        change = _("add sudden_death or lot as the last of ties.by, or give prizes that may be shared")
    yield Advice("ties.by", why, change)


def _edges(case: Case) -> Iterator[Advice]:
    """Yield the rounds to which more teams may go on than they invite, because nothing settles who of the tied does."""
    if any(breaker.wants_play_off or breaker.wants_lot for breaker in case.rulebook.ties.by):
        return
    for entry in case.rulebook.rounds:
        if entry.advance is not None and entry.advance.of:
            why = _("teams that are level at the edge all go on: nothing settles which of them does")
            change = _("add sudden_death or lot as the last of ties.by, or keep a place and time for one more")
            yield Advice(f"rounds.{entry.id}.teams.top", why, change)
