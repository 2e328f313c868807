"""What the judges' ballots make of a match.

Decides what each verdict asks for and gives. A verdict is one class in a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from quizarena.blanks import Blank
from quizarena.points import total
from quizarena.roster import Judge
from quizarena.rounds import Moment
from quizarena.scores import SUM, Score, combine, leaf
from quizarena.text import PAUSE, Joined, Text
from quizarena.values import evolve
from quizarena_rounds.ballots import Ballot, panel_of

from . import facts
from .judges_totals import ByDeclaredWinner, ByJudges
from .rules import DebateRules, VerdictBy
from .state import Match
from .tallies import overtime_scores, sheet_score, sheet_total
from .verdict import ALL_BALLOTS, DECIDING_BALLOTS, VOTES, Verdict, opponent, side_of
from .votes import (
    BALLOTS,
    HALF,
    beside,
    decided,
    judge_name,
    nomination_blanks,
    side_choice,
    vote_value,
)
from .words import OTHER, SIDE, SIDES, _

_IMPRESSION, _STAGES, _DECIDING = (
    _("Impression"),
    _("Stages"),
    _("Deciding"),
)
_NO_SIDE: Mapping[str, Text] = {HALF: _("half each"), "": _("missing")}
_NAMES: Mapping[str, Text] = {**SIDES, **_NO_SIDE}
_NAMES_BESIDE: Mapping[str, Text] = {**SIDE, **_NO_SIDE}


class ByPoints(Verdict):
    """Each side scores what the panel makes of its own sheets."""

    by_majority = False

    def score(self, match: Match, team: str, moment: Moment) -> Score:
        """Return the panel's score of the team sheets."""
        parts = [sheet_score(match, team, moment), *overtime_scores(match, team, moment.rules)]
        return panel_of(moment).total(_seat(match, team), parts)

    def margin(self, match: Match, team: str, moment: Moment) -> Fraction | None:
        """Return by how many points the side is ahead."""
        return self.score(match, team, moment).value - self.score(match, opponent(match, team), moment).value

    def refuse(self, rules: DebateRules) -> Iterator[tuple[str, Text]]:
        """Refuse an empty team sheet."""
        yield from super().refuse(rules)
        if not rules.criteria:
            yield "criteria", _("a verdict by points needs criteria; list them with their full marks")


class ByVotes(Verdict):
    """The side with more votes wins; a win, a draw and a loss give declared points."""

    votes = True

    def criteria(self, rules: DebateRules) -> Mapping[str, Decimal]:
        """Return nothing: a vote has no team sheet."""
        return {}

    def score(self, match: Match, team: str, moment: Moment) -> Score:
        """Return the points of the win, the draw or the loss, the count as its note."""
        ours, theirs = counts = self.counts(match, team, moment)
        return decided(match, moment, team, counts, _("votes {ours} to {theirs}", ours=ours, theirs=theirs))

    def counts(self, match: Match, team: str, moment: Moment) -> tuple[Fraction, Fraction]:
        """Return the votes for either side."""
        return _deciding(match, team), _deciding(match, opponent(match, team))

    def count_lines(self, match: Match, moment: Moment) -> Iterator[Text]:
        """Yield the count."""
        yield VOTES.line(*self.counts(match, match.affirmative, moment))

    def refuse(self, rules: DebateRules) -> Iterator[tuple[str, Text]]:
        """Refuse a team sheet, or points off, that nothing would come of."""
        yield from super().refuse(rules)
        if rules.criteria:
            yield "criteria", _("a verdict by votes has no team sheet; write criteria: {{}}, or use points")


class ByThreeBallots(Verdict):
    """Each judge has three ballots (三票制): impression, stages, deciding.

    The stage ballot is for the side with the higher total on the judge's own sheets; equal totals, like an impression
    of neither side, are half a ballot each. A deciding ballot is never halved: equal counts are decided by the deciding
    ballots alone. Source: issue 3; the public tools that count 印象票, 环节票, 决胜票 of three judges do the same.
    """

    votes = True

    def score(self, match: Match, team: str, moment: Moment) -> Score:
        """Return the points of the win, the draw or the loss, with every judge's three ballots."""
        ours, theirs = (self._counted(match, each, moment) for each in (team, opponent(match, team)))
        note = _("ballots {ours} to {theirs}", ours=ours.value, theirs=theirs.value)
        if ours.value != theirs.value:
            return beside(decided(match, moment, team, (ours.value, theirs.value), note), [ours])
        mine, other = _deciding(match, team), _deciding(match, opponent(match, team))
        note = _("{note}; deciding ballots {ours} to {theirs}", note=note, ours=mine, theirs=other)
        return beside(decided(match, moment, team, (mine, other), note), [ours])

    def counts(self, match: Match, team: str, moment: Moment) -> tuple[Fraction, Fraction]:
        """Return the ballots, where they are equal the deciding ones."""
        ours, theirs = (self._counted(match, each, moment).value for each in (team, opponent(match, team)))
        return (ours, theirs) if ours != theirs else (_deciding(match, team), _deciding(match, opponent(match, team)))

    def count_lines(self, match: Match, moment: Moment) -> Iterator[Text]:
        """Yield the count of all ballots, then of the deciding ones where that is equal."""
        ours, theirs = (self._counted(match, each, moment).value for each in (match.affirmative, match.negative))
        yield ALL_BALLOTS.line(ours, theirs)
        if ours == theirs:
            yield DECIDING_BALLOTS.line(_deciding(match, match.affirmative), _deciding(match, match.negative))

    def _counted(self, match: Match, team: str, moment: Moment) -> Score:
        judges = dict.fromkeys(
            ballot.judge for ballots in (match.votes.ballots, match.sheet(team).ballots) for ballot in ballots
        )
        parts = [
            combine(SUM, judge_name(judge, moment), _three(match, judge, side_of(match, team))) for judge in judges
        ]
        return evolve(combine(SUM, _("ballots"), parts), key=BALLOTS)

    def refuse(self, rules: DebateRules) -> Iterator[tuple[str, Text]]:
        """Refuse an empty sheet: the stage ballot follows from it."""
        yield from super().refuse(rules)
        if not rules.criteria:
            yield "criteria", _("the stage ballot needs criteria; list the stages with their full marks")

    def vote_blanks(self, match: Match, moment: Moment) -> Iterator[Blank]:
        """Yield the impression, then the deciding ballot, then whom the judge names."""
        yield side_choice("impression", _IMPRESSION, match, moment, half=True)
        yield side_choice("side", _DECIDING, match, moment)
        yield from nomination_blanks(match, moment)

    def vote_heads(self) -> tuple[Text, ...]:
        """Return the names of the three ballots."""
        return _IMPRESSION, _STAGES, _DECIDING

    def vote_cells(self, match: Match, ballot: Ballot[facts.Voted]) -> tuple[Text, ...]:
        """Return the three ballots of a judge."""
        return tuple(_NAMES[each] for each in _given(match, ballot))

    def vote_line(self, match: Match, ballot: Ballot[facts.Voted], judge: Judge, first: bool) -> Text:
        """Return how the three ballots of a judge are read out, one after the other."""
        said = [
            _("{ballot} {side}", ballot=head, side=_NAMES_BESIDE[given])
            for head, given in zip(self.vote_heads(), _given(match, ballot), strict=True)
        ]
        return _("{judge}: {votes}.", judge=judge.name, votes=Joined(tuple(said), PAUSE))


_BY_DECLARED_WINNER = ByDeclaredWinner()
_VERDICTS: Mapping[VerdictBy, Verdict] = {
    "points": ByPoints(),
    "votes": ByVotes(),
    "three_ballots": ByThreeBallots(),
    "judges": ByJudges(),
}


def verdict(rules: DebateRules) -> Verdict:
    """Return the verdict the rulebook names."""
    if rules.verdict == "judges" and rules.votes.low_point_wins:
        return _BY_DECLARED_WINNER
    return _VERDICTS[rules.verdict]


def _given(match: Match, ballot: Ballot[facts.Voted]) -> tuple[str, str, str]:
    """Return for which side each of a judge's three ballots is, "" where its sheets are missing."""
    stages = _stages(match, ballot.judge)
    return ballot.fact.impression, stages[0] if stages else "", ballot.fact.side


def _stages(match: Match, judge: str) -> tuple[str, int] | None:
    """Return the side a judge's sheets are for, and the record of one of them; None if one is missing."""
    sheets = {side: match.sheet(match.team(side)).ballot(judge) for side in OTHER}
    given = {side: sheet for side, sheet in sheets.items() if sheet is not None}
    if len(given) < len(sheets):
        return None
    totals = {side: sheet_total(sheet.fact) for side, sheet in given.items()}
    best = max(totals, key=lambda side: totals[side])
    return (HALF if len(set(totals.values())) == 1 else best), given[best].record


def _three(match: Match, judge: str, side: str) -> Iterator[Score]:
    """Yield a judge's three ballots as far as they are in."""
    vote, stages = match.votes.ballot(judge), _stages(match, judge)
    if vote is not None:
        yield leaf(vote_value(vote.fact.impression, side), _IMPRESSION, vote.record)
    if stages is not None:
        yield leaf(vote_value(stages[0], side), _STAGES, stages[1])
    if vote is not None:
        yield leaf(vote_value(vote.fact.side, side), _DECIDING, vote.record)


def _deciding(match: Match, team: str) -> Fraction:
    side = side_of(match, team)
    return total(vote_value(ballot.fact.side, side) for ballot in match.votes.ballots)


def _seat(match: Match, team: str) -> Text:
    return _("Match {number}, {side}", number=match.number, side=SIDES[side_of(match, team)])
