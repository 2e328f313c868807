"""What comes next in a room: who speaks, who judges.

Decides that the speeches of a team that left, or of a seat nobody took, are passed over, and that the chair judge hands
in the ballot of the panel: whoever is chief, else the first in seat order who is not absent.
"""

from __future__ import annotations

from quizarena.roster import Contestant, Judge, Team
from quizarena.rounds import Moment
from quizarena.values import evolve
from quizarena_rounds.ballots import Collection

from . import facts
from .benches import SPEAKERS, SPEECHES, Speech
from .rules import ParliamentRules
from .state import Room

BALLOT = len(SPEECHES) + 1
"""The number after the last speech: the ballot is due."""


def stage(room: Room, moment: Moment) -> int:
    """Return the number of the speech that comes or runs: 0 while the teams prepare, `BALLOT` after the last."""
    return next((number for number in range(room.speech, BALLOT) if _held(number, room, moment)), BALLOT)


def _held(number: int, room: Room, moment: Moment) -> bool:
    rules: ParliamentRules = moment.rules
    return rules.prepare_time > 0 if number == 0 else speaking_team(number, room, moment) is not None


def speech_of(number: int) -> Speech:
    """Return the speech with that number, from 1."""
    return SPEECHES[number - 1]


def speaking_team(number: int, room: Room, moment: Moment) -> Team | None:
    """Return the team of a speech, None if nobody has its seat or the team has left."""
    seat = speech_of(number).seat
    team = moment.field.team(room.order[seat]) if seat < len(room.order) else None
    return team if team is not None and team.plays else None


def speakers(team: Team) -> tuple[Contestant, ...]:
    """Return who speaks for a team."""
    return team.members[:SPEAKERS]


def playing(room: Room, moment: Moment) -> tuple[Team, ...]:
    """Return the teams of the room that still take part, seat by seat."""
    found = (moment.field.team(team) for team in room.order)
    return tuple(team for team in found if team.plays)


def ballot_of(room: Room, moment: Moment) -> Collection[facts.BallotGiven]:
    """Return the room's ballot as it is collected now: asked of the chair alone, and known to no other judge."""
    chair = _chair(room, moment)
    asked = () if chair is None else (chair,)
    return Collection(room.sheet, asked, evolve(moment.field, judges=asked), {"room": room.number})


def _chair(room: Room, moment: Moment) -> Judge | None:
    for ballot in room.sheet.ballots:
        return moment.field.judge(ballot.judge)
    panel = sorted(moment.field.panel(*room.order), key=lambda judge: not judge.chief)
    present = [judge for judge in panel if room.sheet.absence(judge.id) is None]
    return next(iter(present or panel), None)
