"""From the scores of rounds to a total: members' points added up, caps and weights, base score, the arbiter's points.

Plain arithmetic on scores; who stands where is in `standings`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..roster import Roster, Team
from ..scores import SUM, Cap, Factor, Score, combine, leaf
from ..text import FRAME, plain
from ..values import evolve
from .state import Adjustment

if TYPE_CHECKING:
    from ..rulebook import RoundEntry, Rulebook

_ = FRAME
ADJUSTMENT = "adjustment"
"""The key of the arbiter's points in a total."""


def round_key(round_id: str) -> str:
    """Return the key of a round's score in a total."""
    return f"round:{round_id}"


def team_scores(scores: Mapping[str, Score], roster: Roster) -> dict[str, Score]:
    """Return each team's score in a round as the round gives it: its own, or the sum of its members'."""
    found = {team.id: _team_score(scores, team) for team in roster.teams}
    return {team: score for team, score in found.items() if score is not None}


def _team_score(scores: Mapping[str, Score], team: Team) -> Score | None:
    if team.id in scores:
        return scores[team.id]
    members = [scores[each.id] for each in team.everybody if each.id in scores]
    return combine(SUM, _("Members' scores"), members) if members else None


def worth(score: Score, entry: RoundEntry) -> Score:
    """Return a team's score in a round, capped and weighted as the rulebook says."""
    if entry.cap is not None:
        score = _capped(score, entry)
    if entry.weight != 1:
        score = combine(Factor(entry.weight), _("{round}, weighted", round=entry.title), [score])
    return evolve(score, label=entry.title, key=round_key(entry.id))


def _capped(score: Score, entry: RoundEntry) -> Score:
    """Clip gains at the cap; penalties never are, however deep in sums they stand."""
    parts = tuple(_flat(score))
    gains = [part for part in parts if part.counted and part.value > 0]
    rest = [part for part in parts if not (part.counted and part.value > 0)]
    if not any(part.counted and part.value < 0 for part in rest):
        return combine(Cap(high=entry.cap), _("{round}, capped", round=entry.title), [score])
    clipped = combine(Cap(high=entry.cap), _("Gains, capped"), gains)
    return combine(SUM, score.label, [clipped, *rest])


def _flat(score: Score) -> Iterator[Score]:
    """Yield what a score adds up, sums within sums opened; what is struck out stays struck out as a whole."""
    for part in score.parts if score.op == SUM else (score,):
        if part.op == SUM and part.counted:
            yield from _flat(part)
        else:
            yield part


def total(team: Team, rulebook: Rulebook, rounds: Iterable[Score], adjustments: Sequence[Adjustment]) -> Score:
    """Return a team's total: base score, what it has from rounds that count, the arbiter's points."""
    parts = [leaf(rulebook.base_score, _("Base score"))] if rulebook.base_score else []
    parts += rounds
    parts += (_adjustment(each) for each in adjustments if each.team == team.id)
    whole = combine(SUM, _("Total"), parts)
    if team.plays or rulebook.withdrawal.points == "keep":
        return whole
    return combine(SUM, whole.label, [part.struck(_("lost on leaving")) for part in parts])


def _adjustment(given: Adjustment) -> Score:
    return evolve(leaf(given.points, plain(given.reason), given.seq), key=ADJUSTMENT)
