"""What an audience may see: the state behind a freeze or an unfinished reveal, standings, explanations, the outcome.

Decides how far the hall is behind the record. The record's owner (None) sees everything; desk, host and judges see
everything but sealed fields; the hall also not what is frozen or still being revealed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING

import attrs

from ..moves import Blank, Choice, Move
from ..scores import Score
from ..values import evolve
from .judge import Seats, may_act
from .state import State
from .totals import Standings, rounds_complete, standings

if TYPE_CHECKING:
    from ..scenes import Audience
    from .frame import Frame
    from .service import Contest

AUDIENCES = ("desk", "host", "hall")


class Why(Enum):
    """Why a contest is over."""

    ROUNDS_OVER = "rounds over"
    SIGNED = "closed and signed"
    ONE_TEAM_LEFT = "all other teams left"


@attrs.frozen
class Outcome:
    """Who won, and why it is over; several where first place is shared."""

    winners: tuple[str, ...]
    why: Why


@attrs.frozen
class Explanation:
    """A team's total with its working; `corrections` maps a record in it to the records that corrected it."""

    team: str
    place: int | None
    score: Score
    corrections: Mapping[int, tuple[int, ...]]


@attrs.frozen
class Seen:
    """The rules and the state an audience sees scores of, which for the hall may be those of an earlier moment."""

    frame: Frame
    state: State
    frozen: bool = False

    def standings(self) -> Standings:
        """Return the standings as the audience sees them."""
        return evolve(standings(self.frame, self.state), frozen=self.frozen)


def seen_state(state: State, audience: Audience) -> State:
    """Return the state `audience` may see scores of: for the hall without marks and lots still being opened."""
    if audience != "hall":
        return state
    if state.opening is not None:
        state = state.with_draw(state.opening.before)
    reveal = state.reveal
    played = state.played(reveal.round) if reveal is not None else None
    if reveal is None or played is None:
        return state
    return state.with_round(evolve(played, state=reveal.before))


def explain(contest: Contest, team: str, audience: Audience) -> Explanation:
    """Return a team's total with its working; KeyError if there is no such team."""
    found = contest.standings(audience)
    score = found.totals[team]
    place = next((row.place for row in found.rows if row.entrant == team), None)
    records = {node.record for node in score.walk() if node.record is not None}
    corrected = contest.seen_by(audience).resolution.corrected
    return Explanation(team, place, score, {seq: corrected[seq] for seq in sorted(records) if seq in corrected})


def outcome(frame: Frame, state: State) -> Outcome | None:
    """Return who won and why it is over, None while it is not."""
    found = standings(frame, state)
    playing = [team.id for team in state.roster.teams if team.plays]
    if len(playing) == 1 and not rounds_complete(frame, state):
        return Outcome(tuple(playing), Why.ONE_TEAM_LEFT)
    if not found.complete or found.open_ties:
        return None
    winners = tuple(row.entrant for row in found.rows if row.place == 1)
    return Outcome(winners, Why.SIGNED if state.signed is not None else Why.ROUNDS_OVER)


def for_seat(moves: Sequence[Move], seat: str, seats: Seats) -> list[Move]:
    """Return the moves `seat` may make, each choice narrowed to the options it may choose."""
    return list(_narrowed(moves, seat, seats))


def _narrowed(moves: Sequence[Move], seat: str, seats: Seats) -> Iterator[Move]:
    for move in moves:
        own = evolve(move, blanks=tuple(_own(blank, seat, seats) for blank in move.blanks))
        if any(isinstance(blank, Choice) and not blank.options for blank in own.blanks):
            continue
        by_option = any(option.seat for blank in own.blanks if isinstance(blank, Choice) for option in blank.options)
        if by_option or may_act(seat, move.seat, seats):
            yield own


def _own(blank: Blank, seat: str, seats: Seats) -> Blank:
    if not isinstance(blank, Choice):
        return blank
    mine = tuple(option for option in blank.options if option.seat is None or may_act(seat, option.seat, seats))
    return evolve(blank, options=mine)
