"""The scores of a room: points by place, speaker scores beside them.

Decides that the place follows from the total of a team's speaker scores. A team that left before the ballot has no
score, and those behind it move up. The speaker scores stand in the working times 0: they count for nothing, but a
tie-break `sub_score` finds them as "speakers".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from quizarena.points import Number
from quizarena.roster import Contestant
from quizarena.rounds import Award, Moment
from quizarena.scores import SUM, Factor, Score, combine, leaf
from quizarena.text import Text
from quizarena.values import evolve
from quizarena_rounds.ballots import Ballot

from . import facts
from .benches import ORDER
from .rules import ParliamentRules
from .state import Room, State
from .words import _

SPEAKERS = "speakers"
"""The key of a team's speaker scores."""
Crew = tuple[str, tuple[Contestant, ...]]


def team_scores(state: State, moment: Moment) -> dict[str, Score]:
    """Return the score of each team whose room is open."""
    found: dict[str, Score] = {}
    for room in state.rooms:
        found |= room_scores(room, moment)
    return found


def room_scores(room: Room, moment: Moment) -> Mapping[str, Score]:
    """Return the scores of a room, the first first; none while its ballot is sealed."""
    if room.sheet.revealed is None:
        return {}
    crews = tuple((team, moment.field.team(team).everybody) for team in room.order)
    then = moment.of(room.seated)
    scores = _of_room(room, crews, then.rules.points)
    return {team: then.noted(score) for team, score in scores.items()} if then.editions else scores


@lru_cache(maxsize=256)
def _of_room(room: Room, crews: tuple[Crew, ...], points: tuple[Number, ...]) -> Mapping[str, Score]:
    ballot = room.sheet.ballots[0]
    spoke = {team: tuple(each for each in crew if each.id in ballot.fact.speakers) for team, crew in crews}
    told = {team: _speakers(ballot, crew) for team, crew in spoke.items() if crew}
    ranked = sorted(told, key=lambda team: -told[team].value)
    return {
        team: combine(SUM, _seat(room, team), [_won(place, points, ballot.record), _beside(told[team])])
        for place, team in enumerate(ranked, 1)
    }


def _speakers(ballot: Ballot[facts.BallotGiven], crew: tuple[Contestant, ...]) -> Score:
    marks = [leaf(ballot.fact.speakers[each.id], each.name, ballot.record) for each in crew]
    return evolve(combine(SUM, _("speaker scores"), marks), key=SPEAKERS)


def _won(place: int, points: tuple[Number, ...], record: int) -> Score:
    return leaf(points[place - 1], _("place {place} of the room", place=place), record)


def _beside(told: Score) -> Score:
    return combine(Factor(0), _("speaker scores, for ties only"), [told])


def _seat(room: Room, team: str) -> Text:
    return _("Room {number}, {seat}", number=room.number, seat=ORDER[room.order.index(team)].name)


def best_speakers(state: State, moment: Moment) -> Iterator[Award]:
    """Yield the award once every room is closed; a true tie names all, a member of a team that left is not named."""
    rules: ParliamentRules = moment.rules
    over = len(state.rooms) == len(state.planned) and state.running is None
    if rules.best_speaker is None or not over:
        return
    marks = dict(_marks(state, moment))
    best = max((score.value for score in marks.values()), default=None)
    winners = tuple(speaker for speaker, score in marks.items() if score.value == best)
    if winners:
        yield Award(rules.best_speaker, winners, marks[winners[0]], marks)


def _marks(state: State, moment: Moment) -> Iterator[tuple[str, Score]]:
    for room in state.rooms:
        if room.sheet.revealed is None:
            continue
        ballot = room.sheet.ballots[0]
        for team in room.order:
            for each in moment.field.team(team).everybody if moment.field.team(team).plays else ():
                if each.id in ballot.fact.speakers:
                    yield each.id, leaf(ballot.fact.speakers[each.id], each.name, ballot.record)
