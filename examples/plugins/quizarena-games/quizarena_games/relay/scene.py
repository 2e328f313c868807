"""What a screen shows of a relay.

Decides who may know what: the word is in no scene before it is shown, the host's lines are for desk and host.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from quizarena.rounds import Moment
from quizarena.scenes import (
    Audience,
    Block,
    Clocks,
    Face,
    Headline,
    OnStage,
    Ruling,
    Say,
    Scene,
    Steps,
    Table,
    is_backstage,
)
from quizarena.text import Text, both

from . import lines
from .moves import relay_moves
from .state import State, next_team, out, winner

_HEADS = (both("台号", "desk"), both("队", "team"), both("句数", "lines"), both("状态", "state"))
_IN, _OUT, _WON = both("在场", "in"), both("出局", "out"), both("胜出", "won")


def relay_scene(state: State, moment: Moment, audience: Audience) -> Scene:
    """Return the scene for `audience`."""
    blocks = [*_top(state, moment), *_turn(state, moment), _table(state, moment)]
    if is_backstage(audience):
        blocks.append(_say(state, moment))
    return Scene(moment.title, tuple(blocks))


def _top(state: State, moment: Moment) -> Iterator[Block]:
    word = lines.theme(state, moment) if state.opened else None
    yield Headline(moment.title if word is None else word)
    over = next_team(state, moment) is None
    yield Steps(lines.STEPS, 2 if over else 1 if state.opened else 0)


def _turn(state: State, moment: Moment) -> Iterator[Block]:
    team = next_team(state, moment)
    if team is not None and state.opened:
        yield OnStage(team.id, team.name, moment.field.podium(team.id))
        clock = attrs.evolve(state.clock, limit_ms=1_000 * moment.rules.turn_time)
        yield Clocks((Face(clock, both("接句时间", "time for a line")),))
    if (told := _last(state, moment)) is not None:
        yield Ruling(told, told)


def _last(state: State, moment: Moment) -> Text | None:
    first = winner(state, moment)
    if first is not None:
        return lines.won(moment, first)
    if state.ended:
        return lines.END
    last = state.said[-1] if state.said else None
    return None if last is None else lines.ruling(moment, last.team, last.verdict)


def _table(state: State, moment: Moment) -> Table:
    gone, first = out(state, moment), winner(state, moment)
    good = [said.team for said in state.said if said.verdict == "good"]
    rows = tuple(
        (
            moment.field.podium(team.id),
            team.name,
            good.count(team.id),
            _WON if team.id == first else _OUT if team.id in gone or not team.plays else _IN,
        )
        for team in moment.field.teams
    )
    return Table(_HEADS, rows)


def _say(state: State, moment: Moment) -> Say:
    told = _last(state, moment)
    coming = tuple(move.say for move in relay_moves(state, moment) if move.say is not None and move.gesture == "next")
    return Say(coming if told is None else (told,), () if told is None else coming)
