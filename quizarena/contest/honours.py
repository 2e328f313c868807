"""The honours of a contest: those each round gives, and those the rulebook gives over several rounds.

Decides when an honour over rounds is known: once all of them are over. Members of a team that left get none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..rounds import Award
from ..scores import SUM, Score, combine
from ..standings import Honour, best
from .state import Played, State

if TYPE_CHECKING:
    from .frame import Frame


def awards(frame: Frame, state: State) -> Iterator[Award]:
    """Yield the honours of the rounds, then those over several rounds, which take the place of those rounds' own."""
    named = {each for honour in frame.rulebook.honours for each in honour.rounds}
    for played in state.rounds:
        if played.id not in named:
            yield from frame.kind(played).awards(played.state, frame.moment(state, played))
    for honour in frame.rulebook.honours:
        yield from _over_rounds(frame, state, honour)


def _over_rounds(frame: Frame, state: State, honour: Honour) -> Iterator[Award]:
    rounds = [played for played in state.rounds if played.id in honour.rounds]
    if len(rounds) < len(honour.rounds) or not all(frame.is_over(state, played) for played in rounds):
        return
    scores = _members(frame, state, rounds)
    winners = best(scores)
    if winners:
        yield Award(honour.name, winners, scores[winners[0]])


def _members(frame: Frame, state: State, rounds: list[Played]) -> Mapping[str, Score]:
    """Return the points of their own that the members of teams still taking part have in `rounds`."""
    found: dict[str, list[Score]] = {m.id: [] for team in state.roster.teams if team.plays for m in team.members}
    for played in rounds:
        for entrant, score in frame.scores(state, played).items():
            if entrant in found:
                found[entrant].append(score)
    return {member: combine(SUM, state.roster.name(member), parts) for member, parts in found.items() if parts}
