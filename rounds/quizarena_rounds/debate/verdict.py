"""What a verdict is asked, and how its count is said.

A way from ballots to the scores of a match is a class of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import attrs

from quizarena.blanks import Blank, Number
from quizarena.moves import Check
from quizarena.points import show
from quizarena.roster import Judge
from quizarena.rounds import Moment
from quizarena.scores import Score
from quizarena.sums import Sum
from quizarena.text import Capitalized, Text, cardinal, plain
from quizarena_rounds.ballots import Ballot

from . import facts
from .rules import DebateRules
from .state import Match
from .tallies import sheet_total
from .votes import named_apart, nomination_blanks, side_choice
from .words import OTHER, SIDES, THE_SIDE, _

_VOTE = _("my vote")


class Verdict:
    """A way from ballots to the scores of a match."""

    votes: ClassVar[bool] = False
    """Whether each judge hands in a vote beside or in place of sheets."""
    by_majority: ClassVar[bool] = True
    """Whether the match is won and lost, so that points off and a panel's result mean nothing."""

    def criteria(self, rules: DebateRules) -> Mapping[str, Decimal]:
        """Return what the team sheet asks for."""
        return rules.criteria

    def score(self, match: Match, team: str, moment: Moment) -> Score:
        """Return what the open ballots of a match give `team`."""
        raise NotImplementedError

    def counts(self, match: Match, team: str, moment: Moment) -> tuple[Fraction, Fraction]:
        """Return what decides the match, for `team` and against it."""
        raise NotImplementedError

    def margin(self, match: Match, team: str, moment: Moment) -> Fraction | None:
        """Return by how many marks `team` is ahead of the other side, None where votes alone decide."""
        return None

    def left_out(self, match: Match, moment: Moment) -> frozenset[str]:
        """Return the judges whose marks do not count once all ballots are open."""
        return frozenset()

    def count_lines(self, match: Match, moment: Moment) -> Iterator[Text]:
        """Yield what the host reads of the count; nothing where points decide."""
        yield from ()

    def refuse(self, rules: DebateRules) -> Iterator[tuple[str, Text]]:
        """Yield (path, reason) for rules this verdict cannot be given by."""
        if self.by_majority and any(each.overtime is not None for each in (*rules.segments, *rules.on_call)):
            yield "segments", _("a verdict by votes has no points to take off; take overtime out, or use points")
        if rules.verdict != "judges":
            yield from _marks_of_judges(rules)
        if rules.nominations is not None and not self.votes:
            yield "nominations", _("debaters are named on a vote; use votes or three_ballots, or individual marks")

    def vote_blanks(self, match: Match, moment: Moment) -> Iterator[Blank]:
        """Yield what a vote asks for."""
        yield side_choice("side", _VOTE, match, moment)
        yield from nomination_blanks(match, moment)

    def vote_heads(self) -> tuple[Text, ...]:
        """Return the heads of what `vote_cells` tells."""
        return (_("Vote"),)

    def vote_cells(self, match: Match, ballot: Ballot[facts.Voted]) -> tuple[Text, ...]:
        """Return what the hall reads of a vote that is open."""
        return (SIDES[ballot.fact.side],)

    def vote_line(self, match: Match, ballot: Ballot[facts.Voted], judge: Judge, first: bool) -> Text:
        """Return how a vote is read out; the `first` of a match in a whole sentence."""
        said = {"judge": judge.name, "side": THE_SIDE[ballot.fact.side]}
        return _("{judge} votes for {side}.", **said) if first else _("{judge}: {side}.", **said)

    def vote_check(self, moment: Moment) -> Check | None:
        """Return the check across the blanks of a vote."""
        return named_apart(moment.rules)

    def sheet_check(self, match: Match, team: str) -> Check | None:
        """Return the check across the marks of a sheet."""
        return None

    def written(self, ballot: facts.BallotGiven) -> Fraction:
        """Return a ballot's total as it was written."""
        return sheet_total(ballot)

    def in_order(self, marks: Sequence[Number], speeches: Sequence[Number]) -> tuple[Number, ...]:
        """Return the blanks of a ballot as they are asked for: the team sheet, then the debaters."""
        return (*marks, *speeches)

    def sums(self, marks: Sequence[str], speeches: Sequence[str]) -> tuple[Sum, ...]:
        """Return what a ballot with these paths is added up to, its total as `written` has it first."""
        if not marks or not speeches:
            return (Sum((*marks, *speeches)),)
        return Sum(tuple(marks)), Sum(tuple(speeches), _("Speeches"))


def side_of(match: Match, team: str) -> str:
    """Return the side of a team."""
    return "affirmative" if team == match.affirmative else "negative"


def opponent(match: Match, team: str) -> str:
    """Return the other team."""
    return match.team(OTHER[side_of(match, team)])


def across(match: Match, team: str, judge: str) -> Ballot[facts.BallotGiven] | None:
    """Return the same judge's ballot for the other team, None while it is not in."""
    return match.sheet(opponent(match, team)).ballot(judge)


@attrs.frozen
class Counted:
    """What is counted: the line where the affirmative has one or several of it, and where both have as many."""

    one: Callable[..., Text]
    several: Callable[..., Text]
    one_each: Callable[..., Text]
    several_each: Callable[..., Text]

    def line(self, ours: Fraction, theirs: Fraction) -> Text:
        """Return a count as it is read, the affirmative's first."""
        said = Capitalized(_number(ours, _("no")))
        if ours == theirs:
            return self.one_each(count=said) if ours == 1 else self.several_each(count=said)
        return (self.one if ours == 1 else self.several)(ours=said, theirs=_number(theirs, _("none")))


VOTES = Counted(
    lambda **said: _("{ours} vote to {theirs}.", **said),
    lambda **said: _("{ours} votes to {theirs}.", **said),
    lambda **said: _("{count} vote each.", **said),
    lambda **said: _("{count} votes each.", **said),
)
ALL_BALLOTS = Counted(
    lambda **said: _("{ours} ballot to {theirs}.", **said),
    lambda **said: _("{ours} ballots to {theirs}.", **said),
    lambda **said: _("{count} ballot each.", **said),
    lambda **said: _("{count} ballots each.", **said),
)
DECIDING_BALLOTS = Counted(
    lambda **said: _("{ours} deciding ballot to {theirs}.", **said),
    lambda **said: _("{ours} deciding ballots to {theirs}.", **said),
    lambda **said: _("{count} deciding ballot each.", **said),
    lambda **said: _("{count} deciding ballots each.", **said),
)
JUDGES = Counted(
    lambda **said: _("{ours} judge to {theirs}.", **said),
    lambda **said: _("{ours} judges to {theirs}.", **said),
    lambda **said: _("{count} judge each.", **said),
    lambda **said: _("{count} judges each.", **said),
)


def _number(value: Fraction, nought: Text) -> Text:
    if not value:
        return nought
    return cardinal(value.numerator) if value.denominator == 1 else plain(show(value))


def _marks_of_judges(rules: DebateRules) -> Iterator[tuple[str, Text]]:
    """Refuse what says something of judges who mark and vote, where they do not do both."""
    if rules.votes.low_point_wins:
        yield "votes.low_point_wins", _("who won is said beside the marks only by verdict: judges; take it out")
    if rules.votes.dissent == "drop":
        yield "votes.dissent", _("marks of a minority are left out only by verdict: judges; take it out")
