"""What sheets, clocks and withdrawals make of a match, before a verdict puts them together.

Decides which marks are a side's and which a debater's, and what over time, a walkover and a bye give.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from quizarena.panels import Panel
from quizarena.panels.rules import Mean
from quizarena.points import exact, total
from quizarena.roster import Judge
from quizarena.rounds import Moment
from quizarena.scores import MEAN, Score, combine, leaf, rounded
from quizarena.text import Text, plain
from quizarena.values import evolve
from quizarena_rounds.ballots import Sheet, panel_score

from . import facts
from .programme import programme
from .rules import DebateRules
from .state import Match
from .words import _

OVERTIME = "overtime"
"""The key of what over time costs, in a score."""


def panel_or_mean(moment: Moment) -> Panel:
    """Return the panel in force; where a majority decides none has to be declared, and marks are averaged."""
    return moment.panel or Panel(Mean())


def sheet_score(match: Match, team: str, moment: Moment) -> Score:
    """Return the panel's score of one side's team sheets."""
    return _of_sheet(match.sheet(team), panel_or_mean(moment), moment.field.judges, _("Team sheets"))


def sheet_total(ballot: facts.BallotGiven) -> Fraction:
    """Return a ballot's total as it was written: its team sheet, or its debaters' marks where it has none."""
    return total((ballot.marks or ballot.speakers).values())


def speaker_score(match: Match, team: str, member: str, moment: Moment, dropped: frozenset[str]) -> Score | None:
    """Return the panel's score of one debater by the judges who are not `dropped`; None if none of them marked them."""
    name = next((each.name for each in moment.field.team(team).everybody if each.id == member), plain(member))
    return _of_speaker(match.sheet(team), member, panel_or_mean(moment), moment.field.judges, name, dropped=dropped)


@functools.lru_cache(maxsize=1_024)
def _of_sheet(sheet: Sheet[facts.BallotGiven], panel: Panel, judges: tuple[Judge, ...], label: Text) -> Score:
    marks = {ballot.judge: ballot.fact.marks for ballot in sheet.ballots}
    return panel_score(sheet, marks, panel, judges, label)


@functools.lru_cache(maxsize=4_096)
def _of_speaker(
    sheet: Sheet[facts.BallotGiven],
    member: str,
    panel: Panel,
    judges: tuple[Judge, ...],
    label: Text,
    *,
    dropped: frozenset[str],
) -> Score | None:
    heard = [ballot for ballot in sheet.ballots if ballot.judge not in dropped]
    marks = {ballot.judge: _speaker_marks(ballot.fact, member) for ballot in heard}
    marks = {judge: own for judge, own in marks.items() if own}
    return panel_score(sheet, marks, panel, judges, label) if marks else None


def _speaker_marks(ballot: facts.BallotGiven, member: str) -> dict[str, Decimal]:
    """Return a debater's single mark under the member's id, or the marks by criterion."""
    keyed = ((key.partition("."), mark) for key, mark in ballot.speakers.items())
    return {criterion or head: mark for (head, _dot, criterion), mark in keyed if head == member}


def overtime_scores(match: Match, team: str, rules: DebateRules) -> Iterator[Score]:
    """Yield what `team` loses by speaking over time, segment by segment."""
    side = "affirmative" if team == match.affirmative else "negative"
    for floor, segment in zip(match.floors, programme(match, rules), strict=False):
        over = floor.seconds_over(side, segment)
        if segment.overtime is not None and over > segment.overtime.buffer:
            label = _("{segment}: {seconds} s over time", segment=segment.name, seconds=over)
            yield evolve(leaf(segment.overtime.points, label, floor.ended), key=OVERTIME)


def walkover_score(match: Match, team: str, rules: DebateRules) -> Score | None:
    """Return what a walkover gives `team`; None where nothing is declared or the team did not win it."""
    walkover = match.walkover
    if walkover is None or walkover.winner != team or rules.walkover.points is None:
        return None
    label = _("Match {number}: the opponent withdrew", number=match.number)
    return leaf(rules.walkover.points, label, walkover.record)


def bye_score(
    points: Literal["mean"] | Decimal, others: Mapping[str, Score] | None, moment: Moment, record: int | None
) -> Score | None:
    """Return what a team gets that sits out; None while the mean of the `others` is not known."""
    if points != "mean":
        return leaf(exact(points), _("Sits out"), record)
    if not others:
        return None
    parts = [evolve(score, label=moment.field.team(team).name) for team, score in others.items()]
    mean = combine(MEAN, _("Sits out: the mean of the other teams"), parts, record=record)
    return rounded(mean, None if moment.panel is None else moment.panel.roundings.panel)
