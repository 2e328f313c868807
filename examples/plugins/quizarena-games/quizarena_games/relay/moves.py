"""What may happen now in a relay.

Decides the keys: Enter opens, Space turns the clock, + - 0 rule. A line that was said before is refused as good where
lines are typed in; where they are not, a person's ear decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quizarena.blanks import Choice, Gesture, Instant, Line, Option
from quizarena.clocks import minutes
from quizarena.moves import Check, Move
from quizarena.roster import Team
from quizarena.rounds import Moment
from quizarena.text import Text, both, sentence

from . import lines
from .facts import ClockPressed, Ended, Opened, Ruled, ThemeSet
from .state import State, next_team, still_in

AT = Instant("at")
_KEYS: dict[str, Gesture] = {"good": "yes", "wrong": "no", "timeout": "none"}


def relay_moves(state: State, moment: Moment) -> Iterator[Move]:
    """Yield the moves; none once one team is left or the host has ended the relay."""
    team = next_team(state, moment)
    if team is None:
        return
    if lines.theme(state, moment) is None:
        yield _set_theme()
    elif not state.opened:
        label = both("亮令，开始计时", "Show the word and start the time")
        yield Move(Opened, label, blanks=(AT,), gesture="next", say=lines.opening(moment.field, team.id))
    else:
        yield from _turn_moves(state, moment, team)


def _set_theme() -> Move:
    blank = Line("theme", both("令字", "word"), longest=20, sealed=True)
    return Move(ThemeSet, both("录入令字", "Type in the word"), blanks=(blank,), gesture="next", say=lines.SET)


def _turn_moves(state: State, moment: Moment, team: Team) -> Iterator[Move]:
    yield Move(
        Ruled,
        lines.turn(moment.field, state.turn, team.id),
        identity={"turn": state.turn},
        derived={"team": team.id},
        blanks=(_verdicts(moment, team.id), Line("line", both("这一句", "the line"), optional=True), AT),
        check=_check(state, moment),
    )
    yield _clock(state, moment)
    yield Move(Ended, both("提前收令", "End the relay now"), say=lines.END)
    reset = {"turn": state.turn, "action": "reset"}
    yield Move(ClockPressed, both("时间拨回", "Set the clock back"), reset, blanks=(AT,), aside=True)


def _verdicts(moment: Moment, team: str) -> Choice:
    options = (
        Option(verdict, label, gesture=_KEYS.get(verdict), say=lines.ruling(moment, team, verdict))
        for verdict, label in lines.VERDICTS.items()
    )
    return Choice("verdict", tuple(options), both("裁定", "ruling"))


def _check(state: State, moment: Moment) -> Check:
    """Refuse a repeat ruled good, and a turn of a team that is out: after a correction one may stand there, and is to
    be ruled void in the same correction.
    """
    left = {team.id for team in still_in(state, moment)}
    before = {said.line: said.turn for said in reversed(state.said) if said.line and said.verdict == "good"}

    def check(fact: Any) -> Text | None:
        if fact.verdict == "void":
            return None
        if fact.team not in left:
            return sentence("{team} 已经出局", "{team} is out", team=moment.field.team(fact.team).name)
        if fact.verdict == "good" and fact.line in before:
            turn = before[fact.line]
            return sentence("第 {turn} 句已经接过这一句", "that line was said in turn {turn}", turn=turn)
        return None

    return check


def _clock(state: State, moment: Moment) -> Move:
    running = state.clock.running
    label = both("停表", "Stop the clock") if running else _start(moment)
    given = {"turn": state.turn, "action": "stop" if running else "start"}
    return Move(ClockPressed, label, given, blanks=(AT,), gesture="clock")


def _start(moment: Moment) -> Text:
    return sentence("走表 {time}", "Start the clock: {time}", time=minutes(moment.rules.turn_time))
