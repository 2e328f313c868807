"""What the judges' ballots make of a match.

Decides what each verdict asks for and gives. A verdict is one class in a table.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

import attrs

from quizarena.panels.panel import Panel
from quizarena.points import exact, total
from quizarena.roster import Judge
from quizarena.rounds import Moment
from quizarena.scores import Score, leaf
from quizarena.text import Text, plain
from quizarena_rounds.ballots import Sheet, panel_of

from . import facts
from .programme import programme
from .rules import DebateRules, VerdictBy
from .state import Match
from .words import SIDES, _

OVERTIME = "overtime"
"""The key of what over time costs, in a score."""


class Verdict(Protocol):
    """A way from ballots to the scores of a match."""

    @property
    def votes(self) -> bool:
        """Whether each judge votes for a side."""
        ...

    def criteria(self, rules: DebateRules) -> Mapping[str, Decimal]:
        """Return what the team sheet asks for."""
        ...

    def score(self, match: Match, team: str, moment: Moment) -> Score:
        """Return what the open ballots of a match give `team`."""
        ...

    def refuse(self, rules: DebateRules) -> Iterator[tuple[str, Text]]:
        """Yield (path, reason) for rules this verdict cannot be given by."""
        ...


@attrs.frozen
class ByPoints:
    """Each side scores what the panel makes of its own sheets."""

    votes: bool = False

    def criteria(self, rules: DebateRules) -> Mapping[str, Decimal]:
        """Return the team sheet's criteria."""
        return rules.criteria

    def score(self, match: Match, team: str, moment: Moment) -> Score:
        """Return the panel's score of the team sheets."""
        parts = [sheet_score(match, team, moment), *overtime_scores(match, team, moment.rules)]
        return panel_of(moment).total(_seat(match, team), parts)

    def refuse(self, rules: DebateRules) -> Iterator[tuple[str, Text]]:
        """Refuse an empty team sheet."""
        if not rules.criteria:
            yield "criteria", _("a verdict by points needs criteria; list them with their full marks")


@attrs.frozen
class ByVotes:
    """The side with more votes wins; a win, a draw and a loss give declared points."""

    votes: bool = True

    def criteria(self, rules: DebateRules) -> Mapping[str, Decimal]:
        """Return nothing: a vote has no team sheet."""
        return {}

    def score(self, match: Match, team: str, moment: Moment) -> Score:
        """Return the points of the win, the draw or the loss, the count as its note."""
        rules: DebateRules = moment.rules
        votes = Counter(match.team(ballot.fact.side) for ballot in match.votes.ballots)
        ours, theirs = votes[team], votes.total() - votes[team]
        points, label = rules.votes.draw, _("Match {number}: drawn", number=match.number)
        if ours > theirs:
            points, label = rules.votes.win, _("Match {number}: won", number=match.number)
        elif ours < theirs:
            points, label = rules.votes.lose, _("Match {number}: lost", number=match.number)
        return leaf(points, label, match.revealed, _("{ours} votes to {theirs}", ours=ours, theirs=theirs))

    def refuse(self, rules: DebateRules) -> Iterator[tuple[str, Text]]:
        """Refuse a team sheet, or points off, that nothing would come of."""
        if any(segment.overtime is not None for segment in (*rules.segments, *rules.on_call)):
            yield "segments", _("a verdict by votes has no points to take off; take overtime out, or use points")
        if rules.criteria:
            yield "criteria", _("a verdict by votes has no team sheet; take the criteria out, or use points")


_VERDICTS: Mapping[VerdictBy, Verdict] = {"points": ByPoints(), "votes": ByVotes()}


def verdict(rules: DebateRules) -> Verdict:
    """Return the verdict the rulebook names."""
    return _VERDICTS[rules.verdict]


def sheet_score(match: Match, team: str, moment: Moment) -> Score:
    """Return the panel's score of one side's team sheets."""
    return _of_sheet(match.sheet(team), panel_of(moment), moment.field.judges, _("Team sheets"))


def sheet_total(ballot: facts.BallotGiven) -> Fraction:
    """Return a ballot's total as it was written: its team sheet, or its debaters' marks where it has none."""
    return total((ballot.marks or ballot.speakers).values())


def speaker_score(match: Match, team: str, member: str, moment: Moment) -> Score | None:
    """Return the panel's score of one debater; None if no judge marked them."""
    name = next((each.name for each in moment.field.team(team).members if each.id == member), plain(member))
    return _of_speaker(match.sheet(team), member, panel_of(moment), moment.field.judges, name)


@functools.lru_cache(maxsize=1_024)
def _of_sheet(sheet: Sheet[facts.BallotGiven], panel: Panel, judges: tuple[Judge, ...], label: Text) -> Score:
    marks = {ballot.judge: ballot.fact.marks for ballot in sheet.ballots}
    return _panel_score(panel, marks, sheet, judges, label)


@functools.lru_cache(maxsize=4_096)
def _of_speaker(
    sheet: Sheet[facts.BallotGiven], member: str, panel: Panel, judges: tuple[Judge, ...], label: Text
) -> Score | None:
    marks = {ballot.judge: _speaker_marks(ballot.fact, member) for ballot in sheet.ballots}
    marks = {judge: own for judge, own in marks.items() if own}
    return _panel_score(panel, marks, sheet, judges, label) if marks else None


def _speaker_marks(ballot: facts.BallotGiven, member: str) -> dict[str, Decimal]:
    """Return a debater's single mark under the member's id, or the marks by criterion."""
    keyed = ((key.partition("."), mark) for key, mark in ballot.speakers.items())
    return {criterion or head: mark for (head, _dot, criterion), mark in keyed if head == member}


def _panel_score(
    panel: Panel,
    marks: Mapping[str, Mapping[str, Decimal]],
    sheet: Sheet[facts.BallotGiven],
    judges: tuple[Judge, ...],
    label: Text,
) -> Score:
    names: dict[str, Text] = {judge.id: judge.name for judge in judges}
    return panel.score(
        marks,
        label=label,
        judge_labels=lambda judge: names.get(judge, plain(judge)),
        criterion_labels=plain,
        records=sheet.records,
        absent=sheet.absentees,
    )


def overtime_scores(match: Match, team: str, rules: DebateRules) -> Iterator[Score]:
    """Yield what `team` loses by speaking over time, segment by segment."""
    side = "affirmative" if team == match.affirmative else "negative"
    for floor, segment in zip(match.floors, programme(match, rules), strict=False):
        over = floor.seconds_over(side, segment)
        if segment.overtime is not None and over > segment.overtime.buffer:
            label = _("{segment}: {seconds} s over time", segment=segment.name, seconds=over)
            yield attrs.evolve(leaf(segment.overtime.points, label, floor.ended), key=OVERTIME)


def _seat(match: Match, team: str) -> Text:
    side = "affirmative" if team == match.affirmative else "negative"
    return _("Match {number}, {side}", number=match.number, side=SIDES[side])


def walkover_score(match: Match, team: str, rules: DebateRules) -> Score | None:
    """Return what a walkover gives `team`; None where nothing is declared or the team did not win it."""
    ending = match.ending
    if ending is None or ending.winner != team or rules.walkover.points is None:
        return None
    label = _("Match {number}: the opponent withdrew", number=match.number)
    return leaf(rules.walkover.points, label, ending.record)


def bye_score(rules: DebateRules, record: int | None) -> Score:
    """Return what a team gets that sits out."""
    return leaf(exact(rules.bye.points), _("Sits out"), record)
