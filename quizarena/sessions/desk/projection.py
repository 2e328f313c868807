"""What the marks being collected can still give a team, for the suspense beside them.

Decides when it is reckoned anew: ballots that come in change nothing of it, for it follows from no mark that is in.
"""

from __future__ import annotations

import re
from fractions import Fraction

import attrs

from ...contest import Contest
from ...contest.what_if import play_out
from ...scenes import Marks, Say
from ...text import Text

_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)")


@attrs.frozen
class Projection:
    """The best a team can get: its score in the round, its total; and what is read then, at its least and its best."""

    score: Fraction
    total: Fraction
    lines: tuple[tuple[Text, Text], ...]


class Projections:
    """Remembers projections while nothing but ballots comes in."""

    def __init__(self) -> None:
        """Begin with nothing reckoned."""
        self._known: dict[str, Projection | None] = {}
        self._stands_on = self._head = ""

    def of(self, contest: Contest, team: str) -> Projection | None:
        """Return the outlook of `team`, None where no marks are being collected for it."""
        if contest.head != self._head:
            self._head, stands_on = contest.head, _stands_on(contest)
            if stands_on != self._stands_on:
                self._known, self._stands_on = {}, stands_on
        if team not in self._known:
            self._known[team] = _outlook(contest, team)
        return self._known[team]


def _stands_on(contest: Contest) -> str:
    """Return what an outlook follows from: the last record that is no ballot and no cue, and how far marks are open."""
    ballots = {cell.record for block in contest.scene("desk").of(Marks) for cell in block.cells}
    last = next(each for each in reversed(contest.records) if each.seq not in ballots and not each.fact.cue)
    reveal = contest.state.reveal
    return f"{last.digest} {'' if reveal is None else reveal.step}"


def _outlook(contest: Contest, team: str) -> Projection | None:
    running = contest.state.running
    worst, best = play_out(contest, team, "low"), play_out(contest, team, "high")
    if worst is None or best is None or running is None:
        return None
    found = best.standings()
    score = found.rounds[running.id].get(team)
    if score is None:
        return None
    return Projection(score.value, found.totals[team].value, tuple(zip(_read(worst), _read(best), strict=False)))


def _read(contest: Contest) -> tuple[Text, ...]:
    """Return what the host reads once the marks are open."""
    return tuple(line for block in contest.scene("desk").of(Say)[:1] for line in block.now)


def blanked(least: str, best: str, places: int) -> str:
    """Return a sentence with a blank for each number that its two versions do not share; "" if more than that differs.

    >>> blanked("final mark -2.00, 2 off", "final mark 98.00, 2 off", 2)
    'final mark __.__, 2 off'
    """
    parts = list(zip(_NUMBER.split(least), _NUMBER.split(best), strict=False))
    if any(one != two for one, two in parts[::2]) or len(_NUMBER.split(least)) != len(parts):
        return ""
    blank = "__" + "." * bool(places) + "_" * places
    return "".join(two if one == two else blank for one, two in parts)
