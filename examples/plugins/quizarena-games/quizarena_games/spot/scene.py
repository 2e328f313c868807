"""What a screen shows of a game of spot the mistake.

Decides who may know what: the hall reads a mistake when it was found or the picture is closed; desk and host have the
whole list before them.
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
    Say,
    Scene,
    Steps,
    Table,
    is_backstage,
)
from quizarena.text import Text, both, sentence

from . import lines
from .moves import spot_moves
from .state import Sight, State, next_team, picture_of

_HEADS = (both("错处", "mistake"), both("结果", "result"))
_RESULTS: dict[str, Text] = {
    "": both("等评委裁定", "for the judges"),
    "accepted": both("算", "accepted"),
    "refused": both("不算", "refused"),
}
_FOUND, _LEFT = both("找到", "found"), both("没找到", "not found")


def spot_scene(state: State, moment: Moment, audience: Audience) -> Scene:
    """Return the scene for `audience`."""
    curtain = is_backstage(audience)
    sight = state.sights[-1] if state.sights else None
    blocks: list[Block] = [_headline(state, moment), Steps(lines.STEPS, _step(state, moment))]
    if sight is not None:
        blocks += _sight(sight, moment, curtain)
    if curtain:
        blocks.append(_say(state, moment))
    return Scene(moment.title, tuple(blocks))


def _headline(state: State, moment: Moment) -> Headline:
    sight = state.sights[-1] if state.sights else None
    picture = None if sight is None else picture_of(sight, moment.rules)
    number = sentence("第 {n} 幅图", "picture {n}", n=len(state.sights)) if state.sights else None
    return Headline(moment.title if picture is None else picture.caption, number)


def _step(state: State, moment: Moment) -> int:
    if state.current is not None:
        return 1
    if next_team(state, moment) is not None:
        return 0
    return 2 if any(claim for sight in state.sights for claim in sight.pending) else 3


def _sight(sight: Sight, moment: Moment, curtain: bool) -> Iterator[Block]:
    team = moment.field.team(sight.team)
    yield OnStage(team.id, team.name, moment.field.podium(team.id))
    if sight.is_open:
        clock = attrs.evolve(sight.clock, limit_ms=1_000 * moment.rules.time)
        yield Clocks((Face(clock, both("找茬时间", "time left")),))
    rows = tuple(_rows(sight, moment, may_know=curtain or sight.closed))
    if rows:
        yield Table(_HEADS, rows)


def _rows(sight: Sight, moment: Moment, *, may_know: bool) -> Iterator[tuple[Text, Text]]:
    for claim in sight.claims:
        if claim.what != "false":
            result = _RESULTS[claim.verdict] if claim.what == "extra" else _FOUND
            yield lines.claim(moment.rules, sight, claim), result
    picture = picture_of(sight, moment.rules)
    for mistake in picture.mistakes if picture and may_know else ():
        if mistake.id not in sight.named:
            yield mistake.text, _LEFT


def _say(state: State, moment: Moment) -> Say:
    moves = [move for move in spot_moves(state, moment) if move.say is not None]
    steps = [move.say for move in moves if move.gesture == "next"] or [move.say for move in moves]
    return Say(tuple(say for say in steps[:1] if say is not None))
