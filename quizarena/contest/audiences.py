"""Who may see what: how far the hall is behind the record, and what of a result is told to whom.

The record's owner (None) sees everything; desk, host and judges see everything but sealed fields; the hall also not
what is frozen or still being revealed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum

import attrs

from ..errors import QuizArenaError
from ..pages import Page, Printing
from ..roster import BUZZERS, Roster, Seat
from ..scenes import Audience
from ..scores import Score
from ..text import FRAME
from ..values import evolve
from .answers import over_cues
from .position import Position
from .standings import Standings, open_ties, rounds_complete, rows
from .state import BoardCue

_ = FRAME
AUDIENCES = ("desk", "host", "hall")
SEATS = ("desk", "host", "timekeeper", "arbiter", BUZZERS)


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
class Explanation(Printing):
    """A team's total with its working, printed as the command line prints it.

    `corrections` maps a record in it to the records that corrected it. What draws it with names, `drawn_by`, knows the
    contest; pickled it leaves it behind and prints the bare working.
    """

    team: str
    place: int | None
    score: Score
    corrections: Mapping[int, tuple[int, ...]]
    drawn_by: Callable[[Explanation], Page] | None = attrs.field(default=None, eq=False, repr=False)

    def page(self) -> Page:
        """Return what it prints as."""
        return self.score.page() if self.drawn_by is None else self.drawn_by(self)


def check_audience(audience: Audience, roster: Roster) -> None:
    """Refuse an audience there is not: who mistypes "hall" must not be shown what the desk sees."""
    if audience is None or audience in AUDIENCES:
        return
    seat = Seat.of(audience)
    if seat.role != "judge" or not seat.judge:
        raise QuizArenaError(_("expected desk, host, hall or judge:ID, found {found}", found=repr(audience)))
    _check_judge(seat, roster)


def _check_judge(seat: Seat, roster: Roster) -> None:
    known = [each.id for each in roster.judges]
    if seat.judge not in known:
        listed = ", ".join(known) or "-"
        raise QuizArenaError(_("there is no judge {judge}; known are {known}", judge=repr(seat.judge), known=listed))


def check_seat(text: str, roster: Roster) -> None:
    """Refuse a seat there is not: who mistypes one is not told that nothing may be done."""
    seat = Seat.of(text)
    if seat.role == "judge" and seat.judge:
        _check_judge(seat, roster)
    elif seat.team:
        known = [each.id for each in roster.teams]
        if seat.team not in known:
            listed = ", ".join(known)
            raise QuizArenaError(_("there is no team {team}; known are {known}", team=repr(seat.team), known=listed))
    elif text not in SEATS:
        listed = ", ".join((*SEATS, "judge:ID", "team:ID"))
        raise QuizArenaError(_("expected one of the seats {known}, found {found}", known=listed, found=repr(text)))


def seen(position: Position, audience: Audience) -> Position:
    """Return the position `audience` may see scores of: for the hall without marks and lots still being opened."""
    state = position.state
    is_behind = audience == "hall" and (state.opening is not None or state.reveal is not None)
    return _of_the_hall(position) if is_behind else position


@over_cues
def _of_the_hall(position: Position) -> Position:
    state = position.state
    if state.opening is not None:
        state = state.with_draw(state.opening.before)
    if state.reveal is not None and state.played(state.reveal.round) is not None:
        state = state.with_round(state.reveal.before)
    return position.at(evolve(state, board=BoardCue()))


def explain(found: Standings, team: str, corrected: Mapping[int, tuple[int, ...]]) -> Explanation:
    """Return a team's total with its working; KeyError if there is no such team."""
    score = found.totals[team]
    place = next((row.place for row in found.rows if row.entrant == team), None)
    records = {node.record for node in score.walk() if node.record is not None}
    return Explanation(team, place, score, {seq: corrected[seq] for seq in sorted(records) if seq in corrected})


def outcome(position: Position) -> Outcome | None:
    """Return who won and why it is over, None while it is not."""
    if not rounds_complete(position):
        playing = tuple(team.id for team in position.state.roster.teams if team.plays)
        return Outcome(playing, Why.ONE_TEAM_LEFT) if len(playing) == 1 else None
    if open_ties(position):
        return None
    winners = tuple(row.entrant for row in rows(position) if row.place == 1)
    return Outcome(winners, Why.SIGNED if position.state.signed is not None else Why.ROUNDS_OVER)
