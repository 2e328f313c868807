"""From the scores of rounds to a total: members' points added up, caps, floors and weights, the arbiter's points.

Plain arithmetic on scores; who stands where is in `standings`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING

import attrs

from ..points import exact, show
from ..roster import Roster, Team
from ..rounds import Meeting
from ..scores import SUM, Cap, Factor, Score, combine, leaf
from ..text import FRAME, Text, plain
from ..values import evolve
from .state import Adjustment

if TYPE_CHECKING:
    from ..rulebook import RoundEntry, Rulebook, Table

_ = FRAME
ADJUSTMENT, FLOOR, START = "adjustment", "floor", "start"
"""The keys of the arbiter's points in a total, of what its floor gives back, of what it begins anew from."""


def round_key(round_id: str) -> str:
    """Return the key of a round's score in a total."""
    return f"round:{round_id}"


def team_scores(scores: Mapping[str, Score], roster: Roster, best: int | None = None) -> dict[str, Score]:
    """Return each team's score in a round as the round gives it: its own, or the sum of its members', all or the
    `best`.
    """
    found = {team.id: _team_score(scores, team, best) for team in roster.teams}
    return {team: score for team, score in found.items() if score is not None}


def _team_score(scores: Mapping[str, Score], team: Team, best: int | None) -> Score | None:
    if team.id in scores:
        return scores[team.id]
    members = [scores[each.id] for each in team.everybody if each.id in scores]
    return combine(SUM, _("Members' scores"), _best(members, best)) if members else None


def _best(members: Sequence[Score], best: int | None) -> Sequence[Score]:
    """Return the scores with all but the `best` struck out; of equal ones at the edge the first count."""
    if best is None:
        return members
    ranked = sorted(range(len(members)), key=lambda nth: members[nth].value, reverse=True)
    counted, note = set(ranked[:best]), _("not among the best {count}", count=best)
    return [score if nth in counted else score.struck(note) for nth, score in enumerate(members)]


def met_in(scores: Mapping[str, Score], teams: Sequence[str]) -> Iterator[Meeting]:
    """Yield the meeting of two teams who had a round to themselves, by what each scored there."""
    if len(teams) == 2 and all(team in scores for team in teams):
        first, second = teams
        margin = scores[first].value - scores[second].value
        yield Meeting(first, second, Fraction(1, 2) if not margin else Fraction(margin > 0), margin)


def table_points(
    scores: Mapping[str, Score], meetings: Sequence[Meeting], table: Table, name: Callable[[str], Text]
) -> dict[str, Score]:
    """Return what a table gives each team for its `meetings`; what was scored stands struck out beside it."""
    found = {}
    for team, score in scores.items():
        met = [seen for each in meetings if (seen := each.seen_by(team)) is not None]
        last = max((node.record for node in score.walk() if node.record is not None), default=None)
        points = [leaf(_points_of(each, table), _match_label(each, name), last) for each in met]
        is_over = bool(meetings) and not met
        points += [leaf(table.bye, _("Bye"), last)] if is_over else []
        if points:
            found[team] = combine(SUM, score.label, [*points, score.struck(_("scored; the table counts"))])
    return found


def _points_of(met: Meeting, table: Table) -> Decimal:
    if met.won == Fraction(1, 2):
        return table.draw
    return table.win if met.won else table.lose


def _match_label(met: Meeting, name: Callable[[str], Text]) -> Text:
    if met.won == Fraction(1, 2):
        return _("Draw with {team}", team=name(met.second))
    if met.won:
        return _("Win against {team}", team=name(met.second))
    return _("Loss to {team}", team=name(met.second))


def worth(score: Score, entry: RoundEntry) -> Score:
    """Return a team's score in a round, capped, kept from falling below its floor and weighted as the rulebook says."""
    if entry.cap is not None:
        score = _capped(score, entry)
    if entry.floor is not None:
        score = combine(SUM, score.label, [score, *_given_back([score], entry.floor)])
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


@attrs.frozen
class NewStart:
    """Where totals begin anew: with `points`, in the round `title` that the record `begun` began.

    Nothing from the rounds `before` counts any more.
    """

    title: Text
    points: Decimal
    begun: int
    before: frozenset[str]

    def parts(self, base: Iterable[Score], rounds: Sequence[Score], given: Iterable[Adjustment]) -> Iterator[Score]:
        """Yield the parts of a total, those of the time before struck out."""
        past, note = {round_key(each) for each in self.before}, _("no longer counted in {round}", round=self.title)
        yield from (part.struck(note) for part in (*base, *(each for each in rounds if each.key in past)))
        if self.points:
            yield evolve(leaf(self.points, _("Start of {round}", round=self.title)), key=START)
        yield from (each for each in rounds if each.key not in past)
        for each in given:
            is_past = each.round in self.before or each.seq < self.begun
            yield _adjustment(each).struck(note) if is_past else _adjustment(each)


def total(
    team: Team,
    rulebook: Rulebook,
    rounds: Sequence[Score],
    adjustments: Sequence[Adjustment],
    start: NewStart | None = None,
) -> Score:
    """Return a team's total: base score, what it has from rounds that count, the arbiter's points."""
    base = [leaf(rulebook.base_score, _("Base score"))] if rulebook.base_score else []
    given = [each for each in adjustments if each.team == team.id]
    parts = [*base, *rounds, *map(_adjustment, given)] if start is None else [*start.parts(base, rounds, given)]
    if rulebook.floor is not None:
        parts += _given_back(parts, rulebook.floor)
    whole = combine(SUM, _("Total"), parts)
    if team.plays or rulebook.withdrawal.points == "keep":
        return whole
    return combine(SUM, whole.label, [part.struck(_("lost on leaving")) for part in parts])


def _given_back(parts: Sequence[Score], floor: Decimal) -> list[Score]:
    """Return what is given back wherever the sum of `parts`, record by record, would have fallen below `floor`."""
    lowest, reached, found = exact(floor), Fraction(0), []
    for record, value in sorted((each for part in parts for each in amounts(part)), key=itemgetter(0)):
        reached += value
        if reached < lowest:
            back = leaf(lowest - reached, _("Not below {floor}", floor=show(lowest)), record)
            found.append(evolve(back, key=FLOOR))
            reached = lowest
    return found


def amounts(score: Score) -> Iterator[tuple[int, Fraction]]:
    """Yield what a score adds up as (record, points); what is no sum comes with its last record, a number of no record
    first of all.
    """
    if not score.counted:
        return
    if score.op == SUM:
        yield from (each for part in score.parts for each in amounts(part))
    elif isinstance(score.op, Factor):
        found = (each for part in score.parts for each in amounts(part))
        yield from ((record, score.op.value([value])) for record, value in found)
    else:
        yield max((node.record for node in score.walk() if node.record is not None), default=-1), score.value


def _adjustment(given: Adjustment) -> Score:
    return evolve(leaf(given.points, plain(given.reason), given.seq), key=ADJUSTMENT)
