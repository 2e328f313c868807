"""What may happen now in a game of spot the mistake.

Decides the keys and that one mistake is found once. Extra mistakes wait for the judges without stopping the game.
"""

from __future__ import annotations

from collections.abc import Iterator

from quizarena.blanks import Choice, Gesture, Instant, Option
from quizarena.moves import Move
from quizarena.rounds import Moment
from quizarena.text import both, sentence

from . import lines
from .facts import Claimed, ClockPressed, Closed, ExtraRuled, Shown, Voided
from .state import Claim, Sight, State, next_picture, next_team, picture_of

AT = Instant("at")
TAKEN_WORDS = frozenset({"found", "false", "extra"})
"""What a claim may be beside a mistake of the list; no mistake may be called so."""


def spot_moves(state: State, moment: Moment) -> Iterator[Move]:
    """Yield the moves of the open picture, else the next picture; and the judges' rulings that are still wanted."""
    sight = state.current
    if sight is not None:
        yield from _sight_moves(sight, moment)
    else:
        yield from _showing(state, moment)
    waiting = [(each, claim) for each in state.sights for claim in each.pending]
    for place, (each, claim) in enumerate(waiting):
        yield _ruling(each, claim, moment, has_keys=place == 0 and sight is None)


def _showing(state: State, moment: Moment) -> Iterator[Move]:
    team = next_team(state, moment)
    if team is not None:
        podium = moment.field.podium(team.id)
        yield Move(
            Shown,
            sentence("出图: {desk} 号台 {team}", "Show a picture: desk {desk} {team}", desk=podium, team=team.name),
            identity={"turn": len(state.sights) + 1, "team": team.id},
            derived={"picture": next_picture(state, moment)},
            blanks=(AT,),
            say=lines.show(moment, team.id),
            gesture="next",
        )


def _sight_moves(sight: Sight, moment: Moment) -> Iterator[Move]:
    number = len(sight.claims) + 1
    options = Choice("what", tuple(_options(sight, moment)), both("指出", "claim"))
    label = sentence("第 {n} 处", "claim {n}", n=number)
    yield Move(Claimed, label, {"turn": sight.turn, "claim": number}, blanks=(options,))
    running = sight.clock.running
    clock = {"turn": sight.turn, "action": "stop" if running else "start"}
    turning = both("停表", "Stop the clock") if running else both("走表", "Start the clock")
    yield Move(ClockPressed, turning, clock, blanks=(AT,), gesture="clock")
    given = {"turn": sight.turn}
    yield Move(Closed, both("收图", "Close the picture"), given, blanks=(AT,), gesture="next", say=lines.CLOSE)
    yield Move(Voided, both("这幅图作废", "Void the picture"), given, say=lines.VOID)


def _options(sight: Sight, moment: Moment) -> Iterator[Option]:
    picture = picture_of(sight, moment.rules)
    for mistake in picture.mistakes if picture else ():
        if mistake.id not in sight.named:
            yield Option(mistake.id, mistake.text, say=lines.found(moment))
    if picture is None:
        yield Option("found", lines.FOUND, gesture="yes", say=lines.found(moment), in_time=True)
    yield Option("false", lines.FALSE, gesture="no", say=lines.false(moment))
    if moment.rules.extra_found:
        yield Option("extra", lines.EXTRA, say=lines.ASK_JUDGES)


def _ruling(sight: Sight, claim: Claim, moment: Moment, *, has_keys: bool) -> Move:
    """The desk may act for the arbiter unless the rulebook says otherwise, so a silent arbiter stops nothing."""
    yes: Gesture | None = "yes" if has_keys else None
    no: Gesture | None = "no" if has_keys else None
    options = (
        Option("accepted", both("算", "accepted"), gesture=yes, say=lines.found(moment), in_time=True),
        Option("refused", both("不算", "refused"), gesture=no, say=lines.false(moment)),
    )
    name = moment.field.team(sight.team).name
    return Move(
        ExtraRuled,
        sentence("评委裁定: {team} 第 {n} 处", "The judges on {team}, claim {n}", team=name, n=claim.number),
        {"turn": sight.turn, "claim": claim.number},
        blanks=(Choice("verdict", options, both("裁定", "ruling")),),
        seat="arbiter",
        say=lines.ASK_JUDGES,
    )
