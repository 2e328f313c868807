"""Verdicts by judges who mark both sides: their totals say whom each votes for, or the judge says it beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from quizarena.blanks import Number
from quizarena.moves import Check
from quizarena.points import total
from quizarena.rounds import Moment
from quizarena.scores import MEAN, SUM, Score, combine, leaf
from quizarena.sums import Sum
from quizarena.text import Text, plain
from quizarena.values import evolve

from . import facts
from .rules import DebateRules
from .state import Match
from .verdict import JUDGES, Verdict, across, opponent, side_of
from .votes import BALLOTS, SPEAKERS, beside, decided, judge_name, vote_value
from .words import _


class ByJudges(Verdict):
    """Each judge's marks decide that judge's vote: for the side with the higher total; the majority of judges wins.

    A judge's total is the team sheet and the marks of all debaters. No judge may mark both sides alike. With `dissent:
    drop` the marks of judges in the minority count neither for the teams nor for debaters. Source: World
    Schools (ndscambodia.org/formates, rules 1 to 3; wikisum.wiki/wiki/World_Schools_Style_Debating).
    """

    def score(self, match: Match, team: str, moment: Moment) -> Score:
        """Return the points of the win, the draw or the loss, with the judges' votes and marks."""
        ballots = self._votes(match, team, moment)
        theirs = len(ballots.parts) - ballots.value
        note = _("judges {ours} to {theirs}", ours=ballots.value, theirs=theirs)
        won = decided(match, moment, team, (ballots.value, theirs), note)
        return beside(won, [ballots, self._marks(match, team, moment)])

    def counts(self, match: Match, team: str, moment: Moment) -> tuple[Fraction, Fraction]:
        """Return the judges for either side."""
        ballots = self._votes(match, team, moment)
        return ballots.value, len(ballots.parts) - ballots.value

    def count_lines(self, match: Match, moment: Moment) -> Iterator[Text]:
        """Yield the count of judges."""
        yield JUDGES.line(*self.counts(match, match.affirmative, moment))

    def margin(self, match: Match, team: str, moment: Moment) -> Fraction | None:
        """Return by how much the mean of the judges' totals is ahead of the other side's."""
        ours, theirs = (self._marks(match, each, moment).value for each in (team, opponent(match, team)))
        return ours - theirs

    def left_out(self, match: Match, moment: Moment) -> frozenset[str]:
        """Return the judges in the minority, where the rules leave their marks out; nobody if the count is level."""
        rules: DebateRules = moment.rules
        ours, theirs = self.counts(match, match.affirmative, moment)
        if rules.votes.dissent == "count" or ours == theirs:
            return frozenset()
        winner = match.affirmative if ours > theirs else match.negative
        return frozenset(judge for judge, vote in self._given(match, winner) if vote.value == 0)

    def _given(self, match: Match, team: str) -> Iterator[tuple[str, Score]]:
        """Yield each judge with the vote as `team` gets it."""
        for own in match.sheet(team).ballots:
            other = across(match, team, own.judge)
            if other is not None:
                vote = _higher(self.written(own.fact), self.written(other.fact))
                yield own.judge, leaf(vote, plain(own.judge), own.record)

    def _votes(self, match: Match, team: str, moment: Moment) -> Score:
        votes = [evolve(vote, label=judge_name(judge, moment)) for judge, vote in self._given(match, team)]
        return evolve(combine(SUM, _("ballots"), votes), key=BALLOTS)

    def _marks(self, match: Match, team: str, moment: Moment) -> Score:
        dropped = self.left_out(match, moment)
        sheets = [
            evolve(
                leaf(self.written(each.fact), judge_name(each.judge, moment), each.record),
                counted=each.judge not in dropped,
            )
            for each in match.sheet(team).ballots
        ]
        return evolve(combine(MEAN, _("mean of the judges' totals"), sheets), key=SPEAKERS)

    def refuse(self, rules: DebateRules) -> Iterator[tuple[str, Text]]:
        """Refuse ballots without any mark."""
        yield from super().refuse(rules)
        if not rules.criteria and rules.individual is None:
            yield "criteria", _("a verdict by the judges' totals needs criteria or individual marks")

    def sheet_check(self, match: Match, team: str) -> Check | None:
        """Refuse the total that the same judge gave the other side."""

        def check(fact: Any) -> Text | None:
            other = across(match, team, fact.judge)
            if other is None or self.written(other.fact) != self.written(fact):
                return None
            return _("both sides have {total}; a judge has to prefer one", total=self.written(fact))

        return check

    def written(self, ballot: facts.BallotGiven) -> Fraction:
        """Return the sheet and the debaters' marks together."""
        return total((*ballot.marks.values(), *ballot.speakers.values()))

    def in_order(self, marks: Sequence[Number], speeches: Sequence[Number]) -> tuple[Number, ...]:
        """Return the debaters' marks first: the team sheet is about what comes last, such as the reply."""
        return (*speeches, *marks)

    def sums(self, marks: Sequence[str], speeches: Sequence[str]) -> tuple[Sum, ...]:
        """Return the total of both, which decides the judge's vote, then each by itself."""
        whole = Sum((*speeches, *marks))
        if not marks or not speeches:
            return (whole,)
        return whole, Sum(tuple(speeches), _("Speeches")), Sum(tuple(marks), _("Team sheet"))


class ByDeclaredWinner(ByJudges):
    """Each judge says who won and gives marks beside it: the winner may have fewer of them (low-point win)."""

    votes = True

    def sheet_check(self, match: Match, team: str) -> Check | None:
        """Return nothing: equal totals decide nothing here."""
        return None

    def _given(self, match: Match, team: str) -> Iterator[tuple[str, Score]]:
        """Yield each judge with the vote as `team` gets it."""
        for ballot in match.votes.ballots:
            vote = vote_value(ballot.fact.side, side_of(match, team))
            yield ballot.judge, leaf(vote, plain(ballot.judge), ballot.record)


def _higher(ours: Fraction, theirs: Fraction) -> Fraction:
    return Fraction(1, 2) if ours == theirs else Fraction(ours > theirs)
