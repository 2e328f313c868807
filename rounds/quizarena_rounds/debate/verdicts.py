"""What the judges' ballots make of a match.

Decides what each verdict asks for and gives. A verdict is one class in a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from quizarena.blanks import Blank
from quizarena.moves import Check, Sum
from quizarena.points import show, total
from quizarena.roster import Judge
from quizarena.rounds import Moment
from quizarena.scores import MEAN, SUM, Score, combine, leaf
from quizarena.text import Joined, Text, both, cardinal, plain
from quizarena.values import evolve
from quizarena_rounds.ballots import Ballot, panel_of

from . import facts
from .rules import DebateRules, VerdictBy
from .state import Match
from .tallies import overtime_scores, sheet_score, sheet_total
from .votes import (
    BALLOTS,
    HALF,
    SPEAKERS,
    beside,
    decided,
    judge_name,
    named_apart,
    nomination_blanks,
    side_choice,
    vote_value,
)
from .words import SIDES, THE_SIDE, _

_OTHER = {"affirmative": "negative", "negative": "affirmative"}
_VOTE = both(zh="我投", en="my vote")
_IMPRESSION, _STAGES, _DECIDING = (
    both(zh="印象票", en="Impression"),
    both(zh="环节票", en="Stages"),
    both(zh="决胜票", en="Deciding"),
)
_DECIDING_UNIT = ("张决胜票", "deciding ballot")
_NAMES: Mapping[str, Text] = {**SIDES, HALF: both(zh="各半票", en="half each"), "": both(zh="未交", en="missing")}


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

    def count_lines(self, match: Match, moment: Moment) -> Iterator[Text]:
        """Yield what the host reads of the count; nothing where points decide."""
        yield from ()

    def refuse(self, rules: DebateRules) -> Iterator[tuple[str, Text]]:
        """Yield (path, reason) for rules this verdict cannot be given by."""
        if self.by_majority and any(each.overtime is not None for each in (*rules.segments, *rules.on_call)):
            yield "segments", _("a verdict by votes has no points to take off; take overtime out, or use points")
        if rules.nominations is not None and not self.votes:
            yield "nominations", _("debaters are named on a vote; use votes or three_ballots, or individual marks")

    def vote_blanks(self, match: Match, moment: Moment) -> Iterator[Blank]:
        """Yield what a vote asks for."""
        yield side_choice("side", _VOTE, match, moment)
        yield from nomination_blanks(match, moment)

    def vote_heads(self) -> tuple[Text, ...]:
        """Return the heads of what `vote_cells` tells."""
        return (both(zh="投票", en="Vote"),)

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

    def sums(self, marks: Sequence[str], speeches: Sequence[str]) -> tuple[Sum, ...]:
        """Return what a ballot with these paths is added up to, its total as `written` has it first."""
        if not marks or not speeches:
            return (Sum((*marks, *speeches)),)
        return Sum(tuple(marks)), Sum(tuple(speeches), _("Speeches"))


class ByPoints(Verdict):
    """Each side scores what the panel makes of its own sheets."""

    by_majority = False

    def score(self, match: Match, team: str, moment: Moment) -> Score:
        """Return the panel's score of the team sheets."""
        parts = [sheet_score(match, team, moment), *overtime_scores(match, team, moment.rules)]
        return panel_of(moment).total(_seat(match, team), parts)

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
        return _deciding(match, team), _deciding(match, _opponent(match, team))

    def count_lines(self, match: Match, moment: Moment) -> Iterator[Text]:
        """Yield the count."""
        yield _count_line(*self.counts(match, match.affirmative, moment), "票", "vote")

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
        ours, theirs = (self._counted(match, each, moment) for each in (team, _opponent(match, team)))
        note = _("ballots {ours} to {theirs}", ours=ours.value, theirs=theirs.value)
        if ours.value != theirs.value:
            return beside(decided(match, moment, team, (ours.value, theirs.value), note), [ours])
        mine, other = _deciding(match, team), _deciding(match, _opponent(match, team))
        note = _("{note}; deciding ballots {ours} to {theirs}", note=note, ours=mine, theirs=other)
        return beside(decided(match, moment, team, (mine, other), note), [ours])

    def counts(self, match: Match, team: str, moment: Moment) -> tuple[Fraction, Fraction]:
        """Return the ballots, where they are equal the deciding ones."""
        ours, theirs = (self._counted(match, each, moment).value for each in (team, _opponent(match, team)))
        return (ours, theirs) if ours != theirs else (_deciding(match, team), _deciding(match, _opponent(match, team)))

    def count_lines(self, match: Match, moment: Moment) -> Iterator[Text]:
        """Yield the count of all ballots, then of the deciding ones where that is equal."""
        ours, theirs = (self._counted(match, each, moment).value for each in (match.affirmative, match.negative))
        yield _count_line(ours, theirs, "票", "ballot")
        if ours == theirs:
            yield _count_line(_deciding(match, match.affirmative), _deciding(match, match.negative), *_DECIDING_UNIT)

    def _counted(self, match: Match, team: str, moment: Moment) -> Score:
        judges = dict.fromkeys(
            ballot.judge for ballots in (match.votes.ballots, match.sheet(team).ballots) for ballot in ballots
        )
        parts = [combine(SUM, judge_name(judge, moment), _three(match, judge, _side(match, team))) for judge in judges]
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
        stages = _stages(match, ballot.judge)
        given = (ballot.fact.impression, stages[0] if stages else "", ballot.fact.side)
        return tuple(_NAMES[each] for each in given)

    def vote_line(self, match: Match, ballot: Ballot[facts.Voted], judge: Judge, first: bool) -> Text:
        """Return how the three ballots of a judge are read out, one after the other."""
        said = [
            both(f"{head.in_language('zh')}{cell.in_language('zh')}", f"{head.in_language('en')} {_lowered(cell)}")
            for head, cell in zip(self.vote_heads(), self.vote_cells(match, ballot), strict=True)
        ]
        return _("{judge}: {votes}.", judge=judge.name, votes=Joined(tuple(said), both("，", ", ")))


class ByJudges(Verdict):
    """Each judge's marks decide that judge's vote: for the side with the higher total; the majority of judges wins.

    A judge's total is the team sheet and the marks of all debaters. No judge may mark both sides alike. Source: World
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
        yield _count_line(*self.counts(match, match.affirmative, moment), "位评委", "judge")

    def _votes(self, match: Match, team: str, moment: Moment) -> Score:
        rows = [(own, other) for own in match.sheet(team).ballots if (other := _across(match, team, own.judge))]
        votes = [
            leaf(_higher(self.written(own.fact), self.written(other.fact)), judge_name(own.judge, moment), own.record)
            for own, other in rows
        ]
        return evolve(combine(SUM, _("ballots"), votes), key=BALLOTS)

    def _marks(self, match: Match, team: str, moment: Moment) -> Score:
        sheets = [
            leaf(self.written(each.fact), judge_name(each.judge, moment), each.record)
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
            other = _across(match, team, fact.judge)
            if other is None or self.written(other.fact) != self.written(fact):
                return None
            return _("both sides have {total}; a judge has to prefer one", total=self.written(fact))

        return check

    def written(self, ballot: facts.BallotGiven) -> Fraction:
        """Return the sheet and the debaters' marks together."""
        return total((*ballot.marks.values(), *ballot.speakers.values()))

    def sums(self, marks: Sequence[str], speeches: Sequence[str]) -> tuple[Sum, ...]:
        """Return the total of both, which decides the judge's vote, then each by itself."""
        whole = Sum((*marks, *speeches))
        if not marks or not speeches:
            return (whole,)
        return whole, Sum(tuple(marks), _("Team sheet")), Sum(tuple(speeches), _("Speeches"))


_VERDICTS: Mapping[VerdictBy, Verdict] = {
    "points": ByPoints(),
    "votes": ByVotes(),
    "three_ballots": ByThreeBallots(),
    "judges": ByJudges(),
}


def verdict(rules: DebateRules) -> Verdict:
    """Return the verdict the rulebook names."""
    return _VERDICTS[rules.verdict]


def _seat(match: Match, team: str) -> Text:
    return _("Match {number}, {side}", number=match.number, side=SIDES[_side(match, team)])


def _side(match: Match, team: str) -> str:
    return "affirmative" if team == match.affirmative else "negative"


def _opponent(match: Match, team: str) -> str:
    return match.team(_OTHER[_side(match, team)])


def _across(match: Match, team: str, judge: str) -> Ballot[facts.BallotGiven] | None:
    return match.sheet(_opponent(match, team)).ballot(judge)


def _count_line(ours: Fraction, theirs: Fraction, chinese: str, english: str) -> Text:
    """Return a count as it is read, the affirmative's first: 正方两票，反方五票, two votes to five; 三比三."""
    if ours == theirs:
        level = both(_level(ours, chinese), _count(ours, chinese, english).in_language("en"))
        return _("{count} each.", count=level)
    return _("{ours} to {theirs}.", ours=_count(ours, chinese, english), theirs=_count(theirs, chinese))


def _count(value: Fraction, chinese: str, english: str = "") -> Text:
    """Return how many, in English with the unit and as a sentence begins where `english` names it."""
    said = cardinal(int(value)) if value.denominator == 1 and value else both("零", "no" if english else "none")
    if value.denominator != 1:
        said = plain(show(value))
    words = said.in_language("en")
    if english:
        words = f"{words[:1].upper()}{words[1:]} {english if value == 1 else english + 's'}"
    return both(said.in_language("zh") + chinese, words)


def _level(value: Fraction, chinese: str) -> str:
    """Return a level count in Chinese: 三比三, and of which ballots where there are several kinds."""
    number = _count(value, "").in_language("zh")
    return f"{'决胜票' if chinese == _DECIDING_UNIT[0] else ''}{number}比{number}"


def _lowered(text: Text) -> str:
    return text.in_language("en").lower()


def _higher(ours: Fraction, theirs: Fraction) -> Fraction:
    return Fraction(1, 2) if ours == theirs else Fraction(ours > theirs)


def _stages(match: Match, judge: str) -> tuple[str, int] | None:
    """Return the side a judge's sheets are for, and the record of one of them; None if one is missing."""
    sheets = {side: match.sheet(match.team(side)).ballot(judge) for side in _OTHER}
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
    side = _side(match, team)
    return total(vote_value(ballot.fact.side, side) for ballot in match.votes.ballots)
