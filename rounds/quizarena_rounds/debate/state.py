"""The state of a debate round: its matches, and what each fact makes of them.

Decides nothing about legality and looks at no rule. A match that is closed is one frozen node.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

import attrs

from quizarena.facts import Fact
from quizarena.values import evolve, fast_init
from quizarena_rounds.ballots import Sheet

from . import facts
from .floor import Floor
from .rules import Side


@fast_init
@attrs.frozen
class Ending:
    """How a match ended without marks, and the record that says so; `winner` is empty if nobody won."""

    winner: str
    record: int


@fast_init
@attrs.frozen
class Call:
    """A segment on call that a side called for: its number among those, and its place among the match's segments."""

    call: int
    side: Side
    place: int


@fast_init
@attrs.frozen
class Match:
    """A match, from its sides (or its walkover) on.

    `floors` are the segments that are over, `floor` is the one that comes or runs. `sheets` stand in the order of
    `teams`.
    """

    number: int
    teams: tuple[str, str]
    affirmative: str = ""
    motion: facts.MotionSet | facts.MotionDrawn | None = None
    motion_shown: bool = False
    floors: tuple[Floor, ...] = ()
    floor: Floor = Floor()
    calls: tuple[Call, ...] = ()
    sheets: tuple[Sheet[facts.BallotGiven], Sheet[facts.BallotGiven]] = (Sheet(), Sheet())
    votes: Sheet[facts.Voted] = Sheet()
    revealed: int | None = None
    ending: Ending | None = None

    @property
    def closed(self) -> bool:
        """Whether nothing more is awaited from this match."""
        return self.revealed is not None or self.ending is not None

    @property
    def negative(self) -> str:
        """The team that is not the affirmative."""
        return self.teams[self.teams[0] == self.affirmative]

    def team(self, side: str) -> str:
        """Return the team on `side`."""
        return self.affirmative if side == "affirmative" else self.negative

    def sheet(self, team: str) -> Sheet[facts.BallotGiven]:
        """Return the ballots for `team`."""
        return self.sheets[self.teams.index(team)]

    def with_sheet(self, team: str, sheet: Sheet[facts.BallotGiven]) -> Match:
        """Return this match with other ballots for `team`."""
        first, second = self.sheets
        sheets = (sheet, second) if team == self.teams[0] else (first, sheet)
        return evolve(self, sheets=sheets)

    def with_all(self, change: Callable[[Sheet[Any]], Sheet[Any]]) -> Match:
        """Return this match with `change` done to every collection of ballots."""
        first, second = self.sheets
        return evolve(self, sheets=(change(first), change(second)), votes=change(self.votes))


@fast_init
@attrs.frozen
class State:
    """Who meets whom once it is known, the record that said so, and the matches that have begun."""

    order: tuple[str, ...] | None = None
    paired: int | None = None
    matches: tuple[Match, ...] = ()

    @property
    def running(self) -> Match | None:
        """The match that is not closed; there is at most one."""
        return next((match for match in self.matches if not match.closed), None)

    def with_match(self, match: Match) -> State:
        """Return this state with `match` in the place of its number."""
        before, after = self.matches[: match.number - 1], self.matches[match.number :]
        return evolve(self, matches=(*before, match, *after))


def _paired(state: State, seq: int, fact: facts.Paired) -> State:
    return evolve(state, order=fact.order, paired=seq)


def _sided(state: State, seq: int, fact: facts.Sided) -> State:
    return state.with_match(Match(fact.match, fact.teams, fact.affirmative))


def _walked_over(state: State, seq: int, fact: facts.WalkedOver) -> State:
    match = state.running or Match(fact.match, fact.teams)
    return state.with_match(evolve(match, ending=Ending(fact.winner, seq)))


def _motion(match: Match, seq: int, fact: facts.MotionSet | facts.MotionDrawn) -> Match:
    return evolve(match, motion=fact)


def _motion_shown(match: Match, seq: int, fact: facts.MotionShown) -> Match:
    return evolve(match, motion_shown=True)


def _turn(match: Match, seq: int, fact: facts.TurnTaken) -> Match:
    return evolve(match, floor=match.floor.turn(fact.side, fact.at))


def _stopped(match: Match, seq: int, fact: facts.Stopped) -> Match:
    return evolve(match, floor=match.floor.stopped(fact.at))


def _clock_moved(match: Match, seq: int, fact: facts.ClockMoved) -> Match:
    return evolve(match, floor=match.floor.moved(fact.side, fact.seconds))


def _segment_ended(match: Match, seq: int, fact: facts.SegmentEnded) -> Match:
    return evolve(match, floors=(*match.floors, evolve(match.floor, ended=seq)), floor=Floor())


def _segment_called(match: Match, seq: int, fact: facts.SegmentCalled) -> Match:
    return evolve(match, calls=(*match.calls, Call(fact.call, cast("Side", fact.side), fact.segment - 1)))


def _ballot(match: Match, seq: int, fact: facts.BallotGiven) -> Match:
    return match.with_sheet(fact.team, match.sheet(fact.team).handed_in(fact.judge, seq, fact))


def _voted(match: Match, seq: int, fact: facts.Voted) -> Match:
    return evolve(match, votes=match.votes.handed_in(fact.judge, seq, fact))


def _ballot_returned(match: Match, seq: int, fact: facts.BallotReturned) -> Match:
    return match.with_sheet(fact.team, match.sheet(fact.team).returned_to(fact.judge, seq, fact.reason))


def _vote_returned(match: Match, seq: int, fact: facts.VoteReturned) -> Match:
    return evolve(match, votes=match.votes.returned_to(fact.judge, seq, fact.reason))


def _judge_absent(match: Match, seq: int, fact: facts.JudgeAbsent) -> Match:
    """Mark the judge absent on the sheets still missing; what is in stays in."""

    def change(sheet: Sheet[Any]) -> Sheet[Any]:
        return sheet if sheet.ballot(fact.judge) else sheet.without(fact.judge, seq, fact.reason)

    return match.with_all(change)


def _revealed(match: Match, seq: int, fact: facts.MarksRevealed) -> Match:
    return evolve(match.with_all(lambda sheet: sheet.opened(seq)), revealed=seq)


def _reopened(match: Match, seq: int, fact: facts.BallotsReopened) -> Match:
    return evolve(match.with_all(Sheet.reopened), revealed=None, ending=None)


def _unmarked(match: Match, seq: int, fact: facts.ClosedUnmarked) -> Match:
    return evolve(match, ending=Ending("", seq))


_OF_ROUND: Mapping[type[Fact], Callable[[State, int, Any], State]] = {
    facts.Paired: _paired,
    facts.Sided: _sided,
    facts.WalkedOver: _walked_over,
}
_OF_MATCH: Mapping[type[Fact], Callable[[Match, int, Any], Match]] = {
    facts.MotionSet: _motion,
    facts.MotionDrawn: _motion,
    facts.MotionShown: _motion_shown,
    facts.TurnTaken: _turn,
    facts.Stopped: _stopped,
    facts.ClockMoved: _clock_moved,
    facts.SegmentEnded: _segment_ended,
    facts.SegmentCalled: _segment_called,
    facts.BallotGiven: _ballot,
    facts.Voted: _voted,
    facts.BallotReturned: _ballot_returned,
    facts.VoteReturned: _vote_returned,
    facts.JudgeAbsent: _judge_absent,
    facts.MarksRevealed: _revealed,
    facts.BallotsReopened: _reopened,
    facts.ClosedUnmarked: _unmarked,
}


def after(state: State, seq: int, fact: Fact) -> State:
    """Return the state after `fact`, recorded as `seq`."""
    of_round = _OF_ROUND.get(type(fact))
    if of_round is not None:
        return of_round(state, seq, fact)
    match = state.matches[getattr(fact, "match") - 1]  # noqa: B009  # every fact of a match has its number
    return state.with_match(_OF_MATCH[type(fact)](match, seq, fact))
