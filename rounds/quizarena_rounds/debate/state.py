"""The state of a debate round: its matches, and what each fact makes of them.

Decides nothing about legality and looks at no rule. A match that is closed is one frozen node.
"""

from __future__ import annotations

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
class Walkover:
    """Who won a match that was not debated to its end, and the record that says so; empty if nobody did."""

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
class Casting:
    """The casting vote on a level match: whose, for which side, and the record it stands in."""

    judge: str
    side: Side
    record: int


@fast_init
@attrs.frozen
class LineUp:
    """Who speaks for a team in a match, as it named them, and which of them replies."""

    team: str
    order: tuple[str, ...]
    reply: str = ""


@fast_init
@attrs.frozen
class Match:
    """A match, from its sides (or its walkover) on.

    `begun` is the record that began it, `floors` are the segments that are over, `floor` is the one that comes or runs.
    `sheets` stand in the order of `teams`; they and the votes open, close and reopen together, and a casting vote is of
    those that are open. `judges` are those who judge it, None where all do.
    """

    number: int
    teams: tuple[str, str]
    affirmative: str = ""
    motion: facts.MotionSet | facts.MotionDrawn | None = None
    motion_shown: bool = False
    lineups: tuple[LineUp, ...] = ()
    floors: tuple[Floor, ...] = ()
    floor: Floor = Floor()
    calls: tuple[Call, ...] = ()
    sheets: tuple[Sheet[facts.BallotGiven], Sheet[facts.BallotGiven]] = (Sheet(), Sheet())
    votes: Sheet[facts.Voted] = Sheet()
    casting: Casting | None = None
    walkover: Walkover | None = None
    begun: int = 0
    judges: tuple[str, ...] | None = None

    @property
    def revealed(self) -> int | None:
        """The record that opened the sheets and votes, None while they are sealed."""
        return self.votes.revealed

    @property
    def closed(self) -> bool:
        """Whether nothing more is awaited from this match."""
        return self.votes.closed or self.walkover is not None

    @property
    def negative(self) -> str:
        """The team that is not the affirmative."""
        return self.teams[self.teams[0] == self.affirmative]

    def team(self, side: str) -> str:
        """Return the team on `side`."""
        return self.affirmative if side == "affirmative" else self.negative

    def lineup(self, team: str) -> LineUp | None:
        """Return whom `team` named to speak, None where it named nobody."""
        return next((each for each in self.lineups if each.team == team), None)

    def sheet(self, team: str) -> Sheet[facts.BallotGiven]:
        """Return the ballots for `team`."""
        return self.sheets[self.teams.index(team)]


@fast_init
@attrs.frozen
class State:
    """Who meets whom once it is known, the record that said so, and the matches that have begun.

    `judges` has each judge with the number of a match to come, None where nobody was allotted.
    """

    order: tuple[str, ...] | None = None
    paired: int | None = None
    matches: tuple[Match, ...] = ()
    judges: tuple[tuple[str, str], ...] | None = None

    @property
    def running(self) -> Match | None:
        """The match that is not closed; there is at most one."""
        return next((match for match in self.matches if not match.closed), None)

    def panel_of(self, number: int) -> tuple[str, ...] | None:
        """Return who judges a match that begins, None where nobody was allotted."""
        return None if self.judges is None else tuple(judge for judge, match in self.judges if match == str(number))

    def with_match(self, match: Match) -> State:
        """Return this state with `match` in the place of its number."""
        before, after = self.matches[: match.number - 1], self.matches[match.number :]
        return evolve(self, matches=(*before, match, *after))


def after(state: State, seq: int, fact: Any) -> State:
    """Return the state after `fact`, recorded as `seq`."""
    match fact:
        case facts.Paired():
            return evolve(state, order=fact.order, paired=seq)
        case facts.JudgesAllotted():
            return evolve(state, judges=tuple(fact.matches.items()))
        case facts.Sided():
            judges = state.panel_of(fact.match)
            return state.with_match(Match(fact.match, fact.teams, fact.affirmative, begun=seq, judges=judges))
        case facts.WalkedOver():
            debate = state.running or Match(fact.match, fact.teams, begun=seq)
            return state.with_match(evolve(debate, walkover=Walkover(fact.winner, seq)))
    debate = state.matches[fact.match - 1]  # every other fact is of a match and has its number
    return state.with_match(_of_ballots(debate, seq, fact) or _of_floor(debate, seq, fact))


def _of_ballots(debate: Match, seq: int, fact: Fact) -> Match | None:
    """Return the match after a fact about ballots, None where it is about something else."""
    match fact:
        case facts.BallotGiven() | facts.BallotReturned():
            place = debate.teams.index(fact.team)
            sheets = [each.after(seq, fact) if at == place else each for at, each in enumerate(debate.sheets)]
            return evolve(debate, sheets=tuple(sheets))
        case facts.Voted() | facts.VoteReturned():
            return evolve(debate, votes=debate.votes.after(seq, fact))
        case facts.CastingVote():
            return evolve(debate, casting=Casting(fact.judge, cast("Side", fact.side), seq))
    votes = debate.votes.after(seq, fact)
    if votes is None:
        return None
    return evolve(debate, sheets=tuple(sheet.after(seq, fact) for sheet in debate.sheets), votes=votes, casting=None)


def _of_floor(debate: Match, seq: int, fact: Fact) -> Match:
    floor = debate.floor
    match fact:
        case facts.MotionSet() | facts.MotionDrawn():
            return evolve(debate, motion=fact)
        case facts.MotionShown():
            return evolve(debate, motion_shown=True)
        case facts.LinedUp():
            return evolve(debate, lineups=(*debate.lineups, LineUp(fact.team, fact.order, fact.reply)))
        case facts.TurnTaken():
            return evolve(debate, floor=floor.turn(fact.side, fact.at))
        case facts.Stopped():
            return evolve(debate, floor=floor.stopped(fact.at))
        case facts.ClockMoved():
            return evolve(debate, floor=floor.moved(fact.side, fact.seconds))
        case facts.SegmentEnded():
            return evolve(debate, floors=(*debate.floors, evolve(floor, ended=seq)), floor=Floor())
        case facts.SegmentCalled():
            call = Call(fact.call, cast("Side", fact.side), fact.segment - 1)
            return evolve(debate, calls=(*debate.calls, call))
        case _:
            raise TypeError(f"expected a fact of a debate, found {fact.type}")
